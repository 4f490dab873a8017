"""What a request answers itself from."""

from dataclasses import dataclass
from datetime import datetime

from data.catalog.load import Catalog
from data.progress import Thresholds
from data.settings_kept import USUAL, Kept, kept_at
from data.store import Store
from data.workdays import NO_DAYS, Days


@dataclass(frozen=True, slots=True)
class Sources:
    """The store of figures, the catalog of names, the city that 全市 means when a message does not say, the settings in
    force, and the office's own days off and worked, where the published calendar is not enough; `as_of` is the moment
    whose documents count (None: now)."""

    store: Store
    catalog: Catalog
    home: str
    kept: Kept = USUAL
    days: Days = NO_DAYS
    as_of: datetime | None = None

    def thresholds(self, as_of: datetime | None) -> Thresholds:
        """Where lights change; at an earlier moment, where they did. Raises StoreProblem."""
        return (kept_at(self.store, as_of) if as_of else self.kept).thresholds
