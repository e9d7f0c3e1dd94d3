"""What is told of a night to people outside holds no row; old releases go by rule, never `latest`."""

import json
import os
import re
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.testing.utilities import prefect_test_harness

from flows.faults import ToldError
from flows.notices import Notice, send
from flows.retention import old_releases, remove_old_releases
from flows.store.old_receipts import remove_old_receipts, versions
from flows.store.runs import MADE, note_end, note_start
from flows.store.session import Store
from flows.store.unchanged import store_digest
from flows.watching import federations_to_ask_after, table_of, tell_killed, tell_night, told_failure
from schemas.config import Notifications, Retention
from tests.builders import AS_OF, CAMPAIGN, ROOT, Desk, csv_table, row
from tests.flows.test_operations_status import noted_night
from tests.flows.test_secrecy import MARK, SECRET

NOW = datetime(2026, 11, 22, tzinfo=UTC)
NOTICE = Notice("held", CAMPAIGN, "run1", "The release is held: national_drop")


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """What a webhook on this machine is told."""
    told: list[dict[str, Any]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("TONGHOP_WEBHOOK_URL", f"http://127.0.0.1:{server.server_port}/secret-path")
    yield told
    server.shutdown()
    server.server_close()


def test_a_held_night_and_a_failed_one_are_told_and_no_row_of_them(a_desk: Desk, heard: list[dict[str, Any]]) -> None:
    a_desk.send("LDLD-01", "a.csv", csv_table([row(1, **SECRET, secrecy="x"), row(2, f"Máy {MARK}")]))
    published, outcomes = a_desk.night()
    config, campaign = a_desk.settings.config, a_desk.settings.config.campaign(CAMPAIGN)
    store = Store(a_desk.settings.database_url)
    tell_night(config, campaign, store, AS_OF, "run1", published)
    held = replace(published, held_because=("national_drop: the count fell",))
    tell_night(config, campaign, store, AS_OF + timedelta(days=1), "run1", held)
    store.close()
    with pytest.raises(KeyError), told_failure(config.notifications, CAMPAIGN, "run2"):
        raise KeyError(MARK)
    with pytest.raises(ToldError), told_failure(config.notifications, CAMPAIGN, "run3"):
        raise ToldError("the database is gone")
    assert [n["kind"] for n in heard] == ["federations", "held", "failed", "failed"]
    assert heard[0]["text"] == "missing since today: CDN-GD, LDLD-02."
    assert "the database is gone" in heard[3]["text"]
    table = table_of("run1", published, list(outcomes.values()))
    report = (a_desk.latest() / "internal" / "federations" / "LDLD-01" / "report.html").as_uri()
    assert f"| [LDLD-01]({report}) | {outcomes['LDLD-01'].state.value} | 1 | 0 | 0 |" in table
    assert MARK not in table + json.dumps(heard)


def test_the_artifact_links_to_reports_that_are_there(a_desk: Desk) -> None:
    a_desk.send("LDLD-01", "a.csv", csv_table([row(1, "Cải tiến máy dệt số 1")]))
    published, outcomes = a_desk.night()
    for address in ("", "https://tonghop.example.org/releases"):
        table = table_of("run1", published, list(outcomes.values()), address)
        links = re.findall(r"\]\((.*?)\)", table)
        assert len(links) == 4 + 3
        base = f"{address}/{published.release_id}" if address else a_desk.latest().as_uri()
        assert all(link.startswith(base) for link in links)
        assert all((a_desk.latest() / link.removeprefix(f"{base}/")).is_file() for link in links)
    held = replace(published, held_because=("identity: 1 row is lost",), folder=None)
    assert "](" not in table_of("run1", held, list(outcomes.values()), "https://tonghop.example.org/releases")


def test_a_night_that_was_killed_is_told_by_the_next_one(a_desk: Desk, heard: list[dict[str, Any]]) -> None:
    config, store = a_desk.settings.config, Store(a_desk.settings.database_url)
    tell_killed(config, CAMPAIGN, store)
    note_start(store, "killed", CAMPAIGN, AS_OF)
    tell_killed(config, CAMPAIGN, store)
    note_start(store, "next", CAMPAIGN, AS_OF)
    note_end(store, "next", MADE)
    tell_killed(config, CAMPAIGN, store)
    store.close()
    assert [(n["kind"], n["run_id"]) for n in heard] == [("failed", "killed")]
    assert "did not end" in heard[0]["text"]


@pytest.mark.both_databases
def test_receipts_go_by_the_rule_and_those_that_count_or_stand_stay(a_desk: Desk) -> None:
    for number in (1, 2):
        a_desk.send("LDLD-01", "a.csv", csv_table([row(1, f"Cải tiến máy dệt số {number}")]))
        a_desk.send("LDLD-02", f"b{number}.csv", csv_table([row(number, f"Đổi mới lò hơi số {7 * number}")]))
        a_desk.send("CDN-GD", "c.csv", f"hỏng {number}".encode())
        a_desk.night(as_of=AS_OF + timedelta(days=number))
    (a_desk.submissions / "LDLD-02" / "b1.csv").unlink()
    a_desk.night(as_of=AS_OF + timedelta(days=3))
    ledger, day = a_desk.ledger(), datetime.now(UTC).date()
    store = Store(a_desk.settings.database_url)
    digest = store_digest(store, AS_OF)
    assert remove_old_receipts(store, CAMPAIGN, day) == 0
    assert remove_old_receipts(store, "01-trieu-2021-2023", day + timedelta(days=2)) == 0
    assert remove_old_receipts(store, CAMPAIGN, day + timedelta(days=2)) == 2
    assert store_digest(store, AS_OF) == digest  # the next night is still an unchanged one
    left = {code: versions(store, CAMPAIGN, code) for code in ("LDLD-01", "LDLD-02", "CDN-GD")}
    store.close()
    assert {code: len(rows) for code, rows in left.items()} == {"LDLD-01": 1, "LDLD-02": 2, "CDN-GD": 1}
    assert all((rows["counted"] | rows["current"]).all() for rows in left.values())
    a_desk.night(as_of=AS_OF + timedelta(days=3))
    assert a_desk.ledger().equals(ledger)


def test_who_is_missing_after_the_deadline_is_told_once(a_desk: Desk) -> None:
    a_desk.send("LDLD-01", "a.csv", csv_table([row(1, "Cải tiến máy dệt số 1")]))
    campaign = a_desk.settings.config.campaign(CAMPAIGN)
    said = {}
    # No night ran on the day after the deadline itself.
    for day in (campaign.deadline - timedelta(days=3), campaign.deadline + timedelta(days=2), date(2021, 5, 31)):
        noted_night(a_desk, day.isoformat(), day)
        store = Store(a_desk.settings.database_url)
        said[day] = federations_to_ask_after(a_desk.settings.config, campaign, store, day)
        store.close()
    first, after, later = said.values()
    assert first == ["missing since today: CDN-GD, LDLD-02."]
    assert after == ["missing after the deadline: LDLD-02, CDN-GD."]
    assert later == []


def test_a_webhook_that_is_away_harms_nothing_and_its_address_is_not_told(caplog: pytest.LogCaptureFixture) -> None:
    for address in ("http://127.0.0.1:1/secret-path", "file:///etc/hosts", "nonsense"):
        assert send(NOTICE, Notifications(), {"TONGHOP_WEBHOOK_URL": address}) == 0
    assert "could not be sent by webhook" in caplog.text
    assert "secret-path" not in caplog.text


def test_what_is_switched_off_is_not_told(heard: list[dict[str, Any]]) -> None:
    assert send(NOTICE, Notifications(held=False), os.environ) == 0
    assert send(NOTICE, Notifications(), os.environ) == 1
    assert [n["run_id"] for n in heard] == ["run1"]


def test_the_address_of_the_webhook_stands_in_no_log(
    heard: list[dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    assert send(NOTICE, Notifications(), os.environ) == 1
    assert heard[0]["text"] == NOTICE.text
    assert "secret-path" not in caplog.text


def test_a_block_that_was_made_on_the_prefect_server_is_told(heard: list[dict[str, Any]]) -> None:
    rule = Notifications(blocks=("custom-webhook/staff", "slack-webhook/nobody"))
    with prefect_test_harness(server_startup_timeout=120):
        made = CustomWebhookNotificationBlock(
            name="staff", url=os.environ["TONGHOP_WEBHOOK_URL"], json_data={"said": "{{subject}}", "text": "{{body}}"}
        )
        made.save("staff")
        assert send(NOTICE, rule, {}) == 1
    assert heard == [{"said": f"[tonghop] {CAMPAIGN}: held", "text": f"{NOTICE.text}\n\nrun run1\n"}]


def test_a_mail_goes_to_everyone_named() -> None:
    said: list[str] = []

    class Mailbox(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            in_text = False
            for line in self.rfile:
                text = line.decode().strip()
                said.append(text)
                word = text.upper()
                if in_text and text != ".":
                    continue
                in_text = word == "DATA"
                self.wfile.write({"DATA": b"354 go on\r\n", "QUIT": b"221 bye\r\n"}.get(word, b"250 ok\r\n"))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        rule = Notifications(mail_from="desk@example.org", mail_to=("a@example.org", "b@example.org"))
        port = str(server.server_address[1])
        environment = {
            "TONGHOP_SMTP_HOST": "127.0.0.1", "TONGHOP_SMTP_PORT": port, "TONGHOP_SMTP_TLS": "false",
        }  # fmt: skip
        assert send(NOTICE, rule, environment) == 1
        server.shutdown()
    assert "rcpt TO:<b@example.org>" in said
    assert "The release is held: national_drop" in said


def _release(campaign: Path, release_id: str, days_ago: int) -> None:
    (campaign / release_id).mkdir(parents=True)
    (campaign / release_id / "manifest.json").write_text("{}")
    started = (NOW - timedelta(days=days_ago)).isoformat()
    (campaign / release_id / "run.json").write_text(json.dumps({"started": started}))


@given(ages=st.lists(st.integers(0, 50), unique=True, max_size=8), newest=st.integers(1, 5), days=st.integers(0, 40))
def test_what_goes_is_neither_new_nor_young_nor_named_nor_linked(
    tmp_path_factory: pytest.TempPathFactory, ages: list[int], newest: int, days: int
) -> None:
    campaign = tmp_path_factory.mktemp("releases")
    for age in ages:
        _release(campaign, f"r{age:02}", age)
    if ages:
        (campaign / "latest").symlink_to(f"r{max(ages):02}")  # the oldest, as after a let-through of an old state
    rule = Retention(releases=newest, days=days, keep=("r49",))
    gone = {int(i[1:]) for i in old_releases(campaign, rule, NOW)}
    protected = set(sorted(ages)[:newest]) | {a for a in ages if a <= days} | {49} | set(ages[:0]) | {max([*ages, 0])}
    assert gone == set(ages) - protected


def test_it_is_gone_whole_and_latest_stands(tmp_path: Path) -> None:
    for number in range(4):
        _release(tmp_path, f"r{number}", 500 - number)
    (tmp_path / "latest").symlink_to("r3")
    assert remove_old_releases(tmp_path, Retention(releases=2, days=30)) == ["r0", "r1"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["latest", "r2", "r3"]
    assert remove_old_releases(tmp_path / "nowhere", Retention()) == []


def test_logs_are_json_lines_with_the_runs_id(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code = (
        "import logging; from flows.logs import log_as, prepare_logs\n"
        "prepare_logs(as_json=True); prepare_logs(); log_as('run1')\n"
        "logging.getLogger('flows.intake').info('federation %s: %d rows', 'LDLD-01', 7)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True, timeout=60)
    (line,) = capfd.readouterr().err.splitlines()
    told = json.loads(line)
    assert (told["run_id"], told["level"], told["message"]) == ("run1", "INFO", "federation LDLD-01: 7 rows")
