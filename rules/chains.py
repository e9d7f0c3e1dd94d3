"""The pairs of rows that links join only through others: each is compared, so that no chain joins what contradicts."""

import numpy as np

from rules.changed_blocking import packed_pairs
from rules.components import components
from rules.corpus import Int32s
from rules.scoring import Scored

_LARGEST_COMPONENT = 60


def unlinked_inside(count: int, linked: Scored) -> tuple[Int32s, Int32s]:
    """All pairs of rows that links join through others, so that a chain cannot join what contradicts."""
    label = components(count, linked.left.astype(np.int64), linked.right.astype(np.int64))
    order = np.argsort(label, kind="stable").astype(np.int32)
    sorted_label = label[order]
    size = np.bincount(label, minlength=count)[sorted_label]
    kept = (size > 2) & (size <= _LARGEST_COMPONENT)
    order, sorted_label = order[kept], sorted_label[kept]
    found = [np.zeros((2, 0), dtype=np.int32)]
    for step in range(1, _LARGEST_COMPONENT):
        same = np.flatnonzero(sorted_label[step:] == sorted_label[:-step])
        if not len(same):
            break
        found.append(np.stack([order[same], order[same + step]]))
    left, right = np.concatenate(found, axis=1)
    fresh = ~np.isin(packed_pairs(left, right), packed_pairs(linked.left, linked.right))
    return left[fresh], right[fresh]
