"""Where requests may go: https (plain http on this machine alone), one host, no password in an address."""

from __future__ import annotations

from ipaddress import ip_address

from httpx2 import URL, InvalidURL

from data_sources.errors import SourceError

_LOCAL = ("localhost", "127.0.0.1", "::1")


def base_address(text: str) -> URL:
    """The address an API is asked at, without a slash at its end; SourceError where it may not be asked."""
    url = _url(text)
    if not url.host:
        raise SourceError("the address of the API is no URL; write it as https://name.example.com.")
    if url.userinfo:
        raise SourceError(f"the address of {url.host} holds a credential; name it in an option …_secret instead.")
    if url.scheme != "https" and not (url.scheme == "http" and _is_loopback(url.host)):
        raise SourceError(f"{url.host} would be asked without encryption; write its address with https://.")
    return url.copy_with(path=url.path.rstrip("/") or "/", query=None, fragment=None)


def under(base: URL, path: str) -> URL:
    """A path below the base; SourceError where it leads to another host."""
    return _same_origin(base, _url(str(base).rstrip("/") + "/" + path.lstrip("/")))


def follow(base: URL, current: URL, link: str) -> URL:
    """A link that the API itself gave, absolute or relative; SourceError where it leads to another host."""
    try:
        return _same_origin(base, current.join(link))
    except InvalidURL:
        raise SourceError(f"{base.host} gave a link that is no address; nothing was imported.") from None


def _same_origin(base: URL, url: URL) -> URL:
    if (url.scheme, url.host, url.port) != (base.scheme, base.host, base.port) or url.userinfo:
        raise SourceError(
            f"{base.host} leads to another host ({url.host or 'none'}); it was not followed, as credentials go to "
            "one host only. If that is its address now, write it in base_url."
        )
    return url


def _url(text: str) -> URL:
    try:
        return URL(text)
    except (InvalidURL, TypeError, ValueError):
        raise SourceError("the address of the API is no URL; write it as https://name.example.com.") from None


def _is_loopback(host: str) -> bool:
    try:
        return host in _LOCAL or ip_address(host).is_loopback
    except ValueError:
        return False
