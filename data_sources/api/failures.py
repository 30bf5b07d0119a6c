"""What can go wrong on the way to an API, each as one sentence. Shows host and path, never a query or an answer."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from data_sources.errors import SourceError
from data_sources.secrets import redact

PASSING = (408, 425, 429, 500, 502, 503, 504)
_NOTHING = "nothing was imported"


class PassingError(Exception):
    """May be over in a moment. `retry_after`: seconds that the API asks to wait."""

    def __init__(self, sentence: str, retry_after: float | None = None) -> None:
        super().__init__(redact(sentence))
        self.retry_after = retry_after

    def final(self) -> SourceError:
        """What it is once it has not passed."""
        asks = f" It asks to wait {self.retry_after:.0f} seconds." if self.retry_after else ""
        return SourceError(f"{self}{asks} It did not recover in time: {_NOTHING}; sync again later.")


def passing(where: str, status: int, retry_after: str | None) -> PassingError:
    what = "asks for fewer requests" if status == 429 else "has a fault of its own"
    return PassingError(f"{where} {what} (status {status}).", _seconds(retry_after))


def damaged(where: str, what: str) -> PassingError:
    return PassingError(f"The answer of {where} {what}.")


def no_connection(where: str, error: Exception) -> PassingError | SourceError:
    """A certificate that is not trusted does not pass; whether a name is known may."""
    words = str(error).lower()
    if "certificate" in words:
        return SourceError(f"the certificate of {where} is not trusted: {_NOTHING}; check base_url with its operator.")
    if "name or service not known" in words or "name resolution" in words or "nodename nor servname" in words:
        return PassingError(f"{where} has no address; check base_url and the network.")
    timed_out = "Timeout" in type(error).__name__
    return PassingError(f"{where} {'does not answer in time' if timed_out else 'broke the connection off'}.")


def unsendable(names: list[str]) -> SourceError:
    """`names`: the credentials that hold it; none where a setting or what the API itself gave does."""
    what = f"the credential {' or '.join(names)}" if names else "a setting or the session that the API gave"
    return SourceError(
        f"{what} holds characters that no header can carry, such as a line break, a space at its end or an accent: "
        f"{_NOTHING}; correct it."
    )


def refused(host: str) -> SourceError:
    return SourceError(f"{host} refuses the credentials (status 401): {_NOTHING}; check those that the profile names.")


def turned_away(where: str, status: int, *, opens: bool) -> SourceError:
    if opens or status == 403:
        return SourceError(
            redact(f"{where} refuses access (status {status}): {_NOTHING}; check the credentials and their rights.")
        )
    hint = "check base_url" if status == 404 else "check the settings, or its version of the API"
    return SourceError(redact(f"{where} does not accept the request (status {status}): {_NOTHING}; {hint}."))


def too_large(where: str, limit: int) -> SourceError:
    return SourceError(redact(f"{where} gave a page of more than {limit // 2**20} MiB: {_NOTHING}."))


def too_late(host: str, limit: float) -> SourceError:
    return SourceError(f"{host} was not read within {limit / 60:.0f} minutes: {_NOTHING}; sync again later.")


def _seconds(text: str | None) -> float | None:
    """Retry-After: seconds or an HTTP date; None where there is none that can be read."""
    if not text:
        return None
    if text.strip().isdecimal():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError, TypeError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
