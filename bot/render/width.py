"""How wide text is: in half-width columns as a terminal shows it, in the units that Telegram counts."""

import unicodedata


def width(text: str) -> int:
    """Half-width columns: two for a Chinese character, none for a combining or invisible one."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def units(text: str) -> int:
    """UTF-16 units: one for most characters, two for 𠮷 and most emoji."""
    return len(text) + sum(character > "\uffff" for character in text)
