"""`tonghop status`: how last night ended, how each federation stands, what waits for a person."""

import argparse
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flows.commands.run import planted_told
from flows.commands.shared import EXIT_MADE, config_of, known_federations, new_command, reading, releases_of
from flows.commands.versions import versions_told

if TYPE_CHECKING:
    import pandas as pd

    from flows.store.runs import Run
    from flows.store.session import Store
    from schemas.config import Config

_RUNS_SHOWN = 5
_WAITING = (
    ("explanations", "explained queries to accept or refuse (tonghop explanations)"),
    ("pairs_under_review", "pairs under review"),
    ("submissions_held", "submissions held for their count (tonghop run --let-through CODE --by NAME --reason TEXT)"),
    ("files_rejected", "files rejected at their source"),
)


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "status", "tell how last night ended, how the federations stand, what waits")
    parser.add_argument("--federation", metavar="CODE", help="instead: every version of this one's files")
    parser.add_argument("--json", action="store_true", help="the same as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the state of the campaign; reads only."""
    config, campaign_id = config_of(arguments)
    if arguments.federation:
        known_federations(config, [arguments.federation], "--federation")
        with reading(arguments, config) as store:
            print(versions_told(store, campaign_id, arguments.federation, arguments.json))
        return EXIT_MADE
    with reading(arguments, config) as store:
        told = _state(store, config, campaign_id, arguments.workdir, releases_of(arguments, config, campaign_id))
        told["dossiers"] = _dossiers(arguments.workdir, campaign_id)
    print(
        json.dumps(told, ensure_ascii=False, indent=1)
        if arguments.json
        else "\n".join(_lines(told, ZoneInfo(config.timezone)))
    )
    return EXIT_MADE


def _state(store: "Store", config: "Config", campaign_id: str, workdir: Path, releases: Path) -> dict[str, Any]:
    from flows.alone import someone_at_work
    from flows.releases import latest, latest_explanations
    from flows.store.letting_through import RELEASE, who_let_through
    from flows.store.runs import newest_runs
    from flows.store.standing import standing, waiting_files

    at_work = someone_at_work(workdir)
    runs = newest_runs(store, campaign_id, _RUNS_SHOWN)
    passed = who_let_through(store, campaign_id, RELEASE)
    newest = latest(releases)
    pairs = next((r.counts["pairs_under_review"] for r in runs if "pairs_under_review" in r.counts), 0)
    explained = len(latest_explanations(releases))
    return {
        "campaign_id": campaign_id,
        "at_work": at_work,
        "latest_release": newest.name if newest else "",
        "runs": [_run(r, at_work and r is runs[0], passed.get(r.release_id, "")) for r in runs],
        "waiting": {"explanations": explained, "pairs_under_review": pairs, **waiting_files(store, campaign_id)},
        "federations": _federations(config, standing(store, campaign_id)),
    }


def _dossiers(workdir: Path, campaign_id: str) -> list[dict[str, Any]]:
    from flows.dossier.freezing import DOSSIERS
    from flows.dossier.settling import notes_of

    return notes_of(workdir / DOSSIERS / campaign_id)


def _run(night: "Run", at_work: bool, let_through_by: str) -> dict[str, Any]:
    outcome = night.outcome or ("running" if at_work else "did not end")
    if outcome == "held" and let_through_by:
        outcome = "let through"
    return {
        "run_id": night.run_id,
        "as_of": night.as_of,
        "started": night.started,
        "ended": night.ended,
        "outcome": outcome,
        "release_id": night.release_id,
        "held_because": list(night.held_because),
        "let_through_by": let_through_by,
        "counts": night.counts,
    }


def _federations(config: "Config", stands: "pd.DataFrame") -> list[dict[str, Any]]:
    names = ("state", "since", "newest_file", "files", "files_rejected")
    known = {str(line["federation_code"]): line for line in stands.to_dict("records")}
    never = {"state": "missing", "since": "", "newest_file": "", "files": 0, "files_rejected": 0}
    return [
        {"federation_code": f.code} | {name: known.get(f.code, never)[name] for name in names}
        for f in config.federations
    ]


def _at(moment: str, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(moment).astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else "-"


def _lines(told: dict[str, Any], zone: ZoneInfo) -> list[str]:
    lines = [f"campaign: {told['campaign_id']}", f"latest release: {told['latest_release'] or 'none yet'}", ""]
    lines += [f"{'run':<14}{'started':<18}{'ended':<18}{'as of':<12}{'outcome':<13}release"]
    for night in told["runs"]:
        lines.append(
            f"{night['run_id']:<14}{_at(night['started'], zone):<18}{_at(night['ended'], zone):<18}{night['as_of']:<12}"
            f"{night['outcome']:<13}{night['release_id'] or '-'}"
        )
        lines += [f"  {told}" for told in planted_told(night["counts"])]
        lines += [f"  held: {reason}" for reason in night["held_because"]]
        lines += [f"  let through by {night['let_through_by']}"] if night["let_through_by"] else []
    if not told["runs"]:
        lines.append("no run yet")
    lines += ["", "waits for a person:"]
    lines += [f"{told['waiting'][kind]:>8}  {says}" for kind, says in _WAITING]
    if told["dossiers"]:
        lines += ["", "dossiers that said what is secret now, or named who is to be forgotten (take the papers back):"]
        lines += [f"  {d['place']}/{d['dossier_id']}: {d['what']} {d['on']} ({d['because']})" for d in told["dossiers"]]
    lines += ["", f"{'federation':<16}{'state':<16}{'since':<12}{'newest file':<13}{'files':>7}{'rejected':>10}"]
    for f in told["federations"]:
        lines.append(
            f"{f['federation_code']:<16}{f['state']:<16}{f['since'] or '-':<12}{f['newest_file'] or '-':<13}"
            f"{f['files']:>7}{f['files_rejected']:>10}"
        )
    return lines
