"""What a unit, or 几只, says of the kind of metric that is meant."""

from intents.reading import Reading


def unit_hint(reading: Reading) -> str:
    """money, count or % where the question says in what its answer is to be counted."""
    for mention in reading.of("unit"):
        if mention.value == "%" and reading.cue("share", "difference", "rate"):
            continue
        if mention.value in ("%", "count"):
            return str(mention.value)
        return "money"
    return ""


def counts(reading: Reading, hint: str, one_district: bool) -> bool:
    """Whether an amount is likely to be a threshold of projects rather than a filter."""
    said = any(m.value == "项目" for m in reading.of("facet")) or any(m.value == "在建" for m in reading.of("sector"))
    if said or hint == "count":
        return True
    return one_district and not reading.cue("who")
