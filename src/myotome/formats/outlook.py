"""Outlook messages (.msg): read like e-mail. Needs the extra ``msg`` (python-oxmsg over olefile)."""

from __future__ import annotations

from struct import error as StructError

from myotome.formats.document import Document
from myotome.formats.html import html_text
from myotome.formats.mail import QUOTED, Part, with_part
from myotome.formats.trouble import refuse, trouble
from myotome.terms import Level

EXTRA = 'pip install "myotome[msg]"'
DAMAGED = (OSError, ValueError, KeyError, StructError, LookupError, AttributeError, TypeError)  # what oxmsg and olefile raise on malformed files


def read_outlook(data: bytes, name: str) -> Document:
    """Text and tables of a message and its attachments. Raises MyotomeError for one that is damaged or holds nothing to read,
    and where the library is not installed."""
    try:
        from oxmsg import Message
    except ImportError as missing:
        raise refuse("format.needs_extra", name, ".msg", EXTRA) from missing
    try:
        message = Message.load(data)
        text, problems = message.body or "", []
        if not text.strip() and message.html_body:
            text, problems = html_text(message.html_body.encode("utf-8-sig"), name)
        sent = message.sent_date
        parts = [(a.file_name or a.mime_type or "", a.file_bytes if a.attached_by_value else None) for a in message.attachments]
    except DAMAGED as error:
        raise refuse("format.damaged", name, "Outlook") from error
    text = QUOTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    document = Document(name=name, kind="outlook", text=text, date=sent.date().isoformat() if sent else "", problems=problems)
    for part, content in parts:
        if content is None:  # a message inside the message, or only a link
            document.problems.append(trouble("format.attachment_apart", f"{name}, {part}", level=Level.WARNING))
        else:
            document = with_part(document, Part(part, content, shown_inside=False))
    if not (document.text.strip() or document.case or document.conduction or document.laboratory):
        raise refuse("format.no_text", name)
    return document
