"""The closed vocabularies that every folder shares: one enum a notion, one place for each.

Open vocabularies (muscles, concepts, diseases ...) are ids in ``knowledge/``.
Source: ../shared/facts/reading.md section 1 (attributes of a finding), DESIGN.md (house).
"""

from __future__ import annotations

from enum import Enum
from typing import Final

Language = str
LANGUAGES: tuple[str, str] = ("fr", "en")


class Term(str, Enum):
    """A word of a closed vocabulary. Hashed as text is: quicker than by its name, and terms are keys in every sentence."""

    __hash__ = str.__hash__


class Presence(Term):
    """Was the abnormality found, or stated not to be there? What nobody examined is no finding."""

    PRESENT = "present"
    ABSENT = "absent"


class Certainty(Term):
    """How sure the source is. Never merged with :class:`Presence` inside the program."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    TO_BE_EXCLUDED = "to_be_excluded"
    PENDING = "pending"


class Side(Term):
    """Side of a finding. ``UNSAID`` is a value: a side is never invented."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    ALTERNATING = "alternating"
    ONE_UNSAID = "one_unsaid"
    MIDLINE = "midline"
    UNSAID = "unsaid"

    @property
    def lateral(self) -> tuple[Side, ...]:
        """The definite sides that this value covers: ``BOTH.lateral == (LEFT, RIGHT)``."""
        return _LATERAL.get(self, ())

    @property
    def mirrored(self) -> Side:
        """Left for right and right for left; other values unchanged."""
        return {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}.get(self, self)


_LATERAL = {
    Side.LEFT: (Side.LEFT,), Side.RIGHT: (Side.RIGHT,), Side.BOTH: (Side.LEFT, Side.RIGHT), Side.ALTERNATING: (Side.LEFT, Side.RIGHT),
}


class Experiencer(Term):
    """Whose finding it is."""

    PATIENT = "patient"
    MOTHER = "mother"
    FATHER = "father"
    SIBLING = "sibling"
    CHILD = "child"
    OTHER_KIN = "other_kin"


class Setting(Term):
    """Where the patient is seen: what is common there. CLINIC is neuromuscular, and the reference."""

    CLINIC = "clinic"
    PRIMARY_CARE = "primary_care"
    EMERGENCY = "emergency"
    WARD = "ward"
    INTENSIVE_CARE = "intensive_care"
    PAEDIATRICS = "paediatrics"
    RHEUMATOLOGY = "rheumatology"


class When(Term):
    """Place of a finding in the patient's time."""

    ONSET = "onset"
    AT_VISIT = "at_visit"
    RESOLVED = "resolved"
    HISTORY = "history"


class Method(Term):
    """How a finding was seen."""

    COMPLAINT = "complaint"
    HISTORY = "history"
    EXAMINATION = "examination"
    ENMG = "enmg"
    MRI = "mri"
    CT = "ct"
    RADIOGRAPH = "radiograph"
    ULTRASOUND = "ultrasound"
    IMAGING = "imaging"
    LABORATORY = "laboratory"
    BIOPSY = "biopsy"
    GENETICS = "genetics"
    TREATMENT = "treatment"
    DERIVED = "derived"
    FORM = "form"
    UNSAID = "unsaid"


class Tempo(Term):
    """Speed of onset. Limits in days stand in ``knowledge/settings/tempo.yaml``."""

    SUDDEN = "sudden"
    ACUTE = "acute"
    SUBACUTE = "subacute"
    CHRONIC = "chronic"


class Course(Term):
    """What became of a finding since it began."""

    STABLE = "stable"
    WORSE = "worse"
    BETTER = "better"
    RELAPSING = "relapsing"
    STEPWISE = "stepwise"


class Severity(Term):
    """How bad the words call a finding. A grade (MRC 2) is no severity, nor a severity a grade."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class Topography(Term):
    """Pattern of a finding over the body, as the words give it."""

    PROXIMAL = "proximal"
    DISTAL = "distal"
    AXIAL = "axial"
    SYMMETRIC = "symmetric"
    ASYMMETRIC = "asymmetric"
    LENGTH_DEPENDENT = "length_dependent"
    MULTIFOCAL = "multifocal"
    STOCKING_GLOVE = "stocking_glove"


class TimeRelation(Term):
    """How a finding stands to the time that its words name: at it, from it on, until it, before, after, or lasting it."""

    AT = "at"
    SINCE = "since"
    UNTIL = "until"
    BEFORE = "before"
    AFTER = "after"
    LASTING = "lasting"


class Sex(Term):
    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


class Truth(Term):
    """Kleene's three values. ``UNKNOWN`` is not ``NO``: what was not examined satisfies nothing."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Level(Term):
    """Severity of a :class:`myotome.errors.Problem`."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"
    FATAL = "fatal"


class HowSeen(Term):
    """How a reference was read, shown beside each number that rests on it."""

    PAPER = "paper"
    ABSTRACT = "abstract"
    FACT_SHEET = "fact sheet"
    DOCUMENT = "document"
    HPO_RELEASE = "HPO release"
    MEMORY = "memory"
    FITTED = "fitted"
    CHOICE = "choice"


class SiteKind(Term):
    MUSCLE = "muscle"
    MUSCLE_GROUP = "muscle_group"
    NERVE = "nerve"
    SEGMENT = "segment"
    ROOT = "root"
    PLEXUS = "plexus"
    REGION = "region"
    TERRITORY = "territory"
    REFLEX = "reflex"


# What the rules of reading ask for in every sentence: a member is looked up by a function of its enum, a name of a module is not.
ABSENT: Final = Presence.ABSENT
PRESENT: Final = Presence.PRESENT
CERTAIN: Final = Certainty.CERTAIN
UNSAID: Final = Side.UNSAID
BOTH: Final = Side.BOTH
PATIENT: Final = Experiencer.PATIENT
AT_VISIT: Final = When.AT_VISIT
HISTORY: Final = When.HISTORY
SEX_UNKNOWN: Final = Sex.UNKNOWN
DERIVED: Final = Method.DERIVED
METHOD_UNSAID: Final = Method.UNSAID
