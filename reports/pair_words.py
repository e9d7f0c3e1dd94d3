"""Why two rows may be one initiative, in words for a union officer: what agrees, what differs, how much each weighs."""

import re
from collections.abc import Sequence

from reports.numbers import number
from reports.wording_review import (
    ACCOUNT,
    AGREES,
    COMPARISONS,
    DIFFERS,
    DOUBTS,
    LEVEL_WORDS,
    STRENGTHS,
    UNKNOWN,
)  # fmt: skip
from schemas.review import OPEN_EVIDENCE, Evidence, ReviewFacts, ReviewPair

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 12


def account(pair: ReviewPair, facts: ReviewFacts) -> str:
    """The whole account, a line for what agrees, what differs, what cannot be told, and the sum.

    Of a redacted pair only what rests on title and effect, and no sum: nothing tells whether a withheld field agrees.
    """
    if not pair.evidence and not pair.redacted:
        return ACCOUNT["not_compared"]
    shown = [one for one in pair.evidence if not pair.redacted or one.comparison in OPEN_EVIDENCE]
    lines = [_line(kind, shown) for kind in (AGREES, DIFFERS, UNKNOWN)]
    if pair.redacted:
        lines.append(ACCOUNT["redacted"])
    elif pair.weight is not None:
        sums = (pair.weight, facts.accept_threshold, facts.review_threshold)
        weight, accept, review = (signed(value) for value in sums)
        lines.append(ACCOUNT["total"].format(weight=weight, accept=accept, review=review))
        if pair.weight >= facts.accept_threshold and not facts.accepted:
            lines.append(_asked(pair))
    return "\n".join(filter(None, lines))


def _asked(pair: ReviewPair) -> str:
    """Why a person is asked although the weight would do."""
    because = [DOUBTS[name] for name in pair.because] or [ACCOUNT["asked_former"]] * bool(pair.former)
    return ACCOUNT["asked"].format(because="; ".join(because)) if because else ""


def stance(one: Evidence) -> str:
    """AGREES, DIFFERS or UNKNOWN."""
    return LEVEL_WORDS[one.comparison][one.level][0]


def found(one: Evidence) -> str:
    """What a comparison found, as a sentence's end: "trùng nhau"."""
    return LEVEL_WORDS[one.comparison][one.level][1]


def strength(weight: float) -> str:
    """6.2 is "rất mạnh, nghiêng về giống"."""
    words = next((words for least, words in STRENGTHS if abs(weight) >= least), "")
    return ACCOUNT["for" if weight > 0 else "against"].format(strength=words) if words else ACCOUNT["neutral"]


def signed(weight: float) -> str:
    """6.2 is "+6,2"."""
    return ("+" if weight > 0 else "") + number(weight, 1)


def own_words(one: str, other: str) -> str:
    """The words that stand on one side only: "chỉ có ở dòng thứ nhất: lò hơi"."""
    left, right = _WORD.findall(one), _WORD.findall(other)
    said = []
    for which, words, others in (("nhất", left, right), ("hai", right, left)):
        known = {word.casefold() for word in others}
        own = list(dict.fromkeys(word for word in words if word.casefold() not in known))
        if own:
            cut = " ..." if len(own) > _MOST_WORDS else ""
            said.append(ACCOUNT["only"].format(which=which, words=" ".join(own[:_MOST_WORDS]) + cut))
    return "; ".join(said)


def _line(kind: str, shown: Sequence[Evidence]) -> str:
    ours = sorted((one for one in shown if stance(one) == kind), key=lambda one: -abs(one.weight))
    told = [f"{COMPARISONS[one.comparison].lower()}: {found(one)} ({strength(one.weight)})" for one in ours]
    return f"{ACCOUNT[kind]}: {'; '.join(told)}." if told else ""
