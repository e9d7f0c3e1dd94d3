"""One initiative of a release followed to its rows, the evidence that joined them, and what people said of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from flows.differences import read_ledger
from flows.settings import Settings
from flows.store.initiatives import current_initiative
from flows.store.judgements import judgements
from flows.store.records import counted_records
from flows.store.session import Store
from rules.decisions import Thresholds
from rules.features import Coder
from rules.judgements import resolve
from rules.known_keys import row_keys
from rules.matching import all_pairs
from rules.review_queue import evidence
from rules.same_rows import same_content, same_token
from schemas.config import Campaign
from schemas.explained import ExplainedInitiative, ExplainedJudgement, ExplainedPair, ExplainedRow
from schemas.judgement import Judgement
from schemas.ledger import Disposition
from schemas.linkage import MATCH_COLUMNS, Decision
from schemas.review import ReviewPair, ShownSide

_PLACE = ["federation_code", "file", "sheet", "row"]
_FACTS = ["title", "effect", "award", "authors", "workplace", "registered_on"]
_MOST_COMPARED = 60  # rows of one initiative; further ones are listed and not compared


@dataclass(frozen=True, slots=True)
class Explaining:
    """What the explanation of an initiative reads; it changes nothing."""

    settings: Settings
    store: Store
    campaign: Campaign
    release: Path

    def initiative(self, asked: str) -> ExplainedInitiative | None:
        """All that is known of it; None where the release has no row of it, under this id or the one it leads to."""
        ledger = read_ledger(self.release)
        ids = dict.fromkeys((asked, current_initiative(self.store, self.campaign.id, asked) or asked))
        found = next((i for i in ids if i and (ledger["initiative_id"] == i).any()), None)
        if found is None:
            return None
        rows = self._rows(ledger[ledger["initiative_id"] == found])
        explained = tuple(_explained_row({str(k): v for k, v in one.items()}, self._names()) for one in rows)
        return self._compared(ExplainedInitiative(found, asked, explained), rows)

    def _names(self) -> dict[str, str]:
        return {f.code: f.name for f in self.settings.config.federations}

    def _rows(self, lines: pd.DataFrame) -> list[dict[str, object]]:
        """Its ledger lines with their records, the counted one first."""
        records = pd.read_parquet(self.release / "internal" / "records.parquet", columns=[*_PLACE, *_FACTS])
        rows = lines.astype(dict.fromkeys(_PLACE[:3], str)).merge(records, on=_PLACE, how="left")
        counted = rows["disposition"].astype(str) == Disposition.COUNTED.value
        ordered = rows.assign(behind=~counted).sort_values(["behind", *_PLACE])
        return [{str(k): v for k, v in one.items()} for one in ordered.to_dict("records")]

    def _compared(self, told: ExplainedInitiative, rows: list[dict[str, object]]) -> ExplainedInitiative:
        """With the evidence and the judgements of the rows that the store still has."""
        coder = Coder(self.settings.hmac_key)
        records = counted_records(self.store, self.campaign.id).assign(is_earlier=False)
        records = records.assign(row_key=row_keys(records, self.campaign.id, coder), row_id=np.arange(len(records)))
        known = [*_PLACE, "title"]  # a place where another title stands today is another row
        at = {one: n for n, one in enumerate(zip(*(records[c] for c in known), strict=True))}
        row_ids = [at.get(tuple(row[c] for c in known)) for row in rows]
        numbers = {row_id: n for n, row_id in enumerate(row_ids, start=1) if row_id is not None}
        gone = tuple(n for n, row_id in enumerate(row_ids, start=1) if row_id is None)
        pairs = self._pairs(records.iloc[list(numbers)[:_MOST_COMPARED]], list(numbers.values()), told)
        said = self._said(records, numbers, told, coder)
        return ExplainedInitiative(told.initiative_id, told.asked, told.rows, pairs, said, gone)

    def _pairs(self, records: pd.DataFrame, numbers: list[int], told: ExplainedInitiative) -> tuple[ExplainedPair, ...]:
        """Each further row against the counted one, and where that does not join them against its strongest."""
        if len(records) < 2:
            return ()
        kinds = {federation.code: federation.kind.value for federation in self.settings.config.federations}
        features = records.assign(
            row_id=np.arange(len(records)), eligible=True, federation_kind=records["federation_code"].map(kinds)
        )
        limits, model = self.settings.config.matching, self.settings.model()
        pairs = all_pairs(
            features[list(MATCH_COLUMNS)], model, Thresholds(limits.accept_threshold, limits.review_threshold)
        )
        hides = [told.rows[number - 1].redacted for number in numbers[: len(records)]]
        chosen = _telling(pairs, hides)
        explained = []
        for line in chosen:
            left, right = (numbers[int(pairs[side].iloc[line])] for side in ("row_id_l", "row_id_r"))
            one, other = told.rows[left - 1], told.rows[right - 1]
            hidden = hides[0] or one.redacted or other.redacted
            weight = None if hidden else float(pairs["match_weight"].iloc[line])
            (shown,) = evidence(pairs, [line], [hidden], model.weights)
            pair = ReviewPair("", _side(one), _side(other), hidden, shown, weight, 0)
            said = "" if hidden else str(pairs["decision"].iloc[line])
            explained.append(ExplainedPair(left, right, said, pair))
        return tuple(explained)

    def _said(
        self, records: pd.DataFrame, numbers: Mapping[int, int], told: ExplainedInitiative, coder: Coder
    ) -> tuple[ExplainedJudgement, ...]:
        given = judgements(self.store, self.campaign.id)
        same = [(a, b) for a, b, _ in (*same_content(records), *same_token(records, coder))]
        standing = resolve(records, given, coder, same)
        pairs = {j.judgement_id: [pair] for pair, j in standing.asked.items()}
        for judgement_id, found in standing.rows.items():
            pairs.setdefault(judgement_id, []).extend(found)
        said = []
        for one in given:
            for left, right in sorted(set(pairs.get(one.judgement_id, ()))):
                if left in numbers or right in numbers:
                    said.append(_judgement(one, numbers.get(left, 0), numbers.get(right, 0), told))
        return tuple(said)


def _telling(pairs: pd.DataFrame, hides: list[bool]) -> list[int]:
    """Lines of the pairs to show, in the order of their rows. Of a redacted initiative nothing else decides it."""
    lines: list[int] = []
    left, right = pairs["row_id_l"].to_numpy(), pairs["row_id_r"].to_numpy()
    for row in range(1, len(hides)):
        with_first = int(np.flatnonzero((left == 0) & (right == row))[0])
        lines.append(with_first)
        if pairs["decision"].iloc[with_first] != Decision.ACCEPT.value and not any(hides):
            own = np.flatnonzero((left == row) | (right == row))
            best = int(own[np.argmax(pairs["match_weight"].to_numpy()[own])])
            if best not in lines:
                lines.append(best)
    return lines


def _judgement(one: Judgement, left: int, right: int, told: ExplainedInitiative) -> ExplainedJudgement:
    open_ = left and right and not (told.rows[left - 1].redacted or told.rows[right - 1].redacted)
    decided_on = date.fromisoformat(one.decided_at[:10])
    return ExplainedJudgement(left, right, one.value.value, one.decided_by, decided_on, one.reason if open_ else "")


def _side(row: ExplainedRow) -> ShownSide:
    return ShownSide(row.title, row.effect, row.award, row.authors, row.workplace)


def _explained_row(line: Mapping[str, object], names: Mapping[str, str]) -> ExplainedRow:
    code, hidden = str(line["federation_code"]), bool(line["is_redacted"])
    text = {n: "" if pd.isna(line[n]) else str(line[n]) for n in _FACTS[:5]}  # type: ignore[call-overload]
    registered = line["registered_on"]
    return ExplainedRow(
        names.get(code, code), str(line["file"]), str(line["sheet"]), int(str(line["row"])), str(line["disposition"]),
        str(line["reason"]), bool(line["pending_review"]), hidden, text["title"], text["effect"], text["award"],
        "" if hidden else text["authors"], "" if hidden else text["workplace"],
        registered.date() if isinstance(registered, pd.Timestamp) and not (hidden or pd.isna(registered)) else None,
    )  # fmt: skip
