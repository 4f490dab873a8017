"""How all tests run: Chinese ids as they are written, `--long` for more examples, `--no-skips` for a gapless run."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import servers

MAY_BE_SKIPPED = {"root may write anywhere": os.geteuid() == 0} if hasattr(os, "geteuid") else {}
LONGEST_ID = 60
KINDS = ("sqlite", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="more examples of each property")
    parser.addoption("--no-skips", action="store_true", help="fail where a test was skipped without a listed reason")


def pytest_configure(config: pytest.Config) -> None:
    slow = [HealthCheck.too_slow]  # says more of the machine than of the test
    settings.register_profile("usual", deadline=None, print_blob=True, suppress_health_check=slow)
    settings.register_profile("long", settings.get_profile("usual"), max_examples=1000)
    settings.load_profile("long" if config.getoption("--long") else "usual")
    for name in [name for name in os.environ if name.startswith("MUBIAO_")]:
        del os.environ[name]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What takes twenty minutes is for --long."""
    return True if collection_path.name == "test_soak.py" and not config.getoption("--long") else None


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Which database: a test that asks for it runs on each."""
    return str(request.param)


@pytest.fixture(autouse=True)
def _databases() -> Iterator[None]:
    """The databases of a test are another's once it is over."""
    with servers.returned():
        yield


def pytest_make_parametrize_id(val: Any) -> str | None:
    """Chinese as it is; what no terminal can show, escaped; what is long, cut."""
    if isinstance(val, bytes):
        return repr(val[:LONGEST_ID])
    if not isinstance(val, str):
        return None
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in val[:LONGEST_ID])
    return shown if len(val) <= LONGEST_ID else shown + "…"


def _unexpected(reporter: Any) -> list[str]:
    """Each skip without a reason that is listed, with that reason."""
    skipped = reporter.stats.get("skipped", [])
    found = [(each.nodeid, each.longrepr[2] if isinstance(each.longrepr, tuple) else "") for each in skipped]
    return [f"{node}: {why}" for node, why in found if not MAY_BE_SKIPPED.get(why.removeprefix("Skipped: "))]


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not session.config.getoption("--no-skips") or reporter is None:
        return
    if skips := _unexpected(reporter):
        reporter.write_line(
            "\nskipped without a listed reason (MAY_BE_SKIPPED in tests/conftest.py):\n" + "\n".join(skips)
        )
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
