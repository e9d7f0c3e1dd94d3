"""`tonghop columns`: what was not understood of the headers, and the line that would teach it."""

import argparse
from typing import Any

import pandas as pd

from flows.commands.shared import EXIT_MADE, config_of, known_federations, new_command, reading

_LONGEST = 80
_PLACES = 5


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "columns", "show the headers that were not understood, and what they would be")
    parser.add_argument(
        "--federation", action="append", default=[], metavar="CODE", help="of this one only; repeatable"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every header that no spelling explains, the most frequent first."""
    config, campaign_id = config_of(arguments)
    known_federations(config, arguments.federation, "--federation")
    from flows.store.headers import unknown_headers

    with reading(arguments, config) as store:
        headers = unknown_headers(store, campaign_id, arguments.federation)
    print("\n".join(_told(headers)))
    return EXIT_MADE


def _told(headers: pd.DataFrame) -> list[str]:
    if headers.empty:
        return ["every header was understood"]
    from rules.columns import header_key

    headers = headers.assign(key=[header_key(header) for header in headers["header"]])
    groups = sorted((group for _, group in headers.groupby("key")), key=lambda g: (-len(g), g["key"].iloc[0]))
    federations = headers["federation_code"].nunique()
    lines = [f"headers not understood: {len(groups)}, in {len(headers)} columns of {federations} federations"]
    for group in groups:
        lines += ["", *_one(group)]
    return lines


def _one(group: pd.DataFrame) -> list[str]:
    """One header: how often, where, what it would be, and the line of columns.yaml that would teach it."""
    header = _shown(str(group["header"].mode().iloc[0]))
    best = group.sort_values(["likeness", "would_be"], ascending=[False, True]).iloc[0]
    would_be, likeness = str(best["would_be"]), float(best["likeness"])
    places = [f"{g.federation_code} {g.path} {_cell(g.sheet, g.column)}" for g in group.itertuples()]
    more = f"; and {len(places) - _PLACES} more" if len(places) > _PLACES else ""
    meant = f"would be {would_be}, {likeness:.0f} % alike" if would_be else "like no column that is known"
    under = f"fields.{would_be}.spellings" if would_be and would_be != "dropped" else "the field it means, or dropped"
    return [
        f"{len(places)} x {header}: {meant}",
        f"    in {'; '.join(places[:_PLACES])}{more}",
        *([f"    columns.yaml, under {under}:", f"      {_yaml_line(header)}"] if not header.endswith("…") else []),
    ]


def _cell(sheet: object, column: object) -> str:
    return f"{sheet}!{column}" if sheet else f"column {column}"


def _shown(header: str) -> str:
    """On one line; a long text is no column's name and may say more than one, so it is cut."""
    flat = " ".join(header.split())
    return flat if len(flat) <= _LONGEST else flat[:_LONGEST].rstrip() + "…"


def _yaml_line(text: str) -> str:
    import yaml

    return str(yaml.safe_dump([text], allow_unicode=True, width=1000)).strip()
