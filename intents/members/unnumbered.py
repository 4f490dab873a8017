"""A decision without a number: 通过上虞5月的外资, 全部退回, 撤回5月的. Nothing is decided; what it can mean is shown."""

import re
from datetime import date

from data.problem import decline
from data.report import Member
from data.routing import metrics_of
from data.standing import Waiting, pending
from intents.helping import problem_reply
from intents.members import own
from intents.members.named import Names, names_in
from intents.members.review_words import ASIDE, NO, OK, QUESTION
from intents.reply import Reply
from intents.sources import Sources
from intents.submission.text import line
from intents.turn import Turn

SHOWN = 8
_OK_OR_NO = re.compile(rf"(?P<no>{NO})|{OK}")
_BACK = re.compile("(?:撤回|撤销|收回)(.+)|(.+?)(?:撤回|撤销|收回)(?:回?来|了|吧)*")  # 撤回诸暨5月的上报
_ENDS = re.compile(r"[,:;。!\s]")
_SMALL = re.compile(
    "[那这份条个的把将给一几]|上报|报告|报的|报来|数据?|全部|统统|所有|待审核?|刚才|刚刚|最新|都|我|先|请|可以|吧|了|也|要|予以?"
)


def read(said: str, turn: Turn, member: Member, source: Sources) -> Reply | None:
    """What is asked back, if the message is such a decision."""
    text = ASIDE.sub("", line(said).text).strip()
    if member.role == "staff" and (back := _BACK.fullmatch(text)) and not QUESTION.search(text):
        mine = _only_names(back[1] or back[2], turn.at.date(), source)
        return own.which(mine, turn, source) if mine else None
    verb = _OK_OR_NO.search(text)
    if member.role != "reviewer" or verb is None or QUESTION.search(text):
        return None
    behind = text[verb.end() :].strip(" ,:;。!")
    head, tail = _ENDS.split(behind, maxsplit=1) if _ENDS.search(behind) else (behind, "")
    which, reason = (text[: verb.start()], behind) if verb.start() else (head, tail)
    names = _only_names(which, turn.at.date(), source)
    if names is None and verb["no"] and not verb.start():
        names, reason = Names(), behind
    if names is None or (reason and not verb["no"]):
        return None
    return _asked(bool(verb["no"]), names, reason, member, source)


def _only_names(which: str, today: date, source: Sources) -> Names | None:
    """What it names, where it has no other word."""
    if not _SMALL.sub("", which).strip():
        return Names()
    names = names_in(which, today, source)
    return names if names and not _SMALL.sub("", names.rest) else None


def _asked(returns: bool, names: Names, reason: str, member: Member, source: Sources) -> Reply:
    waiting = [w for w in pending(source.store, metrics_of(member.departments)) if holds(w, names)]
    verb, why = ("退回", f" {reason or '原因'}") if returns else ("通过", "")
    form = f"请写明编号，例如“{verb} {waiting[0].report.number if waiting else 1}{why}”。没有改动任何上报。"
    if not waiting:
        what = f"{names.said}的上报" if names.said else "上报"
        instead = "“待审核”可看清单；已通过的要退回，请写明编号和原因，例如“退回 1 口径不符”。"
        return problem_reply(decline(f"没有待审核的{what}，没有改动任何上报。", instead))
    choices = tuple(f"{verb} {w.report.number}{why}" for w in waiting[:SHOWN]) if reason or not returns else ()
    lines = [own.line(w.report, source) for w in waiting]
    return Reply("choose" if choices else "decline", (f"要{verb}哪一份？{form}", *lines), choices=choices)


def holds(waiting: Waiting, names: Names) -> bool:
    """Whether a report waits with a value of those named."""
    return any(names.holds(item) for item in waiting.report.items if item.metric in waiting.metrics)
