"""Calendar files as RFC 5545 wants them."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from myotome.report.treatment.calendar import Event, calendar

DAY = date(2026, 1, 5)


def test_the_end_is_the_day_after_the_last():
    text = calendar([Event(DAY, date(2026, 1, 19), "32 mg")], "x").decode()
    assert "DTSTART;VALUE=DATE:20260105\r\nDTEND;VALUE=DATE:20260120\r\n" in text
    assert "DTSTAMP:20260105T000000Z" in text


def test_marks_of_the_format_are_escaped_and_bytes_repeat():
    events = [Event(DAY, DAY, "CBC, ALT; a\\b", "one\ntwo")]
    text = calendar(events, "x").decode()
    assert "SUMMARY:CBC\\, ALT\\; a\\\\b" in text and "DESCRIPTION:one\\ntwo" in text
    assert calendar(events, "x") == calendar(events, "x")


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=200))
def test_lines_are_at_most_75_octets_and_unfold_to_what_was_said(title):
    lines = calendar([Event(DAY, DAY, title)], "x").split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    unfolded = b"\r\n".join(lines).replace(b"\r\n ", b"").decode()
    said = next(line for line in unfolded.split("\r\n") if line.startswith("SUMMARY:"))
    assert said.removeprefix("SUMMARY:").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\") == title
