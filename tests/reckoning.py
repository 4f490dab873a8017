"""Progress reckoned again by pandas from the tables `report`, `item`, `mark` and `figure`, without the program's code
(but for the order of the metrics): every figure an exact fraction of whole numbers, every text made here."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd

from data.catalog.load import load_catalog

CITY = "绍兴市"
PLACES = (
    "绍兴县",
    "诸暨市",
    "上虞市",
    "嵊州市",
    "新昌县",
    "越城区",
    "绍兴高新技术开发区",
    "袍江经济技术开发区",
    "镜湖新区",
    "滨海新城",
    "市直",
)
BASE = {"亿元": 10**12, "万元": 10**8, "万美元": 10**8}  # what one of the unit is in the column `scaled`


@dataclass(frozen=True)
class Told:
    """One line of a month as every file must have it; '' and None where there is nothing."""

    district: str
    metric: str
    unit: str
    target: Fraction | None
    level: str
    actual: Fraction | None
    rate: Fraction | None
    lead: Fraction | None
    light: str
    rank: int | None
    rate_text: str
    lead_text: str
    remark: str
    source: str

    @property
    def target_text(self) -> str:
        return "未设目标" if self.target is None else exact(self.target)

    @property
    def actual_text(self) -> str:
        return "未报" if self.actual is None else exact(self.actual)


def exact(value: Fraction) -> str:
    """A figure with all its decimals: 1234.5."""
    places = next(n for n in range(12) if (value * 10**n).denominator == 1)
    return rounded(value, places)


def rounded(value: Fraction, places: int) -> str:
    """Half away from zero, without trailing zeros, by whole numbers alone."""
    whole = int(abs(value) * 10**places + Fraction(1, 2))
    digits = f"{whole:0{places + 1}d}"
    text = f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".") if places else digits
    return f"-{text}" if value < 0 and whole else text


def shown(value: Fraction) -> str:
    """Two decimals, or more where two would show 0 or 10 for what is not; without a sign."""
    texts = [rounded(abs(value), places) for places in (2, 4, 8)]
    return next((t for t in texts if Fraction(t) == abs(value) or t not in ("0", "10")), texts[-1])


def month(path: Path, day: date, until: datetime | None = None) -> list[Told]:
    """The lines to the end of a month: of each metric the city's and then the districts'; as they stood at a moment."""
    with sqlite3.connect(path) as connection:
        read = {name: _table(connection, name) for name in ("report", "item", "mark", "figure")}
    if until:
        last = until.astimezone(UTC).isoformat(timespec="microseconds")
        read |= {name: read[name][read[name]["at"] <= last] for name in ("report", "mark")}
    stands, targets = _standing(read, day), _targets(read["figure"])
    named = [metric.name for metric in load_catalog().metrics if metric.city == CITY]
    return [line for metric in named for line in _metric(metric, stands, targets, day)]


def _table(connection: sqlite3.Connection, name: str) -> Any:
    frame = pd.read_sql_query(f"SELECT * FROM {name}", connection, dtype=object)
    return frame[frame.city == CITY] if "city" in frame else frame


def _standing(read: dict[str, Any], day: date) -> dict[tuple[str, str], Any]:
    """Of each district and metric the newest report whose last decision is not against it."""
    last = read["mark"].sort_values("entry").drop_duplicates(["report", "metric"], keep="last")
    rows = read["item"][read["item"].period == day.isoformat()]
    rows = rows.merge(last[["report", "metric", "action"]], "left", ["report", "metric"])
    rows = rows.merge(read["report"][["number", "late"]], left_on="report", right_on="number")
    rows = rows[~rows.action.isin(["return", "withdraw"])].sort_values(["report", "line"])
    rows = rows.drop_duplicates(["district", "metric"], keep="last")
    return {(row.district, row.metric): row for row in rows.itertuples()}


def _targets(figures: Any) -> dict[tuple[str, str], Any]:
    """The target that counts: 必保 where there are two, the annex before the text."""
    of_year = figures[(figures.year == 2012)].assign(rank=figures.level.map({"必保": 0, "": 0, "力争": 1}))
    first = of_year.sort_values(["rank", "id"]).drop_duplicates(["district", "metric"])
    return {(row.district, row.metric): row for row in first.sort_values("id").itertuples()}


def _metric(
    metric: str, stands: dict[tuple[str, str], Any], targets: dict[tuple[str, str], Any], day: date
) -> Iterator[Told]:
    unit = next(row.unit for (_, name), row in targets.items() if name == metric)
    expected = [d for d in PLACES if (t := targets.get((d, metric))) is not None and t.scaled]
    there = [d for d in PLACES if (d, metric) in stands]
    lines = [_line(d, metric, unit, targets.get((d, metric)), stands[d, metric], day) for d in there]
    ranked = [line for line in lines if line.rate is not None or (unit == "%" and line.target is not None)]
    places = {line.district: 1 + sum(_key(o) > _key(line) for o in ranked) for line in ranked}
    whole = _whole(metric, unit, stands, targets, expected, there, day)
    yield from [whole] if whole else []
    yield from sorted(
        (_with(line, places.get(line.district)) for line in lines),
        key=lambda line: (line.rank or 99, PLACES.index(line.district)),
    )
    for district in expected:
        if district not in there:
            yield _line(district, metric, unit, targets[district, metric], None, day)


def _key(line: Told) -> Fraction:
    """By rate; of a ratio by how far it is above its target."""
    return line.rate if line.rate is not None else (line.actual or Fraction(0)) - (line.target or Fraction(0))


def _with(line: Told, rank: int | None) -> Told:
    return Told(**{**line.__dict__, "rank": rank})


def _amount(scaled: int, unit: str) -> Fraction:
    return Fraction(int(scaled), BASE.get(unit, 10**4))


def _whole(
    metric: str,
    unit: str,
    stands: dict[tuple[str, str], Any],
    targets: dict[tuple[str, str], Any],
    expected: list[str],
    there: list[str],
    day: date,
) -> Told | None:
    """The city's line: its own report, else the sum of the districts'."""
    target, own = targets.get((CITY, metric)), stands.get((CITY, metric))
    if own is not None:
        return _line(CITY, metric, unit, target, own, day)
    if unit == "%" and any((d, metric) in targets for d in PLACES):
        return None
    if not there:
        return _line(CITY, metric, unit, target, None, day) if target is not None else None
    parts = [stands[d, metric] for d in there]
    remarks = ["含待审核"] if any(part.action != "approve" for part in parts) else []
    remarks += ["不完整"] if set(expected) - set(there) else []
    total = sum((_amount(part.scaled, unit) for part in parts), Fraction(0))
    return _made(CITY, metric, unit, target, total, "、".join(remarks), "各地上报合计", day)


def _line(district: str, metric: str, unit: str, target: Any, row: Any, day: date) -> Told:
    if row is None:
        level = target.level if target is not None else ""
        aim = _amount(target.scaled, unit) if target is not None else None
        return Told(district, metric, unit, aim, level, None, None, None, "", None, "未报", "—", "", "")
    remarks = [word for word, said in (("待审核", row.action != "approve"), ("迟报", row.late)) if said]
    return _made(
        district, metric, unit, target, _amount(row.scaled, unit), "、".join(remarks), f"上报{row.report}号", day
    )


def _made(
    district: str, metric: str, unit: str, target: Any, actual: Fraction, remark: str, source: str, day: date
) -> Told:
    """Rate, lead and light of an amount, and how they are written."""
    aim = _amount(target.scaled, unit) if target is not None else None
    level = target.level if target is not None else ""
    if aim is None or not aim or unit == "%":
        text = "未设目标" if aim is None else "目标为0" if unit != "%" else _distance(actual - aim)
        return Told(district, metric, unit, aim, level, actual, None, None, "", None, text, "—", remark, source)
    rate = actual / aim
    lead = rate * 100 - Fraction(day.month * 100, 12)
    light = "绿灯" if lead >= 0 else "黄灯" if lead >= -10 else "红灯"
    side = "持平" if not lead else f"{'快' if lead > 0 else '慢'}{shown(lead)}"
    return Told(
        district,
        metric,
        unit,
        aim,
        level,
        actual,
        rate,
        lead,
        light,
        None,
        f"{shown(rate * 100)}%",
        side,
        remark,
        source,
    )


def _distance(above: Fraction) -> str:
    return "达到目标" if not above else f"{'高于' if above > 0 else '低于'}目标{exact(abs(above))}个百分点"
