"""What a request answers itself from."""

from dataclasses import dataclass

from data.catalog.load import Catalog
from data.store import Store
from data.workdays import NO_DAYS, Days


@dataclass(frozen=True, slots=True)
class Sources:
    """The store of figures, the catalog of names, the city that 全市 means when a message does not say, and the office's
    own days off and worked, where the published calendar is not enough."""

    store: Store
    catalog: Catalog
    home: str
    days: Days = NO_DAYS
