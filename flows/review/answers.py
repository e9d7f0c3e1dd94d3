"""A review workbook that comes back: its cells, the checks, and what its decisions move."""

import io
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from flows.comparing import Compared
from flows.deciding import Decided, decide, withhold_joined, withhold_said
from flows.faults import ToldError
from flows.settings import Settings
from flows.store.forgetting import forgotten_codes
from flows.store.judgements import add_judgements, judgements, questions
from flows.store.session import Store
from reports.wording_review import DECISIONS, REVIEW
from rules.features import Coder
from rules.forgetting import forgetting
from rules.review_answers import Checked, Fault, check_answers
from rules.review_forecast import parted_clusters
from schemas.config import Campaign
from schemas.ledger import Disposition
from schemas.linkage import JudgementValue
from schemas.review import Answer, ReadAnswers

_COLUMNS = ("reference", "decision", "decided_by", "reason")
_LONGEST = 2000


class NotAReview(ToldError):
    """The file is no review workbook."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a workbook: faults and nothing stored, or the decisions stored and the counts they move.

    `moved`: federation code -> (valid before, valid after), "" for the nation; only what changed, and the nation.
    `parted`: the initiatives that rows joined until now came to, because SAME of others stands against it."""

    stored: int
    faults: tuple[Fault, ...]
    moved: dict[str, tuple[int, int]]
    became_secret: int
    parted: tuple[tuple[str, ...], ...] = ()


def read_answers(data: bytes, by: str) -> ReadAnswers:
    """The filled-in lines. A line without a name is decided by `by`. NotAReview where the columns are not there."""
    try:
        book = load_workbook(io.BytesIO(data), read_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise NotAReview(f"the file cannot be read as a workbook: {type(error).__name__}") from None
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        rows = enumerate(sheet.iter_rows(), start=1)
        if columns := _header(rows):
            return _read(rows, columns, by)
    raise NotAReview("no sheet has the columns of a review workbook; was its header row removed?")


def _header(rows: Iterator[tuple[int, Sequence[Any]]]) -> dict[str, int]:
    wanted = {_folded(REVIEW[name]): name for name in _COLUMNS}
    for _, cells in rows:
        found = {wanted[key]: i for i, cell in enumerate(cells) if (key := _folded(cell.value)) in wanted}
        if len(found) == len(_COLUMNS):
            return found
    return {}


def _read(rows: Iterator[tuple[int, Sequence[Any]]], columns: dict[str, int], by: str) -> ReadAnswers:
    answers: list[Answer] = []
    faults: list[Fault] = []
    values = {_folded(words): value for value, words in DECISIONS.items()}
    for line, cells in rows:
        found = {name: cells[i] for name, i in columns.items() if i < len(cells)}
        formulas = [name for name, cell in found.items() if cell.data_type == "f"]
        faults += [(line, f"a formula stands in the column {REVIEW[name]!r}") for name in formulas]
        text = {name: _text(found[name].value) if name in found else "" for name in _COLUMNS}
        if formulas or not text["decision"]:
            continue
        value = values.get(_folded(text["decision"]))
        if not text["reference"]:
            faults.append((line, "a decision stands where there is no pair"))
        elif value is None:
            faults.append((line, f"expected one of: {', '.join(DECISIONS.values())}"))
        else:
            answers.append(Answer(line, text["reference"], value, text["decided_by"] or by, text["reason"]))
    return ReadAnswers(tuple(answers), tuple(faults))


def take_answers(settings: Settings, store: Store, campaign: Campaign, compared: Compared, read: ReadAnswers) -> Taken:
    """Check them, store all or none, and say what they move; rows that become secret are erased at once."""
    coder = Coder(settings.hmac_key)
    given = judgements(store, campaign.id)
    joined = [(a, b) for a, b, _ in compared.same_content]
    asked = questions(store, campaign.id)
    checked = check_answers(read.answers, asked, given, compared.records, coder, joined)
    faults = tuple(sorted({*read.faults, *checked.faults}))
    if faults or not checked.judgements:
        return Taken(0, faults, {}, 0)
    before = decide(compared, given, campaign, coder)
    change = forgetting(coder, forgotten_codes(store))
    checked = replace(checked, judgements=tuple(replace(j, reason=change(j.reason)) for j in checked.judgements))
    after = decide(compared, [*given, *checked.judgements], campaign, coder)
    add_judgements(store, campaign.id, _without_secret_reasons(checked, after))
    withhold_joined(settings, store, campaign.id, coder, after)
    withhold_said(store, after)
    secret = int((after.records["is_redacted"] & ~before.records["is_redacted"]).sum())
    return Taken(len(checked.judgements), (), _moved(before, after), secret, _parted(before, after))


def _without_secret_reasons(checked: Checked, after: Decided) -> list[Any]:
    """Why a person decided about a secret row is not kept: the text may name what is withheld."""
    hidden = after.records["is_redacted"].to_numpy(dtype=bool)
    rows = after.standing.rows
    return [
        replace(j, reason="" if any(hidden[a] or hidden[b] for a, b in rows.get(j.judgement_id, ())) else j.reason)
        for j in checked.judgements
    ]


def _parted(before: Decided, after: Decided) -> tuple[tuple[str, ...], ...]:
    """The initiatives of rows that were one and are not any more, though nobody said so of two of them."""
    said = {(a, b) for a, b, value in after.standing.judged if value is not JudgementValue.SAME}
    meant = {int(before.labels[a]) for a, b in said if before.labels[a] == before.labels[b]}
    apart = parted_clusters(before.labels, after.labels)
    credited = after.credited
    named = "SK-" + credited["initiative_key"]
    of = named.groupby(before.labels[credited["row_id"].to_numpy(dtype=np.int64)]).unique()
    return tuple(tuple(sorted(of[label])) for label in apart if label not in meant and len(of.get(label, ())) > 1)


def _moved(before: Decided, after: Decided) -> dict[str, tuple[int, int]]:
    was, now = _counts(before.credited), _counts(after.credited)
    changed = sorted(code for code in {*was, *now} if was.get(code, 0) != now.get(code, 0))
    national = {"": (sum(was.values()), sum(now.values()))}
    return national | {code: (was.get(code, 0), now.get(code, 0)) for code in changed}


def _counts(credited: pd.DataFrame) -> dict[str, int]:
    counted = credited.loc[credited["disposition"] == Disposition.COUNTED, "federation_code"]
    return {str(code): int(n) for code, n in counted.value_counts().items()}


def _text(value: object) -> str:
    return " ".join(unicodedata.normalize("NFC", str(value)).split())[:_LONGEST] if value is not None else ""


def _folded(value: object) -> str:
    return _text(value).casefold()
