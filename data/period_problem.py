"""Why a report is not taken because of its time: each one sentence, and what works instead."""

from datetime import date

from data.problem import Problem, decline


def not_yet(day: date, written: str, year_said: bool) -> Problem:
    """A period that ends after today."""
    hint = "" if year_said else f"如果是{day.year - 1}年的，请写明年份。"
    return decline(f"“{written}”到{day.year}年{day.month}月{day.day}日才结束，现在还不能上报。没有存入任何数据。", hint)


def no_targets(year: int, city: str, years: tuple[int, ...]) -> Problem:
    """A year without targets."""
    have = "、".join(f"{y}年" for y in years)
    return decline(f"{city}没有{year}年的目标，不能上报{year}年的进度；现有的是{have}的目标。没有存入任何数据。")


def not_cumulative(written: str) -> Problem:
    """A stretch of months that does not begin in January."""
    return decline(
        f"“{written}”不是从1月起的累计。请报从1月起到期末的累计数，例如“1-5月”或“截至5月底”。没有存入任何数据。"
    )


def not_a_month(written: str) -> Problem:
    """当月 beside a period that is no month."""
    return decline(
        f"“{written}”和“当月”对不上，分不清报的是当月数还是累计数。没有存入任何数据。",
        "累计数请写“1-5月”“截至5月底”，当月数请写“5月当月”。",
    )


def monthly_or_not(said: str) -> Problem:
    """A new value for one that was said as 当月."""
    return decline(
        f"刚才报的是当月数，分不清“{said}”是当月数还是累计数，没有改动。",
        "请写明，例如“外资改成当月1600万美元”或“外资改成累计9600万美元”。",
    )


def which_period(said: str, days: list[str]) -> Problem:
    """A change where there are several periods, or none like it."""
    return decline(f"没看懂“{said}”说的是哪个时期的数，没有改动。", f"刚才的是{'、'.join(days)}，请写明是哪一个。")


def which_monthly(written: str) -> Problem:
    """当月 behind several values."""
    return decline(
        f"没看懂“{written}”说的是哪几项的数。没有存入任何数据。",
        "请把“当月”写在指标前面，例如“进度 诸暨市 5月当月 外资 1500万美元”，或都报累计数。",
    )


def open_period(written: str) -> Problem:
    """A period without an end."""
    return decline(f"没看懂“{written}”到哪一天为止。请写明，例如“5月”“截至5月15日”。没有存入任何数据。")


def unclear_time(piece: str) -> Problem:
    """A word for a time that is not understood, or that is another than the one taken."""
    return decline(
        f"没看懂“{piece}”说的是到哪一天的数。没有存入任何数据。", "请写明时间，例如“5月”“1-5月”“截至5月15日”。"
    )


def two_times(said: tuple[str, ...]) -> Problem:
    """Two times for one value, or one that belongs to none."""
    told = "、".join(f"“{each}”" for each in dict.fromkeys(said))
    return decline(
        f"写了{told}，看不出数是到哪一天的。没有存入任何数据。",
        "请每个数只写一个时间，例如“5月”“1-5月”“截至5月15日”。",
    )


def nothing_before(what: str, month: int, year: int) -> Problem:
    """当月 without the month before it."""
    return decline(
        f"{what}报的是当月数，但{year}年{month}月底的累计数还没有上报，算不出累计。没有存入任何数据。",
        f"请先报{month}月底的累计数，或直接报到期末的累计数。",
    )


def month_disagrees(what: str) -> Problem:
    """A month's own value and a cumulative one that do not agree with what stands for the month before."""
    return decline(f"{what}。没有存入任何数据。", "请核对后只报其中一个，或先更正上月的累计数。")
