"""Dates, ages and anchored times of findings: tables of wordings, written before the rules were run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.text import qualify, read
from myotome.text.times.dates import shifted

DATES = [
    ("fr", "*Diplopie* le 12/03/2019.", "2019-03-12"),
    ("fr", "*Diplopie* le 12.03.2019.", "2019-03-12"),
    ("fr", "Le 1er avril 2020, *ptosis*.", "2020-04-01"),
    ("fr", "En mars 2019, *ptosis*.", "2019-03"),
    ("fr", "*Crampes* en 2015.", "2015"),
    ("fr", "*Steppage* depuis 2017.", "2017/.."),
    ("fr", "*Steppage* depuis le mois de mai 2023.", "2023-05/.."),
    ("fr", "*Crampes* de 2012 à 2015.", "2012/2015"),
    ("fr", "*Crampes* (2012-2015).", "2012/2015"),
    ("fr", "*Ptosis* entre 2014 et 2016.", "2014/2016"),
    ("fr", "*Douleurs* jusqu'en 2015.", "../2015"),
    ("fr", "*Faiblesse* constatée le 2021-06-14.", "2021-06-14"),
    ("fr", "*Faiblesse* du 3 au 10 mai 2020.", "2020-05-03/2020-05-10"),
    ("fr", "*Chutes* depuis août 2018.", "2018-08/.."),
    ("fr", "*Dysphagie* en 06/2020.", "2020-06"),
    ("fr", "CPK à 2000 UI/L, *crampes*.", None),
    ("fr", "*Faiblesse* depuis le 31/02/2020.", None),
    ("fr", "*Faiblesse* cotée 3/5.", None),
    ("fr", "En 2015, *crampes* ; ptosis en 2019.", "2015"),
    ("fr", "Crampes en 2015, *ptosis* en 2019.", "2019"),
    ("fr", "*Crampes* et fasciculations depuis 2015.", "2015/.."),
    ("en", "*Diplopia* on 12 March 2019.", "2019-03-12"),
    ("en", "On March 12, 2019, *diplopia*.", "2019-03-12"),
    ("en", "In March 2019 she developed *ptosis*.", "2019-03"),
    ("en", "*Cramps* in 2015.", "2015"),
    ("en", "*Foot drop* since 2017.", "2017/.."),
    ("en", "*Weakness* since May 2018.", "2018-05/.."),
    ("en", "*Cramps* from 2012 to 2015.", "2012/2015"),
    ("en", "*Cramps* between 2014 and 2016.", "2014/2016"),
    ("en", "*Pain* until 2015.", "../2015"),
    ("en", "*Weakness* was noted on 2021-06-14.", "2021-06-14"),
    ("en", "*Weakness* may be present.", None),
    ("en", "CK 2000 U/L, *cramps*.", None),
]
# words, relation, offset, anchor
RELATIVE = [
    ("fr", "*Dyspnée* seize ans après les premiers symptômes.", "seize ans après les premiers symptômes", "at", "P16Y", "onset"),
    ("fr", "Trois semaines après la vaccination, *paresthésies*.", "Trois semaines après la vaccination", "at", "P3W", "vaccination"),
    ("fr", "*Douleurs* deux mois avant l'admission.", "deux mois avant l'admission", "at", "-P2M", "admission"),
    ("fr", "Une année plus tard, *ptosis*.", "Une année plus tard", "at", "P1Y", "previous"),
    ("fr", "*Fasciculations* depuis lors.", "depuis lors", "since", "", "previous"),
    ("fr", "*Dysphagie* récemment.", "récemment", "at", "", "visit"),
    ("fr", "Il y a trois ans, *chutes*.", "Il y a trois ans", "at", "-P3Y", "visit"),
    ("fr", "*Faiblesse* depuis six mois.", "depuis six mois", "since", "-P6M", "visit"),
    ("fr", "*Faiblesse* depuis environ une dizaine d'années.", "depuis environ une dizaine d'années", "since", "-P10Y", "visit"),
    ("fr", "*Faiblesse* depuis plusieurs années.", "depuis plusieurs années", "since", "", "visit"),
    ("fr", "À J15, *aréflexie*.", "À J15", "at", "P15D", ""),
    ("fr", "*Steppage* stable à M6.", "à M6", "at", "P6M", ""),
    ("fr", "À S4, *dysphonie*.", "À S4", "at", "P4W", ""),
    ("fr", "*Faiblesse* évoluant depuis vingt-cinq ans.", "depuis vingt-cinq ans", "since", "-P25Y", "visit"),
    ("fr", "*Déficit* évoluant depuis un an et demi.", "depuis un an et demi", "since", "-P18M", "visit"),
    ("fr", "*Diplopie* pendant trois semaines.", "pendant trois semaines", "lasting", "P3W", ""),
    ("fr", "*Hypoesthésie* à trois mois du traitement.", "à trois mois du traitement", "at", "P3M", "treatment"),
    ("fr", "*Faiblesse* depuis l'intervention.", "depuis l'intervention", "since", "", "surgery"),
    ("fr", "*Faiblesse* au décours de l'infection.", "au décours de l'infection", "after", "", "infection"),
    ("fr", "*Paresthésies* apparues 48 heures après la chute.", "48 heures après la chute", "at", "PT48H", "trauma"),
    ("fr", "*Paresthésies* depuis hier.", "depuis hier", "since", "-P1D", "visit"),
    ("fr", "*Faiblesse* des jambes depuis l'enfance.", "depuis l'enfance", "since", "", "childhood"),
    ("en", "*Dyspnoea* sixteen years after the first symptoms.", "sixteen years after the first symptoms", "at", "P16Y", "onset"),
    ("en", "Three weeks after vaccination, *tingling*.", "Three weeks after vaccination", "at", "P3W", "vaccination"),
    ("en", "*Pain* two months before admission.", "two months before admission", "at", "-P2M", "admission"),
    ("en", "One year later, *ptosis*.", "One year later", "at", "P1Y", "previous"),
    ("en", "*Ptosis* three years ago.", "three years ago", "at", "-P3Y", "visit"),
    ("en", "*Weakness* for six months.", "for six months", "since", "-P6M", "visit"),
    ("en", "*Weakness* for the past two years.", "for the past two years", "since", "-P2Y", "visit"),
    ("en", "*Weakness* since then.", "since then", "since", "", "previous"),
    ("en", "*Dysphagia* recently.", "recently", "at", "", "visit"),
    ("en", "*Weakness* over several years.", "over several years", "lasting", "", ""),
    ("en", "*Weakness* since surgery.", "since surgery", "since", "", "surgery"),
    ("en", "At day 15, *areflexia*.", "At day 15", "at", "P15D", ""),
]
AGES = [
    ("fr", "*Steppage* à l'âge de 40 ans.", 40),
    ("fr", "*Crampes* dès l'âge de 12 ans.", 12),
    ("fr", "À 25 ans, *crampes*.", 25),
    ("fr", "*Chutes* depuis l'âge de trente-deux ans.", 32),
    ("fr", "*Faiblesse* vers 50 ans.", 50),
    ("fr", "Homme de 62 ans, *faiblesse*.", None),
    ("fr", "Âgée de 30 ans, *chutes*.", None),
    ("en", "*Foot drop* at the age of 40.", 40),
    ("en", "At age 22 *cramps* appeared.", 22),
    ("en", "*Weakness* from the age of 12 years.", 12),
    ("en", "A 45-year-old man with *weakness*.", None),
    ("en", "He is 62 and has *weakness*.", None),
]


def said(language: str, marked: str, knowledge):
    before, name, after = marked.split("*")
    text = before + name + after
    return qualify(text, [(len(before), len(before) + len(name))], language, knowledge)[0]


@pytest.mark.parametrize(("language", "text", "expected"), DATES)
def test_dates(language, text, expected, knowledge):
    assert said(language, text, knowledge).date == expected


@pytest.mark.parametrize(("language", "text", "words", "relation", "offset", "anchor"), RELATIVE)
def test_relative_times(language, text, words, relation, offset, anchor, knowledge):
    time = said(language, text, knowledge).time
    assert (time.text, time.relation.value, time.offset, time.anchor) == (words, relation, offset, anchor)


@pytest.mark.parametrize(("language", "text", "expected"), AGES)
def test_ages(language, text, expected, knowledge):
    assert said(language, text, knowledge).age == expected


def finding(text: str, knowledge, concept: str, language: str = "fr"):
    return next(f for p in read(text, knowledge, language).patients for f in p.findings if f.concept == concept)


@pytest.mark.parametrize(("text", "concept", "date", "age"), [
    ("Patient de 60 ans. Crampes en 2009. Deux ans plus tard, fasciculations.", "fasciculation", "2011", None),
    ("Patient de 60 ans. Diplopie le 12/03/2019, ptosis six mois plus tard.", "ptosis", "2019-09", None),
    ("Patient de 60 ans. Début à l'âge de 40 ans. Seize ans après les premiers symptômes, ptosis.", "ptosis", None, 56),
    ("Premiers symptômes en 2003 : crampes. Seize ans après les premiers symptômes, ptosis.", "ptosis", "2019", None),
    ("Patient de 60 ans. Admis le 12/03/2019. Ptosis trois jours avant l'admission.", "ptosis", "2019-03-09", None),
    ("Ptosis trois semaines après la vaccination. Patient vacciné le 01/03/2021.", "ptosis", "2021-03-22", None),
    ("Patient de 60 ans. Consultation du 14 juin 2021\nPtosis bilatéral. Crampes nocturnes.", "ptosis", "2021-06-14", None),
    ("Patient de 60 ans. Consultation du 14 juin 2021\nPtosis depuis deux ans.", "ptosis", "2019-06/..", None),
    ("Patient de 60 ans. Crampes en novembre 2018. En janvier, ptosis.", "ptosis", "2019-01", None),
    ("Né le 12/03/1960. Ptosis bilatéral.", "ptosis", None, None),
    ("Patient de 60 ans. Opéré en 2010 d'un canal carpien. Ptosis.", "ptosis", None, None),
    ("Patient de 60 ans. Crampes en 2009. Trois semaines plus tard, ptosis.", "ptosis", None, None),  # the year is too coarse
])
def test_anchors_known_from_the_story(text, concept, date, age, knowledge):
    ptosis = finding(text, knowledge, concept)
    assert (ptosis.date, ptosis.age) == (date, age)


def test_an_anchor_that_nobody_tells_keeps_its_words(knowledge):
    ptosis = finding("Patient de 60 ans. Ptosis trois semaines après la vaccination.", knowledge, "ptosis")
    assert ptosis.date is None and (ptosis.time.text, ptosis.time.offset) == ("trois semaines après la vaccination", "P3W")


@pytest.mark.parametrize(("date", "offset", "expected"), [
    ("2019-03-12", "P6M", "2019-09"), ("2019-03-31", "-P1M", "2019-02"), ("2019", "P16Y", "2035"), ("2019-03", "-P5M", "2018-10"),
    ("2019", "P6M", ""), ("2019-03", "P3W", ""), ("2019-03-12", "P3W", "2019-04-02"), ("2020-02-29", "P1Y", "2021-02"),
    ("2019-03-12", "PT48H", "2019-03-14"), ("0003-01-01", "-P9Y", ""),
])
def test_a_shifted_date_is_no_more_exact_than_what_was_said(date, offset, expected):
    assert shifted(date, offset) == expected


@given(st.dates(), st.integers(-400, 400))
def test_days_there_and_back(day, days):
    sign, back = ("-", "") if days < 0 else ("", "-")
    there = shifted(day.isoformat(), f"{sign}P{abs(days)}D")
    assert not there or shifted(there, f"{back}P{abs(days)}D") == day.isoformat()


def test_how_long_it_has_been_stable_is_not_when_it_began(knowledge):
    text = "Patient de 60 ans. Faiblesse des mains, stable depuis deux ans."
    assert finding(text, knowledge, "weakness").time is None and finding(text, knowledge, "stable_course").time.text == "depuis deux ans"


def test_a_late_finding_is_not_one_of_the_onset(knowledge):
    text = "Patient de 60 ans. Seize ans après les premiers symptômes, ptosis. Début par un steppage."
    assert finding(text, knowledge, "ptosis").when.value == "at_visit" and finding(text, knowledge, "steppage_gait").when.value == "onset"


@pytest.mark.parametrize(("language", "text"), [
    ("en", "*Weakness* of the hands, unchanged since 2020."), ("fr", "*Ptosis* inchangé depuis 2020."), ("fr", "*Déficit* stable depuis deux ans."),
    ("fr", "*Déficit* stationnaire depuis 2019."), ("en", "*Ptosis*, stable for two years."),
])
def test_since_when_it_has_not_changed_is_no_date_of_the_finding(language, text, knowledge):
    assert said(language, text, knowledge).time is None


def test_the_longest_wording_of_an_anchor_is_taken(knowledge):
    time = said("fr", "Dix ans après le début des troubles, *amyotrophie*.", knowledge).time
    assert (time.text, time.offset, time.anchor) == ("Dix ans après le début des troubles", "P10Y", "onset")
