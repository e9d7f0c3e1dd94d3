"""What kind of file it is, told by its content and never by its name."""

import re
from enum import Enum, auto

from flows.reading.compound import MAGIC
from flows.reading.preflight import as_utf8

_HEAD = 4000
_FOREIGN = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf", b"MZ", b"\x7fELF",
    b"BZh", b"\xfd7zXZ", b"SQLite format 3", b"{\"", b"[{", b"PAR1",
)  # fmt: skip
_FEW_CONTROLS = 3
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PAGE = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta", b"<style", b"<div", b"<center")
_BEFORE_PAGE = re.compile(rb"^(?:<!--.*?-->|<\?xml[^>]*\?>|\s+)*", re.S)
_EXCEL_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
_EXCEL_2003_ROOT = re.compile(rb"<(?:\w+:)?Workbook\b")


class Kind(Enum):
    """The kinds of files that are told apart; FOREIGN is whatever holds no table."""

    COMPOUND = auto()
    PACKAGE = auto()
    MAIL = auto()
    PAGE = auto()
    EXCEL_2003 = auto()
    FLAT_ODS = auto()
    TEXT = auto()
    FOREIGN = auto()


def kind_of(data: bytes) -> Kind:
    """The kind of a file by its first bytes."""
    head = data[:_HEAD]
    if head.startswith(MAGIC):
        return Kind.COMPOUND
    if head.startswith(b"PK"):
        return Kind.PACKAGE
    if _is_mail(head):
        return Kind.MAIL
    xml = as_utf8(head).lstrip()
    if _is_page(xml):
        return Kind.PAGE
    if _EXCEL_2003 in xml and _EXCEL_2003_ROOT.search(xml):
        return Kind.EXCEL_2003
    if b"<office:document " in xml and b"office:spreadsheet" in as_utf8(data):
        return Kind.FLAT_ODS
    return Kind.FOREIGN if _is_foreign(head, xml) else Kind.TEXT


def _is_mail(head: bytes) -> bool:
    """A page saved as one mail file (.mht)."""
    start = head.lstrip()[:1500].lower()
    return start.startswith((b"mime-version:", b"from:", b"content-type:")) and b"multipart/related" in start


def _is_page(head: bytes) -> bool:
    """The first words of HTML, past comments and blanks, are its tags."""
    text = _BEFORE_PAGE.sub(b"", head.replace(b"\0", b"").lower())
    return text.startswith(_PAGE)


def _is_foreign(head: bytes, xml: bytes) -> bool:
    """No text table: other magic numbers, other XML, or control bytes that no text holds."""
    if head.startswith(_FOREIGN) or xml.startswith((b"<?xml", b"<svg", b"<!DOCTYPE")):
        return True
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    nulls = head.count(0)
    if nulls > len(head) // 5:  # UTF-16 without a mark, or a binary file
        even, odd = head[0::2].count(0), head[1::2].count(0)
        text = head[: len(head) // 2 * 2].decode("utf-16-be" if even > odd else "utf-16-le", "replace")
    else:
        text = head.decode("latin-1")
    return len(_CONTROL.findall(text)) > max(_FEW_CONTROLS, len(text) // 50)
