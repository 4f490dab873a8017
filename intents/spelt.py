"""Messages spelt out before they are read: 我是诸暨的，我们内资多少; 全市外资，五县市占多少，开发区占多少; 加起来，比上虞多多少."""

import re
from datetime import datetime

from data.problem import Problem, decline
from intents.conversation import Conversation
from intents.reading import Reading, read
from intents.sources import Sources

_IAM = re.compile(
    "^(?:你好|您好)?[,， ]*(?:我|本人)人?(?:是|来自|在)(?P<is>[^,，。;；?？不]{2,16})[,，。;； ]+(?P<rest>.+)$"
)  # 我是(诸暨的)，(想问下内资任务多少); 我在(上虞工作)，...
_OFFICE = re.compile("(?:人民)?政府|(?:政府)?办公室|[发改商务经信统计农业财政招商旅游科技]{2,4}[局委办](?:委|局)?|招商")
_OURS = re.compile("(?:我们|咱们|咱)(?:这边|这里|那边|那里|县|市|区)?的?|(?:我|本)(?:县|市|区)的?")
_WHO = ("district", "group", "total", "ambiguous")
_HELD = ("compare", "difference", "ratio")
_SHARE = "[^,，占]+占(?:了|到)?(?:多少|几成|百分之几)"
_PARTS = re.compile(
    f"^(?P<whole>[^,，占]+?)(?:(?:里面?|中|当中)[,，]?|[,，])(?:其中)?(?P<parts>{_SHARE}(?:[,，;；和、]{_SHARE})+)[?？。]*$"
)  # (全市外资任务)，(五县市占多少，开发区占多少)
_PART = re.compile("(?P<who>[^,，;；占]+)占(?:了|到)?(?:多少|几成|百分之几)")
_SUM_THEN = re.compile(
    "(?P<sum>加起来|加在一起|加一起|合起来|合在一起|合计|总共|之和)[,， ]+(?=(?:要|会|能)?比)"
)  # 外资(加起来)，比上虞多多少


_APART = re.compile(
    "^(?P<what>[^,，]+(?:任务|目标))(?:距离?|离|跟|和|与)(?P<other>[0-9一二三四五六七八九十百千.]+(?:万|亿)?(?:美元|元)?)还?(?:差|缺|少)多少[?？]?$"
)  # (嵊州外资任务)距离(1亿美元)还差多少


def to_an_amount(text: str) -> Problem | None:
    """Why it is not said how far a target is from an amount that is no target."""
    if not (match := _APART.match(text)):
        return None
    return decline(
        f"目标和{match['other']}相差多少，这里不算。", f"可以问“{match['what']}多少”，再拿{match['other']}来比。"
    )


def spelt(text: str, at: datetime, conversation: Conversation, source: Sources) -> str:
    """The message with whom it is about, and of what a share is asked, in the place where it is read."""
    text = _SUM_THEN.sub(r"\g<sum>", text)
    if match := _IAM.match(text):
        return _introduced(text, match, at, conversation.city(source.home))
    return _shares(text, at, conversation.city(source.home))


def _introduced(text: str, match: re.Match[str], at: datetime, city: str) -> str:
    """我是诸暨的，我们内资多少: whose figure is asked for where nobody else is named."""
    who = read(_OFFICE.sub("", match["is"]), at.date(), city)
    rest = read(match["rest"], at.date(), city)
    found = dict.fromkeys(str(m.value) for m in who.of("district"))
    names = [name for name in found if name != city] or list(found)
    if not names or who.of("metric", "sector", "facet", "group", "total", "ambiguous"):
        return text
    if not rest.of("metric", "sector", "facet"):
        return text
    others = rest.of(*_WHO)
    own = _OURS.search(match["rest"]) or (len(others) == 1 and rest.cue(*_HELD))
    if others and not (own or (others[0].kind in ("group", "total") and rest.cue("position", "share"))):
        return match["rest"]
    return f"{'、'.join(names)}，{_OURS.sub('', match['rest'], count=1)}"


def _shares(text: str, at: datetime, city: str) -> str:
    """全市外资，五县市占多少，开发区占多少: each part of that whole."""
    match = _PARTS.match(text)
    whole = read(match["whole"], at.date(), city) if match else None
    if match is None or whole is None or not _one_of_somebody(whole):
        return text
    parts = [each["who"].lstrip("和、") for each in _PART.finditer(match["parts"])]
    named = [read(who, at.date(), city) for who in parts]
    if any(not who.of(*_WHO) or who.of("metric", "sector") or who.leftover for who in named):
        return text
    of = match["whole"] if whole.of(*_WHO) else f"全市{match['whole']}"
    return "，".join(f"{who}占{of}多少" for who in parts)


def _one_of_somebody(whole: Reading) -> bool:
    """Whether a text only says one metric, of one place or group or of nobody named."""
    one = len(whole.of(*_WHO)) < 2 and len(whole.of("metric", "sector")) == 1
    return one and not (whole.leftover or whole.cue("sum", "share"))
