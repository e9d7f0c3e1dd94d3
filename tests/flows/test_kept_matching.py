"""What the matcher keeps between nights: sealed, torn or foreign it is passed over, and it never changes an answer."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import rules.incremental
from flows.kept_matching import LastRun, _Seal, forget_kept, load, save
from flows.settings import Settings, load_settings
from rules.decisions import Thresholds
from rules.incremental import match_and_keep
from rules.kept import Kept
from rules.matching import Matched, Matcher
from tests.rules.matching_rows import MODEL, Row, records

_ROOT = Path(__file__).parents[2]
_MATCHER = Matcher(MODEL, Thresholds(4.0, 0.0))
_TITLE = "Chế tạo bộ gá phay rãnh then cho trục cán nguội"


def _frame(more: int = 0) -> pd.DataFrame:
    rows = [Row(f"{_TITLE} số {i % 4}", "Trần Văn Bình", f"Xưởng {i % 3}") for i in range(20 + more)]
    return records(rows, [f"{i:016x}" for i in range(len(rows))])


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("TONGHOP_HMAC_KEY", "a key for tests only")
    return load_settings(_ROOT / "config.yaml", tmp_path / "var")


def _kept() -> Kept:
    _, kept = match_and_keep(_frame(), _MATCHER)
    assert kept is not None
    return kept


def _file(settings: Settings) -> Path:
    return settings.workdir / "matching" / "c" / "last.sealed"


def test_what_is_kept_comes_back_whole_and_for_its_owner_alone(settings: Settings) -> None:
    seal, kept = _Seal.of(settings, "c"), _kept()
    save(_file(settings).parent, seal, kept)
    back = load(_file(settings).parent, seal)
    assert back is not None
    for name, array in kept.arrays().items():
        np.testing.assert_array_equal(back.arrays()[name], array)
    assert os.stat(_file(settings)).st_mode & 0o777 == 0o600
    assert os.stat(_file(settings).parent).st_mode & 0o777 == 0o700
    assert [path.name for path in _file(settings).parent.iterdir()] == ["last.sealed"]


def test_any_byte_changed_any_cut_and_any_other_key_or_campaign_do_not_open(settings: Settings) -> None:
    folder, seal, kept = _file(settings).parent, _Seal.of(settings, "c"), _kept()
    save(folder, seal, kept)
    whole = _file(settings).read_bytes()
    for at in range(0, len(whole), max(1, len(whole) // 50)):
        _file(settings).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert load(folder, seal) is None, at
        _file(settings).write_bytes(whole[:at])
        assert load(folder, seal) is None, at
    _file(settings).write_bytes(whole)
    assert load(folder, _Seal.of(settings, "d")) is None
    assert load(folder, _Seal(b"another key", [])) is None
    assert load(folder, seal) is not None


def test_nothing_of_a_row_can_be_read_in_it(settings: Settings) -> None:
    """Not even a code: the file has no run of bytes of what it holds."""
    kept = _kept()
    save(_file(settings).parent, _Seal.of(settings, "c"), kept)
    data = _file(settings).read_bytes()
    codes = kept.table[kept.table != 0]
    assert not any(code.tobytes() in data for code in np.unique(codes))


def _night(settings: Settings, campaign_id: str, frame: pd.DataFrame) -> Matched:
    run = LastRun(settings, campaign_id)
    found = run.matched(frame, _MATCHER)
    run.keep()
    return found


def test_the_second_night_starts_from_the_first_and_the_answer_is_the_same(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _night(settings, "c", _frame())
    expected = _night(settings, "another", _frame(3))
    monkeypatch.setattr(rules.incremental, "_from_nothing", lambda *given: pytest.fail("ran from nothing"))
    pd.testing.assert_frame_equal(_night(settings, "c", _frame(3)).pairs, expected.pairs)
    written = _file(settings).stat().st_mtime_ns
    _night(settings, "c", _frame(3))
    assert _file(settings).stat().st_mtime_ns == written


def test_forgetting_throws_it_away(settings: Settings) -> None:
    _night(settings, "c", _frame())
    forget_kept(settings)
    assert not (settings.workdir / "matching").exists()


def test_the_next_round_of_a_run_starts_from_the_last_though_its_file_is_thrown_away(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = LastRun(settings, "another").matched(_frame(3), _MATCHER)
    run = LastRun(settings, "c")
    run.matched(_frame(), _MATCHER)
    forget_kept(settings)
    monkeypatch.setattr(rules.incremental, "_from_nothing", lambda *given: pytest.fail("ran from nothing"))
    pd.testing.assert_frame_equal(run.matched(_frame(3), _MATCHER).pairs, expected.pairs)
    forget_kept(settings)
    run.matched(_frame(3), _MATCHER)  # nothing new, but the next night has to find it
    assert not _file(settings).exists()  # nothing of a round that is not the last
    run.keep()
    pd.testing.assert_frame_equal(LastRun(settings, "c").matched(_frame(3), _MATCHER).pairs, expected.pairs)
