"""The copies: what a federation lists twice, and what reaches a second federation by the other road."""

import numpy as np

from flows.sample.originals import Fate, Ints, Originals, is_province
from flows.sample.wordlists import words
from schemas.config import Config


def draw_repeats(rng: np.random.Generator, first: Ints, again: Ints) -> tuple[Ints, tuple[Ints, ...]]:
    """Own initiatives listed again; in a few federations one title fills row after row."""
    padded = np.full(len(again), -1, dtype=np.int64)
    repeated = []
    padders = set(rng.permutation(np.flatnonzero(again >= 3))[: max(len(again) // 25, 1)].tolist())
    for federation, count in enumerate(again):
        chosen = first[federation] + (rng.random(count) * (first[federation + 1] - first[federation])).astype(np.int64)
        if federation in padders:
            padded[federation] = chosen[0]
            chosen[: min(max(count // 3, 3), 12)] = chosen[0]
        repeated.append(np.sort(chosen))
    return padded, tuple(repeated)


def second_roads(
    rng: np.random.Generator, config: Config, made: Originals, foreign: Ints, fate: Ints
) -> tuple[Ints, ...]:
    """The second road: a province's works reach the union of their trade, a union's works reach their province."""
    data = words("workplaces")
    provincial = is_province(config)
    home, province = made.home, made.province
    usable = fate < Fate.UNTITLED
    by_kind = {k: np.flatnonzero(usable & provincial[home] & (made.kind == i)) for i, k in enumerate(made.kinds)}
    central = np.flatnonzero(usable & ~provincial[home])
    central = central[np.argsort(province[central], kind="stable")]
    bounds = np.searchsorted(province[central], np.arange(len(provincial) + 1))
    lists = []
    for i, federation in enumerate(config.federations):
        if provincial[i]:
            pool = central[bounds[i] : bounds[i + 1]]
        else:
            pool = np.concatenate([by_kind[k] for k in data["unions"].get(federation.code, data["any_province"])])
        count = min(int(foreign[i]), len(pool))
        lists.append(rng.permutation(pool)[:count] if count else np.zeros(0, dtype=np.int64))
    return tuple(lists)


def fill_up(lists: tuple[Ints, ...], repeated: tuple[Ints, ...], foreign: Ints, first: Ints) -> tuple[Ints, ...]:
    """Where the second road had too few works, the federation lists its own again, so that the sizes stand."""
    filled = []
    for i, own in enumerate(repeated):
        missing = int(foreign[i]) - len(lists[i])
        span = max(int(first[i + 1] - first[i]), 1)
        filled.append(np.sort(np.concatenate([own, first[i] + (np.arange(missing) * 7) % span])) if missing else own)
    return tuple(filled)
