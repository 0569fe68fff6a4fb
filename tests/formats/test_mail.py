"""E-mail: the message, its attachments read or named."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from myotome.errors import MyotomeError
from myotome.formats.mail import read_mail
from myotome.terms import Level


def message(body: str = "Pas de ptosis.\n", subtype: str = "plain") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Dr A <a@example.org>", "b@example.org", "Madame X"
    mail["Date"] = "Tue, 02 Jun 2026 10:00:00 +0200"
    mail.set_content(body, subtype=subtype)
    return mail


def test_the_plain_part_without_headers_and_marks_of_quotation() -> None:
    mail = message("Merci.\n> Déficit à gauche\n>> et ptosis\n")
    mail.add_alternative("<p>Autre</p>", subtype="html")
    document = read_mail(mail.as_bytes(), "m.eml")
    assert document.text == "Merci.\nDéficit à gauche\net ptosis\n"
    assert document.date == "2026-06-02"
    assert document.problems == []


def test_an_html_message() -> None:
    page = '<meta charset="iso-8859-1"><p>Déficit'
    assert read_mail(message(page, "html").as_bytes(), "m.eml").text == "Déficit\n"
    assert read_mail(message("<p>Déficit&nbsp;: 4/5</p>", "html").as_bytes(), "m.eml").text == "Déficit : 4/5\n"


def test_attachments_are_read_or_named() -> None:
    mail = message()
    mail.add_attachment("test,value,unit\nCK,1200,UI/L\n", subtype="csv", filename="bio.csv")
    mail.add_attachment("<p>Babinski à droite", subtype="html", filename="examen.html")
    mail.add_attachment(b"\x89PNG....", maintype="image", subtype="png", filename="irm.png")
    document = read_mail(mail.as_bytes(), "m.eml")
    assert document.text == "Pas de ptosis.\n\nBabinski à droite\n"
    assert [row.test for row in document.laboratory] == ["CK"]
    assert [(p.code, p.place, p.level) for p in document.problems] == [
        ("format.unknown", "m.eml, irm.png", Level.WARNING)
    ]


def test_a_forwarded_message_is_read_whole() -> None:
    outer = message("Pour avis.\n")
    outer.add_attachment(message("Steppage gauche.\n"))
    assert read_mail(outer.as_bytes(), "m.eml").text == "Pour avis.\n\nSteppage gauche.\n"


def test_a_second_structured_case_is_left_and_named() -> None:
    mail = message()
    for name in ("a.yaml", "b.yaml"):
        mail.add_attachment("schema: 1\npatient: {age: 50}\n", filename=name)
    document = read_mail(mail.as_bytes(), "m.eml")
    assert document.case is not None
    assert [(p.code, p.place) for p in document.problems] == [("format.attachment_left", "m.eml, b.yaml")]


@pytest.mark.parametrize(("kind", "code"), [("application/pkcs7-mime", "format.locked"), ("text/plain", "format.no_text")])
def test_locked_and_empty_messages_are_refused(kind: str, code: str) -> None:
    with pytest.raises(MyotomeError, match=code):
        read_mail(f"MIME-Version: 1.0\nContent-Type: {kind}\n\n".encode(), "m.eml")


@pytest.mark.parametrize("data", [
    b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 3000,
    b"Content-Type: text/plain; charset=no-such\n\nPtosis",
    b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n%%%%",
    b"Date: never\n\nPtosis",
    b"Content-Type: message/rfc822\n\n",
])
def test_malformed_messages_are_read_or_refused(data: bytes) -> None:
    try:
        assert read_mail(data, "m.eml").text.strip()
    except MyotomeError as error:
        assert error.problems[0].place == "m.eml"
