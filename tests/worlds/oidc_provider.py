"""An OpenID provider on loopback: it logs in whom the test names, and signs whatever the test wants signed."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "roster", "s3cret:with/colon"


class Provider:
    """`claims` and `header` go over those of a sound token; `key` signs; `keys` is what it says it signs with."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
        self.keys = [self.key]
        self.claims: dict = {"sub": "u-1", "email": "clerk", "email_verified": True}
        self.header: dict = {}
        self.signer = None
        self.asked: dict[str, dict] = {}
        self.token_requests = self.key_requests = 0
        self.says_issuer: str | None = None
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                provider.read(self)

            def do_POST(self):
                provider.exchange(self)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def authorize(self, address: str) -> dict[str, str]:
        """What the browser brings back from the log-in page: code and state."""
        assert address.startswith(f"{self.issuer}/authorize?"), address
        query = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        assert (query["client_id"], query["response_type"]) == (CLIENT, "code")
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.asked[code] = query
        return {"code": code, "state": query["state"]}

    def read(self, request) -> None:
        if request.path == "/.well-known/openid-configuration":
            _say(
                request,
                {
                    "issuer": self.says_issuer or self.issuer,
                    "authorization_endpoint": f"{self.issuer}/authorize",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/keys",
                },
            )
        elif request.path == "/keys":
            self.key_requests += 1
            _say(request, {"keys": [key.as_dict(private=False) for key in self.keys]})
        else:
            request.send_error(404)

    def exchange(self, request) -> None:
        self.token_requests += 1
        body = request.rfile.read(int(request.headers["Content-Length"])).decode()
        form = {key: values[0] for key, values in parse_qs(body).items()}
        given = base64.b64decode(request.headers["Authorization"].removeprefix("Basic ")).decode()
        asked = self.asked.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            unquote(given) != f"{CLIENT}:{SECRET}"
            or asked is None
            or form["grant_type"] != "authorization_code"
            or form["redirect_uri"] != asked["redirect_uri"]
            or challenge.decode().rstrip("=") != asked["code_challenge"]
        ):
            _say(request, {"error": "invalid_grant"}, 400)
            return
        now = int(time.time())
        sound = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims = {key: value for key, value in {**sound, **self.claims}.items() if value is not None}
        header = {"alg": "RS256", "kid": self.key.kid, **self.header}
        token = jwt.encode(header, claims, self.signer or self.key, algorithms=[header["alg"]])
        _say(request, {"access_token": "at", "token_type": "Bearer", "id_token": token})


def _say(request, body: dict, status: int = 200) -> None:
    data = json.dumps(body).encode()
    request.send_response(status)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", str(len(data)))
    request.end_headers()
    request.wfile.write(data)
