"""One federation's folder: its rows filed, laid out, written, and told to the oracle and the truth."""

import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from random import Random

from flows.sample.badfiles import BAD_FILES
from flows.sample.carelessness import make_setting
from flows.sample.cells import Grid
from flows.sample.chance import pick, stream
from flows.sample.desk import Desk
from flows.sample.extras import attendance_list, empty_sheet, headless_list, hidden_sheet, notes_sheet
from flows.sample.filing import FilePlan, csv_oddities, plan_files
from flows.sample.flatfiles import write_csv
from flows.sample.layout import Occasion, SheetBuilder
from flows.sample.opendocument import write_ods
from flows.sample.rows import RowSource
from flows.sample.secrecy import NO_COLUMN, arranged, mark_rows, secrecy_layout
from flows.sample.styles import odd_columns, secrecy_columns
from flows.sample.wordlists import words
from flows.sample.workbooks_out import WorkbookWriter

_FILES, _CELLS, _BAD = 41, 42, 43
_EVERY_BAD = 11  # one federation in so many has a bad file beside the good ones


class FederationWriter:
    """Writes the folder of one federation; `serial` is its place in the config, `rank` that of its code."""

    def __init__(self, desk: Desk, code: str, places: tuple[int, int], occasion: Occasion) -> None:
        self._desk, self._code, self._occasion = desk, code, occasion
        self._serial, self._rank = places
        self._folder = desk.out / code
        self._folder.mkdir(parents=True, exist_ok=True)

    def write(self, count: int, row: Callable[[int], RowSource], progress: Callable[[int], None]) -> None:
        """Writes `count` rows, `row(slot)` giving each."""
        slot = 0
        files = plan_files(stream(self._desk.seed, _FILES, self._serial), count, self._desk.oddities)
        for number, file in enumerate(files):
            rng = stream(self._desk.seed, _CELLS, self._serial, number)
            size = sum(file.sheets)
            self._file(rng, file, [row(slot + i) for i in range(size)])
            slot += size
            progress(size)

    def add_bad_file(self) -> None:
        """In some federations a file that nobody can read lies beside the good ones."""
        if self._serial % _EVERY_BAD:
            return
        name, write = BAD_FILES[self._serial // _EVERY_BAD % len(BAD_FILES)]
        write(self._folder / name, stream(self._desk.seed, _BAD, self._serial))
        self._desk.files += 1

    def add_no_lists(self, count: int) -> None:
        """A workbook with a table of something else, and one whose header was cut off: all their rows are rejected."""
        mark = NO_COLUMN if self._occasion.secret_house else ""
        self._save("Danh sach dai bieu.xlsx", "xlsx", [attendance_list(self._desk.seed, count, mark)])
        self._save("DS khong tieu de.xlsx", "xlsx", [headless_list(self._desk.seed, count, mark)])

    def _file(self, rng: Random, file: FilePlan, rows: list[RowSource]) -> None:
        grids: list[Grid] = []
        start = 0
        for size in file.sheets:
            grids += self._lists(rng, file, rows[start : start + size], [g.name for g in grids])
            start += size
        if file.format == "csv":
            self._save_csv(file, grids[0])
            return
        self._extras(rng, file, grids)
        self._save(file.path, file.format, grids)
        desk = self._desk
        if file.format == "xlsx" and 2 <= len(rows) <= desk.spare and desk.sent_twice < 3 and self._serial % 5 == 2:
            desk.spare -= len(rows)
            desk.sent_twice += 1
            self._send_again(file.path, grids)

    def _lists(self, rng: Random, file: FilePlan, rows: list[RowSource], taken: list[str]) -> list[Grid]:
        desk, occasion = self._desk, self._occasion
        desk.oddities.next_sheet()
        desk.styles.add(file.style.id)
        open_house = not occasion.secret_house
        bare = open_house or desk.drops_column(len(rows))
        layout = () if bare else secrecy_layout(rng, file.style.secrecy, file.format)
        if (
            layout
            and file.format == "xlsx"
            and any(r.wants_mark for r in rows)
            and desk.oddities.rare("secret_hidden_column")
        ):
            layout = ("hidden",)
        columns = list(file.style.columns)
        columns[file.style.secrecy_at : file.style.secrecy_at] = secrecy_columns(rng, layout)
        columns += odd_columns(rng, file.style, desk.oddities)
        setting = make_setting(rng, file, columns, desk, occasion.federation)
        self._note_oddities(file)
        apart = mark_rows(setting, rows, layout)
        kept = arranged(setting, [row for row in rows if row.mark != "sheet_name"])
        grids = [SheetBuilder(setting, occasion, _name(rng, file.style.sheets, taken)).build(kept)]
        if apart:
            desk.oddities.next_sheet()
            setting.habit = ""  # a few rows show no habit
            name = _name(rng, words("spellings")["secret"]["sheet"], [*taken, grids[0].name])
            grids.append(SheetBuilder(setting, occasion, name).build(apart))
        return grids

    def _note_oddities(self, file: FilePlan) -> None:
        odd = self._desk.oddities
        odd.mark(f"style_{file.style.id}")
        if file.format == "csv":
            odd.mark(*csv_oddities(file))
        if file.format == "ods":
            odd.mark("ods")
        if "/" in file.path:
            odd.mark("sub_folder")
        if len(file.sheets) > 1:
            odd.mark("several_sheets")

    def _extras(self, rng: Random, file: FilePlan, grids: list[Grid]) -> None:
        odd = self._desk.oddities
        if file.format != "xlsx":
            return
        first = grids[0]
        if rng.random() < 0.03 or odd.due("empty_sheet"):
            grids.append(empty_sheet("Sheet3"))
            odd.mark("empty_sheet")
        if rng.random() < 0.02 or odd.due("irrelevant_sheet"):
            grids.append(notes_sheet(rng, "Hướng dẫn"))
            odd.mark("irrelevant_sheet")
        if rng.random() < 0.01 or odd.due("hidden_sheet"):
            grids.append(hidden_sheet(first))
            odd.mark("hidden_sheet")

    def _save(self, path: str, file_format: str, grids: list[Grid]) -> None:
        target = self._target(path)
        if file_format == "ods":
            write_ods(target, grids)
        else:
            WorkbookWriter(target, self._occasion.signer).write(grids)
        self._desk.files += 1
        for grid in grids:
            self._desk.record((self._code, self._rank), path, grid, None)

    def _save_csv(self, file: FilePlan, grid: Grid) -> None:
        starts = write_csv(self._target(file.path), grid, file.encoding, file.delimiter, file.told)
        self._desk.files += 1
        self._desk.record((self._code, self._rank), file.path, grid, starts)

    def _send_again(self, path: str, grids: list[Grid]) -> None:
        """The same content twice, as when a file is downloaded two times."""
        again = str(PurePosixPath(path).with_stem(PurePosixPath(path).stem + " (1)"))
        shutil.copyfile(self._folder / path, self._folder / again)
        self._desk.files += 1
        for grid in grids:
            self._desk.record((self._code, self._rank), again, grid, None)

    def _target(self, path: str) -> Path:
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target


def _name(rng: Random, options: tuple[str, ...] | list[str], taken: list[str]) -> str:
    name = pick(rng, options)
    serial = 2
    lowered = {t.lower() for t in taken}
    while name.lower() in lowered:
        name = f"{name.split(' (')[0]} ({serial})"
        serial += 1
    return name
