"""Header text -> canonical column, by the spellings of schemas/columns.yaml, then by likeness."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz, process

from rules import combined
from rules.money import unit_of_header
from rules.vietnamese import bare, repair

DROPPED = "dropped"
_LIKENESS = 90.0
_GROUP_MARK = re.compile(r"\s*[:(/]\s*|\s+[-–]\s*")
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]?")
# A header of more words than this is prose of a title block, never a column's name.
_LONGEST_HEADER = 30


@dataclass(frozen=True, slots=True)
class Column:
    """What one column of a sheet holds. `unit` is the money unit its header states, in đồng; `parts` the fields that
    stand in its cells one after another ("Họ tên, chức vụ, đơn vị"), this one's among them, () for a column of its
    own."""

    index: int
    field: str
    header: str
    unit: float | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnTable:
    """The spellings of every canonical column, as bare text."""

    spellings: Mapping[str, str]  # bare spelling -> canonical column
    many: frozenset[str]
    groups: Mapping[str, Mapping[str, str]]  # field of an upper header -> bare lower header -> canonical column
    _cache: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    _parts: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_mapping(cls, table: Mapping[str, Any]) -> "ColumnTable":
        """From the parsed columns.yaml. ValueError when one spelling stands for two columns."""
        spellings: dict[str, str] = {}
        lists = {name: block["spellings"] for name, block in table["fields"].items()} | {DROPPED: table["dropped"]}
        for name, words in lists.items():
            for word in words:
                key = header_key(str(word))
                if spellings.setdefault(key, name) != name:
                    raise ValueError(f"columns.yaml: {word!r} stands for both {spellings[key]} and {name}")
        groups = {
            upper: {header_key(word): field for field, words in lower.items() for word in words}
            for upper, lower in table["groups"].items()
        }
        return cls(spellings, frozenset(n for n, block in table["fields"].items() if block.get("many")), groups)

    def field_of(self, header: str) -> str:
        """The canonical column a header means, DROPPED for one that is recognised and not kept, "" for an unknown
        one."""
        if header not in self._cache:
            self._cache[header] = self._find(header)
        return self._cache[header]

    def is_spelled(self, header: str) -> bool:
        """True where the words of a header, or its first line, stand in the table as they are."""
        return any(key in self.spellings for key in _keys(header))

    def parts_of(self, header: str) -> tuple[str, ...]:
        """The fields of a header that names several ("Tên sáng kiến/ tác giả"), () for any other."""
        if header not in self._parts:
            fields = self._split(header)
            self._parts[header] = fields if len(fields) > 1 else ()
        return self._parts[header]

    def likest(self, header: str) -> tuple[str, float]:
        """The canonical column whose spelling is most like a header, and how like it is, 0 to 100."""
        key = header_key(header)
        found = process.extractOne(key, self.spellings.keys(), scorer=fuzz.token_sort_ratio) if len(key) > 1 else None
        return (self.spellings[found[0]], round(found[1], 1)) if found else ("", 0.0)

    def _find(self, header: str) -> str:
        if len(header.split()) > _LONGEST_HEADER:
            return ""
        if (found := self._under_group(header)) or (found := next(iter(self._split(header)), "")):
            return found
        for key in (*_keys(header), _behind_dash(header)):
            if key in self.spellings:
                return self.spellings[key]
        key = header_key(header)
        if len(key) < 4:
            return ""
        likest = process.extractOne(key, self.spellings.keys(), scorer=fuzz.ratio, score_cutoff=_LIKENESS)
        return self.spellings[likest[0]] if likest else ""

    def _under_group(self, header: str) -> str:
        """ "CĐCS" under "Khen thưởng", in two lines or written as one: "Khen thưởng - CĐCS", "Khen thưởng (CĐCS)"."""
        lower, _, upper = header.partition("\n")
        if upper and (found := self.groups.get(self.field_of(upper), {}).get(header_key(lower))):
            return found
        for match in _GROUP_MARK.finditer(header):
            group = self.groups.get(self.spellings.get(header_key(header[: match.start()]), ""), {})
            if found := group.get(header_key(header[match.end() :].strip(" )"))):
                return found
        return ""

    def _split(self, header: str) -> tuple[str, ...]:
        text = repair(header).text
        if len(text.split()) > _LONGEST_HEADER or bare(text.replace("\n", " ")) in self.spellings:
            return ()
        fields = combined.fields_of(text, lambda part: self.spellings.get(header_key(part), ""))
        # A line below another may be its group: "Chức vụ" under "Tác giả" is no combination, a name before it is one.
        grouped = "\n" in text and (fields[:1] not in (("title",), ("authors",)) or "title" in fields[1:])
        return () if grouped else fields


def columns_of(headers: Sequence[str], table: ColumnTable) -> tuple[Column, ...]:
    """The columns of a header row that are understood, in sheet order; a field that may stand once keeps its first
    column."""
    seen: set[str] = set()
    columns = []
    for index, header in enumerate(headers):
        parts = table.parts_of(header) if header else ()
        names = [*parts[::-1]] if parts else [table.field_of(header)] if header else []
        names.sort(key="title".__eq__)  # of several in one column the last one tells what a row is
        for name in names:
            if not name or (name in seen and name not in table.many and name != DROPPED):
                continue
            seen.add(name)
            unit = unit_of_header(header) if name == "benefit" else None
            columns.append(Column(index, name, header, unit, parts))
    return tuple(columns)


def unknown_headers(headers: Sequence[str], table: ColumnTable) -> tuple[int, ...]:
    """Indexes of the headers that no spelling explains."""
    return tuple(i for i, header in enumerate(headers) if header and not table.field_of(header))


def repeated_headers(headers: Sequence[str], table: ColumnTable) -> tuple[int, ...]:
    """Indexes of the columns left out because an earlier one carries the same field."""
    kept = {column.index for column in columns_of(headers, table)}
    return tuple(i for i, h in enumerate(headers) if h and table.field_of(h) and i not in kept)


@lru_cache(maxsize=20_000)
def header_key(header: str) -> str:
    """The bare words of a header, without what stands in brackets: "Giá trị làm lợi (triệu đồng)" -> "gia tri lam
    loi"."""
    text = repair(header).text.replace("\n", " ")
    return bare(_BRACKETS.sub(" ", text)) or bare(text)


def _keys(header: str) -> tuple[str, ...]:
    """The header without brackets, then with their words, then its first line."""
    whole = bare(repair(header).text.replace("\n", " "))
    first_line = bare(_BRACKETS.sub(" ", repair(header).text.split("\n")[0]))
    return tuple(dict.fromkeys((header_key(header), whole, first_line)))


def _behind_dash(header: str) -> str:
    return bare(repair(header).text.rpartition(" - ")[2])
