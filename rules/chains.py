"""What links join through others is compared too, so that no chain of links joins what contradicts.

In a component of bearable size every pair of rows is compared, and those against each other are told to the
clustering. A larger one is taken apart here, with work that grows with its rows and not with their square: rows alike
in all that is compared stand as one, the heaviest links join them to pieces of a bound size, every pair in a piece is
compared, and within it the heaviest links join again what nothing speaks against. Links between what stays apart are
left to people.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from rules.changed_blocking import packed_pairs, unpacked_pairs
from rules.components import components
from rules.corpus import Bools, Int32s, Ints
from rules.decisions import apart, for_people
from rules.forest import Forest
from rules.hashing import Codes
from rules.scoring import Decide, Scored
from rules.sharers import distinct, found_in
from rules.torn_titles import differs_in_number, lacks_number, torn_between

_LARGEST_COMPONENT = 60
_LARGEST_PIECE = 200


@dataclass(frozen=True, slots=True)
class Rows:
    """By line: a key that orders rows (the same in every run), and a mark that rows alike in everything share."""

    keys: Codes
    marks: Codes


@dataclass(frozen=True, slots=True)
class _Part:
    """A component too large to be compared in full: for each of its rows the place of what stands for it in `nodes`.

    `links`: which of all links lie in it, heaviest first; `piece`: a number for each node."""

    nodes: Int32s
    links: Ints
    left: Ints
    right: Ints
    piece: Ints


@dataclass(frozen=True, slots=True)
class Chains:
    """The components of links. `asked`: the pairs to compare beside the links themselves."""

    rows: Rows
    linked: Scored
    small: Codes
    parts: tuple[_Part, ...]

    @classmethod
    def of(cls, rows: Rows, linked: Scored, decide: Decide) -> Self:
        """The components of linked lines."""
        count = len(rows.keys)
        label = components(count, linked.left.astype(np.int64), linked.right.astype(np.int64))
        size = np.bincount(label, minlength=count)
        large = size[label[linked.left]] > _LARGEST_COMPONENT
        order = np.flatnonzero(large)
        order = order[_heaviest_first(rows, linked.taken(order), decide)]
        labels = label[linked.left[order]]
        parts = tuple(_part(rows, linked, order[labels == one]) for one in np.unique(labels))
        return cls(rows, linked, _all_inside(label, size), parts)

    def asked(self) -> tuple[Int32s, Int32s]:
        """The pairs of lines that are no links and have to be compared."""
        wanted = distinct(np.concatenate([self.small, *(_of_piece(part) for part in self.parts)]))
        return unpacked_pairs(wanted[~found_in(np.sort(packed_pairs(self.linked.left, self.linked.right)), wanted)[1]])

    def torn(self, inside: Scored) -> Bools:
        """The links of rows that lack a number and are linked with two that differ in it (rules/torn_titles.py)."""
        left, right = self.linked.left.copy(), self.linked.right.copy()
        for part in self.parts:
            left[part.links], right[part.links] = part.nodes[part.left], part.nodes[part.right]
        torn = lacks_number(self.linked.levels)
        differ = inside.taken(differs_in_number(inside.levels))
        torn[torn] = torn_between(left[torn], right[torn], packed_pairs(differ.left, differ.right))
        return torn

    def against(self, inside: Scored, decide: Decide) -> Scored:
        """Of the compared pairs of bearable components those that no third row may join."""
        return decide.against(inside.taken(found_in(self.small, packed_pairs(inside.left, inside.right))[1]))

    def parted(self, inside: Scored, decide: Decide) -> Bools:
        """The links that would join what contradicts: they are left to people."""
        parted = np.zeros(len(self.linked), dtype=bool)
        if self.parts:
            strangers = self.linked.taken(apart(self.linked.levels))
            against = [decide.against(inside), strangers]
            never = np.sort(np.concatenate([packed_pairs(one.left, one.right) for one in against]))
            for part in self._torn_last(self.torn(inside), decide):
                parted[part.links] = _parted(part, never)
        return parted

    def _torn_last(self, torn: Bools, decide: Decide) -> Iterator[_Part]:
        """The links of each part in the order of the clustering, to which a torn one is no longer accepted."""
        for part in self.parts:
            order = _heaviest_first(self.rows, self.linked.taken(part.links), decide, torn[part.links])
            yield replace(part, links=part.links[order], left=part.left[order], right=part.right[order])


def _all_inside(label: Ints, sizes: Ints) -> Codes:
    """Every pair of rows of each component of bearable size that has more than two."""
    order = np.argsort(label, kind="stable").astype(np.int32)
    sorted_label = label[order]
    size = sizes[sorted_label]
    kept = (size > 2) & (size <= _LARGEST_COMPONENT)
    order, sorted_label = order[kept], sorted_label[kept]
    found = [np.zeros(0, dtype=np.uint64)]
    for step in range(1, _LARGEST_COMPONENT):
        same = np.flatnonzero(sorted_label[step:] == sorted_label[:-step])
        if not len(same):
            break
        found.append(packed_pairs(order[same], order[same + step]))
    return np.sort(np.concatenate(found))


def _heaviest_first(rows: Rows, links: Scored, decide: Decide, torn: Bools | None = None) -> Ints:
    """As the clustering takes them: what the machine accepts before what is asked, then by weight and row key."""
    weight = decide.table.weigh(links.levels)
    accepted = (weight >= decide.thresholds.accept) & ~for_people(links.levels)
    if torn is not None:
        accepted &= ~torn
    a, b = rows.keys[links.left], rows.keys[links.right]
    return np.lexsort((np.maximum(a, b), np.minimum(a, b), -weight, ~accepted))


def _part(rows: Rows, linked: Scored, links: Ints) -> _Part:
    lines, ends = np.unique(np.concatenate([linked.left[links], linked.right[links]]), return_inverse=True)
    left, right = ends[: len(links)], ends[len(links) :]
    alike = rows.marks[lines[left]] == rows.marks[lines[right]]
    label = components(len(lines), left[alike], right[alike])
    order = np.lexsort((rows.keys[lines], label))
    first = order[np.flatnonzero(np.concatenate(([True], label[order][1:] != label[order][:-1])))]
    node = np.searchsorted(label[first], label)
    return _Part(lines[first], links, node[left], node[right], _pieces(len(first), node[left], node[right]))


def _pieces(count: int, left: Ints, right: Ints) -> Ints:
    """Joins by one link after the other as long as a piece stays within its bound."""
    forest, size = Forest(count), [1] * count
    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        a, b = forest.find(one), forest.find(other)
        if a != b and size[a] + size[b] <= _LARGEST_PIECE:
            forest.join(a, b)
            size[min(a, b)] = size[a] + size[b]
    return forest.labels()


def _of_piece(part: _Part) -> Codes:
    """Every pair of nodes in each piece, as lines."""
    found = [np.zeros(0, dtype=np.uint64)]
    for nodes in _grouped(part.piece):
        one, other = np.triu_indices(len(nodes), 1)
        found.append(packed_pairs(part.nodes[nodes[one]], part.nodes[nodes[other]]))
    return np.concatenate(found)


def _grouped(label: Ints) -> Iterator[Ints]:
    order = np.argsort(label, kind="stable")
    bounds = np.flatnonzero(label[order][1:] != label[order][:-1]) + 1
    yield from np.split(order, bounds)


def _parted(part: _Part, never: Codes) -> npt.NDArray[np.bool_]:
    forest = Forest(len(part.nodes))
    for one, other in _against_in(part, never):
        forest.part(one, other)
    inside = part.piece[part.left] == part.piece[part.right]
    for one, other in zip(part.left[inside].tolist(), part.right[inside].tolist(), strict=True):
        forest.join(one, other)
    label = forest.labels()
    return np.asarray(label[part.left] != label[part.right])


def _against_in(part: _Part, never: Codes) -> Iterable[tuple[int, int]]:
    for nodes in _grouped(part.piece):
        one, other = np.triu_indices(len(nodes), 1)
        pairs = packed_pairs(part.nodes[nodes[one]], part.nodes[nodes[other]])
        place = np.minimum(np.searchsorted(never, pairs), max(len(never) - 1, 0))
        held = never[place] == pairs if len(never) else np.zeros(len(pairs), dtype=bool)
        yield from zip(nodes[one[held]].tolist(), nodes[other[held]].tolist(), strict=True)
