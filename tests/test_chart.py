"""Charts: every character drawn, figures as in the text, legible and readable without colour, soon made."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from time import process_time
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.font_manager import get_font
from matplotlib.patches import Rectangle

from bot.render.chart import LIGHTS, WIDE, bars, draw, font_file, pages, png
from data.catalog.load import load_catalog
from data.table import Line, Progress
from tests.bulletins import ask, file, number, reckoned, shown

MAY = date(2012, 5, 31)
PACE = Fraction(5, 12)


def line(district: str, rate: Fraction | None, light: str = "", lead: str = "", **more: Any) -> Line:
    made = Line(
        district,
        "实际引进外资",
        "万美元",
        MAY,
        PACE,
        Decimal(100),
        actual=None if rate is None else Decimal(int(rate * 100)),
    )
    text = f"{rate * 100}%" if rate is not None else "未报"
    rated = {"rate": rate, "lead": rate and (rate - PACE) * 100, "light": light, "rate_text": text, "lead_text": lead}
    return replace(made, **rated | {"actual_text": text, "target_text": "100万美元", "day_text": "5月底"} | more)


LINES = (
    line("诸暨市", Fraction(1, 2), "绿灯", "快8.33", rank=1),
    line("上虞市", Fraction(2, 5), "黄灯", "慢1.67", rank=2, status=("待审核",)),
    line("嵊州市", Fraction(1, 4), "红灯", "慢16.67", rank=3),
    line("新昌县", None, status=("未报",)),
)
TABLE = Progress("绍兴市", 2012, LINES, "2012年5月底", "41.67%")


def texts(figure: Any) -> list[str]:
    return [each.get_text() for each in figure.axes[0].texts]


def test_every_character_of_every_name_has_a_glyph() -> None:
    known = get_font(str(font_file())).get_charmap()
    catalog = load_catalog()
    named = "".join([m.name + m.unit for m in catalog.metrics] + [d.name for d in catalog.districts])
    drawn = "".join(
        texts(draw(TABLE, "2012年1—5月（1／2）“完成”情况《图》、。；：快慢持平含待审核不完整迟报未设必保力争级别"))
    )
    assert {c for c in named + drawn if ord(c) not in known} == set()


def test_a_missing_glyph_is_noticed() -> None:
    with pytest.raises(UserWarning, match="missing from font"):
        png(TABLE, "\U00030edd")


def test_what_a_colour_says_a_word_and_a_hatch_say() -> None:
    figure = draw(TABLE, "外资")
    hatches = [p.get_hatch() for p in figure.axes[0].patches if isinstance(p, Rectangle) and p.get_linewidth() < 1]
    assert [h or "" for h in hatches] == [LIGHTS[each.light][1] for each in LINES[:3]]
    assert len({hatch for _, hatch in LIGHTS.values()}) == len(LIGHTS)
    assert all(any(text.endswith(each.light) for text in texts(figure)) for each in LINES[:3])


def test_unreported_has_no_bar_and_is_no_zero() -> None:
    bar = bars(TABLE)[3]
    assert (bar.share, bar.figures, bar.name) == (None, "未报", "新昌县")
    assert bars(replace(TABLE, lines=(line("新昌县", Fraction(0), "红灯", "慢41.67"),)))[0].share == 0


def test_lights_differ_in_grey_or_hatch_and_ink_is_dark() -> None:
    def grey(colour: str) -> float:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    greys = sorted(grey(colour) for colour, _ in LIGHTS.values())
    assert all(b - a > 8 for a, b in pairwise(greys))


def test_sized_to_content_and_texts_apart() -> None:
    long = [max((m.name for m in load_catalog().metrics if m.city == "绍兴市"), key=len), "实际引进外资"]
    lines = tuple(replace(LINES[2], metric=m, rate_text="123.4567%", lead_text="慢123.45") for m in long)
    figure = draw(replace(TABLE, lines=lines), "列入市传统产业提升双百技改计划的项目数各地完成情况和名次（1／2）")
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    boxes = [each.get_window_extent() for each in figure.axes[0].texts]
    inside = figure.bbox
    assert all(inside.x0 <= b.x0 and b.x1 <= inside.x1 and inside.y0 <= b.y0 and b.y1 <= inside.y1 for b in boxes)
    assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[:i] if a.overlaps(b)]
    assert min(each.get_fontsize() * figure.dpi / 72 for each in figure.axes[0].texts) >= WIDE / 50


def test_long_charts_are_several() -> None:
    many = replace(TABLE, lines=LINES * 9)
    parts = pages(many)
    assert [many.lines[part] for part in parts] == [many.lines[i : i + 12] for i in (0, 12, 24)]
    assert pages(TABLE) == (slice(0, 4),)


def test_the_same_table_is_the_same_picture_soon() -> None:
    first = png(TABLE, "外资")
    taken = []
    for _ in range(3):
        began = process_time()
        assert png(TABLE, "外资") == first
        taken.append(process_time() - began)
    assert min(taken) < 1 and first.startswith(b"\x89PNG")


@pytest.mark.parametrize("text", ["外资完成排名 图", "外资完成排名", "外资5月进度图表"])
def test_a_ranking_comes_with_its_chart(text: str) -> None:
    reply = ask(text)
    assert reply.kind == "summary" and reply.table
    assert file(reply, ".png").type == "image/png"


def test_the_figures_drawn_are_those_of_the_text_and_of_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Progress] = []

    def keep(table: Progress, *_: object) -> bytes:
        drawn.append(table)
        return b""

    monkeypatch.setattr("bot.render.files.png", keep)
    reply = ask("5月外资完成排名 图")
    assert reply.table and drawn
    told = {row[1]: row[3:] for row in reply.table.rows if row[0] != "未报"}
    again = reckoned().xs("实际引进外资", level="metric")
    for bar, each in zip(bars(drawn[0]), drawn[0].lines, strict=True):
        if each.reported and each.rate is not None:
            rate, lead, light = bar.figures.split("  ")
            assert (rate, lead, light) == told[each.district]
            row: Any = again.loc[each.district]
            assert (number(rate), number(lead), light) == (shown(row.rate), shown(row.lead), row.light)


def test_a_course_and_a_district() -> None:
    course = ask("诸暨外资走势图")
    assert course.kind == "answer" and file(course, ".png")
    assert file(ask("诸暨市进度 图"), "（1／2）.png")


def test_nothing_asked_nothing_made() -> None:
    assert not ask("诸暨外资完成多少了").files
    assert not ask("全市进度汇总").files
