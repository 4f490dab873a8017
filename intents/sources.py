"""What a request answers itself from."""

from dataclasses import dataclass

from data.catalog.load import Catalog
from data.store import Store


@dataclass(frozen=True, slots=True)
class Sources:
    """The store of figures, the catalog of names, and the city that 全市 means when a message does not say."""

    store: Store
    catalog: Catalog
    home: str
