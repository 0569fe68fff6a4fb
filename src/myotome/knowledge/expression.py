"""The grammar of three-valued expressions: what a criterion, red flag or contraindication may say.

YAML forms (a mapping with one operator key, or a bare string that names another item of the set):

    all: [e, ...]            any: [e, ...]            not: e
    at_least: {n: 2, of: [e, ...]}
    finding: weakness        # present, in this concept or a narrower one
    finding: {concept: weakness, site: [upper_limb], side: left, certainty: probable}
    finding: {concept: sensory_loss, without: vibration_loss}   # leave out the narrower concept
    count: {concept: weakness, distinct: nerve, min: 2, site: [...]}
                                  # distinct: muscle|nerve|side_nerve|site|side_site|side|limb|limb_part
    count: {concept: conduction_block, distinct: side_nerve, min: 2, closed: true}
    normal_in: {concept: sensory_conduction_abnormal, distinct: nerve, min: 3}
    value: {concept: ck_elevated, min: 15, max: null, relative_to: upper}   # or unit: U/L
    measured: {concept: slow_motor_conduction, max: 0.7, relative_to: lower}   # some measured value; above, below: strict
    nerves: {min: 2, where: e}    # nerves of one side for which e holds, its findings taken there only; except: [tibial]
    age: {min: 18, max: 40}       onset_age: {min: 18}       # years; max is exclusive
    sex: male
    duration: {min: 12}           # months since onset
    disease: jdm                  # the source states this diagnosis
    treated: {drug: ivig, response: better}    # or {drug: statin, ongoing: true}: not said to be over
    unset: why                    # always unknown: the number could not be read

``not: {finding: x}`` is true only where x is stated absent: silence never satisfies a negative.
``count`` below ``min`` is unknown, since nobody says that the list is complete; ``closed: true``
takes what is documented (at least one) as all there is: then too few is "no". ``normal_in`` is
true when the finding is present nowhere and stated absent in general or at ``min`` distinct sites.
``measured`` reads findings present or stated absent, as long as they bring a number. ``nerves`` looks
at nerves of which something was found; with ``closed: true`` what was not measured there counts as not met.
``value`` and ``duration`` include both bounds. ``without``: findings that are, or stand at the same
site and side as, this other concept are left out.
"""

from __future__ import annotations

from typing import Any

import msgspec

from myotome.terms import Sex

OPERATORS = (
    "all", "any", "not", "at_least", "finding", "count", "value", "age", "onset_age", "sex",
    "duration", "disease", "treated", "unset", "item", "normal_in", "measured", "nerves",
)
JOINING = ("all", "any", "not", "at_least", "nerves")
READS_CONCEPT = ("finding", "count", "value", "normal_in", "measured")


class Expression(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One parsed node. op: one of ``OPERATORS``; the other fields are used as the op needs."""

    op: str
    parts: tuple[Expression, ...] = ()
    n: int = 0
    name: str = ""
    sites: tuple[str, ...] = ()
    side: str = ""
    certainty: str = ""
    distinct: str = ""
    low: float | None = None
    high: float | None = None
    unit: str = ""
    relative_to: str = ""
    response: str = ""
    without: str = ""
    closed: bool = False
    ongoing: bool = False
    above: float | None = None
    below: float | None = None
    excluded: tuple[str, ...] = ()


def _span(body: dict[str, Any]) -> dict[str, Any]:
    return {"low": body.pop("min", None), "high": body.pop("max", None)}


def parse(raw: Any, place: str = "") -> Expression:
    """Parse a YAML form. Raises ValueError naming ``place`` and the bad part.

    >>> parse({"not": {"finding": "upper_motor_neuron_sign"}}).parts[0].name
    'upper_motor_neuron_sign'
    """
    if isinstance(raw, str):
        return Expression(op="item", name=raw)
    if not isinstance(raw, dict) or len(raw) != 1:
        raise ValueError(f"{place}: expected one operator of {', '.join(OPERATORS)}, got {raw!r}")
    op, body = next(iter(raw.items()))
    if op in JOINING:
        return _joined(op, body, place)
    if op in ("finding", "disease", "treated", "unset", "sex") and isinstance(body, str):
        return Expression(op=op, name=Sex(body).value if op == "sex" else body)
    if op not in OPERATORS or not isinstance(body, dict):
        raise ValueError(f"{place}: unknown operator {op!r} or wrong body {body!r}")
    body = dict(body)
    sites = body.pop("site", ())
    node = Expression(
        op=op,
        name=body.pop("concept", body.pop("drug", "")),
        sites=(sites,) if isinstance(sites, str) else tuple(sites),
        side=body.pop("side", ""),
        certainty=body.pop("certainty", ""),
        distinct=body.pop("distinct", ""),
        unit=body.pop("unit", ""),
        relative_to=body.pop("relative_to", ""),
        response=body.pop("response", ""),
        without=body.pop("without", ""),
        closed=body.pop("closed", False),
        ongoing=body.pop("ongoing", False),
        above=body.pop("above", None),
        below=body.pop("below", None),
        **_span(body),
    )
    if body:
        raise ValueError(f"{place}: unknown key {', '.join(body)} in {op}")
    return node


def _joined(op: str, body: Any, place: str) -> Expression:
    """An operator over other expressions."""
    if op in ("all", "any"):
        return Expression(op=op, parts=tuple(parse(p, place) for p in body))
    if op == "not":
        return Expression(op=op, parts=(parse(body, place),))
    if op == "nerves":
        return Expression(op=op, n=body["min"], parts=(parse(body["where"], place),), excluded=tuple(body.get("except", ())), closed=body.get("closed", False))
    return Expression(op=op, n=body["n"], parts=tuple(parse(p, place) for p in body["of"]))


def concepts_in(node: Expression) -> set[str]:
    """Concept ids that the expression reads, for ``knowledge check`` and "what is missing"."""
    found = {node.name} if node.op in READS_CONCEPT else set()
    if node.without:
        found.add(node.without)
    for part in node.parts:
        found |= concepts_in(part)
    return found
