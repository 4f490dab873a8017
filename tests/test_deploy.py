"""What is shipped to run it: each command, option, setting and file that it names is there."""

import configparser
import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app
from bot.settings import Settings, load_settings

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted(path.name for path in DEPLOY.iterdir() if path.suffix in (".service", ".timer"))
PROGRAM = "/usr/local/lib/mubiao/bin/mubiao"
STATE = "/var/lib/mubiao"


def unit(name: str) -> dict[str, dict[str, list[str]]]:
    """The sections of a unit, each key with its values; systemd takes a key several times."""
    found: dict[str, dict[str, list[str]]] = {}
    for line in (DEPLOY / name).read_text(encoding="utf-8").splitlines():
        if section := re.fullmatch(r"\[(\w+)\]", line):
            inside = found.setdefault(section[1], {})
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            inside.setdefault(key, []).append(value)
    return found


def known(words: list[str]) -> None:
    """The command is there, and takes these options."""
    commands = getattr(get_command(app), "commands")  # noqa: B009
    assert words[0] in commands, words
    options = {option for parameter in commands[words[0]].params for option in parameter.opts}
    assert {word for word in words[1:] if word.startswith("-")} <= options, words


def test_all_are_here() -> None:
    assert UNITS == ["mubiao-backup.service", "mubiao-backup.timer", "mubiao.service"]


@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_a_unit_starts_a_command_there_is(name: str) -> None:
    service = unit(name)["Service"]
    (started,) = service["ExecStart"]
    program, *words = shlex.split(started)
    assert program == PROGRAM
    known(words)
    assert service["User"] == ["mubiao"] and service["NoNewPrivileges"] == ["yes"]
    assert service["StateDirectory"][0].split()[0] == Path(STATE).name
    assert f"MUBIAO_DATABASE_URL=sqlite:///{STATE}/mubiao.db" in service["Environment"]
    assert service["EnvironmentFile"] == ["/etc/mubiao/mubiao.env"]


def test_the_backup_goes_to_a_folder_that_is_made() -> None:
    service = unit("mubiao-backup.service")["Service"]
    folder = shlex.split(service["ExecStart"][0])[-1]
    assert folder.removeprefix("/var/lib/") in service["StateDirectory"][0].split()
    assert unit("mubiao-backup.timer")["Install"]["WantedBy"] == ["timers.target"]


def test_the_watchdog_is_fed_often_enough() -> None:
    from bot import pulse, status

    service = unit("mubiao.service")["Service"]
    assert service["Type"] == ["notify"] and service["WatchdogSec"] == ["10min"]
    assert pulse.EVERY * 3 < status.SILENT.total_seconds() < 600


@pytest.mark.parametrize("name", [path.name for path in DEPLOY.iterdir()])
def test_only_settings_there_are(name: str) -> None:
    named = set(re.findall(r"MUBIAO_(\w+)", (DEPLOY / name).read_text(encoding="utf-8")))
    assert named <= {field.upper() for field in Settings.model_fields}


def test_the_settings_file_can_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    parser = configparser.ConfigParser()
    parser.read_string("[all]\n" + (DEPLOY / "mubiao.env").read_text(encoding="utf-8"))
    for name, value in parser["all"].items():
        monkeypatch.setenv(name.upper(), value)
    settings = load_settings()
    assert settings.health_port == 8080 and not settings.telegram_token


def test_the_container() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    for line in (line for line in lines if line.startswith("COPY") and "--from" not in line):
        assert all((ROOT / source).exists() for source in line.split()[1:-1]), line
    copied = {word for line in lines if line.startswith("COPY") for word in line.split()[1:-1]}
    assert {"pyproject.toml", "requirements.lock", "bot", "data", "intents"} <= copied
    (command,) = [line for line in lines if line.startswith("CMD")]
    known(re.findall(r'"([^"]+)"', command)[1:])
    port = re.search(r"MUBIAO_HEALTH_PORT=(\d+)", text)
    assert port and f"http://127.0.0.1:{port[1]}/health" in text
    assert lines.index("USER mubiao") < lines.index(command)
    for line in re.findall(r"podman exec mubiao mubiao (.+)", text):
        known(line.split())
