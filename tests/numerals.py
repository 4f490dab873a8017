"""Numbers written in every style that people use; what test_number and test_amount read back."""

from decimal import Decimal

LOWER, CAPITAL, ROUND = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "〇一二三四五六七八九"
UNITS, CAPITAL_UNITS = ("", "十", "百", "千"), ("", "拾", "佰", "仟")


def section(value: int, digits: str, units: tuple[str, ...]) -> str:
    """A number below 10000 in words: 1030 is 一千零三十."""
    words, zero = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit:
            words += (digits[0] if zero and words else "") + digits[digit] + units[place]
        zero = digit == 0
    return words


def chinese(value: int, digits: str = LOWER, units: tuple[str, ...] = UNITS) -> str:
    """A whole number in words, up to 一万亿."""
    if value == 0:
        return digits[0]
    words = ""
    for power, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, value = divmod(value, power)
        if part:
            gap = digits[0] if words and part < 1000 else ""
            words += gap + (chinese(part, digits, units) if part >= 10**4 else section(part, digits, units)) + name
    return words


def decimal(value: Decimal, digits: str = LOWER, units: tuple[str, ...] = UNITS) -> str:
    """A number with its places in words: 十二点三."""
    whole, _, places = f"{value:f}".partition(".")
    spoken = "".join(digits[int(place)] for place in places)
    return chinese(int(whole), digits, units) + (f"点{spoken}" if places else "")


def styles(value: Decimal) -> list[str]:
    """All the ways to write one number that is not below zero."""
    written = [f"{value:f}", f"{value:,f}", decimal(value)]
    written += [decimal(value, CAPITAL, CAPITAL_UNITS)] if value > 10 else []  # 陆, 伍 and 拾 alone are words
    for name, size in (("万", 10**4), ("亿", 10**8)):
        scaled = value / size
        if scaled == scaled.quantize(Decimal("1e-6")):
            short = f"{scaled.normalize():f}"
            written += [f"{short}{name}", f"{short} {name}"]
            written += [decimal(Decimal(short)) + name] if scaled < 10**4 else []
    if value == int(value) and value >= 100:
        written.append(f"{chinese(int(value))}".replace("二百", "两百").replace("二千", "两千"))
    return written
