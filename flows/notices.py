"""A few words to people outside: by webhook and by mail. What is sent are kinds, codes and counts, never a row; that it
cannot be sent is told and harms no night."""

import json
import logging
import os
import smtplib
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from urllib.error import URLError

from schemas.config import Notifications

WEBHOOK_VARIABLE = "TONGHOP_WEBHOOK_URL"
_SMTP = "TONGHOP_SMTP_"  # HOST, PORT, USER, PASSWORD, TLS
_SECONDS = 15
_log = logging.getLogger(__name__)


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
    sent = 0
    if address := environment.get(WEBHOOK_VARIABLE, ""):
        sent += _by(lambda: _post(address, notice), "webhook")
    if rule.mail_to and environment.get(f"{_SMTP}HOST"):
        sent += _by(lambda: _mail(notice, rule, environment), "mail")
    return sent


def _by(work: Callable[[], None], way: str) -> int:
    try:
        work()
    except (URLError, OSError, ValueError, smtplib.SMTPException) as error:
        _log.warning("the notice could not be sent by %s: %s", way, type(error).__name__)  # the address is a secret
        return 0
    return 1


def _post(address: str, notice: Notice) -> None:
    if not address.startswith(("https://", "http://")):
        raise ValueError("an address of http or https was expected")
    request = urllib.request.Request(address, json.dumps(asdict(notice)).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=_SECONDS):
        pass


def _mail(notice: Notice, rule: Notifications, environment: Mapping[str, str]) -> None:
    message = EmailMessage()
    message["Subject"] = f"[tonghop] {notice.campaign_id}: {notice.kind}"
    message["From"], message["To"] = rule.mail_from, ", ".join(rule.mail_to)
    message.set_content(f"{notice.text}\n\nrun {notice.run_id}\n")
    host, port = environment[f"{_SMTP}HOST"], int(environment.get(f"{_SMTP}PORT", "587"))
    with smtplib.SMTP(host, port, timeout=_SECONDS) as server:
        if environment.get(f"{_SMTP}TLS", "true") != "false":
            server.starttls()
        if user := environment.get(f"{_SMTP}USER", ""):
            server.login(user, environment.get(f"{_SMTP}PASSWORD", ""))
        server.send_message(message)
