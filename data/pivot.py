"""What stands, laid out by period: a row a district and metric, a column a day to which figures run. The one place that
uses pandas; figures stay decimals."""

from decimal import Decimal

from data.sheet_made import Cell
from data.standing import everything_standing
from data.store import Store

ROW = ("城市", "地区", "指标", "计量单位")


def by_period(store: Store) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    """The header and the rows, districts and metrics in the order in which they were first reported; no figure where
    nothing stands. Raises StoreProblem."""
    import pandas as pd

    found = [
        (each.item.city, each.item.district, each.item.metric, each.item.unit, each.item.period, each.item.value)
        for each in sorted(everything_standing(store), key=lambda each: each.report)
    ]
    if not found:
        return ROW, ()
    frame = pd.DataFrame(found, columns=[*ROW, "截至日期", "累计完成"])
    order = frame[list(ROW)].drop_duplicates()
    table = frame.pivot(index=list(ROW), columns="截至日期", values="累计完成").reindex(pd.MultiIndex.from_frame(order))
    rows = tuple((*names, *map(_cell, values)) for names, values in zip(table.index, table.to_numpy(), strict=True))
    return (*ROW, *map(str, table.columns)), rows


def _cell(value: object) -> Cell:
    """A figure, or nothing where there is none."""
    return value if isinstance(value, Decimal) else None
