"""Reporting and reviewing over Telegram with the program itself: buttons, notices, files, redelivery, kills."""

import io
import random
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.e2e.offices import REVIEWER, Office, reported
from tests.e2e.tgserver import User, serving

STAFF = {11: "诸暨市", 12: "上虞市", 13: "嵊州市"}
KILLS, SECONDS, PAUSE = 8, 18, 0.6  # a person is told one thing a second


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose bot must stop cleanly."""
    with serving() as tg:
        found = Office(tg, tmp_path_factory.mktemp("office"), STAFF)
        yield found
        printed = found.bot.stop()
        assert found.bot.process.returncode == 0 and "Traceback" not in printed, printed


def test_from_report_to_approval(office: Office) -> None:
    staff, reviewer = office.people[11], office.people[REVIEWER]
    after = office.tg.mark()
    preview = reported(staff, "9800")
    assert "请核对" in preview["text"]
    receipt = staff.press(preview, "确认")[0]["text"]
    assert "已存入" in receipt
    assert "reply_markup" not in office.tg.calls(after, "editMessageReplyMarkup")[0]["fields"]
    assert "填报11上报了诸暨市" in office.told(REVIEWER, after, words="待审核")[0]["text"]
    waiting = reviewer.say("待审核")[0]
    number = re.search(r"上报(\d+)号", receipt)[1]  # type: ignore[index]
    assert f"上报{number}号已通过" in reviewer.press(waiting, f"通过 {number}")[0]["text"]
    assert f"上报{number}号" in office.told(11, after, words="通过")[0]["text"]
    assert "已经通过过了" in reviewer.press(waiting, f"通过 {number}")[0]["text"]
    assert "没有等待确认" in staff.press(preview, "确认")[0]["text"]
    assert office.rows("SELECT count(*) FROM outbox WHERE sent_at = ''") == [(0,)]


def test_another_ones_button_opens_no_door(office: Office) -> None:
    owner, other = office.people[11], office.people[12]
    preview = reported(owner, "9900")
    reports = office.rows("SELECT count(*) FROM report")

    def forged(by: int) -> str:
        """What is said where another presses the owner's button (the answer stands in the owner's chat)."""
        after, data = office.tg.mark(), preview["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        office.tg.push({"callback_query": office.tg.user(by).pressing(preview, data)})
        return str(office.told(11, after)[0]["text"])

    assert "只对填报员开放" in forged(99) and "没有等待确认" in forged(12)
    own = reported(other, "5000", "上虞市")
    data = preview["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    after = office.tg.mark()
    other.send({"callback_query": other.pressing(own, data)}, timeout=0)
    assert "太旧" in office.tg.calls(after, "answerCallbackQuery")[0]["fields"]["text"]
    assert office.rows("SELECT count(*) FROM report") == reports
    assert "已取消" in owner.press(preview, "取消")[0]["text"]
    assert "已存入" in other.press(own, "确认")[0]["text"]


def test_delivered_twice_is_done_once(office: Office) -> None:
    staff = office.people[11]
    preview = reported(staff, "9950")
    data = preview["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    press = {"callback_query": staff.pressing(preview, data)}
    before = office.rows("SELECT count(*) FROM report")[0][0]
    assert [staff.send(press)[0]["text"] for _ in range(2)] == [staff.send(press)[0]["text"]] * 2
    assert office.rows("SELECT count(*) FROM report")[0][0] == before + 1


def test_an_edited_report_is_a_new_proposal(office: Office) -> None:
    staff = office.people[11]
    first = staff.message(text="进度 诸暨市 2012年5月 外资 9960万美元")
    old = staff.send({"message": first})[0]
    edited = {**first, "text": "进度 诸暨市 2012年5月 外资 9970万美元", "edit_date": first["date"] + 1}
    new = staff.send({"edited_message": edited})[0]
    assert "9970" in new["text"] and "较早的一次预览" in staff.press(old, "确认")[0]["text"]
    assert "9970" in staff.press(new, "确认")[0]["text"]


def test_a_template_out_and_back(office: Office) -> None:
    staff = office.people[13]
    after = office.tg.mark()
    staff.say("填报模板 2012年5月", 0)
    sent = office.tg.calls(after, "sendDocument", chat_id=staff.chat)[0]["result"]
    assert "填报模板" in sent["caption"]
    book = openpyxl.load_workbook(io.BytesIO(office.tg.server.assets[sent["document"]["file_id"]]["data"]))
    row = next(cells for cells in book.active.iter_rows() if any("外资" in str(cell.value) for cell in cells))
    row[-1].value = 4321
    filled = io.BytesIO()
    book.save(filled)
    preview = staff.upload("填报.xlsx", filled.getvalue())[0]
    assert "4321" in preview["text"]
    assert "已存入" in staff.press(preview, "确认")[0]["text"]
    assert "佐证" in staff.upload("照片.png", b"\x89PNG\r\n\x1a\n0")[0]["text"]


def test_who_stopped_the_bot_is_not_written_to_again(office: Office) -> None:
    tg, staff = office.tg, office.people[12]
    tg.server.blocked.add(REVIEWER)
    after = tg.mark()
    staff.press(reported(staff, "5100", "上虞市"), "确认")
    tg.calls(after, "sendMessage", chat_id=REVIEWER)
    time.sleep(1.5)
    tg.server.blocked.discard(REVIEWER)
    assert [call["ok"] for call in tg.calls(after, "sendMessage", 2, 1.5, chat_id=REVIEWER)] == [False]
    assert office.rows("SELECT attempts, sent_at FROM outbox WHERE next_at LIKE '9999%'") == [(1, "")]


def on_and_on(office: Office, user: User, district: str, until: float, receipts: list[str]) -> None:
    """Reports and confirms until time is up; whatever happens to the bot, each step is answered in the end."""
    value = 1000
    while time.monotonic() < until:
        value, after = value + 1, office.tg.mark()
        user.say(f"进度 {district} 2012年5月 外资 {value}万美元", 1, 0)
        preview = office.told(user.chat, after, 1, 30, f"外资 {value}万美元，")[0]
        user.press(preview, "确认", 1, 0)
        receipts.append(office.told(user.chat, after, 1, 30, f"外资 {value}万美元\n")[0]["text"])
        time.sleep(PAUSE)


def test_killed_again_and_again(tmp_path: Path) -> None:
    with serving() as tg:
        office, receipts = Office(tg, tmp_path, STAFF), list[str]()
        kills = play(office, receipts)
        check(office, receipts, kills)


def play(office: Office, receipts: list[str]) -> int:
    """All staff at once while the bot is killed at any moment; how often it was."""
    until, chance, kills = time.monotonic() + SECONDS, random.Random(6), 0
    threads = [
        threading.Thread(target=on_and_on, args=(office, office.people[number], district, until, receipts))
        for number, district in STAFF.items()
    ]
    for thread in threads:
        thread.start()
    while kills < KILLS and time.monotonic() < until - 5:
        time.sleep(chance.uniform(0.3, 1.5))
        office.kill()
        kills += 1
        office.start()
    for thread in threads:
        thread.join(60)
    return kills


def check(office: Office, receipts: list[str], kills: int) -> None:
    """Every receipt's report is there once, every notice was sent, and little more than once."""
    reports = office.rows("SELECT number, words FROM report")
    assert len({words for _, words in reports}) == len(reports), "none is there twice"
    told = {int(number) for text in receipts for number in re.findall(r"上报(\d+)号", text.split("，")[0])}
    assert len(told) == len(receipts) and told == {number for number, _ in reports}
    wanted = len(office.rows(f"SELECT id FROM outbox WHERE recipient = 'telegram:{REVIEWER}'"))
    notices = office.told(REVIEWER, 0, wanted, 10, "待审核")
    office.bot.stop()
    assert wanted == len(reports) <= len(notices) <= wanted + kills * len(STAFF), "doubled only by a kill"
    assert office.rows("SELECT count(*) FROM outbox WHERE sent_at = ''") == [(0,)]
    assert office.rows("SELECT count(*) FROM inbox WHERE finished_at = ''") == [(0,)]
    assert office.findings() == [] and len(receipts) > kills
    again = sum(len(office.told(number, words="已存入")) for number in STAFF) - len(receipts)
    assert again <= kills * len(STAFF)
    print(f"{kills} kills, {len(receipts)} reports, sent twice: {again} receipts, {len(notices) - wanted} notices")
