"""Tell a claim from its denial: "is painless" from "is not painless", a warning, a question.

Rules of thumb about one sentence, each with what it does not let pass:

- a denying word before the claim, in its clause: "cannot be guaranteed", "no treatment is
  risk-free"; but not "not only painless", "do not wait", "no doubt";
- a warning before it: "avoid anyone who promises", "beware of", "myth:";
- a denial behind it: "permanent results do not exist", "is a myth";
- a reader's question: "Is it safe?"; but not "Want guaranteed results?" or "Why wait?".
"""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.check import turns

FAR = 14  # words between a denying word and what it denies
WIDEST = 200  # words on each side of a claim that are looked at: no sentence is longer
NEAR = 3  # words between "no" or "without" and what it denies, unless a verb stands between


def denied(text: Sequence[str], first: int, last: int) -> bool:
    """Say whether the sentence around words ``first`` to ``last`` takes back what they say."""
    begin, end = sentence(text, first)
    words = text[begin:end]
    if end < len(text) and text[end] == "?" and _tempts(words):
        return False
    first, last = first - begin, last - begin
    return before(words, first) or _behind(words[last:]) or _hoped(words, first, last)


def _hoped(words: Sequence[str], first: int, last: int) -> bool:
    """Say whether a sentence says "if you want ..., then not"."""
    if words[:1] != ["if"] or not turns.HOPING & set(words[:first]):
        return False
    return any(
        word in turns.VERBAL and following not in turns.STANDS
        for word, following in zip(words[last:], words[last + 1 :], strict=False)
    )


def asked(text: Sequence[str], first: int) -> bool:
    """Say whether a reader asks in this sentence what would be a claim."""
    begin, end = sentence(text, first)
    return _asked(text[begin:end], first - begin, text[end : end + 3])


def _tempts(words: Sequence[str]) -> bool:
    """Say whether a question only tempts: "Who would not want ...?"."""
    return words[:1] in (["who"], ["why"]) and bool({"want", "like", "love"} & set(words))


def sentence(text: Sequence[str], at: int) -> tuple[int, int]:
    """Return where the sentence begins and ends in which a word stands."""
    begin, end = at, at
    lowest, highest = max(0, at - WIDEST), min(len(text), at + WIDEST)
    while begin > lowest and text[begin - 1] not in ".!?":
        begin -= 1
    while end < highest and text[end] not in ".!?":
        end += 1
    return begin, end


def before(words: Sequence[str], first: int) -> bool:
    """Say whether a word before ``first`` denies what stands there, or warns of it."""
    claim = words[first] if first < len(words) else ""
    if "like" in words and turns.OURS & set(words[words.index("like") :]):
        return False  # nobody does it like us
    between: list[str] = []  # the words from there to the claim
    for at in range(first - 1, -1, -1):
        word = words[at]
        if word == '"':
            continue
        if len(between) > FAR or _parts(words, at, between, claim):
            return False
        if word not in ",:":
            if _denies(words, at, between, claim):
                return True
            between.insert(0, word)
    return False


def warns(words: Sequence[str]) -> bool:
    """Say whether the words that lead to a list deny its items, or warn of them."""
    return any(_denies(words, at, list(words[at + 1 :]), "") for at in range(len(words)))


def _denies(words: Sequence[str], at: int, between: list[str], claim: str) -> bool:
    """Say whether the word at ``at`` denies the claim, or warns of it."""
    word, behind = words[at], [*between, claim, ""]
    if word in turns.WARNING or f"{word}-{behind[0]}" in turns.PAIRS:
        return not turns.OURS & set(between)
    if _stands(behind, between):
        return False
    if at == 1 and words[0] in turns.AUXILIARY and behind[0] in turns.INVERTED:
        return False  # Isn't it time for ...
    if word in turns.VERBAL:
        return _governs_clause(word, behind, between)
    if word in turns.NOMINAL:
        return _governs(between)
    return _told(words, at, between, claim) or _wonders(words, at, between)


def _told(words: Sequence[str], at: int, between: list[str], claim: str) -> bool:
    """Say whether others say it, or we rather not: "anyone who promises", "you may hear that"."""
    word, article = words[at], words[at - 1] if at else ""
    if word in turns.HEARSAY and (turns.SOMETIMES | turns.CONDITION) & set(words[:at]):
        return True
    if word == "than" and "rather" in words[:at]:
        return True
    if word in turns.IDEA and between[:1] == ["that"]:
        return article not in turns.OURS
    if word not in turns.ANYONE or article in turns.OURS or not turns.SAYING & {*between, claim}:
        return False
    reported = {"who", "that", "which", "may", "might"} & set(between)
    return bool(reported or turns.CONDITION & set(words[:at]) or article in turns.NOT_OURS)


def _governs_clause(word: str, behind: Sequence[str], between: Sequence[str]) -> bool:
    """Say whether "not" or "never" denies the claim, and not "nothing beats" or "not ... our"."""
    if word in ("nothing", "nobody") and turns.NOTHING & set(behind[:4]):
        return bool(turns.SAYING & set(behind))
    return not turns.OURS & set(between[1:]) or bool(turns.SAYING & set(between[:3]))


def _stands(behind: Sequence[str], between: Sequence[str]) -> bool:
    """Say whether a denying word before these words denies something else than the claim."""
    if between in (["need"], ["have", "to"], ["need", "to"]):  # you do not have to book today
        return False
    return behind[0] in turns.STANDS or "-".join(behind[:2]) in turns.STANDS_2


def _wonders(words: Sequence[str], at: int, between: list[str]) -> bool:
    """Say whether "whether" or "ask if" stands at ``at``."""
    if words[at] == "whether":
        return True
    asked = words[at] == "if" and turns.WONDERING & set(words[max(0, at - 3) : at])
    return bool(asked) and not turns.WISHING & set(between)


def _governs(between: list[str]) -> bool:
    """Say whether "no" or "without" reaches over these words to the claim."""
    if "and" in between or turns.NEEDED & set(between):
        return False
    if (turns.AUXILIARY | turns.SAYING | {"who", "that"}) & set(between[:4]) - {"mean", "means"}:
        return True
    return len(between) <= FAR // 2 and not turns.NOUN_ENDS & set(between)


def _parts(words: Sequence[str], at: int, between: list[str], claim: str) -> bool:
    """Say whether a clause ends at ``at``, so that nothing before it denies what follows."""
    word, behind = words[at], between[0] if between else claim
    if word == ":":
        return not (at and words[at - 1] in turns.WARNING)
    if word == ",":
        near = words[at + 1 : at + len(between) + 7]
        return not ({"or", "nor"} & set(near) or behind in turns.AUXILIARY)
    if word in ("and", "then"):
        return behind in turns.SUBJECT
    if word in turns.CONDITION:
        wonders = word == "if" and turns.WONDERING & set(words[max(0, at - 3) : at])
        careful = words[at - 1 : at] == ["careful"]
        return not wonders and not careful and not turns.SAYING & {*between, claim}
    if word == "because" and words[at - 1 : at] in (["only"], ["just"], ["simply"]):
        return False
    return word in turns.CLAUSE or word in ";(-"


def _behind(following: Sequence[str]) -> bool:
    """Say whether what follows the claim takes it back: "is a myth", "do not exist"."""
    near = [word for word in following if word != '"'][:9]
    for at, word in enumerate(near[:5]):
        behind = near[at + 1 : at + 5]
        if word in turns.LINKS:
            return False
        if word in ("not", "never"):
            return bool(turns.BEHIND & set(behind)) and behind[0] not in turns.STANDS
        if word in turns.AUXILIARY and turns.FALSE & set(behind) and "not" not in behind:
            return True
    return False


def _asked(words: Sequence[str], first: int, following: Sequence[str]) -> bool:
    """Say whether a reader asks what would be a claim: "Is it safe?"."""
    if following[:1] != ["?"]:
        return False
    if following[1:2] in (["no"], ["not"], ["never"]) and not turns.STANDS & set(following[2:3]):
        return True
    said = [word for word in words[:first] if word not in '",']
    while said and said[0] in ("and", "but", "so", "or", "then", "now", "no", "yes"):
        del said[0]
    opening = said[0] if said else words[first]
    if opening in turns.ASKING:
        return not turns.SELLING & set(said)
    if opening in ("what", "how", "why", "who", "when", "where", "which"):
        if {"mean", "means"} & set(words[first:]) or said[-1:] == ["how"]:
            return True
        return bool(turns.AUXILIARY & set(said[-1:])) and not turns.OURS & set(said)
    return False
