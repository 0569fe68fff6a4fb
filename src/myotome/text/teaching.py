"""Which sentences of a patient's text are about the disease in general."""

from __future__ import annotations

from myotome.text.article import Surveyed


def teaching_sentences(seen: Surveyed, *, teaches: bool) -> set[int]:
    """Numbers of the sentences about the disease in general.

    teaches: other marks of teaching stand in the text. Then what stands before the patient is introduced, parts that open with
    a weaker word ("Discussion") and looser statements ("est fréquente", "typically") count as well, unless they speak of one person.
    """
    opened = [seen.words.starts.of(st) for st in seen.stems]
    teaches = teaches or any(o & {"teaching_starts", "case_starts"} for o in opened)
    first = next((n for n, a in enumerate(seen.anchors) if a is not None), 0) if teaches else 0
    taught = set()
    teaching = False
    for n, told in enumerate(seen.said):
        introduces = seen.anchors[n] is not None
        if introduces or "story_starts" in opened[n]:
            teaching = False
        if "teaching_starts" in opened[n] or (teaches and "weak_starts" in opened[n]):
            teaching = not introduces
        stated = "statement" in told or teaches and (
            "loose_statement" in told or not seen.patient_word(n) and (n < first or "tendency" in told)
        )
        if (teaching or stated) and "back" not in told and not introduces:
            taught.add(n)
    return taught
