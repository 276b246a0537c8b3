"""A token issuer with keys of its own, which can be changed."""

import base64
import hashlib
import hmac
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

POLL_SECONDS = 0.01
"""How often the server looks whether it is to stop; the library's half a second is what each test would wait."""


@dataclass
class Issuer:
    """RSA keys by key id, published at an address of this machine; it records each request for them."""

    keys: dict[str, rsa.RSAPrivateKey] = field(default_factory=dict)
    requested_paths: list[str] = field(default_factory=list)
    server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        issuer = self

        class Published(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.requested_paths.append(self.path)
                body = json.dumps({"keys": issuer.public_keys()}).encode()
                self.send_response(200)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Published)
        threading.Thread(target=self.server.serve_forever, args=(POLL_SECONDS,), daemon=True).start()

    def stop(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()

    @property
    def address(self) -> str:
        """The URL where the keys of a pool are published."""
        assert self.server
        return f"http://127.0.0.1:{self.server.server_port}/{{pool}}/jwks.json"

    def add(self, key_id: str) -> None:
        self.keys[key_id] = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def public_keys(self) -> list[dict[str, Any]]:
        """The public keys (RFC 7517)."""
        return [
            {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": key_id, "alg": "RS256", "use": "sig"}
            for key_id, key in self.keys.items()
        ]

    def sign(self, claims: dict[str, Any], key_id: str, **header: Any) -> str:
        """A token signed by one of the keys."""
        return jwt.encode(claims, self.keys[key_id], "RS256", {"kid": key_id, **header})

    def public_pem(self, key_id: str) -> bytes:
        """A public key in PEM format."""
        public = self.keys[key_id].public_key()
        return public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def claims(**said: Any) -> dict[str, Any]:
    """The claims of a Cognito access token; None removes a claim."""
    moment = int(time.time())
    usual = {"token_use": "access", "iat": moment - 5, "auth_time": moment - 5, "exp": moment + 3600}
    return {name: value for name, value in {**usual, **said}.items() if value is not None}


def encode_part(part: dict[str, Any]) -> str:
    """A base64url-encoded part of a token."""
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def unsigned_token(body: dict[str, Any], key_id: str, algorithm: str = "none") -> str:
    """A token without a signature."""
    return f"{encode_part({'alg': algorithm, 'kid': key_id, 'typ': 'JWT'})}.{encode_part(body)}."


def token_signed_with_public_key(body: dict[str, Any], key_id: str, public_key: bytes) -> str:
    """An HS256 token whose secret is the text of the public key."""
    signed = f"{encode_part({'alg': 'HS256', 'kid': key_id, 'typ': 'JWT'})}.{encode_part(body)}"
    digest = hmac.digest(public_key, signed.encode(), hashlib.sha256)
    return f"{signed}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"
