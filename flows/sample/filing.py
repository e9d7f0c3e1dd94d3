"""How a federation's rows are spread over files, sheets and folders, under names such as people give."""

import math
from dataclasses import dataclass
from random import Random

from flows.sample.chance import pick
from flows.sample.flatfiles import DELIMITERS, ENCODINGS
from flows.sample.oddities import Oddities
from flows.sample.styles import Style, all_styles

ROWS_A_FILE = 4_000
_NAMES = (
    "DS sang kien",
    "Danh sách sáng kiến",
    "Bieu tong hop SK",
    "Tổng hợp sáng kiến",
    "SANG KIEN",
    "Mau 2 - sang kien",
    "Phu luc kem CV",
)
_FOLDERS = ("Khoi HCSN", "Khối doanh nghiệp", "Cong doan cap tren", "Gửi bổ sung", "Dot 1")


@dataclass(frozen=True, slots=True)
class FilePlan:
    """One file to write: where, how, in which style, and how many rows go into each of its sheets."""

    path: str
    format: str
    encoding: str
    delimiter: str
    told: bool  # the csv says its delimiter in a first line `sep=;`
    style: Style
    sheets: tuple[int, ...]


def plan_files(rng: Random, rows: int, odd: Oddities) -> list[FilePlan]:
    """The files of a federation with that many data rows."""
    styles = all_styles()
    house = pick(rng, styles)
    count = max(1 if rows < 20 else min(1 + int(math.log2(rows / 20)), 9), math.ceil(rows / ROWS_A_FILE))
    shares = [0.4 + rng.random() for _ in range(count)]
    files: list[FilePlan] = []
    taken: set[str] = set()
    left = rows
    for i, share in enumerate(shares):
        size = left if i == count - 1 else min(round(rows * share / sum(shares)), left)
        left -= size
        if size > 0:
            style = house if rng.random() < 0.2 else _least_used(rng, styles, odd)
            files.append(_file(rng, size, style, odd, taken))
    return files


def _file(rng: Random, rows: int, style: Style, odd: Oddities, taken: set[str]) -> FilePlan:
    draw = rng.random()
    rarest = min(ENCODINGS, key=lambda e: odd.counts.get(f"csv_{e}", 0))
    kind = "csv" if draw < 0.05 * style.flat or (odd.rare(f"csv_{rarest}") and draw < 0.5) else "xlsx"
    if kind == "xlsx" and (draw > 0.99 or (odd.rare("ods") and draw > 0.6)):
        kind = "ods"
    sheets: tuple[int, ...] = (rows,)
    if kind == "xlsx" and rows > 5 and rng.random() < 0.16:
        cut = 1 + int(rng.random() * (rows - 2))
        sheets = (cut, rows - cut)
    encoding, delimiter, told = "", "", False
    if kind == "csv":
        encoding = rarest
        delimiter = min(DELIMITERS, key=lambda d: odd.counts.get(f"delimiter_{_word(d)}", 0) + rng.random() * 0.5)
        told = (
            delimiter == ";"
            and not encoding.startswith("utf-16")
            and odd.counts.get("sep_line", 0) <= odd.counts.get("delimiter_semicolon", 0) * 0.4
        )
    path = _path(rng, kind, taken, odd)
    return FilePlan(path, kind, encoding, delimiter, told, style, sheets)


def _least_used(rng: Random, styles: tuple[Style, ...], odd: Oddities) -> Style:
    return min(styles, key=lambda s: odd.counts.get(f"style_{s.id}", 0) + rng.random() * 3)


def csv_oddities(file: FilePlan) -> list[str]:
    """What is odd about a csv file as such."""
    return [f"csv_{file.encoding}", f"delimiter_{_word(file.delimiter)}", *(["sep_line"] if file.told else [])]


def _word(delimiter: str) -> str:
    return {";": "semicolon", ",": "comma"}.get(delimiter, "tab")


def _path(rng: Random, kind: str, taken: set[str], odd: Oddities) -> str:
    name = pick(rng, _NAMES)
    folder = f"{pick(rng, _FOLDERS)}/" if rng.random() < 0.2 else ""
    serial = 1
    while True:
        suffix = "" if serial == 1 else f" {serial}"
        path = f"{folder}{name}{suffix}.{kind}"
        if path.lower() not in taken:
            taken.add(path.lower())
            return path
        serial += 1
