"""Words that were not known, and other names given while the program runs."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.desk import open_desk
from data import aliases, check, unanswered
from data.aliases import Alias, AliasProblem
from data.catalog.load import load_catalog
from data.store import moment, open_store
from intents.mentions.lexicon import shipped_lexicon, speaking
from intents.turn import Turn
from intents.words.law import new_alias
from intents.words.masking import LONGEST, kept
from intents.words.rehearsal import changed, scenes
from tests.offices import CITY, FOREIGN, NOW, Office, said

CATALOG = load_catalog()


def word(text: str, name: str = FOREIGN, at: datetime = NOW) -> Alias:
    return new_alias(text, name, CATALOG, at)


# ---- words that were not known


def test_words_not_known_are_counted_with_one_example() -> None:
    office = Office()
    said(office.say("guest", "诸暨洋资目标多少"), "decline", "洋资")
    said(office.say("zj", "进度 诸暨市 2012年5月 洋资 9800万美元"), "decline", "洋资")
    said(office.say("leader", "洋资完成多少"), "unclear")
    said(office.say("guest", "财政收入由谁牵头"), "decline")
    said(office.say("zj", "诸暨洋资的来历"), "decline")
    first, second = unanswered.commonest(office.desk.store, 5)
    assert (first.word, first.times, first.example) == ("洋资", 4, "诸暨洋资目标多少")
    assert (second.word, second.times, first.last_at > second.last_at) == ("财政收入", 1, True)


@pytest.mark.parametrize(
    "text", ["诸暨外资2020年目标", "诸暨市央企军企签约项目目标", "义乌外资目标", "诸暨外资完成多少", "你好"]
)
def test_a_figure_that_is_not_there_is_no_unknown_word(text: str) -> None:
    office = Office()
    office.say("zj", text)
    assert unanswered.commonest(office.desk.store, 5) == ()


def test_a_message_delivered_again_counts_once() -> None:
    office = Office()
    for _ in range(3):
        office.say("guest", "诸暨洋资目标", id="7")
    assert unanswered.commonest(office.desk.store, 5)[0].times == 1


@pytest.mark.parametrize(
    ("text", "unknown", "words", "example"),
    [
        ("诸暨洋资目标，电话13812345678", ["洋资"], ("洋资",), "诸暨洋资目标，电话#"),
        ("张三的洋资２０１２年", ["张三", "洋资"], ("洋资",), "某人的洋资#年"),
        ("张敏问产值", ["张敏问产值"], (), "某人"),
        ("王建国局长要产值", ["王建国", "产值"], ("产值",), "某人局长要产值"),
        ("我是李四，产值三千五百万", ["产值"], ("产值",), "我是某人，产值#"),
        ("诸暨报了五亿产值，差八千", ["产值"], ("产值",), "诸暨报了#产值，差#"),
        ("@li_wei GDP", ["li_wei", "GDP"], ("li_wei", "gdp"), "某人 GDP"),
        ("长" * 300, ["长" * 300], (), "某人"),
    ],
)
def test_neither_persons_nor_numbers_are_kept(
    text: str, unknown: list[str], words: tuple[str, ...], example: str
) -> None:
    assert kept(text, unknown, ["张敏"]) == (words, example)
    assert len(kept("产值" * 200, ["产值"], ())[1]) == LONGEST


def test_what_no_database_can_hold_does_not_keep_a_message_from_its_answer() -> None:
    office = Office()
    said(office.say("guest", "诸暨\ud83d洋资\0目标"), "decline", "洋资")
    assert unanswered.commonest(office.desk.store, 1)[0].example == "诸暨洋资目标"


def test_only_so_many_words_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unanswered, "MOST", 3)
    store = Office().desk.store
    for minute, each in enumerate(("甲", "甲", "乙", "丙", "丁")):
        unanswered.note(store, each, each, "unclear", NOW + timedelta(minutes=minute))
    assert [found.word for found in unanswered.commonest(store, 9)] == ["甲", "丁", "丙"]


# ---- other names


def test_an_alias_is_known_at_once_and_until_it_is_taken_back() -> None:
    office = Office()
    other = open_desk(f"sqlite:///{office.folder / 'office.db'}", CITY, NOW)
    said(office.say("guest", "诸暨洋资目标"), "decline")
    aliases.add(other.store, word("洋资"))
    aliases.add(other.store, word("西施故里", "诸暨市"))
    assert said(office.say("guest", "西施故里洋资目标"), "answer", "21000").count("洋资") == 0
    said(office.say("zj", "进度 诸暨市 2012年5月 洋资 9800万美元"), "preview", FOREIGN, "9800万美元")
    said(office.say("zj", "进度 诸暨市 2012年5月 洋资 9,800万美元"), "preview", "9800万美元")
    said(office.say("zj", "指标\t完成\n洋资\t9800"), "preview", "9800万美元")
    aliases.end(other.store, "洋资", NOW)
    said(office.say("guest", "诸暨洋资目标"), "decline")
    said(office.say("guest", "西施故里外资目标"), "answer", "21000")


def test_an_alias_of_a_backup_that_came_in_the_place_of_all_is_known() -> None:
    office = Office()
    aliases.add(office.desk.store, word("洋资"))
    said(office.say("guest", "诸暨洋资目标"), "answer", "21000万美元")
    office.desk.store.rows("UPDATE alias SET word = '老外钱', at = ?", (moment(NOW + timedelta(1)),))
    said(office.say("guest", "诸暨老外钱目标"), "answer", "21000万美元")
    said(office.say("guest", "诸暨洋资目标"), "decline", "洋资")


def test_what_was_misspelt_is_sought_among_shipped_words_only() -> None:
    office = Office()
    aliases.add(office.desk.store, word("西施故里", "诸暨市"))
    said(office.say("guest", "西失故里外资目标"), "decline", "西失故")
    assert said(office.say("guest", "zhuji waizi"), "answer", "21000")


def test_an_earlier_day_knows_the_words_of_then() -> None:
    office = Office()
    office.report("zj", "进度 诸暨市 2012年5月 外资 9800万美元")
    aliases.add(office.desk.store, word("洋资", at=NOW + timedelta(days=3)))
    office.wait(days=9)
    said(office.say("leader", "诸暨洋资完成多少"), "answer", "9800")
    said(office.say("leader", "诸暨洋资完成多少，截至6月5日的口径"), "decline", "洋资")
    said(office.say("leader", "诸暨洋资完成多少，截至6月8日的口径"), "answer", "9800")
    aliases.end(office.desk.store, "洋资", NOW + timedelta(days=5))
    said(office.say("leader", "诸暨洋资完成多少"), "decline", "洋资")
    said(office.say("leader", "诸暨洋资完成多少，截至6月8日的口径"), "answer", "9800")
    said(office.say("leader", "诸暨洋资完成多少，截至6月12日的口径"), "decline", "洋资")


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ("外", FOREIGN, "1个字"),
        ("洋" * 21, FOREIGN, "21个字"),
        ("洋，资", FOREIGN, "标点"),
        ("洋资", "外资", "不是指标或地区的正式名称"),
        ("诸暨", "上虞市", "地区的名称"),
        ("利用外资", "实际引进内资", "指标的名称"),
        ("五县市", "诸暨市", "一组地区"),
        ("请问", FOREIGN, "衬字"),
        ("最高", FOREIGN, "提问用的词"),
        ("进度", FOREIGN, "提问用的词"),
        ("市经信委", FOREIGN, "问文件"),
        ("义乌", "诸暨市", "真实地方"),
        ("遂昌县", "新昌县", "真实地方"),
        ("zj", "镜湖新区", "现在就读得懂"),
        ("诸暨外资", "实际引进内资", "现在就读得懂"),
        ("9800万美元", FOREIGN, "现在就读得懂"),
        ("请帮我", FOREIGN, "现在就读得懂"),
        ("诸暨洋资", FOREIGN, "“诸暨”另有意思"),
        ("洋资完成率", FOREIGN, "“完成率”另有意思"),
        ("上虞故里", "诸暨市", "“上虞”另有意思"),
        ("西湖", "诸暨市", "太像"),
    ],
)
def test_a_word_that_says_something_is_refused(text: str, name: str, why: str) -> None:
    with pytest.raises(AliasProblem, match=why):
        word(text, name)


@pytest.mark.parametrize(
    ("text", "name"), [("洋资", FOREIGN), ("诸既市", "诸暨市"), ("诸暨故里", "诸暨市"), ("FDI总盘", FOREIGN)]
)
def test_a_new_word_is_taken(text: str, name: str) -> None:
    assert word(text, name).name == name


def test_the_examples_mean_the_same_or_the_word_is_refused() -> None:
    played: list[int] = []
    assert len(scenes()) > 1500
    assert changed((), word("洋资"), lambda done, _: played.append(done)) is None
    assert played[-1] == len(scenes())
    assert "金融" in (changed((), word("金融"), lambda *_: None) or "")


def test_check_names_an_alias_whose_name_is_gone() -> None:
    office = Office()
    aliases.add(office.desk.store, Alias("metric", "洋资", "没有的指标", NOW))
    assert list(check.findings(office.desk.store)) == ["别名“洋资”所指的“没有的指标”已不在名录里。"]
    said(office.say("guest", "诸暨洋资目标"), "decline", "洋资")


def test_what_is_shipped_goes_before_an_alias() -> None:
    lexicon = shipped_lexicon()
    with speaking((Alias("metric", "外资", "实际引进内资", NOW),)):
        office = Office()
        said(office.say("guest", "诸暨外资目标"), "answer", "21000")
    assert lexicon is shipped_lexicon()


# ---- the commands


def mubiao(database: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MUBIAO_")}
    environment |= {"MUBIAO_DATABASE_URL": f"sqlite:///{database}"}
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_the_commands(tmp_path: Path) -> None:
    database = tmp_path / "words.db"
    desk = open_desk(f"sqlite:///{database}", CITY, NOW)
    desk.respond(Turn("诸暨洋资目标", "t:x", "c", NOW.replace(hour=1)))
    listed = mubiao(database, "unanswered", "--top", "1")
    assert listed.stdout == "1\t洋资\t诸暨洋资目标\t2012-06-04\n"
    added = mubiao(database, "alias", "add", "洋资", FOREIGN)
    assert (added.returncode, added.stdout) == (0, f"已添加：洋资 是 {FOREIGN} 的别名。\n"), added.stderr
    assert "21000" in str(desk.respond(Turn("诸暨洋资目标", "t:x", "d", NOW)).lines)
    assert mubiao(database, "alias", "list").stdout.startswith(f"洋资\t{FOREIGN}\t2")
    for refused, why in (("洋资", "已经是"), ("金融", "例句“")):
        found = mubiao(database, "alias", "add", refused, FOREIGN)
        assert (found.returncode, found.stdout) == (1, "") and why in found.stderr.splitlines()[-1]
    assert mubiao(database, "check").returncode == 0
    assert mubiao(database, "alias", "remove", "洋资").stdout == f"已移除：洋资（{FOREIGN}）。\n"
    assert mubiao(database, "alias", "remove", "洋资").returncode == 1
    assert open_store(f"sqlite:///{database}").rows("SELECT COUNT(*) FROM alias WHERE ended_at <> ''") == [(1,)]
