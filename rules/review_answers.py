"""Decisions that come back from people: all are taken or none, and each fault is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from rules.features import Coder
from rules.judgements import Pair, holds, resolve
from schemas.judgement import Judgement, Question
from schemas.linkage import JudgementValue
from schemas.review import Answer

Fault = tuple[int, str]  # line of the workbook, what is wrong


@dataclass(frozen=True, slots=True)
class Checked:
    """The judgements to store, numbered behind those that stand, or what is wrong with the workbook."""

    judgements: tuple[Judgement, ...] = ()
    faults: tuple[Fault, ...] = ()


def check_answers(
    answers: Sequence[Answer],
    questions: Mapping[str, Question],
    given: Sequence[Judgement],
    records: pd.DataFrame,
    coder: Coder,
    joined: Sequence[Pair] = (),
) -> Checked:
    """`given`: all that was ever judged; `records` as `rules.judgements.resolve` takes them."""
    faults = [*_unknown(answers, questions), *_twice(answers)]
    known = [a for a in answers if a.reference in questions]
    asked = [questions[a.reference] for a in known]
    present = holds(records, [side for q in asked for side in (q.left, q.right)], coder)
    for answer, question in zip(known, asked, strict=True):
        if question.left.node not in present or question.right.node not in present:
            faults.append((answer.line, f"{answer.reference}: a row has changed since the export; export anew"))
    made, disagreeing = _made(known, questions, given)
    faults += disagreeing
    if faults:
        return Checked(faults=tuple(sorted(set(faults))))
    disputed = _contradictions(made, given, records, coder, joined)
    return Checked(faults=tuple(disputed)) if disputed else Checked(tuple(j for _, j in made))


def _unknown(answers: Sequence[Answer], questions: Mapping[str, Question]) -> list[Fault]:
    return [(a.line, "this pair was never asked") for a in answers if a.reference not in questions]


def _twice(answers: Sequence[Answer]) -> list[Fault]:
    first: dict[str, Answer] = {}
    faults = []
    for answer in answers:
        before = first.setdefault(answer.reference, answer)
        if before.decision != answer.decision:
            faults.append((answer.line, f"{answer.reference}: decided otherwise in line {before.line}"))
    return faults


def _made(
    answers: Sequence[Answer], questions: Mapping[str, Question], given: Sequence[Judgement]
) -> tuple[list[tuple[Answer, Judgement]], list[Fault]]:
    """The new judgements, without those that the same person gave already; and where another person said otherwise."""
    last = {j.nodes: j for j in sorted(given, key=lambda j: j.judgement_id)}
    number = max((j.judgement_id for j in given), default=0)
    made: list[tuple[Answer, Judgement]] = []
    faults: list[Fault] = []
    for answer in answers:
        question, value = questions[answer.reference], JudgementValue(answer.decision)
        new = Judgement(
            number + 1, question.left, question.right, value, answer.decided_by, "", answer.reason
        )  # fmt: skip
        before = last.get(new.nodes)
        if before and before.value is value and before.decided_by == answer.decided_by:
            continue
        if before and before.value not in (value, JudgementValue.UNSURE) and before.decided_by != answer.decided_by:
            said = f"{before.decided_by} said {before.value} on {before.decided_at[:10] or 'another line'}"
            faults.append((answer.line, f"{answer.reference}: {said}; the two have to agree first"))
            continue
        number += 1
        last[new.nodes] = new
        made.append((answer, new))
    return made, faults


def _contradictions(
    made: Sequence[tuple[Answer, Judgement]],
    given: Sequence[Judgement],
    records: pd.DataFrame,
    coder: Coder,
    joined: Sequence[Pair],
) -> list[Fault]:
    """Where the new ones say A=B, B=C and A!=C, among themselves or with what was said before."""
    by_id = {judgement.judgement_id: answer for answer, judgement in made}
    standing = resolve(records, [*given, *(j for _, j in made)], coder, joined)
    faults = []
    for dispute in standing.disputed:
        ours = [by_id[j.judgement_id] for j in dispute if j.judgement_id in by_id]
        if not ours:
            continue
        said = "; ".join(_named(j, by_id) for j in dispute) or "with rows of a file sent twice"
        faults.append((ours[0].line, f"these decisions contradict each other: {said}"))
    return faults


def _named(judgement: Judgement, by_id: Mapping[int, Answer]) -> str:
    sign = "=" if judgement.value is JudgementValue.SAME else "!="
    rows = f"{judgement.left.row_key[:6]} {sign} {judgement.right.row_key[:6]}"
    answer = by_id.get(judgement.judgement_id)
    where = f"{answer.reference}, line {answer.line}" if answer else f"on {judgement.decided_at[:10]}"
    return f"{rows} ({judgement.decided_by}, {where})"
