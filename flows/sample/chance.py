"""Seeded streams of chance: each fact of the sample has a stream of its own, so it is the same everywhere."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1


def stream(seed: int, *keys: int) -> Random:
    """A random stream that depends on the seed and the keys only, never on what was drawn before."""
    state = seed & _MASK
    for key in keys:
        state = (state + key + 0x9E3779B97F4A7C15) & _MASK
        state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & _MASK
        state ^= state >> 31
    return Random(state)


def pick(rng: Random, options: Sequence[T]) -> T:
    """One of the options; quicker than Random.choice, and this is called some thirty times a row."""
    return options[int(rng.random() * len(options))]
