"""What every command shares: exit codes, options, the way it tells a fault."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.faults import Misuse

if TYPE_CHECKING:
    from flows.dossier.settling import Settled
    from flows.settings import Settings
    from flows.store.session import Store
    from schemas.config import Config

EXIT_MADE, EXIT_NOT_MADE, EXIT_USAGE, EXIT_HELD = 0, 1, 2, 3


def new_command(commands: Any, name: str, says: str) -> argparse.ArgumentParser:
    """A sub-command with the options that all have: --config, --workdir, --campaign."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=says, description=f"{says[0].upper()}{says[1:]}.")
    parser.add_argument(
        "--config", type=Path, default=Path("config.yaml"), metavar="FILE", help="default: ./config.yaml"
    )
    parser.add_argument(
        "--workdir", type=Path, default=Path("var"), metavar="DIR", help="database and releases; default: ./var"
    )
    parser.add_argument("--campaign", metavar="ID", help="default: default_campaign of the config")
    return parser


def config_of(arguments: argparse.Namespace) -> tuple["Config", str]:
    """The config, and the id of the campaign asked for. Misuse where either is not to be had."""
    from flows.settings import load_config

    config, _ = load_config(arguments.config)
    campaign_id = arguments.campaign or config.default_campaign
    campaigns = [c.id for c in config.campaigns]
    if campaign_id not in campaigns:
        raise Misuse(f"--campaign {campaign_id}: expected one of {', '.join(campaigns)}")
    return config, campaign_id


def known_federations(config: "Config", codes: Sequence[str], option: str, campaign_id: str = "") -> None:
    """Misuse where a code is none of the config's; with a campaign, where that federation takes no part in it."""
    unknown = sorted(set(codes) - {f.code for f in config.federations})
    if unknown:
        raise Misuse(f"{option} {unknown[0]}: no federation of the config has this code")
    others = sorted(set(codes) - {f.code for f in config.federations_of(campaign_id)}) if campaign_id else []
    if others:
        raise Misuse(f"{option} {others[0]}: takes no part in {campaign_id}, by `valid` of its block in the config")


def there(workdir: Path) -> None:
    """Misuse where a working directory is none: a mistyped one is told, not made."""
    if not workdir.is_dir():
        raise Misuse(f"--workdir {workdir}: there is no such folder; `tonghop run` makes it")


@contextmanager
def opened(arguments: argparse.Namespace, any_key: bool = False) -> Iterator[tuple["Settings", "Store"]]:
    """The settings and the store of a command that changes something; no run can be at work meanwhile. The key is the
    one that the store's codes were made with, unless it may be `any_key`."""
    from flows.alone import alone
    from flows.keys import key_id
    from flows.settings import load_settings
    from flows.store.keys_of_codes import same_key
    from flows.store.session import Store
    from flows.store.turns import own_turn

    there(arguments.workdir)
    settings = load_settings(arguments.config, arguments.workdir)
    with alone(settings.workdir):
        store = Store(settings.database_url)
        try:
            with own_turn(store):
                if not any_key:
                    same_key(store, key_id(settings.hmac_key))
                yield settings, store
        finally:
            store.close()


@contextmanager
def reading(arguments: argparse.Namespace, config: "Config") -> Iterator["Store"]:
    """The store of a command that only reads: it waits for no run, needs no key, makes and migrates no database."""
    from flows.settings import database_url
    from flows.store.examining import sqlite_file, version_there
    from flows.store.session import Store

    workdir: Path = arguments.workdir
    there(workdir)
    url = database_url(config, workdir)
    file = sqlite_file(url)
    found, newest = version_there(url, write=False) if file is None or file.exists() else (None, "")
    if found is None:
        raise Misuse("the database is not there yet; the first `tonghop run` makes it")
    if found != newest:
        raise Misuse(f"the database is of version {found}; the next `tonghop run` brings it up to {newest}")
    store = Store(url)
    try:
        yield store
    finally:
        store.close()


def releases_of(arguments: argparse.Namespace, config: "Config", campaign_id: str) -> Path:
    """The folder of a campaign's releases."""
    workdir: Path = arguments.workdir
    return workdir.absolute() / config.releases.folder / campaign_id


def named(name: str | None) -> str:
    """The person who decides, from --by; Misuse without one."""
    if not (name or "").strip():
        raise Misuse("--by: expected the name of the person who decides it")
    return str(name).strip()


def tell_dossiers(settled: "Settled") -> None:
    """A line for each dossier that was made again or withdrawn: it is never silent."""
    for line in settled.told():
        print(line)


def day(text: str) -> date:
    """An option's day, YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a day as YYYY-MM-DD, found {text!r}") from None


def positive(text: str) -> int:
    """An option's whole number above 0."""
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number above 0, found {text!r}")
    return int(text)


def fail(message: str) -> int:
    """Tell why nothing was made."""
    print(f"tonghop: {message}", file=sys.stderr)
    return EXIT_NOT_MADE


def misused(message: str) -> int:
    """Tell what is wrong with the usage or the config."""
    print(f"tonghop: {message}", file=sys.stderr)
    return EXIT_USAGE
