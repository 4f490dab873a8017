"""Reads the files of a document's folder: TOML tables and CSV rows, each fault with its file and line."""

import csv
import hashlib
import io
import re
import tomllib
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

T = TypeVar("T")
NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


class DocumentError(ValueError):
    """A document's files are not as they must be; names the file and the line."""

    def __init__(self, path: Path, line: int, what: str) -> None:
        super().__init__(f"{path} 第{line}行:{what}")
        self.path, self.line, self.what = path, line, what


@dataclass(frozen=True, slots=True)
class Where:
    """A line of a file."""

    path: Path
    line: int = 1

    def error(self, what: str, key: str = "") -> DocumentError:
        """The fault, at this line or at the line of `key` after it."""
        return DocumentError(self.path, self._line_of(key), what)

    def _line_of(self, key: str) -> int:
        lines = self.path.read_text(encoding="utf-8").splitlines()[self.line - 1 :] if key else []
        found = (n for n, line in enumerate(lines, self.line) if re.match(rf"{re.escape(key)}\s*=", line))
        return next(found, self.line)


def fingerprint(folder: Path) -> str:
    """SHA-256 over the names and bytes of the folder's files, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.iterdir() if p.suffix in {".toml", ".csv"}):
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def read_toml(path: Path) -> dict[str, Any]:
    """The whole file; an empty table where there is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as fault:
        raise DocumentError(path, 1, "不是 UTF-8 文本") from fault
    except tomllib.TOMLDecodeError as fault:
        line = re.search(r"line (\d+)", str(fault))
        raise DocumentError(path, int(line[1]) if line else 1, f"TOML 格式不对({fault})") from fault


def tables(path: Path, content: Mapping[str, Any], name: str) -> Iterator[tuple[dict[str, Any], Where]]:
    """Each [[name]] of the file as a table of its own, with the line of its header."""
    found = content.get(name, [])
    if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
        raise DocumentError(path, 1, f"{name} 应写成 [[{name}]]")
    lines = path.read_text(encoding="utf-8").splitlines() if found else []
    starts = [n for n, line in enumerate(lines, 1) if line.strip() == f"[[{name}]]"]
    for at, table in enumerate(found):
        yield dict(table), Where(path, starts[at] if at < len(starts) else 1)


def build(kind: type[T], table: Mapping[str, Any], where: Where, **given: Any) -> T:
    """A noun whose fields are the table's keys; a key unknown, missing or of a wrong type is an error."""
    known: dict[str, Field[Any]] = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    for key in table:
        if key not in known or key in given:
            raise where.error(f"不认识的键 {key}", key)
    values = {key: _typed(known[key], value, where) for key, value in table.items()} | given
    for name, field in known.items():
        if name not in values and field.default is MISSING:
            raise where.error(f"缺少 {name}")
    return kind(**values)


def _typed(field: Field[Any], value: Any, where: Where) -> Any:
    """The value, a list as a tuple; an error where it is not of the field's type."""
    value = tuple(value) if isinstance(value, list) else value
    if isinstance(value, tuple) and not all(isinstance(item, str) and item for item in value):
        raise where.error(f"{field.name} 应是一列文字", field.name)
    if not isinstance(value, _classes(field.type)) or (isinstance(value, bool) and bool not in _classes(field.type)):
        raise where.error(f"{field.name} 的类型不对", field.name)
    return value


def _classes(annotation: Any) -> tuple[type, ...]:
    """str -> (str,); tuple[str, ...] -> (tuple,); int | None -> (int, NoneType)."""
    if isinstance(annotation, types.UnionType):
        return get_args(annotation)
    return (get_origin(annotation) or annotation,)


def read_csv(path: Path) -> Iterator[tuple[list[str], Where]]:
    """The rows that hold anything, with their lines; each as long as the first."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as fault:
        raise DocumentError(path, 1, "没有这个文件") from fault
    except UnicodeDecodeError as fault:
        raise DocumentError(path, 1, "不是 UTF-8 文本") from fault
    reader, width = csv.reader(io.StringIO(text, newline="")), 0
    for row in (row for row in reader if any(row)):
        width = width or len(row)
        if len(row) != width:
            raise DocumentError(path, reader.line_num, f"应有{width}列,实有{len(row)}列")
        yield ["".join(row[0].split()), *map(str.strip, row[1:])], Where(path, reader.line_num)
    if not width:
        raise DocumentError(path, 1, "没有内容")


def amount(cell: str, where: Where) -> Decimal:
    """The figure exactly as printed."""
    if not NUMBER.fullmatch(cell):
        raise where.error(f"“{cell}”不是数字")
    return Decimal(cell)
