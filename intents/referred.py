"""Words that point at the list shown before, read as the names they stand for: 他们的内资, 其中谁最高, 第二个, 它."""

import re
from datetime import datetime

from data import problem
from data.problem import Problem
from intents.added import added
from intents.conversation import Conversation
from intents.mentions.number import find_numbers
from intents.reading import Reading, read
from intents.sources import Sources
from intents.targets.operation import PLAIN
from intents.targets.question import Question

_N = "[两二三四五六七八九十]"
_THINGS = "(?:个?(?:地方|地区|县市区|县市|区县|单位|考核对象)|家单位|家|个|地)"
_NOT_PLACES = "(?!指标|目标|任务|项目|数|条件|文件|附件|月|季|问题|方面|领域|行业|产业|百分|点|亿|万)"
_THEY = re.compile(
    f"(?:[它他她]们|(?:这|那|上面这?|前面这?|刚才那?|上述)(?:几|些|(?P<n>{_N})){_THINGS}|上述(?:各地|地方|地区|单位))(?:几家|几个|{_N}家)?{_NOT_PLACES}"
)  # 他们, 这几家, 上面三个
_SO_MANY = re.compile(f"^那?么?(?P<n>{_N})[家者地](?=[的各分一合加总平谁哪占里中])")  # (三家)的内资
_AMONG = re.compile("(?:这|那)?(?:其中|里面|里头|当中|之中|些(?:里面?|当中|中))的?")  # (其中)谁最高
_ALWAYS = re.compile("[这那]?其中|[这那](?:里|当中)")  # unlike 里面, which may follow a name
_IT = re.compile("(?<!其)[它他她](?![们俩人乡日处])|该(?:市|县|区|地)(?![域级])|这一?家(?![里企])")
_ITEM = re.compile(
    f"^(?P<lead>[那就把请问,， ]*)(?:第(?P<nth>[0-9一二三四五六七八九十]{{1,2}})(?:个|家|名(?=的)){_NOT_PLACES}"
    "|(?P<first>前者|前一[个家]|头一[个家]|前面那?一?个)|(?P<last>后者|后一[个家]|后面那?一?个|最后那?一[个家]))"
)  # (第一个)占全市多少, (后一个)的内资
_AGAIN = re.compile(
    "也?(?:就|请)?(?:(?:照|按)(?:这样|此|样|这个|上面|前面|刚才)(?:的?(?:顺序|办法|方式|排法))?|同样|这样)来?(?:排|列)(?:一下|一遍|序|下)?"
)  # 内资(也照这样排)
_WHICH = re.compile(
    "^(?:那|它们|他们|这?两[个家者])?(?:里面?|中)?(?:哪[个家]|谁)更?[高多大低少](?:一?[点些])?的?[,， ]*[高多大低少相]?[出差]?多少[?？]?$"
)  # 哪个高一点，高多少
_OTHERS = re.compile(
    "^那?(?:其他|其它|其余|别的|另外)的?(?:几|[两二三四])?个?(?P<group>开发区|县市)(?P<rest>呢|多少|分别多少|各多少)[?？]?$"
)  # 其他几个(开发区)呢
_NARROW = ("district", "group", "total", "bound", "rank", "amount", "programme", "annex")


def referred(text: str, at: datetime, conversation: Conversation, source: Sources) -> str | Problem:
    """The message with names in place of words that point back; the reason where they point at nothing sure."""
    question = conversation.question
    if question is None or conversation.progress or conversation.topic:
        return text
    text = _AGAIN.sub("呢", text) if question.operation.order else text
    for way in (_which, _others, _items, _they, _among, _it):
        found = way(text, at, conversation, question, source)
        if isinstance(found, Problem) or found != text:
            return found
    return added(text, at, conversation, question, source)


def _items(text: str, at: datetime, conversation: Conversation, question: Question, source: Sources) -> str | Problem:
    """第一个, 后者: one of those listed; 第二名的内资 too, behind an order."""
    match = _ITEM.match(text)
    if match is None or (match[0].endswith("名") and not (_metric(text, at, source) and question.operation.order)):
        return text
    items, word = _listed(conversation, question), match[0].strip("那就把请问,， ")
    pair = "者" in word
    if not items or (pair and len(items) != 2):
        ranks = read(text, at.date(), question.city).cue("who") or question.districts == (question.city,)
        return text if not pair and (ranks or question.operation.order) else _nobody(word)
    which = int(find_numbers(match["nth"])[0].value) - 1 if match["nth"] else 0 if match["first"] else len(items) - 1
    if not 0 <= which < len(items):
        return Problem("unclear", f"上面只列出了{len(items)}个，没有“{word}”。")
    return items[which] + text[match.end() :]


def _which(text: str, at: datetime, conversation: Conversation, question: Question, source: Sources) -> str | Problem:
    """哪个高一点，高多少: by how much one of the two is higher."""
    if not _WHICH.match(text):
        return text
    whom = conversation.shown or (question.districts if len(question.districts) > 1 else conversation.recent)
    plain = len(question.metrics) == 1 and not question.groups and not question.operation.reduce
    if len(whom) != 2 or not plain or len(conversation.spoken) > 1:
        return _nobody("哪个")
    return f"{'、'.join(whom)}差多少"


def _others(text: str, at: datetime, conversation: Conversation, question: Question, source: Sources) -> str | Problem:
    """其他几个开发区呢: the group without those just asked about."""
    match = _OTHERS.match(text)
    groups = read(match["group"], at.date(), question.city).of("group") if match else ()
    if match is None or len(groups) != 1 or question.groups or question.operation != PLAIN:
        return text
    members = source.catalog.group(str(groups[0].value), question.city).members
    rest = [name for name in members if name not in question.districts]
    count = find_numbers(match[0].replace("两", "二"))
    if not set(question.districts) <= set(members) or (count and int(count[0].value) != len(rest)):
        return text
    return "、".join(rest) + "呢"


def _listed(conversation: Conversation, question: Question) -> tuple[str, ...]:
    """What the last answer listed one under the other: districts, or the metrics of one."""
    if conversation.shown:
        return conversation.shown
    if question.operation.order or question.conditions or question.groups:
        return ()
    if len(question.districts) == 1 and len(question.metrics) > 1:
        return tuple(question.districts[0] + metric for metric in question.metrics)
    one = len(question.metrics) == 1
    return question.order or question.districts if one and len(question.districts) > 1 else ()


def _they(text: str, at: datetime, conversation: Conversation, question: Question, source: Sources) -> str | Problem:
    """他们, 这三家: all that were picked out."""
    shown = conversation.shown
    match = _THEY.search(text) or (_SO_MANY.match(text) if shown else None)
    if match is None or _names(text[: match.start()], at, source):
        return text
    count = int(find_numbers(match["n"].replace("两", "二"))[0].value) if match["n"] else len(shown)
    if len(shown) > 1 and count == len(shown):
        of = "的" if text.startswith("合计", match.end()) else ""  # 诸暨市合计 has 市合计, the city's total, in it
        return text[: match.start()] + "、".join(shown) + of + text[match.end() :]
    one = len(question.districts) == len(question.metrics) == 1
    lost = bool(question.operation.order or question.conditions) or (one and len(_spoken(conversation, question)) < 2)
    if lost:
        return _nobody(match[0])
    apart = one and (question.districts == (question.city,) or len(conversation.recent) < 2)
    named = question.districts[0] + "、".join(conversation.spoken) if apart else match[0]
    return text[: match.start()] + named + text[match.end() :]


def _spoken(conversation: Conversation, question: Question) -> tuple[str, ...]:
    """The districts asked one by one, or the metrics."""
    city = question.districts == (question.city,)
    return conversation.spoken if city or len(conversation.recent) < 2 else conversation.recent


def _among(text: str, at: datetime, conversation: Conversation, question: Question, source: Sources) -> str | Problem:
    """其中, 里面: only those that were picked out; 其中开发区, of these the zones."""
    match = _AMONG.search(text)
    if match is None or _names(
        text[: match.start()], at, source, *(() if _ALWAYS.match(match[0]) else ("metric", "sector"))
    ):
        return text
    rest = read(text[match.end() :], at.date(), question.city)
    picks = rest.cue("who", "max", "min") or rest.of("rank", "who_of")
    if not conversation.shown:
        lost = len(question.districts) == 1 and question.districts != (question.city,) and _ALWAYS.match(match[0])
        return _nobody(match[0]) if lost and picks and not rest.of(*_NARROW[:3]) else text
    if rest.of("district") or (rest.of("total") and not rest.cue("share")):
        return text
    return _of_group(text, match, rest, conversation.shown, question, source)


def _of_group(
    text: str, match: re.Match[str], rest: Reading, shown: tuple[str, ...], question: Question, source: Sources
) -> str | Problem:
    words = rest.of("group", "who_of", "count_of")
    kept, after = shown, text[match.end() :]
    for word in words:
        members = source.catalog.group(str(word.value), question.city).members
        kept = tuple(name for name in kept if name in members)
        after = after.replace(
            word.text, "" if word.kind == "group" else "有几家" if word.kind == "count_of" else "哪家", 1
        )
    if not kept:
        return Problem("decline", f"上面列出的{len(shown)}个里没有{words[0].value}：{'、'.join(shown)}。")
    if words and rest.cue("count", "count?") and not rest.of("metric", "sector", "facet", "bound"):
        after = "，".join(f"{m}{c.text}" for c in question.conditions for m in c.metrics) + f"的{after}"
    return text[: match.start()] + "、".join(kept) + "中" + after.lstrip("的")


def _it(text: str, at: datetime, conversation: Conversation, question: Question, source: Sources) -> str | Problem:
    """它 behind an order or a filter: the one that was picked out, if it is one."""
    match, shown = _IT.search(text), conversation.shown
    if match is None or not shown or _names(text[: match.start()], at, source):
        return text
    texts = tuple(text[: match.start()] + name + text[match.end() :] for name in shown)
    return texts[0] if len(texts) == 1 else problem.unsure(match[0], texts[:5])


def _names(text: str, at: datetime, source: Sources, *more: str) -> bool:
    """Whether a text names somebody, or picks them out."""
    return bool(text) and bool(read(text, at.date(), source.home).of(*_NARROW, *more))


def _metric(text: str, at: datetime, source: Sources) -> bool:
    return bool(read(text, at.date(), source.home).of("metric", "sector"))


def _nobody(word: str) -> Problem:
    return Problem(
        "unclear", f"没看出“{word}”指哪几个地方或哪个指标。请把名称说出来，例如“诸暨市和上虞市外资合计多少”。"
    )
