"""One pull: every page to one file, whole or not at all, and where the next pull begins.

Where a pull begins and ends is told by the source's own clock: the newest moment of change that was read.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

from data_sources.api import marks
from data_sources.api.authentication import Credentials
from data_sources.api.call import Answer, Call
from data_sources.api.client import Client
from data_sources.api.declaration import declaration
from data_sources.api.latest import Latest
from data_sources.api.limits import Limits
from data_sources.api.marks import Mark
from data_sources.api.moments import believable, is_local, write_since
from data_sources.api.paging import MovedError, Pager, told_total
from data_sources.api.received import NAME, write_line
from data_sources.api.records import MAIN, Records, Taken
from data_sources.api.settings import Account, account, identity
from data_sources.api.spec import Api
from data_sources.errors import SourceError
from data_sources.profile import Profile
from data_sources.remote import Cursor, Fetched, Progress

LIMITS = Limits()


def pull(profile: Profile, cursor: Cursor | None, folder: Path, progress: Progress) -> Fetched:
    """Fetch what changed since the cursor into one file of the folder; SourceError and no file if it isn't whole."""
    api = declaration(profile.options.get("api")).api
    here = account(api, profile.options)
    mark = marks.read(cursor, api.since, profile.options.get("start"), of=identity(api, here))
    aside = folder / f".{NAME}.part"
    try:
        with _client(api, here) as client:
            done = _whole(api, here, client, mark, aside, progress)
        aside.replace(folder / NAME)
    except OSError as error:
        raise SourceError(
            f"what was received cannot be kept: {error.strerror or error}; make room, sync again."
        ) from None
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
    return done.fetched(folder / NAME)


def _client(api: Api, here: Account) -> Client:
    secrets, names = here.secrets(), here.secret_names
    credentials = Credentials(spec=api.authentication, plain=here.values, secrets=secrets, names=names)
    return Client(
        base=here.base,
        credentials=credentials,
        headers=api.headers,
        values=here.values,
        limits=LIMITS,
        per_minute=api.rate_per_minute,
    )


def _whole(api: Api, here: Account, client: Client, mark: Mark, aside: Path, progress: Progress) -> Reading:
    """Read until the list stood still for a whole reading; a list that always moves is given up."""
    for _ in range(LIMITS.passes):
        with aside.open("w", encoding="ascii", newline="\n") as out:
            reading = Reading(api=api, here=here, client=client, mark=mark, out=out, progress=progress)
            with suppress(MovedError):
                reading.run()
                return reading
    raise SourceError(f"{here.base.host}: the list changes or miscounts itself while it is read; sync again later.")


@dataclass(slots=True, kw_only=True)
class Reading:
    """One attempt to read everything."""

    api: Api
    here: Account
    client: Client
    mark: Mark
    out: IO[str]
    progress: Progress
    records: Records = field(init=False)
    latest: Latest = field(default_factory=Latest, init=False)
    pages: int = field(default=0, init=False)
    newest: datetime | None = field(default=None, init=False)
    newest_local: bool = field(default=False, init=False)
    own_cursor: str | None = field(default=None, init=False)
    _totals: list[int] = field(default_factory=list, init=False)
    _unsure: datetime | None = field(default=None, init=False)
    _stale: int = field(default=0, init=False)
    _read_before: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.records = Records(api=self.api, settings=self.here.values)

    def run(self) -> None:
        """Side lists, then the list itself, then once more what may have moved. MovedError: read all again."""
        for name in self.api.sides:
            self._list(name)
        self._windows(self.mark.since)
        self._settle()
        self._check_totals()
        if not self.mark.goes_on:
            self.records.check()

    def _list(self, name: str) -> None:
        pager = self._pager(name, self.mark.since)
        call: Call | None = pager.first()
        while call is not None:
            answer = self._page(name, call)
            rows = self.records.rows(name, answer.document)
            list(self.records.page(name, answer.document))
            call = pager.next(answer, [str(row) for row in rows])

    def _windows(self, since: datetime) -> None:
        """Windows of the list, each beginning where the one before left off; one window where the list is still."""
        window: datetime | None = since
        while window is not None:
            window = self._window(window)

    def _window(self, since: datetime) -> datetime | None:
        """Read from that moment on; the moment of the next window, or None at the end."""
        pager = self._pager(MAIN, since)
        call: Call | None = pager.resumed(self.mark.own) if self.mark.own else pager.first()
        while call is not None:
            answer = self._page(MAIN, call)
            taken = [] if answer.ended else list(self.records.page(MAIN, answer.document))
            self._keep(answer, taken)
            call = pager.next(answer, [record.identity for record in taken])
            further = self._slid(pager, since, taken) if call else None
            if further:
                return further
            if call and pager.can_skip:
                self._unsure = min(since, self._unsure or since)
        return None

    def _slid(self, pager: Pager, since: datetime, taken: list[Taken]) -> datetime | None:
        """The newest moment of a page in order, where asking from there on is something new."""
        moments = [record.moment for record in taken]
        known = [moment for moment in moments if moment is not None]
        if not pager.paging.slide or not known or len(known) < len(moments) or known != sorted(known):
            return None
        further = known[-1] > since and self._written(known[-1]) != self._written(since)
        return known[-1] if further else None

    def _settle(self) -> None:
        """A list whose pages may have shifted unseen is read again until a reading brings nothing new."""
        for _ in range(LIMITS.passes):
            if self._unsure is None:
                return
            since, self._unsure = self._unsure, None
            self._stale, self._read_before = 0, self._read_before or self.pages
            before = dict(self.latest.digests)
            self._windows(since)
            if before == self.latest.digests:
                return
        raise MovedError

    def _page(self, name: str, call: Call) -> Answer:
        self.pages += 1
        if self.pages > LIMITS.pages:
            raise SourceError(f"{self.here.base.host} gave {LIMITS.pages} pages and no end; nothing was imported.")
        answer = self.client.ask(call)
        if not answer.ended:
            write_line(self.out, name, call.method, answer)
        self.progress(f"page {self.pages}", 0.0)
        return answer

    def _keep(self, answer: Answer, taken: list[Taken]) -> None:
        """What a page brings: records, the newest moment, the total, the API's own mark."""
        total = told_total(self.api.resource, answer)
        self._totals += [total] if total is not None else []
        news = [self.latest.take(record) for record in taken]
        self._refuse_endless(bool(taken) and not any(news))
        for record in taken:
            moment = record.moment
            if moment and believable(moment) and (self.newest is None or moment > self.newest):
                self.newest, self.newest_local = moment, is_local(record.updated)
        own = marks.own_mark(self.api.since, answer)
        self.own_cursor = own or self.own_cursor

    def _refuse_endless(self, stale: bool) -> None:
        """A page given again is counted once; the same pages on and on are a loop. A second reading has no news."""
        self._stale = self._stale + 1 if stale else 0
        if self._stale > LIMITS.stale_pages + self._read_before:
            raise SourceError(f"{self.here.base.host} gives the same page again and again; nothing was imported.")

    def _check_totals(self) -> None:
        """As many as the API says. A list that is read in windows may have grown since its first page."""
        count = len(self.latest.digests)
        paging = self.api.resource.paging
        if not self._totals:
            return
        grows = paging is not None and paging.slide
        if count < self._totals[0] if grows else count != self._totals[-1]:
            raise MovedError

    def _pager(self, name: str, since: datetime) -> Pager:
        values = {**self.here.values, "since": self._written(since)}
        return Pager(request=self.records.request(name), base=self.here.base, values=values)

    def _written(self, moment: datetime) -> str | int:
        return write_since(moment, self.api.since.format if self.api.since else "iso")

    def fetched(self, path: Path) -> Fetched:
        """Nothing but records that the last pull already brought counts as nothing."""
        cursor = self.mark.next(
            self.api.since, self.newest, self.newest_local, self.own_cursor, self.latest.digests, self.latest.moments
        )
        return Fetched(
            path=path,
            records=len(self.latest.digests) if self.mark.has_news(self.latest.digests) else 0,
            cursor=cursor,
            notes={"pages": str(self.pages), **self.latest.notes()},
        )
