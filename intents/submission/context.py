"""Whose and until when: what was said once counts for the values after it."""

from dataclasses import dataclass, replace

from intents.submission.names import Named

NOTHING = Named()


def over(inner: Named, outer: Named) -> Named:
    """The inner context, with what it does not say taken from the outer one."""
    if not whose(inner):
        inner = replace(
            inner,
            places=outer.places,
            elsewhere=outer.elsewhere,
            ambiguous=outer.ambiguous,
            later=outer.later,
            own=outer.own,
            read_as=(*outer.read_as, *inner.read_as),
        )
    if not when(inner):
        inner = replace(inner, period=outer.period, period_text=outer.period_text, today=outer.today)
    monthly = inner.monthly or (outer.monthly and not inner.cumulative)
    single = inner.single or (outer.single and not inner.cumulative)
    return replace(inner, unit=inner.unit or outer.unit, monthly=monthly, single=single)


def whose(said: Named) -> bool:
    """Whether it says whose the value is."""
    return bool(said.places or said.elsewhere or said.ambiguous or said.own)


def when(said: Named) -> bool:
    """Whether it says until when."""
    return said.period is not None or said.today


def context(said: Named) -> Named:
    """What it says for the values after it: whose, until when, 当月."""
    return replace(said, metrics=(), unit="", inexact=False, target=False, cumulative=False)


@dataclass(frozen=True, slots=True)
class Before:
    """What went before in the message: `header` said for all, `latest` said last, a metric that waits for its value
    (`pending`, and the words `waiting` that named it), the `metrics` of the value before."""

    header: Named = NOTHING
    latest: Named = NOTHING
    pending: Named | None = None
    waiting: str = ""
    metrics: tuple[str, ...] = ()
