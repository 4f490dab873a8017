"""佐证: a photo or PDF kept with the report that the sender has just confirmed, or that the caption names."""

import re
from datetime import timedelta
from hashlib import sha256

from data import measurestate
from data.attachment import LARGEST, Attachment
from data.problem import Problem, decline
from data.report import Report
from data.reports import reports_of, states
from intents.helping import problem_reply
from intents.reply import Reply
from intents.sources import Sources
from intents.turn import Turn

SOON = timedelta(minutes=30)
_NUMBER = re.compile(r"(?:上报|佐证|附件|报告|第)?\s*(\d{1,9})\s*号")  # 上报12号的佐证
_NO_REPORT = "请在上报确认后30分钟内发，或在文件的说明里写明“上报12号的佐证”。"


def kept(file: Attachment, caption: str, turn: Turn, source: Sources) -> Reply:
    """The receipt of a proof, or why it is not kept. Raises StoreProblem."""
    if file.size > LARGEST:
        return _no(f"{file.name}超过{LARGEST // 1024 // 1024}MB，没有保存。")
    if not file.is_proof:
        return _no(f"{file.name}不是Excel填报表，也不是照片或PDF，没有保存。", "上报请用填报模板，佐证请发照片或PDF。")
    report = _meant(caption, turn, source)
    if isinstance(report, Problem):
        return problem_reply(report)
    digest = sha256(file.content).hexdigest()
    if any(each.sha256 == digest for each in measurestate.proofs(source.store, report.number)):
        return Reply("receipt", (f"这份文件已作为上报{report.number}号的佐证保存过，没有重复保存。",))
    measurestate.add_proof(source.store, report.number, turn.sender, file.name, file.type, file.content, turn.at)
    return Reply("receipt", (f"已作为上报{report.number}号的佐证保存：{file.name}。",))


def _meant(caption: str, turn: Turn, source: Sources) -> Report | Problem:
    """The sender's report that it belongs to."""
    mine = reports_of(source.store, turn.sender)
    if named := _NUMBER.search(caption):
        found = next((each for each in mine if each.number == int(named[1])), None)
        trouble = decline(f"您没有上报{named[1]}号，文件没有保存。", "“我的上报”可以看到自己的编号。")
    else:
        found = next((each for each in mine[:1] if timedelta(0) <= turn.at - each.at <= SOON), None)
        trouble = decline("不知道这份文件是哪一份上报的佐证，没有保存。", _NO_REPORT)
    if found is None:
        return trouble
    if all(state.action == "withdraw" for state in states(source.store, found.number)):
        return decline(f"上报{found.number}号已经撤回，佐证没有保存。")
    return found


def _no(why: str, instead: str = "") -> Reply:
    return problem_reply(decline(why, instead))
