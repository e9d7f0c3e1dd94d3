"""One way to make a page: Jinja2 with autoescape, missing names are errors, the stylesheet inlined, UTF-8 bytes out."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from reports import numbers
from reports.wording import label, short_name
from reports.wording_pages import PAGE
from schemas.release import ReleaseFacts

LONGEST_SHOWN = 300
_LAYOUT = (9, 10)  # tab and line feed are harmless
_CONTROLS = {*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)}.difference(_LAYOUT)
_UNSEEN = dict.fromkeys(_CONTROLS, "\N{REPLACEMENT CHARACTER}")


def sentence(text: str) -> str:
    """The text with a capital first letter; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def visible(text: str) -> str:
    """Text from a sheet made fit to show: control and direction marks shown as �, 300 characters at most."""
    shown = text.translate(_UNSEEN)
    return shown if len(shown) <= LONGEST_SHOWN else shown[:LONGEST_SHOWN] + "…"


def render(template: str, facts: ReleaseFacts, **context: object) -> bytes:
    """The page `reports/templates/<template>` filled with the facts of the release and what the report adds."""
    text = _PAGES.get_template(template).render(facts=facts, page=PAGE, **context)
    return text.encode("utf-8")


def part_of_page(template: str, **context: object) -> str:
    """A part that rests on less than its page does."""
    return _PAGES.get_template(template).render(**context)


def _environment() -> Environment:
    pages = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    pages.filters |= {
        "number": numbers.number,
        "percent": numbers.percent,
        "day": numbers.day,
        "money": numbers.money,
        "short_name": short_name,
        "sentence": sentence,
        "visible": visible,
    }
    pages.globals |= {"label": label}
    return pages


_PAGES = _environment()
