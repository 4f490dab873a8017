"""What nobody will ask for again makes room, so that the database of years stays as small as that of some weeks."""

from datetime import datetime, timedelta

from data.store import Store, moment

# The keys of updates, and the replies to them: Telegram delivers again for one day. What was sent is looked up by the
# administrator alone, if ever; the ledger, the reports and the subscriptions know nothing of these rows.
AGES = (
    ("DELETE FROM inbox WHERE finished_at <> '' AND finished_at < ?", timedelta(days=3)),
    ("DELETE FROM exchange WHERE at < ?", timedelta(days=30)),
    ("DELETE FROM outbox WHERE sent_at <> '' AND sent_at < ?", timedelta(days=400)),
)


def forget(store: Store, at: datetime) -> None:
    """Forgets what is too old at this moment. Raises StoreProblem."""
    with store.write():
        for statement, age in AGES:
            store.rows(statement, (moment(at - age),))
