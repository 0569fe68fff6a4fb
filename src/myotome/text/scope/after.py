"""Cues that follow what they qualify: "X absent", "X possible", "X ?", "X n'a pas été retrouvé", "SLA chez la mère"."""

from __future__ import annotations

from myotome.terms import Certainty, Experiencer, Presence
from myotome.text.scope.answers import Answer, answer, may_answer
from myotome.text.scope.item import Item
from myotome.text.scope.mention import FOREIGN
from myotome.text.scope.scope import SEPARATORS, Scope
from myotome.text.scope.scope_words import ScopeWords
from myotome.text.scope.subjects import (
    DOUBTS,
    FINDINGS,
    INSERTED,
    OPENERS,
    ends,
    resumed,
    targets_before,
)
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence

PARTIAL_REACH = 2  # tokens between "a régressé" and "partiellement"
SIGN_REACH = 2  # tokens between "signe" and its name
TAKEN_REACH = 2  # words between "à tort" and the name that was wrong
EXCLUDED = 6  # tokens between "ne" and the exclusion that it denies
VERB = 4  # tokens between the parts of a denied passive ("n'a pas été clairement retrouvé")
LIKE = 2  # findings that "idem" links
LEADS_ON = frozenset({"stop"})
CONTRARY_REACH = 5  # words between a denial and "mais net"
ANSWERED = FINDINGS | {"act"}
LOOKING = ANSWERED | {"modal", "certainty_before", "negation_after", "negation_before", "gone", "taken_back", "certainty_after", "mark", "kin", "likewise"}


def look_back(
    tokens: list[Token], sentence: Sentence, items: list[Item], found: dict[int, Scope], words: ScopeWords,
) -> None:
    """Change the scopes of ``found`` by the cues behind their findings."""
    if not found:
        return
    last, looking = sentence.last, LOOKING
    for at, item in enumerate(items):
        kind = item.kind
        if kind not in looking or kind == "mark" and item.value != "?":
            continue
        if kind in ANSWERED and item.first in found and may_answer(tokens, items, at, last, words):
            _answered(tokens, items, at, last, found, words)
        elif kind in ("negation_after", "negation_before"):
            _denials(tokens, sentence, items, at, found, words)
        elif kind == "gone" and _all_gone(tokens, items, at, words):
            _go(tokens, items, at, found, words)
        elif kind == "modal":
            _deny_possible(tokens, items, at, found, words)
        elif kind == "certainty_before":
            _doubt_subject(tokens, items, at, found, words)
        elif kind == "taken_back":
            _take_back(tokens, items, at, found, words)
        elif kind in ("certainty_after", "mark"):
            _doubt_behind(tokens, sentence, items, at, found, words)
        elif kind == "likewise":
            _like_before(tokens, items, at, found)
        elif kind == "kin":
            _kin_behind(tokens, items, item, found, words.kin_prepositions)


def _doubt_behind(
    tokens: list[Token], sentence: Sentence, items: list[Item], at: int, found: dict[int, Scope], words: ScopeWords,
) -> None:
    """"X possible", "X ?", "X confirmé": how sure what stands before is."""
    item = items[at]
    if tokens[item.first].raw.lower() in words.suspicious or _under_way(tokens, item, sentence.last, words):
        return  # "nodule suspect"
    certainty = Certainty.POSSIBLE if item.kind == "mark" else Certainty(item.value)
    targets = targets_before(tokens, items, at, item.first, item.last, found, words)[:1]
    for target in targets or _asked_ahead(tokens, sentence, items, at, found):
        if Certainty.CERTAIN in (certainty, found[target.first].certainty):
            found[target.first] = found[target.first].by("certainty", item.first, item.last, certainty=certainty)


def _doubt_subject(tokens: list[Token], items: list[Item], at: int, found: dict[int, Scope], words: ScopeWords) -> None:
    """"Un déficit aurait existé en 2019": a conditional doubts its subject."""
    item = items[at]
    if tokens[item.first].raw not in words.conditionals:
        return
    subject = next((i for i in reversed(items[:at]) if i.kind in FINDINGS and i.first in found), None)
    if subject is not None and subject.last + 1 == item.first and found[subject.first].certainty is Certainty.CERTAIN:
        found[subject.first] = found[subject.first].by("certainty", item.first, item.last, certainty=Certainty.POSSIBLE)


def _answered(tokens: list[Token], items: list[Item], at: int, last: int, found: dict[int, Scope], words: ScopeWords) -> None:
    """"Ptosis : 0" is denied; of "ptosis : oui / non" nothing is known."""
    said, first = answer(tokens, items, at, last, words), items[at].first
    if said is not None and tokens[said[1]].stem in words.bare_negators and any(i.kind == "gone" for i in items[:at]):
        return  # "les crampes ont disparu, les fourmillements non"
    if said is not None and said[0] is Answer.BLANK:
        del found[first]
    elif said is not None and said[0] is Answer.DOUBT:
        found[first] = found[first].by("certainty", said[1], said[1], certainty=Certainty.POSSIBLE)
    elif said is not None:
        found[first] = found[first].by("presence", said[1], said[1], presence=Presence.ABSENT)
        if tokens[said[1] - 1].raw == ":":
            for other in _listed_before(tokens, items, at, found, words):
                found[other.first] = found[other.first].by("presence", said[1], said[1], presence=Presence.ABSENT)


def _listed_before(tokens: list[Token], items: list[Item], at: int, found: dict[int, Scope], words: ScopeWords) -> list[Item]:
    """The findings that share the answer behind the last of them ("crampes, chutes : rien"): nothing but separators stands between."""
    listed: list[Item] = []
    begin = items[at].first
    for item in reversed(items[:at]):
        if item.kind in FINDINGS and item.first in found and item.last < begin:
            if not all(t.raw in SEPARATORS or t.stem in words.coordinations for t in tokens[item.last + 1 : begin]):
                break
            listed.append(item)
            begin = item.first
    return listed


def _under_way(tokens: list[Token], item: Item, last: int, words: ScopeWords) -> bool:
    """"Calcification en cours de résorption": what goes on is there, no result is awaited."""
    return item.value == Certainty.PENDING.value and item.last + 1 < last and tokens[item.last + 1].raw in words.partitives


def _asked_ahead(tokens: list[Token], sentence: Sentence, items: list[Item], at: int, found: dict[int, Scope]) -> list[Item]:
    """"? ptosis gauche": what a question mark at the head of a clause speaks of."""
    item = items[at]
    before = tokens[item.first - 1] if item.first > sentence.first else None
    attached = item.last + 1 < sentence.last and tokens[item.last + 1].start == tokens[item.last].end
    head = before is None or not before.raw.isalnum() or attached and before.end < tokens[item.first].start  # "?McArdle ?botulism"
    if tokens[item.first].raw != "?" or not head:
        return []
    return [i for i in items[at + 1 :] if i.kind in FINDINGS and i.first in found and i.first - item.last <= TAKEN_REACH + 1][:1]


def _like_before(tokens: list[Token], items: list[Item], at: int, found: dict[int, Scope]) -> None:
    """"Dysphagie disparue, diplopie idem": what a word of likeness closes is as the finding before it."""
    named = [i for i in items[:at] if i.kind in FINDINGS and i.first in found]
    if len(named) < LIKE or named[-1].last + 1 != items[at].first or not ends(tokens, items[at].last + 1):
        return
    mine, before = named[-1].first, found[named[-2].first]
    if found[mine].presence is not before.presence:
        found[mine] = found[mine].by("presence", items[at].first, items[at].last, presence=before.presence, gone=before.gone)


def _denials(
    tokens: list[Token], sentence: Sentence, items: list[Item], at: int, found: dict[int, Scope], words: ScopeWords,
) -> None:
    """Denials behind what they deny: "X absent", "X écarté par l'IRM", "X n'a pas été retrouvé"."""
    item = items[at]
    beside = {o.kind for o in items if o.first == item.first}
    if item.kind == "negation_after":
        both = "negation_before" in beside
        if _not_excluded(tokens, sentence, item, words):
            for target in targets_before(tokens, items, at, item.first, item.last, found, words):
                found[target.first] = found[target.first]._replace(certainty=Certainty.POSSIBLE)
        elif "pseudo_negation" not in beside and (not both or words.stands_behind(tokens, item.last)) and not _but_there(tokens, items, at, words):
            _deny(tokens, items, at, item.first, item.last, found, words)
    elif item.first > sentence.first and tokens[item.first - 1].raw == ":" and ends(tokens, item.last + 1):
        _deny(tokens, items, at, item.first, item.last, found, words)  # "traitement : aucun"
    elif any(t.stem in words.verbal_negators or t.stem in words.bare_negators for t in tokens[item.first : item.last + 1]):
        begin = _passive(tokens, sentence, item, words)
        if (verb := _own_verb(tokens, items, at, found, words)) is not None:
            found[verb.first] = found[verb.first].by("presence", item.first, item.last, presence=Presence.ABSENT)
        elif begin is not None:
            _deny(tokens, items, at, begin, item.last + 1, found, words)
        else:
            _deny_object(tokens, sentence, items, at, found, words)


def _own_verb(tokens: list[Token], items: list[Item], at: int, found: dict[int, Scope], words: ScopeWords) -> Item | None:
    """The finding that is the verb between "ne" and "pas" ("la langue ne fasciculait pas")."""
    end = items[at].first - 1
    verb = next((i for i in reversed(items[:at]) if i.last == end and i.kind in FINDINGS and i.first in found), None)
    if verb is None or verb.first < 1:
        return None
    before = verb.first - 1 - (tokens[verb.first - 1].raw in "'’")
    return verb if before >= 0 and tokens[before].raw in words.particles else None


def _deny_possible(tokens: list[Token], items: list[Item], at: int, found: dict[int, Scope], words: ScopeWords) -> None:
    """"N'a pu être reproduit", "ne peut être retenu": the French "pouvoir" is denied by "ne" alone."""
    cue = items[at]
    begin = next((k for k in range(cue.first - 1, max(0, cue.first - VERB), -1) if tokens[k].raw in words.particles), None)
    if begin is not None and any(t.stem in words.told_of for t in tokens[cue.last + 1 : cue.last + VERB]):
        _deny(tokens, items, at, begin, cue.last + 1, found, words)


def _deny_object(
    tokens: list[Token], sentence: Sentence, items: list[Item], at: int, found: dict[int, Scope], words: ScopeWords,
) -> None:
    """"Une hernie avait été évoquée, l'IRM ne l'a pas confirmée": the pronoun means the finding before."""
    item = items[at]
    after = tokens[item.last + 1 : item.last + 2]
    if not any(t.stem in words.observed for t in (*after, *tokens[max(sentence.first, item.first - 1) : item.first])):
        return
    taken_up = resumed(tokens, item.first, words)
    begin = taken_up if taken_up is not None else next((
        k for k in range(item.first, max(sentence.first, item.first - VERB) - 1, -1)
        if tokens[k].raw in words.particles and k + 1 < item.last and tokens[k + 1].raw in words.objects
    ), None)
    if begin is None:
        return
    target = next((i for i in reversed(items[:at]) if i.kind in FINDINGS and i.first in found and i.last < begin), None)
    if target is not None and begin - target.last <= INSERTED and not any(t.raw == ";" for t in tokens[target.last : begin]):
        found[target.first] = found[target.first].by("presence", begin, item.last, presence=Presence.ABSENT, certainty=Certainty.CERTAIN)


def _but_there(tokens: list[Token], items: list[Item], at: int, words: ScopeWords) -> bool:
    """"Absent le matin mais net le soir": it is there, with hours."""
    but = next((i for i in items[at + 1 :] if i.kind in ("contrast", "stop") and tokens[i.first].stem in words.contrasts), None)
    if but is None or but.first - items[at].last > CONTRARY_REACH or but.last + 1 >= len(tokens):
        return False
    return tokens[but.last + 1].stem in words.contraries


def _not_excluded(tokens: list[Token], sentence: Sentence, cue: Item, words: ScopeWords) -> bool:
    """"N'est pas exclu", "ne pouvait être formellement éliminé": a denial of an exclusion is a doubt."""
    if tokens[cue.last].stem not in words.exclusions:
        return False
    before = tokens[max(sentence.first, cue.first - EXCLUDED) : cue.last]
    return any(t.raw in words.particles for t in before)


def _all_gone(tokens: list[Token], items: list[Item], at: int, words: ScopeWords) -> bool:
    """Not "n'a pas disparu", "a régressé partiellement", nor "a disparu puis récidivé": what came back is there."""
    item = items[at]
    partly = any(t.stem in words.partial for t in tokens[item.first : item.last + 1 + PARTIAL_REACH])
    return not partly and not words.verbal_before(tokens, item.first) and not any(i.kind == "come_back" for i in items[at + 1 :])


def _go(tokens: list[Token], items: list[Item], at: int, found: dict[int, Scope], words: ScopeWords) -> None:
    """What is gone is absent; a course is no such thing ("d'installation brutale, résolutive")."""
    item = items[at]
    for target in targets_before(tokens, items, at, item.first, item.last, found, words):
        if target.value not in words.courses:
            found[target.first] = found[target.first].by("presence", item.first, item.last, presence=Presence.ABSENT, gone=True)


def _take_back(
    tokens: list[Token], items: list[Item], at: int, found: dict[int, Scope], words: ScopeWords,
) -> None:
    """"Étiqueté à tort sciatique", "le diagnostic de sciatique a été redressé": what was taken back is absent."""
    cue = items[at]
    follows = [t.raw for t in tokens[cue.last + 1 : cue.last + 3]]
    if tokens[cue.last].stem in words.verbal_negators and (not follows or follows[0] not in words.indefinite or follows[-1].isalpha() and len(follows) > 1):
        return  # not "la tuméfaction n'était pas battante", but "la sciatique n'en était pas une"
    led = any(i.kind in LEADS_ON and i.first == cue.last + 1 for i in items[at + 1 :])  # "redressé devant un ptosis"
    behind = [] if led else [
        i for i in items[at + 1 :] if i.kind in FINDINGS and i.first in found and tokens[cue.first].raw not in words.passive
        and sum(t.raw.isalpha() and len(t.raw) > 1 for t in tokens[cue.last + 1 : i.first]) <= TAKEN_REACH
    ][:1]
    really = tokens[cue.last].stem in words.really  # "les fasciculations étaient en réalité des myokymies"
    replaced = really or tokens[cue.last].raw in words.passive  # "what was taken for a fasciculation turned out to be a tremor"
    targets = behind if behind and not replaced else targets_before(tokens, items, at, cue.first, cue.last, found, words)[:1]
    if replaced and not (really and tokens[cue.first].raw in words.passive and any(t.raw in words.articles for t in tokens[cue.last + 1 : cue.last + 2])):
        targets = [i for i in targets if found[i.first].certainty in DOUBTS] or _mistaken(tokens, items[:at], found, words)
    elif not targets and not replaced and ends(tokens, cue.last + 1):
        targets = _apposed(tokens, items[:at], cue.first, found)
    for target in targets:
        found[target.first] = found[target.first].by("presence", cue.first, cue.last, presence=Presence.ABSENT, certainty=Certainty.CERTAIN)


def _mistaken(tokens: list[Token], items: list[Item], found: dict[int, Scope], words: ScopeWords) -> list[Item]:
    """"Longtemps prise pour une hypothyroïdie, la fatigue est en fait liée à ...": what was named by mistake."""
    return [
        i for i in items if i.kind in FINDINGS and i.first in found and any(
            attribute == "certainty" and any(t.stem in words.mistaking for t in tokens[first : last + 1]) for attribute, first, last in found[i.first].cues
        )
    ][-1:]


def _apposed(tokens: list[Token], items: list[Item], first: int, found: dict[int, Scope]) -> list[Item]:
    """"Noté « diabétique » dans l'ancien dossier, à tort": the finding before the comma of what is put behind."""
    first -= tokens[first - 1].raw.isalpha()  # the "à" of "à tort"
    if first < 1 or tokens[first - 1].raw not in OPENERS:
        return []
    target = next((i for i in reversed(items) if i.kind in FINDINGS and i.first in found), None)
    near = target is not None and first - target.last <= INSERTED and not any(t.raw == ";" for t in tokens[target.last : first])
    return [target] if target is not None and near else []


def _deny(
    tokens: list[Token], items: list[Item], at: int, first: int, last: int, found: dict[int, Scope], words: ScopeWords,
) -> None:
    result = any(t.stem in words.results for t in tokens[items[at].first : items[at].last + 1])
    for target in targets_before(tokens, items, at, first, last, found, words):
        if target.value == FOREIGN and result and _examined(tokens, target, items[at].first, found, words):
            if found[target.first].certainty is Certainty.TO_BE_EXCLUDED:
                found[target.first] = found[target.first]._replace(certainty=Certainty.CERTAIN)
            continue
        if words.governed(tokens, target.first, words.causes):
            continue  # "la cause de la fièvre n'a pas été retrouvée"
        seems = any(t.raw in words.seems for t in tokens[target.last + 1 : items[at].first])
        certainty = Certainty.PROBABLE if seems else Certainty.CERTAIN
        first, last = items[at].first, items[at].last
        found[target.first] = found[target.first].by("presence", first, last, presence=Presence.ABSENT, certainty=certainty)


def _examined(tokens: list[Token], target: Item, cue: int, found: dict[int, Scope], words: ScopeWords) -> bool:
    """Is a span of others that is called negative an examination that was done (a negative culture is no missing one), and no
    sign ("le signe de Murphy est négatif"), nor what was looked for ("recherche de tuberculose négative")?"""
    if tokens[target.first].stem in words.examinations:
        return True
    around = tokens[max(0, target.first - SIGN_REACH) : target.last + 1]
    eponym = target.first > 0 and tokens[target.first].raw[0].isupper() and not tokens[target.first].raw.isupper()
    sign = eponym or any(t.stem in words.signs for t in around)
    return not (sign or cue == target.last + 1 or found[target.first].certainty is Certainty.TO_BE_EXCLUDED)


def _passive(tokens: list[Token], sentence: Sentence, cue: Item, words: ScopeWords) -> int | None:
    """Where a denied passive of observation begins ("n'a pas été retrouvé", "was not seen", "jamais vu"); None when it is none."""
    behind = tokens[cue.last + 1] if cue.last + 1 < sentence.last else None
    active = any(t.raw in words.finite for t in tokens[max(sentence.first, cue.first - 1) : cue.last + 1])
    if behind is not None and behind.stem in words.observed and not active:
        return cue.first
    before = tokens[max(sentence.first, cue.first - VERB) : cue.first]
    after = tokens[cue.last + 1 : min(sentence.last, cue.last + 1 + VERB)]
    passive = any(t.raw in words.passive for t in (*before, *tokens[cue.first : cue.last + 1], *after[:1]))
    if not passive or not any(t.stem in words.observed for t in after):
        return None
    for k in range(max(sentence.first, cue.first - VERB), cue.last):
        if tokens[k].raw in words.particles or tokens[k].raw in words.passive:
            return k
    return None


def _kin_behind(
    tokens: list[Token], items: list[Item], kin: Item, found: dict[int, Scope], prepositions: frozenset[str],
) -> None:
    """"SLA chez la mère": what stands before the preposition, back to a semicolon, is the mother's."""
    if not any(tokens[k].stem in prepositions for k in range(max(0, kin.first - 2), kin.first)):
        return
    wall = max((i.first for i in items if i.kind == "mark" and i.value == ";" and i.first < kin.first), default=-1)
    for position in [p for p in found if wall < p < kin.first]:
        found[position] = found[position].by("experiencer", kin.first, kin.last, experiencer=Experiencer(kin.value))
