"""The laws of the house (ARCHITECTURE.md), held over the sources as they are. Each failure says what to do."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("data", "intents", "bot")  # imports fall to the left

# One foreign library, one door. `*` in a path stands for any file below.
DOORS = {
    "aiohttp": ("bot/channels/telegram_transport.py", "bot/channels/telegram_webhook.py"),
    "aiolimiter": ("bot/channels/telegram_pace.py",),
    "ahocorasick": ("intents/mentions/lexicon.py", "intents/mentions/topic.py"),
    "alembic": ("data/migrations/*",),
    "chinese_calendar": ("data/workdays.py",),
    "docx": ("bot/render/official.py",),
    "matplotlib": ("bot/render/chart.py",),
    "opencc": ("intents/normal.py",),
    "openpyxl": ("data/sheet.py", "data/sheet_made.py"),  # workbooks to be filled in: handed out, read back
    "pandas": ("data/pivot.py",),
    "prometheus_client": ("bot/health.py",),
    "psycopg": ("data/postgresql.py",),
    "pydantic": ("bot/settings.py",),
    "pydantic_settings": ("bot/settings.py",),
    "pypinyin": ("intents/mentions/nearest.py",),
    "rapidfuzz": ("intents/mentions/nearest.py",),
    "rich": ("bot/cli.py", "bot/channels/terminal.py", "bot/channels/reader.py"),
    "sqlalchemy": ("data/schema*.py", "data/seeding.py", "data/move.py", "data/migrations/*"),
    "sqlglot": ("data/query.py",),
    "sqlite3": ("data/connection.py", "data/backup.py", "data/restore.py"),
    "telegram": ("bot/channels/telegram*",),
    "typer": ("bot/cli*.py",),
    "xlsxwriter": ("data/workbook.py",),
}
# What a channel or a renderer may know of the rest of the house.
SHOWN = (
    *("bot.channels", "bot.metrics", "bot.render", "bot.wire", "bot.worker"),
    *("intents.reply", "intents.turn", "data.table", "data.workbook"),
)
INSPECTS = "bot/channels/reader.py"  # lays open what was read, so it knows what there is to read
# Modules that need each other, the later one only inside a function. Each pair wants a reason.
MUTUAL = {("data.store", "data.seeding")}  # opening a store brings its schema up to date, seldom
# Dataclasses that something is collected into before it is frozen: few, and named here.
BUILDERS = {"Phrase", "_Sorting"}
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}

SHORT, MOST, LONGEST = 20, 0.9, 60  # lines of a function: nine in ten under 20, none over 60
CEILING = 220  # lines of a file
LONG_FILES: dict[str, int] = {}  # longer ones, each with a reason and a ceiling of its own; lower it as they are split
WIDEST = 120  # characters of a line

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def files() -> list[Path]:
    """The sources of the three rooms, as paths from the root."""
    return sorted(path.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def tracked() -> list[Path]:
    """Every text that belongs to the project; without git, whatever lies in the rooms and beside them."""
    listing = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    try:
        names = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        rooms = (*ROOMS, "tests", "benchmarks", ".ci")
        found = [*ROOT.glob("*.*"), *(path for room in rooms for path in (ROOT / room).rglob("*"))]
        names = [str(path.relative_to(ROOT)) for path in found if "__pycache__" not in path.parts]
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def module(path: Path) -> str:
    """data/store.py -> data.store; a package by its own name."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


MODULES = {module(path): path for path in files()}


def imported(nodes: Iterator[ast.AST]) -> Iterator[str]:
    """The modules that these imports name: `from data import store` is data.store."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"line {node.lineno}: write imports from the top (from data.store import …)"
            base = node.module or ""
            full = [f"{base}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES else base for name in full)


def at_load(path: Path) -> Iterator[ast.AST]:
    """All that runs when a module is loaded: neither what is for the type checker nor what waits in a function."""
    waiting: list[ast.AST] = [tree(path)]
    while waiting:
        node = waiting.pop()
        yield node
        only_types = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        waiting.extend(() if only_types or isinstance(node, FUNCTIONS) else ast.iter_child_nodes(node))


def within(path: Path) -> Iterator[ast.AST]:
    """All that a module may run, in functions too, without what is for the type checker."""
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, FUNCTIONS)]
    yield from at_load(path)
    yield from (node for function in functions for node in ast.walk(function))


def fail(found: list[str], remedy: str) -> None:
    if found:
        pytest.fail(f"{remedy}\n  " + "\n  ".join(sorted(found)), pytrace=False)


def test_imports_fall() -> None:
    found = []
    for path in files():
        higher = ROOMS[ROOMS.index(path.parts[0]) + 1 :]
        names = [name for name in imported(ast.walk(tree(path))) if name.split(".")[0] in (*higher, "tests")]
        found += [f"{path}: {name}" for name in names]
    fail(found, "Imports fall data <- intents <- bot: move what is needed to the left, or hand it in as an argument.")


def test_no_circles() -> None:
    graph = {name: {n for n in imported(at_load(path)) if n in MODULES} for name, path in MODULES.items()}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        fail([" <- ".join(error.args[1])], "Modules import each other: put what both need into a third one.")


def test_no_circles_through_functions() -> None:
    graph = {name: {n for n in imported(within(path)) if n in MODULES} for name, path in MODULES.items()}
    for name, other in MUTUAL:
        graph[name].discard(other)
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        remedy = "A circle hides in a function's import: untie it, or give its reason in MUTUAL in tests/test_house.py."
        fail([" <- ".join(error.args[1])], remedy)


def test_one_door_for_a_library() -> None:
    found = []
    for path in files():
        for name in {name.split(".")[0] for name in imported(ast.walk(tree(path)))}:
            known = name in sys.stdlib_module_names or name in ROOMS
            doors = DOORS.get(name, ("*",) if known else ())
            if not any(fnmatch(path.as_posix(), door) for door in doors):
                found.append(
                    f"{path}: {name}, whose door is {', '.join(doors) or 'not open: a new one goes into DOORS'}"
                )
    fail(found, "One foreign library, one door: go through the module that has it (DOORS in tests/test_house.py).")


def test_what_is_imported_is_required() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = {re.split(r"[\[<>=]", line)[0].lower().replace("-", "_") for line in project["dependencies"]}
    called = {
        "ahocorasick": "pyahocorasick",
        "chinese_calendar": "chinesecalendar",
        "docx": "python_docx",
        "opencc": "opencc_python_reimplemented",
        "telegram": "python_telegram_bot",
    }
    names = {name.split(".")[0] for path in files() for name in imported(ast.walk(tree(path)))}
    foreign = {name for name in names if name not in sys.stdlib_module_names and name not in ROOMS}
    missing = [name for name in foreign if called.get(name, name) not in required]
    fail(missing, "Imported but not required: add it to dependencies in pyproject.toml and to requirements.lock.")


def test_channels_and_renderers_know_only_turn_and_reply() -> None:
    found = []
    for path in files():
        if path.parts[:2] in (("bot", "channels"), ("bot", "render")) and path.as_posix() != INSPECTS:
            names = [name for name in imported(ast.walk(tree(path))) if name.split(".")[0] in ROOMS]
            found += [f"{path}: {name}" for name in names if not name.startswith(SHOWN)]
    fail(found, "Channels know no meaning and renderers no facts: let the desk put it into the Reply.")


def test_dataclasses_are_frozen() -> None:
    found = []
    for path in files():
        for node in (node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)):
            marks = [ast.unparse(mark) for mark in node.decorator_list if "dataclass" in ast.unparse(mark)]
            if marks and "frozen=True" not in marks[0] and node.name not in BUILDERS:
                found.append(f"{path}:{node.lineno}: {node.name}")
    fail(found, "Nouns are frozen: write @dataclass(frozen=True, slots=True); a private builder is named in BUILDERS.")


def test_no_floats() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path in files()
        if path.parts[0] != "bot"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "float"
    ]
    fail(found, "Figures are Decimal or Fraction, never float: a float turns exactly -10 into red.")


def test_nobody_asks_the_clock() -> None:
    found = [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for path in files()
        if path.parts[0] != "bot"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in CLOCKS
        and ast.unparse(node.value) in ("datetime", "date", "time", "datetime.datetime", "datetime.date")
    ]
    fail(found, "Time comes in with the Turn: take the moment as an argument.")


def test_packages_say_one_line() -> None:
    found = []
    for path in files():
        lines = (ROOT / path).read_text(encoding="utf-8").strip().splitlines()
        if path.name == "__init__.py" and (len(lines) != 1 or not ast.get_docstring(tree(path))):
            found.append(f"{path}: {len(lines)} lines")
    fail(found, "An __init__.py is one line of docstring: move the code into a module beside it.")


def lengths() -> list[tuple[int, str]]:
    """Each function of the rooms with its lines, the longest first."""
    found = [(path, node) for path in files() for node in ast.walk(tree(path)) if isinstance(node, FUNCTIONS)]
    sized = [((node.end_lineno or 0) - node.lineno + 1, f"{path}:{node.lineno}: {node.name}") for path, node in found]
    return sorted(sized, reverse=True)


def test_functions_are_small() -> None:
    all_of_them = lengths()
    long = [f"{where}, {lines} lines" for lines, where in all_of_them if lines >= SHORT]
    fail([each for each in long if int(each.split()[-2]) > LONGEST], f"No function is over {LONGEST} lines: split it.")
    share = 1 - len(long) / len(all_of_them)
    if share < MOST:
        fail(
            long, f"Only {share:.1%} of functions are under {SHORT} lines, nine in ten should be: split some of these."
        )


def test_files_are_small() -> None:
    lines = {path.as_posix(): len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in files()}
    over = [f"{name}: {n} lines" for name, n in lines.items() if n > LONG_FILES.get(name, CEILING)]
    fail(over, f"Files stay under {CEILING} lines (or their ceiling in LONG_FILES): split by what is recognised.")
    stale = [name for name in LONG_FILES if lines.get(name, 0) <= CEILING]
    fail(stale, "No longer long: take it out of LONG_FILES in tests/test_house.py.")


def test_lines_are_short() -> None:
    found = []
    for path in (path.relative_to(ROOT) for path in tracked() if path.suffix == ".py"):
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1):
            if len(line) > WIDEST:
                found.append(f"{path}:{number}: {len(line)} characters")
    fail(found, f"A line has at most {WIDEST} characters: break it (ruff format does most of it).")


def public(nodes: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Public functions, classes and their public methods; what only stands for a type (…) says enough."""
    for node in nodes:
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and not node.name.startswith("_"):
            if ast.unparse(node.body[-1]) != "...":
                yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body)


def test_public_names_say_what_they_are() -> None:
    found = [
        f"{path}:{node.lineno}: {node.name}"
        for path in files()
        for node in public(tree(path).body)
        if not ast.get_docstring(node)
    ]
    found += [str(path) for path in files() if not ast.get_docstring(tree(path))]
    fail(found, "Every module and public name has a docstring: say what comes back, and what it raises.")


# Documents that are held to the code.


def commands(name: str) -> list[str]:
    """The lines of a document's shell blocks, without comments."""
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL)).splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_the_readme_sets_up_as_ci_does() -> None:
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    run = {line.strip() for line in ci}
    wanted = [line for line in commands("README.md") if "pip install" in line]
    assert len(wanted) >= 2, "README.md shows one command to ask a first question and one to run the tests"
    missing = [line for line in wanted if line not in run]
    fail(missing, "README.md and .ci/run give the same set-up commands, letter by letter: change both.")


def test_both_readmes_give_the_same_commands() -> None:
    def bare(name: str) -> list[str]:
        return [line.split("  #")[0].strip() for line in commands(name)]

    assert bare("README.md") == bare("README.zh.md"), "README.md and README.zh.md say the same: change both"


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readmes_name_every_command_and_setting(name: str) -> None:
    from typer.main import get_command

    from bot.cli import app
    from bot.settings import Settings

    text = (ROOT / name).read_text(encoding="utf-8")
    known = [f"`mubiao {command}" for command in getattr(get_command(app), "commands", {})]
    known += [f"`MUBIAO_{field.upper()}`" for field in Settings.model_fields]
    fail([each for each in known if each not in text], f"{name} has a line for each command and each setting: add it.")


def test_architecture_knows_every_room() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    inside = [path for path in files() if not {"migrations", "mentions"} & set(path.parts) and "__" not in path.name]
    missing = [str(path) for path in inside if f"`{path.name}`" not in text]
    missing += [room for room in {f"{path.parent.as_posix()}/" for path in inside} if f"`{room}`" not in text]
    fail(missing, "ARCHITECTURE.md has a line for each folder of code and each module: add it there.")
    named = re.findall(r"`(\w+\.py)`", text)
    known = {path.name for path in files()} | {path.name for path in (ROOT / "tests").glob("*.py")}
    fail([name for name in named if name not in known], "ARCHITECTURE.md names what is not there: bring it up to date.")
    rooms = text.partition("## Seven journeys")[0]
    rows = Counter(name for line in rooms.splitlines() for name in re.findall(r"`(\w+\.py)`", line))
    there = Counter(path.name for path in files())
    twice = [name for name, count in rows.items() if name in there and count > there[name]]
    fail(twice, "ARCHITECTURE.md has one line for a module: take the older one out (merges leave both).")


def test_the_changelog_has_an_entry() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    first, *rest = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    heads = [part.splitlines()[0] for part in (first, *rest)]
    assert any(version in head for head in heads), f"CHANGELOG.md has a heading for version {version}: add it"
    assert "\n- " in first, "CHANGELOG.md begins with what is new, each entry a sentence for users after '- '"


MACHINE = re.compile(r"(?<![\w.:/*])/(?:work|home|root|Users|opt|mnt|srv)/\w")
REGISTRY = re.compile(
    r"\b(?:pypi|pythonhosted|npmjs|anaconda)\.(?:org|com)\b|\bmirrors?\.\w+\.\w+|--(?:extra-)?index-url"
)


def test_nothing_of_one_machine() -> None:
    found = []
    for path in (path for path in tracked() if path != Path(__file__)):
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if MACHINE.search(line) or REGISTRY.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    fail(found, "No path of one machine and no registry's address belongs in the project: take it out.")


def test_the_lock_is_exact() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    found = [line for line in lines if not re.fullmatch(r"#.*|[A-Za-z0-9_.-]+==[A-Za-z0-9_.!+-]+", line)]
    fail(found, "requirements.lock holds NAME==VERSION and nothing else.")
    locked = {line.split("==")[0].lower().replace("_", "-") for line in lines}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = [re.split(r"[\[<>=]", line)[0].lower() for line in asked]
    fail([name for name in names if name not in locked], "Every dependency has its version in requirements.lock.")
