"""`tonghop portal`: an export of the national portal against the submissions, with a list for each federation."""

import argparse
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.commands.shared import EXIT_MADE, config_of, fail, new_command, opened, tell_dossiers
from flows.faults import Misuse, ToldError

if TYPE_CHECKING:
    from flows.portal import PortalCheck
    from schemas.portal import PortalReport


_COUNTED = "rows that are a source from the next `tonghop run` on (portal.counts): {n:,}"
_NOT_COUNTED = (
    "portal.counts: nothing of this export counts: a sheet without a secrecy column would make secret what it repeats "
    "(portal.holds_no_secrets), or no unit is known (portal.unit_headers)"
)


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "portal", "compare an export of the national portal with the submissions")
    parser.add_argument("export", type=Path, metavar="EXPORT", help="the portal's export, a workbook or a CSV file")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write the lists to a folder that is not there yet")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read, compare, withhold what the portal marks, write the lists, keep the figures for the next release."""
    config, campaign_id = config_of(arguments)
    if arguments.out and arguments.out.exists():
        raise Misuse(f"--out {arguments.out}: is there already; name a new folder")
    data = _read(arguments.export, config.limits.file_bytes)
    from flows.portal import PortalCheck, read_export
    from flows.portal_source import count_export
    from flows.releases import latest
    from flows.store.portal import remember_portal
    from flows.withholding import withhold_in_releases

    with opened(arguments) as (settings, store):
        release = latest(settings.releases / campaign_id)
        if release is None:
            return fail("there is no release yet: `tonghop run` first")
        parsed = read_export(settings, store, arguments.export.name, data)
        if isinstance(parsed, str):
            return fail(_unreadable(arguments.export, parsed))
        campaign, as_of = config.campaign(campaign_id), date.fromisoformat(release.name[:10])
        check = PortalCheck(settings, store, campaign, release, parsed)
        withheld = check.withhold()
        treated = withhold_in_releases(settings, store, campaign, as_of)
        if withheld:  # what was open is not any more: compared again, so that the lists show it by title alone
            check = PortalCheck(settings, store, campaign, release, parsed)
        report = check.report()
        counted = count_export(settings, store, campaign_id, as_of, check.export(data))
        remember_portal(store, campaign_id, as_of, _counts(report, counted), _of_units(report))
    _tell(report, withheld, treated.releases)
    if config.portal.counts:
        print(_COUNTED.format(n=counted) if counted else _NOT_COUNTED)
    tell_dossiers(treated.dossiers)
    if arguments.out and not check.names_units:
        raise Misuse(
            "the export names no unit that the config knows: expected a column of portal.unit_headers for --out"
        )
    return _written(arguments.out, report, check, as_of) if arguments.out else EXIT_MADE


def _read(path: Path, most: int) -> bytes:
    try:
        if path.stat().st_size > most:
            raise Misuse(f"{path}: larger than limits.file_bytes")
        return path.read_bytes()
    except OSError as error:
        raise Misuse(f"{path}: {error.strerror}") from None


def _unreadable(path: Path, check_id: str) -> str:
    from reports.wording import check_wording

    return f"{path}: cannot be read as a list of initiatives ({check_id}: {check_wording(check_id).title})"


def _counts(report: "PortalReport", counted: int) -> Any:
    """The figures to keep; what counts from now on does not stand beside the number any more."""
    from flows.store.portal import PortalCounts

    beside = [one for one in report.extra if not (counted and one.portal.federation_code)]
    return PortalCounts(report.rows, report.matched, len(report.missing), len(beside), len(report.differing))


def _of_units(report: "PortalReport") -> dict[str, Any]:
    from flows.store.portal import PortalCounts

    rows = {code: (many, found) for code, many, found in report.units}
    missing = Counter(one.ours.federation_code for one in report.missing)
    extra = Counter(one.portal.federation_code for one in report.extra)
    differing = Counter(one.ours.federation_code for one in report.differing)
    codes = {*rows, *missing, *extra, *differing}
    return {c: PortalCounts(*rows.get(c, (0, 0)), missing[c], extra[c], differing[c]) for c in codes}


def _tell(report: "PortalReport", withheld: int, changed: int) -> None:
    unknown = sum(not one.portal.federation_code for one in report.extra)
    told = {
        "rows of the export": report.rows,
        "found in the submissions": report.matched,
        "honoured initiatives in the submissions": report.honoured,
        "  of which missing on the portal": len(report.missing),
        "initiatives on the portal only": len(report.extra),
        "  of which the unit is not known": unknown,
        "told differently": len(report.differing),
        "rows that say the same again": len(report.twice),
    }
    print("\n".join(f"{words:<46}{n:>12,}" for words, n in told.items()))
    if withheld:
        print(f"marked secret on the portal: {withheld} rows withheld; {changed} releases changed")


def _written(out: Path, report: "PortalReport", check: "PortalCheck", as_of: date) -> int:
    try:
        out.mkdir(parents=True)
        for name, data in _workbooks(report, check, as_of):
            with (out / name).open("xb") as file:
                file.write(data)
    except OSError as error:
        raise ToldError(f"--out {out}: {error.strerror}") from None
    print(f"lists: {out}")
    return EXIT_MADE


def _workbooks(report: "PortalReport", check: "PortalCheck", as_of: date) -> Iterator[tuple[str, bytes]]:
    from reports.portal_workbook import PortalFacts, concerned, of_federation, portal_workbook

    names = {f.code: f.name for f in check.settings.config.federations}
    facts = PortalFacts(check.release.name, as_of, check.parsed.file, check.without_secrecy_column, names)
    yield "toan-quoc.xlsx", portal_workbook(report, facts, None)
    for code in concerned(report):
        name = f"{code or 'khong-ro-don-vi'}.xlsx"
        yield name, portal_workbook(of_federation(report, code), facts, code)
