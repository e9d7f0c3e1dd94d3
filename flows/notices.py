"""A few words to people outside, by Prefect's notification blocks: a webhook, mail, and whatever blocks were made on
the Prefect server. What is sent are kinds, codes and counts, never a row; that it cannot be sent is told and harms no
night."""

import asyncio
import inspect
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import cast
from urllib.parse import quote, urlencode

from prefect.blocks.abstract import NotificationBlock
from prefect.blocks.core import Block
from prefect.blocks.notifications import AppriseNotificationBlock, CustomWebhookNotificationBlock
from pydantic import SecretStr

from schemas.config import Notifications

WEBHOOK_VARIABLE = "TONGHOP_WEBHOOK_URL"
_SMTP = "TONGHOP_SMTP_"  # HOST, PORT, USER, PASSWORD, TLS
_SECONDS = 15
_log = logging.getLogger(__name__)
_TELLS_ADDRESSES = ("httpx", "httpcore")


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell. `kind`: failed, held or federations; `text`: a sentence of ours."""

    kind: str
    campaign_id: str
    run_id: str
    text: str


def send(notice: Notice, rule: Notifications, environment: Mapping[str, str] = os.environ) -> int:
    """Tell it by every way that is set up. Returns by how many it went out."""
    if not getattr(rule, notice.kind):
        return 0
    ways: list[tuple[str, Callable[[], NotificationBlock]]] = []
    if address := environment.get(WEBHOOK_VARIABLE, ""):
        ways.append(("webhook", lambda: _webhook(address, notice)))
    if rule.mail_to and environment.get(f"{_SMTP}HOST"):
        ways.append(("mail", lambda: _Mail(url=_mail_address(rule, environment))))
    ways += [(f"block {name}", partial(_made_on_the_server, name)) for name in rule.blocks]
    return sum(_by(way, block, notice) for way, block in ways)


def _by(way: str, block: Callable[[], NotificationBlock], notice: Notice) -> int:
    """1 where it went out. A block may fail in as many ways as there are services behind: none may harm the night."""
    for logger in _TELLS_ADDRESSES:  # the address of a webhook is a password
        logging.getLogger(logger).setLevel(logging.WARNING)
    try:
        made = block()
        with made.raise_on_failure():
            sent = made.notify(f"{notice.text}\n\nrun {notice.run_id}\n", _subject(notice))
            if inspect.iscoroutine(sent):  # blocks of some services can only be awaited
                asyncio.run(sent)
    except Exception as error:
        _log.warning("the notice could not be sent by %s: %s", way, type(error).__name__)  # the address is a secret
        return 0
    return 1


def _subject(notice: Notice) -> str:
    return f"[tonghop] {notice.campaign_id}: {notice.kind}"


def _made_on_the_server(name: str) -> NotificationBlock:
    return cast(NotificationBlock, Block.load(name))


class _Mail(AppriseNotificationBlock):
    """Mail, by Apprise's way of writing a mail server as an address."""


def _webhook(address: str, notice: Notice) -> NotificationBlock:
    if not address.startswith(("https://", "http://")):
        raise ValueError("an address of http or https was expected")
    told = {name: value.replace("{{", "{ {") for name, value in asdict(notice).items()}  # no templates of Prefect's
    return CustomWebhookNotificationBlock(name="tonghop", url=address, json_data=told, timeout=_SECONDS)


def _mail_address(rule: Notifications, environment: Mapping[str, str]) -> SecretStr:
    host, port = environment[f"{_SMTP}HOST"], int(environment.get(f"{_SMTP}PORT", "587"))
    scheme = "mailto" if environment.get(f"{_SMTP}TLS", "true") == "false" else "mailtos"
    user, password = (quote(environment.get(f"{_SMTP}{name}", ""), safe="") for name in ("USER", "PASSWORD"))
    who = f"{user}:{password}@" if user else ""
    asked = {"smtp": host, "from": rule.mail_from, "to": ",".join(rule.mail_to), "format": "text"}
    return SecretStr(f"{scheme}://{who}{host}:{port}/?{urlencode(asked)}")
