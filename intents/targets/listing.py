"""The figures themselves: a sentence for one, lines for a few, a table for more."""

from data.amount import show
from data.model import Figure
from intents.reply import Reply, Table
from intents.targets.case import Case, cited
from intents.targets.cells import asked, fetch, has_levels
from intents.wording import fact, listed, other_currency, qualified, sources


def shown(case: Case) -> Reply:
    """The figures themselves: a sentence for one, lines for a few, a table for more."""
    question = case.question
    figures = [
        f for m in question.metrics for d in question.districts for f in asked(case.cells.of(d, m), question.levels)
    ]
    if not figures:
        return no_such_cell(case)
    lines = [_sentence(case, d, m) for m in question.metrics for d in question.districts if case.cells.of(d, m)]
    notes = (*_left_out(case), *_about(case, figures), sources(cited(figures)))
    head, table = (lines, None) if len(lines) <= 3 else _tabled(case, figures)
    working = [
        f"{f.citation}，“{f.row or f.district}”行“{f.column or f.metric}”列：{show(f.value)}{f.unit}"
        for f in figures[:12]
    ]
    return Reply("answer", tuple(head), table, notes, tuple(map(fact, figures)), working=tuple(working))


def _sentence(case: Case, district: str, metric: str) -> str:
    figures = asked(case.cells.of(district, metric), case.question.levels)
    said = "，".join(level_of(f) + qualified(f, case.question.unit) for f in figures)
    return f"{case.question.year}年{district}{metric}目标：{said}。"


def level_of(figure: Figure) -> str:
    """必保, 力争 or nothing, as it stands before a figure."""
    return figure.level or ""


def _tabled(case: Case, figures: list[Figure]) -> tuple[list[str], Table]:
    question = case.question
    if len(question.metrics) == 1:
        who = case.who if question.groups else "各地"
        head = f"{question.year}年{who}{question.metrics[0]}目标："
        rows = [
            (d, _cell(case, d, question.metrics[0]))
            for d in question.districts
            if case.cells.of(d, question.metrics[0])
        ]
        return [head], Table(("考核对象", "目标"), tuple(rows))
    if len(question.districts) == 1:
        head = f"{question.year}年{question.districts[0]}的目标："
        return [head], Table(("指标", "目标"), tuple(_by_place(case, figures)))
    cells = [(d, m, _cell(case, d, m)) for m in question.metrics for d in question.districts if case.cells.of(d, m)]
    return [f"{question.year}年目标："], Table(("指标", "考核对象", "目标"), tuple((m, d, c) for d, m, c in cells))


def _by_place(case: Case, figures: list[Figure]) -> list[tuple[str, str]]:
    """The targets of one district, by annex, in the documents' order."""
    rows: list[tuple[str, str]] = []
    place = ""
    for metric in dict.fromkeys(f.metric for f in figures):
        first = next(f for f in figures if f.metric == metric)
        if first.citation.place != place:
            place = first.citation.place
            rows.append((f"【{place}】", ""))
        rows.append((metric, _cell(case, first.district, metric)))
    return rows


def _cell(case: Case, district: str, metric: str) -> str:
    figures = asked(case.cells.of(district, metric), case.question.levels)
    return "，".join(level_of(f) + qualified(f, case.question.unit) for f in figures)


def _left_out(case: Case) -> tuple[str, ...]:
    """The districts that have no such target, named: that is not a target of 0."""
    question = case.question
    if len(question.metrics) > 1 and len(question.metrics) > 6:
        return ()
    notes = []
    for metric in question.metrics:
        without = [d for d in question.districts if not case.cells.of(d, metric)]
        if without and len(without) < len(question.districts):
            notes.append(f"{listed(without)}没有设{metric}目标（不等于0）。")
        elif without and len(question.metrics) > 1:
            notes.append(f"{listed(without)}没有设{metric}目标（不等于0）{_city_figure(case, metric)}。")
    return tuple(notes)


def _city_figure(case: Case, metric: str) -> str:
    return "，该指标只有全市目标" if case.source.catalog.metric(metric).city_only else ""


def _about(case: Case, figures: list[Figure]) -> tuple[str, ...]:
    """What else the documents say of these figures: how the body puts it, that no rate of exchange is published."""
    notes = []
    city = [f for f in figures if f.district == case.question.city]
    for figure in city[:3]:
        for other in case.cells.also:
            same = other.metric == figure.metric and other.level == figure.level
            if same and other.qualifier and other.citation.place != figure.citation.place:
                notes.append(
                    f"正文{other.citation.place}对全市{other.column or other.metric}写作“{qualified(other)}”。"
                )
                break
    if any(other_currency(f.unit, case.question.unit) for f in figures):
        notes.append("文件没有公布汇率，不作币种折算，以上为公布的数。")
    if case.question.levels and not has_levels(figures) and "力争" in case.question.levels:
        notes.append("该指标没有分必保和力争。")
    return tuple(dict.fromkeys(notes))


def no_such_cell(case: Case) -> Reply:
    """No cell for what was asked: why, and what there is."""
    question = case.question
    metrics = [case.source.catalog.metric(m) for m in question.metrics[:4]]
    who = listed(question.districts) if len(question.districts) < 4 else case.who
    lines: list[str] = []
    figures: list[Figure] = []
    city = fetch(question.city, question.year, [m.name for m in metrics], (question.city,), case.source)
    for metric in metrics:
        own = city.of(question.city, metric.name)
        figures.extend(own)
        said = "，".join(level_of(f) + qualified(f) for f in own)
        why = "该指标文件只下达到全市" if metric.city_only else "附件的表里没有这一格"
        lines.append(f"{who}没有设{metric.name}目标：{why}，不等于目标为0。" + (f"全市目标为{said}。" if said else ""))
    return Reply(
        "decline", tuple(lines), None, (sources(cited(figures)),) if figures else (), tuple(map(fact, figures))
    )
