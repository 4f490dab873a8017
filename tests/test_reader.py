"""`mubiao read` as scripts use it: one line in, one line out, at once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.channels.reader import listed
from bot.render.text import plain
from data.places import Places
from intents.naming import name
from tests.test_naming import DAY

COMMAND = [sys.executable, "-m", "bot", "read"]
LIST = "code,name,level,province,city\n1,某省,province,某省,\n2,某市,city,某省,某市\n3,某某县,county,某省,某市\n"


def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, text=True, encoding="utf-8")


def test_a_text_as_json() -> None:
    done = run("诸既市2012年外资9800万美元以上噜噜", "--json", "--at", "2012-06-18")
    found = json.loads(done.stdout)
    assert (done.returncode, found["id"], found["leftover"]) == (0, None, ["噜噜"])
    assert {"kind": "district", "span": [0, 3], "text": "诸既市", "name": "诸暨市"} in found["mentions"]
    money = next(one for one in found["mentions"] if one["kind"] == "money")
    assert money == {
        "kind": "money", "span": [10, 19], "text": "9800万美元以上", "value": "98000000", "value_max": None,
        "currency": "USD", "op": "ge",
    }  # fmt: skip


def test_a_text_as_a_list() -> None:
    done = run("诸暨2012年外资12%噜噜", "--at", "2012-06-18")
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["种类", "原文", "读作", "位置"]
    assert ["时间", "2012年", "2012-01-01", "至", "2012-12-31", "2–7"] in [line.split() for line in lines]
    assert lines[-1] == "没读懂：噜噜"


def test_lines_are_answered_one_by_one() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, text=True, encoding="utf-8") as reader:
        assert reader.stdin and reader.stdout
        for at, year in (("2012-06-18", "2011"), ("2014-01-01T00:30:00+08:00", "2013")):
            print(json.dumps({"id": at, "text": "去年", "at": at}), file=reader.stdin, flush=True)
            found = json.loads(reader.stdout.readline())
            assert (found["id"], found["mentions"][0]["start"]) == (at, f"{year}-01-01")
        reader.stdin.close()
        assert reader.wait() == 0


def test_a_list_of_places_and_a_city(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    lines = [{"text": "某某", "within": "某市", "within_province": "某省"}, {"text": "某市某某"}, {"text": "诸暨市"}]
    done = run("--places", str(path), stdin="\n\n".join(map(json.dumps, lines)))
    found = [json.loads(line)["mentions"] for line in done.stdout.splitlines()]
    counties = [[one["county"] for one in mentions if one["kind"] == "place"] for mentions in found]
    assert counties == [["某某县"], ["某某县"], []]


@pytest.mark.parametrize(
    ("arguments", "stdin", "sentence"),
    [
        ((), "外资", "第1行不是 JSON"),
        ((), '{"text": "外资"}\n{"id": "1"}', "第2行没有 text"),
        ((), '{"text": "外资", "at": 5}', "第1行的 at 不是文字"),
        (("外资", "--at", "昨天"), "", "看不懂"),
        (("外资", "--places", "没有.csv"), "", "读不了地名表"),
        (("外资", "--places", "pyproject.toml"), "", "读不了地名表"),
    ],
)
def test_what_a_person_can_mend(arguments: tuple[str, ...], stdin: str, sentence: str) -> None:
    done = run(*arguments, stdin=stdin)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1) and sentence in done.stderr


def test_it_opens_no_database(tmp_path: Path) -> None:
    home = os.environ | {"MUBIAO_DATABASE_URL": f"sqlite:///{tmp_path / 'no.db'}"}
    subprocess.run([*COMMAND, "诸暨"], env=home, check=True, capture_output=True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("大于5小于10.5", "(5, 10.5)"),
        ("2010年以前", "… 至 2009-12-31"),
        ("江苏淮安清江浦区", "江苏省 淮安市 清江浦区"),
        ("3到5亿美元", "300000000 500000000 USD"),
    ],
)
def test_values_as_a_person_reads_them(text: str, shown: str) -> None:
    assert shown in plain(listed(name(text, DAY, Places.load(), "绍兴市"), text))


def test_nothing_named() -> None:
    assert plain(listed(name("", DAY, Places.load(), "绍兴市"), "")) == "没有读出什么。"
