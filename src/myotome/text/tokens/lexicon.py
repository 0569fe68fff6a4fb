"""All words of ``knowledge/`` in one trie of folded tokens, matched leftmost and longest.

A word entry may hold "..." once: a gap of up to ``GAP`` tokens. Abbreviations of up to four capital
letters match capitals only. One wording may mean several things; all readings are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from myotome.text.tokens.fold import Token, fold, tokenise
from myotome.text.tokens.layout import NORMAL, Sentence
from myotome.text.tokens.wordings import Lexeme, Match, Node

GAP = 4
MAX_ABBREVIATION = 4
SIDE_LETTERS = frozenset("DGLR")  # never passed over, though "d" is a small word
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
UNSURE = LETTERS | {"."}  # passed over or not, by what stands beside them
SHORT_WORD = 5  # letters of a word that a stop shortens
SHORT_PLURAL = 3  # letters of the longest word that is not taken for a plural of letters
JOINERS = frozenset("-'’‐/«»“”\"")  # matching passes over them, as over small words: "l'omoplate « sort »"


KIND_ORDER = {
    "pseudo_negation": 0, "kin_normal": 0, "concept": 1, "absent": 1, "test": 2, "site": 3, "act": 4,
    "disease": 5, "kin": 6, "result": 7,
}
FINDINGS = frozenset({"concept", "absent"})
NEVER = 0  # a wording goes on behind its first word, or as the next one tells, or it may
BY_NEXT = 1
MAY = 2
SIDE = 0  # what a word passed over inside a wording makes of it
SAID = 1
DENIED = 2
PAIRED = -SAID  # passed over, as "est" is, only behind another word ("un peu")


CUE_LISTS = (
    "likewise", "worse_cue", "milder_cue", "than_cue", "negation_before", "negation_after", "pseudo_negation",
    "stop", "exception", "coordination", "revised", "patient_words", "history_cue",
    "onset_cue", "kin_normal", "contrast", "accompanied", "purpose", "recovery_cue", "exclusion", "adjunct", "change", "aspect",
    "asked", "taken_back", "gone", "come_back", "anaphor", "modal", "instance_cue", "others_cue",
)
CUE_TABLES = ("side", "side_again", "certainty_before", "certainty_after", "kin", "movement")
CUE_KINDS = frozenset(CUE_LISTS + CUE_TABLES) - {"patient_words"}
SHORT_FORM = "short"  # a short form with several meanings: see ``meanings``


def _order(lexeme: Lexeme) -> int:
    return KIND_ORDER.get(lexeme.kind, 9)


class Lexicon:
    """The trie of one language. ``small`` are the words that matching passes over; ``forms`` gives the stem that a form of a
    verb is read as, in wordings as in notes."""

    def __init__(self, language: str, small: Iterable[str], prefixes: Iterable[str] = (), forms: Mapping[str, str] | None = None) -> None:
        self.language = language
        self.forms = forms or {}
        self.prefixes = frozenset(fold(w) for w in prefixes)
        self.small = frozenset(fold(w) for w in small)
        self.passed = self.small | JOINERS | LETTERS | {"", "."}
        self.root = Node()
        self.starts: dict[str, tuple[Node, int]] = {}  # see ``_begun``
        self.nerve_prefixes: frozenset[str] = frozenset()
        self.nerves: frozenset[str] = frozenset()
        self.inner: dict[str, int] = {}  # words passed over inside a wording: SIDE, SAID ("est", "plutôt"), DENIED ("non") or PAIRED
        self.leads: dict[str, str] = {}  # word that is PAIRED -> the word before it
        self.gap_ends: frozenset[str] = frozenset()
        self.contracted: dict[str, frozenset[str]] = {}
        self.shorthand: dict[str, list[str]] = {}
        self._cut: dict[str, tuple[str, ...]] = {}  # stems of the wordings met, most of them more than once
        self._words: dict[str, str] = {}  # stem of a word of a wording; "" when it does not count

    def stems(self, phrase: str) -> tuple[str, ...]:
        """The folded words of a wording that count."""
        stems = self._cut.get(phrase)
        if stems is None:
            stems = self._cut[phrase] = self._stems(phrase)
        return stems

    def _stems(self, phrase: str) -> tuple[str, ...]:
        plain = phrase.replace("-", " ").replace("'", "' ")  # most are plain words, and building the trie is most of the start-up
        if plain.replace(" ", "").replace("'", "").isalpha():
            known, small, found = self._words, self.small, []
            for word in plain.split():
                stem = known.get(word)
                if stem is None:
                    bare = word.rstrip("'")
                    folded = "" if len(bare) == 1 and bare != word else fold(bare)  # "l'", "d'", "n'"
                    folded = self.forms.get(folded, folded)
                    stem = folded if (folded not in small or bare in SIDE_LETTERS) and folded.isalnum() else ""
                    known[word] = stem
                if stem:
                    found.append(stem)
            return tuple(found)
        tokens = tokenise(phrase)
        return tuple(
            self.forms.get(t.stem, t.stem) for i, t in enumerate(tokens)
            if not _elided(tokens, i) and (t.stem not in self.small or t.raw in SIDE_LETTERS) and (t.stem.isalnum() or t.raw in "?+%>" or t.raw[0].isalnum())
        )

    def add(self, phrase: str, kind: str, value: str, *, ambiguous: bool = False) -> None:
        head, _, tail = phrase.partition("...")
        stems = self.stems(head)
        if not stems:
            stems = tuple(t.stem for t in tokenise(head) if t.stem)
        if not stems:
            return
        upper = phrase.isupper() and len(phrase) <= MAX_ABBREVIATION
        before, after = self._beside(head, stems) if (kind in CUE_KINDS or phrase.endswith(" :")) and not tail else ("", "")  # "sensitif :"
        lexeme = Lexeme(kind, value, upper, ambiguous, self.language, before, after)
        node = self.root
        for stem in stems:
            child = node.children.get(stem)
            if child is None:
                child = node.children[stem] = Node()
            node = child
        if tail:
            node.gaps.append((self.stems(tail), lexeme))
        elif not node.lexemes:  # the first to end here, as most
            node.lexemes = (lexeme,)
            node.strict = bool(upper or before or after)
        elif kind == "result" and any(x.kind == kind and x.upper == upper for x in node.lexemes):
            node.lexemes = tuple(
                x.reading(f"{x.value}|{value}", ambiguous=x.ambiguous) if x.kind == kind and x.upper == upper else x for x in node.lexemes
            )  # one word may be a result of several lists
        else:
            same = [x for x in node.lexemes if (x.kind, x.value, x.before, x.after) == (kind, value, before, after)]
            if not same or same[0].upper and not upper:  # "BHCG" is written "bHCG" as well
                node.lexemes = tuple(sorted((*(x for x in node.lexemes if x not in same), lexeme), key=_order))
                node.strict = any(x.upper or x.before or x.after for x in node.lexemes)

    def reading(self, phrase: str) -> tuple[Lexeme, ...]:
        """What a whole wording is read as; nothing when the vocabulary does not have it."""
        node: Node | None = self.root
        for stem in self.stems(phrase):
            node = node.children.get(stem) if node is not None else None
        return node.lexemes if node is not None else ()

    def _beside(self, phrase: str, stems: tuple[str, ...]) -> tuple[str, str]:
        """Small words right before and behind the only other word of a cue."""
        words = [t.stem for t in tokenise(phrase) if t.raw not in JOINERS]
        if len(stems) != 1 or len(words) < 2 or stems[0] not in words:
            return "", ""
        at = words.index(stems[0])
        return words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""

    def holds(self, stems: tuple[str, ...]) -> bool:
        """Does a wording of these stems mean something already?"""
        node: Node | None = self.root
        for stem in stems:
            node = node.children.get(stem) if node is not None else None
        return node is not None and bool(node.lexemes)

    def _counted(self, tokens: list[Token], i: int) -> bool:
        """Does a token count, or is it passed over?"""
        stem = tokens[i].stem
        return stem not in self.passed or stem in UNSURE and self._sure(tokens, i, stem)

    def _sure(self, tokens: list[Token], i: int, stem: str) -> bool:
        """Does a letter or a stop count?"""
        raw = tokens[i].raw
        if raw == ".":
            return not (i and (len(tokens[i - 1].raw) == 1 or _shortened(tokens, i)))  # "n. médian", "fl. doigts"
        if i + 1 < len(tokens) and tokens[i + 1].raw in "'’" and len(raw) == 1:
            return False
        return raw in SIDE_LETTERS or stem not in self.small

    def _next(self, tokens: list[Token], i: int, last: int) -> int:
        """The first position from ``i`` on whose token counts; ``last`` when there is none."""
        passed = self.passed
        while i < last and (stem := tokens[i].stem) in passed and (stem not in UNSURE or not self._sure(tokens, i, stem)):
            i += 1
        return i

    def match_at(self, tokens: list[Token], first: int, last: int, over_at: int = -1) -> Match | None:
        """Longest match that begins at ``first`` and ends before ``last``. over_at: where a word that may be passed over is, even if a wording goes on with it.

        Words on side inside a wording are passed over ("dorsum of the right foot") and left for the side to be read; so are forms of
        "to be" in a finding's ("la bouche était sèche"), and a negation, which makes it a denial ("langue non atrophiée").
        """
        node = self.root.children.get(tokens[first].stem)
        if node is None:
            return None
        best: Match | None = None
        position, passed, mood, forked = first, None, SIDE, 0
        while True:
            if node.lexemes:
                fit = node.lexemes if not node.strict else tuple([x for x in node.lexemes if self._fits(x, tokens, first, position)])
                if mood:
                    fit = _in_mood(fit, mood, best)
                if fit:
                    best = Match(first, position, fit, () if passed is None else self._own(tokens, first, position, passed))
            if node.gaps:
                best = self._gapped(tokens, (first, position, last), node, best, passed or [])
            children = node.children
            if not children:
                break
            step = self._next(tokens, position + 1, last)
            child = None
            while step < last:
                child = children.get(tokens[step].stem) if step != over_at else None
                if child is not None and mood != SAID or (over := self.inner.get(tokens[step].stem)) is None or child is not None and over != DENIED:
                    if child is not None and not forked and step > over_at and self.inner.get(tokens[step].stem, DENIED) != DENIED:
                        forked = step  # "voix un peu mouillée" is no "voix peu compréhensible"
                    break  # "urines n'étaient pas foncées" is no "urine pas"
                if over == PAIRED and tokens[step - 1].stem != self.leads[tokens[step].stem]:
                    break  # "langue peu mobile"
                mood = max(mood, abs(over))
                passed = [*(passed or ()), step]
                step, child = self._next(tokens, step + 1, last), None
            if child is None:
                break
            node, position = child, step
        other = self.match_at(tokens, first, last, forked) if forked and (best is None or best.last < forked) else None
        return other if other is not None and (best is None or other.last > best.last) else best

    def _own(self, tokens: list[Token], first: int, last: int, passed: list[int]) -> tuple[int, ...]:
        """Positions of the words of a match, without those passed over."""
        return tuple([k for k in range(first, last + 1) if k not in passed and self._counted(tokens, k)])

    def _fits(self, lexeme: Lexeme, tokens: list[Token], first: int, last: int) -> bool:
        """Are capitals and neighbours as the lexeme wants them?"""
        if lexeme.upper and not _capital(tokens, first, last):
            return False
        if not (lexeme.before or lexeme.after):
            return True
        forms = self.contracted
        before = tokens[first - 1 - (tokens[first - 1].raw in "'’")].stem if first else ""
        if lexeme.before and before not in forms.get(lexeme.before, (lexeme.before,)):
            return False
        after = tokens[last + 1].stem if last + 1 < len(tokens) else ""
        return not lexeme.after or after in forms.get(lexeme.after, (lexeme.after,))

    def _gapped(self, tokens: list[Token], reach: tuple[int, int, int], node: Node, best: Match | None, passed: list[int]) -> Match | None:
        """The best match, or a longer one whose tail stands after a gap. reach: first and last word so far, and the end."""
        first, position, last = reach
        if not self._tail_begins(tokens, position, last, node):
            return best
        ahead: list[int] = []  # the words that a gap and a tail may take
        most = GAP + max([len(tail) for tail, _ in node.gaps])
        k = self._next(tokens, position + 1, last)
        while k < last and len(ahead) < most:
            ahead.append(k)
            k = self._next(tokens, k + 1, last)
        for tail, lexeme in node.gaps:
            behind = _tail(tokens, ahead, tail, self.gap_ends)
            if behind and (best is None or behind[-1] > best.last):
                best = Match(first, behind[-1], (lexeme,), (*self._own(tokens, first, position, passed), *behind))
        return best

    def _tail_begins(self, tokens: list[Token], position: int, last: int, node: Node) -> bool:
        """Does the first word of a tail stand behind ``position``, within a gap that nothing breaks?"""
        heads, k = [tail[0] for tail, _ in node.gaps], position
        for _ in range(GAP + 1):
            k = self._next(tokens, k + 1, last)
            if k >= last:
                return False
            if tokens[k].stem in heads:
                return True
            if tokens[k].raw in ";:." or tokens[k].stem in self.gap_ends:
                return False
        return False

    def _inside(self, tokens: list[Token], match: Match, last: int) -> list[Match]:
        """Readings that begin inside a match and reach beyond it ("nombreuses calcifications
        linéaires", "enfoncement du plateau supérieur de L5"), and sites and sides in its gap."""
        found: list[Match] = []
        said = {x.kind for x in match.lexemes}
        finding, denied_change = not said.isdisjoint(FINDINGS), "pseudo_negation" in said
        if not finding and "site" not in said and not ("test" in said and match.covered):
            return found
        beyond = ("concept", "site", "decoy") if finding else ("test",)  # "fibular nerve conduction"
        reach = match.last
        for k in range(match.first + 1, match.last + 1):
            other = self.match_at(tokens, k, last) if tokens[k].stem in self.starts and self._counted(tokens, k) else None
            if other is None:
                continue
            if denied_change and other.first <= match.last:
                continue  # "pas [d'aggravation du déficit]": what follows is read by itself
            kinds = beyond if other.last > reach else ("site", "side")
            acts = tuple(x for x in other.lexemes if x.kind == "act")
            if acts and finding and other.last <= match.last:
                found.append(Match(other.first, other.last, acts, other.covered))  # the drug in "malgré les AINS"
                continue
            in_gap = bool(match.covered) and not set(range(other.first, other.last + 1)) & set(match.covered)
            lexemes = tuple(x for x in other.lexemes if x.kind in kinds)
            if lexemes and (other.last > reach or in_gap):
                found.append(Match(other.first, other.last, lexemes, other.covered))
                reach = max(reach, other.last)
        return found

    def _nerve_first(self, prefix: str, match: Match) -> Match:
        """After "n." or "nerf" a word is a nerve, if it can be one."""
        if prefix not in self.nerve_prefixes:
            return match
        nerves = tuple(x.reading(x.value, ambiguous=False) for x in match.lexemes if x.value in self.nerves)
        return Match(match.first, match.last, nerves, match.covered) if nerves else match

    def _begun(self) -> dict[str, tuple[Node, int]]:
        """What begins wordings in notes, and how it may go on, found once: the children of the root that are not passed over, and words
        like "nerf"."""
        self.starts = {stem: (Node(), MAY) for stem in self.prefixes}
        for stem, node in self.root.children.items():
            if stem not in self.passed or stem in UNSURE:
                self.starts[stem] = node, MAY if node.gaps or stem in self.prefixes else BY_NEXT if node.children else NEVER
        return self.starts

    def matches(self, tokens: list[Token], sentence: Sentence) -> list[Match]:
        """Leftmost-longest matches in a sentence."""
        starts, passed, prefixes, inner, last = self.starts or self._begun(), self.passed, self.prefixes, self.inner, sentence.last
        found: list[Match] = []
        stems, size, first = sentence.stems, last - sentence.first, sentence.first
        free = first  # the first position behind the last match
        for at in [k for k, stem in enumerate(stems) if stem in starts]:
            i, k, stem = first + at, at + 1, stems[at]
            if i < free or stem in UNSURE and not self._counted(tokens, i):
                continue
            node, goes_on = starts[stem]
            if goes_on == BY_NEXT:
                while k < size and (follow := stems[k]) in passed and (follow not in UNSURE or not self._sure(tokens, first + k, follow)):
                    k += 1
                goes_on = MAY if k < size and (follow in node.children or follow in inner) else NEVER
            if goes_on == NEVER:
                if node.lexemes:  # the word alone; most first words of longer wordings are nothing
                    fit = tuple([x for x in node.lexemes if self._fits(x, tokens, i, i)]) if node.strict else node.lexemes
                    if fit:
                        found.append(Match(i, i, fit))
                continue
            match = self._behind_prefix(tokens, i, last) if stem in prefixes else self.match_at(tokens, i, last)
            if match is None:
                continue
            found.append(match)
            free = match.last + 1
            if match.last > i:
                inside = self._inside(tokens, match, last)
                if any(m.first == match.last and _names_place(m) for m in inside):
                    # "hypoesthésie de la face [dorsale de la main]": the place is longer than the wording has it
                    found[-1] = self.match_at(tokens, i, match.last) or match
                found += inside
        return found

    def _behind_prefix(self, tokens: list[Token], first: int, last: int) -> Match | None:
        """The match that begins at a word like "nerf", or behind it when a longer name of a place does."""
        match = self.match_at(tokens, first, last)
        behind = self._next(tokens, first + 1, last)
        further = self.match_at(tokens, behind, last) if behind < last else None
        places = further is not None and any(x.kind == "site" for x in further.lexemes)
        if further is not None and places and (match is None or further.last > match.last):
            return self._nerve_first(tokens[first].stem, further)
        return match


def _shortened(tokens: list[Token], i: int) -> bool:
    """Does the stop at ``i`` end a short word inside a sentence ("abd. épaule")?"""
    before, follow = tokens[i - 1], tokens[i + 1] if i + 1 < len(tokens) else None
    return len(before.raw) <= SHORT_WORD and before.raw.isalpha() and before.end == tokens[i].start and follow is not None and (follow.raw[:1].islower() or follow.raw == NORMAL)


def _names_place(match: Match) -> bool:
    return any(x.kind in ("site", "decoy") for x in match.lexemes)


def _elided(tokens: list[Token], i: int) -> bool:
    """Is the token a letter before an apostrophe ("l'", "d'", "n'")?"""
    return len(tokens[i].raw) == 1 and i + 1 < len(tokens) and tokens[i + 1].raw in "'’"


def _capital(tokens: list[Token], first: int, last: int) -> bool:
    return all(_in_capitals(tokens[i].raw) for i in range(first, last + 1) if tokens[i].raw.isalpha())


def _in_capitals(word: str) -> bool:
    """A plural of letters has its "s" small ("SNAPs"); of two letters it would be a word ("As")."""
    return word.isupper() or len(word) > SHORT_PLURAL and word[-1] == "s" and word[:-1].isupper()


def _in_mood(lexemes: tuple[Lexeme, ...], mood: int, best: Match | None) -> tuple[Lexeme, ...]:
    """What wordings say with a form of "to be" or a negation inside: findings only, denied or not."""
    findings = [x for x in lexemes if x.kind == "concept"]
    if mood == SAID:
        return tuple(findings)
    if best is not None and best.lexemes[0].kind == "concept":
        return ()  # "toux non productive"
    return tuple([Lexeme("absent", x.value) for x in findings if not x.ambiguous])


def _tail(tokens: list[Token], ahead: list[int], tail: tuple[str, ...], ends: frozenset[str]) -> list[int]:
    """Positions of the words of ``tail`` among the next ones, within a gap; a negation or "depuis" in the gap breaks the wording."""
    size = len(tail)
    for begin in range(min(GAP + 1, len(ahead) - size + 1)):
        token = tokens[ahead[begin]]
        if token.stem == tail[0] and (size == 1 or all(tokens[k].stem == stem for k, stem in zip(ahead[begin : begin + size], tail, strict=True))):
            return ahead[begin : begin + size]
        if token.raw in ";:." or token.stem in ends:
            return []
    return []
