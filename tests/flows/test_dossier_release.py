"""Which release a final dossier may be made from."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.dossier.freezing import freeze, release_for
from flows.faults import Misuse
from flows.settings import load_config
from tests.builders import CAMPAIGN, small_config

AFTER = date(2021, 6, 1)


def _release(releases: Path, as_of: str, **run: Any) -> Path:
    folder = releases / f"{as_of}-{len(list(releases.glob('*'))):012d}"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"as_of": as_of}), "utf-8")
    (folder / "run.json").write_text(json.dumps({"started": as_of, **run}), "utf-8")
    return folder


def test_a_final_dossier_is_made_from_figures_that_went_out_after_the_deadline(tmp_path: Path) -> None:
    config, _ = load_config(small_config(tmp_path / "config.yaml"))
    campaign, releases = config.campaign(CAMPAIGN), tmp_path / "releases"
    releases.mkdir()
    early, on_the_day = _release(releases, "2021-04-19"), _release(releases, "2021-04-20")
    held, later = _release(releases, "2021-04-22", held_because=["x"]), _release(releases, "2021-04-23")
    passed = _release(releases, "2021-04-24", held_because=["x"], let_through=True)

    def final(release: Path) -> Path:
        return release_for(releases, campaign, release.name, AFTER, draft=False)

    for refused in (early, held):
        with pytest.raises(Misuse, match=refused.name):
            final(refused)
        assert release_for(releases, campaign, refused.name, AFTER, draft=True) == refused
    assert final(on_the_day) == on_the_day
    freeze(releases, later)
    with pytest.raises(Misuse, match="younger"):
        final(on_the_day)
    assert final(later) == later
    assert final(passed) == passed
