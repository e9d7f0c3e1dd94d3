"""The links of an index page (nginx, Apache, `python -m http.server`) that lead to what lies right below it."""

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

# No parser of HTML: it would have to be trusted with hostile pages. No quantifier runs past the tag it began in.
_LINK = re.compile(r"""<a\s[^<>]*?\bhref\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))""", re.IGNORECASE)


def children(page: bytes, address: str) -> Iterator[tuple[str, bool]]:
    """Name and whether it is a folder, of each link to something right below the address (which ends with a slash).

    Links to other hosts, upwards, further down or with a query lead to no file of this folder and are passed over.
    A name that is no UTF-8 comes with surrogate escapes.
    """
    above = _path(address)
    told: set[bytes] = set()
    for match in _LINK.finditer(page.decode("utf-8", "surrogateescape")):
        target = _target(html.unescape(next(g for g in match.groups() if g is not None)), address)
        if target is None or not target.startswith(above):
            continue
        name, slash, further = target[len(above) :].partition(b"/")
        if name and not further and name not in (b".", b"..") and name + slash not in told:
            told.add(name + slash)
            yield name.decode("utf-8", "surrogateescape"), bool(slash)


def _target(link: str, address: str) -> bytes | None:
    """The path a link leads to on the address's own host, unquoted; None when it leads elsewhere."""
    try:
        target, here = urlsplit(urljoin(address, link.strip())), urlsplit(address)
    except ValueError:
        return None
    if (target.scheme, target.netloc) != (here.scheme, here.netloc) or target.query or target.fragment:
        return None
    return unquote_to_bytes(target.path.encode("utf-8", "surrogateescape"))


def _path(address: str) -> bytes:
    return unquote_to_bytes(urlsplit(address).path)
