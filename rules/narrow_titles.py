"""Titles as one byte a word: enough to tell of most pairs that they share too little, before either title is read."""

import numpy as np
import numpy.typing as npt

from rules.corpus import Bools, Corpus, Int32s
from rules.scoring import FEWEST_SHARED
from rules.titles import WORDS

Bytes = npt.NDArray[np.uint8]

_PAIRS_A_STEP = 16_384


def narrow_titles(known: Corpus) -> Bytes:
    """(records, 2 WORDS): a byte of the code of each word, 0 where there is none, then the information of each."""
    book = known.book
    codes = (book.lexicon.hashes[book.words] & np.uint64(0xFF)).astype(np.uint8)
    words = np.where(book.words == 0, 0, np.maximum(codes, 1)).astype(np.uint8)
    return np.concatenate([words, book.steps], axis=1)[known.title]


def may_share(titles: Bytes, left: Int32s, right: Int32s) -> Bools:
    """False where the titles of two lines share less than is compared; two words of one byte pass for one word."""
    found = np.empty(len(left), dtype=bool)
    for a in range(0, len(left), _PAIRS_A_STEP):
        part = slice(a, a + _PAIRS_A_STEP)
        one, other = (np.ascontiguousarray(titles[side[part]].T) for side in (left, right))
        found[part] = np.maximum(_shared(one, other), _shared(other, one)) >= FEWEST_SHARED
    return found


def _shared(title: Bytes, other: Bytes) -> npt.NDArray[np.float64]:
    """As `rules.title_difference.overlap` reckons it: no less than that."""
    words, steps = title[:WORDS], title[WORDS:]
    missing = words != 0
    for word in other[:WORDS]:
        missing &= words != word
    rest = (steps * missing).sum(axis=0, dtype=np.int32)
    return np.asarray(1.0 - rest / np.maximum(steps.sum(axis=0, dtype=np.int32), 1))
