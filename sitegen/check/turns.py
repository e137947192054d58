"""The words that turn a claim around, warn of it or ask for it: what denial.py goes by.

They are compared with the words of read/tokens.py: small letters, s for z, short forms written out.
"""

from __future__ import annotations


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
    "red-flags careful-of careful-with careful-about careful-when careful-if watch-out look-out"
)
PAIRS |= _set("not-all not-every not-everyone")
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
NOT_OURS = _set("some other many")
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
SAYING |= _set("press presses pressure pressures push pushes rush rushes urge urges hurry")
SAYING |= _set("believe trust mean means imply implies suggest suggests use uses sell sells")
ANYONE = _set("anyone anybody someone somebody whoever others ads adverts advertisements clinics")
ANYONE |= _set("friend friends people articles videos posts magazines influencers celebrities")
ANYONE |= _set("sellers salons spas sites websites shops companies places providers clinic they")
HEARSAY = _set("hear heard read reads seen told")
SOMETIMES = _set("may might often sometimes could")
IDEA = _set("claim claims idea belief notion rumor impression hope hoped hopes expected")
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
