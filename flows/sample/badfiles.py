"""Files that no reader can take, beside the good ones: empty, corrupt, protected, of another kind, leftovers."""

from collections.abc import Callable
from pathlib import Path
from random import Random

from flows.sample.cells import Grid, Line
from flows.sample.opendocument import write_zip
from flows.sample.workbooks_out import WorkbookWriter

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STREAM = 4096  # from this size on a stream has sectors of its own
_AGILE = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><encryption xmlns="http://schemas.microsoft.com/office/2006/encryption"/>'


def empty_workbook(path: Path, rng: Random) -> None:
    """A workbook with one sheet and nothing in it."""
    WorkbookWriter(path, "").write([Grid("Sheet1", [])])


def corrupt_workbook(path: Path, rng: Random) -> None:
    """An xlsx cut off in the middle, as a broken upload leaves it."""
    WorkbookWriter(path, "").write([Grid("Sheet1", [Line("", [f"Dòng {i} {rng.random()}"]) for i in range(200)])])
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 3 // 5])


def protected_workbook(path: Path, rng: Random) -> None:
    """A password-protected xlsx: a compound file with EncryptionInfo and EncryptedPackage; the package is noise."""
    info = b"\x04\x00\x04\x00\x40\x00\x00\x00" + _AGILE
    package = (_STREAM * 2).to_bytes(8, "little") + rng.randbytes(_STREAM - 8)
    path.write_bytes(_compound([("EncryptionInfo", info.ljust(_STREAM, b"\0")), ("EncryptedPackage", package)]))


def document(path: Path, rng: Random) -> None:
    """A covering letter in docx."""
    types = (
        '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    links = (
        '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns='
        '"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w='
        '"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
        "Tờ trình đề nghị công nhận sáng kiến</w:t></w:r></w:p></w:body></w:document>"
    )
    write_zip(path, [("[Content_Types].xml", types), ("_rels/.rels", links), ("word/document.xml", body)])


def scan(path: Path, rng: Random) -> None:
    """A PDF that was given the ending .xlsx."""
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def lock_file(path: Path, rng: Random) -> None:
    """The `~$` file that Excel leaves beside an open workbook."""
    owner = "VanPhong"
    path.write_bytes(
        bytes([len(owner)])
        + owner.encode().ljust(54, b" ")
        + bytes([len(owner), 0])
        + owner.encode("utf-16-le").ljust(108, b" ")
    )


def leftover(path: Path, rng: Random) -> None:
    """A file of no bytes at all."""
    path.write_bytes(b"")


BAD_FILES: tuple[tuple[str, Callable[[Path, Random], None]], ...] = (
    ("Danh sách trống.xlsx", empty_workbook),
    ("DS sang kien (loi).xlsx", corrupt_workbook),
    ("DS co mat khau.xlsx", protected_workbook),
    ("To trinh.docx", document),
    ("Ban scan.xlsx", scan),
    ("~$DS sang kien.xlsx", lock_file),
    ("New Microsoft Excel Worksheet.xlsx", leftover),
)


def _compound(streams: list[tuple[str, bytes]]) -> bytes:
    """A compound file (MS-CFB, version 3) whose streams have sectors of their own: FAT, directory, streams."""
    links = [_FAT, _END]
    starts = []
    for _, data in streams:
        starts.append(len(links))
        count = len(data) // _SECTOR
        links += [*range(len(links) + 1, len(links) + count), _END]
    fat = b"".join(link.to_bytes(4, "little") for link in [*links, *[_FREE] * (_SECTOR // 4 - len(links))])
    entries = [_entry("Root Entry", 5, 1, _END, 0)]
    for serial, ((name, data), start) in enumerate(zip(streams, starts, strict=True), start=1):
        entries.append(_entry(name, 2, _FREE, start, len(data), right=serial + 1 if serial < len(streams) else _FREE))
    directory = b"".join(entries).ljust(_SECTOR, b"\0")
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + bytes.fromhex("3E000300FEFF09000600") + bytes(10)
    for value in (1, 1, 0, _STREAM, _END, 0, _END, 0, 0):
        head += value.to_bytes(4, "little")
    head += b"\xff" * (_SECTOR - len(head))
    return head + fat + directory + b"".join(data for _, data in streams)


def _entry(name: str, kind: int, child: int, start: int, size: int, right: int = _FREE) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    head = text.ljust(64, b"\0") + len(text).to_bytes(2, "little") + bytes([kind, 1])
    links = b"".join(link.to_bytes(4, "little") for link in (_FREE, right, child))
    return head + links + bytes(36) + start.to_bytes(4, "little") + size.to_bytes(8, "little")
