"""Who leads and joins a measure, in words."""

from data.document import Measure
from intents.documents.asked import Asked
from intents.documents.evidence import joined


def lead_line(measure: Measure, asked: Asked) -> str:
    """股权转让 由市金融办负责，市经信委、市招商局配合."""
    verb = "分别牵头" if measure.separately else measure.lead_verb
    together = "共同" if len(measure.lead) > 1 and not measure.separately else ""
    lead = f"由{joined(measure.lead)}{together}{verb}"
    joint = f"配合单位是{joined(measure.joint)}" if measure.joint else ""
    parts = [joint, lead] if joint and asked.wants("join") and not asked.wants("lead") else [lead, joint]
    return f"{measure.title}（{measure.place}）：{'；'.join(part for part in parts if part)}。"


def roles(asked: Asked, measures: tuple[Measure, ...]) -> list[str]:
    """市招商局在这项里是配合单位."""
    roles = (("牵头（负责）单位", "lead"), ("配合单位", "joint"), ("实施单位", "carried_out_by"))
    found = [
        f"{name}在{m.place}里是{role}。"
        for m in measures
        for name in asked.departments
        for role, field in roles
        if name in getattr(m, field)
    ]
    return found[:4]
