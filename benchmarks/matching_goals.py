"""The goals of issue and documents, set beside what was measured."""

from collections.abc import Mapping, Sequence
from operator import ge, le

_AT_LEAST = {
    "candidate recall": 0.98,
    "accepted precision": 0.998,
    "accepted recall": 0.93,
    "accepted or review recall": 0.965,
    "share of them true": 0.60,
    "B-cubed F1": 0.985,
    "the same clusters from shuffled rows in other chunks": 1.0,
}
_AT_MOST = {
    "pairs a record": 20.0,
    "pairs under review a hundred records": 1.5,
    "error of the national count, %": 0.3,
    "of them with another grade, number or machine": 0.0,
    "of them with other authors and another workplace": 0.0,
}


def print_beside_goals(heads: Sequence[str], columns: Sequence[Mapping[str, float]]) -> None:
    """A table of all figures with the goal of those that have one, and which are missed."""
    missed = []
    print(f"| figure | goal | {' | '.join(heads)} |\n|---|---|{'---|' * len(heads)}")
    for name in columns[0]:
        print(f"| {name} | {_goal(name)} | " + " | ".join(f"{column[name]:.4f}" for column in columns) + " |")
        missed += [
            f"{name} ({head})" for head, one in zip(heads, columns, strict=True) if not _reached(name, one[name])
        ]
    print(f"goals missed: {', '.join(missed) or 'none'}")


def _goal(name: str) -> str:
    if name in _AT_LEAST:
        return f"at least {_AT_LEAST[name]:g}"
    return f"at most {_AT_MOST[name]:g}" if name in _AT_MOST else ""


def _reached(name: str, value: float) -> bool:
    for goals, reaches in ((_AT_LEAST, ge), (_AT_MOST, le)):
        if name in goals and not reaches(abs(value), goals[name]):
            return False
    return True
