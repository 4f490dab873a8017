"""The log, on standard error: as text, or one JSON object a line. No secret of the settings is ever in it, wherever it
came from; nor what a person wrote: of a fault it tells the place and the kind, its text only where a machine wrote it.

Other libraries speak only when something is off, whatever the level: their details hold addresses and messages.
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Any
from urllib.parse import unquote, urlsplit

from data.connection import StoreProblem

ROOMS = ("bot", "intents", "data")
SHORTEST = 4  # characters of a secret that is looked for by itself
_LOGIN = re.compile(r"(://[^\s/:@]*:)[^\s/@]+@")  # socks5://user:password@host
_STANDARD = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}
_MACHINES = ("telegram", "httpx", "httpcore")  # whose exceptions tell nothing that a person wrote


class Form(logging.Formatter):
    """A record as one text, its secrets masked."""

    def __init__(self, as_json: bool, hidden: Iterable[str]) -> None:
        super().__init__()
        self._as_json = as_json
        self._hidden = sorted({each for each in hidden if len(each) >= SHORTEST}, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """The record's line, and in text the lines of its fault."""
        error = record.exc_info[1] if record.exc_info else None
        fault = [self._masked(line) for line in told(error)] if error else []
        if not self._as_json:
            return "\n".join([self._masked(f"{record.levelname} {record.name}: {_message(record)}"), *fault])
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"time": at, "level": record.levelname, "logger": record.name}
        line["message"] = _message(record)
        line |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        masked = {name: value if isinstance(value, int) else self._masked(str(value)) for name, value in line.items()}
        return json.dumps(masked | ({"fault": fault} if fault else {}), ensure_ascii=False)

    def _masked(self, text: str) -> str:
        for secret in self._hidden:
            text = text.replace(secret, "***")
        return _LOGIN.sub(r"\1***@", text)


def begin(as_json: bool = False, level: str = "WARNING", hidden: Iterable[str] = ()) -> None:
    """Log in this form from now on, what ends the program or a thread included."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Form(as_json, hidden))
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each.formatter, Form)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(max(logging.WARNING, getattr(logging, level)))
    for room in ROOMS:
        logging.getLogger(room).setLevel(level)
    logging.raiseExceptions = False  # a record that cannot be written is not shown with what it was made of
    sys.excepthook = _ended(sys.__excepthook__)
    threading.excepthook = lambda end: _log_end(end.exc_type, end.exc_value, end.exc_traceback)


def secrets_of(settings: Mapping[str, object]) -> list[str]:
    """What must never be seen of the settings: tokens and secrets with their secret half, passwords of addresses, as
    they are written and as they are meant."""
    found = []
    for name, value in settings.items():
        said = str(value)
        if name.endswith(("token", "secret", "password")):
            found += [said, said.partition(":")[2]]
        with suppress(ValueError):
            password = urlsplit(said).password or ""
            found += [password, unquote(password)]
    return [each for each in found if each]


class ElsewhereError(Exception):
    """A fault as another process has `told` it."""


def told(error: BaseException) -> list[str]:
    """A fault as lines: where it went through, its kind, then what it came from."""
    if isinstance(error, ElsewhereError):
        return list(error.args[0])
    place = [line.rstrip() for line in traceback.format_tb(error.__traceback__)]
    lines = [*"\n".join(place).split("\n"), f"{type(error).__module__}.{type(error).__qualname__}{_text(error)}"]
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return [*(told(before) if before else []), *(line for line in lines if line)]


def _text(error: BaseException) -> str:
    """The first line of what it says, where no person had a hand in it; a database tells values in the others."""
    known = isinstance(error, (OSError, StoreProblem)) or type(error).__module__.split(".")[0] in _MACHINES
    return f": {str(error).splitlines()[0]}" if known and str(error) else ""


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return str(record.msg)


def _ended(usual: Callable[..., Any]) -> Callable[..., Any]:
    def ended(kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
        if issubclass(kind, Exception):
            _log_end(kind, error, place)
        else:
            usual(kind, error, place)  # Ctrl-C

    return ended


def _log_end(kind: type[BaseException], error: BaseException | None, place: TracebackType | None) -> None:
    logging.getLogger("bot").critical("the program ended by a fault", exc_info=(kind, error or kind(), place))
