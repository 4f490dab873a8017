"""The program as it is started: each command, and each way to set it up wrongly, in a process of its own."""

import json
import os
import socket
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ZHUJI = "诸暨市外资目标多少?"
SETTINGS = (
    *("DATABASE_URL", "TELEGRAM_TOKEN", "TELEGRAM_API", "TELEGRAM_PROXY", "HOME_CITY", "TIMEZONE", "HOLIDAYS"),
    *("LOG_FORMAT", "LOG_LEVEL", "HEALTH_PORT", "WEBHOOK_URL", "WEBHOOK_LISTEN", "WEBHOOK_SECRET"),
)
COUNTED_BY = ("LIGHT_GREEN", "LIGHT_RED", "DUE_DAY")
CONTRACT = {"kind", "text", "facts", "choices", "files", "sent"}


class Program:
    """`python -m bot` in an empty folder, with a database of its own and none of the tester's settings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"sqlite:///{folder}/mubiao.db"
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("MUBIAO_")}
        self.env |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "XDG_DATA_HOME": str(folder / "home")}
        self.env["MUBIAO_DATABASE_URL"] = self.url

    def run(self, *arguments: str, said: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        env = self.env | {f"MUBIAO_{name.upper()}": value for name, value in settings.items()}
        command = [sys.executable, "-m", "bot", *arguments]
        return subprocess.run(
            command, cwd=self.folder, env=env, input=said, capture_output=True, text=True, timeout=60, check=False
        )

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", "bot", *arguments]
        return subprocess.Popen(command, cwd=self.folder, env=self.env, stdin=pipe, stdout=pipe, stderr=pipe, text=True)

    def replay(self, *lines: Mapping[str, object]) -> list[dict[str, object]]:
        done = self.run("replay", said="".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


def refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """Nothing on standard output, one sentence on standard error that has these words, exit status 2."""
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr, done.stderr
    assert all(word in done.stderr for word in words), done.stderr


# What cannot be used.


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"timezone": "Mars/Olympus"}, ("MUBIAO_TIMEZONE", "Mars/Olympus", "Asia/Shanghai")),
        ({"timezone": "../../etc/passwd"}, ("MUBIAO_TIMEZONE",)),
        ({"timezone": ""}, ("MUBIAO_TIMEZONE",)),
        ({"holidays": "none.csv"}, ("MUBIAO_HOLIDAYS", "none.csv")),
        ({"webhook_url": "bot.example.cn"}, ("MUBIAO_WEBHOOK_URL", "https://")),
        ({"webhook_listen": "8443"}, ("MUBIAO_WEBHOOK_LISTEN", "127.0.0.1:8443")),
        ({"webhook_listen": "127.0.0.1:99999"}, ("MUBIAO_WEBHOOK_LISTEN",)),
        ({"webhook_secret": "短"}, ("MUBIAO_WEBHOOK_SECRET", "16")),
        ({"home_city": "杭州市"}, ("MUBIAO_HOME_CITY", "杭州市", "绍兴市")),
        ({"light_green": "绿"}, ("MUBIAO_LIGHT_GREEN", "绿", "百分点")),
        ({"light_red": "1"}, ("MUBIAO_LIGHT_RED", "红灯线不能高于绿灯线")),
        ({"due_day": "31"}, ("MUBIAO_DUE_DAY", "31", "1到28")),
        ({"database_url": "不是地址"}, ("MUBIAO_DATABASE_URL",)),
        ({"database_url": "oracle://u:geheim@h/d"}, ("MUBIAO_DATABASE_URL",)),
        ({"database_url": "sqlite:///"}, ("MUBIAO_DATABASE_URL",)),
        ({"log_format": "xml"}, ("MUBIAO_LOG_FORMAT", "xml", "json")),
        ({"log_level": "LOUD"}, ("MUBIAO_LOG_LEVEL", "LOUD", "INFO")),
        ({"health_port": "-1"}, ("MUBIAO_HEALTH_PORT", "-1")),
        ({"health_port": "65536"}, ("MUBIAO_HEALTH_PORT",)),
        ({"health_port": "八千"}, ("MUBIAO_HEALTH_PORT",)),
    ],
)
def test_settings_that_cannot_be_used(program: Program, settings: dict[str, str], words: tuple[str, ...]) -> None:
    done = program.run("ask", ZHUJI, **settings)
    refused(done, *words)
    assert "geheim" not in done.stderr


@pytest.mark.parametrize("command", ["chat", "replay", "check", "telegram"])
def test_every_command_needs_its_database(program: Program, command: str) -> None:
    refused(program.run(command, telegram_token="1:x", database_url="不是地址"), "MUBIAO_DATABASE_URL")


@pytest.mark.parametrize(
    "option",
    [
        *(("--timezone", "Mars/Olympus"), ("--home-city", "杭州市"), ("--database-url", "x")),
        *(("--light-green", "x"), ("--light-red", "x"), ("--due-day", "x")),
    ],
)
def test_options_are_settings_too(program: Program, option: tuple[str, str]) -> None:
    refused(program.run("ask", ZHUJI, *option), "MUBIAO_" + option[0][2:].upper().replace("-", "_"))


def test_a_setting_in_the_env_file(program: Program) -> None:
    (program.folder / ".env").write_text("MUBIAO_TIMEZONE=Mars/Olympus\n", encoding="utf-8")
    refused(program.run("ask", ZHUJI), "MUBIAO_TIMEZONE")


def test_a_folder_that_may_not_be_entered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run as another user (sudo -u) where that one may not look: there is no settings file then."""
    from bot.settings import load_settings

    def forbidden(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_file", forbidden)
    assert load_settings().home_city == "绍兴市"


def test_an_env_file_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from bot.settings import SettingsProblem, load_settings

    (tmp_path / ".env").write_text("MUBIAO_HOME_CITY=绍兴市\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def forbidden(path: Path, *_how: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("builtins.open", forbidden)
    with pytest.raises(SettingsProblem, match="权限"):
        load_settings()


def test_a_database_below_a_file(program: Program) -> None:
    (program.folder / "file").write_text("", encoding="utf-8")
    refused(program.run("ask", ZHUJI, database_url=f"sqlite:///{program.folder}/file/mubiao.db"), "文件夹")


def test_a_database_that_is_a_folder(program: Program) -> None:
    refused(program.run("ask", ZHUJI, database_url=f"sqlite:///{program.folder}"), str(program.folder))


@pytest.mark.parametrize("content", [b"not a database " * 5000, b"SQLite format 3\0" + b"\xff" * 9000])
@pytest.mark.parametrize("command", [("ask", ZHUJI), ("check",)])
def test_a_database_that_is_none(program: Program, content: bytes, command: tuple[str, ...]) -> None:
    (program.folder / "mubiao.db").write_bytes(content)
    refused(program.run(*command), "mubiao.db", "已损坏")
    assert (program.folder / "mubiao.db").read_bytes() == content


def test_a_port_that_is_taken(program: Program) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        refused(program.run("telegram", telegram_token="1:a", health_port=port), "MUBIAO_HEALTH_PORT", port)


def test_no_token(program: Program) -> None:
    refused(program.run("telegram"), "MUBIAO_TELEGRAM_TOKEN")


@pytest.mark.parametrize("at", ["昨天", "2012-13-01", "2012-06-18T25:00", "18.6.2012"])
@pytest.mark.parametrize("command", [("ask", ZHUJI), ("chat",), ("read", ZHUJI)])
def test_a_moment_that_is_none(program: Program, command: tuple[str, ...], at: str) -> None:
    refused(program.run(*command, "--at", at), at)


@pytest.mark.parametrize(
    "line", ["{", "诸暨外资", "[]", "3", "null", "{}", '{"text": 3}', '{"text": "问", "at": "昨天"}']
)
def test_a_line_that_is_no_message(program: Program, line: str) -> None:
    done = program.run("replay", said=f'{{"text": "{ZHUJI}"}}\n\n{line}\n{{"text": "{ZHUJI}"}}\n')
    assert len(done.stdout.splitlines()) == 1, "the lines before it have their replies"
    refused(
        subprocess.CompletedProcess(done.args, done.returncode, "", done.stderr),
        "第3行" if "at" not in line else "昨天",
    )


def test_a_file_that_is_not_there(program: Program) -> None:
    refused(program.run("replay", "没有.jsonl"), "没有.jsonl")


@pytest.mark.parametrize("arguments", [("ask",), ("fly",), ("ask", "a", "b"), ("ask", ZHUJI, "--colour")])
def test_bad_usage(program: Program, arguments: tuple[str, ...]) -> None:
    done = program.run(*arguments)
    assert (done.returncode, done.stdout) == (2, "") and "Traceback" not in done.stderr


# What works.


def test_ask(program: Program) -> None:
    done = program.run("ask", ZHUJI)
    assert (done.returncode, done.stderr) == (0, "")
    assert "21000万美元" in done.stdout and "绍政办发〔2012〕43号 附件4" in done.stdout
    assert "\x1b" not in done.stdout, "piped, it is plain text"


@pytest.mark.parametrize(
    "text", ["你好", "股权转让由谁牵头", "杭州外资目标多少", "诸暨投资目标", "飞机多少钱", "", "  "]
)
def test_any_reply_is_a_success(program: Program, text: str) -> None:
    done = program.run("ask", "--json", "--", text)
    assert (done.returncode, done.stderr) == (0, "") and set(json.loads(done.stdout)) == CONTRACT


def test_ask_as_json(program: Program) -> None:
    done = program.run("ask", ZHUJI, "--json", "--at", "2012-06-18", "--as", "local:zhang")
    reply = json.loads(done.stdout)
    assert set(reply) == CONTRACT and done.stdout.count("\n") == 1
    assert reply["kind"] == "answer" and reply["choices"] == reply["files"] == reply["sent"] == []
    source = "绍政办发〔2012〕43号 附件4"
    names = {"district": "诸暨市", "metric": "实际引进外资", "period": "2012", "level": None, "measure": "target"}
    assert reply["facts"] == [names | {"value": "21000", "unit": "万美元", "source": source}]
    assert "21000" in reply["text"] and source in reply["text"]


def test_the_database_is_made_where_the_user_keeps_data(program: Program) -> None:
    del program.env["MUBIAO_DATABASE_URL"]
    program.env |= {"HOME": str(program.folder), "LOCALAPPDATA": str(program.folder / "home")}
    assert program.run("ask", ZHUJI).returncode == 0
    made = [path.relative_to(program.folder) for path in program.folder.rglob("mubiao.db")]
    assert len(made) == 1 and made[0].parent.name == "mubiao"


def test_chat_when_piped(program: Program) -> None:
    done = program.run("chat", "--at", "2012-06-18", said=f"{ZHUJI}\n\n那上虞呢\n退出\n诸暨内资\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.index("21000万美元") < done.stdout.index("23000万美元")
    assert "内资" not in done.stdout, "退出 ends it"


def test_a_conversation_goes_on_in_another_process(program: Program) -> None:
    assert "21000" in program.run("ask", ZHUJI, "--at", "2012-06-18T09:00").stdout
    assert "23000" in program.run("ask", "那上虞呢", "--at", "2012-06-18T09:10").stdout
    late = program.run("ask", "那嵊州呢", "--at", "2012-06-18T11:00", "--json").stdout
    assert len(json.loads(late)["facts"]) != 1, "after half an hour of silence it is another conversation"


def test_replay_writes_each_reply_before_the_next_line(program: Program) -> None:
    with program.start("replay") as process:
        assert process.stdin and process.stdout
        for text, words in ((ZHUJI, "21000"), ("那上虞呢", "23000"), ("那绍兴县呢", "22000")):
            process.stdin.write(json.dumps({"text": text, "at": "2012-06-18"}) + "\n")
            process.stdin.flush()
            assert words in process.stdout.readline()
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (0, "", "")


def test_a_message_delivered_again(program: Program) -> None:
    first = {"from": "local:zhang", "chat": "c", "text": ZHUJI, "id": 7, "at": "2012-06-18T09:00:00+08:00"}
    again = first | {"text": "诸暨内资目标多少?", "at": "2012-06-19T09:00:00+08:00"}
    other = again | {"from": "local:li"}
    replies = program.replay(first, again, other, first)
    assert replies[0] == replies[1] == replies[3] != replies[2]
    assert program.replay(again) == [replies[0]], "in another process too"


def test_a_button_is_pressed(program: Program) -> None:
    asked, pressed = program.replay({"text": "诸暨投资目标"}, {"button": "诸暨市实际引进外资目标多少"})
    assert asked["kind"] == "choose" and "诸暨市实际引进外资目标多少" in str(asked["choices"])
    assert "21000" in str(pressed["text"])


def test_files_are_written(program: Program) -> None:
    (program.folder / "in.jsonl").write_text('{"text": "导出附件4"}\n', encoding="utf-8")
    done = program.run("replay", "in.jsonl", "--files", "out")
    (file,) = json.loads(done.stdout)["files"]
    assert set(file) == {"name", "type", "path"} and (program.folder / file["path"]).read_bytes()[:2] == b"PK"


def test_the_same_bytes_each_time(program: Program) -> None:
    lines = [
        {"text": text, "at": "2012-06-18", "chat": str(n)} for n, text in enumerate((ZHUJI, "内资前三", "诸暨投资"))
    ]
    there = Program(program.folder / "other")
    there.folder.mkdir()
    assert program.replay(*lines) == there.replay(*lines)


def test_check(program: Program) -> None:
    done = program.run("check")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_console_script_is_the_same_program() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"mubiao": "bot.__main__:main"}


def test_every_setting_is_tried_here() -> None:
    from bot.settings import Settings

    assert {name.upper() for name in Settings.model_fields} == {*SETTINGS, *COUNTED_BY}, (
        "try a new setting's bad values above"
    )
