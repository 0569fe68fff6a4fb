"""The answer moves with the text: one thing is changed, and the answer changes in its direction.

Each test runs on the document of the shared folder and on the same case re-told in ``examples/``;
the words to change are given for both. A document is skipped when the folder is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from myotome.terms import Experiencer, Side, Truth

from ..conftest import document
from .texts import Answer, answer, answers, change, example, mirrored, taken_in, until, without

LEFT, RIGHT = Side.LEFT, Side.RIGHT

# What is said, and with which words: (document, example).
WORDS: dict[int, dict[str, tuple[str, str]]] = {
    1: {
        "emg": (
            "met en évidence une atteinte neurologique proximale en (L5)S1, plus marquée à droite, d'intensité modérée, sans signe d'évolutivité",
            "souffrance radiculaire (L5) S1 bilatérale, prédominant à droite, modérée, sans activité de dénervation",
        ),
        "weak": (
            "Il développe progressivement une perte de force du triceps sural droit.",
            "Peu à peu, faiblesse du triceps sural droit.",
        ),
        "canal": (
            "il présente un canal lombaire étroit en L4-L5, sans indication neurochirurgicale.",
            "Canal lombaire étroit en L4-L5 ; le neurochirurgien ne retient pas d'indication opératoire.",
        ),
        "control": ("L'IRM de contrôle reste relativement superposable", "L'IRM de contrôle est inchangée"),
    },
    2: {
        "disease": (
            "est suivi médicalement pour une dermatomyosite juvénile (DMJ) diagnostiquée à l’âge de 11 ans.",
            "Dermatomyosite juvénile connue depuis l'âge de 11 ans.",
        ),
        "nodules": (
            "La palpation des masses musculaires est sensible et met en évidence de multiples tuméfactions nodulaires.",
            "À la palpation, mollets sensibles, nombreux nodules.",
        ),
        "thenar": (
            "L’évolution est grevée par l’apparition d’une calcinose de l’éminence thénar droite ayant justifié une sanction chirurgicale.",
            "Calcinose de l'éminence thénar droite, opérée.",
        ),
        "age": ("Un jeune homme de 24 ans", "Homme de 24 ans"),
    },
    3: {
        "sensation": (
            "Toutes les sensibilités et tous les réflexes musculaires étaient normaux.",
            "Sensibilité normale à tous les modes, réflexes tous normaux.",
        ),
        "blocks": (
            "donnèrent la preuve de l’existence de blocs de conduction nerveuse (BCN) dans les fibres motrices de plusieurs nerfs (n. médian bilat., n. cubital gauche), et cela en dehors des zones typiques de compression (tunnel carpien pour le n. médian, sillon cubital pour le n. cubital).",
            "Neurographies complétées : blocs de conduction moteurs des deux nerfs médians et du nerf cubital gauche, en dehors des sites habituels de compression.",
        ),
        "nerves": (
            "de plusieurs nerfs (n. médian bilat., n. cubital gauche)",
            "des deux nerfs médians et du nerf cubital gauche",
        ),
        "outside": ("en dehors des zones typiques de compression", "en dehors des sites habituels de compression"),
        "pain": ("(pas de lombalgie, pas d’ischialgie, pas de symptômes sensitifs)", "Pas de lombalgie, pas de sciatalgie, pas de symptôme sensitif."),
    },
    4: {
        "history": ("Sensibles aux AINS", "Douleurs calmées par les AINS"),
        "crp": ("CRP à 75mg/l", "CRP 75 mg/L"),
        "meninges": ("Kernig et Brudzinski +", "signes de Kernig et de Brudzinski positifs"),
        "puncture": ("ponction lombaire négative", "Ponction lombaire négative"),
        "neck": ("Calcifications du muscle long du cou gauche  (musculus longus colli)", "scanner du cou : calcifications du muscle long du cou gauche"),
        "disc": ("Calcifications discales en regard", "Scanner : calcifications discales L4-L5, érosions du plateau supérieur de L5"),
    },
    5: {
        "reader": (
            "En fait, diagnostiquée atteinte de scléromyosite en mars 2022",
            "diagnostiquée d'une scléromyosite en 2022",
        ),
        "head": (
            "Beaucoup de difficulté à tenir ma tête et mon dos droit, dès que je me lève.",
            "j'ai du mal à tenir ma tête et mon dos malgré",
        ),
    },
}


@dataclass(frozen=True)
class Told:
    """A case as one source tells it."""

    number: int
    source: int
    text: str

    def words(self, name: str) -> str:
        return WORDS[self.number][name][self.source]

    def swap(self, name: str, new: str) -> str:
        return change(self.text, self.words(name), new)

    def drop(self, *names: str) -> str:
        return without(self.text, *(self.words(name) for name in names))

    def add(self, after: str, new: str) -> str:
        return self.swap(after, f"{self.words(after)}\n{new}\n")


def told(request: pytest.FixtureRequest, number: int) -> Told:
    source = request.param
    text = example(number) if source else document(request.getfixturevalue("shared"), number)
    return Told(number, source, text)


def sources(number: int):
    """A fixture that gives the case first from the document, then from the example."""

    @pytest.fixture(params=[0, 1], ids=["document", "example"])
    def source(request: pytest.FixtureRequest) -> Told:
        return told(request, number)

    return source


calf, calcium, farmer, spines, article = (sources(n) for n in range(1, 6))


def moves(before: Answer, after: Answer, *, falls: str, rises: str) -> None:
    """Between two diseases the weight must shift from the one to the other."""
    assert after.probability(falls) < before.probability(falls)
    assert after.probability(rises) > before.probability(rises)


# 1 ----------------------------------------------------------------------------------------------


def test_1_mirrored(calf: Told) -> None:
    given = answer(mirrored(calf.text))
    assert given.has("weakness", "triceps_surae", LEFT)
    assert not given.has("weakness", "triceps_surae", RIGHT)
    assert given.has("muscle_fat_mri", "soleus", LEFT)
    assert given.localisation.worse is LEFT


def test_1_mirrored_keeps_the_ranking(calf: Told) -> None:
    before, after = answer(calf.text), answer(mirrored(calf.text))
    assert after.diseases[:3] == before.diseases[:3]


def test_1_normal_emg_speaks_against_the_roots(calf: Told) -> None:
    after = answer(calf.swap("emg", "est normal" if calf.source == 0 else "normal"))
    assert not after.has("radicular_emg")
    assert after.item("neurogenic_focal_myositis", "n2_emg").truth is not Truth.YES
    assert after.probability("neurogenic_focal_myositis") < answer(calf.text).probability("neurogenic_focal_myositis")


def test_1_weakness_of_the_mother_is_not_the_patients(calf: Told) -> None:
    after = answer(calf.swap("weak", "Sa mère a une faiblesse du triceps sural droit."))
    assert not after.has("weakness", "triceps_surae")
    kin = [f for f in after.assessment.case.findings if f.experiencer is Experiencer.MOTHER]
    assert any(f.concept == "weakness" for f in kin)


def test_1_weakness_denied(calf: Told) -> None:
    after = answer(calf.swap("weak", "Pas de faiblesse du triceps sural droit."))
    assert after.lacks("weakness", "triceps_surae", RIGHT)
    assert not after.has("weakness", "triceps_surae")


def test_1_without_the_canal(calf: Told) -> None:
    after = answer(calf.drop("canal"))
    assert after.silent("lumbar_canal_stenosis")
    assert after.probability("lumbar_stenosis") < answer(calf.text).probability("lumbar_stenosis")


def test_1_images_that_normalise_lag_no_more(calf: Told) -> None:
    after = answer(without(
        calf.swap("control", "L'IRM de contrôle s'est normalisée"),
        *(("aspect stable après traitement de l'infiltrat", "aspect stable après traitement de la dégénérescence") if calf.source == 0 else ()),
    ))
    assert not after.has("imaging_unchanged_despite_recovery")
    assert not any("retarde sur la force" in s.text["fr"] for s in after.steps("neurogenic_focal_myositis", "monitor"))


def test_1_high_ck_and_a_rash_point_to_a_systemic_myositis(calf: Told) -> None:
    after = answer(calf.add("weak", "CK 4200 UI/L (N < 190). Papules de Gottron et érythème héliotrope des paupières."))
    assert after.item("neurogenic_focal_myositis", "n5_systemic").truth is Truth.NO
    moves(answer(calf.text), after, falls="neurogenic_focal_myositis", rises="dm")


def test_1_first_without_the_names(calf: Told) -> None:
    text = calf.text
    if calf.source == 0:
        text = change(until(text, "Les myosites focales"), "d'une myopathie d'origine neuropathique", "")
    after = answer(text)
    assert "neurogenic_focal_myositis" not in after.stated
    assert after.diseases[0] == "neurogenic_focal_myositis"


# 2 ----------------------------------------------------------------------------------------------


def test_2_mirrored(calcium: Told) -> None:
    given = answer(mirrored(calcium.text))
    assert given.has("calcinosis", "thenar", LEFT)
    assert not given.has("calcinosis", "thenar", RIGHT)


def test_2_disease_of_the_mother(calcium: Told) -> None:
    new = "vient ce jour. Sa mère a une dermatomyosite juvénile." if calcium.source == 0 else "Sa mère a une dermatomyosite juvénile."
    after = answer(calcium.swap("disease", new))
    assert not after.stated["jdm"].established
    assert after.probability("jdm") < answer(calcium.text).probability("jdm")
    assert after.item("calcinosis_groups", "tissue_cause").truth is not Truth.YES


def test_2_without_the_disease_the_group_is_open(calcium: Told) -> None:
    text = calcium.swap("disease", "vient ce jour." if calcium.source == 0 else "")
    if calcium.source == 0:
        text = until(text, "La dermatomyosite, maladie")
        text = change(text, "Dermatomyosite juvénile", "")
    after = answer(text)
    assert after.verdict("calcinosis_groups").level == ""
    assert after.probability("jdm") < answer(calcium.text).probability("jdm")


def test_2_normal_calcium_phosphate_kidney_and_pth_decide_the_group(calcium: Told) -> None:
    after = answer(calcium.add("thenar", "Calcémie, phosphatémie, créatininémie et PTH normales."))
    assert after.verdict("calcinosis_groups").level == "dystrophic"


def test_2_high_calcium_and_phosphate_change_the_group(calcium: Told) -> None:
    after = answer(calcium.add("thenar", "Hypercalcémie et hyperphosphatémie. Insuffisance rénale chronique, PTH élevée."))
    assert after.verdict("calcinosis_groups").level == "metastatic"
    assert after.probability("calcinosis_metastatic") > answer(calcium.text).probability("calcinosis_metastatic")


def test_2_nxp2_found(calcium: Told) -> None:
    after = answer(calcium.add("thenar", "Anticorps anti-NXP2 positifs."))
    assert after.item("calcinosis_groups", "nxp2").truth is Truth.YES
    assert after.speaks_for("jdm") >= {"anti_nxp2"}


def test_2_nodules_denied(calcium: Told) -> None:
    after = answer(calcium.swap("nodules", "La palpation ne trouve pas de nodule."))
    assert not after.has("soft_tissue_nodules")


def test_2_thenar_denied(calcium: Told) -> None:
    after = answer(calcium.swap("thenar", "Pas de calcinose de l'éminence thénar droite."))
    assert after.lacks("calcinosis", "thenar")
    assert not after.has("calcinosis", "thenar")


def test_2_at_fourteen_the_use_is_limited(calcium: Told) -> None:
    after = answer(calcium.swap("age", "Un garçon de 14 ans"))
    assert "child" in after.assessment.limits.limits
    assert "child" not in answer(calcium.text).assessment.limits.limits


# 3 ----------------------------------------------------------------------------------------------


def test_3_mirrored(farmer: Told) -> None:
    given = answer(mirrored(farmer.text))
    assert given.has("muscle_atrophy", "infraspinatus", RIGHT)
    assert given.has("plegia", "ankle_dorsiflexors", RIGHT)
    assert given.has("conduction_block", "ulnar", RIGHT)
    assert not given.has("conduction_block", "ulnar", LEFT)
    assert given.diseases[0] == "mmn"


SENSORY_LOSS = "Hypoesthésie du dos du pied gauche et de la main droite. Réflexes normaux."


def test_3_sensory_loss_turns_to_madsam(farmer: Told) -> None:
    before, after = answer(farmer.text), answer(farmer.swap("sensation", SENSORY_LOSS))
    assert after.has("sensory_loss")
    assert not after.has("isolated_motor_deficit")
    moves(before, after, falls="mmn", rises="cidp_multifocal")


@pytest.mark.parametrize("criteria", ["mmn_aaem_2003", "mmn_efns_pns_2010"])
def test_3_sensory_loss_excludes_both_sets(farmer: Told, criteria: str) -> None:
    after = answer(farmer.swap("sensation", SENSORY_LOSS))
    assert after.verdict(criteria).truth is Truth.NO


def test_3_silence_about_sensation_satisfies_nothing(farmer: Told) -> None:
    text = change(farmer.drop("sensation", "pain"), ", sans trouble sensitif", "")
    if farmer.source == 0:
        text = until(text, "Epicrise")
    after = answer(text)
    assert after.silent("sensory_loss")
    assert after.item("mmn_aaem_2003", "no_sensory_loss").truth is Truth.UNKNOWN


def test_3_without_the_blocks(farmer: Told) -> None:
    before, after = answer(farmer.text), answer(farmer.drop("blocks"))
    assert after.silent("conduction_block_outside_entrapment")
    assert after.item("mmn_aaem_2003", "definite_block_two").truth is Truth.UNKNOWN
    moves(before, after, falls="mmn", rises="als")


def test_3_no_block_found(farmer: Told) -> None:
    new = "ne montrèrent aucun bloc de conduction." if farmer.source == 0 else "Neurographies complétées : aucun bloc de conduction."
    before, after = answer(farmer.text), answer(farmer.swap("blocks", new))
    assert after.lacks("conduction_block")
    assert not after.has("conduction_block")
    moves(before, after, falls="mmn", rises="als")


def test_3_blocks_of_the_mother(farmer: Told) -> None:
    new = "étaient normales. Sa mère a des blocs de conduction des deux nerfs médians." if farmer.source == 0 else "Sa mère a des blocs de conduction des deux nerfs médians."
    after = answer(farmer.swap("blocks", new))
    assert not after.has("conduction_block")
    assert after.probability("mmn") < answer(farmer.text).probability("mmn")


def test_3_blocks_at_entrapment_sites_do_not_count(farmer: Told) -> None:
    after = answer(farmer.swap("outside", "aux sites habituels de compression"))
    assert not after.has("conduction_block_outside_entrapment")
    assert after.item("mmn_aaem_2003", "definite_block_two").truth is not Truth.YES


def test_3_one_blocked_nerve_fails_2003_but_not_2010(farmer: Told) -> None:
    after = answer(farmer.swap("nerves", "du nerf cubital gauche"))
    assert after.item("mmn_aaem_2003", "definite_block_two").truth is Truth.NO
    assert after.verdict("mmn_aaem_2003").truth is Truth.NO
    assert after.item("mmn_efns_pns_2010", "e1_definite_block").truth is Truth.YES
    assert after.verdict("mmn_efns_pns_2010").best == "definite"


def test_3_pyramidal_signs_turn_to_als(farmer: Told) -> None:
    after = answer(farmer.add("sensation", "Signe de Babinski bilatéral, spasticité des jambes, fasciculations de la langue."))
    moves(answer(farmer.text), after, falls="mmn", rises="als")
    assert after.verdict("mmn_aaem_2003").truth is Truth.NO
    assert after.verdict("mmn_efns_pns_2010").truth is Truth.NO


def test_3_pain_sensory_loss_and_a_hernia_make_it_a_root(farmer: Told) -> None:
    """The first visit, with what a root would have brought."""
    first = answer(FIRST_VISIT)
    root = answer(change(
        change(change(FIRST_VISIT, "Pas de lombalgie ni de sciatique, pas de trouble sensitif.", "Lombalgie, sciatique L5 gauche, hypoesthésie du gros orteil."),
               "pas de hernie discale", "hernie discale L4-L5 gauche"),
        ", sans douleur", "",
    ))
    moves(first, root, falls="mmn", rises="radic_l5")
    assert root.diseases[0] == "radic_l5"


def test_3_first_without_its_names(farmer: Told) -> None:
    text = farmer.text
    if farmer.source == 0:
        text = without(until(text, "Epicrise"), "suggérait une NMM", "Le diagnostic de neuropathie motrice multifocale (NMM) put ainsi être confirmé")
    after = answer(text)
    assert "mmn" not in after.stated
    assert after.diseases[0] == "mmn"


FIRST_VISIT = """Agriculteur de 41 ans. Crampes de la jambe gauche depuis un an ; puis, en plusieurs mois, le pied gauche tombe, sans douleur.
Examen : plégie des releveurs du pied gauche. Pas de lombalgie ni de sciatique, pas de trouble sensitif.
Scanner lombaire : pas de hernie discale. Neurographie du nerf fibulaire sans particularité.
"""


def test_3_first_visit_mmn_must_not_be_missed() -> None:
    assert "mmn" in answer(FIRST_VISIT).not_to_miss


def test_3_first_visit_next_test_is_motor_conduction_over_the_whole_nerve() -> None:
    given = answer(FIRST_VISIT)
    assert given.tests[0] == "motor_conduction_whole_nerve"


def test_3_first_visit_names_the_affected_nerve_for_it() -> None:
    sites = answer(FIRST_VISIT).test("motor_conduction_whole_nerve").sites
    assert ("common_fibular", LEFT) in sites


def test_3_first_visit_a_normal_nerve_says_nothing_of_the_others() -> None:
    given = answer(FIRST_VISIT)
    assert given.lacks("nerve_conduction_abnormal", "common_fibular")
    assert "conduction_block" not in {i.concept for i in given.candidate("mmn").evidence_against}


# The same patient, with what the sets still miss stated as normal ------------------------------

STATED_FR = (
    "Conduction sensitive normale sur les segments bloqués. Neurographies sensitives normales des nerfs médian, cubital et sural. "
    "La durée des réponses motrices n'augmente pas sur les segments bloqués. "
    "Pas de signe pyramidal. Pas de signe bulbaire."
)
ENGLISH = """A farmer, now 56, fell ill at 40. Left leg cramps came first; within months the left foot became paralysed: plegia of the left ankle dorsiflexors, no back pain, no sciatica. Slowly progressive since.
Examination: asymmetric weakness. Wasting of the left infraspinatus, of the intrinsic hand muscles on both sides, of the left anterior leg compartment and of the right calf. Weakness MRC 3-4 without wasting of both deltoids and both biceps. No sensory loss; reflexes normal.
Motor nerve conduction: conduction block of both median nerves and of the left ulnar nerve, outside the usual entrapment sites.
"""
STATED_EN = (
    "Sensory conduction was normal across the blocked segments. Sensory studies of the median, ulnar and sural nerves were normal. "
    "The duration of the motor responses does not increase over the blocked segments. "
    "No upper motor neuron sign. No bulbar sign.\n"
)


def complete(text: str) -> str:
    """The French or English case with the missing items stated as normal."""
    if text == ENGLISH:
        return ENGLISH + STATED_EN
    words = next(w for w in WORDS[3]["blocks"] if w.split()[-1] in text and w[:20].split()[0] in text)
    return change(text, words, f"{words} {STATED_FR} ")


@pytest.fixture(params=["document", "example", "english"])
def stated(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The case with everything stated; and the same with one blocked nerve only."""
    if request.param == "english":
        return ENGLISH + STATED_EN, change(ENGLISH, "both median nerves and of the left ulnar nerve", "the left ulnar nerve") + STATED_EN
    source = ["document", "example"].index(request.param)
    text = example(3) if source else document(request.getfixturevalue("shared"), 3)
    here = Told(3, source, text)
    whole = here.add("blocks", STATED_FR)
    return whole, change(whole, here.words("nerves"), "du nerf cubital gauche")


@pytest.mark.parametrize("criteria", ["mmn_aaem_2003", "mmn_efns_pns_2010"])
def test_3_everything_stated_gives_definite_in_both_sets(stated: tuple[str, str], criteria: str) -> None:
    verdict = answer(stated[0]).verdict(criteria)
    assert (verdict.truth, verdict.level) == (Truth.YES, "definite")


def test_3_everything_stated_with_one_blocked_nerve(stated: tuple[str, str]) -> None:
    given = answer(stated[1])
    assert given.verdict("mmn_efns_pns_2010").level == "definite"
    assert given.verdict("mmn_aaem_2003").truth is Truth.NO


def test_3_stated_english_case_alone_cannot_be_said() -> None:
    given = answer(ENGLISH)
    for criteria in ("mmn_aaem_2003", "mmn_efns_pns_2010"):
        assert given.verdict(criteria).truth is Truth.UNKNOWN


def test_3_pyramidal_signs_unstated_leave_it_open(stated: tuple[str, str]) -> None:
    text = without(stated[0], "Pas de signe pyramidal." if "Pas de signe pyramidal" in stated[0] else "No upper motor neuron sign.")
    given = answer(text)
    assert given.verdict("mmn_aaem_2003").truth is Truth.UNKNOWN
    assert "upper_motor_neuron_sign" in given.verdict("mmn_aaem_2003").missing


# A table of the right median nerve -------------------------------------------------------------

HEAD = "side,nerve,study,recording,stimulation,distance_mm,latency_ms,amplitude_mv,area_mvms,duration_ms\n"


def median(tmp_path: Path, elbow: tuple[float, float], arm: tuple[float, float], durations: tuple[str, str, str] = ("", "", "")) -> Path:
    """A table of the right median nerve: amplitude (mV) and area (mV·ms) at elbow and arm."""
    sites = (("wrist", (5.7, 41.5)), ("elbow", elbow), ("arm", arm))
    rows = [
        f"right,median,motor,abductor_pollicis_brevis,{site},,,{mv},{area},{duration}\n"
        for (site, (mv, area)), duration in zip(sites, durations, strict=True)
    ]
    path = tmp_path / "enmg.csv"
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    return path


def segment(given: Answer, distal: str, proximal: str):
    return next(s for s in given.assessment.segments if (s.distal, s.proximal) == (distal, proximal))


def levels(given: Answer, distal: str, proximal: str) -> set[str]:
    return {v.level for v in segment(given, distal, proximal).verdicts}


def test_3_table_of_the_document_falls_by_79_and_80_percent(tmp_path: Path) -> None:
    given = answer(FIRST_VISIT, median(tmp_path, (1.2, 8.2), (1.0, 7.4)))
    forearm = segment(given, "wrist", "elbow")
    assert round(forearm.amplitude_drop) == 79
    assert round(forearm.area_drop) == 80


def test_3_table_without_durations_is_conditional(tmp_path: Path) -> None:
    given = answer(FIRST_VISIT, median(tmp_path, (1.2, 8.2), (1.0, 7.4)))
    assert {"conditional", "definite"} <= levels(given, "wrist", "elbow")
    assert "definite" not in levels(given, "elbow", "arm")
    assert "conditional" not in levels(given, "elbow", "arm")


@pytest.mark.parametrize(("definition", "level", "conditions"), [
    ("efns_pns_mmn_2010", "conditional", ((30, "definite"), (None, "probable"))),
    ("aaem_1999", "conditional", ((30, "definite"), (60, "probable"), (None, "none"))),
    ("utrecht", "definite", ()),
])
def test_3_table_each_definition_says_what_the_duration_decides(tmp_path: Path, definition: str, level: str, conditions: tuple) -> None:
    given = answer(FIRST_VISIT, median(tmp_path, (1.2, 8.2), (1.0, 7.4)))
    verdict = next(v for v in segment(given, "wrist", "elbow").verdicts if v.definition == definition)
    assert (verdict.level, verdict.conditions) == (level, conditions)


def test_3_table_shows_no_block_between_elbow_and_arm(tmp_path: Path) -> None:
    given = answer(FIRST_VISIT, median(tmp_path, (1.2, 8.2), (1.0, 7.4)))
    assert levels(given, "elbow", "arm") == {"none"}


def test_3_table_block_with_an_unchanged_duration_is_definite(tmp_path: Path) -> None:
    given = answer(FIRST_VISIT, median(tmp_path, (1.2, 8.2), (1.0, 7.4), ("6.0", "6.3", "6.4")))
    assert given.has("conduction_block_definite", side=RIGHT)


def test_3_table_at_35_percent_is_no_definite_block(tmp_path: Path) -> None:
    given = answer(FIRST_VISIT, median(tmp_path, (3.7, 27.0), (3.5, 25.5), ("6.0", "6.3", "6.4")))
    assert round(segment(given, "wrist", "elbow").amplitude_drop) == 35
    assert "definite" not in levels(given, "wrist", "elbow")
    assert not given.has("conduction_block_definite")


def test_3_table_a_smaller_fall_makes_mmn_less_likely(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    block = answer(FIRST_VISIT, median(tmp_path / "a", (1.2, 8.2), (1.0, 7.4), ("6.0", "6.3", "6.4")))
    none = answer(FIRST_VISIT, median(tmp_path / "b", (5.2, 38.0), (5.0, 37.0), ("6.0", "6.3", "6.4")))
    assert none.probability("mmn") < block.probability("mmn")


# 4 ----------------------------------------------------------------------------------------------


def both(text: str) -> tuple[Answer, Answer]:
    first, second = answers(text)
    return first, second


INFECTION = "Fièvre à 39 °C. Hémocultures positives à Staphylococcus aureus."


def test_4_fever_and_a_positive_blood_culture_make_it_an_infection(spines: Told) -> None:
    before, after = both(spines.text)[0], both(spines.add("history", INFECTION))[0]
    assert after.has("fever")
    assert after.has("blood_culture_positive")
    assert after.diseases[0] == "spondylodiscitis"
    moves(before, after, falls="apatite_disc", rises="spondylodiscitis")


def test_4_no_steroid_in_an_infection(spines: Told) -> None:
    after = both(spines.add("history", INFECTION))[0]
    assert "corticosteroid" in after.acts("spondylodiscitis", "harmful")
    assert after.verdict("calcific_discitis_rule").level == "infection_first"


def test_4_an_infection_leaves_the_other_patient_as_she_was(spines: Told) -> None:
    before, after = both(spines.text)[1], both(spines.add("history", INFECTION))[1]
    assert after.silent("blood_culture_positive")
    assert after.diseases[0] == before.diseases[0]


def test_4_without_the_calcification_the_disc_is_rather_infected(spines: Told) -> None:
    text = spines.drop("disc")
    if spines.source == 0:
        text = without(text, "Pseudo-spondylodiscite sur résorption aiguë de calcifications discales", "Rhumatisme à apatite du rachis")
    before, after = both(spines.text)[0], both(text)[0]
    moves(before, after, falls="apatite_disc", rises="spondylodiscitis")
    assert not after.has("disc_calcification")


def test_4_nsaid_without_effect(spines: Told) -> None:
    after = both(spines.swap("history", "Douleurs non soulagées par les AINS"))[0]
    assert not after.has("pain_relieved_by_nsaid")
    assert after.item("calcific_discitis_rule", "nsaid").truth is not Truth.YES


def test_4_crp_of_three_is_normal(spines: Told) -> None:
    before, after = both(spines.text)[1], both(spines.swap("crp", "CRP 3 mg/L"))[1]
    assert before.has("crp_elevated")
    assert after.lacks("crp_elevated")
    assert after.probability("retropharyngeal_abscess") < before.probability("retropharyngeal_abscess")


def test_4_mirrored(spines: Told) -> None:
    after = both(mirrored(spines.text))[1]
    assert after.has("longus_colli_calcification", "longus_colli", RIGHT)
    assert not after.has("longus_colli_calcification", "longus_colli", LEFT)


def test_4_meningeal_signs_denied(spines: Told) -> None:
    before = both(spines.text)[1]
    after = both(spines.swap("meninges", "Kernig et Brudzinski négatifs"))[1]
    assert after.lacks("kernig_sign")
    assert after.lacks("brudzinski_sign")
    assert after.probability("meningitis") < before.probability("meningitis")


def raised_by(given: Answer, flag: str) -> set[str]:
    """Concepts that raised a red flag."""
    return {given.assessment.case.findings[i].concept for f in given.assessment.red_flags if f.flag == flag for i in f.findings}


def test_4_the_alarm_names_what_raised_it(spines: Told) -> None:
    before = both(spines.text)[1]
    after = both(spines.swap("meninges", "Kernig et Brudzinski négatifs"))[1]
    assert before.flags["meningeal_signs"] == "now"
    assert {"kernig_sign", "brudzinski_sign"} & raised_by(before, "meningeal_signs")
    assert not {"kernig_sign", "brudzinski_sign"} & raised_by(after, "meningeal_signs")


def test_4_a_purulent_puncture_and_fever_make_it_meningitis(spines: Told) -> None:
    before = both(spines.text)[1]
    after = both(spines.swap("puncture", "Fièvre à 39,5 °C, ponction lombaire : 1200 leucocytes/mm3, protéinorachie 2,5 g/L"))[1]
    moves(before, after, falls="longus_colli", rises="meningitis")
    assert "meningitis" in after.not_to_miss


def test_4_no_calcification_of_the_longus_colli(spines: Told) -> None:
    text = spines.swap("neck", "Pas de calcification du muscle long du cou")
    if spines.source == 0:
        text = until(text, "Calcifications du muscle long du cou\n(Tendinopathie")
    before, after = both(spines.text)[1], both(text)[1]
    assert not after.has("longus_colli_calcification")
    assert after.lacks("longus_colli_calcification")
    assert after.probability("longus_colli") < before.probability("longus_colli")


def test_4_a_ringed_collection_points_to_an_abscess(spines: Told) -> None:
    new = "Collection rétropharyngée avec prise de contraste annulaire. Odynophagie, trismus."
    text = spines.swap("neck", new)
    if spines.source == 0:
        text = until(text, "Calcifications du muscle long du cou\n(Tendinopathie")
    before, after = both(spines.text)[1], both(text)[1]
    moves(before, after, falls="longus_colli", rises="retropharyngeal_abscess")


def test_4_both_first_without_their_names(spines: Told) -> None:
    text = spines.text
    if spines.source == 0:
        text = without(text, "Pseudo-spondylodiscite sur résorption aiguë de calcifications discales", "Rhumatisme à apatite du rachis", "(Tendinopathie calcifiante rétropharyngée)", "(Tendinite calcifiante rétropharyngée)")
    disc, neck = both(text)
    assert "apatite_disc" not in disc.stated
    assert "longus_colli" not in neck.stated
    assert disc.diseases[0] == "apatite_disc"
    assert neck.diseases[0] == "longus_colli"


def test_4_the_first_patient_alone(spines: Told) -> None:
    text = until(spines.text, "Cas compagnon" if spines.source == 0 else "Cas 2")
    (only,) = answers(text)
    assert only.diseases[0] == "apatite_disc"
    assert only.silent("neck_pain")


FIRST_CONSULTATION = """Patiente de 47 ans, hypertension artérielle, asthme, ancien paludisme. Retour du Sénégal il y a quatre mois.
Céphalées et cervicalgies avec contracture paravertébrale depuis une semaine. Apyrétique.
CRP 75 mg/L, pas d'hyperleucocytose, frottis et goutte épaisse négatifs.
"""


def test_4_first_consultation_ct_of_the_neck_among_the_first_two() -> None:
    assert "ct_neck" in answer(FIRST_CONSULTATION).tests[:2]


def test_4_first_consultation_ct_never_instead_of_what_excludes_meningitis() -> None:
    tests = answer(FIRST_CONSULTATION).tests
    at = tests.index("ct_neck")
    assert {"lumbar_puncture", "bedside_meningeal", "blood_cultures"} & set(tests[max(0, at - 1): at + 2])


def test_4_first_consultation_with_a_seen_calcification_needs_no_further_ct() -> None:
    after = answer(FIRST_CONSULTATION + "Scanner du cou : calcification du muscle long du cou gauche, épaississement prévertébral sans collection.\n")
    assert after.diseases[0] == "longus_colli"
    assert "ct_neck" not in after.tests[:2]


# 5 ----------------------------------------------------------------------------------------------


def test_5_an_article_with_a_patient_added_gives_one_answer(article: Told) -> None:
    story = "Cas clinique\n\nUne patiente de 52 ans présente depuis trois mois une faiblesse proximale symétrique des quatre membres et des papules de Gottron. CK 3200 UI/L.\n\n"
    (only,) = answers(story + article.text)
    assert only.patient.age == 52
    assert only.has("gottron_papules")


def test_5_without_the_letter_no_self_report(article: Told) -> None:
    text = until(article.text, "Bonjour et merci" if article.source == 0 else "Commentaires")
    assert taken_in(text).self_reports == ()


def test_5_a_mothers_illness_is_not_the_writers(article: Told) -> None:
    text = article.swap("reader", "Ma mère a une scléromyosite depuis 2022" if article.source == 0 else "ma mère a une scléromyosite depuis 2022")
    established = [d for given in answers(text, (), True) for d in given.stated.values() if d.established and d.disease == "scleromyositis"]
    assert established == []


def test_5_not_assessed_unless_asked(article: Told) -> None:
    assert answers(article.text) == []
    assert len(answers(article.text, (), True)) == 1


def test_5_head_held_without_trouble(article: Told) -> None:
    new = "Aucune difficulté à tenir ma tête." if article.source == 0 else "je n'ai pas de mal à tenir ma tête malgré"
    before, after = answers(article.text, (), True)[0], answers(article.swap("head", new), (), True)[0]
    assert before.has("neck_extensor_weakness")
    assert not after.has("neck_extensor_weakness")


@pytest.mark.parametrize(("words", "name"), [("rituximab", "rituximab"), ("azathioprine", "azathioprine")])
def test_5_a_name_deleted_is_not_named(article: Told, words: str, name: str) -> None:
    assert name in taken_in(article.text).named
    text = article.text.replace(words, "x").replace(words.capitalize(), "x")
    assert name not in taken_in(text).named


def test_5_in_the_letter_alone_nobody_else_is_named(article: Told) -> None:
    letter = article.text[article.text.index("diagnostiquée"):].split("\n")[0]
    assert "methotrexate" not in taken_in("Bonjour, je suis " + letter).named
