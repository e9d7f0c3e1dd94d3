"""Workplaces: schools, hospitals, communes, companies, each with its district, its superior union and its khối."""

from dataclasses import dataclass
from functools import lru_cache

from flows.sample.chance import pick, stream
from flows.sample.wordlists import words

_PLACE = 12
PROVINCE_PREFIX = "Liên đoàn Lao động "


@dataclass(frozen=True, slots=True)
class Workplace:
    """One workplace. `full` and `short` are its two usual spellings, without district and province."""

    kind: str
    full: str
    short: str
    district: str
    province: str
    superior: str
    sector: str
    positions: tuple[str, ...]

    def located(self, *, abroad: bool) -> str:
        """The name with its district, and with the province too where a central union lists it."""
        return f"{self.full}, {self.district}, {self.province}" if abroad else f"{self.full}, {self.district}"


@lru_cache(maxsize=50_000)
def workplace(seed: int, home: int, serial: int, kind: str, province: str) -> Workplace:
    """The workplace of that serial number in the home federation; `province` is "tỉnh Hà Giang"."""
    data = words("workplaces")
    spec = data["kinds"][kind]
    rng = stream(seed, _PLACE, home, serial)
    district = pick(rng, data["districts"])
    given = {
        "t": pick(rng, data["places"]),
        "d": district,
        "p": province,
        "b": pick(rng, data["brands"]),
        "n": str(10 + int(rng.random() * 89)),
    }
    full, short = (form.format(**given) for form in pick(rng, spec["names"]))
    superior = pick(rng, spec["superior"]).format(**given)
    return Workplace(kind, full, short, district, province, superior, spec["sector"], tuple(spec["positions"]))
