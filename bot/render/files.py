"""What a reply asks to be made of its table becomes files: pictures, workbooks, bulletins. No facts, no queries."""

from dataclasses import replace

from bot.render.bulletin import bulletin
from bot.render.chart import pages, png
from bot.render.progress_workbook import progress_workbook
from data.table import Progress
from intents.reply import Attachment, File, Reply

PNG = "image/png"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def with_files(reply: Reply) -> Reply:
    """The reply with the files that it asks for, made in the order asked."""
    made = tuple(file for attachment in reply.attach for file in files(attachment))
    return replace(reply, files=(*reply.files, *made), attach=())


def files(attachment: Attachment) -> tuple[File, ...]:
    """The file of an attachment; of a long chart several."""
    table, name, title = attachment.table, attachment.name, attachment.title
    match attachment.kind:
        case "chart":
            return _pictures(attachment)
        case "workbook":
            return (File(f"{name}.xlsx", XLSX, progress_workbook(table, title, attachment.sheets)),)
        case "bulletin":
            return (File(f"{name}.docx", DOCX, bulletin(attachment)),)


def _pictures(attachment: Attachment) -> tuple[File, ...]:
    parts = pages(attachment.table)
    ends = [""] if len(parts) == 1 else [f"（{number}／{len(parts)}）" for number in range(1, len(parts) + 1)]
    return tuple(
        File(f"{attachment.name}{end}.png", PNG, png(attachment.table, f"{attachment.title}{end}", part))
        for part, end in zip(parts, ends, strict=True)
    )


def warm() -> None:
    """Loads what the first file would wait for: a picture is drawn and thrown away."""
    png(Progress("", 0, ()), "目标通")
