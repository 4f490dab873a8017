"""mubiao alias, mubiao unanswered: other names for districts and metrics, and the words that were not known."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

import typer

from bot.cli_options import Database, Zone, open_desk_of
from bot.settings import load_settings

alias = typer.Typer(no_args_is_help=True, help="别名：添加、列出、移除。")
PATIENCE, EVERY = 1.0, 200


def register(app: typer.Typer) -> None:
    """Adds these commands to the program's."""
    app.add_typer(alias, name="alias")
    app.command()(unanswered)


@alias.command("add")
def add_alias(
    word: Annotated[str, typer.Argument(help="别名，例如 洋资")],
    name: Annotated[str, typer.Argument(help="指标或地区的正式名称，例如 实际引进外资")],
    database_url: Database = None,
    timezone: Zone = None,
) -> None:
    """添加别名，马上起作用；先核对自带的例句，有一句意思变了就不加。"""
    from data import aliases
    from intents.words.law import new_alias
    from intents.words.rehearsal import changed

    settings = load_settings(database_url=database_url, timezone=timezone)
    source = open_desk_of(settings).source
    with _refused():
        made = new_alias(word, name, source.catalog, datetime.now(settings.zone))
        known = aliases.in_force(source.store) or ()
        aliases.refuse_known(made, known)
        if example := changed(known, made, _progress()):
            raise aliases.AliasProblem(f"加上“{word}”后，例句“{example}”的意思会变，所以没有加。")
        aliases.add(source.store, made)
    print(f"已添加：{made.word} 是 {made.name} 的别名。")


@alias.command("list")
def list_aliases(database_url: Database = None, timezone: Zone = None) -> None:
    """列出已加的别名。"""
    from data.aliases import in_force

    settings = load_settings(database_url=database_url, timezone=timezone)
    for each in in_force(open_desk_of(settings).store) or ():
        print(f"{each.word}\t{each.name}\t{each.at.astimezone(settings.zone):%Y-%m-%d}")


@alias.command("remove")
def remove_alias(
    word: Annotated[str, typer.Argument(help="别名")], database_url: Database = None, timezone: Zone = None
) -> None:
    """移除别名，马上起作用。"""
    from data.aliases import end
    from intents.normal import normalise

    settings = load_settings(database_url=database_url, timezone=timezone)
    with _refused():
        gone = end(open_desk_of(settings).store, normalise(word).text.strip(), datetime.now(settings.zone))
    print(f"已移除：{gone.word}（{gone.name}）。")


def unanswered(
    top: Annotated[int, typer.Option("--top", min=1, help="列出最常见的几个")] = 20,
    database_url: Database = None,
    timezone: Zone = None,
) -> None:
    """没读懂的词，最常见的在前：次数、词、例句、最近一次。"""
    from data.unanswered import commonest

    settings = load_settings(database_url=database_url, timezone=timezone)
    for each in commonest(open_desk_of(settings).store, top):
        print(f"{each.times}\t{each.word}\t{each.example}\t{each.last_at.astimezone(settings.zone):%Y-%m-%d}")


@contextmanager
def _refused() -> Iterator[None]:
    """A word that cannot be one is one sentence on standard error and exit status 1."""
    from data.aliases import AliasProblem

    try:
        yield
    except AliasProblem as problem:
        print(problem, file=sys.stderr)
        raise SystemExit(1) from None


def _progress() -> Callable[[int, int], None]:
    """Tells on standard error how far it is, where it takes longer than a second."""
    start = time.monotonic()

    def told(done: int, of: int) -> None:
        if done % EVERY == 0 and time.monotonic() - start > PATIENCE:
            print(f"正在核对例句：{done}/{of}", file=sys.stderr)

    return told
