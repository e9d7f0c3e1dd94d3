"""A night without any change takes the release that stands; any change at all makes a full one."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from flows.publish import Published, publish
from flows.reconcile import reconcile
from flows.releases import replace_release
from flows.store.erasures import withhold_source
from flows.store.session import Store
from flows.unchanged import note_standing, standing_release
from tests.builders import AS_OF, Desk, row, table

SENT = table([row(1, "Cải tiến máy dệt số 1"), row(2, "Đổi mới lò hơi đốt than", secrecy="x"), row(3, "")])


def _noted(made: Desk) -> Published:
    """A night that withheld nothing more, with its note."""
    made.night()
    campaign = made.settings.config.campaign(made.campaign_id)
    with closing(Store(made.settings.database_url)) as store:
        reconciled = reconcile(made.settings, store, campaign, AS_OF)
        published = publish(made.settings, store, campaign, AS_OF, reconciled, {"run_id": "first"})
        note_standing(made.settings, store, campaign, AS_OF, reconciled, published, 5)
    return published


def _standing(made: Desk, as_of: date = AS_OF) -> tuple[Published, int] | None:
    campaign = made.settings.config.campaign(made.campaign_id)
    with closing(Store(made.settings.database_url)) as store:
        return standing_release(made.settings, store, campaign, as_of, "second")


def _take_in(made: Desk) -> None:
    """Every federation is asked again, and the note is put back: it is of before."""
    path = made.settings.releases / made.campaign_id / ".rests-on.json"
    note = path.read_bytes()
    made.night()
    path.write_bytes(note)


def _withhold(made: Desk) -> None:
    with closing(Store(made.settings.database_url)) as store:
        withhold_source(store, made.campaign_id, "LDLD-01", [""], "Lê Thị Hoa")


def _send(made: Desk) -> None:
    made.send("LDLD-02", "b.xlsx", SENT)
    _take_in(made)


def _rerender(made: Desk) -> None:
    manifest = {"files": {}, "rerendered": [{"because": "forgotten"}]}
    replace_release(made.latest(), (), frozenset(), lambda: manifest)


def _other_code(made: Desk) -> None:
    made.settings = replace(made.settings, software_hash="another")


def test_nothing_changed(a_desk: Desk) -> None:
    a_desk.send("LDLD-01", "a.xlsx", SENT)
    for name in ("~$a.xlsx", "b.xlsx", "Thumbs.db"):  # none of them is read
        a_desk.send("LDLD-01", name, b"" if name == "b.xlsx" else b"x")
    published = _noted(a_desk)
    assert _standing(a_desk) == (replace(published, matching=None), 5)  # nothing was matched
    _take_in(a_desk)
    assert _standing(a_desk) == (replace(published, matching=None), 5)  # nothing was matched
    assert _standing(a_desk, date(2021, 6, 1)) is None


@pytest.mark.parametrize("change", [_withhold, _send, _rerender, _other_code])
def test_any_change_wants_a_full_night(a_desk: Desk, change: Callable[[Desk], None]) -> None:
    a_desk.send("LDLD-01", "a.xlsx", SENT)
    _noted(a_desk)
    change(a_desk)
    assert _standing(a_desk) is None


def test_a_night_that_withheld_more_is_not_taken_for_the_last_word(a_desk: Desk) -> None:
    made = a_desk
    made.send("LDLD-01", "a.xlsx", SENT)
    published = _noted(made)
    campaign = made.settings.config.campaign(made.campaign_id)
    with closing(Store(made.settings.database_url)) as store:
        reconciled = replace(reconcile(made.settings, store, campaign, AS_OF), joined=1)
        note_standing(made.settings, store, campaign, AS_OF, reconciled, published, 5)
    assert _standing(made) is None
