"""What is a Vietnamese syllable: onset x rime x tone, by rule and not by a list of words.

`SYLLABLES` holds every well-formed lower-case NFC syllable in both accepted tone placements (hòa, hoà). `WRITTEN`
adds the ones with the tone on a wrong vowel of the right syllable (hòan, qúy), which people do type. `CANONICAL`
maps each spelling that has a twin to the one spelling used in keys for comparison: hoà -> hòa, hòan -> hoàn, kĩ -> kỹ.
"""

from collections.abc import Iterator
from itertools import product

_TONED = {
    "a": "aàáảãạ",
    "ă": "ăằắẳẵặ",
    "â": "âầấẩẫậ",
    "e": "eèéẻẽẹ",
    "ê": "êềếểễệ",
    "i": "iìíỉĩị",
    "o": "oòóỏõọ",
    "ô": "ôồốổỗộ",
    "ơ": "ơờớởỡợ",
    "u": "uùúủũụ",
    "ư": "ưừứửữự",
    "y": "yỳýỷỹỵ",
}
VOWELS = frozenset("".join(_TONED.values()))
MARKED_LETTERS = frozenset(c for c in VOWELS if not c.isascii()) | {"đ"}
_QUALITY = "ăâêôơư"
_STOPS = ("p", "t", "c", "ch", "k")

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIMES = (
    "a e ê i o ô ơ u ư y ia ua ưa oa oe uê uơ uy uya "
    "ai ao au ay âu ây eo êu iu oi ôi ơi ui ưi ưu iêu yêu oai oay oao oeo uây uôi ươi ươu uyu "
    "am ăm âm em êm im om ôm ơm um iêm yêm uôm ươm oam oăm "
    "an ăn ân en ên in on ôn ơn un iên yên uôn ươn oan oăn oen uân uyên uyn "
    "ang ăng âng eng ong ông ung ưng iêng yêng uông ương oang oăng uâng oong anh ênh inh oanh uênh uynh "
    "ap ăp âp ep êp ip op ôp ơp up iêp ươp oap oăp uyp "
    "at ăt ât et êt it ot ôt ơt ut ưt iêt yêt uôt ươt oat oăt oet uât uyêt uyt "
    "ac ăc âc ec oc ôc uc ưc iêc uôc ươc oac oăc ooc ach êch ich oach uêch uych ăk ak"
)
_RIMES_AFTER_QU = (
    "a e ê i o ô ơ y ai ao au ay ây eo êu iu am ăm ân an ăn en ên in yên ang ăng âng eng anh ênh inh ynh "
    "ap ăp ep ip at ăt ât et êt it yt yêt ac ăc ôc ach êch ich ych"
)
_RIMES_AFTER_GI = "êng êc"
_ONSETS_BEFORE_Y = "b d h k kh l m n nh ph s t th tr v x"
_ONE_SOUND_I_Y = frozenset(("h", "k", "l", "m", "s", "t", "qu"))
_TWO_PLACEMENTS = frozenset(("oa", "oe", "uy"))
# Names of places and peoples that keep a foreign form.
_BORROWED = "kạn krông plông đắk đăk lắk lăk pắk păk păh glông đrăng đrắk prông plây xtiêng mnông kđăm moóc"


def _fits(onset: str, rime: str) -> bool:
    """Spelling rules: c/k, g/gh, ng/ngh by the next vowel; y alone or as yê- only where it is written."""
    first = rime[0]
    front = first in "eêiy"
    if onset == "qu":
        return rime in _RIMES_AFTER_QU.split()
    if onset == "gi":
        return first not in "iy"
    if rime in _RIMES_AFTER_GI.split():
        return False
    if onset == "g":
        return not front or rime in ("i", "in")
    if onset in ("gh", "ngh"):
        return front and first != "y"
    if onset in ("c", "ng"):
        return not front
    if onset == "k":
        return front and not rime.startswith("yê")
    if rime == "y":
        return onset in ("", *_ONSETS_BEFORE_Y.split())
    if first == "y":
        return onset == ""
    return not (onset == "" and rime.startswith("iê"))


def _tone_places(rime: str) -> tuple[int, ...]:
    """Where the tone is written: the vowels' index in the rime, the place used in keys first."""
    vowels = [i for i, letter in enumerate(rime) if letter in _TONED]
    marked = [i for i in vowels if rime[i] in _QUALITY]
    if marked:
        return (marked[-1],)
    if rime in _TWO_PLACEMENTS:
        return (0, 1)
    if len(vowels) == 3 or (len(vowels) == 2 and vowels[-1] < len(rime) - 1):
        return (vowels[1],)
    return (vowels[0],)


def _spellings(onset: str, rime: str, tone: int) -> Iterator[tuple[str, str, bool]]:
    """Every spelling of one syllable: (as written, as used in keys, is it accepted spelling)."""
    places = _tone_places(rime)
    key_rime = "y" if rime == "i" and onset in _ONE_SOUND_I_Y else rime
    key = onset + _toned(key_rime, places[0], tone)
    for place in places:
        yield onset + _toned(rime, place, tone), key, True
    if tone == 0:
        return
    for place, letter in enumerate(rime):
        if letter in _TONED and place not in places:
            yield onset + _toned(rime, place, tone), key, False
    if onset in ("qu", "gi"):
        yield onset[0] + _TONED[onset[1]][tone] + rime, key, False


def _toned(rime: str, place: int, tone: int) -> str:
    return rime[:place] + _TONED[rime[place]][tone] + rime[place + 1 :]


def _tables() -> tuple[frozenset[str], frozenset[str], dict[str, str]]:
    strict, written, canonical = set(_BORROWED.split()), set(_BORROWED.split()), {}
    for onset, rime in product(
        ("", *_ONSETS.split()), sorted({*_RIMES.split(), *_RIMES_AFTER_QU.split(), *_RIMES_AFTER_GI.split()})
    ):
        if not _fits(onset, rime):
            continue
        for tone in (2, 5) if rime.endswith(_STOPS) else range(6):
            for word, key, accepted in _spellings(onset, rime, tone):
                written.add(word)
                if accepted:
                    strict.add(word)
                if word != key:
                    canonical[word] = key
    return frozenset(strict), frozenset(written), canonical


SYLLABLES, WRITTEN, CANONICAL = _tables()


def is_syllable(word: str) -> bool:
    """True for a well-formed Vietnamese syllable in lower case and NFC, whether or not it is a word that exists."""
    return word in SYLLABLES
