"""What became secret is withheld in every release that stands, whatever becomes of the next one (RULES.md 17, 18)."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from flows.dossier.settling import Settled, Settling
from flows.erasing import withhold_titles
from flows.releases import standing_releases
from flows.rerendering import Rerendering
from flows.same_initiative import same_initiative
from flows.settings import Settings
from flows.store.erasures import erased_rows, new_secrets, open_rows, remember_erasures
from flows.store.lists import FOLDER, write_lists
from flows.store.reopened import drop_reopened, without_treated
from flows.store.secrecy_events import untreated_marks
from flows.store.session import Store
from rules.features import Coder
from schemas.config import Campaign


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
