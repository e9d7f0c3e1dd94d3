"""File and sheet names that repeat what is withheld of a secret row: outputs show them with a short keyed code in its
place (RULES.md 20). Decided in the parsing child, the only place that sees both."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from rules.features import Coder
from rules.flags import secrecy_mark_in_text
from rules.layout import Layout, cell_text
from rules.names import split_authors
from rules.syllables import SYLLABLES
from rules.vietnamese import repair
from schemas.rows import Rows
from schemas.submission import Sheet

# Words of names of files and sheets that tell of nobody: a run of these alone is never withheld.
_FRAME_TEXT = (
    "danh sach ds sang kien sk bieu bang tong hop th bao cao bc mau phu luc nam quy thang ngay dot lan so "
    "cai tien ky thuat giai phap de tai cong doan cd cdcs ldld lien lao dong co so cua va cac tu den gui "
    "nop ban cuoi moi sua sheet trang tinh bi mat nghe bmcn bao khong pho bo khoi hcsn dn cbcd doanh "
    "nghiep hanh chinh su nghiep can bo ty tnhh mtv cp tap the to doi phong khoa nguoi ke toan chuyen "
    "vien nhan giao final new copy file xlsx "
)
FRAME = frozenset(_FRAME_TEXT.split())
_WORD = re.compile(r"[^\W_]+")
_PUBLIC = frozenset({"title", "effect", "award", "row_no", "secrecy", "row_token", "explanation", "own_errors"})
_COUNTED = frozenset(
    {
        *("sector", "field", "superior_union", "benefit", "applied", "registered", "recognition"),
        *("nomination", "nomination_excellent", "nomination_typical"),
    }
)
_RUN, _RUN_OF_A_NAME = 3, 2  # words in a row that tell what they repeat
_RARE, _CODE = 4, 5  # letters of a word that is no syllable, signs of one with letters and digits
_CODE_LETTERS = 8
_LONGEST = 4000  # characters of a withheld text


@dataclass(frozen=True, slots=True)
class Withheld:
    """A withheld text by its words without diacritics. `is_name`: of a person or a workplace; `said`: what is
    public of the row, which a name may repeat."""

    words: tuple[str, ...]
    is_name: bool
    said: str


def shown_path(path: str, withheld: Sequence[Withheld], coder: Coder) -> str:
    """The path with whatever repeats a withheld text replaced; of one that marks itself secret every telling part."""
    marked = marks_itself(path)
    folder, _, file = path.rpartition("/")
    stem, dot, ending = file.rpartition(".")
    parts = [*folder.split("/"), stem or file] if folder else [stem or file]
    shown = [shown_name(part, withheld, coder, marked, path) for part in parts]
    return "/".join(shown) + (dot + ending if stem else "")


def coded_path(path: str, coder: Coder) -> str:
    """A path of which nothing may be shown."""
    _, dot, ending = path.rpartition("/")[2].rpartition(".")
    return f"({coder.code('name', path):016x}"[: _CODE_LETTERS + 1] + ")" + (dot + ending)


def marks_itself(path: str) -> bool:
    """Whether a folder or the file's own name marks what it holds as secret."""
    parts = path.rsplit(".", 1)[0].replace("_", " ").replace("-", " ").split("/")
    return any(secrecy_mark_in_text(part) for part in parts)


def shown_name(name: str, withheld: Sequence[Withheld], coder: Coder, marked: bool = False, key: str = "") -> str:
    """One name without what it repeats. The code rests on the whole of `key` (the name itself by default), so that no
    two names are shown the same."""
    as_it_is, name = name, unicodedata.normalize("NFC", name)
    tokens = list(tokens_of(name))
    telling = [word not in FRAME and not word.isdigit() for _, _, word in tokens]
    if not any(telling):
        return as_it_is
    code = f"({coder.code('name', key or as_it_is):016x}"[: _CODE_LETTERS + 1] + ")"
    if marked:
        return f"Bí mật {code}"
    gone = _repeated([word for _, _, word in tokens], telling, withheld)
    shown, at = "", 0
    for (start, end, _), hidden, before in zip(tokens, gone, [False, *gone], strict=False):
        if hidden:
            shown += name[at:start] + code if not before else ""
        else:
            shown += name[at:end]
        at = end
    return shown + name[at:] if any(gone) else as_it_is


def withheld_texts(rows: Rows, sheets: Sequence[Sheet], layouts: Sequence[Layout | None]) -> list[Withheld]:
    """What is withheld of the secret ones among the clean rows of a file: every text but title, effect and award, of
    columns that are not understood too."""
    secret = rows.at([at for at, reason in enumerate(rows["secret_reason"]) if reason])
    found: dict[tuple[str, bool, str], None] = {}
    names = ("title", "effect", "award", "authors", "workplace", "position", "content", "section")
    for title, effect, award, authors, workplace, *more in secret.each(*names):
        said = f"{title} {effect} {award}"
        for name in (*split_authors(authors), workplace):
            found.setdefault((name, True, said))
        for text in more:
            found.setdefault((text, False, said))
    for text, said in _other_cells(secret, sheets, layouts):
        found.setdefault((text, False, said))
    words = cache(lambda text: tuple(words_of(text[:_LONGEST])))
    return [Withheld(words(text), is_name, said) for text, is_name, said in found if text]


def _other_cells(secret: Rows, sheets: Sequence[Sheet], layouts: Sequence[Layout | None]) -> Iterator[tuple[str, str]]:
    numbers = sorted(set(secret["sheet_no"]))
    position = {n: {number: at for at, number in enumerate(sheets[n].row_numbers)} for n in numbers}
    for sheet_no, table_no, row, title in secret.each("sheet_no", "table_no", "row", "title"):
        layout = layouts[sheet_no]
        if layout is None:
            continue
        known = {c.index for c in layout.tables[table_no].columns if c.field in _PUBLIC | _COUNTED}
        for index, cell in enumerate(sheets[sheet_no].rows[position[sheet_no][row]]):
            if index not in known and isinstance(cell, str) and cell.strip():
                yield repair(cell_text(cell)).text, title


def tokens_of(name: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and word without diacritics of each word of a name; "NguyenVanAn" is three."""
    for match in _WORD.finditer(name):
        at = match.start()
        for start, end, word in _humps(match[0]):
            yield at + start, at + end, word


def words_of(text: str) -> list[str]:
    """The words of `tokens_of`, of a text however its letters are composed."""
    return [word for written in _WORD.findall(unicodedata.normalize("NFC", text)) for word in _WORDS_OF[written]]


def _humps(written: str) -> Iterator[tuple[int, int, str]]:
    humps = [at for at in range(1, len(written)) if written[at].isupper() and written[at - 1].islower()]
    for start, end in pairwise([0, *humps, len(written)]):
        yield start, end, _plain(written[start:end])


class _WordsOfWritten(dict[str, tuple[str, ...]]):
    """What letters and digits between other signs come to, remembered: a language has few words."""

    def __missing__(self, written: str) -> tuple[str, ...]:
        words = tuple(word for _, _, word in _humps(written))
        if len(self) < _MOST_REMEMBERED:
            self[written] = words
        return words


_MOST_REMEMBERED = 50_000
_WORDS_OF = _WordsOfWritten()


def _plain(word: str) -> str:
    """Small letters without diacritics."""
    letters = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(c for c in letters if not unicodedata.combining(c))


def _repeated(words: Sequence[str], telling: Sequence[bool], withheld: Iterable[Withheld]) -> list[bool]:
    """Which words of a name stand in a run that tells of a withheld text."""
    gone = [False] * len(words)
    sought = {word for word, tells in zip(words, telling, strict=True) if tells}
    for text in withheld:
        joined = "".join(text.words) if text.is_name and len(text.words) >= _RUN_OF_A_NAME else ""
        if joined:
            gone = [old or joined in word for old, word in zip(gone, words, strict=True)]
        if sought.isdisjoint(text.words):
            continue
        for start, end in common_runs(words, text.words):
            run = words[start:end]
            if any(telling[start:end]) and _tells(run, telling[start:end], text) and not _is_said(run, text):
                gone[start:end] = [True] * (end - start)
    return gone


def _is_said(run: Sequence[str], text: Withheld) -> bool:
    return " ".join(run) in " ".join(words_of(text.said[:_LONGEST]))


def common_runs(words: Sequence[str], text: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The longest common runs of words: start and end in `words`."""
    places: dict[str, list[int]] = {}
    for at, word in enumerate(text):
        places.setdefault(word, []).append(at)
    for start, word in enumerate(words):
        for at in places.get(word, ()):
            length = 1
            while (
                start + length < len(words) and at + length < len(text) and words[start + length] == text[at + length]
            ):
                length += 1
            yield start, start + length


def _tells(run: Sequence[str], telling: Sequence[bool], text: Withheld) -> bool:
    if any(tells and _is_rare(word) for word, tells in zip(run, telling, strict=True)):
        return True
    return len(run) >= (_RUN_OF_A_NAME if text.is_name or len(run) == len(text.words) else _RUN)


def _is_rare(word: str) -> bool:
    """A sign of a machine or the name of a firm: no syllable, or letters and digits."""
    if any(c.isdigit() for c in word):
        return len(word) >= _CODE and any(c.isalpha() for c in word)
    return len(word) >= _RARE and word not in bare_syllables()


@cache
def bare_syllables() -> frozenset[str]:
    """Every syllable without its diacritics; takes a tenth of a second to make, so a fork server makes it."""
    return frozenset(map(_plain, SYLLABLES))
