"""The store: opened, migrated and seeded once, by however many; what goes wrong is one sentence."""

import os
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from data import schema_office
from data.connection import connect
from data.document import Document
from data.migrations import revisions as migrations
from data.model import Citation, Figure
from data.query import Selection, figures
from data.seeding import Seeded, fingerprints, seed, transaction
from data.store import Store, StoreProblem, moment, open_store
from tests import servers

ROOT = Path(__file__).parent.parent
NOW = datetime(2012, 6, 18, 9, tzinfo=timezone(timedelta(hours=8)))


def published(number: str = "甲〔2012〕1号", fingerprint: str = "a", value: str = "2.1") -> Document:
    figure = Figure(
        "甲市", "乙县", "丙", 2012, None, Decimal(value), "亿元", Citation(number, "附件1"), row="乙县", column="丙"
    )
    return Document(
        "key", number, "题", "短", "甲市", 2012, "通知", "甲市政府办", date(2012, 3, 29), fingerprint, figures=(figure,)
    )


def address(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture
def store(kind: str, tmp_path: Path) -> Store:
    if kind == "postgresql":
        return open_store(servers.migrated())
    return open_store(address(tmp_path / "made" / "on the way" / "目标.db"))


@pytest.fixture
def file(tmp_path: Path) -> Store:
    return open_store(address(tmp_path / "目标.db"))


def values(store: Store) -> list[str]:
    return [str(figure.value) for figure in figures(store, Selection("甲市", 2012, None))]


def test_opens_twice_in_wal_mode(file: Store) -> None:
    assert file.version() == migrations.HEAD
    assert open_store(file.where.url).version() == migrations.HEAD
    assert file.rows("PRAGMA journal_mode") == [("wal",)]
    assert file.rows("PRAGMA foreign_keys") == [(1,)]


def test_a_second_opening_loads_no_sqlalchemy(file: Store) -> None:
    code = "import sys; from data.store import open_store; open_store(sys.argv[1]); print('sqlalchemy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, file.where.url], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_migrations_make_the_schema(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with transaction(store.where) as connection:
        context = MigrationContext.configure(connection, opts={"version_table": migrations.TABLE})
        assert compare_metadata(context, schema_office.metadata) == []


def test_head_is_the_last_script() -> None:
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert tuple(each.revision for each in script.walk_revisions())[::-1] == migrations.REVISIONS


def test_seeding_is_repeatable(store: Store) -> None:
    assert seed(store, [published()], NOW) == Seeded(added=("甲〔2012〕1号",))
    assert not seed(store, [published()], NOW)
    assert values(store) == ["2.1"]


def test_a_changed_document_is_seeded_again_and_said(store: Store) -> None:
    other = published("丁〔2012〕2号", value="7")
    seed(store, [published(), other], NOW)
    changed = seed(store, [published(fingerprint="b", value="2.2"), other], NOW + timedelta(days=1))
    assert changed == Seeded(changed=("甲〔2012〕1号",))
    assert sorted(values(store)) == ["2.2", "7"]
    assert fingerprints(store) == {"甲〔2012〕1号": "b", "丁〔2012〕2号": "a"}
    kept = store.rows(
        "SELECT published, replaced_at FROM figure JOIN document ON document.id = document_id WHERE replaced_at > ''"
    )
    assert kept == [("2.1", "2012-06-19T01:00:00.000000+00:00")]


def test_seeding_removes_nothing_else(store: Store) -> None:
    seed(store, [published()], NOW)
    assert seed(store, [published("丁〔2012〕2号", value="7")], NOW).added == ("丁〔2012〕2号",)
    assert sorted(values(store)) == ["2.1", "7"]


def test_seeding_is_all_or_nothing(store: Store) -> None:
    seed(store, [published()], NOW)
    twice = published("丁〔2012〕2号")
    broken = Document(**{name: getattr(twice, name) for name in twice.__slots__} | {"figures": twice.figures * 2})
    with pytest.raises(StoreProblem):
        seed(store, [published(fingerprint="b", value="2.2"), broken], NOW)
    assert values(store) == ["2.1"]


_START = """
import sys
from tests.test_store import NOW, published, values
from data.seeding import seed
from data.store import open_store
store = open_store(sys.argv[1])
print(bool(seed(store, [published()], NOW)), values(store))
"""


def test_processes_that_start_together(kind: str, tmp_path: Path) -> None:
    url = servers.empty() if kind == "postgresql" else address(tmp_path / "new.db")
    command = [sys.executable, "-c", _START, url]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    said = [process.communicate(timeout=60) for process in started]
    assert sorted(out.strip() for out, _ in said) == ["False ['2.1']"] * 3 + ["True ['2.1']"], said


def test_conversations_are_kept_apart(store: Store) -> None:
    assert store.recall("local:zhang", "c1") is None
    store.remember("local:zhang", "c1", NOW, "1")
    store.remember("local:zhang", "c1", NOW + timedelta(minutes=1), "2")
    store.remember("local:li", "c1", NOW, "3")
    assert store.recall("local:zhang", "c1") == (NOW + timedelta(minutes=1), "2")
    assert store.recall("local:li", "c1") == (NOW, "3")
    assert store.recall("local:zhang", "c2") is None
    store.forget("local:zhang", "c1")
    assert store.recall("local:zhang", "c1") is None


def test_the_first_reply_stays(store: Store) -> None:
    assert store.replied("a", "c", "1") is None
    store.keep_reply("a", "c", "1", "first", NOW)
    store.keep_reply("a", "c", "1", "second", NOW)
    assert store.replied("a", "c", "1") == "first"
    assert store.replied("a", "d", "1") is None


def test_text_never_becomes_sql(store: Store) -> None:
    text = "'); DROP TABLE context; --\0 ? %s :x 汉字🙂"
    store.remember(text, text, NOW, text)
    assert store.recall(text, text) == (NOW, text if store.dialect == "sqlite" else text.replace("\0", "\ufffd"))


def test_a_transaction_is_undone_as_a_whole(store: Store) -> None:
    with pytest.raises(RuntimeError), store.write():
        store.remember("a", "c", NOW, "1")
        with store.write(durable=True):
            store.keep_reply("a", "c", "1", "x", NOW)
        raise RuntimeError
    assert store.recall("a", "c") is None and store.replied("a", "c", "1") is None
    with store.write(durable=True):
        store.remember("a", "c", NOW, "1")
    assert store.recall("a", "c") == (NOW, "1")
    waits = {"sqlite": ("PRAGMA synchronous", 1), "postgres": ("SHOW synchronous_commit", "on")}
    assert store.rows(waits[store.dialect][0]) == [(waits[store.dialect][1],)]


def test_threads_write_at_once(store: Store) -> None:
    def write(sender: str) -> None:
        for count in range(50):
            with store.write():
                recalled = store.recall("all", "c")
                store.remember("all", "c", NOW, str(int(recalled[1]) + 1 if recalled else 1))
                store.keep_reply(sender, "c", str(count), "x", NOW)

    threads = [threading.Thread(target=write, args=(f"s{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.recall("all", "c") == (NOW, "300")
    assert store.rows("SELECT count(*) FROM exchange") == [(300,)]


def test_closed_it_opens_again(store: Store) -> None:
    store.remember("a", "c", NOW, "1")
    store.close()
    assert store.recall("a", "c") == (NOW, "1")


@pytest.mark.parametrize(
    "url", ["", "目标.db", "mysql://u:geheim@h/d", "sqlite://", "sqlite:///", "sqlite:///x/", "postgresql:"]
)
def test_bad_urls(url: str) -> None:
    with pytest.raises(StoreProblem, match="MUBIAO_DATABASE_URL") as caught:
        open_store(url)
    assert "geheim" not in str(caught.value)


def refused(path: Path, sentence: str) -> None:
    refuses(address(path), sentence)


def refuses(url: str, sentence: str) -> None:
    with pytest.raises(StoreProblem, match=sentence) as caught:
        open_store(url)
    assert "\n" not in str(caught.value) and str(caught.value).endswith("。")


def test_a_folder_in_the_files_place(tmp_path: Path) -> None:
    refused(tmp_path, "无法打开或创建数据库文件")


def test_a_file_in_the_folders_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused(tmp_path / "file" / "x.db", "无法创建数据库所在的文件夹")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    refused(tmp_path / "x.db", "权限")


@pytest.mark.parametrize("content", [b"x" * 10, b"not a database " * 5000, b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_corrupt_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    refused(path, "已损坏")
    assert path.read_bytes() == content


def test_damaged_pages(file: Store) -> None:
    seed(file, [published()], NOW)
    file.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    file.close()
    whole = file.where.path.read_bytes()
    file.where.path.write_bytes(whole[:100] + b"\xee" * (len(whole) - 100))
    refused(file.where.path, "已损坏")


def test_a_schema_newer_than_the_program(store: Store) -> None:
    store.rows(f"UPDATE {migrations.TABLE} SET version_num = '9999'")
    refuses(store.where.url, "9999.*升级程序")


def test_another_programs_database(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "x.db")
    other.execute("CREATE TABLE document (x)")
    other.close()
    refused(tmp_path / "x.db", "其他程序的表")


def test_locked_for_too_long(file: Store) -> None:
    holder = connect(file.where)
    holder.cursor().execute(file.where.begin)
    file.rows("PRAGMA busy_timeout=10")
    with pytest.raises(StoreProblem, match="正被其他程序占用"):
        file.remember("a", "c", NOW, "1")
    with pytest.raises(StoreProblem, match="正被其他程序占用"), file.write():
        raise AssertionError("never begun")
    holder.close()
    file.remember("a", "c", NOW, "1")


def test_read_only(file: Store) -> None:
    file.rows("PRAGMA query_only=ON")
    with pytest.raises(StoreProblem, match="不能写入"):
        file.remember("a", "c", NOW, "1")


def test_moments_have_an_offset() -> None:
    assert moment(NOW) == "2012-06-18T01:00:00.000000+00:00"
    assert moment(NOW.astimezone(UTC)) == moment(NOW)
    with pytest.raises(ValueError, match="offset"):
        moment(NOW.replace(tzinfo=None))
