"""Words not written as we know them: by sound, one character off, pinyin, initials. Room of rapidfuzz and pypinyin."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from rapidfuzz.distance import OSA

from intents.mentions.cover import Segment, cover
from intents.mentions.lexicon import Lexicon

BY_SOUND = ("district", "ambiguous", "group", "sector", "facet", "metric", "level", "measure")
BY_PINYIN = (*BY_SOUND, "total", "unit", "cue", "filler")
SOUND, NEAR_SOUND, SPELLING, GUESS = 1.0, 2.0, 4.0, 6.0
FILLERS_BY_PINYIN = frozenset("的是了呢吗要有在把")
REACH = 4
LONGEST_RUN = 8  # words of letters in a row that are tried as pinyin

_LATIN = re.compile(r"[a-z]+(?: [a-z]+)*")  # zhu ji waizi
_NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"), ("ang", "an"), ("l", "n"), ("f", "h"))
_CHINESE = re.compile(r"[一-鿿]+")  # 诸既市
_COMMON = "绍重山高新市"  # a word of two letters that shares only the other one is no misspelling of such a name


class Repair(NamedTuple):
    """text[start:end] is better read as `word`; `cost` tells how far it is from what was typed (GUESS: only ask)."""

    start: int
    end: int
    word: str
    cost: float


@dataclass(frozen=True, eq=False)
class Nearest:
    """The words of a lexicon by how they sound and how they are spelt."""

    lexicon: Lexicon

    @cached_property
    def sounds(self) -> dict[tuple[str, ...], list[str]]:
        """Words by their syllables without tones."""
        return _indexed(self._words(BY_SOUND), syllables)

    @cached_property
    def near_sounds(self) -> dict[tuple[str, ...], list[str]]:
        """Names of districts by their syllables as many people pronounce them (sh like s, -ing like -in …)."""
        return _indexed(self._words(("district",)), lambda word: tuple(map(_blurred, syllables(word))))

    @cached_property
    def names(self) -> dict[int, list[str]]:
        """Names of districts by their length."""
        found = defaultdict(list)
        for word in self._words(("district", "ambiguous")):
            if not (len(word) == 2 and word[0] in _COMMON):
                found[len(word)].append(word)
        return found

    @cached_property
    def pinyin(self) -> dict[str, str]:
        """Words by their pinyin in one piece; of words that sound alike the one of the foremost kind."""
        found: dict[str, str] = {}
        for kind in BY_PINYIN:
            for word in self._words((kind,)):
                if len(word) > 1 or word in FILLERS_BY_PINYIN:
                    found.setdefault("".join(syllables(word)), word)
        return found

    @cached_property
    def initials(self) -> dict[str, set[str]]:
        """Districts by the initials of their names: zj, zjs."""
        found = defaultdict(set)
        for word in self._words(("district",)):
            if len(word) < 4:
                found["".join(s[0] for s in syllables(word))].add(self.lexicon.words[word][0].value)
        return found

    def _words(self, kinds: tuple[str, ...]) -> Iterator[str]:
        for word, meanings in self.lexicon.words.items():
            fits = any(m.kind in kinds and (m.kind != "measure" or m.value == "target") for m in meanings)
            if fits and len(word) > 1 - ("filler" in kinds) and _CHINESE.fullmatch(word):
                yield word

    def repairs(self, text: str, left: Iterable[int]) -> list[Repair]:
        """What the places left over (indices into the text) may have been meant to be, alone or with neighbours."""
        found: set[Repair] = set()
        for start, end in _runs(left):
            if text[start].isascii():
                found.update(self._latin(text, start) if text[start].isalpha() else ())
            else:
                found.update(self._chinese(text, start, end))
        return sorted(found)

    def _chinese(self, text: str, start: int, end: int) -> Iterator[Repair]:
        for first in range(max(0, start - REACH), end):
            for last in range(max(first + 2, start + 1), min(len(text), end + REACH) + 1):
                window = text[first:last]
                if _CHINESE.fullmatch(window):
                    inside = start <= first and last <= end
                    found = (Repair(first, last, word, cost) for word, cost in self._alike(window))
                    yield from (repair for repair in found if repair.cost < GUESS or inside)

    def _alike(self, window: str) -> Iterator[tuple[str, float]]:
        sound = syllables(window)
        yield from ((word, SOUND) for word in self.sounds.get(sound, ()))
        yield from ((word, NEAR_SOUND) for word in self.near_sounds.get(tuple(map(_blurred, sound)), ()))
        yield from ((word, SPELLING if len(word) > 2 else GUESS) for word in self._one_off(window))

    def _one_off(self, window: str) -> Iterator[str]:
        for length in (len(window) - 1, len(window), len(window) + 1):
            if length < 2 or (length != len(window) and min(length, len(window)) < 4):
                continue
            for name in self.names.get(length, ()):
                if window != name and OSA.distance(window, name, score_cutoff=1) == 1 and not self._has(window, name):
                    yield name

    def _has(self, window: str, name: str) -> bool:
        """Whether the window holds a name of the same district already: 诸暨重 is 诸暨 and something else."""
        meant = self.lexicon.words[name]
        return any(meanings == meant for _, _, meanings in self.lexicon.found(window))

    def _latin(self, text: str, start: int) -> Iterator[Repair]:
        run = next(m for m in _LATIN.finditer(text) if m.start() <= start < m.end())
        if (word := self._spelt_out(run[0])) is not None:
            yield Repair(run.start(), run.end(), word, SOUND)
        yield from self._words_of(run)
        for token in re.finditer(r"[a-z]+", run[0]):
            first, last = run.start() + token.start(), run.start() + token.end()
            yield from (Repair(first, last, word, cost) for word, cost in self._token(token[0]))

    def _words_of(self, run: re.Match[str]) -> Iterator[Repair]:
        """Some words of a run of letters as Chinese words, where others are English: zhu ji fdi target."""
        tokens = [(m.start(), m.end()) for m in re.finditer(r"[a-z]+", run[0])][:LONGEST_RUN]
        for i, (start, _) in enumerate(tokens):
            for _, end in tokens[i : i + REACH]:
                if end - start < len(run[0]) and (word := self._spelt_out(run[0][start:end])) is not None:
                    yield Repair(run.start() + start, run.start() + end, word, SOUND)

    def _spelt_out(self, run: str) -> str | None:
        """A whole run of letters as Chinese words: zhu ji waizi mubiao."""
        letters = run.replace(" ", "")
        candidates = [
            Segment(i, j, 1.0 if j - i > 3 else 1.5, self.pinyin[letters[i:j]])
            for i in range(len(letters))
            for j in range(i + 1, min(len(letters), i + 24) + 1)
            if letters[i:j] in self.pinyin
        ]
        _, path = cover(letters, candidates)
        return "".join(s.what for s in path) if all(s.what for s in path) and len(letters) > 3 else None

    def _token(self, token: str) -> Iterator[tuple[str, float]]:
        if fits := self.initials.get(token):
            yield from ((name, SOUND) for name in sorted(fits))
        elif len(token) > 4:
            for pinyin, word in self.pinyin.items():
                if self.lexicon.words[word][0].kind in BY_SOUND and OSA.distance(token, pinyin, score_cutoff=1) == 1:
                    yield word, SPELLING


def syllables(word: str) -> tuple[str, ...]:
    """The syllables of Chinese characters, without tones. pypinyin is slow to load: only when a name is not plain."""
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(word, style=Style.NORMAL))


def _blurred(syllable: str) -> str:
    for sharp, blurred in _NEAR:
        if syllable.startswith(sharp) or (len(sharp) > 2 and syllable.endswith(sharp)):
            syllable = syllable.replace(sharp, blurred)
    return syllable


def _indexed(words: Iterable[str], key: Callable[[str], tuple[str, ...]]) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for word in words:
        found[key(word)].append(word)
    return found


def _runs(indices: Iterable[int]) -> Iterator[tuple[int, int]]:
    start = end = -1
    for index in sorted(indices):
        if index != end:
            if end > 0:
                yield start, end
            start = index
        end = index + 1
    if end > 0:
        yield start, end


def nearest(lexicon: Lexicon) -> Nearest:
    """The words of a lexicon by sound and spelling; those added to the shipped ones aside."""
    return _made(lexicon.shipped or lexicon)


@cache
def _made(lexicon: Lexicon) -> Nearest:
    return Nearest(lexicon)
