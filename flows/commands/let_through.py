"""`tonghop let-through`: a named person lets a held release go out."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from flows.commands.shared import EXIT_MADE, config_of, named, new_command, opened
from flows.faults import Misuse


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "let-through", "let a held release go out; who and why is recorded")
    parser.add_argument("release", metavar="RELEASE", help="the held release: its id or the beginning of its id")
    parser.add_argument("--by", metavar="NAME", help="who decides it")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Record the decision, and let `latest` lead to the release that was inspected."""
    _, campaign_id = config_of(arguments)
    by = named(arguments.by)
    reason = arguments.reason.strip()
    if not reason:
        raise Misuse("--reason: expected why the release may go out")

    from flows.release_runs import note_in_run
    from flows.releases import named_release, point_latest
    from flows.store.history import remember_release
    from flows.store.initiatives import remember_initiatives
    from flows.store.letting_through import RELEASE, note_let_through
    from flows.store.scores import remember_scores

    with opened(arguments) as (settings, store):
        folder = named_release(settings.releases / campaign_id, arguments.release)
        held = _held(folder)
        _not_older(settings.releases / campaign_id / "latest", folder)
        ledger = pd.read_parquet(folder / "internal" / "ledger.parquet", columns=["disposition", "initiative_id"])
        counted = ledger.loc[ledger["disposition"] == "counted", "initiative_id"]
        as_of = str(json.loads((folder / "manifest.json").read_text("utf-8"))["as_of"])
        note_let_through(store, campaign_id, RELEASE, folder.name, by, reason)
        remember_initiatives(store, campaign_id, pd.Series(dtype="str"), counted)
        remember_scores(store, campaign_id, date.fromisoformat(as_of), held["scores"])
        remember_release(store, campaign_id, folder.name, as_of, len(counted), "", str(held["run_id"]))
        note_in_run(folder, let_through=True)
        point_latest(folder)
    print(f"let through: {folder.name} is the latest release; held it was because of {'; '.join(held['held_because'])}")
    return EXIT_MADE


def _held(folder: Path) -> dict[str, Any]:
    """The run.json of a held release; Misuse where it never was one."""
    from flows.release_runs import run_of

    told = run_of(folder)
    if "held_because" not in told:
        raise Misuse(f"release {folder.name}: no gate held it")
    return told


def _not_older(latest: Path, folder: Path) -> None:
    """Misuse where a younger release went out meanwhile: letting an old one out would turn the figures back."""
    from flows.release_runs import run_of

    if not latest.exists():
        return
    made = [str(run_of(release).get("started", "")) for release in (latest, folder)]
    if made[0] > made[1]:
        raise Misuse(f"release {folder.name}: a younger one went out meanwhile; `tonghop run` tries anew")
