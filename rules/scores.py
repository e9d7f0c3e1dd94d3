"""The score of a federation on one night: four shares that anyone can check, and their mean."""

from datetime import date

from schemas.release import FederationScore

_POINTS_A_DAY_LATE = 10.0


def coverage(valid: int, quota: int | None) -> float:
    """Valid initiatives of the quota, at most 100; without a quota 100 when anything counts."""
    if not quota:
        return 100.0 if valid else 0.0
    return min(100.0, 100.0 * valid / quota)


def on_time(received_on: date | None, deadline: date) -> float:
    """100 for a submission that was there by the deadline, ten less for each day it was late; 0 for none."""
    if received_on is None:
        return 0.0
    return max(0.0, 100.0 - _POINTS_A_DAY_LATE * max(0, (received_on - deadline).days))


def share(part: float, whole: float) -> float:
    """A part of a whole in percent; 0 of nothing."""
    return 100.0 * part / whole if whole else 0.0


def score(
    shares: tuple[float, float, float, float],
    changes: tuple[int, int],
    history: tuple[tuple[date, float], ...],
) -> FederationScore:
    """`shares`: coverage, on time, completeness, validity, each 0 to 100; `changes`: faults mended and new since the
    submission before; `history`: earlier days with their scores, oldest first."""
    covered, in_time, complete, valid = (round(value, 1) for value in shares)
    return FederationScore(
        coverage=covered,
        on_time=in_time,
        completeness=complete,
        validity=valid,
        score=round(sum(shares) / len(shares), 1),
        previous=history[-1][1] if history else None,
        history=history,
        mended=changes[0],
        new=changes[1],
    )
