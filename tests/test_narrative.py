"""What the documents say beside figures: measures, programmes, projects, statements, award rules, departments."""

import re
from collections import Counter
from pathlib import Path
from shutil import copytree

import pytest

from data.document import Document, Measure, Programme, Statement
from data.folder import DocumentError
from data.library import ROOT, load_documents
from data.narrative import (
    awards,
    departments,
    measures,
    measures_of,
    nouns_of,
    programmes,
    project_groups,
    projects,
    sections,
    statements,
)

SHAOXING, CHONGQING = load_documents()
FIGURE = re.compile(r"\d+(?:\.\d+)?")


def of(number: str) -> list[Measure]:
    return [measure for measure in measures() if measure.document == number]


def programme(name: str) -> Programme:
    (found,) = (item for item in programmes() if item.name == name)
    return found


def test_every_measure_is_there_under_its_section() -> None:
    counts = Counter(measure.section for measure in of(SHAOXING.number))
    assert counts == {"三(一)": 2, "三(二)": 3, "三(三)": 4, "三(四)": 3, "三(五)": 4, "三(六)": 3}
    assert [m.place for m in of(CHONGQING.number)] == [
        *("二(一)", "二(二)", "二(三)"),
        *("三(一)", "三(二)", "三(三)", "三(四)", "三(五)"),
    ]
    places = {(section.document, section.place) for section in sections()}
    assert {(measure.document, measure.section) for measure in measures()} == places


def test_leads_are_departments_and_only_shaoxing_names_them() -> None:
    known = {department.name for department in departments()}
    for measure in measures():
        named = {*measure.lead, *measure.joint, *measure.carried_out_by}
        assert named <= known, named - known
        assert bool(measure.lead) == (measure.document == SHAOXING.number)
        assert measure.lead_verb == "" or measure.lead_verb in {"牵头", "负责"}
        assert bool(measure.carried_out_by) == bool(measure.carried_out_verb)
    assert [m.place for m in measures() if m.separately] == ["三(五)1", "三(五)3", "三(五)4"]


def test_every_department_of_shaoxing_has_something_to_do() -> None:
    busy = {name for measure in measures() for name in (*measure.lead, *measure.joint)}
    assert busy == {d.name for d in departments() if d.city == "绍兴市" and d.kind == "部门"}
    led = Counter(name for measure in measures() for name in measure.lead)
    assert (led["市经信委"], led["市产业投资办公室"], led["市发改委"]) == (6, 4, 2)


def test_departments_do_not_share_a_name() -> None:
    for city in ("绍兴市", "重庆市"):
        said = [n for d in departments() if d.city == city for n in (d.name, *d.aliases, *d.later)]
        assert max(Counter(said).values()) == 1


@pytest.mark.parametrize("document", [SHAOXING, CHONGQING], ids=lambda document: document.key)
def test_points_and_body_figures_name_each_other(document: Document) -> None:
    figures = {(f.citation.place, f.metric) for f in document.figures}
    own = of(document.number)
    said = {(measure.place, metric) for measure in own for metric in measure.metrics}
    assert said <= figures
    assert {(place, metric) for place, metric in figures if place in {m.place for m in own}} <= said


def test_a_point_states_the_figure_of_its_metrics() -> None:
    for document in load_documents():
        values = {(f.citation.place, f.metric): str(f.value) for f in document.figures}
        for measure in of(document.number):
            for point in measure.points:
                said = set(FIGURE.findall(point.what))
                assert {values[measure.place, metric] for metric in point.metrics} <= said, point.what


def test_every_measure_can_be_asked_for() -> None:
    for measure in measures():
        assert len(measure.words) >= 8
        assert set(measure.general) < set(measure.words)
        assert measure.points
        for point in measure.points:
            assert point.words


def test_words_are_listed_once() -> None:
    points = (point.words for measure in measures() for point in measure.points)
    placed = (noun.words for nouns in (measures(), sections(), statements(), awards()) for noun in nouns)
    named = ((noun.name, *noun.aliases) for nouns in (programmes(), projects(), project_groups()) for noun in nouns)
    for words in (*points, *placed, *named):
        assert max(Counter(words).values(), default=1) == 1, words


def test_programmes() -> None:
    assert len(programme("六个一批").parts) == 6
    assert len(programme("三百推进计划").parts) == 3
    assert len(programme("五低").parts) == 5
    assert len(programme("十大战略性工业项目").parts) == 10
    undefined = {item.name for item in programmes() if not item.defined}
    assert undefined >= {"五年双千工程", "新三年建设计划", "1415", "六大专项整治行动", "三铁一空"}
    assert all(item.note for item in programmes() if not item.defined)


def test_programmes_stand_on_what_the_document_holds() -> None:
    leads = {(measure.document, measure.place) for measure in measures() if measure.lead}
    for item in programmes():
        assert not item.lead_at or (item.document, item.lead_at) in leads
        assert set(item.metrics) <= {f.metric for d in load_documents() if d.number == item.document for f in d.figures}


def test_projects_are_in_their_groups() -> None:
    stages = {group.name: group.stage for group in project_groups()}
    assert all(stages[project.group] == project.stage for project in projects())
    named = Counter(project.group for project in projects())
    published = {f.metric: int(f.value) for f in CHONGQING.figures}
    for group in project_groups():
        assert (named[group.name] == published[group.count]) == group.complete
    assert len(projects()) == 19
    assert {p.name for p in projects() if p.cluster.startswith("千亿级")} == {"群光电子重庆产业基地"}


def test_principles_goals_and_demands() -> None:
    kinds = Counter((item.document, item.kind) for item in statements())
    assert kinds[SHAOXING.number, "原则"] == 3
    assert kinds[SHAOXING.number, "目标"] == 3
    assert kinds[SHAOXING.number, "要求"] == 3
    assert kinds[CHONGQING.number, "依据"] == 1
    assert {item.kind for item in statements()} == {"目的", "原则", "目标", "要求", "依据", "未载明"}


def test_award_rules_have_the_numbers_of_the_document() -> None:
    published = {f.metric: int(f.value) for f in CHONGQING.figures}
    titled = [rule for rule in awards() if rule.kind == "授予称号"]
    assert [rule.top for rule in titled] == [10, 10, 5, 10]
    assert all(published[rule.metric] == rule.top for rule in titled)
    assert [rule.met for rule in awards()] == [True, True, True, None, None, True, False]


def test_a_fault_names_the_line_of_its_table(tmp_path: Path) -> None:
    folder = copytree(ROOT / SHAOXING.key, tmp_path / SHAOXING.key)
    path = folder / "measures.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('lead_verb = "负责"', "lead_verb = 3", 1), encoding="utf-8")
    with pytest.raises(DocumentError, match=r"measures\.toml 第\d+行:lead_verb") as caught:
        list(measures_of(folder))
    assert path.read_text(encoding="utf-8").splitlines()[caught.value.line - 1] == "lead_verb = 3"


def test_a_document_needs_nothing_but_its_figures(tmp_path: Path) -> None:
    (tmp_path / "document.toml").write_text('number = "X"\n', encoding="utf-8")
    assert list(measures_of(tmp_path)) == []
    assert list(nouns_of(tmp_path, "statements.toml", "statement", Statement)) == []
