"""OpenID Connect: the authorization code flow with PKCE against one issuer (OpenID Connect Core 1.0 §3.1, RFC 7636)."""

import threading
import time
from typing import Any

import httpx

from api.accounts.oidc_link import roles_of
from api.problem import UNAUTHENTICATED, UPSTREAM, Problem
from api.settings import Settings
from roster.errors import Fault, InputError
from roster.text import Text

SCOPE = "openid email profile"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Signatures by the issuer's private key only: `none` and shared secrets prove nothing about who signed."""
TIMEOUT_SECONDS = 10.0
KEEP_SECONDS = 3600.0
"""How long the issuer's document and keys are kept; a signature that does not fit has the keys read again."""
REFRESH_SECONDS = 10.0
LEEWAY_SECONDS = 60
NOT_LET_IN = Text("公司登录未通过", "The company's log-in did not let you in")


class Issuer:
    """One identity provider. Its document is read when it is first needed; safe among threads."""

    def __init__(self, settings: Settings) -> None:
        self.issuer, self.client_id = settings.oidc_issuer, settings.oidc_client_id
        self.client_secret = settings.oidc_client_secret
        self._lock = threading.Lock()
        self._document: dict[str, Any] | None = None
        self._keys: dict[str, Any] = {}
        self._read_at = self._keys_at = -KEEP_SECONDS

    def ask(self, redirect_uri: str, state: str, nonce: str, verifier: str) -> str:
        """The address to send the browser to."""
        client = self._client(redirect_uri)
        url, _ = client.create_authorization_url(
            self.document()["authorization_endpoint"], state=state, code_verifier=verifier, nonce=nonce
        )
        return str(url)

    def claims(self, redirect_uri: str, code: str, nonce: str, verifier: str) -> dict[str, Any]:
        """What the ID token says of who logged in. Problem 401 for a token that does not prove it."""
        from authlib.oauth2 import OAuth2Error
        from joserfc.errors import JoseError

        document = self.document()
        client = self._client(redirect_uri, _method(document, self.client_secret))
        try:
            token = client.fetch_token(
                document["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=verifier
            )
        except OAuth2Error as error:
            raise Problem(UNAUTHENTICATED, NOT_LET_IN) from error
        except (httpx.HTTPError, ValueError, TypeError) as error:
            raise Problem(UPSTREAM) from error
        id_token = token.get("id_token")
        if not isinstance(id_token, str):
            raise Problem(UNAUTHENTICATED, NOT_LET_IN)
        try:
            return self._proven(id_token, nonce, str(token.get("access_token") or ""))
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise Problem(UNAUTHENTICATED, NOT_LET_IN) from error

    def _proven(self, id_token: str, nonce: str, access_token: str) -> dict[str, Any]:
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import JoseError

        try:
            decoded = jwt.decode(id_token, self._key_set(), algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            # The issuer may have begun to sign with a new key.
            decoded = jwt.decode(id_token, self._key_set(afresh=True), algorithms=ALGORITHMS)
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            options={
                "iss": {"essential": True, "value": self.issuer},
                "sub": {"essential": True, "allow_blank": False},
                "aud": {"essential": True, "value": self.client_id},
                "nonce": {"essential": True, "value": nonce},
            },
            params={"nonce": nonce, "client_id": self.client_id, "access_token": access_token},
        )
        claims.validate(now=int(time.time()), leeway=LEEWAY_SECONDS)
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims:
            raise ValueError("several audiences and no authorized party (OpenID Connect Core §3.1.3.7)")
        return dict(claims)

    def document(self) -> dict[str, Any]:
        """What the issuer says of itself (OpenID Connect Discovery 1.0 §4), kept for an hour."""
        with self._lock:
            if self._document is None or time.monotonic() - self._read_at > KEEP_SECONDS:
                metadata = _read(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
                ends = [metadata.get(key) for key in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
                if metadata.get("issuer") != self.issuer or not all(
                    isinstance(end, str) and _safe(end) for end in ends
                ):
                    raise Problem(UPSTREAM)
                self._document, self._read_at = metadata, time.monotonic()
            return self._document

    def _key_set(self, *, afresh: bool = False) -> Any:
        from joserfc.jwk import KeySet

        address = self.document()["jwks_uri"]
        with self._lock:
            age = time.monotonic() - self._keys_at
            if not self._keys or age > (REFRESH_SECONDS if afresh else KEEP_SECONDS):
                self._keys, self._keys_at = _read(address), time.monotonic()
            return KeySet.import_key_set(self._keys)  # type: ignore[arg-type]

    def _client(self, redirect_uri: str, method: str | None = None) -> Any:
        from authlib.oauth2.client import OAuth2Client

        return OAuth2Client(
            _Posts(),
            self.client_id,
            self.client_secret or None,
            token_endpoint_auth_method=method,
            scope=SCOPE,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
        )


class _Posts:
    """What Authlib needs of a session: one POST, signed by the client's own authentication."""

    def post(self, url: str, data: Any = None, headers: Any = None, auth: Any = None, **_: Any) -> httpx.Response:
        body = str(httpx.QueryParams(data))
        url, headers, body = auth.prepare("POST", url, dict(headers or {}), body)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return httpx.post(url, content=body, headers=headers, timeout=TIMEOUT_SECONDS, follow_redirects=False)


def issuer_of(settings: Settings) -> Issuer | None:
    """The issuer that is set up; None where none is. InputError for a set-up that can't work."""
    if not settings.oidc_issuer:
        return None
    faults = []
    if not settings.oidc_client_id:
        faults.append(_fault("oidc_client_id", Text("缺少", "is missing")))
    if not _safe(settings.oidc_issuer):
        faults.append(_fault("oidc_issuer", Text("应为 https 地址", "must be an https address")))
    try:
        import authlib  # noqa: F401 - only whether it is there
    except ImportError:
        faults.append(
            _fault(
                "oidc_issuer",
                Text("需要安装 oidc 组件:pip install -e '.[oidc]'", "needs the extra oidc: pip install -e '.[oidc]'"),
            )
        )
    if faults:
        raise InputError(faults)
    roles_of(settings)
    return Issuer(settings)


def _fault(name: str, problem: Text) -> Fault:
    return Fault("settings", None, name, problem, Text("见 docs/operations.md", "See docs/operations.md"))


def _safe(address: str) -> bool:
    from authlib.common.security import is_secure_transport

    return bool(is_secure_transport(address))


def _method(document: dict[str, Any], secret: str) -> str:
    """How the client names itself: as the issuer takes it, the header before the body."""
    if not secret:
        return "none"
    taken = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return "client_secret_basic" if "client_secret_basic" in taken else "client_secret_post"


def _read(address: str) -> dict[str, Any]:
    try:
        answer = httpx.get(address, timeout=TIMEOUT_SECONDS, follow_redirects=False)
        answer.raise_for_status()
        content = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise Problem(UPSTREAM) from error
    if not isinstance(content, dict):
        raise Problem(UPSTREAM)
    return content
