"""What people decided about dossiers: who is put forward, which rejected file is answered, what was let through."""

from collections.abc import Iterable
from datetime import UTC, datetime

import sqlalchemy as sa

from flows.store.session import Store
from flows.store.tables import initiative, operator_action
from schemas.dossier import Choice, Merit

CHOOSE, ANSWER, LET_THROUGH = "nominate", "answer_file", "dossier_through"
_NEITHER = "none"


def choices(store: Store, campaign_id: str) -> dict[str, dict[str, Choice]]:
    """Federation -> initiative -> the newest choice about it; one that is part of another now has that one's id."""
    current = current_ids(store, campaign_id)
    found: dict[str, dict[str, Choice]] = {}
    for code, about, by, reason in _actions(store, campaign_id, CHOOSE):
        was, _, merit = about.partition(" ")
        now = str(current.get(was, was))
        found.setdefault(code, {})[now] = Choice(now, None if merit == _NEITHER else Merit(merit), by, reason)
    return found


def current_ids(store: Store, campaign_id: str) -> dict[str, str]:
    """Every id that an initiative ever had -> the one it has."""
    i = initiative.c
    known = store.frame(sa.select(i.initiative_id, i.current_id).where(i.campaign_id == campaign_id))
    return {str(was): str(now) for was, now in known.itertuples(index=False)}


def choose(store: Store, campaign_id: str, code: str, made: Iterable[Choice]) -> None:
    """Keep these choices; earlier ones stay in the record."""
    for choice in made:
        about = f"{choice.initiative_id} {choice.merit.value if choice.merit else _NEITHER}"
        _note(store, campaign_id, code, CHOOSE, about, choice.by, choice.reason)


def answered_files(store: Store, campaign_id: str) -> dict[str, set[str]]:
    """Federation -> the rejected files that a person answered for."""
    found: dict[str, set[str]] = {}
    for code, path, _, _ in _actions(store, campaign_id, ANSWER):
        found.setdefault(code, set()).add(path)
    return found


def answer_file(store: Store, campaign_id: str, code: str, path: str, by: str, reason: str) -> None:
    """A rejected file is no hindrance any more."""
    _note(store, campaign_id, code, ANSWER, path, by, reason)


def note_let_through(store: Store, campaign_id: str, release_id: str, by: str, reason: str) -> None:
    """The national dossier of a release was let through."""
    _note(store, campaign_id, "", LET_THROUGH, release_id, by, reason)


def _actions(store: Store, campaign_id: str, action: str) -> Iterable[tuple[str, str, str, str]]:
    a = operator_action.c
    query = sa.select(a.federation_code, a.about, a.done_by, a.reason)
    frame = store.frame(query.where(a.campaign_id == campaign_id, a.action == action).order_by(a.action_id))
    return [(str(c), str(about), str(by), str(why)) for c, about, by, why in frame.itertuples(index=False)]


def _note(store: Store, campaign_id: str, code: str, action: str, about: str, by: str, reason: str) -> None:
    with store.transaction() as connection:
        connection.execute(
            sa.insert(operator_action).values(
                campaign_id=campaign_id,
                federation_code=code,
                action=action,
                about=about,
                done_by=by,
                reason=reason,
                done_at=datetime.now(UTC).isoformat(timespec="seconds"),
            )
        )
