"""The command as a user types it: a real Prefect flow in its own process, its exit codes, and what it leaves behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import main
from flows.store.session import Store
from tests.builders import ROOT, SQLITE, csv_table, row, small_config, table
from tests.flows.test_secrecy import MARK, SECRET, everything_written

CODES = ("LDLD-01", "LDLD-02")


def tonghop(*arguments: object, cwd: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
    environment = {**os.environ, "TONGHOP_HMAC_KEY": "a key for tests, no secret at all", "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("place")
    small_config(folder / "config.yaml", CODES)
    for code in CODES:
        (folder / "sent" / code).mkdir(parents=True)
    rows = [row(1, "Cải tiến máy dệt số 1"), row(2, **SECRET, secrecy="x"), row(3, "")]
    (folder / "sent" / "LDLD-01" / "a.xlsx").write_bytes(table(rows))
    (folder / "sent" / "LDLD-02" / "hỏng.xlsx").write_bytes(b"PK broken " + MARK.encode())
    return folder


def _run(place: Path, *more: object) -> "subprocess.CompletedProcess[str]":
    return tonghop(
        "run", "--config", place / "config.yaml", "--submissions", place / "sent", "--workdir", place / "var",
        "--as-of", "2021-05-31", *more,
    )  # fmt: skip


def test_a_night_makes_a_release_and_tells_it(place: Path) -> None:
    done = _run(place)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "1 unread" in done.stdout
    assert f"release: {place}/var/releases/75-nghin-2021/2021-05-31-" in done.stdout
    assert (place / "var" / "releases" / "75-nghin-2021" / "latest" / "public" / "index.html").is_file()
    assert MARK not in done.stdout + done.stderr


def test_one_federation_is_pulled_again_and_the_nation_made_anew(place: Path) -> None:
    (place / "sent" / "LDLD-02" / "b.csv").write_bytes(csv_table([row(1, "Đổi mới lò hơi", authors="Lê Thị Hoa")]))
    done = _run(place, "--federation", "LDLD-02")
    assert done.returncode == 0, done.stderr
    assert "1 with_faults" in done.stdout
    assert f"{'valid (hợp lệ)':<46}{3:>12}" in done.stdout


def test_nothing_withheld_stands_anywhere_not_even_in_prefects_home(place: Path) -> None:
    assert (place / "var" / "prefect").is_dir()
    assert MARK.encode() not in everything_written(place / "var")


def test_a_held_release_is_exit_code_3_and_the_last_one_stands(place: Path) -> None:
    latest = (place / "var" / "releases" / "75-nghin-2021" / "latest").readlink()
    text = (place / "config.yaml").read_text(encoding="utf-8")
    strict = text.replace("national_rejected_pct: 30", "national_rejected_pct: 1").replace(
        "national_band_rows: 500", "national_band_rows: 0"
    )
    (place / "config.yaml").write_text(strict, encoding="utf-8")
    done = _run(place)
    assert done.returncode == 3, done.stdout + done.stderr
    assert "held: national_rejected" in done.stdout
    assert (place / "var" / "releases" / "75-nghin-2021" / "latest").readlink() == latest


def test_a_database_that_cannot_be_opened_is_exit_code_1(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGHOP_DATABASE_URL", "sqlite:////nowhere/at/all/tonghop.db")
    done = _run(place)
    assert done.returncode == 1
    assert "the database cannot be opened" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_prefect_server_that_is_away_is_exit_code_1(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    done = _run(place)
    assert done.returncode == 1
    assert "the Prefect server of PREFECT_API_URL does not answer" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--config", "nothing.yaml"], "nothing.yaml: cannot be read"),
        (["run", "--campaign", "nowhere"], "--campaign nowhere: expected one of 75-nghin-2021"),
        (["run", "--federation", "LDLD-00"], "--federation LDLD-00: no federation"),
        (["run", "--submissions", "no/such/folder"], "there is no such folder"),
        (["explanations", "--workdir", "no/such/folder"], "there is no such folder"),
        (["retire", "--federation", "LDLD-01", "--workdir", "no/such/folder"], "there is no such folder"),
        (["sample", "--out", "tests"], "--out tests: is there already"),
    ],
)
def test_wrong_usage_is_exit_code_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["fly"], ["run", "--as-of", "yesterday"], ["sample", "--rows", "0", "--out", "x"]]
)
def test_what_the_parser_refuses_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_the_readmes_first_command_works(tmp_path: Path) -> None:
    var = tmp_path / "var"
    command = ["make", "run", f"WORKDIR={var}", f"SUBMISSIONS={var}/submissions", "SAMPLE_ROWS=700"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "83 federations" in done.stdout
    assert (var / "releases" / "75-nghin-2021" / "latest" / "internal" / "index.html").is_file()
    again = subprocess.run([*command, "--dry-run"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert "tonghop sample" not in again.stdout


def test_a_reader_who_stops_listening_sees_no_traceback(tmp_path: Path) -> None:
    small_config(tmp_path / "config.yaml", CODES, database={"url": SQLITE})
    (tmp_path / "var").mkdir()
    Store(f"sqlite:///{tmp_path / 'var' / 'tonghop.db'}").close()
    command = f"{sys.executable} -m flows.cli status --config {tmp_path / 'config.yaml'} --workdir {tmp_path / 'var'}"
    done = subprocess.run(
        ["sh", "-c", f"{{ sleep 0.1; {command}; echo ended $? >&2; }} | true"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stderr.splitlines()[-1:] == ["ended 0"]
    assert "Traceback" not in done.stderr
