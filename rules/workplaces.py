"""A workplace as people write it, in parts: the words that name it, its abbreviated form, and where it lies.

"Trường TH Lê Lợi, H. Tân Châu, tỉnh Bến Tre" is named by tiểu_học, lê, lợi and lies in the district tân châu and the
province bến tre."""

import re
from typing import NamedTuple

from rules.folding import fold, fold_words
from rules.syllables import WRITTEN

_PROVINCES_TEXT = (
    "hà nội|hà giang|cao bằng|bắc kạn|tuyên quang|lào cai|điện biên|lai châu|sơn la|yên bái|hòa bình|thái nguyên|"
    "lạng sơn|quảng ninh|bắc giang|phú thọ|vĩnh phúc|bắc ninh|hải dương|hải phòng|hưng yên|thái bình|hà nam|nam định|"
    "ninh bình|thanh hóa|nghệ an|hà tĩnh|quảng bình|quảng trị|thừa thiên huế|huế|đà nẵng|quảng nam|quảng ngãi|"
    "bình định|phú yên|khánh hòa|ninh thuận|bình thuận|kon tum|gia lai|đắk lắk|đắk nông|lâm đồng|bình phước|tây ninh|"
    "bình dương|đồng nai|bà rịa vũng tàu|hồ chí minh|long an|tiền giang|bến tre|trà vinh|vĩnh long|đồng tháp|an giang|"
    "kiên giang|cần thơ|hậu giang|sóc trăng|bạc liêu|cà mau"
)
_PROVINCES = frozenset(fold(name) for name in _PROVINCES_TEXT.split("|"))
_SEGMENT = re.compile(r"[,;()\n]|\s[-–]\s(?=\s*(?:huyện|quận|thị xã|thành phố|tỉnh|[HQThqt]\.))")
_DISTRICT = re.compile(r"^(?:huyện|quận|thị xã|thành phố|h|q|tx) (?=.)")
_PROVINCE = re.compile(r"^(?:tỉnh|t|thành phố) (?=.)")
_LOCATED = re.compile(r"^(.+?) ((?:huyện|quận|thị xã|tỉnh) .+)$")

# A kind of workplace tells two places of one name apart ("Tiểu học Lê Lợi", "THCS Lê Lợi"), so it stays, as one word.
_KINDS = (
    "trung học phổ thông|trung học cơ sở|tiểu học|mầm non|mẫu giáo|cao đẳng|đại học|bệnh viện|trạm y tế|trung tâm y tế|"
    "điện lực|bảo hiểm xã hội|bưu điện|viễn thông|cấp nước|xi măng|kho bạc|ngân hàng|ủy ban nhân dân|công ty|nhà máy|"
    "chi cục|xí nghiệp|hợp tác xã"
)
_KIND = re.compile(rf"\b(?:{_KINDS})\b")
_FRAME_PHRASES = re.compile(
    r"\b(?:tổng|công đoàn|cơ sở|công đoàn cơ sở|trách nhiệm hữu hạn|một thành viên|cổ phần|thị trấn|thành phố|thị xã|"
    r"liên đoàn lao động|chi nhánh|phân xưởng|doanh nghiệp|tập đoàn|việt nam|khu công nghiệp)\b"
)
_FRAME_WORDS_TEXT = (
    "trường tnhh mtv cp ctcp huyện tỉnh quận phường xã tp phòng ban khoa tổ trung tâm sở và của tại số thuộc"
)
_FRAME_WORDS = frozenset(_FRAME_WORDS_TEXT.split())
_WRITTEN_OUT = (
    ("nn ptnt", "nông nghiệp và phát triển nông thôn"),
    ("tn mt", "tài nguyên và môi trường"),
    ("agribank", "ngân hàng nông nghiệp và phát triển nông thôn"),
    ("nhcsxh", "ngân hàng chính sách xã hội"),
)
_LETTERS_OF = {"cty": "ct", "tcty": "tct", "và": ""}
_NAME_WORDS = 2  # how many last words of a name are never abbreviated


class Place(NamedTuple):
    """A workplace in parts, each folded; what is not stated is empty."""

    words: tuple[str, ...]
    kind: str  # the first kind of workplace named, one word: tiểu_học
    proper: str  # the last two words, which name it: "trần phú"
    short: str  # initials of all but the last two words, and those: "nmxlk trần phú" for "Nhà máy Xử lý khí Trần Phú"
    districts: tuple[str, ...]
    provinces: tuple[str, ...]


def read_place(text: str) -> Place:
    """The parts of a workplace as typed."""
    named: list[str] = []
    districts: list[str] = []
    provinces: list[str] = []
    for segment in _SEGMENT.split(text):
        folded = fold(segment)
        if not folded:
            continue
        kind, where = _location(folded)
        if kind:
            (districts if kind == "district" else provinces).append(where)
        else:
            named.append(segment)
    name, within = _cut_location(_written_out(fold(" ".join(named))))
    for part in within:
        kind, where = _location(part)
        (districts if kind == "district" else provinces).append(where)
    words = place_words(name)
    return Place(
        words=words,
        kind=next((word for word in words if "_" in word), ""),
        proper=_proper(named, name),
        short=_short(fold_words(" ".join(named)), len(" ".join(within).split())),
        districts=tuple(dict.fromkeys(districts)),
        provinces=tuple(dict.fromkeys(provinces)),
    )


def place_words(folded: str) -> tuple[str, ...]:
    """The words of a folded name of a place that tell it from others: "trường tiểu học lê lợi" -> tiểu_học, lê, lợi."""
    marked = _KIND.sub(lambda kind: kind.group().replace(" ", "_"), folded)
    words = _FRAME_PHRASES.sub(" ", marked).split()
    return tuple(word for word in words if word not in _FRAME_WORDS and not (len(word) == 1 and word.isalpha()))


def _written_out(folded: str) -> str:
    for short, meant in _WRITTEN_OUT:
        folded = folded.replace(short, meant)
    return folded


def _location(folded: str) -> tuple[str, str]:
    """("district" or "province", its name) where a segment says no more than where something lies, else ("", "")."""
    bare_name = _PROVINCE.sub("", folded)
    if bare_name in _PROVINCES:
        return "province", bare_name
    if _DISTRICT.match(folded):
        return "district", _DISTRICT.sub("", folded)
    return ("province", bare_name) if bare_name != folded else ("", "")


def _cut_location(name: str) -> tuple[str, list[str]]:
    """Parts a name without commas from its district and province, where a name is left without them."""
    found = _LOCATED.match(name)
    if found is None or not any("_" not in word for word in place_words(found[1])):
        return name, []
    first, _, second = found[2].partition(" tỉnh ")
    return found[1], [first, f"tỉnh {second}"] if second else [first]


def _proper(named: list[str], name: str) -> str:
    """Of "Than Sơn Đông - Vinacomin" it is "sơn đông": one word behind a dash names the group of companies."""
    parts = [fold(part).split() for part in " ".join(named).split(" - ")]
    telling = [words for words in parts if len(words) >= _NAME_WORDS]
    words = telling[-1] if len(parts) > 1 and telling else name.split()
    return " ".join(words[-_NAME_WORDS:]) if len(words) >= _NAME_WORDS else ""


def _short(words_text: str, cut: int) -> str:
    words = words_text.split()
    words = words[: len(words) - cut] if cut else words
    head, tail = words[:-_NAME_WORDS], words[-_NAME_WORDS:]
    if not head:
        return ""
    return "".join(_letters(word) for word in head) + " " + " ".join(tail)


def _letters(word: str) -> str:
    """The letter a word gives to an abbreviation; what is no syllable is one already."""
    return _LETTERS_OF.get(word, word[0] if word in WRITTEN else word)
