"""E-mail (.eml): the message as it reads, then the text of each attachment of a kind that is read.

The plain part is preferred to the HTML one. Headers are not read (they name people), except the date. Marks of quotation
(">") are taken off. Each attachment that is not read is named as a problem.
"""

from __future__ import annotations

import contextlib
import email
import email.policy
import re
from email.message import EmailMessage
from typing import NamedTuple

import msgspec

from myotome.errors import MyotomeError, Problem
from myotome.formats.document import Document
from myotome.formats.html import html_text
from myotome.formats.kinds import read_bytes
from myotome.formats.plain import decode
from myotome.formats.settings import limits
from myotome.formats.trouble import refuse, trouble
from myotome.terms import Level

QUOTED = re.compile(r"^(?:> ?)+", re.MULTILINE)
LOCKED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"})


class Part(NamedTuple):
    """An attachment: its name, or its type where it has none. shown_inside: a picture of the message itself."""

    name: str
    data: bytes
    shown_inside: bool


def read_mail(data: bytes, name: str) -> Document:
    """Text and tables of a message. Raises MyotomeError for one that is locked, damaged or without anything to read."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        if message.get_content_type() in LOCKED:
            raise refuse("format.locked", name, "e-mail")
        body = message.get_body(("plain", "html"))
        text, problems = _body(body, name) if body is not None else ("", [])
        parts = list(_parts(message))
    except (RecursionError, LookupError, ValueError, AttributeError, TypeError) as error:
        raise refuse("format.damaged", name, "e-mail") from error  # what email raises on malformed parts
    document = Document(name=name, kind="mail", text=text, date=_date(message), problems=problems)
    for part in parts:
        document = with_part(document, part)
    if not (document.text.strip() or document.case or document.conduction or document.laboratory):
        raise refuse("format.no_text", name)
    return document


def _body(body: EmailMessage, name: str) -> tuple[str, list[Problem]]:
    data = body.get_payload(decode=True) or b""
    charset = body.get_content_charset()
    if charset:
        with contextlib.suppress(LookupError):  # an unknown charset: found out like that of a file
            # The mark keeps an HTML part from being read in the encoding that its own head may state.
            data = data.decode(charset, errors="replace").encode("utf-8-sig")
    text, problems = html_text(data, name) if body.get_content_subtype() == "html" else decode(data, name)
    return QUOTED.sub("", text), problems


def _parts(message: EmailMessage) -> list[Part]:
    """Attachments at every level of the message, forwarded messages whole."""
    found = []
    for part in message.walk() if message.is_multipart() else ():
        inside = part.get_content_disposition() != "attachment"
        name = part.get_filename() or part.get_content_type()
        if part.get_content_type() == "message/rfc822":
            found.append(Part(f"{part.get_filename() or 'message'}.eml", part.get_payload(0).as_bytes(), False))
        elif part.is_multipart() or (inside and part.get_content_maintype() == "text" and not part.get_filename()):
            continue
        else:
            data = part.get_payload(decode=True) or b""
            found.append(Part(name, data, inside and part.get_content_maintype() == "image"))
    return found


def with_part(document: Document, part: Part) -> Document:
    """The document and what can be read of the attachment, or a problem that names it."""
    place = f"{document.name}, {part.name}"
    try:
        read = read_bytes(part.data, part.name, limits())
    except MyotomeError as error:
        level = Level.NOTE if part.shown_inside else Level.WARNING
        unread = [msgspec.structs.replace(p, place=place, level=level) for p in error.problems]
        return msgspec.structs.replace(document, problems=[*document.problems, *unread])
    problems = [msgspec.structs.replace(p, place=f"{document.name}, {p.place}") for p in read.problems]
    if read.case is not None and document.case is not None:
        problems.append(trouble("format.attachment_left", place, level=Level.WARNING))
    return msgspec.structs.replace(
        document,
        text=f"{document.text.rstrip()}\n\n{read.text}".lstrip("\n") if read.text.strip() else document.text,
        case=document.case or read.case, date=document.date or read.date,
        conduction=(*document.conduction, *read.conduction), laboratory=(*document.laboratory, *read.laboratory),
        problems=[*document.problems, *problems],
    )


def _date(message: EmailMessage) -> str:
    """ISO date of the header; empty without one that can be read."""
    header = message.get("date")
    sent = getattr(header, "datetime", None)
    return sent.date().isoformat() if sent else ""
