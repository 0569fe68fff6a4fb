"""Find a drug's sheet and the regimen that is meant."""

from __future__ import annotations

from myotome.care.doses.body import ADULT
from myotome.formats.trouble import refuse
from myotome.knowledge.model import DoseSheet, Regimen
from myotome.knowledge.names import find, nearest, plain
from myotome.knowledge.store import Knowledge


def find_sheet(drug: str, knowledge: Knowledge) -> DoseSheet:
    """The sheet that a name means, in either language. Raises MyotomeError with the known ones."""
    wanted = plain(drug)
    for sheet in knowledge.doses.values():
        if wanted in {plain(n) for n in (sheet.id, sheet.names.fr, sheet.names.en, *sheet.words)}:
            return sheet
    act = find(knowledge, "drug", drug)
    of_act = [s for s in knowledge.doses.values() if s.act == act]
    if len(of_act) == 1:
        return of_act[0]
    raise refuse("dose.drug_unknown", "DRUG", drug, ", ".join(sorted(knowledge.doses)))


def find_disease(name: str, knowledge: Knowledge) -> str:
    """A disease id from a name. Raises MyotomeError with the nearest."""
    found = find(knowledge, "disease", name)
    if found is None:
        raise refuse("name.disease", "--disease", name, ", ".join(nearest(knowledge, "disease", name)))
    return found


def choose_regimen(
    sheet: DoseSheet, disease: str | None, course: str | None, who: str, regimen: str | None = None,
) -> tuple[Regimen, tuple[str, ...]]:
    """The regimen, and what was assumed. Raises MyotomeError when none fits, listing what there is.

    A child is never given an adult's regimen: that is a refusal, even when all else fits.
    """
    if regimen is not None:
        chosen = next((r for r in sheet.regimens if r.id == regimen), None)
        if chosen is None:
            raise refuse("dose.regimen_unknown", "--regimen", regimen, ", ".join(r.id for r in sheet.regimens))
        if chosen.population != who:
            raise _wrong_age(sheet, chosen.population)
        return chosen, ()
    fitting = [r for r in sheet.regimens if _fits(r, disease) and (course is None or r.course == course)]
    fitting.sort(key=lambda r: not r.diseases and not r.unnamed)  # a regimen for the disease before one for any
    if not fitting:
        listed = ", ".join(f"{r.id} ({', '.join(r.diseases) or '*'}, {r.course})" for r in sheet.regimens)
        raise refuse("dose.regimen_none", "--disease", disease or "-", listed)
    allowed = [r for r in fitting if r.population == who]
    if not allowed:
        raise _wrong_age(sheet, fitting[0].population)
    if disease is None and len({r.diseases for r in allowed}) > 1 and not any(r.unnamed or not r.diseases for r in allowed):
        raise refuse("dose.disease_needed", "--disease", sheet.id, ", ".join(f"{r.id} ({', '.join(r.diseases)})" for r in allowed))
    allowed.sort(key=lambda r: disease is None and bool(r.diseases))
    others = [r for r in allowed[1:] if r.course != allowed[0].course and course is None]
    assumed = [] if disease or not allowed[0].diseases else ["assumed_disease"]
    assumed += ["assumed_course"] if others and disease else []
    return allowed[0], tuple(assumed)


def _fits(regimen: Regimen, disease: str | None) -> bool:
    """For the disease named; without one, those for a single disease stay in the running."""
    if disease is None:
        return True
    return disease in regimen.diseases or not (regimen.diseases or regimen.unnamed)


def _wrong_age(sheet: DoseSheet, population: str) -> Exception:
    adult = population == ADULT
    code = "dose.adults_only" if adult else "dose.children_only"
    return refuse(code, "--age", sheet.id, ", ".join(r.id for r in sheet.regimens if r.population != population) or "-")
