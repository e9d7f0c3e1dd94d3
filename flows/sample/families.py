"""Hard negatives: near twins by one author, one title used by many, an empty title forty times."""

import numpy as np

from flows.sample.originals import Family, Ints

TWINS = 0.2  # share of originals that are near twins of a neighbour
SAME_TITLE = 0.2  # share that have their title in common with one other
_FORTY = 40


def draw_families(rng: np.random.Generator, home: Ints, rows: int) -> tuple[Ints, Ints, Ints]:
    """Twins follow their head; the others get their head later (`borrow_titles`)."""
    count = len(home)
    family = np.zeros(count, dtype=np.int64)
    head = np.arange(count)
    variant = np.zeros(count, dtype=np.int64)
    starts = np.flatnonzero(rng.random(count) < TWINS / 1.25)
    for step in (1, 2):
        chosen = starts if step == 1 else starts[rng.random(len(starts)) < 0.25]
        member = chosen + step
        fits = member < count
        member, chosen = member[fits], chosen[fits]
        fits = (
            (home[member] == home[chosen]) & (family[member] == 0) & (head[chosen] == chosen) & (variant[chosen] == 0)
        )
        fits &= (step == 1) | (head[np.maximum(member - 1, 0)] == chosen)
        for m, c in zip(member[fits], chosen[fits], strict=True):
            if family[c] == 0 or head[c] == c:
                family[c] = family[m] = Family.TWIN
                head[m], variant[m] = c, step
    free = np.flatnonzero(family == 0)
    shuffled = rng.permutation(free)
    family[shuffled[: int(SAME_TITLE * count)]] = Family.SAME_TITLE
    rest = shuffled[int(SAME_TITLE * count) :]
    forty = min(_FORTY, max(rows // 100, 2))
    for serial in range(max(rows // 20_000, 1)):
        group = rest[serial * forty : (serial + 1) * forty]
        family[group] = Family.GENERIC
        if len(group):
            head[group] = group[0]
    return family, head, variant


def borrow_titles(rng: np.random.Generator, topic: Ints, family: Ints, head: Ints) -> None:
    """Gives each `SAME_TITLE` original the title of another work of its topic; both are then in one family."""
    same = np.flatnonzero(family == Family.SAME_TITLE)
    order = same[np.argsort(topic[same] + rng.random(len(same)), kind="stable")]
    pairs = order[: len(order) // 2 * 2].reshape(-1, 2)
    fits = topic[pairs[:, 0]] == topic[pairs[:, 1]]
    head[pairs[fits, 1]] = pairs[fits, 0]
    alone = np.setdiff1d(same, pairs[fits].ravel())
    family[alone] = Family.NONE
