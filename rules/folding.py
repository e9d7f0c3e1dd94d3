"""Keys for comparison: one spelling for texts that people write in many ways."""

import re
import unicodedata
from functools import lru_cache

from rules.syllables import CANONICAL

# Abbreviation -> words, from the union's, the schools' and the companies' usage. Read word by word after folding.
ABBREVIATIONS = {
    "tlđ": "tổng liên đoàn",
    "tlđlđ": "tổng liên đoàn lao động",
    "tlđlđvn": "tổng liên đoàn lao động việt nam",
    "lđlđ": "liên đoàn lao động",
    "cđcs": "công đoàn cơ sở",
    "đvcđ": "đoàn viên công đoàn",
    "cbcđ": "cán bộ công đoàn",
    "nlđ": "người lao động",
    "nsdlđ": "người sử dụng lao động",
    "cnvclđ": "công nhân viên chức lao động",
    "cnlđ": "công nhân lao động",
    "cbcc": "cán bộ công chức",
    "cbccvc": "cán bộ công chức viên chức",
    "cbccvclđ": "cán bộ công chức viên chức lao động",
    "cbgv": "cán bộ giáo viên",
    "gv": "giáo viên",
    "hs": "học sinh",
    "sv": "sinh viên",
    "hssv": "học sinh sinh viên",
    "bch": "ban chấp hành",
    "btv": "ban thường vụ",
    "tnhh": "trách nhiệm hữu hạn",
    "mtv": "một thành viên",
    "cp": "cổ phần",
    "cty": "công ty",
    "ctcp": "công ty cổ phần",
    "tct": "tổng công ty",
    "tcty": "tổng công ty",
    "dn": "doanh nghiệp",
    "dnnn": "doanh nghiệp nhà nước",
    "dntn": "doanh nghiệp tư nhân",
    "xn": "xí nghiệp",
    "px": "phân xưởng",
    "kcn": "khu công nghiệp",
    "kcx": "khu chế xuất",
    "kkt": "khu kinh tế",
    "kcnc": "khu công nghệ cao",
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "tp": "thành phố",
    "tx": "thị xã",
    "tphcm": "thành phố hồ chí minh",
    "hcm": "hồ chí minh",
    "tphn": "thành phố hà nội",
    "vn": "việt nam",
    "gdđt": "giáo dục và đào tạo",
    "gdtx": "giáo dục thường xuyên",
    "gdnn": "giáo dục nghề nghiệp",
    "sgd": "sở giáo dục và đào tạo",
    "pgd": "phòng giáo dục và đào tạo",
    "mn": "mầm non",
    "mg": "mẫu giáo",
    "th": "tiểu học",
    "thcs": "trung học cơ sở",
    "thpt": "trung học phổ thông",
    "ptdt": "phổ thông dân tộc",
    "ptdtnt": "phổ thông dân tộc nội trú",
    "ptdtbt": "phổ thông dân tộc bán trú",
    "đh": "đại học",
    "đhqg": "đại học quốc gia",
    "cđkt": "cao đẳng kinh tế",
    "cđsp": "cao đẳng sư phạm",
    "cđn": "cao đẳng nghề",
    "cntt": "công nghệ thông tin",
    "skkn": "sáng kiến kinh nghiệm",
    "sk": "sáng kiến",
    "skctkt": "sáng kiến cải tiến kỹ thuật",
    "bv": "bệnh viện",
    "bvđk": "bệnh viện đa khoa",
    "ttyt": "trung tâm y tế",
    "tyt": "trạm y tế",
    "bhxh": "bảo hiểm xã hội",
    "bhyt": "bảo hiểm y tế",
    "atvslđ": "an toàn vệ sinh lao động",
    "atlđ": "an toàn lao động",
    "qlvh": "quản lý vận hành",
    "đz": "đường dây",
    "tba": "trạm biến áp",
    "mba": "máy biến áp",
    "tthc": "thủ tục hành chính",
}
_PAIRS = {
    "gd đt": "giáo dục và đào tạo",
    "sở gdđt": "sở giáo dục và đào tạo",
    "kh cn": "khoa học và công nghệ",
    "cnvc lđ": "công nhân viên chức lao động",
    "c ty": "công ty",
    "t cty": "tổng công ty",
    "t p": "thành phố",
    "nđ cp": "nghị định chính phủ",
}
# CĐ is cao đẳng beside one of these, công đoàn everywhere else.
_COLLEGE_BEFORE = frozenset(("trường", "viên", "khoa", "hệ", "trình"))
_COLLEGE_AFTER = frozenset(("kinh", "sư", "nghề", "cộng", "kỹ", "bách", "nghệ", "du", "cao"))

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_ONE_D = str.maketrans("ðɖƣ", "đđư")


def _words(text: str) -> list[str]:
    return [CANONICAL.get(word, word) for word in text.split()]


_EXPANDED = {key: _words(meant) for key, meant in ABBREVIATIONS.items()}
_EXPANDED_PAIRS = {tuple(_words(pair)): _words(meant) for pair, meant in _PAIRS.items()}
_ABBREVIATED = frozenset(_EXPANDED) | {first for first, _ in _EXPANDED_PAIRS} | {"cđ"}
_PLAIN = {
    code: base for code in range(0xC0, 0x1F00) if (base := unicodedata.normalize("NFD", chr(code))[0]).isascii()
} | {ord("đ"): "d"}


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """The key under which two spellings of a text are equal: lower case, one tone placement, abbreviations written out.

    Punctuation becomes a blank, letters and digits are parted ("22kV" is "22 kv"). Case, NFC or NFD, hoà/hòa and kỹ/kĩ
    make no difference, and a key folds to itself.
    """
    tokens = _tokens(text)
    return " ".join(tokens if _ABBREVIATED.isdisjoint(tokens) else _expanded(tokens))


def fold_words(text: str) -> str:
    """`fold` with abbreviations left as they are, for names ("Nguyễn Th. An")."""
    return " ".join(_tokens(text))


def bare(text: str) -> str:
    """`fold` without diacritics, for headers: "Đơn vị" is "don vi"."""
    folded = fold(text)
    return folded if folded.isascii() else folded.translate(_PLAIN)


def plain(text: str) -> str:
    """Lower case without diacritics, punctuation kept, for reading dates and sums: "Quý I/2021" is "quy i/2021"."""
    lowered = unicodedata.normalize("NFC", text).lower()
    return lowered if lowered.isascii() else lowered.translate(_PLAIN)


def _tokens(text: str) -> list[str]:
    if text.isascii():
        lowered = text.lower()
    else:
        lowered = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
        if "ð" in lowered or "ɖ" in lowered or "ƣ" in lowered:
            lowered = lowered.translate(_ONE_D)
    return [token for word in lowered.split() for token in _TOKENS_OF[word]]


class _TokensOfWords(dict[str, tuple[str, ...]]):
    """What a word between blanks comes to, remembered: a language has few words."""

    def __missing__(self, word: str) -> tuple[str, ...]:
        tokens = tuple(CANONICAL.get(token, token) for token in _TOKEN.findall(word))
        if len(self) < _MOST_REMEMBERED:
            self[word] = tokens
        return tokens


_MOST_REMEMBERED = 200_000
_TOKENS_OF = _TokensOfWords()


def _expanded(tokens: list[str]) -> list[str]:
    words: list[str] = []
    position = 0
    while position < len(tokens):
        pair = _EXPANDED_PAIRS.get(tuple(tokens[position : position + 2]))
        if pair is not None:
            words += pair
            position += 2
        else:
            words += _EXPANDED.get(tokens[position], tokens[position : position + 1])
            position += 1
    return _with_unions_and_colleges(words) if "cđ" in words else words


def _with_unions_and_colleges(words: list[str]) -> list[str]:
    result: list[str] = []
    for position, word in enumerate(words):
        if word != "cđ":
            result.append(word)
            continue
        before = words[position - 1] if position else ""
        after = words[position + 1] if position + 1 < len(words) else ""
        result += ("cao", "đẳng") if before in _COLLEGE_BEFORE or after in _COLLEGE_AFTER else ("công", "đoàn")
    return result
