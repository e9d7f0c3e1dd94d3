"""Stable 64-bit mixing of codes: the same on every machine and run, unlike Python's own hash."""

from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint64]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def mix(codes: Codes) -> Codes:
    """splitmix64 of every code: each bit of the input moves half of the output's."""
    x = codes + _STEP
    x ^= x >> np.uint64(30)
    x *= _FIRST
    x ^= x >> np.uint64(27)
    x *= _SECOND
    x ^= x >> np.uint64(31)
    return x


def join(left: Codes, right: Codes) -> Codes:
    """One code of an ordered pair of codes; 0 ("missing") on either side gives 0."""
    joined = mix(left ^ mix(right))
    joined[(left == 0) | (right == 0)] = 0
    return joined


def word_hash(word: str) -> int:
    """Eight bytes of BLAKE2b of a public word, never 0."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big") or 1
