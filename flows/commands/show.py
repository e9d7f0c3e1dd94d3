"""`tonghop show RELEASE`: the figures of any release, as its own folder tells them."""

import argparse
import json
from pathlib import Path
from typing import Any

import pandas as pd

from flows.commands.shared import EXIT_MADE, config_of, new_command, releases_of

_NATIONAL = (
    "entered", "rejected", "ineligible", "duplicate_within_federation", "duplicate_across_federations",
    "duplicate_of_earlier_campaign", "valid", "under_consideration", "valid_low", "quota", "target", "target_pct",
    "benefit_vnd",
)  # fmt: skip
_FEDERATION = ("entered", "rejected", "ineligible", "duplicate", "valid", "under_consideration", "quota_pct", "rank")


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "show", "tell the figures of a release, national and by federation")
    parser.add_argument("release", metavar="RELEASE", help="its id, the beginning of its id, or `latest`")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the headline and a line a federation; reads the release's folder only."""
    config, campaign_id = config_of(arguments)
    from flows.releases import named_release

    release = named_release(releases_of(arguments, config, campaign_id), arguments.release)
    print("\n".join([*_head(release), "", *_national(release), "", *_federations(release)]))
    return EXIT_MADE


def figures(release: Path) -> pd.DataFrame:
    """Its plain measures: scope, scope_code, measure, value."""
    frame = pd.read_csv(release / "public" / "tallies.csv", keep_default_na=False, encoding="utf-8-sig")
    plain = frame.loc[frame["breakdown"] == "", ["scope", "scope_code", "measure", "value"]]
    return plain.assign(value=pd.to_numeric(plain["value"]))


def _head(release: Path) -> list[str]:
    manifest, made = (json.loads((release / name).read_text("utf-8")) for name in ("manifest.json", "run.json"))
    standing = "let through though a gate held it" if "let_through" in made else "HELD, not published"
    return [
        f"release:  {release.name}",
        *(f"state:    {standing}: {why}" for why in made.get("held_because", ())),
        f"campaign: {manifest['campaign_id']}",
        f"as of:    {manifest['as_of']}",
        f"made:     {made.get('started', '?')} by run {made.get('run_id', '?')}",
        f"version:  {manifest['software_version']}",
        f"files:    {sum(bool(r['counted']) for r in manifest['receipts'])} counted of {len(manifest['receipts'])}",
    ]


def _national(release: Path) -> list[str]:
    frame = figures(release)
    values = frame[frame["scope"] == "national"].set_index("measure")["value"]
    return [f"{name:<32}{_number(values[name]):>20}" for name in _NATIONAL if name in values.index]


def _federations(release: Path) -> list[str]:
    frame = figures(release)
    table = frame[frame["scope"] == "federation"].pivot(index="scope_code", columns="measure", values="value")
    table = table.reindex(columns=list(_FEDERATION)).sort_index()
    lines = [f"{'federation':<16}" + "".join(f"{name:>21}" for name in _FEDERATION)]
    for code, *values in table.itertuples():
        lines.append(f"{code:<16}" + "".join(f"{_number(v):>21}" for v in values))
    return lines


def _number(value: float) -> str:
    if pd.isna(value):
        return "-"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
