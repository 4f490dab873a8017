"""What is offered where a report can mean several things: the complete message, rewritten for each."""

from data import report_problem
from data.problem import Problem
from intents.submission.found import Found
from intents.submission.lines import Message
from intents.submission.make import Open
from intents.submission.text import line as read


def offered(one: Open, text: str, message: Message) -> Problem:
    """The question back, its choices complete messages."""
    if one.districts:
        return report_problem.which_district(
            tuple(_with_district(name, one.found, text, message) for name in one.districts)
        )
    said = one.found.line.said(one.found.start, one.found.name_end)
    choices = tuple(_with_metric(name, one.found, text) for name in one.metrics)
    return report_problem.which_metric(said, choices if len(set(choices)) > 1 else ())


def _with_district(name: str, found: Found, text: str, message: Message) -> str:
    """The message with the district behind its opener, or in place of a name that two places bear."""
    if found.named.ambiguous:
        return text.replace(found.named.ambiguous[0], name, 1)
    if not message.opener:
        return f"上报 {name} {text}" if message.labels == 0 else f"地区：{name}\n{text}"
    return f"{text[: message.opened]} {name} {text[message.opened :].lstrip(' ')}"


def _with_metric(name: str, found: Found, text: str) -> str:
    """The message with the metric's own name in place of what was typed."""
    line, named = found.line, found.named
    if line.whole and line.text[found.name_end : found.end].strip() not in read(line.typed).text:  # one of several
        word = line.typed.split()[-1]
        return text.replace(word, f" {name} ") if text.count(word) == 1 else text
    if line.whole:
        place = " ".join((*named.places, named.period_text, name, line.text[found.name_end : found.end]))
        return text.replace(line.typed, place.strip(), 1)
    begin, end = line.places[line.begin(found.start, found.name_end)], line.places[found.name_end]
    context = " ".join(filter(None, (*named.places, named.period_text, name)))
    before = line.typed[:begin] + " " * line.typed[:begin][-1:].isdigit()  # 内资123000 and 工业98.5 stay apart
    return text.replace(line.typed, f"{before}{context} {line.typed[end:]}", 1)
