"""Places in texts: intents/mentions/place.examples.toml, and what holds for any text."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.places import Places
from intents.mentions.place import find_places

EXAMPLES = tomllib.loads(Path("intents/mentions/place.examples.toml").read_text(encoding="utf-8"))["example"]
PLACES = Places.load()
NAMES = sorted(name for name, found in PLACES.by_name.items() if any(place.name == name for place in found))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["text"])
def test_example(example: dict[str, Any]) -> None:
    found = [
        [example["text"][place.start : place.end], place.province or "", place.city or "", place.county or ""]
        for place in find_places(example["text"], PLACES)
    ]
    assert found == example.get("places", [])


@pytest.mark.parametrize(
    ("text", "exact"), [("诸暨市", True), ("诸暨", False), ("绍兴诸暨市", True), ("义乌县", False)]
)
def test_exact_is_the_official_name_in_full(text: str, exact: bool) -> None:
    assert find_places(text, PLACES)[0].exact is exact


def test_all_places_that_a_name_may_mean() -> None:
    mention = find_places("西湖区", PLACES)[0]
    assert {place.city for place in mention.places} == {"杭州市", "南昌市"}


def test_a_list_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "code,name,level,province,city\n1,某省,province,某省,\n2,某某县,county,某省,某市\n", encoding="utf-8"
    )
    own = Places.read(path)
    assert [place.county for place in find_places("某某县和诸暨市", own)] == ["某某县"]


@given(st.sampled_from([name for name in NAMES if len(name) > 2]))
def test_every_official_name_is_found(name: str) -> None:
    found = find_places(name, PLACES)
    assert [(mention.start, mention.end, mention.exact) for mention in found] == [(0, len(name), True)]


@given(st.text(alphabet="诸暨绍兴市县区外资杭州江西省镇的和新建开发 ", max_size=30))
def test_mentions_lie_in_order_inside_the_text(text: str) -> None:
    edges = [edge for mention in find_places(text, PLACES) for edge in (mention.start, mention.end)]
    assert edges == sorted(edges) and all(0 <= edge <= len(text) for edge in edges)
