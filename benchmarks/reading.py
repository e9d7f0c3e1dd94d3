"""Reading one file in a child of its own, beside plain calamine on the same file; and 83 small files taken in at once.

`python -m benchmarks.reading 12000 200000`: CPU seconds of the child and its peak memory, facts and isolation included,
for a plain sheet and for odd ones (merges, comments, errors, hidden rows; formulas); then the intake of 83 files of 150
and of 20 rows. Imports stand inside the functions: the fork server imports this module, and what it carries every child
pays for."""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

COLUMNS = (
    "STT", "Tên sáng kiến", "Tác giả", "Chức vụ", "Đơn vị công tác", "Công đoàn cấp trên", "Khối", "Lĩnh vực",
    "Nội dung", "Hiệu quả", "Giá trị làm lợi (triệu đồng)", "Thời gian áp dụng", "Ngày đăng ký", "Khen thưởng",
    "Bí mật công nghệ", "Ghi chú",
)  # fmt: skip
_TEXT = (
    "cải tiến quy trình vận hành máy dệt nhằm nâng cao năng suất lao động giảm tiêu hao điện năng tại phân xưởng sợi "
    "trong mùa khô học sinh trường tiểu học phương pháp dạy môn toán bảo quản thiết bị kho vật tư"
)
_WORDS = _TEXT.split()
_ROWS_EACH, _SMALL = 150, 20


def _row(number: int, chance: random.Random) -> list[Any]:
    def words(count: int) -> str:
        return " ".join(chance.choices(_WORDS, k=count)).capitalize()

    day = f"{chance.randint(10, 30)}/03/2021"
    return [
        number, words(12), f"Nguyễn Văn {words(1)}", "Công nhân", f"Công ty {words(3)}", f"LĐLĐ huyện {words(2)}", "DN",
        "công nghiệp", words(25), words(10), chance.randint(1, 900) / 2, day[3:], day, "Giấy khen CĐCS", "", "",
    ]  # fmt: skip


def write(path: Path, rows: int, odd: bool = False, formulas: bool = False) -> None:
    """A workbook of this many rows; `odd`: with all that only the XML tells; `formulas`: in three columns of each
    row."""
    from xlsxwriter import Workbook

    chance = random.Random(rows)
    with Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write_row(0, 0, COLUMNS)
        for i in range(1, rows + 1):
            if odd and i % 50 == 0:
                sheet.set_row(i, None, None, {"hidden": True})
            for column, value in enumerate(_row(i, chance)):
                if formulas and column in (0, 5, 10):
                    sheet.write_formula(i, column, f"=ROW()-{i}", None, value if i % 100 else "")
                elif value != "":
                    sheet.write(i, column, value)
            if odd and i % 20 == 0:
                sheet.merge_range(i, 14, i, 15, "x")
                sheet.write_comment(i, 1, "bí mật công nghệ")
                sheet.write_formula(i, 10, "=1/0", None, "#DIV/0!")


def _in_a_child(work: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds and peak MiB of a forked child that does the work."""
    child = os.fork()
    if not child:
        import gc

        gc.disable()
        work()
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    assert status == 0, f"the child ended with {status}"
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _calamine(data: bytes) -> None:
    import io

    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def measure_reading(sizes: list[int], folder: Path) -> None:
    """The table of one file a line."""
    import flows.parsing_warmth  # noqa: F401
    from flows.reading.workbooks import read_workbook

    print("| file | calamine CPU s | peak MiB | ours, facts included, CPU s | peak MiB |\n|---|---|---|---|---|")
    for rows in sizes:
        kinds: dict[str, dict[str, bool]] = {"plain": {}, "formulas": {"formulas": True}, "odd": {"odd": True}}
        for name, kind in kinds.items() if rows < 100_000 else [("plain", {})]:
            path = folder / f"{name}.xlsx"
            _in_a_child(partial(write, path, rows, **kind))  # what the writing needs shall not count
            data = path.read_bytes()
            theirs, ours = (_in_a_child(partial(read, data)) for read in (_calamine, read_workbook))
            print(f"| {rows:,} x 16, {name} | {theirs[0]:.2f} | {theirs[1]:.0f} | {ours[0]:.2f} | {ours[1]:.0f} |")


def measure_small_files(folder: Path) -> None:
    """83 federations of one file each, taken in as a run does; and what one small file costs."""
    from concurrent.futures import ThreadPoolExecutor
    from datetime import date

    from benchmarks.measures import cpu_seconds
    from flows.consolidate import FEDERATIONS_AT_ONCE
    from flows.intake import Intake
    from flows.parsing import warm_parser
    from flows.settings import load_settings
    from flows.store.session import Store

    settings = load_settings(Path("config.yaml"), folder / "var")
    for rows in (_ROWS_EACH, _SMALL):
        sent = folder / f"sent{rows}"
        for n, federation in enumerate(settings.config.federations):
            (sent / federation.code).mkdir(parents=True)
            write(sent / federation.code / f"{n}.xlsx", rows)
        store = Store(f"sqlite:///{folder}/{rows}.db")
        with warm_parser(settings.config.limits) as parser, ThreadPoolExecutor(FEDERATIONS_AT_ONCE) as threads:
            intake = Intake(settings, store, parser, settings.config.default_campaign, "bench", date(2021, 5, 31), sent)
            intake.take_in(settings.config.federations[0])  # the fork server is warm from here on
            wall, cpu = time.perf_counter(), cpu_seconds()
            outcomes = list(threads.map(intake.take_in, settings.config.federations))
            wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
        store.close()
        files = len(settings.config.federations)
        assert sum(outcome.rows for outcome in outcomes) >= (files - 1) * rows, "rows were lost"
        print(
            f"{files} files of {rows} rows: {wall:.1f} s wall, {1000 * cpu / files:.0f} ms CPU a file, store included"
        )


def main() -> None:
    """The sizes named on the command line."""
    os.environ.setdefault("TONGHOP_HMAC_KEY", "a key for benchmarks only")
    with tempfile.TemporaryDirectory() as folder:
        measure_reading([int(size) for size in sys.argv[1:] or ("12000", "200000")], Path(folder))
        measure_small_files(Path(folder))


if __name__ == "__main__":
    main()
