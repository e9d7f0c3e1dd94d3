"""Title, effect and award of a secret row that repeat what is withheld of it: author, workplace, a stretch of the
content. What repeats is held until a person agrees (INI-040); decided where the withheld fields are still seen."""

import unicodedata
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from rules.explanations import explanation_id
from rules.features import Coder
from rules.names import split_authors
from rules.names_in_paths import FRAME, common_runs, tokens_of, words_of
from schemas.rows import Rows

HELD = "[...]"
PUBLIC_FIELDS = ("title", "effect", "award")
STRETCH = 8  # words of the content
_NAME = 2  # words of a name
# Kinds of workplaces and places tell nothing by themselves: "cho học sinh tiểu học".
_KIND_WORDS = (
    "truong tieu hoc thcs thpt trung pho thong mam non benh vien phuong xa huyen quan tinh thanh pho thi tran chi cuc "
    "trung tam y nha may xi nghiep phan xuong lop sinh giao vien khu che xuat viet nam mot vien co phan"
)
_KINDS = FRAME | frozenset(_KIND_WORDS.split())


def hold_repeats(rows: Rows, coder: Coder, federation_code: str, agreed: frozenset[str]) -> Rows:
    """The clean rows with what repeats held back in the secret ones, `held_fields`: which fields, joined by ";",
    and `sent_title`: the title as it was sent, for codes only.

    `agreed`: ids of accepted explanations; of such a row the field is shown as it is."""
    columns = {name: list(rows[name]) for name in PUBLIC_FIELDS}
    held = [""] * len(rows)
    names = ("secret_reason", *PUBLIC_FIELDS, "authors", "workplace", "content")
    for at, (reason, title, effect, award, *withheld) in enumerate(rows.each(*names)):
        if not reason:
            continue
        shown = without_repeats((title, effect, award), *withheld)
        told = [f for f, old, new in zip(PUBLIC_FIELDS, (title, effect, award), shown, strict=True) if old != new]
        asked = [f for f in told if not is_agreed(coder, federation_code, f, (shown[0], title), agreed)]
        for field in asked:
            columns[field][at] = shown[PUBLIC_FIELDS.index(field)]
        held[at] = ";".join(asked)
    return rows.assign(**columns, held_fields=held, sent_title=rows["title"])


def held_id(coder: Coder, federation_code: str, field: str, title: str) -> str:
    """What a person names who agrees that a held text is published."""
    return explanation_id(coder, federation_code, "INI-040", field, title, "")


def is_agreed(
    coder: Coder, federation_code: str, field: str, titles: tuple[str, str], agreed: AbstractSet[str]
) -> bool:
    """A person agreed to it while the title was shown so: with what was held in it, or as it was sent."""
    return any(held_id(coder, federation_code, field, title) in agreed for title in set(titles)) if agreed else False


def without_repeats(public: tuple[str, str, str], authors: str, workplace: str, content: str) -> tuple[str, str, str]:
    """Title, effect and award with HELD in the place of what repeats; the title may say what the content says."""
    names = [words_of(name) for name in split_authors(authors)]
    place, told = words_of(workplace), words_of(content)
    title, effect, award = public
    title_words = " ".join(words_of(title))
    return (
        _shown(title, names, place, ()),
        _shown(effect, names, place, told, title_words),
        _shown(award, names, (), told, title_words),
    )


def _shown(
    text: str, names: Sequence[Sequence[str]], place: Sequence[str], content: Sequence[str], said: str = ""
) -> str:
    words = words_of(text)
    gone = [False] * len(words)
    for start, end in _repeats(words, names, place, content, said):
        gone[start:end] = [True] * (end - start)
    if not any(gone):
        return text
    normal = unicodedata.normalize("NFC", text)
    tokens = list(tokens_of(normal))
    shown, at = "", 0
    for (start, end, _), hidden, before in zip(tokens, gone, [False, *gone], strict=False):
        if not hidden:
            shown += normal[at:end]
        elif not before:
            shown += normal[at:start] + HELD
        at = end
    return shown + normal[at:]


def _repeats(
    words: Sequence[str], names: Sequence[Sequence[str]], place: Sequence[str], content: Sequence[str], said: str
) -> Iterator[tuple[int, int]]:
    for name in names:
        if len(name) >= _NAME:
            yield from ((s, e) for s, e in common_runs(words, name) if e - s == len(name))
    core = _core(place)
    for start, end in common_runs(words, place) if set(words) & set(core) else ():
        run = words[start:end]
        if sum(w not in _KINDS and not w.isdigit() for w in run) >= _NAME or (len(core) >= _NAME and _holds(run, core)):
            yield start, end
    if len(words) >= STRETCH and not set(words).isdisjoint(content):
        for start, end in common_runs(words, content):
            if end - start >= STRETCH and " ".join(words[start:end]) not in said:
                yield start, end


def _core(place: Sequence[str]) -> Sequence[str]:
    """A workplace without the words in front that tell its kind."""
    first = next((at for at, word in enumerate(place) if word not in _KINDS), len(place))
    return place[first:]


def _holds(run: Sequence[str], core: Sequence[str]) -> bool:
    return any(run[at : at + len(core)] == core for at in range(len(run) - len(core) + 1))
