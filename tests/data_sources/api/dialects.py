"""How each CRM answers, written from its published API: shapes, paging, filters and refusals. No CRM's own code."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from tests.data_sources.api.cases import Case, cases, iso

PAGE = 5
"""The server's own limit of a page, below what any declaration asks for."""


@dataclass(kw_only=True)
class Ask:
    """A request as it came in."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass(kw_only=True)
class Reply:
    status: int = 200
    document: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class Dialect:
    """A CRM that holds cases. `expired` makes it forget who is asking until a new session is opened."""

    name: ClassVar[str]
    secrets: ClassVar[dict[str, str]]
    environment: ClassVar[dict[str, str]] = {}
    renewable: ClassVar[bool] = False
    deletes_by_flag: ClassVar[bool] = False
    total_key: ClassVar[str | None] = None

    def __init__(self) -> None:
        self.cases = {case.id: case for case in cases()}
        self.session = 0
        self.expired = False
        self.limit = PAGE
        self.host = ""

    def answer(self, ask: Ask) -> Reply:
        opened = self.open(ask)
        if opened is not None:
            return opened
        if self.expired or not self.admits(ask):
            return Reply(status=401, document={"error": "unauthorized"})
        return self.data(ask)

    def open(self, ask: Ask) -> Reply | None:
        return None

    def admits(self, ask: Ask) -> bool:
        raise NotImplementedError

    def data(self, ask: Ask) -> Reply:
        raise NotImplementedError

    def shape(self, case: Case) -> dict[str, Any]:
        raise NotImplementedError

    def expected(self, case: Case) -> dict[str, Any]:
        """What the canonical row says: status, severity and, where it differs, the rest."""
        raise NotImplementedError

    def rows(self, document: Any) -> list[Any]:
        return document

    def broken(self, document: Any) -> Any:
        """The same answer after the API renamed what holds its rows."""
        rows = self.rows(document)
        return (
            {"renamed": rows} if document is rows else {("x" + k if v is rows else k): v for k, v in document.items()}
        )

    def listed(self) -> list[Case]:
        return [case for case in self.cases.values() if self.deletes_by_flag or not case.deleted]

    def ordered(self, since: datetime | None = None) -> list[Case]:
        """In the order of their last change, from that moment on."""
        found = [case for case in self.listed() if since is None or case.updated >= since]
        return sorted(found, key=lambda case: (case.updated, case.id))

    def _session(self) -> str:
        self.session += 1
        self.expired = False
        return f"session-canary-{self.session}"

    def _keyset(self, since: datetime | None, after: str | None) -> tuple[list[Case], str | None]:
        """A cursor that says after which record to go on: nothing that moves is skipped."""
        found = self.ordered(since)
        if after:
            at, number = after.split("~")
            found = [c for c in found if (c.updated, c.id) > (datetime.fromisoformat(at), int(number))]
        page = found[: self.limit]
        return page, f"{page[-1].updated.isoformat()}~{page[-1].id}" if page else after


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


class Zendesk(Dialect):
    name = "zendesk"
    secrets: ClassVar = {"ZENDESK_USER": "agent@example.com", "ZENDESK_TOKEN": "zd-canary-4711"}
    deletes_by_flag = True

    def admits(self, ask: Ask) -> bool:
        return ask.headers.get("authorization") == basic("agent@example.com/token", "zd-canary-4711")

    def data(self, ask: Ask) -> Reply:
        if ask.path != "/api/v2/incremental/tickets/cursor.json" or ("cursor" in ask.query) == (
            "start_time" in ask.query
        ):
            return Reply(status=400)
        begin = ask.query.get("start_time")
        since = datetime(1970, 1, 1) + timedelta(seconds=int(begin)) if begin else None
        page, cursor = self._keyset(since, ask.query.get("cursor"))
        last = not page or page[-1] == self.ordered()[-1]
        users = [{"id": 50 + case.id, "name": case.name, "email": case.email} for case in page]
        return Reply(
            document={
                "tickets": [self.shape(case) for case in page],
                "users": users,
                "groups": [{"id": 9, "name": "SAV"}],
                "after_cursor": cursor,
                "end_of_stream": last,
            }
        )

    def rows(self, document: Any) -> list[Any]:
        return document["tickets"]

    def shape(self, case: Case) -> dict[str, Any]:
        state = {"new": "new", "open": "open", "pending": "pending", "solved": "solved", "closed": "closed"}[case.state]
        wait = (case.replied_first - case.created) // timedelta(minutes=1) if case.replied_first else None
        metrics = {
            "solved_at": iso(case.solved),
            "reopens": 0,
            "reply_time_in_minutes": {"calendar": wait, "business": 1},
        }
        return {
            "id": case.id,
            "created_at": iso(case.created),
            "updated_at": iso(case.updated),
            "type": "problem",
            "status": "deleted" if case.deleted else state,
            "priority": ("low", "normal", "high", "urgent")[case.priority - 1],
            "via": {"channel": {"phone": "voice"}.get(case.channel, case.channel)},
            "metric_set": metrics,
            "group_id": 9,
            "requester_id": 50 + case.id,
            "subject": case.subject,
            "description": case.text,
            "satisfaction_rating": {"score": "unoffered"},
        }

    def expected(self, case: Case) -> dict[str, Any]:
        severity = ("low", "normal", "high", "urgent")[case.priority - 1]
        return {"status": case.state, "severity": severity, "closed_at": case.solved}


class Salesforce(Dialect):
    name = "salesforce"
    secrets: ClassVar = {"SALESFORCE_CLIENT_ID": "sf-app", "SALESFORCE_CLIENT_SECRET": "sf-canary-4711"}
    renewable = True
    deletes_by_flag = True
    total_key = "totalSize"

    def __init__(self) -> None:
        super().__init__()
        self.snapshots: dict[str, list[Case]] = {}

    def open(self, ask: Ask) -> Reply | None:
        if ask.path != "/services/oauth2/token":
            return None
        wanted = {"grant_type": "client_credentials", "client_id": "sf-app", "client_secret": "sf-canary-4711"}
        if ask.body != wanted:
            return Reply(status=400, document={"error": "invalid_client"})
        return Reply(document={"access_token": self._session(), "token_type": "Bearer", "instance_url": self.host})

    def admits(self, ask: Ask) -> bool:
        return ask.headers.get("authorization") == f"Bearer session-canary-{self.session}"

    def data(self, ask: Ask) -> Reply:
        """A query is a snapshot; its locator says which and from where."""
        if ask.path == "/services/data/v62.0/queryAll":
            since = moment(ask.query["q"].split("SystemModstamp >= ")[1].split(" ")[0])
            locator, place = f"01g{len(self.snapshots)}", 0
            self.snapshots[locator] = self.ordered(since)
        else:
            locator, start = ask.path.rsplit("/", 1)[1].split("-")
            place = int(start)
        found = self.snapshots[locator]
        page, end = found[place : place + self.limit], place + self.limit
        more = {} if end >= len(found) else {"nextRecordsUrl": f"/services/data/v62.0/query/{locator}-{end}"}
        return Reply(
            document={"totalSize": len(found), "done": not more, **more, "records": [self.shape(c) for c in page]}
        )

    def rows(self, document: Any) -> list[Any]:
        return document["records"]

    def shape(self, case: Case) -> dict[str, Any]:
        stones = [("First Response", case.replied_first), ("Resolution Time", case.solved)]
        records = [
            {
                "CompletionDate": iso(at, "+0000"),
                "TargetDate": iso(case.created, "+0000"),
                "IsCompleted": at is not None,
                "MilestoneType": {"Name": name},
            }
            for name, at in stones
        ]
        return {
            "attributes": {"type": "Case"},
            "Id": f"500{case.id}AAA",
            "CaseNumber": f"0000{case.id}",
            "CreatedDate": iso(case.created, "+0000"),
            "ClosedDate": iso(case.closed, "+0000"),
            "SystemModstamp": iso(case.updated, "+0000"),
            "Status": case.state.title(),
            "IsClosed": case.state == "closed",
            "IsDeleted": case.deleted,
            "Priority": ("Low", "Medium", "High", "Urgent")[case.priority - 1],
            "Origin": case.channel.title(),
            "Type": "Problem",
            "Reason": "Billing",
            "Subject": case.subject,
            "Description": case.text,
            "AccountId": None,
            "SuppliedName": case.name,
            "SuppliedEmail": case.email,
            "Owner": {"Name": "SAV"},
            "CaseMilestones": {"totalSize": 2, "done": True, "records": records},
        }

    def expected(self, case: Case) -> dict[str, Any]:
        severity = ("Low", "Medium", "High", "Urgent")[case.priority - 1]
        return {"complaint_id": f"500{case.id}AAA", "status": case.state.title(), "severity": severity}


class HubSpot(Dialect):
    name = "hubspot"
    secrets: ClassVar = {"HUBSPOT_TOKEN": "hs-canary-4711"}
    total_key = "total"
    found_at_most = 10_000
    stages: ClassVar = {"new": "1", "open": "2", "pending": "3", "solved": "4", "closed": "5"}

    def admits(self, ask: Ask) -> bool:
        return ask.headers.get("authorization") == "Bearer hs-canary-4711"

    def data(self, ask: Ask) -> Reply:
        if ask.path == "/crm/v3/pipelines/tickets":
            stages = [
                {"id": n, "label": state.title(), "metadata": {"ticketState": "OPEN"}}
                for state, n in self.stages.items()
            ]
            return Reply(document={"results": [{"id": "0", "label": "Support", "stages": stages}]})
        since = int(ask.body["filterGroups"][0]["filters"][0]["value"])
        found = self.ordered(datetime(1970, 1, 1) + timedelta(milliseconds=since))
        place = int(ask.body.get("after", 0))
        end = place + min(self.limit, ask.body["limit"])
        if end > self.found_at_most:
            return Reply(status=400, document={"message": "There was a problem with the request."})
        more = {"paging": {"next": {"after": str(end), "link": f"?after={end}"}}} if end < len(found) else {}
        return Reply(document={"total": len(found), "results": [self.shape(case) for case in found[place:end]], **more})

    def rows(self, document: Any) -> list[Any]:
        return document["results"]

    def shape(self, case: Case) -> dict[str, Any]:
        properties = {
            "createdate": iso(case.created),
            "closed_date": iso(case.solved),
            "hs_lastmodifieddate": iso(case.updated),
            "hs_ticket_reopened_at": None,
            "first_agent_reply_date": iso(case.replied_first),
            "hs_pipeline_stage": self.stages[case.state],
            "hs_ticket_priority": ("LOW", "MEDIUM", "HIGH", "URGENT")[case.priority - 1],
            "hs_ticket_category": "BILLING_ISSUE",
            "source_type": {"web": "FORM"}.get(case.channel, case.channel.upper()),
            "subject": case.subject,
            "content": case.text,
        }
        return {
            "id": str(case.id),
            "properties": properties,
            "createdAt": iso(case.created),
            "updatedAt": iso(case.updated),
            "archived": False,
        }

    def expected(self, case: Case) -> dict[str, Any]:
        severity = ("LOW", "MEDIUM", "HIGH", "URGENT")[case.priority - 1]
        return {"status": case.state.title(), "severity": severity, "closed_at": case.solved}


class Freshdesk(Dialect):
    name = "freshdesk"
    secrets: ClassVar = {"FRESHDESK_TOKEN": "fd-canary-4711"}
    most_pages = 300

    def admits(self, ask: Ask) -> bool:
        return ask.headers.get("authorization") == basic("fd-canary-4711", "X")

    def data(self, ask: Ask) -> Reply:
        page = int(ask.query.get("page", "1"))
        if page > self.most_pages or ask.query.get("order_type") != "asc":
            return Reply(status=400)
        found = self.ordered(moment(ask.query["updated_since"]))
        rows = found[(page - 1) * self.limit : page * self.limit]
        query = "&".join(f"{key}={value}" for key, value in {**ask.query, "page": page + 1}.items())
        link = {"Link": f'<{self.host}/api/v2/tickets?{query}>; rel="next"'} if page * self.limit < len(found) else {}
        return Reply(document=[self.shape(case) for case in rows], headers=link)

    def shape(self, case: Case) -> dict[str, Any]:
        stats = {
            "first_responded_at": iso(case.replied_first),
            "resolved_at": iso(case.solved),
            "closed_at": iso(case.closed),
            "reopened_at": None,
        }
        requester = {"id": 50 + case.id, "name": case.name, "email": case.email, "phone": None}
        return {
            "id": case.id,
            "created_at": iso(case.created),
            "updated_at": iso(case.updated),
            "spam": case.id == 1011,
            "status": {"new": 2, "open": 2, "pending": 3, "solved": 4, "closed": 5}[case.state],
            "priority": case.priority,
            "source": {"email": 1, "web": 2, "phone": 3}[case.channel],
            "type": "Problem",
            "group_id": None,
            "stats": stats,
            "due_by": iso(case.created),
            "requester_id": 50 + case.id,
            "requester": requester,
            "subject": case.subject,
            "description_text": case.text,
        }

    def expected(self, case: Case) -> dict[str, Any]:
        status = {"new": "Open", "open": "Open", "pending": "Pending", "solved": "Resolved", "closed": "Closed"}[
            case.state
        ]
        excluded = {"excluded": True} if case.id == 1011 else {}
        return {"status": status, "severity": ("Low", "Medium", "High", "Urgent")[case.priority - 1], **excluded}


def jsonrpc(result: Any) -> Reply:
    return Reply(document={"jsonrpc": "2.0", "id": None, "result": result})
