"""What a process of ours does not do as it starts."""

import subprocess
import sys

_LOADED = "import flows, jsonschema, sys; print('lark' in sys.modules, bool(jsonschema.FormatChecker.checkers))"


def test_no_grammar_of_addresses_is_built() -> None:
    done = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
