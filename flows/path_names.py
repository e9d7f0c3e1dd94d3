"""Which file it is, and under which name it may be shown (RULES.md 20): the true path of a file that repeats a secret
stays in memory; the store knows the file by a keyed code of its path."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.sources import Receipt
from flows.store.submissions import KnownFile
from rules.features import Coder
from rules.names_in_paths import shown_path


@dataclass(frozen=True)
class Names:
    """The names of one federation's files. `known`: the versions that the store holds; `withheld`: codes of paths that
    are withheld by hand, "" for all; `agreed`: ids of the federation's accepted explanations."""

    coder: Coder
    known: Sequence[KnownFile]
    withheld: frozenset[str] = frozenset()
    agreed: frozenset[str] = frozenset()

    def code(self, path: str) -> str:
        """The keyed code of a path at the source."""
        return path_code(self.coder, path)

    def before(self, path: str) -> str:
        """The name under which a file had to be shown before, "" where that is its own."""
        code = self.code(path)
        return next((k.path for k in self.known if k.path_code == code and k.path != path), "")

    def is_withheld(self, path: str) -> bool:
        """Whether everything in a file is withheld by hand."""
        return not self.withheld.isdisjoint(("", self.code(path)))

    def shown(self, receipt: Receipt) -> Receipt:
        """The receipt of a file whose rows are not known, as it may be stored."""
        before = self.before(receipt.path)
        return replace(receipt, path=before or shown_path(receipt.path, (), self.coder))


def path_code(coder: Coder, path: str) -> str:
    """The keyed code of a path at the source."""
    return f"{coder.code('path', path):016x}"


def with_codes(known: Sequence[KnownFile], coder: Coder) -> list[KnownFile]:
    """Files of a store of before, whose paths were kept as they were, are given their codes."""
    return [k if k.path_code else replace(k, path_code=path_code(coder, k.path)) for k in known]
