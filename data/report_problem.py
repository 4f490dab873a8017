"""Why a report is not taken: each one sentence, and what works instead."""

from data.problem import Problem, decline
from data.report import Member

FORM = "例如：进度 诸暨市 2012年5月 外资 9800万美元 内资 12.3亿元（也可以一行一个指标）。"


EXACTLY = "请核准后报确切的数，例如“外资 9800万美元”。"


def blank(piece: str) -> str:
    """无 for a value: it may be 0, or not known."""
    return f"“{piece}”如果是0，请写“0”或“零报告”；没有数据的不用写。"


def asked_too(piece: str) -> str:
    """A question behind the values of a report."""
    return f"“{piece}”是提问，请另发一条。"


def unreadable(pieces: tuple[str, ...], blanks: tuple[str, ...] = ()) -> Problem:
    """A report of which nothing can be read; `blanks` are the pieces with 无 for a value."""
    said = "；".join(f"“{piece}”" for piece in pieces[:6])
    what = f"没有读出任何指标和数值：{said}。" if said else "没有读出任何指标和数值。"
    return decline(f"{what}没有存入任何数据。", blank(blanks[0]) if blanks else FORM)


def not_own(place: str, member: Member) -> Problem:
    """A district that is not the sender's."""
    own = "、".join((*member.districts, *(f"{name}牵头的全市指标" for name in member.departments))) or "（尚未设置）"
    return decline(f"只能上报本区的进度，不能上报{place}的；您负责的是{own}。没有存入任何数据。")


def no_district() -> Problem:
    """A sender without a district."""
    return decline("您还没有设置负责的地区，不能上报进度。", "请管理员为您设置地区后再报。")


def city_only(metric: str, city: str, departments: tuple[str, ...]) -> Problem:
    """A metric of the city's, reported by somebody else than its lead department."""
    who = "、".join(departments) or "牵头部门"
    return decline(f"“{metric}”只有全市目标，没有分解到各地，由{who}的工作人员上报{city}的数。没有存入任何数据。")


def city_is_summed(metric: str, city: str, member: Member) -> Problem:
    """The city's value of a metric that districts report."""
    who = "、".join(member.districts) or "、".join(member.departments) or "您"
    what = f"“{metric}”" if metric else "这些指标"
    return decline(
        f"只能上报本区的进度：{what}的{city}合计由各考核对象的上报汇总，{who}不能直接上报。没有存入任何数据。"
    )


def which_item(said: str, items: tuple[str, ...]) -> Problem:
    """A new value of which it is not known whose it is."""
    return decline(f"没看懂要把哪一项改成“{said}”，没有改动。", f"请写明指标（{'、'.join(items[:6])}）、数和单位。")


def edited_change() -> Problem:
    """An edit of a message that only changed what was previewed."""
    return decline("编辑的这一条只是对前一份预览的修改，单独看不全，没有存入任何数据。", "请重新发送完整的上报。")


def send_again() -> Problem:
    """Another district or metric for what waits."""
    return decline(
        "预览里的地区、指标和单位不能这样改，没有改动。", "请回复“取消”，再重新发送完整的上报；或回复“确认”存入预览。"
    )


def stored_already(number: int) -> Problem:
    """Another period for a report that is stored."""
    return decline(
        f"上报{number}号已经存入，时期不能直接改，没有改动。", f"请先发“撤回 {number}”，再写明时期重新上报。"
    )


def unclear_place(piece: str) -> Problem:
    """A piece that names another district, in words that are not understood, where no district is said."""
    return decline(
        f"没看懂“{piece}”说的是哪里的数。没有存入任何数据。", "请写明地区，例如“上报 诸暨市 5月 外资 9800万美元”。"
    )


def inexact(pieces: tuple[str, ...]) -> Problem:
    """Amounts that are not exact."""
    said = "；".join(f"“{piece}”" for piece in dict.fromkeys(pieces))
    return decline(
        f"{said}不是确切的数，约数、预计数和区间不能存入。没有存入任何数据。",
        "请核准后报确切的数，例如“外资 9800万美元”。",
    )


def signed(said: str) -> Problem:
    """A value with a sign beside it: ~9800, +1500, △300."""
    return decline(
        f"“{said}”带有符号，看不出是不是确切的累计数。没有存入任何数据。",
        "请只写数和单位，例如“外资 9800万美元”；当月数请写“5月当月 外资 1500万美元”；负数不能上报。",
    )


def which_metric(said: str, choices: tuple[str, ...]) -> Problem:
    """A name that fits several metrics."""
    if not choices:
        return decline(f"“{said}”可能是几个指标，没有存入任何数据。", "请写指标的全称，一行一个指标。")
    return Problem("choose", f"“{said}”可能是几个指标，请选一个：", choices=choices)


def which_district(choices: tuple[str, ...]) -> Problem:
    """A sender with several districts who named none."""
    return Problem("choose", "您负责的地区不止一个，这次上报的是哪里的？", choices=choices)


def changed() -> Problem:
    """A preview of which nothing is left to be stored."""
    return decline("这一期的指标都已由同事报过，没有存入任何数据。", "要更正某一项，请写明指标重新上报。")


def nothing_left(said: str) -> Problem:
    """零报告 or 本月无新增 for all that is not reported, where nothing is left."""
    return decline(
        f"这一期的指标都已报过，没有“{said}”可报的，没有存入任何数据。",
        "要更正某一项，请写明指标，例如“更正 5月 外资 零报告”。",
    )


def impossible(faults: tuple[str, ...]) -> Problem:
    """A report that cannot be: each fault named."""
    listed = "\n".join(f"{number}. {fault}" for number, fault in enumerate(faults, 1)) if len(faults) > 1 else faults[0]
    head = f"有{len(faults)}处不可能，整条没有存入：\n" if len(faults) > 1 else "整条没有存入："
    return decline(head + listed, "请改正后重新上报整条。")


def too_long_report(longest: int) -> Problem:
    """A message longer than any report."""
    return decline(
        f"这条上报太长（超过{longest}字），没有读取，也没有存入任何数据。",
        "请分几条上报，或用填报模板的Excel文件上报。",
    )
