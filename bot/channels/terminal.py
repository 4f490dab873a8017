"""The conversation in a terminal: pleasant to read there, plain text when piped."""

from collections.abc import Callable

from rich.console import Console
from rich.panel import Panel
from rich.table import Table as RichTable
from rich.text import Text

from bot.render.text import plain
from intents.reply import Reply, Table
from intents.turn import Turn

_COLOURS = {
    "answer": "green",
    "summary": "green",
    "receipt": "green",
    "preview": "cyan",
    "choose": "yellow",
    "help": "cyan",
}


def show(reply: Reply, console: Console) -> None:
    """Writes one reply."""
    if not console.is_terminal:
        console.file.write(plain(reply) + "\n" + "".join(f"[{n}] {c}\n" for n, c in enumerate(reply.choices, 1)))
        return
    console.print(Text("\n".join(reply.lines), style="bold"))
    if reply.table:
        console.print(_table(reply.table))
    for note in reply.notes:
        console.print(Text(note, style="dim"))
    for number, choice in enumerate(reply.choices, 1):
        console.print(Text(f"  [{number}] {choice}", style=_COLOURS["choose"]))
    for file in reply.files:
        console.print(Text(f"文件：{file.name}", style="cyan"))


def _table(table: Table) -> RichTable:
    shown = RichTable(box=None, pad_edge=False, header_style="dim")
    for at, name in enumerate(table.header):
        shown.add_column(name, justify="right" if at == len(table.header) - 1 else "left")
    for row in table.rows:
        shown.add_row(*(Text(cell) for cell in row))
    return shown


def converse(respond: Callable[[Turn], Reply], make: Callable[[str], Turn], console: Console) -> None:
    """Reads messages until the end of input or 退出, and answers each."""
    if console.is_terminal:
        console.print(Panel(Text("目标通：直接提问，例如“诸暨市外资目标多少”；输入“退出”结束。"), border_style="dim"))
    while True:
        try:
            text = console.input("[bold cyan]> [/]" if console.is_terminal else "")
        except (EOFError, KeyboardInterrupt):
            return
        if text.strip() in ("退出", "exit", "quit"):
            return
        if text.strip():
            show(respond(make(text)), console)
