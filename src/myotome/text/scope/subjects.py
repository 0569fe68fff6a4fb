"""What a cue that stands behind speaks of: the finding right before it, the list that shares it, the subject of its verb."""

from __future__ import annotations

from myotome.terms import Certainty
from myotome.text.scope.item import Item
from myotome.text.scope.scope import Scope
from myotome.text.scope.scope_words import ScopeWords
from myotome.text.tokens.fold import Token

AFTER_REACH = 3  # unknown words between a finding and a result that follows it
NAMED_REACH = 8  # the same where "le diagnostic de" stands before the finding
LIST_WORDS = 3  # unknown words between two members of a list that share a result
NAME = 3  # words that may belong to a finding before the comma ("reflux gastro-œsophagien, envisagé un moment, ...")
RESUMED = 8  # tokens between "ce que" and its denial ("ce que l'échographie du lendemain a démenti")
OPENERS = frozenset({",", ":", "("})
PLACES = frozenset({"site", "side", "root"})
TOLD = frozenset({"concept", "disease", "test", "absent"})
BARRIERS = frozenset(";:,()")
WALLS = frozenset({"stop", "test", "negation_before", "accompanied", "adjunct"})
DOUBTS = frozenset({Certainty.POSSIBLE, Certainty.PROBABLE})
FINDINGS = frozenset({"concept", "disease"})
INSERTED = 14  # tokens between commas that a verb reaches over


def targets_before(
    tokens: list[Token], items: list[Item], at: int, first: int, last: int, found: dict[int, Scope], words: ScopeWords,
) -> list[Item]:
    """The nearest finding before position ``first``, and those listed with it when the cue is plural."""
    while first > 0 and _of_verb(tokens[first - 1], words):
        first -= 1  # the verb of the denial itself
    told = _told_of(tokens, items[:at], first, found, words)
    if told is not None:
        return [told]
    first = _subject_end(tokens, items[:at], first, last, found, words)
    targets: list[Item] = []
    named = {i.first for i in items[:at] if i.kind in FINDINGS}  # "signe de Babinski" is a finding and a test
    limit = first
    cue = tokens[max(first - 2, 0) : last + 1]
    alone = cue[-1:] if items[at].first == items[at].last else []  # an adjective, no verb: "absent" is one thing
    plural = any(t.raw.endswith("s") or t.raw.endswith("nt") and t not in alone or t.raw in words.plural_verbs for t in cue)
    listed = False
    for item in reversed(items[:at]):
        if item.first >= limit:
            continue
        if item.kind == "mark" and item.value in BARRIERS:
            if not targets or not plural or item.value != ",":
                break
            listed = True
        elif item.kind == "coordination":
            listed = True
        elif item.kind in FINDINGS and item.first in found:
            between = tokens[item.last + 1 : limit]
            places = () if targets else {k for i in items[:at] if i.kind in PLACES and item.last < i.first for k in range(i.first, i.last + 1)}
            gap = sum(
                t.raw.isalpha() and len(t.raw) > 1 and t.raw not in words.articles and k not in places for k, t in enumerate(between, item.last + 1)
            )
            own = bool(targets) and any(t.raw in words.passive for t in between)  # "les crampes sont moins fréquentes, les fasciculations ont disparu"
            if own or any(_parts(t, words) for t in between) or gap > (LIST_WORDS if targets else NAMED_REACH if words.governed(tokens, item.first, words.naming) else AFTER_REACH) or targets and not (listed and plural) and item.last + 1 != limit:
                break  # of one noun group both ("arthrite septique peu vraisemblable")
            if not targets or targets[-1].first != item.first:
                targets.append(item)
            limit, listed = item.first, False
        elif item.kind in WALLS and item.first not in named:
            break
    return targets


def _told_of(tokens: list[Token], items: list[Item], first: int, found: dict[int, Scope], words: ScopeWords) -> Item | None:
    """The subject of the verb at ``first`` when more is told of it in between: "l'hypothyroïdie mentionnée dans la lettre est une erreur",
    "la scoliose pour laquelle elle portait un corset n'est plus visible"."""
    if not _verb(tokens[first], words):
        return None
    target = next((i for i in reversed(items) if i.kind in FINDINGS and i.first in found and i.last < first), None)
    if target is None or not 1 < first - target.last <= INSERTED or any(i.kind in TOLD and target.last < i.first for i in items):
        return None
    comma = next((k for k in range(target.last + 1, min(first, target.last + 1 + NAME)) if tokens[k].raw == ","), target.last)
    lead = comma + 1
    if tokens[lead].stem in words.told_of and (comma == target.last or tokens[first - 1].raw == ","):
        return None if any(_parts(t, words) or t.raw in words.relatives for t in tokens[lead + 1 : first]) else target
    at = next((k for k in (lead, lead + 1) if k < first and tokens[k].raw in words.relatives), None)
    if at is None or any(t.raw in words.relatives or t.raw == ";" for t in tokens[at + 1 : first]):
        return None
    return target if any(t.raw in words.finite for t in tokens[at + 1 : first]) else None


def _subject_end(tokens: list[Token], items: list[Item], first: int, last_of_cue: int, found: dict[int, Scope], words: ScopeWords) -> int:
    """Where to look back from when a comma, a colon, a bracket, "puis" or "mais" stands before a result. A participle speaks of what
    is right before it ("hypothyroïdie, infirmée par le bilan", "ptosis (douteux)") or was doubted or noted ("SLA évoquée ailleurs, puis
    écartée"); a verb speaks of what stands before the words between commas ("une hernie, avancée ailleurs, n'a pas été retenue")."""
    if first > 2 and tokens[first - 1].stem in words.prepositions:
        first -= 1  # "anti-MuSK : en attente"
    clause = resumed(tokens, first, words)
    clause = _by_pronoun(tokens, first, last_of_cue, words) if clause is None else clause
    first = first if clause is None else clause
    if first < 2:
        return first
    before = tokens[first - 1]
    if before.raw == "(" and not (last_of_cue + 1 < len(tokens) and tokens[last_of_cue + 1].raw == ")"):
        return first  # "malformations (possible syndrome)"
    if before.raw not in OPENERS and before.stem not in words.coordinations and before.stem not in words.contrasts:
        return first
    comma = first - 1
    if before.raw == "," and _verb(tokens[first], words):
        comma = next((k for k in range(comma - 1, max(0, comma - INSERTED), -1) if tokens[k].raw == ","), 0)
    last = next((i for i in reversed(items) if i.kind in FINDINGS and i.last < comma), None)
    if last is None or first - last.last > INSERTED:
        return first
    between = tokens[last.last + 1 : comma]
    doubted = last.first in found and found[last.first].certainty in DOUBTS
    noted = bool(between) and all(_of_verb(t, words) or t.stem in words.observed or t.stem in words.sought for t in between)
    apposed = bool(between) and between[0].raw == "," and tokens[first].stem in words.negators
    if before.raw != "(" and (doubted or noted or apposed):
        return last.last + 1
    closing = tokens[first].stem in words.bare_negators or tokens[last_of_cue].stem in words.put_behind and ends(tokens, last_of_cue + 1)
    put_behind = closing and not any(_parts(t, words) for t in between)  # "diplopie ancienne, non retrouvée", "ptosis a minima, douteux"
    return comma if before.raw == "(" or (not between or put_behind) and before.raw in OPENERS else first


def resumed(tokens: list[Token], first: int, words: ScopeWords) -> int | None:
    """Where a clause begins that takes up what was said before a comma: "une rupture, ce que l'échographie a démenti"."""
    return next((
        k for k in range(first - 1, max(2, first - RESUMED), -1)
        if tokens[k].raw in words.resuming and tokens[k - 1].raw == "," and tokens[k + 1].raw in words.relatives
    ), None)


def _by_pronoun(tokens: list[Token], first: int, last: int, words: ScopeWords) -> int | None:
    """Where a clause begins whose subject is a pronoun: "des anti-MAG ont été recherchés ; ils sont négatifs", "un ptosis fut cherché, mais cela
    n'a pas été retrouvé"; none where what is denied stands behind ("il n'a pas été retrouvé de ptosis")."""
    if first < 2 or tokens[first - 1].raw not in words.resuming_subjects or not _verb(tokens[first], words):
        return None
    if last + 1 < len(tokens) and (tokens[last + 1].stem in words.partitives or tokens[last + 1].raw in words.articles):
        return None
    for k in range(first - 2, max(0, first - 2 - NAME), -1):
        if tokens[k].raw in ",;:":
            return k + 1
        if tokens[k].stem in words.contrasts:
            return k
    return None


def _parts(token: Token, words: ScopeWords) -> bool:
    """Does a word between a finding and a result give the result to something else: a verb, an examination ("masse à marqueurs
    négatifs")?"""
    return token.raw in words.finite and token.raw not in words.passive and token.stem not in words.observed or token.stem in words.examinations


def _verb(token: Token, words: ScopeWords) -> bool:
    """Does a word belong to a verb's forms ("n'", "a", "est")?"""
    raw = token.raw
    return raw in words.passive or raw in words.finite and raw not in words.relatives or raw in words.particles


def _of_verb(token: Token, words: ScopeWords) -> bool:
    """The same, or does it link a result with what it is said of ("est revenu négatif")?"""
    return _verb(token, words) or token.stem in words.links or token.raw in words.modals or token.raw in "'’" or token.raw in words.indefinite


def ends(tokens: list[Token], at: int) -> bool:
    return at >= len(tokens) or not tokens[at].raw.isalnum() and tokens[at].raw not in "'’-"
