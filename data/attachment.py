"""A file that somebody sent along: its name, its bytes, and what it is by its first bytes, whatever its name says."""

from dataclasses import dataclass
from pathlib import Path

LARGEST = 20 * 1024 * 1024  # what Telegram hands over at most
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OLD = "application/vnd.ms-excel"
_BEGINS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"heif")
_TABLES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".et", ".ods", ".csv")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file: its media type ('' unknown), its size in bytes, its content (b'' where it is larger than LARGEST)."""

    name: str
    type: str
    size: int
    content: bytes

    @property
    def is_proof(self) -> bool:
        """Whether it is a picture or a PDF."""
        return self.type == "application/pdf" or self.type.startswith("image/")

    @property
    def is_table(self) -> bool:
        """Whether it is, or claims to be, a workbook or another table."""
        return self.type in (WORKBOOK, OLD)


def attachment(path: str) -> Attachment | None:
    """The file at this path; None where it cannot be read."""
    file = Path(path)
    try:
        size = file.stat().st_size
        content = file.read_bytes() if file.is_file() and size <= LARGEST else b""
    except (OSError, ValueError):
        return None
    if not file.is_file():
        return None
    return Attachment(file.name, _type(file.name.lower(), content), size, content)


def _type(name: str, content: bytes) -> str:
    for begin, media in _BEGINS:
        if content.startswith(begin):
            return media
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp" and content[8:12] in _BRANDS:
        return "image/heic"
    if content.startswith(b"PK\x03\x04") and (b"xl/workbook" in content or name.endswith(_TABLES)):
        return WORKBOOK
    return OLD if name.endswith(_TABLES) else ""
