"""Which originals are no good, and which are secret."""

import numpy as np

from flows.sample.originals import Bools, Family, Fate, Ints, Originals
from flows.sample.wordlists import words
from schemas.config import Config

SECRET = 0.02
_LIMITS = (
    (0.168, Fate.REFUSED),
    (0.098, Fate.OUTSIDE),
    (0.02, Fate.UNTITLED),
)  # the last one wins


def draw_fates(rng: np.random.Generator, family: Ints, padded: Ints, first: Ints) -> Ints:
    """The grounds for rejecting or refusing each original; a padding federation begins with numbered placeholders."""
    drawn = rng.random(len(family))
    fate = np.zeros(len(family), dtype=np.int64)
    for limit, value in _LIMITS:
        fate[drawn < limit] = value
    for federation in np.flatnonzero(padded >= 0):
        start = int(first[federation])
        span = min(10, int(first[federation + 1]) - start)
        fate[start : start + span] = Fate.PLACEHOLDER
    fate[(fate >= Fate.UNTITLED) & (family != Family.NONE)] = Fate.GOOD
    fate[padded[padded >= 0]] = Fate.GOOD
    return fate


def draw_secrets(rng: np.random.Generator, config: Config, made: Originals) -> Bools:
    """Secrets come in short runs, mostly in enterprises, hardly ever where a federation says it holds none."""
    data = words("workplaces")["kinds"]
    kinds, kind, home = made.kinds, made.kind, made.home
    weight = np.array([1.0 if data[k]["sector"] == "DN" else 0.12 for k in kinds])[kind]
    weight *= np.array([0.02 if f.holds_no_secrets else 1.0 for f in config.federations])[home]
    starts = np.argsort(-np.log(np.maximum(rng.random(len(kind)), 1e-12)) / np.maximum(weight, 1e-9), kind="stable")
    wanted = round(SECRET * len(kind))
    secret = np.zeros(len(kind), dtype=bool)
    runs = rng.integers(1, 4, size=len(starts))
    left = wanted
    for start, run in zip(starts.tolist(), runs.tolist(), strict=True):
        for member in range(start, min(start + run, len(kind))):
            if left and home[member] == home[start] and not secret[member]:
                secret[member] = True
                left -= 1
        if not left:
            break
    return secret
