"""A sign-in service whose answers a test chooses: for what no honest provider does."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey


class FaultyProvider:
    """Publishes `keys`, signs with the last of them, and answers for tokens with `token_answer` where there is one."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.keys = [RSAKey.generate_key(2048, parameters={"kid": "1"})]
        self.published: list[RSAKey] = list(self.keys)
        self.claims: dict[str, Any] = {}
        self.token_answer: tuple[int, bytes] | None = None
        self.keys_answer: bytes | None = None
        self.asked: list[str] = []

    def answer(self, path: str) -> tuple[int, bytes]:
        """What it says at a path."""
        self.asked.append(path)
        if path == "/token":
            token = jwt.encode({"alg": "RS256", "kid": str(self.keys[-1].kid)}, dict(self.claims), self.keys[-1])
            return self.token_answer or (200, json.dumps({"id_token": token}).encode())
        if path == "/jwks":
            published = {"keys": [key.as_dict(private=False) for key in self.published]}
            return 200, self.keys_answer or json.dumps(published).encode()
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        described = {"issuer": self.issuer, **{name: f"{self.issuer}/{path}" for name, path in ends.items()}}
        return 200, json.dumps(described).encode()

    def roll_keys(self, *, publishing: bool) -> None:
        """Sign with a new key from now on."""
        self.keys.append(RSAKey.generate_key(2048, parameters={"kid": str(len(self.keys) + 1)}))
        if publishing:
            self.published = self.keys[-1:]


@contextmanager
def faulty() -> Iterator[FaultyProvider]:
    """Such a provider on a free port; ended when left."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            status, body = provider.answer(self.path)
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider = FaultyProvider(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()
