"""All that can go wrong for a person: each one sentence that says why, and what can be done instead."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no answer. `kind` is decline, choose or unclear; `sentence` why; `instead` what works; `choices`
    complete messages that may have been meant; `unknown` the words that nothing explains."""

    kind: str
    sentence: str
    instead: str = ""
    choices: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def decline(sentence: str, instead: str = "") -> Problem:
    """Understood, but there is no such figure."""
    return Problem("decline", sentence, instead)


def not_understood(words: tuple[str, ...], covered: str) -> Problem:
    """A word that nothing explains."""
    named = "、".join(f"“{word}”" for word in dict.fromkeys(words))
    return decline(f"没看懂{named}，已公布的目标里没有与它对应的指标、地区或条件，所以不作答，以免答错。", covered)


def nothing_known(words: tuple[str, ...]) -> Problem:
    """A message of which no word is known."""
    named = "、".join(f"“{word}”" for word in tuple(dict.fromkeys(words))[:4])
    return Problem("unclear", f"没看懂{named}，也没看出问的是哪个地区、哪个指标。")


def one_time_each(days: tuple[date, ...]) -> Problem:
    """Figures to several months at once."""
    named = "、".join(f"{day.month}月底" for day in days)
    return decline(
        f"一次只能问到一个时间的进度，这里有{named}。",
        "请分开问；逐月的数可以问走势，例如“诸暨外资走势”，当月的可以问“诸暨外资比上月多多少”。",
    )


def not_covered(place: str, cities: tuple[str, ...], covered: tuple[str, ...]) -> Problem:
    """A real place that the documents do not cover."""
    known = "和".join(cities)
    return decline(
        f"没有{place}的目标：现有文件只涉及{known}。", f"可以问{cities[0]}及其考核对象：{'、'.join(covered)}。"
    )


def unsure(word: str, choices: tuple[str, ...]) -> Problem:
    """A word that may equally be several things."""
    return Problem("choose", f"“{word}”可能指不同的对象，请选一个：", choices=choices)


def who_are_they(word: str, names: tuple[str, ...]) -> Problem:
    """So many places without their names."""
    return decline(
        f"“{word}”没有说是哪几个，可以问的有{'、'.join(names)}。", "请写出地区名，或者问“五县市”“开发区”“全市”。"
    )


def two_steps(word: str) -> Problem:
    """An order and another figure in one question, where it is not clear of whom the figure is."""
    return decline(
        f"没看懂“{word}”后面问的是谁的数，所以不作答，以免答错。",
        "请分两句问，例如先问“外资前三名”，再问“他们的内资各多少”。",
    )


def several(what: str, choices: tuple[str, ...]) -> Problem:
    """A question that fits several metrics."""
    return Problem("choose", f"{what}，请选一个：", choices=choices)


def no_year(year: int, city: str, years: tuple[int, ...], other: str = "") -> Problem:
    """A year for which the city has no targets; `other` is a city that has some."""
    have = "、".join(f"{y}年" for y in years)
    elsewhere = f"{other}有{year}年的目标，要问它请写明“{other}”。" if other else ""
    return decline(f"没有{city}{year}年的目标，现有的是{have}的目标。", elsewhere or f"可以问{years[-1]}年的目标。")


def city_only(district: str, metric: str) -> Problem:
    """A metric that only the city has."""
    return decline(f"“{metric}”只有全市目标，文件没有分解到{district}。")


def no_districts(city: str) -> Problem:
    """A city whose document does not publish its districts' targets."""
    return decline(
        f"没有{city}各区县的目标：各区县和大型企业集团的计划表（附件1、附件2）没有随文件公布。",
        f"可以问{city}全市的目标。",
    )


def two_cities(cities: tuple[str, ...]) -> Problem:
    """Two cities in one question: two documents, two years."""
    named = "和".join(cities)
    return decline(
        f"{named}的目标出自两份文件，年份和口径不同，不放在一起比或加。",
        f"请分开问，例如“{cities[0]}工业投资目标多少”，再问“{cities[1]}工业投资目标多少”。",
    )


def too_long(longest: int) -> Problem:
    """A message longer than any question."""
    return Problem(
        "unclear",
        f"这条消息太长（超过{longest}字），没有当作问题来读。",
        "请把问题缩短成一句，例如“诸暨市外资目标多少”。",
    )
