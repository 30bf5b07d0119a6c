"""The other CRMs' dialects, and the template's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from tests.data_sources.api.cases import Case, iso
from tests.data_sources.api.dialects import (
    Ask,
    Dialect,
    Freshdesk,
    HubSpot,
    Reply,
    Salesforce,
    Zendesk,
    basic,
    jsonrpc,
    moment,
)

PARIS = timedelta(hours=1)
"""All cases lie in winter time but for the last days of March: GLPI's server keeps winter time here."""


class Dynamics365(Dialect):
    name = "dynamics365"
    secrets: ClassVar = {"DYNAMICS_CLIENT_ID": "d365-app", "DYNAMICS_CLIENT_SECRET": "d365-canary-4711"}
    environment: ClassVar = {"DYNAMICS_TENANT": "contoso"}
    renewable = True

    def open(self, ask: Ask) -> Reply | None:
        if ask.path != "/contoso/oauth2/v2.0/token":
            return None
        right = ask.body.get("client_secret") == "d365-canary-4711" and ask.body["scope"] == f"{self.host}/.default"
        return Reply(document={"access_token": self._session()}) if right else Reply(status=401, document={})

    def admits(self, ask: Ask) -> bool:
        return ask.headers.get("authorization") == f"Bearer session-canary-{self.session}"

    def data(self, ask: Ask) -> Reply:
        assert "odata.maxpagesize" in ask.headers["prefer"]
        since = moment(ask.query["$filter"].removeprefix("modifiedon ge "))
        page, cookie = self._keyset(since, ask.query.get("$skiptoken"))
        more = page and page[-1] != self.ordered()[-1]
        link = f"{self.host}{ask.path}?$filter={ask.query['$filter'].replace(' ', '%20')}&$skiptoken={cookie}"
        document = {"@odata.context": "x", "value": [self.shape(case) for case in page]}
        return Reply(document=document | ({"@odata.nextLink": link} if more else {}))

    def rows(self, document: Any) -> list[Any]:
        return document["value"]

    def shape(self, case: Case) -> dict[str, Any]:
        label = "@OData.Community.Display.V1.FormattedValue"
        state = 1 if case.state in ("solved", "closed") else 0
        return {
            "incidentid": f"0000-{case.id}",
            "ticketnumber": f"CAS-{case.id}",
            "createdon": iso(case.created),
            "modifiedon": iso(case.updated),
            "statecode": state,
            "statuscode": 2000 if case.id == 1011 else 5 if state else 1,
            "statuscode" + label: "Problem Solved" if state else "In Progress",
            "caseorigincode": {"phone": 1, "email": 2, "web": 3}[case.channel],
            "prioritycode": max(1, 4 - case.priority),
            "casetypecode": 2,
            "casetypecode" + label: "Problem",
            "title": case.subject,
            "description": case.text,
            "emailaddress": case.email,
            "_customerid_value": f"cust-{case.id}",
            "_customerid_value" + label: case.name,
            "_ownerid_value": "o",
            "_ownerid_value" + label: "SAV",
            "Incident_IncidentResolutions": [
                {"actualend": iso(at)} for at in (case.solved, case.created) if case.solved
            ],
            "firstresponsebykpiid": {"succeededon": iso(case.replied_first)} if case.replied_first else None,
        }

    def expected(self, case: Case) -> dict[str, Any]:
        status = "Problem Solved" if case.state in ("solved", "closed") else "In Progress"
        severity = {1: "High", 2: "Normal", 3: "Low"}[max(1, 4 - case.priority)]
        excluded = {"excluded": True} if case.id == 1011 else {}
        return {
            "complaint_id": f"0000-{case.id}",
            "status": status,
            "severity": severity,
            "closed_at": case.solved,
            **excluded,
        }


class Odoo(Dialect):
    name = "odoo"
    secrets: ClassVar = {"ODOO_USER": "agent@example.com", "ODOO_KEY": "odoo-canary-4711"}
    environment: ClassVar = {"ODOO_DATABASE": "acme"}

    def open(self, ask: Ask) -> Reply | None:
        params = ask.body["params"]
        if params["service"] != "common":
            return None
        right = params["args"] == ["acme", "agent@example.com", "odoo-canary-4711"]
        return jsonrpc(7 if right else False)

    def admits(self, ask: Ask) -> bool:
        return ask.body["params"]["args"][:3] == ["acme", 7, "odoo-canary-4711"]

    def answer(self, ask: Ask) -> Reply:
        """Refusals have status 200, too."""
        found = super().answer(ask)
        if found.status != 401:
            return found
        return Reply(document={"jsonrpc": "2.0", "id": None, "error": {"code": 200, "message": "Odoo Server Error"}})

    def data(self, ask: Ask) -> Reply:
        *_, model, method, positional, named = ask.body["params"]["args"]
        assert (model, method, named["order"]) == ("helpdesk.ticket", "search_read", "write_date asc, id asc")
        found = self.ordered(moment(positional[0][0][2]))
        return jsonrpc([self.shape(case) for case in found[named["offset"] :][: min(self.limit, named["limit"])]])

    def rows(self, document: Any) -> list[Any]:
        return document["result"]

    def shape(self, case: Case) -> dict[str, Any]:
        return {
            "id": case.id,
            "ticket_ref": f"{case.id:05}",
            "name": case.subject,
            "create_date": _plain(case.created),
            "write_date": _plain(case.updated),
            "close_date": _plain(case.solved),
            "assign_date": _plain(case.replied_first),
            "stage_id": [4, case.state.title()],
            "team_id": [1, "SAV"],
            "priority": str(case.priority - 1),
            "ticket_type_id": False,
            "partner_id": False if case.id % 2 else [case.id, case.name],
            "partner_name": case.name,
            "partner_email": case.email,
            "description": case.text,
            "active": True,
        }

    def expected(self, case: Case) -> dict[str, Any]:
        severity = ("Low", "Medium", "High", "Urgent")[case.priority - 1]
        same = {"acknowledged_at": None, "owned_at": case.replied_first, "closed_at": case.solved, "channel": None}
        return {"status": case.state.title(), "severity": severity, **same}


def _plain(at: datetime | None) -> str | bool:
    return at.strftime("%Y-%m-%d %H:%M:%S") if at else False


class Glpi(Dialect):
    name = "glpi"
    secrets: ClassVar = {"GLPI_USER_TOKEN": "glpi-canary-4711", "GLPI_APP_TOKEN": "glpi-app-canary-4711"}
    renewable = True
    deletes_by_flag = True
    total_key = "Content-Range"
    closed = 0

    def open(self, ask: Ask) -> Reply | None:
        if ask.path == "/killSession":
            self.closed += self.admits(ask)
            return Reply(document={})
        if ask.path != "/initSession":
            return None
        right = ask.headers.get("authorization") == "user_token glpi-canary-4711"
        return Reply(document={"session_token": self._session()}) if right else Reply(status=401, document=["ERROR"])

    def admits(self, ask: Ask) -> bool:
        right = ask.headers.get("app-token") == "glpi-app-canary-4711"
        return right and ask.headers.get("session-token") == f"session-canary-{self.session}"

    def data(self, ask: Ask) -> Reply:
        """By number, whatever their last change."""
        found = sorted(self.listed(), key=lambda case: case.id)
        start, end = (int(part) for part in ask.query["range"].split("-"))
        if start >= len(found):
            return Reply(status=400, document=["ERROR_RANGE_EXCEED_TOTAL", "Provided range exceed total count of data"])
        page = found[start : min(end + 1, start + self.limit)]
        told = {"Content-Range": f"{start}-{start + len(page) - 1}/{len(found)}", "Accept-Range": "Ticket 1000"}
        return Reply(status=206, document=[self.shape(case) for case in page], headers=told)

    def shape(self, case: Case) -> dict[str, Any]:
        return {
            "id": case.id,
            "date": _local(case.created),
            "date_mod": _local(case.updated),
            "solvedate": _local(case.solved),
            "closedate": _local(case.closed),
            "takeintoaccountdate": _local(case.replied_first),
            "status": {"new": 1, "open": 2, "pending": 4, "solved": 5, "closed": 6}[case.state],
            "priority": case.priority + 1,
            "requesttypes_id": {"email": "E-Mail", "web": "Helpdesk", "phone": "Phone"}[case.channel],
            "itilcategories_id": "&nbsp;",
            "entities_id": "Root entity",
            "is_deleted": int(case.deleted),
            "solve_delay_stat": 172800 if case.solved else 0,
            "close_delay_stat": 259200 if case.closed else 0,
            "takeintoaccount_delay_stat": 1800 if case.replied_first else 0,
            "name": case.subject,
            "content": case.text,
        }

    def expected(self, case: Case) -> dict[str, Any]:
        status = {"new": "New", "open": "Assigned", "pending": "Pending", "solved": "Solved", "closed": "Closed"}[
            case.state
        ]
        severity = ("Low", "Medium", "High", "Very high")[case.priority - 1]
        return {"status": status, "severity": severity, "acknowledged_at": None, "owned_at": case.replied_first}


def _local(at: datetime | None) -> str | None:
    return (at + PARIS).strftime("%Y-%m-%d %H:%M:%S") if at else None


class Zammad(Dialect):
    name = "zammad"
    secrets: ClassVar = {"ZAMMAD_TOKEN": "za-canary-4711"}

    def admits(self, ask: Ask) -> bool:
        return ask.headers.get("authorization") == "Token token=za-canary-4711"

    def data(self, ask: Ask) -> Reply:
        assert (ask.query["sort_by"], ask.query["order_by"], ask.query["expand"]) == ("updated_at", "asc", "true")
        found = self.ordered(moment(ask.query["query"].split('"')[1]))
        page, size = int(ask.query["page"]), min(self.limit, int(ask.query["per_page"]))
        return Reply(document=[self.shape(case) for case in found[(page - 1) * size : page * size]])

    def shape(self, case: Case) -> dict[str, Any]:
        return {
            "id": case.id,
            "number": f"22{case.id}",
            "title": case.subject,
            "created_at": iso(case.created),
            "updated_at": iso(case.updated),
            "first_response_at": iso(case.replied_first),
            "close_at": iso(case.solved),
            "state": "merged" if case.id == 1011 else case.state,
            "priority": f"{case.priority} normal",
            "group": "Users",
            "create_article_type": case.channel,
            "customer_id": 50 + case.id,
            "customer": case.email,
            "organization": "",
        }

    def expected(self, case: Case) -> dict[str, Any]:
        excluded = {"excluded": True} if case.id == 1011 else {}
        return {"status": case.state, "severity": f"{case.priority} normal", "closed_at": case.solved, **excluded}


class JiraServiceManagement(Dialect):
    name = "jira_service_management"
    secrets: ClassVar = {"JIRA_USER": "agent@example.com", "JIRA_TOKEN": "jira-canary-4711"}
    environment: ClassVar = {"JIRA_PROJECT": "SAV"}

    def admits(self, ask: Ask) -> bool:
        return ask.headers.get("authorization") == basic("agent@example.com", "jira-canary-4711")

    def data(self, ask: Ask) -> Reply:
        assert ask.query["jql"].startswith('project = "SAV" AND updated >= ')
        since = moment(ask.query["jql"].split('updated >= "')[1].split('"')[0])
        page, token = self._keyset(since, ask.query.get("nextPageToken"))
        last = not page or page[-1] == self.ordered()[-1]
        more = {} if last else {"nextPageToken": token}
        return Reply(document={"issues": [self.shape(case) for case in page], "isLast": last, **more})

    def rows(self, document: Any) -> list[Any]:
        return document["issues"]

    def shape(self, case: Case) -> dict[str, Any]:
        done = case.state in ("solved", "closed")
        fields = {
            "created": iso(case.created, "+0000"),
            "updated": iso(case.updated, "+0000"),
            "resolutiondate": iso(case.solved, "+0000"),
            "summary": case.subject,
            "issuetype": {"name": "[System] Incident"},
            "status": {"name": case.state.title(), "statusCategory": {"key": "done" if done else "new"}},
            "priority": {"name": ("Low", "Medium", "High", "Highest")[case.priority - 1]},
            "description": {"type": "doc", "version": 1, "content": [{"type": "text", "text": case.text}]},
            "reporter": {"accountId": f"5b{case.id}", "displayName": case.name, "emailAddress": case.email},
            "customfield_10030": _sla(case.created, case.replied_first),
            "customfield_10031": _sla(case.created, case.solved),
            "customfield_10032": {"value": {"web": "portal"}.get(case.channel, case.channel)},
        }
        return {
            "id": str(case.id),
            "key": f"SAV-{case.id}",
            "self": f"{self.host}/rest/api/3/issue/{case.id}",
            "fields": fields,
        }

    def expected(self, case: Case) -> dict[str, Any]:
        severity = ("Low", "Medium", "High", "Highest")[case.priority - 1]
        return {"status": case.state.title(), "severity": severity, "closed_at": case.solved}


def _sla(start: datetime, stop: datetime | None) -> dict[str, Any]:
    def at(moment_: datetime) -> dict[str, Any]:
        return {
            "epochMillis": int((moment_ - datetime(1970, 1, 1)).total_seconds() * 1000),
            "iso8601": iso(moment_, "+0000"),
        }

    cycles = [{"startTime": at(start), "stopTime": at(stop), "breached": False}] if stop else []
    return {
        "id": "1",
        "name": "SLA",
        "completedCycles": cycles,
        **({} if stop else {"ongoingCycle": {"startTime": at(start)}}),
    }


class Generic(Dialect):
    name = "generic"
    secrets: ClassVar = {"CRM_TOKEN": "crm-canary-4711"}
    deletes_by_flag = True

    def admits(self, ask: Ask) -> bool:
        return ask.headers.get("authorization") == "Bearer crm-canary-4711"

    def data(self, ask: Ask) -> Reply:
        found = self.ordered(moment(ask.query["updated_since"]))
        page = int(ask.query["page"])
        return Reply(
            document={"data": [self.shape(case) for case in found[(page - 1) * self.limit : page * self.limit]]}
        )

    def rows(self, document: Any) -> list[Any]:
        return document["data"]

    def shape(self, case: Case) -> dict[str, Any]:
        return {
            "id": case.id,
            "created_at": iso(case.created),
            "replied_at": iso(case.solved),
            "closed_at": iso(case.closed),
            "updated_at": iso(case.updated),
            "status": case.state,
            "priority": f"P{case.priority}",
            "channel": case.channel,
            "deleted": case.deleted,
            "customer": {"name": case.name, "email": case.email},
            "text": case.text,
        }

    def expected(self, case: Case) -> dict[str, Any]:
        return {"status": case.state, "severity": f"P{case.priority}", "acknowledged_at": None}


DIALECTS: dict[str, type[Dialect]] = {
    one.name: one
    for one in (
        Dynamics365,
        Freshdesk,
        Generic,
        Glpi,
        HubSpot,
        JiraServiceManagement,
        Odoo,
        Salesforce,
        Zammad,
        Zendesk,
    )
}
