"""The figures of `make bench-matching` on a small sample: made by the real intake, and told apart from wrong joins."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.matching import KEY, measure
from benchmarks.matching_figures import Truth
from benchmarks.matching_sample import sample_rows
from benchmarks.matching_worst import worst_joins


def test_a_sample_goes_through_intake_to_its_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGHOP_HMAC_KEY", KEY.decode())
    figures = measure(sample_rows(400, 7, tmp_path), 4.0, 1.5)
    assert figures["candidate recall"] > 0.95
    assert figures["accepted recall"] > 0.9
    assert figures["the same clusters from shuffled rows in other chunks"] == 1.0


def test_joins_that_nobody_would_forgive_are_counted_from_the_truth() -> None:
    rows = [
        ("a", "Máy bơm số 2", "An", "Mỏ Mạo Khê"),
        ("b", "Máy bơm số 3", "An", "Mỏ Mạo Khê"),
        ("c", "Máy bơm số 2", "Bình; Hoa", "Mỏ Hà Lầm"),
        ("a", "Máy bơm", "An", "Mỏ Mạo Khê"),
    ]
    names = ["true_initiative", "true_title", "true_authors", "true_workplace"]
    records = pd.DataFrame(rows, columns=names)
    joined, apart = np.zeros(4, dtype=np.int64), np.arange(4, dtype=np.int64)
    assert list(worst_joins(records, Truth.of(records), joined).values()) == [5.0, 2.0, 3.0]
    assert list(worst_joins(records, Truth.of(records), apart).values()) == [0.0, 0.0, 0.0]
