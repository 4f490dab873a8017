"""May a word become another name for a district or metric while the program runs? Not where it says something already,
nor where it would swallow a word that does."""

import re
from datetime import date, datetime

from data.aliases import Alias, AliasProblem, kind_of
from data.catalog.load import Catalog
from data.places import Places
from intents.mentions.lexicon import shipped_lexicon
from intents.mentions.place import find_places
from intents.mentions.topic import load_topics
from intents.normal import normalise
from intents.progress.lexicon import words as progress_words
from intents.reading import Mention, read
from intents.talk import kind_of_talk

SHORTEST, LONGEST = 2, 20
_LETTERS = re.compile("[一-鿿a-z0-9]*[一-鿿a-z][一-鿿a-z0-9]*")  # 洋资, fdi2
_SAYS = {
    "district": "地区的名称",
    "metric": "指标的名称",
    "group": "一组地区的名称",
    "ambiguous": "不止一个地方的名称",
    "total": "全市的说法",
    "filler": "没有意思的衬字",
    "programme": "文件里的计划",
}
_SWALLOWED = ("district", "group", "total", "ambiguous", "elsewhere", "other_city", "level", "amount", "bound")
_LONG_ONES = (
    "measure",
    "cue",
    "unit",
    "period",
    "rank",
    "annex",
    "document",
    "stage",
    "who_of",
    "count_of",
    "group_less",
)
_OF_METRICS = ("metric", "sector", "facet", "programme")


def new_alias(word: str, name: str, catalog: Catalog, at: datetime) -> Alias:
    """The word as another name for the official name `name`, from that moment on. Raises AliasProblem with the reason
    why it cannot be one."""
    kind, bare = kind_of(name, catalog), normalise(word).text.strip()
    if not SHORTEST <= len(bare) <= LONGEST:
        raise AliasProblem(f"“{word}”是{len(bare)}个字，别名要{SHORTEST}到{LONGEST}个字。")
    if not _LETTERS.fullmatch(bare):
        raise AliasProblem(f"“{word}”里有标点或空格，别名只能用汉字、字母和数字。")
    alias = Alias(kind, bare, name, at)
    for why in (_known(bare), _place(bare), _within(alias, catalog, at.date())):
        if why:
            raise AliasProblem(f"“{word}”{why}，不能再作别名。")
    return alias


def _known(word: str) -> str:
    """Why a word that stands in a list cannot be taken."""
    meanings = shipped_lexicon().words.get(word, ())
    if any(meaning.kind != "unknown" for meaning in meanings):
        first = meanings[0]
        of = f"（{first.value}）" if first.kind in ("district", "metric") else ""
        return f"已经是{_SAYS.get(first.kind, '提问用的词')}{of}"
    if word in load_topics().words:
        return "已经是问文件时用的词"
    if any(word in listed for listed in progress_words()["cue"].values()) or kind_of_talk(word):
        return "已经是提问用的词"
    return ""


def _place(word: str) -> str:
    places = Places.load()
    whole = any((found.start, found.end) == (0, len(word)) for found in find_places(word, places))
    return "是一个真实地方的名称" if whole or places.is_name(word) else ""


def _within(alias: Alias, catalog: Catalog, today: date) -> str:
    """Why a word that holds others cannot be taken: all of it is understood, or one of them would no longer be."""
    named = catalog.district(alias.name) if alias.kind == "district" else catalog.metric(alias.name)
    reading = read(alias.word, today, named.city)
    if near := [option for option in reading.options if not read(option, today, named.city).leftover]:
        return f"和“{'”“'.join(near)}”太像"
    if not reading.leftover and not reading.options:
        meant = {str(m.value) for m in reading.mentions}
        return "" if meant == {alias.name} else f"现在就读得懂（{reading.text}）"
    as_typed = [m for m in reading.mentions if m.text in alias.word]
    swallowed = [m.text for m in as_typed if _is_swallowed(m, alias, named.city)]
    return f"里的“{swallowed[0]}”另有意思" if swallowed else ""


def _is_swallowed(mention: Mention, alias: Alias, home: str) -> bool:
    if alias.kind == "district" and mention.kind in ("district", "total") and mention.value in (alias.name, home):
        return False
    if mention.kind in _LONG_ONES:
        return len(mention.text) > 1
    return mention.kind in _SWALLOWED or (alias.kind == "district" and mention.kind in _OF_METRICS)
