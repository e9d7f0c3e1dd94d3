"""What is installed is pinned and audited, and no secret stands in the repository."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_LONGEST = 2_000_000
# Shapes of secrets: private keys, access keys and tokens of services, passwords in addresses, and assignments.
_SHAPES = {
    "private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "access key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|xox[abprs]-[A-Za-z0-9-]{10,}|glpat-[\w-]{20}|pypi-\w{40,})"),
    "web token": re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
    "password in an address": re.compile(r"\b[a-z][a-z0-9+]*://[^\s/:@\"'{}<>$]+:(?!PASSWORD@|\*+@|\.\.\.@)[^\s/@\"'{}<>$]+@"),
    "assignment": re.compile(
        r"(?i)\b(?:password|passwd|secret_key|api_key|token|hmac_key)\b[\"']?\s*[:=]\s*[\"'](?=[^\"'\s]*\d)(?=[^\"'\s]*[a-z])[^\"'\s{}<>$]{12,}[\"']"
    ),
}  # fmt: skip
# Made up for tests, and named so.
_INVENTED = re.compile(r"no secret at all|for tests|example|invented|BM-[0-9a-f]{16}", re.IGNORECASE)


def tracked() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("no git here: which files are tracked is not known")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name]


def secrets_in(text: str) -> list[str]:
    """Kind of each secret a text seems to hold."""
    lines = (line for line in text.splitlines() if not _INVENTED.search(line))
    return [kind for line in lines for kind, shape in _SHAPES.items() if shape.search(line)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("-----BEGIN OPENSSH PRIVATE " + "KEY-----", "private key"),
        ("key = AKIA" + "QWERTYUIOPASDFGH", "access key"),
        ("ghp_" + "a1" * 18, "token"),
        ("postgresql://tonghop:" + "q8Zr!kd0@db/tonghop", "password in an address"),
        ('password: "' + 'tr0ub4dor-and-3"', "assignment"),
        ("eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWIiOiIxMjM0In0.abcdefghijkl", "web token"),
    ],
)
def test_a_secret_of_each_shape_is_seen(text: str, kind: str) -> None:
    assert secrets_in(text) == [kind]


def test_no_secret_stands_in_the_repository() -> None:
    found = []
    for path in tracked():
        assert path.name not in ("hmac.key", ".env", "id_rsa", "id_ed25519"), path
        assert path.suffix not in (".pem", ".p12", ".pfx", ".jks", ".key"), path
        if path.is_file() and path.stat().st_size < _LONGEST:
            data = path.read_bytes()
            if b"\0" not in data[:8000]:
                found += [(str(path.relative_to(ROOT)), kind) for kind in secrets_in(data.decode("utf-8", "replace"))]
    assert found == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_dependency_is_pinned_with_its_hash(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert len(lines) > 50
    for line in lines:
        assert re.match(r"[A-Za-z0-9._-]+(?:\[[\w,-]+\])?==\S+", line), line[:60]
        assert "--hash=sha256:" in line, line[:60]


def test_the_bill_of_materials_names_every_pinned_package(tmp_path: Path) -> None:
    pytest.importorskip("cyclonedx_py", reason="cyclonedx-bom is not installed: `make install` with the tests' lock")
    out = tmp_path / "sbom.json"
    lock = ROOT / "requirements.lock"
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", str(lock), "--output-reproducible", "-o", str(out)]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    told = json.loads(out.read_text("utf-8"))
    pinned = set(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[\w,-]+\])?==", lock.read_text("utf-8"), re.MULTILINE))
    assert {part["name"].lower() for part in told["components"]} == {name.lower() for name in pinned}
    assert told["bomFormat"] == "CycloneDX"


def test_ci_audits_what_is_pinned_and_says_so_where_it_cannot() -> None:
    """`make audit` asks for advisories; it is no test, since tests ask nothing of the outside."""
    assert "make audit" in (ROOT / ".ci" / "run").read_text("utf-8")
    script = (ROOT / ".ci" / "audit").read_text("utf-8")
    assert "--require-hashes" in script
    assert "not audited" in script
