"""Files that two releases share, and releases that were held: a withheld text comes back by neither (RULES.md 17)."""

import os
from pathlib import Path

from flows.cli import main
from tests.builders import CAMPAIGN, Desk, row, table
from tests.flows.test_no_secret_gets_out import with_limits, written
from tests.flows.test_no_secret_gets_out_joined import TITLE, WHO, A, B, releases, sent, whole
from tests.flows.test_operations_status import options

C = "CDN-GD"


def _shared(desk: Desk) -> list[Path]:
    """Files of federation A that stand in two releases by a hard link."""
    return [
        path
        for release in releases(desk)
        for path in (release / "internal" / "federations" / A).rglob("*")
        if path.is_file() and os.stat(path).st_nlink > 1
    ]


def test_what_two_releases_share_is_withheld_in_both_and_never_taken_over_again(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", sent())
    a_desk.night()
    a_desk.send(C, "c.xlsx", table([row(1, "Sơ đồ tư duy lớp 4", authors="Lê Thị Tư")]))
    a_desk.night()
    assert _shared(a_desk)
    assert written(a_desk).hits
    a_desk.send(B, "b.xlsx", table([row(1, TITLE, **WHO, secrecy="x")]))
    a_desk.night()
    for n in range(2):  # the next ones start from what stands
        assert len(releases(a_desk)) == 3 + n
        for release in releases(a_desk):
            whole(release)
        found = written(a_desk)
        assert not found, {**found.hits, "unread": found.unread}
        a_desk.send(C, "c.xlsx", table([row(1, f"Sơ đồ tư duy lớp {5 + n}", authors="Lê Thị Tư")]))
        a_desk.night()


def test_a_release_that_was_held_before_a_mark_is_let_through_without_what_is_marked(a_desk: Desk) -> None:
    a_desk.send(C, "c.xlsx", table([row(1, "Sơ đồ tư duy lớp 4", authors="Lê Thị Tư")]))
    a_desk.night()
    strict = with_limits(a_desk, national_rejected_pct=0, national_band_rows=0)
    a_desk.send(A, "a.xlsx", sent())
    a_desk.send(B, "b.xlsx", table([row(n, "") for n in range(1, 5)]))
    held, _ = strict.night()
    assert held.held_because
    assert written(a_desk).hits
    a_desk.send(A, "a.xlsx", sent("x"))
    later, _ = strict.night()
    assert later.held_because
    found = written(a_desk)
    assert not found, {**found.hits, "unread": found.unread}
    decision = ("--by", "Lê Thị B", "--reason", "đã hỏi đơn vị")
    assert main(["let-through", held.release_id, *options(a_desk), *decision]) == 0
    assert a_desk.latest() == a_desk.settings.releases / CAMPAIGN / held.release_id
    whole(a_desk.latest())
    a_desk.night()
    found = written(a_desk)
    assert not found, {**found.hits, "unread": found.unread}
