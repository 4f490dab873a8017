"""The sign of life of a running bot: a small file beside the database, written again while it looks into its outbox
each second; so it lives down to the database. systemd, where it asks for one, is told too."""

import json
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, tzinfo
from importlib.metadata import version
from pathlib import Path

from bot import metrics

EVERY = 10.0  # seconds between two signs of life


@dataclass(frozen=True, slots=True)
class Pulse:
    """When a bot was last alive; seconds since Telegram last answered it, None where it does not ask."""

    at: datetime
    version: str
    poll_age: float | None


def beating(file: Path, zone: tzinfo) -> Callable[[], None]:
    """To be called with each look into the outbox that succeeded: a beat now and then."""
    last: list[float] = []

    def looked() -> None:
        metrics.looked()
        if not last or time.monotonic() - last[0] >= EVERY:
            last[:] = [time.monotonic()]
            _beat(file, Pulse(datetime.now(zone), version("mubiao"), metrics.counted().poll_age))

    return looked


def _beat(file: Path, pulse: Pulse) -> None:
    part = file.with_name(f"{file.name}.{os.getpid()}")
    told = {"at": pulse.at.isoformat(), "version": pulse.version, "poll_age": pulse.poll_age}
    with suppress(OSError):  # a full disk is told by `mubiao status`; the bot goes on
        part.write_text(json.dumps(told), encoding="utf-8")
        part.replace(file)
    _notify(b"READY=1\nWATCHDOG=1")


def _notify(state: bytes) -> None:
    """Tell systemd, where it has given an address to tell it to (sd_notify)."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if address and hasattr(socket, "AF_UNIX"):
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
            to.sendto(state, "\0" + address[1:] if address.startswith("@") else address)


def last(file: Path) -> Pulse | None:
    """The last sign of life; None where there never was one."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return Pulse(datetime.fromisoformat(told["at"]), told["version"], told["poll_age"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def place(database: Path) -> Path:
    """Where the sign of life of a bot on this database lies: beside it."""
    return database.with_name(f"{database.name}.alive")
