"""The two encodings from before Unicode that still lie in old sheets, as their bytes look when read as Latin-1.

TCVN3 (fonts .VnTime, .VnArial ...; one byte a letter, no toned capitals; a capitals font .VnTimeH shows small
letters large) is TCVN 5712-1. VNI (fonts VNI-Times ...) writes a base letter and a mark after it.
"""

import re

_TCVN3_SEEN = "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
_TCVN3_MEANT = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
TCVN3 = str.maketrans(_TCVN3_SEEN, _TCVN3_MEANT)

_VNI_VOWELS = "aàáảãạ eèéẻẽẹ oòóỏõọ uùúủũụ yỳýỷỹ ôờớởỡợ öừứửữự"
_VNI_TONES = "øùûõï"
_VNI_SHAPES = {
    "a": {
        "â": "â",
        "á": "ấ",
        "à": "ầ",
        "å": "ẩ",
        "ã": "ẫ",
        "ä": "ậ",
        "ê": "ă",
        "é": "ắ",
        "è": "ằ",
        "ú": "ẳ",
        "ü": "ẵ",
        "ë": "ặ",
    },
    "e": {"â": "ê", "á": "ế", "à": "ề", "å": "ể", "ã": "ễ", "ä": "ệ"},
    "o": {"â": "ô", "á": "ố", "à": "ồ", "å": "ổ", "ã": "ỗ", "ä": "ộ"},
}
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"}


def _vni_table() -> dict[str, str]:
    small = dict(_VNI_SINGLE)
    for row in _VNI_VOWELS.split(" "):
        small.update({row[0] + mark: meant for mark, meant in zip(_VNI_TONES, row[1:], strict=False)})
    for base, marks in _VNI_SHAPES.items():
        small.update({base + mark: meant for mark, meant in marks.items()})
    table = dict(small)
    for seen, meant in small.items():
        table[seen.upper()] = meant.upper()
        table[seen[0].upper() + seen[1:]] = meant.upper()
    return table


VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, VNI), key=lambda key: (-len(key), key))))

# cp1252 gives these letters to bytes that Latin-1 leaves to control characters; five bytes stay controls in both.
_CP1252_BYTES = {
    bytes([byte]).decode("cp1252"): byte for byte in range(0x80, 0xA0) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
CONTROL_TO_CP1252 = {byte: char for char, byte in _CP1252_BYTES.items()}
_TO_BYTES = {ord(char): byte for char, byte in _CP1252_BYTES.items()}


def from_tcvn3(text: str) -> str:
    """TCVN3 text that was read as Latin-1, in Unicode."""
    return text.translate(TCVN3)


def from_vni(text: str) -> str:
    """VNI text that was read as Latin-1, in Unicode; "chaát löôïng" is "chất lượng"."""
    return _VNI_PATTERN.sub(lambda match: VNI[match[0]], text)


def from_double_decoded(text: str) -> str:
    """UTF-8 text that was read as Latin-1 or cp1252, in Unicode; "" where it cannot be that."""
    for candidate in (text, text.replace("Ã ", "Ã\u00a0")):
        try:
            meant = candidate.translate(_TO_BYTES).encode("latin-1").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        return meant if len(meant) < len(text) else ""
    return ""
