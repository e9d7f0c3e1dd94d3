"""What is left of two titles when all that they share is taken away: equal words first, then misprinted ones."""

from dataclasses import dataclass, fields

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from rules.corpus import Bools, Int32s, Ints
from rules.lexicon import AGAIN, FRAME_STEPS, NONE, Lexicon
from rules.terms import bare
from rules.titles import TitleBook

_STEPS_PER_BIT = 8.0
_PRODUCT_STEPS = 32
_REST_WORDS = 6
_FEW_WORDS = 4
_PAIRS_A_STEP = 16_384
_SHORTEST_MISPRINT = 3
_LONG_WORD = 8
_SHORTEST_SLIP = 4
_SHORTEST_SHUFFLED = 4
_SLIPS_OF_PREFIX = 3
_SHORTEST_NAME = 5
_MOST_LETTERS_APART = 4

Bits = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class TitleDifference:
    """For every pair of titles: information in bits shared and left over on each side, and what kind of words it is."""

    shared: Bits
    left_rest: Bits
    right_rest: Bits
    prefix: Bools  # one title is the beginning of the other: cut off, or lengthened
    misprinted: Bools  # a word was taken for a misprint of another
    words_differ: Bools  # each side keeps a word that is more than a frame
    near_word: Bools  # but for one ordinary word that a slip may have made of another ("tải", "trải") they are the same
    products_differ: Bools  # each side keeps a name of a product or maker that the other lacks

    def at(self, place: Ints) -> "TitleDifference":
        """The differences at the given places, in their order."""
        return TitleDifference(*(getattr(self, field.name)[place] for field in fields(self)))


def overlap(book: TitleBook, left: Int32s, right: Int32s) -> tuple[Bits, Bits]:
    """Share of each title's information that stands in the other, by equal words only: the cheap first pass."""
    shares = np.empty((2, len(left)))
    for a in range(0, len(left), _PAIRS_A_STEP):
        part = slice(a, a + _PAIRS_A_STEP)
        for side, (one, other) in enumerate(((left[part], right[part]), (right[part], left[part]))):
            missing = _missing(book, one, other)
            rest = (book.steps[one].T * missing).sum(axis=0, dtype=np.int32)
            shares[side, part] = 1.0 - rest / np.maximum(book.total[one], 1)
    return shares[0], shares[1]


def difference(book: TitleBook, left: Int32s, right: Int32s) -> TitleDifference:
    """The full comparison of pairs of titles; meant for each different pair once."""
    one, other = _Rest.of(book, left, right), _Rest.of(book, right, left)
    pair, i, j = _misprints(book.lexicon, one, other)
    one.forget(pair, i)
    other.forget(pair, j)
    misprinted = np.zeros(len(left), dtype=bool)
    misprinted[pair] = True
    respaced = _respaced(book, one, other)
    respaced |= _abbreviated(book.lexicon, one, other) | _abbreviated(book.lexicon, other, one)
    misprinted |= respaced
    one.steps[respaced], other.steps[respaced] = 0, 0
    rests = one.steps.sum(axis=1), other.steps.sum(axis=1)
    near = _near_word(book, one, other)
    products = one.holds(book.lexicon.product, _PRODUCT_STEPS) & other.holds(book.lexicon.product, _PRODUCT_STEPS)
    return TitleDifference(
        shared=np.minimum(book.total[left] - rests[0], book.total[right] - rests[1]) / _STEPS_PER_BIT,
        left_rest=rests[0] / _STEPS_PER_BIT,
        right_rest=rests[1] / _STEPS_PER_BIT,
        prefix=_is_prefix(book, left, right, misprinted),
        misprinted=misprinted,
        words_differ=np.logical_and((one.steps > FRAME_STEPS).any(axis=1), (other.steps > FRAME_STEPS).any(axis=1)),
        near_word=near,
        products_differ=_really_differ(book, products, one, other) & ~near,
    )


@dataclass(frozen=True, slots=True)
class _Rest:
    """What is left of each title of one side: information by word, and the heaviest few words with their columns."""

    line: Int32s
    last: Int32s
    steps: Int32s
    words: Int32s
    ordinary: Bools
    columns: Int32s

    @classmethod
    def of(cls, book: TitleBook, line: Int32s, against: Int32s) -> "_Rest":
        missing = _missing(book, line, against).T
        columns = np.argsort(~missing, axis=1, kind="stable")[:, :_REST_WORDS].astype(np.int32)
        words = np.take_along_axis(np.where(missing, book.words[line], NONE), columns, axis=1)
        ordinary = np.take_along_axis(book.ordinary[line], columns, axis=1)
        steps = np.where(missing, book.steps[line], 0).astype(np.int32)
        return cls(line, book.last[line], steps, words, ordinary, columns)

    def forget(self, pair: Int32s, place: Int32s) -> None:
        """Takes words away that were found on the other side."""
        self.steps[pair, self.columns[pair, place]] = 0
        self.words[pair, place] = NONE

    def is_left(self) -> Bools:
        """Whether anything is left, and no more than a few words."""
        few = (self.steps > 0).sum(axis=1)
        return np.asarray((few > 0) & (few <= _FEW_WORDS))

    def holds_odd(self, lexicon: Lexicon) -> Bools:
        """Whether a word is left that is no ordinary one, or hardly a word."""
        odd = ~self.ordinary | (lexicon.length[self.words] < _SHORTEST_MISPRINT)
        return np.asarray((odd & (self.words != NONE)).any(axis=1))

    def holds(self, kind: Bools, steps: int) -> Bools:
        """Whether a heavy enough word of that kind is left."""
        heavy = np.take_along_axis(self.steps, self.columns, axis=1) >= steps
        return np.asarray((heavy & kind[self.words]).any(axis=1))


def _missing(book: TitleBook, line: Int32s, against: Int32s) -> Bools:
    """By column and pair: the word does not stand in the other title."""
    words, others = np.ascontiguousarray(book.words[line].T), np.ascontiguousarray(book.words[against].T)
    missing: Bools = np.not_equal(words, NONE)
    for other in others:
        missing &= words != other
    return missing


def _misprints(lexicon: Lexicon, one: _Rest, other: _Rest) -> tuple[Int32s, Int32s, Int32s]:
    found = [_alike(lexicon, one, other, i, j) for i in range(_REST_WORDS) for j in range(_REST_WORDS)]
    pair, i, j, a, b = (np.concatenate(column) for column in zip(*found, strict=True))
    packed, place = np.unique(a.astype(np.int64) << 32 | b, return_inverse=True)
    same = _same_word(lexicon, (packed >> 32).astype(np.int32), (packed & 0xFFFFFFFF).astype(np.int32))[place]
    same &= ~(one.ordinary[pair, i] & other.ordinary[pair, j])
    stub = ((a == one.last[pair]) | (b == other.last[pair])) & _is_stub(lexicon, a, b)
    kept = same | stub
    return pair[kept], i[kept], j[kept]


def _alike(lexicon: Lexicon, one: _Rest, other: _Rest, i: int, j: int) -> tuple[Int32s, ...]:
    a, b = one.words[:, i], other.words[:, j]
    near = np.bitwise_count(lexicon.letters[a] ^ lexicon.letters[b]) <= _MOST_LETTERS_APART
    pair = np.flatnonzero(near & (a != NONE) & (b != NONE)).astype(np.int32)
    return pair, np.full(len(pair), i, dtype=np.int32), np.full(len(pair), j, dtype=np.int32), a[pair], b[pair]


def _same_word(lexicon: Lexicon, a: Int32s, b: Int32s) -> Bools:
    """A misprint: one letter wrong (two in a long word), or the same letters in another order; one side is no ordinary
    word; short names are never guessed."""
    words = lexicon.words
    apart = cpdist([words[w] for w in a], [words[w] for w in b], scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)
    shorter = np.minimum(lexicon.length[a], lexicon.length[b])
    least = np.where(lexicon.product[a] & lexicon.product[b], _SHORTEST_NAME, _SHORTEST_MISPRINT)
    near = ((apart <= 1) & (shorter >= least)) | ((apart <= 2) & (shorter >= _LONG_WORD))
    shuffled = (apart <= 2) & (shorter >= _SHORTEST_SHUFFLED)
    shuffled &= (lexicon.letters[a] == lexicon.letters[b]) & (lexicon.length[a] == lexicon.length[b])
    return np.asarray(near | shuffled)


def _near_word(book: TitleBook, one: _Rest, other: _Rest) -> Bools:
    """Where one word of weight is left on each side: whether a letter lost or two swapped make one of the other."""
    found = np.zeros(len(one.line), dtype=bool)
    heavy = [(rest.steps > FRAME_STEPS).sum(axis=1) == 1 for rest in (one, other)]
    for pair in np.flatnonzero(heavy[0] & heavy[1]):
        written = [_as_written(book, rest, int(pair)) for rest in (one, other)]
        found[pair] = any(_slipped(a, b) for a in written[0] for b in written[1])
    return found


def _as_written(book: TitleBook, rest: _Rest, pair: int) -> list[str]:
    """The word of weight that is left, with its diacritics: "thông" and "thống" where the title has both."""
    column = int(np.argmax(rest.steps[pair] > FRAME_STEPS))
    word = book.lexicon.words[book.words[rest.line[pair], column]].rstrip(AGAIN)
    return [w for w in book.folded[rest.line[pair]].split() if bare(w) == word]


def _slipped(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(long) < _SHORTEST_SLIP or not long.isalpha() or not short.isalpha():
        return False
    swapped = len(short) == len(long) and sorted(short) == sorted(long)
    return (swapped or len(short) + 1 == len(long)) and OSA.distance(short, long) == 1


def _respaced(book: TitleBook, one: _Rest, other: _Rest) -> Bools:
    """The same letters but for blanks ("vănbản") and at most one; never where names of products are left on both."""
    found = np.zeros(len(one.line), dtype=bool)
    names = one.holds(book.lexicon.product, _PRODUCT_STEPS) & other.holds(book.lexicon.product, _PRODUCT_STEPS)
    pair = np.flatnonzero(one.is_left() & other.is_left() & ~names)
    letters = [[bare(book.folded[line]).replace(" ", "") for line in rest.line[pair]] for rest in (one, other)]
    apart = cpdist(*letters, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)
    odd = one.holds_odd(book.lexicon)[pair] | other.holds_odd(book.lexicon)[pair]
    found[pair] = (apart == 0) | ((apart == 1) & odd)
    return found


def _abbreviated(lexicon: Lexicon, short: _Rest, long: _Rest) -> Bools:
    """One word is left, and its letters begin the words left on the other side ("HT", "hệ thống")."""
    letters = lexicon.length[short.words[:, 0]]
    alone = (short.steps > 0).sum(axis=1) == 1
    found = alone & (letters > 1) & ((long.steps > 0).sum(axis=1) == letters) & (letters <= _FEW_WORDS)
    for pair in np.flatnonzero(found):
        initials = sorted(lexicon.words[word][:1] for word in long.words[pair] if word != NONE)
        left = [word for word in short.words[pair] if word != NONE]
        found[pair] = bool(left) and initials == sorted(lexicon.words[left[0]])
    return np.asarray(found)


def _is_prefix(book: TitleBook, left: Int32s, right: Int32s, misprinted: Bools) -> Bools:
    """One title is the beginning of the other; where a word is misprinted, but for a few letters."""
    titles = book.folded
    found = np.zeros(len(left), dtype=bool)
    for i, (a, b) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        short, long = sorted((titles[a], titles[b]), key=len)
        found[i] = long.startswith(short)
        if misprinted[i] and not found[i]:
            found[i] = OSA.distance(short, long[: len(short)], score_cutoff=_SLIPS_OF_PREFIX) <= _SLIPS_OF_PREFIX
    return found


def _is_stub(lexicon: Lexicon, a: Int32s, b: Int32s) -> Bools:
    pairs = zip(a.tolist(), b.tolist(), strict=True)
    words = lexicon.words
    return np.array([words[p].startswith(words[q]) or words[q].startswith(words[p]) for p, q in pairs], dtype=bool)


def _really_differ(book: TitleBook, suspected: Bools, one: _Rest, other: _Rest) -> Bools:
    """Not where the name stands in the other title in two words ("PowerPoint", "Power Point")."""
    differ = suspected.copy()
    for pair in np.flatnonzero(suspected):
        for rest, text in ((one, book.folded[other.line[pair]]), (other, book.folded[one.line[pair]])):
            joined = bare(text).replace(" ", "")
            names = (w for w in rest.words[pair] if book.lexicon.product[w])
            differ[pair] &= not any(book.lexicon.words[name] in joined for name in names)
    return differ
