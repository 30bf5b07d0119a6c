"""Who asks: headers, query or a session made of credentials. Renews what expires; never writes what it holds."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from data_sources.api.addresses import base_address
from data_sources.api.call import Answer, Call
from data_sources.api.failures import unsendable
from data_sources.api.paths import ShapeError, find
from data_sources.api.spec import Authentication, Basic, Bearer, KeyInHeader, KeyInQuery, OAuth2, Session
from data_sources.api.templates import fill
from data_sources.api.withheld import without
from data_sources.errors import SourceError
from data_sources.secrets import conceal

_NAMES = ("user", "client_id")
_SHORTEST = 8
_SENDABLE = re.compile(r"(?:[!-~](?:[ -~\t]*[!-~])?)?")
Ask = Callable[[Call], Answer]


@dataclass(slots=True, kw_only=True)
class Credentials:
    """The credentials of one pull. `values` fill the templates of headers and bodies at the moment of sending."""

    spec: Authentication
    plain: Mapping[str, str]
    secrets: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)
    session: str | None = field(default=None, init=False)

    @property
    def values(self) -> dict[str, object]:
        """With the settings; a short whole number is a number: some APIs give one for a session."""
        number = self.session is not None and self.session.isdigit() and len(self.session) < _SHORTEST
        session = int(self.session or 0) if number else self.session
        return {**self.plain, **self.secrets, "session": session}

    @property
    def renewable(self) -> bool:
        return isinstance(self.spec, OAuth2 | Session)

    def ready(self, ask: Ask) -> None:
        """Open what has to be opened before the first request."""
        if self.renewable and self.session is None:
            self.renew(ask)

    def renew(self, ask: Ask) -> None:
        """Another session or token; SourceError where it is refused."""
        if isinstance(self.spec, OAuth2):
            self._keep(_token_of(ask(_oauth_call(self.spec, self.values)), "access_token"))
        elif isinstance(self.spec, Session):
            call = Call(
                method=self.spec.method,
                path=self.spec.path,
                headers=self.spec.open_with,
                body=self.spec.body,
                opens=True,
            )
            self._keep(_token_of(ask(call), self.spec.token))

    def closing(self) -> Call | None:
        """What ends the session that was opened, where the API has a request for it."""
        path = self.spec.close if isinstance(self.spec, Session) else None
        return Call(path=path) if path and self.session else None

    def headers(self) -> dict[str, str]:
        """Only what this API's way of signing needs."""
        spec = self.spec
        if isinstance(spec, Basic):
            return {"Authorization": "Basic " + self._pair(spec)}
        if isinstance(spec, Bearer):
            return self._filled({"Authorization": f"Bearer {spec.token}"})
        if isinstance(spec, KeyInHeader):
            return self._filled({spec.name: spec.value})
        if isinstance(spec, OAuth2):
            return {"Authorization": f"Bearer {self.session}"}
        return self._filled(spec.headers) if isinstance(spec, Session) else {}

    def query(self) -> dict[str, str]:
        return self._filled({self.spec.name: self.spec.value}) if isinstance(self.spec, KeyInQuery) else {}

    def check(self, headers: Mapping[str, str]) -> None:
        """SourceError, naming the credential, where a header cannot carry what it holds."""
        for value in map(str, headers.values()):
            if not _SENDABLE.fullmatch(value):
                held = [part for part, each in self.secrets.items() if each in value and not _SENDABLE.fullmatch(each)]
                raise unsendable([self.names.get(part, part).removesuffix("?") for part in held])

    def withheld(self, text: str) -> str:
        """A page without the credentials it repeats, however written; who asks (`user`, `client_id`) is none."""
        kept = [value for name, value in self.secrets.items() if name not in _NAMES]
        kept += [self.session or ""] if len(self.session or "") >= _SHORTEST else []
        kept += [self._pair(self.spec).rstrip("=")] if isinstance(self.spec, Basic) else []
        return without(text, kept)

    def _pair(self, spec: Basic) -> str:
        filled = fill([spec.user, spec.password], self.values)
        pair = b64encode(":".join(str(each) for each in filled).encode()).decode()
        conceal(pair)
        return pair

    def _filled(self, template: Mapping[str, str]) -> dict[str, str]:
        return {name: str(value) for name, value in fill(template, self.values).items()}

    def _keep(self, token: str) -> None:
        if len(token) >= _SHORTEST:
            conceal(token)
        self.session = token


def _oauth_call(spec: OAuth2, values: Mapping[str, object]) -> Call:
    form = {"client_id": spec.client_id, "client_secret": spec.client_secret, **spec.form}
    filled = {"grant_type": "client_credentials", **fill(form, values)}
    url = str(fill(spec.token_url, values))
    base_address(url)
    return Call(method="POST", url=url, form=filled, opens=True)


def _token_of(answer: Answer, path: str) -> str:
    try:
        token = find(answer.document, path)
    except ShapeError:
        token = None
    if isinstance(token, bool) or not isinstance(token, str | int) or not str(token):
        raise SourceError(f"{answer.host} gave no session; check the credentials that the profile names.")
    return str(token)
