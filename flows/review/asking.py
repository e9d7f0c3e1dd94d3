"""The queue as people see it: what may be shown of both rows, the evidence, the former word."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from flows.comparing import Compared
from flows.deciding import Decided
from flows.settings import Settings
from flows.store.judgements import add_questions, questions
from flows.store.records import open_details
from flows.store.session import Store
from reports.places import place
from rules.accepted_queue import accepted_queue
from rules.features import Coder
from rules.judgements import Pair, sides_of
from rules.review_forecast import Forecast, Ground, forecasts
from rules.review_queue import evidence
from rules.review_reasons import asked_because
from schemas.config import Campaign
from schemas.judgement import Judgement, Question, Side
from schemas.review import FormerWord, ReviewFacts, ReviewPair, ShownSide

_AT = ["file_id", "sheet_no", "row"]


@dataclass(frozen=True, slots=True)
class Queue:
    """A campaign's decided records and what is asked of them. `accepted`: the pairs that the machine has joined, in the
    place of those that wait."""

    settings: Settings
    store: Store
    campaign: Campaign
    compared: Compared
    decided: Decided
    accepted: bool = False

    def of_accepted(self) -> "Queue":
        """The same, of the pairs that the machine has joined and nobody has judged."""
        records, labels, standing = self.decided.records, self.decided.labels, self.decided.standing
        same = [(a, b) for a, b, _ in self.compared.same_content]
        queue = accepted_queue(records, self.compared.matched.pairs, labels, standing, same)
        return replace(self, decided=replace(self.decided, queue=queue), accepted=True)

    def about(self, initiative_ids: Collection[str]) -> "Queue":
        """The same, of the pairs with a row of one of these initiatives."""
        credited = self.decided.credited
        rows = credited.loc[("SK-" + credited["initiative_key"]).isin(initiative_ids), "row_id"].to_numpy()
        queue = self.decided.queue
        kept = queue[queue["row_id_l"].isin(rows) | queue["row_id_r"].isin(rows)].reset_index(drop=True)
        return replace(self, decided=replace(self.decided, queue=kept))

    def facts(self, as_of: date) -> ReviewFacts:
        """What heads the workbook."""
        limits = self.settings.config.matching
        thresholds = limits.accept_threshold, limits.review_threshold
        return ReviewFacts(self.campaign.name, as_of, len(self.decided.queue), *thresholds, self.accepted)

    def ask(self, most: int | None) -> list[ReviewPair]:
        """The first pairs of the queue; remembers what people are shown, so that a changed pair is noticed."""
        lines = self.decided.queue if most is None else self.decided.queue.head(most)
        rows = _by_key(self.decided.records, lines)
        redacted = lines["redacted"].tolist()
        asked = self._remembered(rows)
        sides = self._sides(sorted({row for pair in rows for row in pair}), lines, rows)
        pairs = self.compared.matched.pairs
        said = evidence(pairs, lines["line"].tolist(), redacted, self.compared.table)
        weights = pairs["match_weight"].tolist() if len(pairs) else []
        because = asked_because(pairs, lines["line"].tolist(), redacted)
        moved = self._moved(rows, lines)
        return [
            ReviewPair(
                question.reference,
                sides[pair[0]][hidden],
                sides[pair[1]][hidden],
                hidden,
                told,
                None if hidden or line < 0 else float(weights[line]),
                moves.moves,
                self._former(pair, hidden),
                moves.leaves,
                why,
            )
            for question, pair, line, hidden, moves, told, why in zip(
                asked, rows, lines["line"].tolist(), redacted, moved, said, because, strict=True
            )
        ]

    def _moved(self, rows: Sequence[Pair], lines: pd.DataFrame) -> list[Forecast]:
        """What SAME would move. Of a redacted pair as if nothing spoke against it: what does may be withheld."""
        simple = [Forecast(moves, 0) for moves in lines["moves"].tolist()]
        if self.accepted:
            return simple
        judged = (*self.compared.same_content, *self.decided.standing.judged)
        pairs, labels = self.compared.matched.pairs, self.decided.labels
        ground = Ground(self.decided.records, pairs, labels, judged, self.compared.rank)
        shown = [pair for pair, hidden in zip(rows, lines["redacted"].tolist(), strict=True) if not hidden]
        found = forecasts(ground, shown)
        return [found.get(pair, one) for pair, one in zip(rows, simple, strict=True)]

    def _remembered(self, rows: Sequence[Pair]) -> list[Question]:
        coder, known = Coder(self.settings.hmac_key), questions(self.store, self.campaign.id)
        keys = sides_of(self.decided.records, (row for pair in rows for row in pair), coder)
        asked, new = [], []
        for left, right in rows:
            question = _question(keys[left], keys[right], coder, known)
            asked.append(question)
            if question.reference not in known:
                new.append(question)
                known[question.reference] = question
        add_questions(self.store, self.campaign.id, new)
        return asked

    def _sides(
        self, row_ids: Sequence[int], lines: pd.DataFrame, rows: Sequence[Pair]
    ) -> dict[int, dict[bool, ShownSide]]:
        """Row -> its open and its short form; the open one only where some pair of it is not redacted."""
        open_rows = {r for pair, hidden in zip(rows, lines["redacted"], strict=True) if not hidden for r in pair}
        chosen = self.decided.records.iloc[list(row_ids)]
        details = [open_details(self.store, one) for one in (self.campaign.id, *self.campaign.earlier)]
        frame = chosen.merge(
            pd.concat(details, ignore_index=True).astype(dict.fromkeys(_AT, "int64")), on=_AT, how="left"
        )
        names = {f.code: f.name for f in self.settings.config.federations}
        shown: dict[int, dict[bool, ShownSide]] = {}
        for row in frame.to_dict("records"):
            row_id = int(row["row_id"])
            shown[row_id] = {True: ShownSide(row["title"], row["effect"], row["award"])}
            if row_id in open_rows and not row["is_redacted"]:
                shown[row_id][False] = _open_side({str(k): v for k, v in row.items()}, names)
        return shown

    def _former(self, rows: Pair, redacted: bool) -> FormerWord | None:
        standing = self.decided.standing
        pair = min(rows), max(rows)
        former: Judgement | None = standing.asked.get(pair)
        if former is None:
            return None
        told = "" if redacted else former.reason
        decided_on = date.fromisoformat(former.decided_at[:10])
        return FormerWord(former.value.value, former.decided_by, decided_on, told, pair in standing.lapsed)


def reference_of(left_key: str, right_key: str, coder: Coder) -> str:
    """The name of a pair of rows; rests on public titles and federations only, through the row keys."""
    low, high = sorted((left_key, right_key))
    return f"CAP-{coder.code('review pair', f'{low}|{high}'):016x}"


def _question(a: Side, b: Side, coder: Coder, known: dict[str, Question]) -> Question:
    """The question of that pair as it is now: a new turn where one of its keys has changed since it was asked."""
    name, turn = reference_of(a.row_key, b.row_key, coder), 1
    while True:
        reference = f"{name}-{turn}"
        before = known.get(reference)
        if before is None:
            return Question(reference, a, b)
        if (before.left, before.right) == (a, b):
            return before
        turn += 1


def _by_key(records: pd.DataFrame, lines: pd.DataFrame) -> list[Pair]:
    """The two rows of each line in the order of their keys: what stands left does not hang on the order of files."""
    keys = records["row_key"].to_numpy(dtype=object)
    pairs = zip(lines["row_id_l"].tolist(), lines["row_id_r"].tolist(), strict=True)
    return [(a, b) if keys[a] < keys[b] else (b, a) for a, b in pairs]


def _open_side(row: dict[str, object], names: dict[str, str]) -> ShownSide:
    text = {n: "" if pd.isna(row[n]) else str(row[n]) for n in ("authors", "workplace", "superior_union", "field")}  # type: ignore[call-overload]
    benefit = float(str(row["benefit_vnd"]))
    first, last = (_day(row[name]) for name in ("applied_from", "applied_to"))
    code = str(row["federation_code"])
    where = f"{row['file']}, {place(str(row['sheet']), int(str(row['row'])), '')}"
    return ShownSide(
        str(row["title"]), str(row["effect"]), str(row["award"]), text["authors"], text["workplace"],
        text["superior_union"], names.get(code, code), where,
        text["field"], (first, last), None if benefit != benefit else benefit,
    )  # fmt: skip


def _day(value: object) -> date | None:
    return value.date() if isinstance(value, pd.Timestamp) and not pd.isna(value) else None
