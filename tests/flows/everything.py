"""A campaign full of secrets and of cells that an office program would run, and every command tried on it: the ground
on which the doors are searched. A new command is one line in TRIED."""

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from openpyxl import load_workbook

from flows.cli import COMMANDS, main
from flows.settings import load_settings
from reports.review_workbook import DECIDED_BY, DECISION, REASON
from reports.wording_review import DECISIONS
from tests.builders import CAMPAIGN, HEADERS, ROOT, Desk, row, small_config, table, workbook
from tests.databases import new_database
from tests.flows.marks import mark
from tests.flows.planted import Plan, workbooks

FEDERATIONS = ("LDLD-01", "LDLD-02", "CDN-GD")
PAYLOAD = "TONGHOPRUNS"  # stands in every cell that should not run
BLANKS = (" ", "\u00a0", "\u3000", "\u2009", "\u200b", "\ufeff", "\n", "\r", "\t")
RUNS = tuple(
    [
        f'{sign}HYPERLINK("http://{PAYLOAD}.vn")'
        for sign in ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r=", "\n=")
    ]
    + [f"{blank}=1+{PAYLOAD}" for blank in BLANKS]
    + [f"<script>{PAYLOAD}</script>", f'"><img src="http://{PAYLOAD}/a.png">', f"=cmd|' /C calc'!{PAYLOAD}"]
)
_BY = ("--by", "Lê Thị B")
FORGOTTEN = f"Nguyễn {mark(0xF001)} Quên"
_PAIR = "Cải tiến cơ cấu nạp phôi tự động cho máy dập khung nhôm"
_WHO = {"effect": "Tăng 12 khung mỗi giờ", "benefit": 237, "secrecy": "không"}


@dataclass
class Ground:
    """A desk, what was planted on it, and where the commands write beside it."""

    desk: Desk
    plan: Plan
    out: Path
    codes: dict[str, int] = field(default_factory=dict)

    def run(self, name: str, *arguments: str) -> None:
        """A command as it is called from outside, under a careless umask; what it says is kept to be searched."""
        self.say(name, [name, *arguments, *([] if "--workdir" in arguments else self.places)])

    @property
    def places(self) -> list[str]:
        """Config and working directory, as options."""
        workdir = self.desk.settings.workdir
        return ["--config", str(workdir.parent / "config.yaml"), "--workdir", str(workdir)]

    def say(self, name: str, argv: list[str]) -> None:
        before, said = os.umask(0o022), io.StringIO()
        try:
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                self.codes[f"{len(self.codes)} {name}"] = main(argv)
        finally:
            os.umask(before)
        self.keep(said.getvalue().encode())

    def keep(self, said: bytes) -> None:
        """What a command said is searched like what it wrote."""
        told = self.out / f"said-{len(self.codes)}.txt"
        told.write_bytes(said)
        told.chmod(0o600)


def _review(ground: Ground) -> None:
    asked, answered = ground.out / "asked.xlsx", ground.out / "answered.xlsx"
    ground.run("review", "export", "--out", str(asked))
    book = load_workbook(asked)
    for line in range(2, book.active.max_row + 1):
        named = {cell.value: cell.column for cell in book.active[1]}
        values = {DECISION: DECISIONS["UNSURE"], DECIDED_BY: "Lê Thị B", REASON: f"theo {FORGOTTEN}"}
        for name, value in values.items():
            if name in named:
                book.active.cell(line, named[name]).value = value
    book.save(answered)
    answered.chmod(0o600)
    ground.run("review", "import", str(answered), "--by", "Lê Thị B")
    for path in (asked, answered):
        path.unlink()


def _restore(ground: Ground) -> None:
    place = ground.out / "restored"
    place.mkdir(mode=0o700)
    postgresql = ground.desk.settings.database_url.startswith("postgresql")
    changes = {"database": {"url": new_database()}} if postgresql else {}
    config = small_config(place / "config.yaml", FEDERATIONS, **changes)
    config.chmod(0o600)
    backup = next(ground.out.glob("*.tar.gz"))
    places = ("--config", str(config), "--workdir", str(place / "var"))
    ground.run("restore", str(backup), *places)


def _retire(ground: Ground) -> None:
    (ground.desk.submissions / "CDN-GD" / "title.xlsx").unlink(missing_ok=True)
    ground.desk.night()
    ground.run("retire", "--federation", "CDN-GD")
    ground.run("retire", "--federation", "CDN-GD", "--file", "title.xlsx", "--by", "Lê Thị B", "--reason", "đã gửi lại")


def _dedupe(ground: Ground) -> None:
    listed = ground.desk.latest() / "public" / "initiatives.csv"
    ground.run("dedupe", str(listed), "--title", "title", "--effect", "effect", "--out", str(ground.out / "d.csv"))


def _explain(ground: Ground) -> None:
    records = ground.desk.records()
    for secret in (True, False):
        of = records[(records["is_redacted"] == secret) & (records["initiative_id"] != "")]
        ground.run("explain", "--initiative", str(of["initiative_id"].iloc[0]))
    ground.run("explain", "--rows", str(ground.out / "rows.csv"))
    ground.run("explain", "--federation", "LDLD-02", "--measure", "duplicate")


def _model(ground: Ground) -> None:
    options = ("--version", "2021-06", "--pairs", "500", "--as-of", "2021-05-31")
    ground.say("model", ["model", "fit", *ground.places, *options, "--out", str(ground.out / "weights.csv")])


def _let_through(ground: Ground) -> None:
    """A release that a gate holds, with a secret row of its own, and a person's word on it."""
    limits = ground.desk.settings.config.limits.model_copy(update={"national_rejected_pct": 0, "national_band_rows": 0})
    config = ground.desk.settings.config.model_copy(update={"limits": limits})
    marked = row(1, "Keo chịu nhiệt", authors=f"Lê {ground.plan.new('an author held')} Ba", secrecy="x")
    ground.desk.send("LDLD-02", "thiếu tên.xlsx", table([marked, *(row(n, "") for n in range(2, 6))]))
    held, _ = replace(ground.desk, settings=replace(ground.desk.settings, config=config)).night()
    assert held.held_because
    ground.run("let-through", held.release_id, *_BY, "--reason", f"đã hỏi {FORGOTTEN}")


def _portal(ground: Ground) -> None:
    """An export that marks an open row, and rows of its own, secret and open."""
    export, new = ground.out / "cổng.xlsx", ground.plan.new
    rows = [
        row(1, _PAIR, authors=f"Lê {new('a portal author')} Ba", workplace=f"Xưởng {new('a portal place')}"),
        row(2, "Việc chỉ có trên Cổng", note=f"ghi {new('a portal note')}", authors=f"Lê {new('a portal name')} Tư"),
        row(3, f"{RUNS[0]} trên Cổng"),
    ]
    marked = [["LĐLĐ TP. Hà Nội", *r[:11], secrecy, r[12]] for r, secrecy in zip(rows, ("x", "x", ""), strict=True)]
    export.write_bytes(workbook({"Cổng": [["Đơn vị gửi", *HEADERS], *marked]}))
    ground.run("portal", str(export), "--out", str(ground.out / "portal"))
    export.unlink()


def _dossier(ground: Ground) -> None:
    ground.desk.night()
    records = ground.desk.records().merge(ground.desk.ledger(), on=["federation_code", "file", "sheet", "row"])
    ours = records[(records["federation_code"] == "LDLD-01") & (records["disposition"] == "counted")]
    for secret in (True, False):
        chosen = ours.loc[ours["is_redacted_x"] == secret, "initiative_id_x"].iloc[0]
        choice = ("--choose", f"{chosen}=tieu-bieu", "--reason", f"theo {FORGOTTEN}")
        ground.run("dossier", "--federation", "LDLD-01", *choice, *_BY)
    ground.run("dossier", "--draft", "--as-of", "2021-06-02")


def _sample(ground: Ground) -> None:
    ground.run("sample", "--rows", "200", "--out", str(ground.out / "sample"))


def _run(ground: Ground) -> None:
    """A night as it is called by night: a process of its own, a Prefect server of its own."""
    sent = ("--submissions", str(ground.desk.submissions), "--as-of", "2021-05-31")
    command = [sys.executable, "-m", "flows.cli", "run", *ground.places, *sent]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=300, check=False)
    ground.codes[f"{len(ground.codes)} run"] = done.returncode
    ground.keep(done.stdout + done.stderr)


def _rekey(ground: Ground) -> None:
    """Another key, and a night under it."""
    forgotten, old = ground.out / "names.txt", os.environ["TONGHOP_HMAC_KEY"]
    forgotten.write_text(f"{FORGOTTEN}\n", encoding="utf-8")
    os.environ |= {"TONGHOP_HMAC_KEY": "another key for tests, no secret at all", "TONGHOP_HMAC_KEY_BEFORE": old}
    try:
        ground.run("rekey", "--forgotten", str(forgotten), "--drop-unknown", *_BY)
        forgotten.unlink()
        workdir = ground.desk.settings.workdir
        Desk(load_settings(workdir.parent / "config.yaml", workdir), ground.desk.submissions).night()
    finally:
        os.environ["TONGHOP_HMAC_KEY"] = old
        del os.environ["TONGHOP_HMAC_KEY_BEFORE"]


TRIED: dict[str, Callable[[Ground], None]] = {
    "status": lambda g: g.run("status", "--json"),
    "show": lambda g: g.run("show", "latest"),
    "explain": _explain,
    "columns": lambda g: g.run("columns"),
    "explanations": lambda g: g.run("explanations"),
    "doctor": lambda g: g.run("doctor", "--offline"),
    "template": lambda g: g.run("template", "--federation", "LDLD-01", "--out", str(g.out / "mau.xlsx")),
    "review": _review,
    "dedupe": _dedupe,
    "model": _model,
    "let-through": _let_through,
    "release-mark": lambda g: g.run("release-mark", "--federation", "LDLD-02"),
    "portal": _portal,
    "dossier": _dossier,
    "bulletin": lambda g: g.run("bulletin"),
    "retire": _retire,
    "withhold": lambda g: g.run("withhold", "--federation", "CDN-GD", *_BY),
    "forget": lambda g: g.run("forget", "--name", FORGOTTEN, *_BY),
    "diff": lambda g: g.run("diff", g.first, "latest"),  # type: ignore[attr-defined]
    "backup": lambda g: g.run("backup", "--out", str(g.out)),
    "restore": _restore,
    "sample": _sample,
    "run": _run,
    "rekey": _rekey,
}
ELSEWHERE = {"serve": "runs until it is ended, and its nights are those of `run`: test_operations_serve.py"}


def names() -> set[str]:
    """Every command there is."""
    return {command.__name__.rpartition(".")[2].replace("_", "-") for command in COMMANDS}


def hostile() -> bytes:
    """Open rows whose cells an office program or a browser would run."""
    lines = [
        row(n, f"{text} việc {n}", effect=text, award=text, workplace=f"{text} {n}", benefit=f"{text}?", note=text)
        for n, text in enumerate(RUNS, start=1)
    ]
    names_too = [row(100 + n, f"Việc của người {n}", authors=f"{text} {n}") for n, text in enumerate(RUNS)]
    return workbook({"=DS": [[*HEADERS, "GIẢI TRÌNH"], *([*line, f"{RUNS[0]}"] for line in [*lines, *names_too])]})


def secrets(plan: Plan) -> Iterator[tuple[str, str, bytes]]:
    """Federation, file and bytes: one workbook for each way in which a row can be secret."""
    for number, (way, data) in enumerate(workbooks(plan)):
        yield FEDERATIONS[number % 3], f"{way}.xlsx", data


def tried(desk: Desk) -> Ground:
    """Nights, rows that join and lose their mark, and then every command."""
    out = desk.settings.workdir / "out"
    out.mkdir(parents=True, mode=0o700)
    ground = Ground(desk, Plan(), out)
    for code, name, data in secrets(ground.plan):
        desk.send(code, name, data)
    desk.send("LDLD-01", "mở.xlsx", hostile())
    pair = row(1, _PAIR, authors="Nguyễn Văn An", workplace="Công ty Nhôm Sông Lam", **_WHO)
    desk.send(
        "LDLD-01", "đôi.xlsx", table([pair, row(2, "Máy ép nước", authors=FORGOTTEN, benefit=f"hỏi {FORGOTTEN}")])
    )
    desk.send("CDN-GD", "đôi.xlsx", table([row(1, _PAIR, authors="Trần Thị Hoa", workplace="", **_WHO)]))
    desk.night()
    ground.first = desk.latest().name  # type: ignore[attr-defined]
    unmarked = {"authors": f"Lê {ground.plan.new('an author')} Ba", "workplace": f"Xưởng {ground.plan.new('a place')}"}
    desk.send("LDLD-02", "bỏ dấu.xlsx", table([row(1, "Men rạn cổ", **unmarked, secrecy="x")]))
    desk.night()
    desk.send("LDLD-02", "bỏ dấu.xlsx", table([row(1, "Men rạn cổ", **unmarked)]))
    desk.night()
    for trial in TRIED.values():
        trial(ground)
    return ground


__all__ = ["CAMPAIGN", "ELSEWHERE", "PAYLOAD", "TRIED", "Ground", "names", "tried"]
