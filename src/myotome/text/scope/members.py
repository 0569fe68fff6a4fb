"""Does what stands behind a comma or "et" go on with a list, or with the story?"""

from __future__ import annotations

from myotome.text.scope.item import Item
from myotome.text.scope.scope_words import ScopeWords
from myotome.text.tokens.fold import Token

LIST_REACH = 20  # tokens of a list in which a side is looked for
SIDE_REACH = 5  # tokens between a finding and its side or severity
VERB_REACH = 4  # tokens from "ne" to the negator behind its verb ("ne se tourne pas")
ENDS = frozenset({",", ";", ".", ")", "(", ":"})


def qualified(tokens: list[Token], known: ScopeWords, item: Item, begins: tuple[int, int], *, partitive: bool) -> bool:
    """Has a finding behind a comma a side or a severity of its own, where the list before it has none ("pas de trouble sensitif,
    pied tombant droit", "pas de réflux, constipation chronique")? begins: positions of the negation and of the comma. partitive: does "de" stand
    behind the comma?"""
    if _there(tokens, item.last + 1):
        return True
    opened, comma = begins
    if any(known.qualifies(t) for t in tokens[max(opened, comma - LIST_REACH) : comma]):
        return False
    if partitive and not any(known.qualifies(t) for t in tokens[comma + 1 : item.first]):
        return False  # "pas de toux, de fièvre récente"; not "de discrètes fasciculations"
    for k, token in enumerate(tokens[comma + 1 : item.last + 1 + SIDE_REACH], comma + 2):
        if token.raw in ENDS or token.stem in known.coordinations:
            return False
        if known.qualifies(token):
            return k >= len(tokens) or tokens[k].stem not in known.alternatives
    return False


def _there(tokens: list[Token], at: int) -> bool:
    """Do pluses stand behind a finding that say that it is there ("pas de fièvre, céphalées ++"; not "pas de fièvre, toux + dyspnée")?"""
    end = at
    while end < len(tokens) and tokens[end].raw == "+":
        end += 1
    return end > at + 1 or end == at + 1 and (end == len(tokens) or tokens[end].raw in ENDS or tokens[end].raw == "\n")


def without_verb(tokens: list[Token], known: ScopeWords, at: int) -> bool:
    """Does no verb follow a noun with its article at ``at`` ("disparition de la toux et la fièvre"; not "et la fièvre persiste")?"""
    return not any(t.raw in known.finite for t in tokens[at + 1 : at + SIDE_REACH])


def denies_verb(tokens: list[Token], known: ScopeWords, at: int) -> bool:
    """Does the negator at ``at`` deny a verb that finds nothing ("ne dort pas, ..."), and no list that goes on ("n'a pas, à ce jour, de ...", "ne se plaint pas de ...")?"""
    if at < 1 or tokens[at].stem not in known.verbal_negators or at + 1 < len(tokens) and tokens[at + 1].raw in known.partitives:
        return False
    verb = tokens[at - 1].raw
    return verb in known.particles or verb not in known.finite and any(t.raw in known.particles for t in tokens[max(0, at - VERB_REACH) : at - 1])


def verb_tells(tokens: list[Token], known: ScopeWords, at: int) -> bool:
    """Does a finding begin with a verb of its own ("pas de chute, se tient aux murs"; not "..., ne tombe plus")?"""
    return tokens[at].raw in known.telling and not (at and (tokens[at - 1].raw in "'’" or tokens[at - 1].raw in known.particles))
