"""A new key for the codes: what was withheld, forgotten and released is carried over by the texts that may be shown;
what cannot be carried over is told (docs/security.md)."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from flows.faults import Misuse
from flows.keys import key_id
from flows.releases import standing_releases
from flows.settings import Settings
from flows.store.keys_of_codes import change_codes, forgotten_now, known_titles, noted_key
from flows.store.lists import FOLDER, write_lists
from flows.store.session import Store
from rules.features import Coder
from rules.forgetting import OF_A_PLACE, name_code, workplace_code
from rules.normalise import title_key
from rules.once_marked import bare_title


def rekey(settings: Settings, store: Store, before: bytes, forgotten: Sequence[str], drop_unknown: bool) -> int:
    """Change the store over from the key `before` to the settings' own; how many withheld titles were lost.

    `forgotten`: the names and workplaces that are forgotten, each of which has to be told again. Misuse where one is
    missing, or where a withheld title stands in no text any more and `drop_unknown` does not say that it may go."""
    old, new = Coder(before), Coder(settings.hmac_key)
    if noted_key(store) not in ("", key_id(before)):
        raise Misuse("TONGHOP_HMAC_KEY_BEFORE: is not the key that the codes of this store were made with")
    people = _people(old, new, forgotten)
    missing = forgotten_now(store) - people.keys()
    if missing:
        raise Misuse(f"--forgotten: {len(missing)} of the forgotten names are not in it; tell all of them again")
    titles = _titles(settings, store, old, new)

    def renamed(campaign_id: str, federation_code: str, code: int) -> int | None:
        found = titles.get((campaign_id, federation_code, code))
        if found is None and not drop_unknown:
            raise Misuse(
                "withheld titles stand in no file and no release any more and cannot be carried over: sent again "
                "without a mark they would be open; --drop-unknown says that this is accepted"
            )
        return found

    count = change_codes(store, renamed, people, key_id(settings.hmac_key))
    write_lists(store, settings.workdir / FOLDER)
    return count


def names_in(path: Path | None) -> list[str]:
    """The lines of a file of names; none without a file."""
    if path is None:
        return []
    try:
        return [line.strip() for line in path.read_text("utf-8-sig").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse(f"--forgotten {path}: cannot be read: {type(error).__name__}") from None


def _people(old: Coder, new: Coder, forgotten: Sequence[str]) -> dict[str, str]:
    codes = [(code(old, name), code(new, name)) for name in forgotten for code in (name_code, workplace_code)]
    return {a.removeprefix(OF_A_PLACE): b.removeprefix(OF_A_PLACE) for a, b in codes if a}


def _titles(settings: Settings, store: Store, old: Coder, new: Coder) -> dict[tuple[str, str, int], int]:
    """Campaign, federation and old code of every title that stands anywhere -> its new code (signed)."""
    told = set(known_titles(store))
    for campaign in settings.config.campaigns:
        for folder in standing_releases(settings.releases / campaign.id):
            columns = ["federation_code", "title"]
            records = pd.read_parquet(folder / "internal" / "records.parquet", columns=columns)
            told |= {(campaign.id, str(code), str(title)) for code, title in records.itertuples(index=False)}
    found: dict[tuple[str, str, int], int] = {}
    for campaign_id, federation_code, title in told:
        for text in {title, bare_title(title)} - {""}:
            key = title_key(text)
            was, now = (_signed(coder.code("title", key)) for coder in (old, new))
            found[campaign_id, federation_code, was] = now
    return found


def _signed(code: int) -> int:
    return (code + 2**63) % 2**64 - 2**63
