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

from sitegen.read.tokens import Token

FAR = 14  # words between a denying word and what it denies
NEAR = 3  # words between "no" or "without" and what it denies, unless a verb stands between


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What denies a clause, what denies a noun, what warns; and what may follow without any denial.
VERBAL = _set("not never nobody none neither nor nothing hardly rarely seldom unlikely noone")
VERBAL |= _set("refuse refuses exclude excludes cannot")
NOMINAL = _set("no without")
WARNING = _set("avoid beware wary suspicious skeptical sceptical cautious myth myths false wrong")
WARNING |= _set("misleading untrue distrust doubtful banned scam scams warn warns warned warning")
WARNING |= _set("disagree disagrees disputed debate debated unclear unknown uncertain disproved")
WARNING |= _set("fined sued accused")
PAIRS = _set("no-one rather-than instead-of far-from leave-out leaves-out walk-away red-flag")
PAIRS |= _set(
    "red-flags careful-of careful-with careful-about careful-when careful-if not-all not-every not-everyone"
)
STANDS = _set("only just merely simply wait worry worries miss forget hesitate settle delay doubt")
STANDS |= _set("wonder question matter beat beats fail fails mention reason compares else problem")
STANDS |= _set("better easier safer quicker faster simpler other need regret resist surprised")
STANDS |= _set("surprising hard difficult secret take cost again before you further")
STANDS_2 = _set("have-to too-late look-back go-wrong been-easier been-simpler been-better been-so")
STANDS_2 |= _set("be-beaten be-easier be-simpler be-better be-happier believe-how believe-your")
STANDS_2 |= _set(
    "believe-what believe-the a-secret let-scars let-wrinkles let-time let-aging let-your"
)
NOTHING = _set("beats beat works like compares compare match better safer easier more as")
NEEDED = _set("needed required necessary")
NOUN_ENDS = _set("you your we our us it they mean means just with get so thanks")
OURS = _set("we our us")
INVERTED = _set("it we they this that these your")

# Where a clause ends, so that nothing before it denies what follows.
CLAUSE = _set("but yet because while although though whereas so")
SUBJECT = _set("it you we they i this these our your the results get gets enjoy is are will leaves")
SUBJECT |= _set("gives has have see love")
CONDITION = _set("if when since until unless once")
AUXILIARY = _set("is are was were be been can could will would should may might must does do did")
AUXILIARY |= _set("has have had")

# Who says what others say.
SAYING = _set(
    "promise promises promising say says saying claim claims claiming offer offers offering"
)
SAYING |= _set("guarantee guarantees guaranteeing advertise advertises call calls tell tells told")
SAYING |= _set("believe trust mean means imply implies suggest suggests use uses sell sells")
ANYONE = _set("anyone anybody someone somebody whoever others ads adverts advertisements clinics")
ANYONE |= _set("friend friends people articles videos posts magazines influencers celebrities")
ANYONE |= _set("sellers salons spas sites websites shops companies places providers clinic they")
HEARSAY = _set("hear heard read reads seen told")
SOMETIMES = _set("may might often sometimes could")
IDEA = _set("claim claims idea belief notion rumor impression hope")
WONDERING = _set(
    "ask asks check see know unclear wonder tell decide sure show shows out studied test"
)
HOPING = _set("want wants expect expects hope looking wish")
WISHING = _set("want wants wish like ready would")

# What denies from behind, and what makes a question a reader's.
BEHIND = _set("exist exists possible realistic true real allowed thing promised guaranteed offered")
BEHIND |= _set("available likely proven approval praise proof endorsement title license word words")
BEHIND |= _set("accurate honest known something promise guarantee enough everything")
FALSE = _set("myth myths lie lies trick false wrong misleading untrue rare unrealistic impossible")
FALSE |= _set("flag flags warning banned illegal nonsense fiction")
ASKING = AUXILIARY | {"am"}
SELLING = _set(
    "want wants ready like love looking tired dream dreaming wish sick fed deserve afford"
)
SELLING |= _set("our hate imagine sure not longing struggling suffering interested prepared still")
LINKS = _set("that which who and but for with , ; : - (")


def denied(text: Sequence[Token], first: int, last: int) -> bool:
    """Say whether the sentence around tokens ``first`` to ``last`` takes back what they say."""
    begin, end = sentence(text, first)
    words = [token.word for token in text[begin:end]]
    if text[end : end + 1] and text[end].word == "?" and _tempts(words):
        return False
    first, last = first - begin, last - begin
    return before(words, first) or _behind(words[last:]) or _hoped(words, first, last)


def _hoped(words: Sequence[str], first: int, last: int) -> bool:
    """Say whether a sentence says "if you want ..., then not"."""
    if words[:1] != ["if"] or not HOPING & set(words[:first]):
        return False
    return any(
        word in VERBAL and following not in STANDS
        for word, following in zip(words[last:], words[last + 1 :], strict=False)
    )


def asked(text: Sequence[Token], first: int) -> bool:
    """Say whether a reader asks in this sentence what would be a claim."""
    begin, end = sentence(text, first)
    words = [token.word for token in text[begin:end]]
    return _asked(words, first - begin, [token.word for token in text[end : end + 3]])


def _tempts(words: Sequence[str]) -> bool:
    """Say whether a question only tempts: "Who would not want ...?"."""
    return words[:1] in (["who"], ["why"]) and bool({"want", "like", "love"} & set(words))


def sentence(text: Sequence[Token], at: int) -> tuple[int, int]:
    """Return where the sentence begins and ends in which a token stands."""
    begin, end = at, at
    while begin > 0 and text[begin - 1].word not in ".!?":
        begin -= 1
    while end < len(text) and text[end].word not in ".!?":
        end += 1
    return begin, end


def before(words: Sequence[str], first: int) -> bool:
    """Say whether a word before ``first`` denies what stands there, or warns of it."""
    claim = words[first] if first < len(words) else ""
    if "like" in words and OURS & set(words[words.index("like") :]):
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
    if word in WARNING or f"{word}-{behind[0]}" in PAIRS:
        return not OURS & set(between)
    if word == "than" and "rather" in words[:at]:
        return True
    if _stands(behind, between):
        return False
    if at == 1 and words[0] in AUXILIARY and behind[0] in INVERTED:
        return False  # Isn't it time for ...
    if word in VERBAL:
        if word in ("nothing", "nobody") and NOTHING & set(behind[:4]):
            return claim in SAYING or bool(SAYING & set(between))
        return not OURS & set(between[1:]) or bool(SAYING & set(between[:3]))
    if word in NOMINAL:
        return _governs(between)
    if word in ANYONE and words[at - 1 : at] != ["our"]:
        reported = {"who", "that", "which", "may", "might"} & set(between)
        reported |= CONDITION & set(words[:at])
        said = SAYING & {*between, claim}
        return bool(said and (reported or words[at - 1 : at] in (["some"], ["other"], ["many"])))
    if word in HEARSAY and SOMETIMES & set(words[:at]):
        return True
    if word in IDEA and between[:1] == ["that"] and not OURS & set(words[max(0, at - 1) : at]):
        return True
    return _wonders(words, at, between)


def _stands(behind: Sequence[str], between: Sequence[str]) -> bool:
    """Say whether a denying word before these words denies something else than the claim."""
    if between in (["need"], ["have", "to"], ["need", "to"]):  # you do not have to book today
        return False
    return behind[0] in STANDS or "-".join(behind[:2]) in STANDS_2


def _wonders(words: Sequence[str], at: int, between: list[str]) -> bool:
    """Say whether "whether" or "ask if" stands at ``at``."""
    if words[at] == "whether":
        return True
    asked = words[at] == "if" and WONDERING & set(words[max(0, at - 3) : at])
    return bool(asked) and not WISHING & set(between)


def _governs(between: list[str]) -> bool:
    """Say whether "no" or "without" reaches over these words to the claim."""
    if "and" in between or NEEDED & set(between):
        return False
    if (AUXILIARY | SAYING | {"who", "that"}) & set(between[:4]) - {"mean", "means"}:
        return True
    return len(between) <= FAR // 2 and not NOUN_ENDS & set(between)


def _parts(words: Sequence[str], at: int, between: list[str], claim: str) -> bool:
    """Say whether a clause ends at ``at``, so that nothing before it denies what follows."""
    word, behind = words[at], between[0] if between else claim
    if word == ":":
        return not (at and words[at - 1] in WARNING)
    if word == ",":
        near = words[at + 1 : at + len(between) + 7]
        return not ({"or", "nor"} & set(near) or behind in AUXILIARY)
    if word in ("and", "then"):
        return behind in SUBJECT
    if word in CONDITION:
        wonders = word == "if" and WONDERING & set(words[max(0, at - 3) : at])
        careful = words[at - 1 : at] == ["careful"]
        return not wonders and not careful and not SAYING & {*between, claim}
    return word in CLAUSE or word in ";(-"


def _behind(following: Sequence[str]) -> bool:
    """Say whether what follows the claim takes it back: "is a myth", "do not exist"."""
    near = [word for word in following if word != '"'][:9]
    for at, word in enumerate(near[:5]):
        if word in LINKS:
            return False
        if word in ("not", "never"):
            return bool(BEHIND & set(near[at + 1 : at + 5])) and near[at + 1] not in STANDS
        if word in AUXILIARY and FALSE & set(near[at + 1 : at + 5]) and "not" not in near:
            return True
    return False


def _asked(words: Sequence[str], first: int, following: Sequence[str]) -> bool:
    """Say whether a reader asks what would be a claim: "Is it safe?"."""
    if following[:1] != ["?"]:
        return False
    if following[1:2] in (["no"], ["not"], ["never"]) and not STANDS & set(following[2:3]):
        return True
    said = [word for word in words[:first] if word not in '",']
    while said and said[0] in ("and", "but", "so", "or", "then", "now", "no", "yes"):
        del said[0]
    opening = said[0] if said else words[first]
    if opening in ASKING:
        return not SELLING & set(said)
    if opening in ("what", "how", "why", "who", "when", "where", "which"):
        return bool({"mean", "means"} & set(words[first:])) or said[-1:] == ["how"]
    return False
