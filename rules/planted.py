"""Planted pairs: known duplicates and hard negatives that every run scores apart (RULES.md 10).

Made from a frozen table (schemas/planted_works.csv), they go through the features, the blocking, the comparisons, the
weights and the decision of the run, in a corpus of their own: no cluster, frequency, secrecy or count is touched.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pandas as pd

from rules.decisions import Thresholds
from rules.features import Coder, row_features
from rules.matching import match
from rules.model import Model
from rules.terms import bare
from schemas.config import FederationKind
from schemas.linkage import MATCH_COLUMNS, Decision

_SURNAMES = ("Nguyễn", "Lê", "Phạm", "Võ", "Bùi", "Hồ", "Đinh", "Cao", "Lương", "Tạ", "Nông", "Mạc")
_MIDDLES = ("Văn", "Thị", "Minh", "Quang", "Thanh", "Hữu", "Khắc", "Diệu", "Xuân")
_GIVEN = ("An", "Bình", "Chiến", "Dũng", "Giang", "Hạnh", "Khôi", "Liên", "Mạnh", "Nga", "Oanh", "Phúc", "Tuyên")
_PLACES = ("Quyết Thắng", "Sông Lam", "Đại Đồng", "Tân Tiến", "Bình Minh", "Hòa Lạc", "Vĩnh Thịnh", "Đông Khê",
           "An Phước", "Cẩm Sơn", "Mường Lống", "Phú Riềng", "Yên Trạch", "Long Thạnh", "Thuận Hưng", "Kỳ Lâm",
           "Xuân Quan")  # fmt: skip
_SHORTER = {"Công ty Cổ phần": "Cty CP", "Công ty": "Cty", "Trung học cơ sở": "THCS", "Trung tâm Y tế": "TTYT"}
_DAYS = pd.Timestamp("2021-03-01"), pd.Timestamp("2021-04-30")


@dataclass(frozen=True, slots=True)
class PlantedWork:
    """One line of the table: a work, its title with another number, and another work of the same people."""

    title: str
    other_number: str
    other_work: str
    workplace: str
    superior: str
    field: str
    content: str
    effect: str
    benefit_trieu: str

    @classmethod
    def from_row(cls, row: Mapping[str, str]) -> Self:
        """From a line of the table by its header."""
        return cls(**row)


@dataclass(frozen=True, slots=True)
class Planted:
    """What was accepted of the planted pairs. `same`: known duplicates, `found` of them accepted; `accepted`: all
    accepted pairs, `right` of them true."""

    same: int = 0
    found: int = 0
    accepted: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        """Share of the known duplicates that were accepted; 1 where none was planted."""
        return self.found / self.same if self.same else 1.0

    @property
    def precision(self) -> float:
        """Share of the accepted pairs that are known duplicates; 1 where none was accepted."""
        return self.right / self.accepted if self.accepted else 1.0


@dataclass(frozen=True, slots=True)
class _Typed:
    """One row as a federation might have typed it."""

    title: str
    authors: tuple[str, ...]
    workplace: str
    superior: str
    field: str
    content: str
    effect: str
    benefit: float
    kind: FederationKind = FederationKind.PROVINCE
    federation: str = "LDLD-01"


_Retyping = Callable[[_Typed, PlantedWork, int], _Typed]


def score(works: Sequence[PlantedWork], model: Model, thresholds: Thresholds, coder: Coder) -> Planted:
    """Match the planted rows with the run's own model and thresholds, and hold the accepted pairs against the truth."""
    rows, work = _rows(works)
    pairs = match(_frame(rows, coder), model, thresholds)
    accepted = pairs[pairs["decision"] == Decision.ACCEPT.value]
    left, right = (work[accepted[side].to_numpy(dtype=np.int64)] for side in ("row_id_l", "row_id_r"))
    true = int((left == right).sum())
    return Planted(len(works) * len(_SAME), true, len(accepted), true)


def _rows(works: Sequence[PlantedWork]) -> tuple[list[_Typed], "np.ndarray[tuple[int], np.dtype[np.int64]]"]:
    """Every work once for each retyping, always of other people at another place; and for each row its true work."""
    rows, truth, turn = [], [], 0
    for work in works:
        for retyping in (*_SAME, *_DIFFERENT):
            first = _typed(work, turn)
            second = retyping(first if retyping in _WITH_FACTS else _facts_left_out(first), work, turn)
            rows += [first, second]
            truth += [2 * turn, 2 * turn if retyping in _SAME else 2 * turn + 1]
            turn += 1
    return rows, np.array(truth, dtype=np.int64)


def _typed(work: PlantedWork, turn: int) -> _Typed:
    benefit = float(work.benefit_trieu) * 1e6 if work.benefit_trieu else float("nan")
    place = f"{work.workplace} {_PLACES[turn % len(_PLACES)]} {turn + 1}"
    return _Typed(
        work.title, (_person(turn), _person(turn + 701)), place, work.superior, work.field, work.content, work.effect,
        benefit,
    )  # fmt: skip


def _person(turn: int) -> str:
    """One of some 1,400 names; neighbours share no part."""
    given, middle, surname = turn % len(_GIVEN), (turn * 5 + turn // 13) % len(_MIDDLES), (turn * 7) % len(_SURNAMES)
    return f"{_SURNAMES[surname]} {_MIDDLES[middle]} {_GIVEN[given]}"


def _facts_left_out(row: _Typed) -> _Typed:
    """Title, people and place have to tell: with more, one broken comparison would go unseen."""
    return replace(row, field="", content="", effect="", benefit=float("nan"))


def _by_the_other_road(row: _Typed, work: PlantedWork, turn: int) -> _Typed:
    return replace(row, kind=FederationKind.SECTOR, federation="CDN-CT")


def _shouted_and_shortened(row: _Typed, work: PlantedWork, turn: int) -> _Typed:
    shorter = row.workplace
    for long, short in _SHORTER.items():
        shorter = shorter.replace(long, short)
    return replace(
        row, title=row.title.upper() + ".", authors=tuple("Đ/c " + a for a in row.authors), workplace=shorter
    )


def _one_author_fewer(row: _Typed, work: PlantedWork, turn: int) -> _Typed:
    return replace(row, authors=row.authors[:1])


def _one_author_more(row: _Typed, work: PlantedWork, turn: int) -> _Typed:
    return replace(row, authors=(*row.authors[::-1], _person(turn + 350)))


def _without_a_place(row: _Typed, work: PlantedWork, turn: int) -> _Typed:
    return replace(row, workplace="", superior="")


def _with_the_year(row: _Typed, work: PlantedWork, turn: int) -> _Typed:
    return replace(row, title=row.title + " năm 2021")


def _with_a_slip(row: _Typed, work: PlantedWork, turn: int) -> _Typed:
    word = max(row.title.split(), key=lambda w: (w.isalpha(), len(w)))
    slipped = word[:-2] + word[-1] + word[-2]
    return replace(row, title=row.title.replace(word, slipped, 1))


def _without_marks(row: _Typed, work: PlantedWork, turn: int) -> _Typed:
    return replace(row, title=bare(row.title.lower()), authors=tuple(bare(a.lower()) for a in row.authors))


def _in_frames(row: _Typed, work: PlantedWork, turn: int) -> _Typed:
    return replace(row, title=f"Một số giải pháp {row.title[0].lower()}{row.title[1:]} tại đơn vị")


def _with_initials(row: _Typed, work: PlantedWork, turn: int) -> _Typed:
    short = tuple(f"{a.split()[0][0]}.{a.split()[1][0]}. {a.split()[2]}" for a in row.authors)
    return replace(row, authors=short)


def _by_another_province(row: _Typed, work: PlantedWork, turn: int) -> _Typed:
    return replace(row, superior="", federation="LDLD-02")


def _another_number(row: _Typed, work: PlantedWork, turn: int) -> _Typed:
    return replace(row, title=work.other_number)


def _another_work(row: _Typed, work: PlantedWork, turn: int) -> _Typed:
    return replace(row, title=work.other_work)


def _other_people_elsewhere(row: _Typed, work: PlantedWork, turn: int) -> _Typed:
    place = f"{work.workplace} {_PLACES[(turn + 5) % len(_PLACES)]} {turn + 900}"
    return replace(row, authors=(_person(turn + 333),), workplace=place, superior="")


def _another_number_of_others(row: _Typed, work: PlantedWork, turn: int) -> _Typed:
    return replace(_other_people_elsewhere(row, work, turn), title=work.other_number)


def _another_work_beside(row: _Typed, work: PlantedWork, turn: int) -> _Typed:
    return replace(row, title=work.other_work, authors=(_person(turn + 512),))


_SAME: tuple[_Retyping, ...] = (
    _by_the_other_road, _shouted_and_shortened, _one_author_fewer, _one_author_more, _without_a_place, _with_the_year,
    _with_a_slip, _without_marks, _in_frames, _with_initials, _by_another_province,
)  # fmt: skip
_DIFFERENT: tuple[_Retyping, ...] = (
    _another_number, _another_work, _other_people_elsewhere, _another_number_of_others, _another_work_beside,
)  # fmt: skip
_WITH_FACTS = (_by_the_other_road, _without_a_place, _another_number, _another_number_of_others)


def _frame(rows: Iterable[_Typed], coder: Coder) -> pd.DataFrame:
    """MATCH_COLUMNS, by the features that the parsing child makes."""
    lines = []
    for number, row in enumerate(rows):
        authors, initials, workplace, tokens, content = row_features(
            coder, "; ".join(row.authors), row.workplace, row.content, row.superior
        )
        key = f"{coder.code('planted row', str(number)):016x}"
        lines.append((
            number, row.federation, row.kind.value, key, row.title, authors, initials, workplace, tokens, content,
            row.effect, row.field, row.benefit, *_DAYS, True,
        ))  # fmt: skip
    frame = pd.DataFrame(lines, columns=list(MATCH_COLUMNS))
    return frame.astype({"applied_from": "datetime64[s]", "applied_to": "datetime64[s]", "workplace_code": "uint64"})
