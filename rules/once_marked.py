"""A mark that a federation took away: the row stays secret until a named person releases it (RULES.md 13, 19).

Rows are compared by keyed codes alone. The same title of the same people is the same row; where a marked row is gone
from its file, a new row there with its content, or with its people and place, is taken for it. In doubt it is a
secret."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rules.features import Coder
from rules.flags import secrecy_mark_in_text
from rules.normalise import title_key
from schemas.rows import Rows

REASON = "mark_taken_away"
# What is secret without a federation's mark: by default, by hand, by a join, by our own doubt about a broken file.
NO_MARK = frozenset({"", "no_secrecy_column", "withheld_by_hand", "joined", "broken_quote", "token", REASON})
_SHARE = 0.5  # of the runs of words of the shorter content
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>")
_PARTS = re.compile(r"\s*[-–—:;*/|]+\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """The keyed codes of one row; 0 and nothing for what it does not state."""

    title: int
    authors: frozenset[int]
    workplace: int
    content: frozenset[int]


@dataclass(frozen=True, slots=True)
class Mark:
    """A row that bore a mark. `bare_title`: of its title without the mark in it, 0 for none; `here`: it stood in this
    file's last version."""

    row: Row
    bare_title: int = 0
    here: bool = False

    @property
    def titles(self) -> frozenset[int]:
        """The codes of its title, with and without the mark in it."""
        return frozenset({self.row.title, self.bare_title}) - {0}


@dataclass(frozen=True, slots=True)
class Once:
    """What was marked in a federation and never released, and of this file's last version the codes of all titles, of
    the open rows (title, authors), and the rows under a marked title, each with whether it was secret for a reason of
    its own, not by a join."""

    marks: tuple[Mark, ...] = ()
    titles_before: frozenset[int] = frozenset()
    open_before: frozenset[tuple[int, frozenset[int]]] = frozenset()
    rows_before: tuple[tuple[Row, bool], ...] = ()

    def changed_by(self, rows: Iterable[tuple[Row, bool]]) -> "Once":
        """Without the marks under whose titles the same rows stand with the same marks as in the last version: there
        none was taken away. `rows`: of this version, each with whether it bears a mark."""
        titles = frozenset[int]().union(*(mark.titles for mark in self.marks))
        told = [Counter(one for one in seen if one[0].title in titles) for seen in (self.rows_before, rows)]
        other = {row.title for row, _ in (told[0] - told[1]) + (told[1] - told[0])}
        same = {row.title for row, _ in told[0]} - other
        left = (mark for mark in self.marks if mark.titles & other or not mark.titles & same)
        return replace(self, marks=tuple(left))


def bare_title(title: str) -> str:
    """A title without the bracket or part that marks it ("Men xanh (bí mật công nghệ)" -> "Men xanh"), "" where none
    does."""
    if not secrecy_mark_in_text(title):
        return ""
    rest = _IN_BRACKETS.sub(lambda group: "" if secrecy_mark_in_text(group[0]) else group[0], title)
    if secrecy_mark_in_text(rest):
        rest = " - ".join(part for part in _PARTS.split(rest) if not secrecy_mark_in_text(part))
    return " ".join(rest.split())


def bare_titles(rows: Rows, coder: Coder) -> dict[int, int]:
    """Code of a marked title -> code of it without its mark."""
    marked = {title for title, reason in rows.each("title", "secret_reason") if title and reason}
    bare = {title: bare_title(title) for title in marked}
    return {coder.code("title", title_key(t)): coder.code("title", title_key(b)) for t, b in bare.items() if b}


def keep_secret(rows: Rows, once: Once, coder: Coder) -> Rows:
    """The clean rows with `secret_reason` REASON where an unmarked row is one that was marked before."""
    if not len(rows) or not once.marks:
        return rows
    names = ("title", "authors", "workplace", "content", "superior_union")
    coded = [
        Row(
            coder.code("title", title_key(title)) if title else 0,
            frozenset(coder.authors(authors)[0]) if authors else frozenset(),
            coder.workplace(workplace, superior)[0],
            frozenset(coder.content(content)) if content else frozenset(),
        )
        for title, authors, workplace, content, superior in rows.each(*names)
    ]
    reasons = rows["secret_reason"]
    still = {row.title for row, reason in zip(coded, reasons, strict=True) if reason not in NO_MARK}
    here = {row.title for row in coded}
    once = once.changed_by((row, reason not in NO_MARK) for row, reason in zip(coded, reasons, strict=True))
    kept = [
        reason or (REASON if was_marked(row, once, still, here) else "")
        for row, reason in zip(coded, reasons, strict=True)
    ]
    return rows.assign(secret_reason=kept)


def was_marked(row: Row, once: Once, still: Iterable[int], here: Iterable[int]) -> bool:
    """Whether an unmarked row is one of those that were marked. `still`: titles marked in this version of the file,
    `here`: all its titles."""
    marked, present = frozenset(still), frozenset(here)
    return bool(row.title) and any(_is(row, mark, once, marked, present) for mark in once.marks)


def _is(row: Row, mark: Mark, once: Once, still: frozenset[int], here: frozenset[int]) -> bool:
    if row.title in mark.titles:
        if _one_of(row, mark):
            return True
        # Other people: another work under a common title, unless the marked one is gone and this one is new.
        return not (mark.titles & still) and (row.title, row.authors) not in once.open_before
    if mark.titles & here or row.title in once.titles_before:
        return False
    return _same_content(row, mark.row) or (mark.here and _same_people(row, mark.row))


def rewritten(before: Sequence[Row], after: Sequence[Row], marked: Sequence[Row]) -> list[int]:
    """The positions of rows of a file's last version that its new one names otherwise and marks: gone by their title,
    with the content, or the people and the place, of a marked row under a new one. `marked`: of the rows `after`."""
    old, new = {row.title for row in before}, {row.title for row in after}
    first = [row for row in marked if row.title not in old]
    gone = [(at, row) for at, row in enumerate(before) if row.title not in new]
    return [at for at, row in gone if any(_same_content(row, one) or _same_people(row, one) for one in first)]


def _same_content(row: Row, other: Row) -> bool:
    fewest = min(len(row.content), len(other.content))
    return fewest > 0 and len(row.content & other.content) >= _SHARE * fewest


def _same_people(row: Row, other: Row) -> bool:
    place = row.workplace == other.workplace or not row.workplace or not other.workplace
    return bool(row.authors & other.authors) and place


def answers_to(row: Row, marks: Sequence[Mark], standing: frozenset[int]) -> list[int]:
    """The positions of the marks that keep a row secret: those of its title; else those that are gone, with its content
    or its people. `standing`: titles of rows that are secret, or open, for a reason of their own."""
    every = range(len(marks))
    named = [at for at in every if row.title in marks[at].titles]
    gone = [at for at in every if not marks[at].titles & standing]
    for found in (
        [at for at in named if _one_of(row, marks[at])],
        named,
        [at for at in gone if _same_content(row, marks[at].row)],
        [at for at in gone if _same_people(row, marks[at].row)],
        [at for at in every if _same_content(row, marks[at].row)],
    ):
        if found:
            return found
    return [at for at in every if _same_people(row, marks[at].row)]


def _one_of(row: Row, mark: Mark) -> bool:
    return not row.authors or not mark.row.authors or bool(row.authors & mark.row.authors)
