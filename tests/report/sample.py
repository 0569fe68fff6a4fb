"""A made-up patient with something in every section of the report."""

from __future__ import annotations

import msgspec

from myotome.answer import (
    Assessment,
    BlockVerdict,
    Candidate,
    Differential,
    Influence,
    ItemResult,
    Lesion,
    Limits,
    Localisation,
    NextTest,
    NotToMiss,
    Overview,
    Plan,
    PlanStep,
    RedFlag,
    Result,
    SegmentStudy,
    SiteEvidence,
    Taper,
    TaperStep,
    TimelineEvent,
    Verdict,
)
from myotome.case import (
    Case,
    ConductionRow,
    Diagnosis,
    Evidence,
    Finding,
    Grade,
    Measure,
    Patient,
    Source,
    Treatment,
)
from myotome.errors import Problem
from myotome.terms import (
    Certainty,
    Experiencer,
    Level,
    Method,
    Presence,
    Sex,
    Side,
    Truth,
    When,
)

TEXT = (
    "Menuisier de 61 ans. Depuis trois ans, la main droite faiblit sans douleur.\n"
    "Deltoïde gauche coté M3-4, biceps brachial gauche à M5. Pas de trouble sensitif.\n"
    "Pied tombant possible. Sa mère avait une amyotrophie. SLA évoquée. Immunoglobulines sans effet.\n"
    "Il écrit <script>alert('x')</script> & \"ceci\".\n"
)


def place(words: str, text: str = TEXT, rule: str = "") -> Evidence:
    start = text.index(words)
    return Evidence(source="s1", start=start, end=start + len(words), text=words, rule=rule)


FINDINGS = (
    Finding(
        concept="weakness", site="deltoid", side=Side.LEFT, grade=Grade(scale="mrc", low=3, high=4, text="M3-4"),
        method=Method.EXAMINATION, evidence=(place("Deltoïde gauche coté M3-4"),),
    ),
    Finding(
        concept="weakness", site="biceps_brachii", side=Side.LEFT, presence=Presence.ABSENT,
        grade=Grade(scale="mrc", low=5, high=5), evidence=(place("biceps brachial gauche à M5"),),
    ),
    Finding(concept="sensory_loss", presence=Presence.ABSENT, evidence=(place("Pas de trouble sensitif"),)),
    Finding(concept="foot_drop", certainty=Certainty.POSSIBLE, evidence=(place("Pied tombant possible"),)),
    Finding(concept="muscle_atrophy", experiencer=Experiencer.MOTHER, evidence=(place("amyotrophie"),)),
    Finding(
        concept="ck_elevated", measure=Measure(value=412.0, unit="U/L", upper=190), method=Method.LABORATORY,
        evidence=(Evidence(source="s2", cell="row 3"),),
    ),
    Finding(
        concept="asymmetric_weakness", side=Side.LEFT, method=Method.DERIVED,
        evidence=(place("Deltoïde gauche coté M3-4", rule="asymmetric_weakness"),),
    ),
    Finding(concept="weakness", side=Side.ALTERNATING, when=When.HISTORY, evidence=(place("la main droite faiblit"),)),
)

CASE = Case(
    id="sample", language="fr", patient=Patient(age=61, sex=Sex.MALE, onset_age=58),
    sources=(Source(id="s1", name="note.txt", text=TEXT), Source(id="s2", kind="table", name="labs.csv")),
    findings=FINDINGS,
    diagnoses=(Diagnosis(disease="als", certainty=Certainty.POSSIBLE, evidence=(place("SLA"),)),),
    treatments=(Treatment(drug="ivig", response="none", evidence=(place("Immunoglobulines"),)),),
    conduction=(
        ConductionRow(side="left", nerve="median", study="motor", stimulation="wrist", amplitude_mv=5.7, area_mvms=41.5),
        ConductionRow(side="left", nerve="median", study="motor", stimulation="elbow", amplitude_mv=1.2, area_mvms=8.2),
    ),
    illustrations=("Coupe d'un homme de 48 ans",),
)


def assessment(case: Case = CASE, knowledge=None) -> Assessment:
    """Hand-made: every type of the answer, with ids of the shipped knowledge."""
    why = Influence(
        concept="asymmetric_weakness", finding=6, frequency=0.9, background=0.25, log_ratio=1.2, reference="doc3",
    )
    against = Influence(
        concept="weakness", finding=0, frequency=0.004, background=0.5, log_ratio=-0.9, match="narrower",
    )
    tempo = Influence(concept="tempo", log_ratio=0.4, match="context")
    return Assessment(
        case=case,
        overview=Overview(weakness=True, breathing="normal"),
        segments=(
            SegmentStudy(
                side="left", nerve="median", distal="wrist", proximal="elbow", amplitude_drop=78.9, area_drop=80.2,
                rows=(0, 1),
                verdicts=(
                    BlockVerdict(
                        definition="efns_pns_mmn_2010", level="conditional", reference="efns_pns_mmn_2010",
                        conditions=((30, "definite"), (None, "probable")),
                        checklist=(("supramaximal", "not_documented"), ("not_entrapment", "yes")),
                    ),
                    BlockVerdict(
                        definition="aaem_1999", level="conditional",
                        conditions=((30, "definite"), (60, "probable"), (None, "none")),
                    ),
                    BlockVerdict(definition="utrecht", level="definite"),
                ),
            ),
        ),
        localisation=Localisation(
            lesions=(
                Lesion(
                    lesion_class="nerve_focal", sites=(("axillary.quadrangular_space", Side.LEFT),), severity=(0.6,),
                    probability=0.71, tie_set=(("root.C5", Side.LEFT),),
                    explained=(SiteEvidence(site="deltoid", side=Side.LEFT, finding=0),),
                    contradicted=(SiteEvidence(site="biceps_brachii", side=Side.LEFT, finding=1),),
                    untested=(SiteEvidence(site="teres_minor", side=Side.LEFT, expected=0.9),),
                ),
                Lesion(lesion_class="root_single", sites=(("root.C5", Side.LEFT),), probability=0.2),
            ),
            classes={"nerve_focal": 0.71, "root_single": 0.2, "myopathy_pattern:ibm": 0.09},
            worse=Side.LEFT, unexplained=(3,), notes=("pain_on_the_other_side:right", "contradictory:deltoid"),
        ),
        criteria=(
            Verdict(
                criteria="mmn_efns_pns_2010", truth=Truth.UNKNOWN, best="definite", unverified=True,
                missing=("upper_motor_neuron_sign",),
                items=(
                    ItemResult(item="c1_two_nerves", truth=Truth.YES, findings=(0,), reference="efns_pns_mmn_2010"),
                    ItemResult(item="c2_no_sensory_loss", truth=Truth.YES, findings=(2,)),
                    ItemResult(item="x8_no_upper_motor_neuron", truth=Truth.UNKNOWN, missing=("upper_motor_neuron_sign",)),
                    ItemResult(item="s4_reflexes", truth=Truth.NO),
                ),
            ),
            Verdict(
                criteria="iim_eular_acr_2017", truth=Truth.NO, points=(1.3, 5.5), probability=(0.02, 0.4),
                items=(ItemResult(item="age_40", truth=Truth.YES),),
            ),
        ),
        differential=Differential(
            candidates=(
                Candidate(
                    disease="mmn", probability=0.5, prior=0.0015, fit=0.7, evidence_for=(why, tempo),
                    evidence_against=(against,), expected=(("muscle_cramp", 0.55),),
                ),
                Candidate(disease="als", probability=0.38, prior=0.006),
                Candidate(disease="radic_c5", probability=0.1196),
                Candidate(disease="other", probability=0.0004),
            ),
            not_to_miss=(
                NotToMiss(disease="mmn", probability=0.5, harm=0.8, treatability=0.9, score=0.36, because=why),
                NotToMiss(disease="meningitis", probability=0.0001, harm=1, treatability=0.9, score=0.0001, because=against),
            ),
        ),
        next_tests=(
            NextTest(
                test="motor_conduction_whole_nerve", gain=0.42, value=0.2, separates=("mmn", "als"),
                sites=(("median", Side.LEFT), ("median", Side.RIGHT)),
            ),
            NextTest(test="ct_neck", gain=0.2, value=0.1),
        ),
        red_flags=(RedFlag(flag="meningeal_signs", urgency="now", findings=(0, 2)),),
        timeline=(
            TimelineEvent(when="", age=58, months=0, findings=(7,)),
            TimelineEvent(when="2024", age=61, months=36, findings=(0, 1)),
        ),
        plans=(
            Plan(
                disease="mmn", confirm=("motor_conduction_whole_nerve",),
                steps=(
                    PlanStep(act="corticosteroid", kind="harmful", stop="hard", reference="doc3", text={"fr": "Ne pas en donner.", "en": "Do not give."}),
                    PlanStep(act="ivig", kind="first", status="off-label", evidence_level="four trials", text={"fr": "Perfusions.", "en": "Infusions."}, findings=(0,)),
                    PlanStep(act="rehabilitation_global", kind="rehabilitation", text={"fr": "Bouger.", "en": "Move."}),
                ),
                tapers=(
                    Taper(drug="methylprednisolone", reference="doc1", steps=(
                        TaperStep(first_day=1, last_day=15, dose_mg=32, stated=True),
                        TaperStep(first_day=16, last_day=16, dose_mg=24.5, stated=False),
                    )),
                ),
            ),
            Plan(disease="als", refused="child"),
        ),
        limits=Limits(
            limits=("child", "pregnancy"),
            not_used=(Problem(level=Level.WARNING, code="test.nowhere", message="row {message} left out", place="labs.csv"),),
            assumed=(("fallback_limit", "ck_elevated"), ("age_unknown", ""), ("something_new", "deltoid")),
            not_examined=("muscle_cramp", "upper_motor_neuron_sign"),
        ),
    )


def result(language: str = "fr", patients: int = 1) -> Result:
    whole = assessment()
    return Result(
        version="1.2.3", knowledge="abcdef", language=language,
        document_kind="several_patients" if patients > 1 else "patient",
        assessments=tuple(
            msgspec.structs.replace(whole, case=msgspec.structs.replace(CASE, id=f"sample{n}")) for n in range(patients)
        ),
    )


def empty_handed(language: str = "fr") -> Result:
    """An article without a patient, and a reader who writes of herself."""
    return Result(
        version="1.2.3", knowledge="abcdef", language=language, document_kind="forum",
        named=("dm", "ibm", "ivig"), self_reports=("Je prends 5 mg <b>par jour</b>.",),
        problems=(Problem(level=Level.NOTE, code="test.nowhere", message="a line"),),
    )
