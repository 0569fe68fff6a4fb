"""The page: every section there, hostile text harmless, no request to any host, both languages."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import msgspec
import pytest

from myotome.answer import Assessment, Result
from myotome.case import Case, Source
from myotome.report import html_report

from .sample import CASE, TEXT, assessment, empty_handed, result

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Reader(HTMLParser):
    """Gathers text, ids, links and attributes; complains of tags that do not match."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.append((tag, name, value))
            if name == "id":
                self.ids.append(value)
            if name == "href":
                self.links.append(value)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open[-3:])
        self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.text.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'").split())


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


@pytest.fixture(params=["fr", "en"])
def language(request):
    return request.param


HEADINGS = {
    "fr": (
        "Signes d'alarme", "Où est la lésion", "Le plus probable", "À ne pas manquer", "Prochaine étape",
        "Le texte et ce qui y a été lu", "Critères publiés", "Conduction motrice", "Questions et examens à venir",
        "Que faire d'abord", "Ce qui nuirait", "Évolution", "Ce qui n'a pas pu servir", "Ce qui a été supposé",
        "Ce qui n'a pas été examiné", "Références", "Usage prévu",
    ),
    "en": (
        "Red flags", "Where is the lesion", "Most likely", "Not to be missed", "Next step",
        "The text and what was read in it", "Published criteria", "Motor conduction", "Next questions and tests",
        "What to do first", "What would harm", "Course", "What could not be used", "What was assumed",
        "What was not examined", "References", "Intended use",
    ),
}


def test_every_section_is_there_in_its_order(knowledge, language):
    words = read(html_report(result(language), knowledge)).words
    places = [words.find(h) for h in HEADINGS[language]]
    assert -1 not in places
    first_page = places[:5]
    assert max(first_page) < places[5]


def test_the_first_page_carries_what_must_be_seen_first(knowledge):
    page = html_report(result("fr"), knowledge)
    first = read(page[page.index('<section class="summary">'): page.index("</section>") + 10]).words
    for part in (
        "Homme de 61 ans", "il y a 3 ans", "respiration dite normale", "déglutition non précisée", "Enfant", "Grossesse",
        "immunoglobulines intraveineuses (sans effet)", "signes méningés", "nerf axillaire", "racine C5",
        "50 %", "38 %", "12 %", "< 1 %", "méningite", "neurographie motrice", "jamais à la place de", "Ne pas en donner",
    ):
        assert part.casefold() in first.casefold(), part


def test_a_probability_is_never_nought_nor_certainty(knowledge, language):
    words = read(html_report(result(language), knowledge)).words
    assert not re.search(r"(?<![\d.,])(?:0|100) ?%", words)


def test_hostile_text_stays_text(knowledge):
    page = html_report(result("fr"), knowledge)
    assert "<script" not in page
    reader = read(page)
    assert "script" not in reader.tags
    assert "<script>alert('x')</script> & \"ceci\"" in "".join(reader.text)
    assert not [a for a in reader.attributes if a[1].startswith("on")]


@pytest.mark.parametrize("hostile", ["\"><img src=x onerror=alert(1)>", "{{ 7*7 }}{% raw %}", "</style><script>1</script>", "\x00\x1b[31m\u202eabc"])
def test_hostile_names_and_places_stay_text(knowledge, hostile):
    case = msgspec.structs.replace(
        CASE, illustrations=(hostile,),
        sources=(Source(id="s1", name=hostile, text=TEXT + hostile), Source(id="s2", name=hostile)),
    )
    answer = msgspec.structs.replace(result(), assessments=(assessment(case),), self_reports=(hostile,))
    reader = read(html_report(answer, knowledge))
    assert "script" not in reader.tags and "img" not in reader.tags
    assert hostile.replace("\x00\x1b", "").replace("\u202e", "") in "".join(reader.text)
    assert not {"\x00", "\x1b", "\u202e"} & set("".join(reader.text))


def test_nothing_is_asked_of_any_host(knowledge, language):
    page = html_report(result(language, patients=2), knowledge)
    reader = read(page)
    assert "default-src 'none'" in page
    assert all(link.startswith(("#", "data:,")) for link in reader.links)
    assert not [a for a in reader.attributes if a[1] in ("src", "srcset", "action", "poster", "data", "xlink:href")]
    assert "url(" not in page and "@import" not in page and "http://" not in page


def test_each_link_has_its_place_and_each_place_stands_once(knowledge):
    reader = read(html_report(result("fr", patients=2), knowledge))
    assert len(reader.ids) == len(set(reader.ids))
    places = set(reader.ids)
    assert [link for link in reader.links if link.startswith("#") and link[1:] not in places] == []


def test_one_can_walk_from_a_diagnosis_to_the_words(knowledge):
    page = html_report(result("fr"), knowledge)
    card = page[page.index('id="p1-d-mmn"'):]
    finding = re.search(r'href="#(p1-f\d+)"', card).group(1)
    assert f'id="{finding}"' in page


def test_same_answer_same_bytes(knowledge, language):
    assert html_report(result(language), knowledge) == html_report(result(language), knowledge)


def test_several_patients_have_a_section_each(knowledge):
    page = html_report(result("fr", patients=2), knowledge)
    assert page.count('<article class="patient"') == 2
    assert "2 patients dans ce document" in read(page).words


def test_a_text_without_patient_says_what_it_is_and_what_it_names(knowledge):
    reader = read(html_report(empty_handed("fr"), knowledge))
    words = reader.words
    assert "La page ne décrit aucun patient" in words
    assert "messages de lecteurs" in words
    assert knowledge.diseases["ibm"].names.fr in words
    assert "Je prends 5 mg <b>par jour</b>." in words and "non vérifié" in words
    assert "b" not in reader.tags[reader.tags.index("blockquote"):]
    assert "Le plus probable" not in words


def test_a_stranger_in_a_figure_is_named_as_such(knowledge):
    words = read(html_report(result("fr"), knowledge)).words
    assert "elle n'est pas évaluée" in words and "Coupe d'un homme de 48 ans" in words


def test_what_rests_on_memory_is_marked(knowledge):
    page = html_report(result("fr"), knowledge)
    card = page[page.index('id="p1-d-mmn"'): page.index('id="p1-d-als"')]
    assert "de mémoire" in card
    assert re.search(r'<a class="cite" href="#r\d+"', card)


def test_five_stand_open_and_the_rest_is_folded(knowledge):
    names = sorted(knowledge.diseases)[:30]
    whole = assessment()
    candidate = whole.differential.candidates[1]
    many = tuple(msgspec.structs.replace(candidate, disease=n, probability=1 / 30) for n in names)
    ranked = msgspec.structs.replace(whole.differential, candidates=many, not_to_miss=())
    answer = msgspec.structs.replace(result(), assessments=(msgspec.structs.replace(whole, differential=ranked),))
    page = html_report(answer, knowledge)
    assert len(re.findall(r'<div class="entry" id=', page)) == 5
    assert len(re.findall(r'<details class="entry folded"', page)) == 10
    assert "15 autres maladies décrites" in read(page).words


def test_an_empty_case_makes_a_page(knowledge, language):
    page = html_report(Result(language=language, assessments=(Assessment(case=Case()),)), knowledge)
    assert read(page).words
