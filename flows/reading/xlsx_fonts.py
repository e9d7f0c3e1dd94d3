"""Which styles and shared strings of an xlsx are set in a font of an old encoding: TCVN3 (".VnTime"), VNI
("VNI-Times")."""

import re
from dataclasses import dataclass, field

from flows.reading.xlsx_parts import Package, attribute

_P = rb"(?:[\w.-]+:)?"
_OLD_NAME = rb"""(?:\.[Vv][Nn]|[Vv][Nn][Ii]-)[^"'<>]*"""
_OLD_VALUE = re.compile(rb"""["'](""" + _OLD_NAME + rb""")["']""")
_FONTS = re.compile(rb"<" + _P + rb"fonts\b[^>]*>(.*?)</" + _P + rb"fonts>", re.S)
_FONT = re.compile(rb"<" + _P + rb"font(?:\s[^>]*)?(?:/>|>(.*?)</" + _P + rb"font>)", re.S)
_NAME = re.compile(rb"<" + _P + rb"name\b([^>]*)>")
_CELL_STYLES = re.compile(rb"<" + _P + rb"cellXfs\b[^>]*>(.*?)</" + _P + rb"cellXfs>", re.S)
_STYLE = re.compile(rb"<" + _P + rb"xf\b([^>]*)>")
_STRING = re.compile(rb"<" + _P + rb"si(?:\s[^>]*)?(?:/>|>(.*?)</" + _P + rb"si>)", re.S)
_SEARCHED_STRINGS = 32_000_000  # bytes; a longer table is searched only where a style names an old font too
_NUMBER = re.compile(rb">\s*([0-9]{1,9})\s*<")
_RUN_FONT = rb"rFont\s+val\s*=\s*"
OLD_RUN = re.compile(_RUN_FONT + rb"""["'](""" + _OLD_NAME + rb""")["']""")


@dataclass(frozen=True, slots=True)
class OldFonts:
    """Style number -> old font of a cell, and number of a shared string -> old font of one of its runs."""

    styles: dict[int, str] = field(default_factory=dict)
    strings: dict[int, str] = field(default_factory=dict)

    def may_be(self, style: str, kind: str) -> bool:
        """Whether a text cell may be in an old font, before what it holds is looked at."""
        return bool(self.strings and kind == "s") or (int(style) if style.isdigit() else 0) in self.styles

    def of(self, style: str, kind: str, inner: bytes) -> str:
        """The old font of a text cell with this style number, type and content, "" for none."""
        font = self.styles.get(int(style) if style.isdigit() else 0, "")
        if font or not self.strings or kind != "s":
            return font
        number = _NUMBER.search(inner)
        return self.strings.get(int(number[1]), "") if number else ""


def old_fonts(package: Package, workbook: str) -> OldFonts:
    """The old fonts of a workbook; both tables are empty for nearly every file, which then pays nothing for them."""
    paths = {kind: path for kind, path in package.relations(workbook).values() if kind in ("styles", "sharedStrings")}
    styles = _styles(package.read(paths.get("styles", "")))
    strings = paths.get("sharedStrings", "")
    if not styles and package.size(strings) > _SEARCHED_STRINGS:
        return OldFonts()
    return OldFonts(styles, _strings(package.read(strings)))


def _styles(xml: bytes) -> dict[int, str]:
    fonts, styles = _FONTS.search(xml), _CELL_STYLES.search(xml)
    if not _OLD_VALUE.search(xml) or fonts is None or styles is None:
        return {}
    names = [_name(match[1] or b"") for match in _FONT.finditer(fonts[1])]
    numbers = [attribute(match[1], b"fontId") or "0" for match in _STYLE.finditer(styles[1])]
    used = [names[int(n)] if n.isdigit() and int(n) < len(names) else "" for n in numbers]
    return {style: name for style, name in enumerate(used) if name}


def _name(font: bytes) -> str:
    """The font's name where it is an old one, else ""."""
    told = _NAME.search(font)
    name = attribute(told[1], b"val") if told else ""
    return name if _OLD_VALUE.fullmatch(f'"{name}"'.encode()) else ""


def _strings(xml: bytes) -> dict[int, str]:
    if not OLD_RUN.search(xml):
        return {}
    runs = ((number, OLD_RUN.search(match[1] or b"")) for number, match in enumerate(_STRING.finditer(xml)))
    return {number: run[1].decode("utf-8", "replace") for number, run in runs if run}
