"""What is PostgreSQL's own: its addresses, its marks, servers that are not there, refuse or were restarted; and a whole
conversation on it."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from bot.render.text import plain
from data import audit, ledger, seal
from data.check import findings
from data.connection import connect
from data.postgresql import address, problem, translated
from data.seeding import transaction
from data.standing import all_reports
from data.store import Store, StoreProblem, open_store
from tests import servers
from tests.books import NOW, item, new_store, submit
from tests.offices import CITY, DOMESTIC, FOREIGN, Office, said
from tests.servers import PASSWORD, QUOTED, USER, server

ROOT = Path(__file__).parent.parent


@pytest.fixture
def store() -> Store:
    return new_store("postgresql")


@pytest.fixture
def office() -> Iterator[Office]:
    made = Office(kind="postgresql")
    yield made
    made.sound()


# Addresses and statements.


@pytest.mark.parametrize(
    ("url", "name", "file"),
    [
        (
            "postgresql://u:geheim@db.example:6000/目标",
            "目标(服务器 db.example:6000)",
            "%E7%9B%AE%E6%A0%87@db.example,6000",
        ),
        ("postgres://u:geheim@h/d", "d(服务器 h:5432)", "d@h,5432"),
        ("postgresql:///d?host=/run/pg&user=u", "d(服务器 /run/pg:5432)", "d@%2Frun%2Fpg,5432"),
        ("postgresql://other:anders@h/d?sslmode=require", "d(服务器 h:5432)", "d@h,5432"),
    ],
)
def test_addresses(url: str, name: str, file: str) -> None:
    where = address(url)
    assert (where.dialect, where.name, where.path.name) == ("postgres", name, file)
    assert "geheim" not in repr(where) + str(seal.key_path(where))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://",
        "postgresql://u:geheim@h",
        "postgresql://u:ge@heim@h/d",
        "postgresql://u:ge/heim@h/d",
        "postgresql://u:5/geheim@h/d",
        "postgresql://u:5?geheim@h/d",
        "postgresql://u:5#geheim@h/d",
        "postgresql://u:geheim%@h/d",
        "postgresql://u:geheim@h:x:y/d?sslmode",
    ],
)
def test_addresses_that_cannot_be_read(url: str) -> None:
    with pytest.raises(StoreProblem, match="MUBIAO_DATABASE_URL") as caught:
        open_store(url)
    assert "heim" not in str(caught.value) and str(caught.value).endswith("。")


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT a FROM b WHERE c = ? AND d = ?", "SELECT a FROM b WHERE c = %s AND d = %s"),
        ("SELECT a FROM b WHERE c = %s", "SELECT a FROM b WHERE c = %s"),
        ("SELECT '?', 'it''s ?' WHERE a LIKE '50%' AND b = ?", "SELECT '?', 'it''s ?' WHERE a LIKE '50%%' AND b = %s"),
        ('SELECT "a?%s" FROM b WHERE c % 2 = ?', 'SELECT "a?%%s" FROM b WHERE c %% 2 = %s'),
        ("SELECT '%s' || ?", "SELECT '%%s' || %s"),
    ],
)
def test_marks(sql: str, expected: str) -> None:
    assert translated(sql).decode() == expected


def test_literals_come_back_as_they_are(store: Store) -> None:
    assert store.rows("SELECT '%s ? 100%', 7 % 4 + ?", (1,)) == [("%s ? 100%", 4)]
    assert store.rows("SELECT '%s ? 100%', 7 % 4") == [("%s ? 100%", 3)]


def test_text_compares_by_bytes_whatever_the_database_does() -> None:
    url = servers.empty()
    server().run("CREATE TABLE other (words text)", database=servers.database_of(url))
    collations = """SELECT table_name = 'other', collation_name, count(*) > 50 FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type = 'text' GROUP BY 1, 2 ORDER BY 1"""
    assert open_store(url).rows(collations) == [(False, "C", True), (True, None, False)]


# What goes wrong, each in one sentence that tells no password.


def refuses(url: str, sentence: str) -> None:
    with pytest.raises(StoreProblem, match=sentence) as caught:
        open_store(url)
    told = str(caught.value)
    assert told.endswith("。") and "\n" not in told
    assert not [secret for secret in (PASSWORD, QUOTED, "falsch", USER) if secret in told]


def test_no_server() -> None:
    refuses(f"postgresql://{USER}:{QUOTED}@127.0.0.1:1/d", "服务器没有运行")
    refuses(f"postgresql://{USER}:{QUOTED}@no.invalid/d", "服务器没有运行")


def test_a_wrong_password_and_no_such_user() -> None:
    refuses(server().url("postgres", "falsch"), "用户名和密码")
    refuses(server().url("postgres").replace(USER, "falsch"), "用户名和密码")


def test_no_database() -> None:
    refuses(server().url("nichts"), "没有数据库 nichts.*CREATE DATABASE")


def test_a_database_of_another_encoding() -> None:
    name = servers.database_of(servers.empty())
    server().run(f"DROP DATABASE {name}", f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
    refuses(server().url(name), "UTF8")


def test_another_programs_tables() -> None:
    url = servers.empty()
    server().run("CREATE TABLE document (x text)", database=servers.database_of(url))
    refuses(url, "其他程序的表")


def test_a_user_who_may_not_make_tables() -> None:
    url = servers.empty()
    server().run("DROP ROLE IF EXISTS gast", f"CREATE ROLE gast LOGIN PASSWORD '{PASSWORD}'")
    refuses(url.replace(USER, "gast", 1), "不能写入或建表")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ('致命错误:  用户 "u" Password 认证失败', "用户名和密码"),
        ('致命错误:  数据库 "d" 不存在', "CREATE DATABASE"),
        ("致命错误:  对不起, 已经有太多的客户", "连接数已满"),
        ("FATAL:  the database system is starting up", "正在启动或关闭"),
        ('FATAL:  no pg_hba.conf entry for host "1.2.3.4", user "u"', "用户名和密码"),
        ("server closed the connection unexpectedly", "连接中断"),
    ],
)
def test_servers_that_speak_chinese_or_give_no_code(words: str, sentence: str) -> None:
    where = address("postgresql://u@h/d")
    assert sentence in str(problem(psycopg.OperationalError(words), where))


def test_read_only(store: Store) -> None:
    store.rows("SET default_transaction_read_only = on")
    for act in (lambda: store.remember("a", "c", NOW, "1"), lambda: submit(store)):
        with pytest.raises(StoreProblem, match="只读"):
            act()


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("53100", "磁盘已满"), ("53300", "连接数已满"), ("58030", "读写磁盘出错"), ("XX001", "已损坏"), ("P0001", "出错")],
)
def test_what_a_server_says(store: Store, state: str, sentence: str) -> None:
    with pytest.raises(StoreProblem, match=sentence), store.write():
        store.rows(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END $$")
    store.remember("a", "c", NOW, "1")


def test_locked_for_too_long(store: Store) -> None:
    holder = connect(store.where)
    holder.cursor().execute(store.where.begin)
    store.rows("SET lock_timeout = '10ms'")
    with pytest.raises(StoreProblem, match="正被其他程序占用"), store.write():
        raise AssertionError("never begun")
    with pytest.raises(StoreProblem, match="正被其他程序占用"):
        submit(store)
    holder.close()
    assert submit(store).number == 1


def test_a_fault_that_was_swallowed_is_not_taken_for_a_commit(store: Store) -> None:
    def swallow() -> None:
        with pytest.raises(StoreProblem):
            store.rows("SELECT * FROM nowhere")

    with pytest.raises(StoreProblem, match="全部撤销"), store.write():
        store.remember("a", "c", NOW, "1")
        swallow()
    assert store.recall("a", "c") is None


# Restarts, and many at once.


def test_a_restarted_server_is_found_again(store: Store) -> None:
    submit(store)
    with servers.restarted(), pytest.raises(StoreProblem, match="服务器没有运行"):
        store.recall("a", "c")
    store.remember("a", "c", NOW, "1")
    with servers.restarted():
        pass
    assert submit(store, item("2")).number == 2, "what begins a transaction finds it too"
    with servers.restarted(crash=True):
        pass
    assert [report.number for report in all_reports(store)] == [1, 2], "what was receipted outlives a crash"
    assert store.recall("a", "c") == (NOW, "1") and list(audit.findings(store)) == []


def test_a_restart_within_a_transaction_undoes_it(store: Store) -> None:
    def restart_within() -> None:
        with ledger.writing(store):
            submit(store)
            with servers.restarted():
                pass
            submit(store, item("2"))

    with pytest.raises(StoreProblem, match="连接中断"):
        restart_within()
    assert all_reports(store) == () and submit(store).number == 1
    assert list(audit.findings(store)) == []


def test_a_connection_that_is_cut_while_idle(store: Store) -> None:
    submit(store)
    name = servers.database_of(store.where.url)
    server().run(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'")
    assert submit(store, item("2")).number == 2


def test_threads_and_processes_take_turns(store: Store) -> None:
    """Each reads what stands and replaces it: none is lost, none sees another half-way."""
    code = "import sys; from tests.test_postgresql import correct; correct(sys.argv[1])"
    command = [sys.executable, "-c", code, store.where.url]
    started = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate(timeout=60)[1] for process in started] == ["", ""]
    chain = [report.items[0].value for report in all_reports(store)]
    assert chain == list(range(1, 41))
    assert list(audit.findings(store)) == []


def correct(url: str) -> None:
    """Ten times in two threads: one more than there was."""
    store = open_store(url)

    def act() -> None:
        for _ in range(10):
            with ledger.writing(store):
                number = len(all_reports(store)) + 1
                assert submit(store, item(str(number))).number == number

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# A conversation.


def test_a_whole_conversation(office: Office) -> None:
    said(office.say("zj", "进度 诸暨市 2012年5月 外资 9800万美元，内资 12亿元"), "preview", "46.67%")
    said(office.say("zj", "确认"), "receipt", "上报1号", "2项")
    said(office.say("zj", "那上虞外资目标呢"), "answer", "23000万美元")
    said(office.say("trade", "待审核"), "answer", "上报1号")
    said(office.say("trade", "通过 1"), "receipt")
    assert [who for who, _ in office.posted()] != []
    said(office.say("sy", "进度 上虞市 2012年5月 外资 5000万美元"), "preview")
    with servers.restarted():
        assert "程序出错" in plain(office.say("sy", "确认"))
    said(office.say("sy", "确认"), "receipt", "上报2号")
    said(office.say("leader", "全市进度汇总"), "summary", "绍兴市")
    said(office.say("leader", "诸暨外资来历"), "answer", "上报")
    said(office.say("sy", "撤回 2"), "receipt")
    assert office.value() == "9800" and office.value("上虞市") is None
    assert office.value(metric=DOMESTIC) is not None and office.value(metric=FOREIGN) == "9800"
    assert list(findings(office.desk.store)) == []


def test_two_processes_confirm_at_the_same_time(office: Office) -> None:
    said(office.say("zj", "进度 诸暨市 2012年5月 外资 9800万美元"), "preview")
    said(office.say("sy", "进度 上虞市 2012年5月 外资 5000万美元"), "preview")
    code = "import sys; from tests.test_postgresql import confirm; confirm(*sys.argv[1:])"
    commands = [[sys.executable, "-c", code, office.desk.store.where.url, who] for who in ("zj", "sy", "zj", "sy")]
    started = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for command in commands]
    kinds = [process.communicate(timeout=60)[0].strip() for process in started]
    assert sorted(kinds) == ["decline", "decline", "receipt", "receipt"]
    assert [report.number for report in office.reports] == [1, 2]
    assert {report.sender for report in office.reports} == {"t:zj", "t:sy"}


def confirm(url: str, who: str) -> None:
    """确认 in a process of its own."""
    from bot.desk import open_desk
    from intents.turn import Turn
    from tests.offices import NOW as MORNING

    desk = open_desk(url, CITY, MORNING)
    print(desk.respond(Turn("确认", f"t:{who}", f"chat-{who}", MORNING + timedelta(minutes=5))).kind)


def test_sqlalchemy_takes_the_same_connection(store: Store) -> None:
    with transaction(store.where) as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
        connection.exec_driver_sql("DELETE FROM ledger_head")
        connection.rollback()
    assert store.rows("SELECT count(*) FROM ledger_head") == [(1,)]


def test_the_driver_is_loaded_only_where_it_is_asked_for(tmp_path: Path) -> None:
    code = "import sys; from data.store import open_store; open_store(sys.argv[1]); print('psycopg' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, f"sqlite:///{tmp_path / 'x.db'}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"
    assert psycopg.pq.__impl__ == "binary"
