"""Where a database is: its URL with the credentials that the options name, and the driver that it needs."""

from __future__ import annotations

import re
from importlib.metadata import entry_points

from sqlalchemy import URL, make_url
from sqlalchemy.dialects import __all__ as shipped
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from data_sources.databases.options import SqlOptions
from data_sources.errors import SourceError, did_you_mean
from data_sources.secrets import conceal, secret

PACKAGES = {
    "psycopg": "psycopg[binary]",
    "psycopg2": "psycopg2-binary",
    "pymysql": "pymysql",
    "MySQLdb": "mysqlclient",
    "pyodbc": "pyodbc",
    "oracledb": "oracledb",
}
_EXTRAS = {"psycopg": "postgresql", "pymysql": "mysql"}
_PREFERRED = {"mysql": "mysql+pymysql", "mariadb": "mariadb+pymysql"}
_SECRET_KEYS = re.compile(r"pass|pwd|secret|token|key$", re.IGNORECASE)
_SHOWN = re.compile(r"[@:/?#\s]")


def address(options: SqlOptions, source: str) -> URL:
    """The URL to connect to, with its password. SourceError, never showing the URL, where it can't be one."""
    where = f"the credential {options.url_secret}" if options.url_secret else "options.url"
    text = secret(options.url_secret) if options.url_secret else str(options.url)
    _conceal_parts(text)
    url = _parsed(text, where, source)
    if options.url and (url.password or _keys_with_secrets(url)):
        raise SourceError(
            f"{source}: options.url holds a password, and a profile is read by many; take it out, keep it as a "
            "credential, and name that under password_secret."
        )
    if options.password_secret:
        url = url.set(password=secret(options.password_secret))
    return _with_driver(url, source)


def place(url: URL) -> str:
    """Which database, for messages: without user and password."""
    name = url.get_backend_name()
    if name == "sqlite":
        return f"the SQLite file {url.database}"
    port = f":{url.port}" if url.port else ""
    return f"{name} at {url.host or 'this machine'}{port}/{url.database or ''}"


def missing_driver(url: URL, error: ImportError, source: str) -> SourceError:
    """Which package to install for this URL."""
    module = (error.name or url.get_driver_name()).split(".")[0]
    package = PACKAGES.get(module, module)
    extra = f', or pip install ".[{_EXTRAS[module]}]"' if module in _EXTRAS else ""
    system = " and the ODBC driver of the database" if module == "pyodbc" else ""
    return SourceError(
        f'{source}: {url.get_backend_name()} needs the driver {module}, which isn\'t installed; pip install "{package}"'
        f"{extra}{system}."
    )


def _parsed(text: str, where: str, source: str) -> URL:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    if url is None or (url.host and "@" in url.host):
        raise SourceError(
            f"{source}: {where} is no URL of a database (it isn't shown); write dialect://user:password@host/database, "
            "with @ : / ? # % in a password as %40 %3A %2F %3F %23 %25."
        )
    return url


def _with_driver(url: URL, source: str) -> URL:
    url = url.set(drivername=_PREFERRED.get(url.drivername, url.drivername))
    try:
        dialect = url.get_dialect()
    except NoSuchModuleError:
        known = sorted({*shipped, *(point.name for point in entry_points(group="sqlalchemy.dialects"))})
        raise SourceError(
            f"{source}: no dialect '{url.drivername}'; {did_you_mean(url.drivername, known)}. "
            "Correct the beginning of the URL."
        ) from None
    except ImportError as error:
        raise missing_driver(url, error, source) from None
    if dialect.is_async:
        raise SourceError(f"{source}: {url.drivername} is a driver for other programs; write {dialect.name}:// alone.")
    return url


def _keys_with_secrets(url: URL) -> bool:
    return any(_SECRET_KEYS.search(key) for key in url.query)


def _conceal_parts(text: str) -> None:
    """The password of a URL, whole and in the pieces in which a message may show one that wasn't escaped."""
    user_and_password = text.partition("://")[2].rpartition("@")[0].partition(":")[2]
    for part in (user_and_password, *_SHOWN.split(user_and_password)):
        conceal(part)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        return
    for value in (url.password, *(value for key, value in url.query.items() if _SECRET_KEYS.search(key))):
        conceal(str(value or ""))
