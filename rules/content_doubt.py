"""Whether a text may repeat a content of which only keyed codes are left: what cannot be told from a repeat is one.

Of a content the codes of its sixteen smallest runs of three words are kept (rules/features.py). A run whose code is
below the largest of them and not among them does not stand in the content; of any other run nothing is known."""

from rules.features import CONTENT_CODES, Coder
from rules.repeats import STRETCH
from rules.vietnamese import fold

_RUN = 3
# Up to about so many runs of words; a longer content may go on behind what was coded, and tells nothing of any run.
_MOST_RUNS = 150


def may_repeat(text: str, title: str, content_codes: tuple[int, ...], coder: Coder) -> bool:
    """True where eight words in a row may stand in the content and do not stand in the title, which may say them."""
    words = fold(text).split()
    if len(words) < STRETCH or not content_codes:
        return False
    known, said, runs = set(content_codes), f" {fold(title)} ", STRETCH - _RUN + 1
    below = _told_below(content_codes)
    elsewhere = [code not in known and code < below for code in coder.runs(words)]
    return any(
        not any(elsewhere[at : at + runs]) and f" {' '.join(words[at : at + STRETCH])} " not in said
        for at in range(len(words) - STRETCH + 1)
    )


def _told_below(content_codes: tuple[int, ...]) -> int:
    """Up to which code the kept ones are all there are."""
    if len(content_codes) < CONTENT_CODES:
        return 1 << 64
    largest = max(content_codes)
    return largest if largest > (CONTENT_CODES << 64) // _MOST_RUNS else 0
