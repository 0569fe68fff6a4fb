"""Where two sources of one patient do not say the same: kept both, and the difference named."""

from __future__ import annotations

from myotome.case import Case, Finding
from myotome.knowledge.store import Knowledge
from myotome.terms import Method, Side


def _sided(case: Case) -> list[Finding]:
    return [
        f for f in case.findings
        if f.present and f.counts and f.site and f.side.lateral and f.method is not Method.DERIVED
    ]


def differences(case: Case, knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    """Pairs (message id, value) for ``Limits.assumed``.

    narrower_site: the same finding on the same side is told of a group here and of one of its
    muscles there; the narrower one is taken. sides_differ: a muscle is affected on one side by
    examination and only on the other by imaging.
    """
    found: dict[tuple[str, str], None] = {}
    sided = _sided(case)
    for wide in sided:
        if wide.site not in knowledge.groups:
            continue
        members = set(knowledge.muscles_of(wide.site))
        for narrow in sided:
            same = narrow.concept == wide.concept and set(narrow.side.lateral) & set(wide.side.lateral)
            inside = set(knowledge.muscles_of(narrow.site or ""))
            if same and narrow.site != wide.site and inside and inside < members:
                shared = set(narrow.side.lateral) & set(wide.side.lateral)
                side = Side.BOTH if len(shared) > 1 else shared.pop()
                found[("narrower_site", f"{wide.concept} {wide.site}>{narrow.site} {side.value}")] = None
    imaging = knowledge.settings["overview"]["imaging_of_muscle"]
    seen: dict[str, dict[bool, set[Side]]] = {}
    for finding in sided:
        by_image = any(knowledge.is_a(finding.concept, c) for c in imaging)
        for muscle in knowledge.muscles_of(finding.site or "")[:1]:
            if finding.site == muscle:
                seen.setdefault(muscle, {}).setdefault(by_image, set()).update(finding.side.lateral)
    for muscle, by in sorted(seen.items()):
        if len(by) == 2 and not by[True] & by[False]:
            hand, image = ("+".join(sorted(s.value for s in by[k])) for k in (False, True))
            found[("sides_differ", f"{muscle} examination:{hand} imaging:{image}")] = None
    return tuple(found)
