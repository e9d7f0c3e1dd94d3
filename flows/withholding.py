"""What became secret is withheld in every release that stands, whatever becomes of the next one (RULES.md 17, 18)."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from flows.erasing import withhold_titles
from flows.rerendering import Rerendering
from flows.settings import Settings
from flows.store.erasures import erased_titles, new_secrets, remember_erasures
from flows.store.session import Store
from rules.features import Coder
from rules.normalise import title_key
from schemas.config import Campaign

_FEWEST_WORDS = 3  # of a title that another one, with its mark, begins or ends with


def withhold_in_releases(settings: Settings, store: Store, campaign: Campaign, as_of: date) -> int:
    """Treat the releases of the campaign and of the earlier ones it counts against for what is secret now and was not
    before; how many were changed. Noted only when all are done: after a crash it is done again."""
    changed = 0
    for one in (campaign, *(settings.config.campaign(earlier) for earlier in campaign.earlier)):
        new = new_secrets(store, one.id)
        if len(new):
            chosen = same_initiative(new, Coder(settings.hmac_key))
            changed += Rerendering(settings, store, one).withhold(chosen, "secrecy")
            remember_erasures(store, one.id, new, "secrecy", as_of)
    return changed


def withhold_again(settings: Settings, store: Store, campaign: Campaign) -> int:
    """The list of erasures applied to a store and to releases that were brought back; how many releases changed."""
    coder, known = Coder(settings.hmac_key), erased_titles(store, campaign.id)
    for code in sorted({code for code, _ in known}):
        withhold_titles(store, coder, campaign.id, code, {title for of, title in known if of == code})
    rows = pd.DataFrame(sorted(known), columns=["federation_code", "title_code"]).assign(title="")
    return Rerendering(settings, store, campaign).withhold(same_initiative(rows, coder), "secrecy") if len(rows) else 0


def same_initiative(secret: pd.DataFrame, coder: Coder) -> Callable[[pd.DataFrame], "pd.Series[bool]"]:
    """Chooses the records whose title a secret row of the same federation has, or had before a mark was added to it."""
    codes = {(str(f), int(c) % 2**64) for f, c in zip(secret["federation_code"], secret["title_code"], strict=True)}
    keys: dict[str, list[str]] = {}
    for code, title in zip(secret["federation_code"], secret["title"], strict=True):
        keys.setdefault(str(code), []).append(title_key(title))

    def is_secret(code: str, title: str) -> bool:
        if code not in keys:
            return False
        key = title_key(title)
        return (code, coder.code("title", key)) in codes or any(_extends(key, other) for other in keys[code])

    def chosen(records: pd.DataFrame) -> "pd.Series[bool]":
        told = zip(records["federation_code"], records["title"], strict=True)
        return pd.Series([is_secret(code, title) for code, title in told], index=records.index, dtype=bool)

    return chosen


def _extends(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short.split()) >= _FEWEST_WORDS and (long.startswith(f"{short} ") or long.endswith(f" {short}"))
