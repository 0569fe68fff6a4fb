"""A spaCy component that qualifies the entities of a pipeline by Myotome's rules. Needs the extra ``spacy``.

Importing this module registers the factory ``myotome_qualify``::

    import myotome.exchange.spacy_component
    nlp.add_pipe("myotome_qualify")                       # entities
    nlp.add_pipe("myotome_qualify", config={"group": "sc"})   # spans of doc.spans["sc"]

Each span then has ``span._.myotome``: a dictionary with the keys of ``ATTRIBUTES``, plain strings, so that a Doc can still be
written to disk; what is not said is "", patterns of ``topography`` are parted by spaces. Source of the interface: spaCy 3 usage guide, "Custom pipeline components" [memory].
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Span

from myotome.knowledge import load
from myotome.terms import LANGUAGES
from myotome.text import Qualified, qualify

ATTRIBUTES = (
    "presence", "certainty", "side", "worse", "grade", "experiencer", "when", "severity", "tempo", "course", "topography",
    "date", "age", "time",
)

if not Span.has_extension("myotome"):
    Span.set_extension("myotome", default=None)


@Language.factory("myotome_qualify", default_config={"language": None, "group": None}, assigns=["span._.myotome"])
def make_component(nlp: Language, name: str, language: str | None, group: str | None) -> Callable[[Doc], Doc]:
    """language: "fr" or "en"; the pipeline's when it is one of these, else told from each text. group: key of ``doc.spans``;
    the entities when None."""
    told = language or (nlp.lang if nlp.lang in LANGUAGES else None)
    knowledge = load()

    def component(doc: Doc) -> Doc:
        spans = list(doc.ents if group is None else doc.spans.get(group, ()))
        found = qualify(doc.text, [(span.start_char, span.end_char) for span in spans], told, knowledge)
        for span, said in zip(spans, found, strict=True):
            span._.myotome = plain(said)
        return doc

    return component


def plain(said: Qualified) -> dict[str, str]:
    """The attributes as strings, "" for what is not said."""
    return {
        "presence": said.presence.value, "certainty": said.certainty.value, "side": said.side.value,
        "worse": said.worse.value if said.worse else "", "grade": said.grade.text if said.grade else "",
        "experiencer": said.experiencer.value, "when": said.when.value,
        "severity": said.severity.value if said.severity else "", "tempo": said.tempo.value if said.tempo else "",
        "course": said.course.value if said.course else "", "topography": " ".join(t.value for t in said.topography),
        "date": said.date or "", "age": "" if said.age is None else f"{said.age:g}", "time": said.time.text if said.time else "",
    }
