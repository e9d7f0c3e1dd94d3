"""`tonghop diff A B`: what moved between two releases, and why."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from flows.commands.shared import EXIT_MADE, config_of, known_federations, new_command, positive, releases_of
from flows.differences import ABSENT, KINDS, changed_rows, counts, of_federation, read_ledger

_PLACE = ["federation_code", "file", "sheet", "row"]
_FILES_SHOWN = 30
_SAYS = {
    "came": "came", "went": "went", "decided": "decided otherwise", "redacted": "became secret", "opened": "opened",
    "reason": "other reason", "initiative": "another initiative there", "pending": "review opened or ended",
    "moved": "moved",
}  # fmt: skip


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "diff", "tell what moved between two releases, and why")
    parser.add_argument("was", metavar="RELEASE_A", help="its id, the beginning of its id, or `latest`")
    parser.add_argument("now", metavar="RELEASE_B", help="likewise")
    parser.add_argument("--federation", metavar="CODE", help="of this one only, all its files")
    parser.add_argument("--examples", type=positive, default=3, metavar="N", help="rows named for each; default 3")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the differences, national, by federation and by file; reads the two folders only."""
    config, campaign_id = config_of(arguments)
    if arguments.federation:
        known_federations(config, [arguments.federation], "--federation")
    from flows.releases import named_release

    campaign = releases_of(arguments, config, campaign_id)
    folders = [named_release(campaign, name) for name in (arguments.was, arguments.now)]
    was, now = (_ledger(folder, arguments.federation) for folder in folders)
    rows = changed_rows(was, now)
    print(f"from {folders[0].name} ({len(was):,} rows) to {folders[1].name} ({len(now):,} rows)")
    sections = (_dispositions(counts(was, now)), _reasons(rows), _federations(counts(was, now), rows))
    for lines in (*sections, _files(rows, folders, arguments.examples, bool(arguments.federation))):
        print("\n" + "\n".join(lines))
    return EXIT_MADE


def _ledger(release: Path, federation: str | None) -> pd.DataFrame:
    ledger = read_ledger(release)
    return of_federation(ledger, federation) if federation else ledger


def _dispositions(found: pd.DataFrame) -> list[str]:
    sums = found.groupby("disposition", observed=True)[["was", "now"]].sum()
    lines = [f"{'disposition':<34}{'was':>12}{'now':>12}{'difference':>12}"]
    return lines + [
        f"{name:<34}{was:>12,}{now:>12,}{now - was:>+12,}"
        for name, was, now in zip(sums.index, sums["was"], sums["now"], strict=True)
    ]


def _reasons(rows: pd.DataFrame) -> list[str]:
    if rows.empty:
        return ["why: no row differs"]
    groups = rows.groupby(["kind", "disposition_was", "disposition_now", "reason_now"]).size()
    lines = ["why:"]
    told = groups.rename("n").reset_index().sort_values("n", ascending=False, kind="stable")
    for kind, was, now, reason, n in sorted(told.itertuples(index=False), key=lambda line: KINDS.index(str(line[0]))):
        lines.append(f"{n:>10,}  {_SAYS[kind]}: {_step(was, now, reason)}")
    redacted = int((rows["is_redacted_now"].astype(bool) & ~rows["is_redacted_was"].astype(bool)).sum())
    return [*lines, f"{redacted:>10,}  of all these are secret now and were not (or were not there)"]


def _step(was: str, now: str, reason: str) -> str:
    step = now if was == now else f"{was or 'not there'} -> {now or 'not there'}"
    return f"{step} ({reason})" if reason else step


def _federations(found: pd.DataFrame, rows: pd.DataFrame) -> list[str]:
    valid = found[found["disposition"] == "counted"].set_index("federation_code")
    kinds = rows.pivot_table(index="federation_code", columns="kind", values="row", aggfunc="size", fill_value=0)
    table = kinds.reindex(columns=list(KINDS), fill_value=0)
    lines = [
        f"{'federation':<16}{'valid was':>11}{'valid now':>11}{'difference':>12}" + "".join(f"{k:>12}" for k in KINDS)
    ]
    for code, *ns in table.itertuples():
        was, now = (int(valid[side].get(code, 0)) for side in ("was", "now"))
        lines.append(f"{code:<16}{was:>11,}{now:>11,}{now - was:>+12,}" + "".join(f"{n:>12,}" for n in ns))
    return lines if len(lines) > 1 else ["no federation differs"]


def _files(rows: pd.DataFrame, releases: list[Path], examples: int, every: bool) -> list[str]:
    groups = rows.groupby(["federation_code", "file"]).size().sort_values(ascending=False, kind="stable")
    shown = groups if every else groups.head(_FILES_SHOWN)
    if shown.empty:
        return ["no file differs"]
    picked = rows.merge(shown.rename("n").reset_index(), on=["federation_code", "file"])
    titles = _titles(releases, picked.groupby(["federation_code", "file", "kind"]).head(examples))
    lines = ["by file:"]
    for code, file, n in shown.rename("n").reset_index().itertuples(index=False):
        lines.append(f"{code} {file}: {n:,} rows")
        lines += _of_file(picked[(picked["federation_code"] == code) & (picked["file"] == file)], titles, examples)
    left = len(groups) - len(shown)
    return [*lines, *([f"and {left:,} more files; --federation CODE shows all of one"] if left else [])]


def _of_file(rows: pd.DataFrame, titles: dict[tuple[str, str, str, int], str], examples: int) -> Iterator[str]:
    for kind in KINDS:
        of_kind = rows[rows["kind"] == kind]
        if of_kind.empty:
            continue
        yield f"  {len(of_kind):>8,}  {_SAYS[kind]}"
        for line in of_kind.head(examples).to_dict("records"):
            place = (line["federation_code"], line["file"], line["sheet"], int(line["row"]))
            secret = line["is_redacted_was"] or line["is_redacted_now"]
            title = "(secret)" if secret else titles.get(place, "")
            reason = line["reason_now"] if line["disposition_now"] != ABSENT else line["reason_was"]
            step = _step(line["disposition_was"], line["disposition_now"], reason)
            initiative = line["initiative_id_now"] or line["initiative_id_was"] or "-"
            yield f"            {line['sheet'] or 'row'}!{line['row']} {initiative} {step} {title}".rstrip()


def _titles(releases: list[Path], rows: pd.DataFrame) -> dict[tuple[str, str, str, int], str]:
    """The titles of these rows, where neither release has them as secret."""
    found: dict[tuple[str, str, str, int], str] = {}
    secret: set[tuple[str, str, str, int]] = set()
    if rows.empty:
        return found
    for release in releases:
        frame = pd.read_parquet(
            release / "internal" / "records.parquet",
            columns=[*_PLACE, "title", "is_redacted"],
            filters=[("file", "in", sorted(set(rows["file"])))],
        ).merge(rows[_PLACE], on=_PLACE)
        for *place, title, redacted in frame.itertuples(index=False):
            at = (str(place[0]), str(place[1]), str(place[2]), int(place[3]))
            found[at] = " ".join(str(title).split())[:80]
            secret |= {at} if redacted else set()
    return {at: title for at, title in found.items() if at not in secret}
