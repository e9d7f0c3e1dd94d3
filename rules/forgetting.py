"""A person's name removed wherever it stands, by a keyed code: what is kept tells nobody's name (`tonghop forget`)."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace

from rules.features import Coder
from rules.names_in_paths import tokens_of
from rules.returning import change_texts
from schemas.parsed import ParsedFile

FORGOTTEN = "(...)"  # which a sheet and a file may be named, too
OF_A_PLACE = "+"  # before the code of a workplace
_WORDS = range(2, 8)  # of a name
_PLACE_WORDS = range(2, 16)  # of a workplace
Change = Callable[[str], str]


def name_code(coder: Coder, name: str) -> str:
    """The keyed code of a name, however it is spelled; "" for less than two words."""
    words = [word for _, _, word in tokens_of(unicodedata.normalize("NFC", name))]
    return _code(coder, words) if len(words) in _WORDS else ""


def workplace_code(coder: Coder, name: str) -> str:
    """The keyed code of a workplace that names a person, however it is spelled; "" for less than two words."""
    words = [word for _, _, word in tokens_of(unicodedata.normalize("NFC", name))]
    return OF_A_PLACE + _code(coder, words) if len(words) in _PLACE_WORDS else ""


def forgetting(coder: Coder, codes: frozenset[str]) -> Change:
    """A text without the names and workplaces of these codes."""
    known: dict[str, str] = {}
    bare = frozenset(code.removeprefix(OF_A_PLACE) for code in codes)
    lengths = _WORDS if bare == codes else _PLACE_WORDS

    def change(text: str) -> str:
        if text not in known:
            known[text] = _without(coder, bare, lengths, text)
        return known[text]

    return change


def forget_in(parsed: ParsedFile, coder: Coder, codes: frozenset[str]) -> ParsedFile:
    """What leaves a parsing child without these names; its keyed codes stay, so that the same rows count."""
    change = forgetting(coder, codes)
    texts = {
        "details": ("authors", "position", "workplace"),
        "records": ("title", "effect", "award", "superior_union"),
        "findings": ("found", "proposed", "file", "sheet"),
        "explanations": ("text",),
    }
    told = {
        name: parsed.told[name].assign(**{column: [change(t) for t in parsed.told[name][column]] for column in columns})
        for name, columns in texts.items()
    }
    sheets = tuple(
        replace(
            sheet,
            name=change(sheet.name),
            unknown_columns=tuple(replace(c, header=change(c.header)) for c in sheet.unknown_columns),
        )
        for sheet in parsed.sheets
    )
    returned = change_texts(parsed.returned, change) if parsed.returned else b""
    return replace(parsed.telling(**told), sheets=sheets, returned=returned, file=change(parsed.file))


def _without(coder: Coder, codes: frozenset[str], lengths: range, text: str) -> str:
    normal = unicodedata.normalize("NFC", text)
    tokens = list(tokens_of(normal))
    shown, at, n = "", 0, 0
    while n < len(tokens):
        words = [word for _, _, word in tokens[n : n + lengths.stop]]
        length = next((k for k in reversed(lengths) if k <= len(words) and _code(coder, words[:k]) in codes), 0)
        if length:
            shown += normal[at : tokens[n][0]] + FORGOTTEN
            at = tokens[n + length - 1][1]
        n += length or 1
    return shown + normal[at:] if shown else text


def _code(coder: Coder, words: list[str]) -> str:
    return f"{coder.code('forgotten', ' '.join(words)):016x}"
