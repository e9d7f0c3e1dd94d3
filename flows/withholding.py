"""What became secret is withheld in every release that stands, whatever becomes of the next one (RULES.md 17, 18)."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from flows.dossier.settling import Settled, Settling
from flows.erasing import withhold_titles
from flows.releases import standing_releases
from flows.rerendering import Rerendering
from flows.settings import Settings
from flows.store.erasures import erased_rows, new_secrets, open_rows, remember_erasures
from flows.store.lists import FOLDER, write_lists
from flows.store.reopened import drop_reopened, without_treated
from flows.store.secrecy_events import untreated_marks
from flows.store.session import Store
from rules.features import Coder, pack
from rules.normalise import title_key
from schemas.config import Campaign

Key = tuple[str, int, bytes]  # federation, title code, packed codes of the authors
Chosen = Callable[[pd.DataFrame], "pd.Series[bool]"]
_ROWS_REMEMBERED = 200_000  # from release to release most rows are the same
_FEWEST_WORDS = 3  # of a title that another one, with its mark, begins or ends with


@dataclass(frozen=True, slots=True)
class Treated:
    """How many releases were changed, and what became of dossiers."""

    releases: int
    dossiers: Settled


def withhold_in_releases(settings: Settings, store: Store, campaign: Campaign, as_of: date) -> Treated:
    """Treat the releases of the campaign and of the earlier ones it counts against for what is secret now and was not
    before, and then their dossiers. Noted only when all are done: after a crash it is done again."""
    changed, dossiers = 0, Settled()
    for one in (campaign, *(settings.config.campaign(earlier) for earlier in campaign.earlier)):
        new = pd.concat([new_secrets(store, one.id), untreated_marks(store, one.id)], ignore_index=True)
        new = without_treated(store, one.id, new)
        if len(new):
            if standing_releases(settings.releases / one.id):  # else nothing shows them yet
                chosen = same_initiative(new, Coder(settings.hmac_key), open_rows(store, one.id, new))
                changed += Rerendering(settings, store, one).withhold(chosen, "secrecy")
            remember_erasures(store, one.id, new, "secrecy", as_of)
        drop_reopened(store, one.id)
        dossiers += Settling(settings, store, one, "secrecy").settle()
    write_lists(store, settings.workdir / FOLDER)
    return Treated(changed, dossiers)


def withhold_again(settings: Settings, store: Store, campaign: Campaign) -> int:
    """The list of erasures applied to a store and to releases that were brought back; how many releases changed."""
    coder, known = Coder(settings.hmac_key), erased_rows(store, campaign.id)
    for code, rows in known.groupby("federation_code"):
        withhold_titles(store, coder, campaign.id, str(code), set(rows["title_code"]))
    if known.empty:
        return 0
    return Rerendering(settings, store, campaign).withhold(same_initiative(known.assign(title=""), coder), "secrecy")


def same_initiative(secret: pd.DataFrame, coder: Coder, still_open: AbstractSet[Key] = frozenset()) -> Chosen:
    """Chooses the records whose title a secret row of the same federation has, or had before a mark was added to it.

    `still_open`: federation, title and authors (codes) of rows that are open: another work under a common title."""
    codes = {(str(f), int(c) % 2**64) for f, c in zip(secret["federation_code"], secret["title_code"], strict=True)}
    keys: dict[str, set[str]] = {}
    for code, title in zip(secret["federation_code"], secret["title"], strict=True):
        keys.setdefault(str(code), set()).add(title_key(title))
    ends = {code: {end for key in theirs for end in _ends(key)} for code, theirs in keys.items()}
    begun = {code: {part for key in theirs for part in _outermost(key)} for code, theirs in keys.items()}

    @lru_cache(_ROWS_REMEMBERED)
    def is_secret(code: str, title: str, authors: str) -> bool:
        key = title_key(title)
        title_code = coder.code("title", key)
        # Nearly no row is past this, so all that takes long stands behind it.
        if (code, title_code) not in codes and key not in ends[code] and not begins_or_ends(code, key):
            return False
        return (code, title_code, pack(coder.authors(authors)[0] if authors else ())) not in still_open

    def begins_or_ends(code: str, key: str) -> bool:
        known = begun[code]
        return any(part in known for part in _outermost(key)) and any(end in keys[code] for end in _ends(key))

    def chosen(records: pd.DataFrame) -> "pd.Series[bool]":
        at = np.flatnonzero(records["federation_code"].isin(list(keys)).to_numpy())
        told = zip(*(records[name].iloc[at].tolist() for name in ("federation_code", "title", "authors")), strict=True)
        found = np.zeros(len(records), dtype=bool)
        found[at] = [is_secret(*one) for one in told]
        return pd.Series(found, index=records.index, dtype=bool)

    return chosen


def _outermost(key: str) -> tuple[str, str]:
    """The fewest words that tell a title, at its beginning and at its end."""
    return " ".join(key.split(" ", _FEWEST_WORDS)[:_FEWEST_WORDS]), " ".join(
        key.rsplit(" ", _FEWEST_WORDS)[-_FEWEST_WORDS:]
    )


def _ends(key: str) -> Iterator[str]:
    """What a title begins or ends with: some of its words, not all, and no fewer than would tell it."""
    words = key.split(" ")
    for n in range(_FEWEST_WORDS, len(words)):
        yield " ".join(words[:n])
        yield " ".join(words[-n:])
