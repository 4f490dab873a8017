"""Questions for published targets: which figures, and what to do with them."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from intents.targets.operation import PLAIN, Operation

EVERYONE = "各考核对象"
MEAN, CITY_MEAN = "平均数", "全市平均数"
MEANS = (MEAN, CITY_MEAN)


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter: the metrics it is about and the bounds, in the base unit `unit` (元, 美元, %, 只; "" none written).
    `than`: the district whose figure is the bound (比嵊州高的), or one of MEANS; `beside`: the metric that is the bound,
    of each district its own (服务业投资超过工业投资的). High or low is then 0 and says on which side, both: as much."""

    metrics: tuple[str, ...]
    low: Decimal | None
    high: Decimal | None
    low_included: bool
    high_included: bool
    unit: str
    text: str
    scaled: bool = False
    than: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Which figures of which year and city, and what to do with them.

    `districts` are official names in order; `groups` the groups they came from; `of` whose total a share is of;
    `levels` those asked for (none: as published); `unit` the unit wanted in the text; `order` districts and groups as
    named, `added` those added up before a comparison, a side each; `pairs`: the first district with the first metric
    against the second with the second. `as_of` is the moment whose documents are asked for, ISO ("": those in force).
    """

    city: str
    year: int
    metrics: tuple[str, ...]
    districts: tuple[str, ...]
    groups: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    operation: Operation = PLAIN
    conditions: tuple[Condition, ...] = ()
    unit: str = ""
    order: tuple[str, ...] = ()
    added: tuple[tuple[str, ...], ...] = ()
    pairs: bool = False
    as_of: str = ""

    def state(self) -> dict[str, Any]:
        """As JSON can hold it; `restored` is the way back."""
        flat = {name: getattr(self, name) for name in self.__slots__}  # asdict copies all, each time anew
        return flat | {"operation": asdict(self.operation), "conditions": tuple(map(asdict, self.conditions))}


def restored(state: dict[str, Any]) -> Question:
    """A question from its state."""
    conditions = tuple(Condition(**_tuples(c) | _decimals(c)) for c in state["conditions"])
    added = tuple(tuple(side) for side in state["added"])
    nested = {"operation": Operation(**state["operation"]), "conditions": conditions, "added": added}
    return Question(**_tuples(state) | nested)


def _tuples(state: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in state.items()}


def _decimals(state: dict[str, Any]) -> dict[str, Any]:
    """The bounds of a condition from their text."""
    return {key: None if state[key] is None else Decimal(state[key]) for key in ("low", "high")}
