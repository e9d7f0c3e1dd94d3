"""What of the number rests on the national portal alone, where rows of its export count (`portal.counts`)."""

from collections.abc import Collection, Iterator

import pandas as pd

from rules.tally_lines import NATION, Line, line
from schemas.ledger import Disposition

File = tuple[str, str]  # federation, path


def of_files(lines: pd.DataFrame, files: Collection[File]) -> "pd.Series[bool]":
    """The lines (federation_code, file) that stand in these files."""
    named = lines["file"].isin({path for _, path in files})  # few: a pair is looked up for those alone
    pairs = zip(lines.loc[named, "federation_code"], lines.loc[named, "file"], strict=True)
    found = pd.Series([(str(code), str(path)) in files for code, path in pairs], lines.index[named], dtype=bool)
    return found.reindex(lines.index, fill_value=False)


def portal_lines(ledger: pd.DataFrame, files: Collection[File], beside: int | None) -> Iterator[Line]:
    """The counted initiatives that no federation sent a row of, and what the portal alone has beside the number.

    `files`: the parts of the export that count; `beside` None: it was never compared."""
    if files:
        from_portal = of_files(ledger, files)
        sent = set(ledger.loc[~from_portal & (ledger["initiative_id"] != ""), "initiative_id"])
        counted = ledger.loc[from_portal & (ledger["disposition"] == Disposition.COUNTED), "initiative_id"]
        yield line("portal_counted", NATION, int((~counted.isin(sent)).sum()))
    if beside is not None:
        yield line("portal_only", NATION, beside)
