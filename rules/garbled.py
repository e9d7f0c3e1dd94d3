"""Good Unicode that a TCVN3 converter went over once more: "trình soát" became "trỡnh soỏt".

Which letters were touched cannot be told ("công" became "cụng", a word as well), so it is found and never undone."""

import re

from rules.legacy_encodings import TCVN3
from rules.legacy_text import is_word
from rules.syllables import MARKED_LETTERS, SYLLABLES

_BEFORE = {meant: chr(seen) for seen, meant in TCVN3.items() if chr(seen).lower() in MARKED_LETTERS}
_TOUCHED = re.compile(f"[{''.join(map(chr, _BEFORE))}]")
_WORDS = re.compile(r"[^\W\d_]+")


def is_twice_decoded(text: str) -> bool:
    """True where most of the words that are none become words again one decoding back; a slip of the keys does not."""
    if not _TOUCHED.search(text):
        return False
    odd = [word for word in _WORDS.findall(text.lower()) if len(word) > 1 and not word.isascii() and not is_word(word)]
    back = [word for word in odd if (before := word.translate(_BEFORE)) != word and before in SYLLABLES]
    return 2 * len(back) > len(odd)
