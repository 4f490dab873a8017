"""Progress as a picture for a phone: a bar a line of the table, the pace as a mark across it. The only room that knows
matplotlib. What a colour says, a word and a hatch say too; colours are Okabe and Ito's, safe for the colour-blind."""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import Any

from bot.render.width import width
from data.table import Line, Progress

WIDE, DPI = 1080, 200  # pixels
SIDE, TOP, ROW, BARE, BAR, FOOT = 40, 150, 124, 88, 28, 96
SIZES = {"title": 15.0, "name": 11.0, "small": 8.5}  # points
LIGHTS = {"绿灯": ("#009E73", ""), "黄灯": ("#F0E442", "////"), "红灯": ("#D55E00", "xxxx"), "": ("#BBBBBB", "....")}
INK, GREY, TRACK = "#1A1A1A", "#555555", "#EBEBEB"
PAGE = 15  # lines of one picture
MOST = 1.5  # a bar further than 150 % of the target is cut there; its figure is written
FONT = "NotoSansCJKsc-Regular.otf"


@dataclass(frozen=True, slots=True)
class Bar:
    """One line as it is drawn: its name, its figures, the amounts below; share and pace of the target."""

    name: str
    figures: str
    amounts: str
    share: float | None
    pace: float
    light: str

    @property
    def tall(self) -> int:
        """Pixels: less where there is no rate and so no bar."""
        return BARE if self.share is None else ROW


def bars(table: Progress) -> tuple[Bar, ...]:
    """What is drawn of each line of the table."""
    return tuple(_bar(line, table) for line in table.lines)


def pages(table: Progress) -> tuple[slice, ...]:
    """Which lines stand on which picture, so that a phone shows each whole; about equally many on each."""
    count = -(-len(table.lines) // PAGE) or 1
    size = -(-len(table.lines) // count) or 1
    return tuple(slice(start, start + size) for start in range(0, len(table.lines) or 1, size))


def png(table: Progress, title: str, part: slice = slice(None)) -> bytes:
    """The chart (or a part of its lines) as a PNG, as tall as it has lines."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    stream = BytesIO()
    canvas: Any = FigureCanvasAgg(draw(table, title, part))
    canvas.print_png(stream, metadata={"Software": None})
    canvas.figure.clear()
    canvas.renderer = None  # ten megabytes that figure and canvas would hold until somebody collects garbage
    return stream.getvalue()


def draw(table: Progress, title: str, part: slice = slice(None)) -> Any:
    """The chart as matplotlib's Figure."""
    from matplotlib.figure import Figure

    every, heads = bars(table), _wrapped(title, 44)
    drawn, most, top = every[part], _scale(every), TOP + 54 * (len(heads) - 1)
    tall = top + sum(bar.tall for bar in drawn) + FOOT
    figure = Figure(figsize=(WIDE / DPI, tall / DPI), dpi=DPI, facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDE), ylim=(tall, 0))
    axes.axis("off")
    _head(axes, heads, table, top)
    for bar, place in zip(drawn, accumulate((bar.tall for bar in drawn), initial=top), strict=False):
        _row(axes, bar, place, most)
    _foot(axes, tall - FOOT, most)
    return figure


def _head(axes: Any, lines: list[str], table: Progress, top: int) -> None:
    for number, line in enumerate(lines):
        _write(axes, SIDE, 58 + 54 * number, line, "title")
    _write(axes, SIDE, top - 42, _subtitle(table), "small", GREY)


def font_file() -> Path:
    """Noto Sans CJK SC (SIL Open Font License) in the package that carries it, which need not be imported."""
    found = find_spec("mplfonts")
    places = found.submodule_search_locations if found else None
    return Path(next(iter(places or ("",)))) / "fonts" / FONT


def _bar(line: Line, table: Progress) -> Bar:
    alone = len(table.lines) == 1
    names = [line.district] if len(table.districts) > 1 or alone else []
    names += [line.metric] if len(table.metrics) > 1 or alone else []
    name = " ".join(names) or line.day_text
    figures = [line.rate_text, *([] if line.lead is None else [line.lead_text]), line.light]
    day = "" if table.day_text or name == line.day_text or not line.reported else f"到{line.day_text}"
    done = f"{day}累计{line.actual_text}，" if line.reported else ""
    marks = f"（{'，'.join(line.status)}）" if line.reported and line.status else ""
    target = f"目标{line.level}{line.target_text}" if line.target is not None else line.target_text
    amounts = f"{done}{target}{marks}"
    share = None if line.rate is None else float(line.rate)
    rank = f"{line.rank}  " if line.rank else ""
    return Bar(f"{rank}{name}", "  ".join(filter(None, figures)), amounts, share, float(line.pace), line.light)


def _subtitle(table: Progress) -> str:
    if not table.day_text:
        return "到各自注明的日期，序时进度按各自的日期算"
    return f"到{table.day_text}，序时进度{table.pace_text}"


def _scale(drawn: tuple[Bar, ...]) -> float:
    """The share that the right edge stands for: the target, or the furthest bar up to 150 %."""
    return min(MOST, max([1.0, *(bar.share for bar in drawn if bar.share is not None)]))


def _row(axes: Any, bar: Bar, y: float, most: float) -> None:
    """One line: name and figures, the bar with its mark, the amounts."""
    _write(axes, SIDE, y + 20, bar.name, "name")
    _write(axes, WIDE - SIDE, y + 20, bar.figures, "name", side="right")
    if bar.share is not None:
        _strip(axes, y + 48, 1 / most, facecolor=TRACK, edgecolor="none")
        colour, hatch = LIGHTS[bar.light]
        done = max(0.0, min(bar.share, most)) / most
        _strip(axes, y + 48, done, facecolor=colour, edgecolor=INK, hatch=hatch, linewidth=0.6)
        at = SIDE + (WIDE - 2 * SIDE) * bar.pace / most
        axes.plot([at, at], [y + 46, y + 48 + BAR + 6], color=INK, linewidth=2.2, solid_capstyle="butt")
    _write(axes, SIDE, y + bar.tall - 26, bar.amounts, "small", GREY)


def _strip(axes: Any, y: float, share: float, **look: Any) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((SIDE, y), (WIDE - 2 * SIDE) * share, BAR, **look))


def _foot(axes: Any, y: float, most: float) -> None:
    """What the marks mean."""
    cut = "，超过150%的只画到150%" if most >= MOST else ""
    _write(axes, SIDE, y + 24, f"粗竖线是序时进度，灰底是全年目标（100%）{cut}。", "small", GREY)
    _write(axes, SIDE, y + 58, "绿灯：实心；黄灯：斜线；红灯：网格。快、慢：与序时进度相差的百分点。", "small", GREY)


def _write(axes: Any, x: float, y: float, text: str, size: str, colour: str = INK, side: str = "left") -> None:
    look = {"fontproperties": _font(size), "color": colour, "ha": side, "va": "center"}
    axes.text(x, y, text.replace("$", r"\$"), **look)


@cache
def _font(size: str) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=font_file(), size=SIZES[size])


def _wrapped(text: str, columns: int) -> list[str]:
    """The text in lines of so many half-width columns."""
    lines = [""]
    for character in text:
        if width(lines[-1] + character) > columns:
            lines.append("")
        lines[-1] += character
    return lines
