"""Withholding what the store holds open: rows joined with a secret one, marked in a file that was not accepted, or
withheld by hand (RULES.md 13, 17, 18)."""

from collections.abc import Set as AbstractSet

import pandas as pd

from flows.store.explanations import agreed_texts
from flows.store.records import ERASED, counted_records, details_of, erase
from flows.store.returned import withhold_returned
from flows.store.session import Store
from flows.store.submissions import TakenFile
from rules.content_doubt import may_repeat
from rules.features import Coder, unpack
from rules.repeats import HELD, PUBLIC_FIELDS, is_agreed, without_repeats
from rules.tokens import Place, Short

_AT = ["file_id", "sheet_no", "row"]


def withhold_rows(store: Store, coder: Coder, records: pd.DataFrame) -> pd.DataFrame:
    """Records (flows.store.records.counted_records) become secret: what was stored of them is erased. Returns them as
    they stand then."""
    if records.empty:
        return records
    shown = _held(store, coder, records)
    erase(store, shown)
    withhold_returned(store, as_shown(shown, coder))
    return shown.assign(**ERASED)


def _held(store: Store, coder: Coder, records: pd.DataFrame) -> pd.DataFrame:
    """The records with what their title, effect or award repeat of what is withheld held back, until a person agrees
    and the file is read again (INI-040). Of the content there are codes alone: in doubt all of the text is held."""
    names = list(PUBLIC_FIELDS)
    agreed = agreed_texts(store, records)
    told = records[[*_AT, "federation_code", "content_codes", *names]]
    told = told.merge(details_of(store, records), on=_AT, how="left").fillna("")
    columns = (told[name] for name in ("federation_code", "content_codes", *names, "authors", "workplace"))
    held = []
    for code, content, title, effect, award, authors, workplace in zip(*columns, strict=True):
        sent = (title, effect, award)
        shown = without_repeats(sent, authors, workplace, "")
        runs = unpack(content)
        doubted = tuple(HELD if may_repeat(text, title, runs, coder) else text for text in shown[1:])
        pairs = zip(names, sent, (shown[0], *doubted), strict=True)
        held.append([old if is_agreed(coder, code, f, (shown[0], title), agreed) else new for f, old, new in pairs])
    frame = pd.DataFrame(held, columns=names, index=records.index)
    return records.assign(**{name: frame[name] for name in names})


def withhold_titles(store: Store, coder: Coder, campaign_id: str, federation_code: str, codes: AbstractSet[int]) -> int:
    """Withhold the open counted rows of a federation with these keyed titles; how many there were."""
    if not codes:
        return 0
    records = counted_records(store, campaign_id, federation_code)
    marked = records[(records["secret_reason"] == "") & records["title_code"].isin([c % 2**64 for c in codes])]
    withhold_rows(store, coder, marked)
    return len(marked)


def marks_of_unaccepted(taken: list[TakenFile]) -> set[int]:
    """Keyed titles that bear a mark of their own in files that were read and not accepted."""
    found: set[int] = set()
    for one in taken:
        if one.parsed is None or one.accepted:
            continue
        rows = one.parsed.told["records"].each("secret_reason", "title_code")
        found |= {*one.parsed.marked, *(code for reason, code in rows if reason not in ("", "no_secrecy_column"))}
    return found


def as_shown(records: pd.DataFrame, coder: Coder) -> dict[int, dict[tuple[str, int], tuple[Short, str]]]:
    """File id -> (sheet, row) -> what may be shown of a secret row and its token."""
    names = ("file_id", "federation_code", "file", "sheet", "row", "row_token", "title", "effect", "award")
    shown: dict[int, dict[tuple[str, int], tuple[Short, str]]] = {}
    for file_id, code, file, sheet, row, token, *short in zip(*(records[n] for n in names), strict=True):
        title, effect, award = short
        told = token or Place(coder, code, file).token(sheet, row, title)
        shown.setdefault(int(file_id), {})[sheet, int(row)] = ((title, effect, award), told)
    return shown
