"""What a deployment runs, in a process of its own: it opens the settings by itself and runs the night.

Its parameters are paths and ids; secrets come from the environment of the process that serves it."""

from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.states import Completed

from flows.clock import today, tonight
from flows.consolidate import Order, consolidate
from flows.dossier.making import dossiers_of
from flows.faults import Misuse, only_told_errors
from flows.runtime import not_hardened
from flows.settings import load_config
from flows.watching import told_failure
from schemas.config import Notifications


@flow(name="night", flow_run_name="night {campaign_id} {federation}", persist_result=False)
def night(config: str, workdir: str, campaign_id: str, federation: str = "", as_of: str = "") -> Any:
    """One night of a campaign, or one federation of it. It waits for a run that is at work in the same working
    directory. A held release ends it as "Held": nothing failed, a person has to look."""
    if missing := not_hardened():
        raise Misuse(f"{missing[0]} is not set as `tonghop serve` sets it: Prefect could keep what it must not")
    with only_told_errors():
        with told_failure(Notifications(), campaign_id):  # of a config that is none only the webhook can be known
            known, _ = load_config(Path(config))
        with told_failure(known.notifications, campaign_id):
            if federation and federation not in {f.code for f in known.federations_of(campaign_id)}:
                raise Misuse("federation: no federation of the campaign has this code")
            day = _day(as_of) or tonight(known, Path(workdir), campaign_id)
        codes = (federation,) if federation else ()
        done = consolidate(Order(Path(config), Path(workdir), campaign_id, day, codes, wait=True))
    if done.published.held_because:
        return Completed(name="Held", message=f"run {done.run_id}: a gate holds the release; see `tonghop status`")
    return Completed(message=f"run {done.run_id}: release {done.published.release_id}")


@flow(name="dossier", flow_run_name="dossier {campaign_id}", persist_result=False)
def dossier(config: str, workdir: str, campaign_id: str, release: str = "", as_of: str = "") -> Any:
    """The submission dossiers of all federations and the nation. What is open ends it as "Held": a person has to act;
    all others are made."""
    if missing := not_hardened():
        raise Misuse(f"{missing[0]} is not set as `tonghop serve` sets it: Prefect could keep what it must not")
    with only_told_errors():
        known, _ = load_config(Path(config))
        day = _day(as_of) or today(known)
        held, made = dossiers_of(known, Path(config), Path(workdir), campaign_id, day, release)
    if held:
        return Completed(
            name="Held", message=f"{made} dossiers made, {held} held; `tonghop dossier` tells what is open"
        )
    return Completed(message=f"{made} dossiers")


def _day(as_of: str) -> date | None:
    try:
        return date.fromisoformat(as_of) if as_of else None
    except ValueError:
        raise Misuse("as_of: expected a day as YYYY-MM-DD") from None
