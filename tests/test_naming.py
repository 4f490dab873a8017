"""What a message names: each kind, where it stands as typed, and what is left over."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.reader import contract
from data.places import Places
from intents.mentions.within import whole_place
from intents.naming import name

DAY = date(2012, 6, 18)
PLACES = Places.load()
LETTERS = "诸暨市绍兴越城区外资目标多少2012年1-5月～亿万元美%以上超过介于之间和 “”😀噜İ3.，"


def read(text: str, within: str | None = None, province: str | None = None) -> dict[str, Any]:
    return contract(name(text, DAY, PLACES, "绍兴市", within, province), text)


def of(text: str, kind: str, *fields: str) -> list[tuple[Any, ...]]:
    found = [one for one in read(text)["mentions"] if one["kind"] == kind]
    return [(one["text"], *(one[field] for field in fields)) for one in found]


@pytest.mark.parametrize(
    ("text", "kind", "fields", "found"),
    [
        ("三万五和-12.50", "number", "value", [("三万五", "35000"), ("-12.50", "-12.5")]),
        ("四川外资", "number", "value", []),
        ("外资0", "number", "value", [("0", "0")]),
        ("完成８０．５％,快2个百分点", "percent", "value", [("８０．５％", "80.5"), ("2个百分点", "2")]),
        ("36.57亿元", "money", "value value_max currency op", [("36.57亿元", "3657000000", None, "CNY", None)]),
        ("3到5亿美元", "money", "value value_max currency op", [("3到5亿美元", "300000000", "500000000", "USD", None)]),
        ("超过 9800万美元", "money", "value currency op", [("超过 9800万美元", "98000000", "USD", "ge")]),
        ("不超过3亿", "money", "value currency op", [("不超过3亿", "300000000", None, "le")]),
        ("10个以上的", "range", "min max min_incl unit", [("10个以上", "10", None, True, "个")]),
        ("大于5小于10.5", "range", "min max min_incl max_incl", [("大于5小于10.5", "5", "10.5", False, False)]),
        ("介于58亿和150亿的", "range", "min max", [("介于58亿和150亿", "5800000000", "15000000000")]),
        ("5亿～10亿", "range", "min max", [("5亿～10亿", "500000000", "1000000000")]),
        ("1～5月", "period", "start end", [("1～5月", "2012-01-01", "2012-05-31")]),
        ("截至5月底", "period", "start end", [("截至5月底", "2012-01-01", "2012-05-31")]),
        ("上虞2013年内资目标", "period", "start end", [("2013年", "2013-01-01", "2013-12-31")]),
        ("2010年以前", "period", "start end", [("2010年以前", None, "2009-12-31")]),
        ("7月", "period", "start any_of", [
            ("7月", "2012-07-01", [["2011-07-01", "2011-07-31"], ["2012-07-01", "2012-07-31"]]),
        ]),
        ("江苏淮安清江浦区", "place", "province city county", [("江苏淮安清江浦区", "江苏省", "淮安市", "清江浦区")]),
        ("杭州和杭州市", "place", "city county", [("杭州", "杭州市", None)]),
        ("诸既市外资", "district", "name", [("诸既市", "诸暨市")]),
        ("诸既市外资", "place", "county", []),
        ("“諸暨”外资", "district", "name", [("諸暨", "诸暨市")]),
        ("“諸暨”外资", "place", "city county", [("諸暨", "绍兴市", "诸暨市")]),
    ],
)  # fmt: skip
def test_kinds(text: str, kind: str, fields: str, found: list[tuple[Any, ...]]) -> None:
    assert of(text, kind, *fields.split()) == found


def test_a_year_that_was_said_has_one_reading() -> None:
    assert "any_of" not in read("2012年7月")["mentions"][0]


def test_left_over_as_typed_and_never_a_place() -> None:
    assert read("诸暨外资多少 噜噜")["leftover"] == ["噜噜"]
    assert read("鄂尔多斯市达旗")["leftover"] == []


def test_places_after_a_repair_keep_their_place() -> None:
    naming = name("请问上虞市和诸既市外资9800万", DAY, PLACES, "绍兴市")
    assert [(one.start, one.end, one.value) for one in naming.named if one.kind == "district"] == [
        (2, 5, "上虞市"),
        (6, 9, "诸暨市"),
    ]


def test_apart_hides_the_numbers_of_other_things() -> None:
    naming = name("2012年1-5月增长12%,第3", DAY, PLACES, "绍兴市")
    assert [one.kind for one in naming.apart].count("number") == 1
    assert [one.kind for one in naming.named].count("number") > 1


@pytest.mark.parametrize(
    ("text", "city", "province", "county"),
    [
        ("达旗", "鄂尔多斯市", "内蒙古自治区", "达拉特旗"),
        ("市中", "济南市", None, "市中区"),
        ("万宁", "省直辖行政区划", "海南省", "万宁市"),
        ("鄂尔多斯市达旗", None, None, "达拉特旗"),
        ("济南市中", None, None, "市中区"),
        ("重庆市重庆市万州", None, None, "万州区"),
        ("海南省省直辖县级行政区划万宁", None, None, "万宁市"),
        ("绍兴 诸暨", None, None, "诸暨市"),
        ("三门", None, None, "三门县"),
        ("梁园", None, None, "梁园区"),
        ("朝阳", None, None, None),
        ("绍兴市市区", None, None, None),
        ("绍兴市外资", None, None, None),
        ("外资", "绍兴市", None, None),
    ],
)
def test_a_text_that_is_one_county(text: str, city: str | None, province: str | None, county: str | None) -> None:
    found = whole_place(text, PLACES, city, province)
    assert (found.name if found else None) == county


def test_within_narrows_a_name_in_a_sentence() -> None:
    (place,) = [one for one in read("西湖区外资多少", "南昌市")["mentions"] if one["kind"] == "place"]
    assert (place["province"], place["city"], place["county"]) == ("江西省", "南昌市", "西湖区")


def test_a_directory_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "code,name,level,province,city\n1,某省,province,某省,\n2,某某县,county,某省,某市\n", encoding="utf-8"
    )
    naming = name("某某县和诸暨市", DAY, Places.read(path), "绍兴市")
    assert [one.value.county for one in naming.named if one.kind == "place"] == ["某某县"]


@given(st.text(alphabet=LETTERS, max_size=24))
def test_everything_lies_in_the_text_in_order(text: str) -> None:
    naming = name(text, DAY, PLACES, "绍兴市")
    assert all(0 <= one.start < one.end <= len(text) for one in naming.named)
    assert [one.start for one in naming.named] == sorted(one.start for one in naming.named)
    assert all(word in text for word in naming.leftover)
    assert set(naming.apart) <= set(naming.named)
