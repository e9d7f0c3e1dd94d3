"""The parts of an xlsx package and what leads from one to another, found as Excel finds them: letter case and the
direction of slashes do not matter, and no entity is ever expanded."""

import posixpath
import re
import zipfile
from functools import cache
from html import unescape
from typing import IO

from flows.reading import preflight
from flows.reading.preflight import is_utf16

_RELATION = re.compile(rb"<(?:[\w.-]+:)?Relationship\b([^>]*)>")


class Package:
    """An open archive whose parts are asked for by their paths; a part that is not there reads as empty."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {_plain(name): name for name in archive.namelist()}

    def has(self, path: str) -> bool:
        """True when the package holds a part of this path."""
        return _plain(path) in self._names

    def name(self, path: str) -> str:
        """The name under which the archive holds a part."""
        return self._names[_plain(path)]

    def size(self, path: str) -> int:
        """The unpacked size of a part as the archive states it, 0 for none."""
        return self._archive.getinfo(self.name(path)).file_size if self.has(path) else 0

    def read(self, path: str) -> bytes:
        """A part as UTF-8 bytes, whatever encoding its byte-order mark tells."""
        if not self.has(path):
            return b""
        with self.open(path) as part:
            return as_utf8(part.read(), part)

    def open(self, path: str) -> IO[bytes]:
        """A part as a stream of its bytes as they are."""
        return self._archive.open(self.name(path))

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relation id -> (last word of its type, path in the package) of one part; "" asks for the package's own."""
        folder, name = posixpath.split(part)
        found = {}
        for match in _RELATION.finditer(self.read(f"{folder}/_rels/{name}.rels".lstrip("/"))):
            kind = attribute(match[1], b"Type").rpartition("/")[2]
            found[attribute(match[1], b"Id")] = (kind, self._resolved(folder, attribute(match[1], b"Target")))
        return found

    def workbook(self) -> str:
        """The path of the workbook part, "" where the package has none."""
        told = (path for kind, path in self.relations("").values() if kind == "officeDocument")
        return next((path for path in ("xl/workbook.xml", *told) if self.has(path)), "")

    def _resolved(self, folder: str, target: str) -> str:
        """A target is relative to its part's folder; some producers write it from the package's root."""
        path = posixpath.normpath(posixpath.join("/", folder, target))[1:]
        return target if not self.has(path) and self.has(target) else path


def as_utf8(begun: bytes, part: IO[bytes]) -> bytes:
    """The beginning of a part as it is, or, where it is written in UTF-16, the whole part as UTF-8."""
    return preflight.as_utf8(begun + part.read() if is_utf16(begun) else begun)


def attribute(attributes: bytes, name: bytes) -> str:
    """The value of one attribute among the bytes between an element's name and its end; "" where it is absent. `name`
    is a pattern."""
    match = _attribute(name).search(attributes)
    return unescape((match[1] if match[1] is not None else match[2]).decode("utf-8", "replace")) if match else ""


def is_true(attributes: bytes, name: bytes) -> bool:
    """An attribute that says yes."""
    return attribute(attributes, name) in ("1", "true", "on")


def prefix_of(xml: bytes, element: bytes) -> bytes:
    """The namespace prefix with its colon under which a part writes an element; b"" for none."""
    match = re.search(rb"<([\w.-]+:)" + element + rb"[\s/>]", xml)
    return match[1] if match else b""


def column_of(letters: bytes) -> int:
    """A -> 0, Z -> 25, AA -> 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


@cache
def _attribute(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?:^|\s)" + name + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def _plain(path: str) -> str:
    return path.replace("\\", "/").lower()
