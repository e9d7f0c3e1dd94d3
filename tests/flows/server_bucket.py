"""A real S3 server on loopback for the source tests: moto over TLS, with its own check of signatures."""

import json
import logging
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from uuid import uuid4

from moto import settings
from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from moto.s3.models import s3_backends
from werkzeug.serving import BaseWSGIServer, make_server

_ACCOUNT = "123456789012"
_ALLOWED = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}


@dataclass
class Bucket:
    """A running S3 server with one user whose keys are these; every new bucket is empty."""

    server: BaseWSGIServer
    access_key: str
    secret_key: str
    answers: list[Callable[[Any], Iterable[bytes]]] = field(default_factory=list)  # given before moto is asked
    asked: list[str] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)  # their Authorization

    def fill(self, files: dict[str, bytes]) -> str:
        """A new bucket with these objects; its name."""
        name = f"nop-{uuid4().hex[:12]}"
        _s3().create_bucket(name, "us-east-1")
        for key, data in files.items():
            self.put(name, key, data)
        return name

    def put(self, bucket: str, key: str, data: bytes) -> None:
        """Store one object."""
        _s3().put_object(bucket, key, data)

    def delete(self, bucket: str, key: str) -> None:
        """Remove one object."""
        _s3().delete_object(bucket, key)


def _s3() -> Any:
    return s3_backends[_ACCOUNT]["aws"]


def start_bucket(tls: ssl.SSLContext) -> Bucket:
    """Serve S3; only requests signed with the user's keys are answered."""
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    iam = iam_backends[_ACCOUNT]["aws"]
    iam.create_user("us-east-1", "puller")
    iam.put_user_policy("puller", "read", json.dumps(_ALLOWED))
    key = iam.create_access_key("puller")
    settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
    moto = DomainDispatcherApplication(create_backend_app)

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        bucket.asked.append(environ["RAW_URI"])
        bucket.signed.append(environ.get("HTTP_AUTHORIZATION", ""))
        if bucket.answers:
            return bucket.answers.pop(0)(start_response)
        return moto(environ, start_response)  # type: ignore[no-any-return]

    server = make_server("127.0.0.1", 0, app, True, request_handler=MotoRequestHandler, ssl_context=tls)
    bucket = Bucket(server, key.access_key_id, key.secret_access_key)
    Thread(target=server.serve_forever, daemon=True).start()
    return bucket
