"""A campaign full of secrets and of cells that an office program would run, and every command tried on it: the ground
on which the doors are searched. A new command is one line in TRIED."""

import contextlib
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import load_workbook

from flows.cli import COMMANDS, main
from reports.review_workbook import DECIDED_BY, DECISION, REASON
from reports.wording_review import DECISIONS
from tests.builders import CAMPAIGN, HEADERS, Desk, row, small_config, table, workbook
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
        folder = self.desk.settings.workdir.parent
        places = ["--config", str(folder / "config.yaml"), "--workdir", str(self.desk.settings.workdir)]
        self.say(name, [name, *arguments, *([] if "--workdir" in arguments else places)])

    def say(self, name: str, argv: list[str]) -> None:
        before, said = os.umask(0o022), io.StringIO()
        try:
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                self.codes[f"{len(self.codes)} {name}"] = main(argv)
        finally:
            os.umask(before)
        told = self.out / f"said-{len(self.codes)}.txt"
        told.write_text(said.getvalue(), encoding="utf-8")
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


TRIED: dict[str, Callable[[Ground], None]] = {
    "status": lambda g: g.run("status", "--json"),
    "show": lambda g: g.run("show", "latest"),
    "columns": lambda g: g.run("columns"),
    "explanations": lambda g: g.run("explanations"),
    "doctor": lambda g: g.run("doctor", "--offline"),
    "template": lambda g: g.run("template", "--federation", "LDLD-01", "--out", str(g.out / "mau.xlsx")),
    "review": _review,
    "dedupe": _dedupe,
    "release-mark": lambda g: g.run("release-mark", "--federation", "LDLD-02"),
    "retire": _retire,
    "withhold": lambda g: g.run("withhold", "--federation", "CDN-GD", "--by", "Lê Thị B"),
    "forget": lambda g: g.run("forget", "--name", FORGOTTEN, "--by", "Lê Thị B"),
    "diff": lambda g: g.run("diff", g.first, "latest"),  # type: ignore[attr-defined]
    "backup": lambda g: g.run("backup", "--out", str(g.out)),
    "restore": _restore,
}
ELSEWHERE = {
    "run": "nights of the desk are its stages; the command itself stands in test_command.py",
    "rekey": "needs another key: test_rekey.py",
    "serve": "runs nights of a Prefect server: test_operations_serve.py",
    "sample": "invents what it writes and reads nothing",
}


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
