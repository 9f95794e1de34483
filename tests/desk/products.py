"""The same tickets as each product would export them, by the documentation of its own; nothing of ours writes them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

BEGIN = datetime(2026, 9, 1, 6, tzinfo=UTC)
SITES = ("mnl-1", "dub-1", "bog-1")
SUBJECTS = (
    "Clip keeps buffering",
    "Cannot sign in, code refused",
    "Queue shows yesterday's numbers",
    "Export lacks a column",
)
KINDS = ("Question", "Incident", "Task")


@dataclass(frozen=True)
class Fact:
    """A ticket, as the desk knows it; levels and states are numbers that each product has its own words for."""

    number: int
    created: datetime
    first: datetime | None
    resolved: datetime | None
    level: int
    state: str
    site: str
    kind: str
    subject: str
    record: str
    reopened: int
    satisfied: bool | None


def facts(count: int = 120, *, seed: int = 4) -> list[Fact]:
    """Tickets over eleven weeks, to the minute; with this seed none in the hour that a clock shows twice in autumn."""
    dice = Random(seed)
    found = []
    for number in range(1, count + 1):
        created = BEGIN + timedelta(minutes=number * 900 + dice.randrange(600))
        first = created + timedelta(minutes=dice.randrange(1, 300)) if dice.random() < 0.9 else None
        ended = first is not None and dice.random() < 0.8
        resolved = first + timedelta(minutes=dice.randrange(5, 3000)) if first and ended else None
        state = dice.choice(("resolved", "closed")) if ended else dice.choice(("open", "waiting", "new"))
        found.append(
            Fact(
                number,
                created,
                first,
                resolved,
                dice.choice((0, 1, 2, 2, 3, 3)),
                state,
                dice.choice(SITES),
                dice.choice(KINDS),
                dice.choice(SUBJECTS),
                dice.choice(("", "", "WKA-0002", "SOP-0012")),
                int(dice.random() < 0.1),
                dice.choice((None, None, True, False)) if ended else None,
            )
        )
    return found


def minutes(fact: Fact, end: datetime | None) -> str:
    return str(int((end - fact.created).total_seconds() // 60)) if end else ""


def written(form: str) -> Callable[[datetime | None], str]:
    return lambda moment: moment.strftime(form) if moment else ""


def table(header: list[str], rows: Iterable[list[str]], delimiter: str = ",") -> str:
    """Delimited text; a header may name a column twice."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows(rows)
    return file.getvalue()


def zendesk(all_: list[Fact]) -> bytes:
    states = {"resolved": "Solved", "closed": "Closed", "open": "Open", "waiting": "Pending", "new": "New"}
    at = written("%Y-%m-%d %H:%M:%S")
    header = [
        "Id",
        "Requester",
        "Requester id",
        "Requester email",
        "Assignee",
        "Group",
        "Subject",
        "Tags",
        "Status",
        "Priority",
        "Via",
        "Ticket type",
        "Created at",
        "Updated at",
        "Solved at",
        "Satisfaction Score",
        "Reopens",
        "Replies",
        "First reply time in minutes",
        "First reply time in minutes within business hours",
        "Full resolution time in minutes",
        "Site [list]",
    ]
    score = {None: "Offered", True: "Good", False: "Bad with comment"}
    return table(
        header,
        (
            [
                str(f.number),
                "Ana Prado",
                "77",
                "ana.prado@vendor.example",
                "Agent Nine",
                "L1",
                f.subject,
                f"vendor {f.record}",
                states[f.state],
                ["Urgent", "High", "Normal", "Low"][f.level],
                "Mail",
                f.kind,
                at(f.created),
                at(f.created),
                at(f.resolved),
                score[f.satisfied],
                str(f.reopened),
                "2",
                minutes(f, f.first),
                "1",
                minutes(f, f.resolved),
                f.site,
            ]
            for f in all_
        ),
    ).encode("utf-8-sig")


def freshdesk(all_: list[Fact]) -> bytes:
    states = {
        "resolved": "Resolved",
        "closed": "Closed",
        "open": "Open",
        "waiting": "Waiting on Customer",
        "new": "Pending",
    }
    at = written("%Y-%m-%d %H:%M:%S")

    def clock(fact: Fact, end: datetime | None) -> str:
        took = int(minutes(fact, end) or 0)
        return f"{took // 60:02d}:{took % 60:02d}:00" if end else ""

    header = [
        "Ticket ID",
        "Subject",
        "Status",
        "Priority",
        "Source",
        "Type",
        "Agent",
        "Group",
        "Created time",
        "Due by Time",
        "Resolved time",
        "Closed time",
        "Last update time",
        "Time tracked",
        "First response time (in hrs)",
        "Resolution time (in hrs)",
        "Agent interactions",
        "Customer interactions",
        "Resolution status",
        "Tags",
        "Survey results",
        "Reopened",
        "Site",
        "Full name",
        "Email",
    ]
    score = {None: "", True: "Extremely happy", False: "Unhappy"}
    return table(
        header,
        (
            [
                str(f.number),
                f.subject,
                states[f.state],
                ["Urgent", "High", "Medium", "Low"][f.level],
                "Email",
                f.kind,
                "Nine",
                "L1",
                at(f.created),
                "",
                at(f.resolved),
                "",
                "",
                "00:00",
                clock(f, f.first),
                clock(f, f.resolved),
                "1",
                "2",
                "Within SLA",
                f.record,
                score[f.satisfied],
                "",
                f.site,
                "Ana Prado",
                "ana.prado@vendor.example",
            ]
            for f in all_
        ),
    ).encode()


def jira(all_: list[Fact]) -> bytes:
    """In Spanish, day first with names of months, in Madrid's time; the labels are several columns."""
    from zoneinfo import ZoneInfo

    states = {
        "resolved": "Resuelta",
        "closed": "Cerrada",
        "open": "En curso",
        "waiting": "Esperando al cliente",
        "new": "Por hacer",
    }
    names = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"]

    def at(moment: datetime | None) -> str:
        if moment is None:
            return ""
        local = moment.astimezone(ZoneInfo("Europe/Madrid"))
        half = "AM" if local.hour < 12 else "PM"
        return f"{local.day:02d}/{names[local.month - 1]}/{local:%y} {local.hour % 12 or 12}:{local.minute:02d} {half}"

    header = [
        "Resumen",
        "Clave de incidencia",
        "ID de la incidencia",
        "Tipo de Incidencia",
        "Estado",
        "Prioridad",
        "Persona asignada",
        "Informador",
        "Creada",
        "Actualizada",
        "Resuelta",
        "Etiquetas",
        "Etiquetas",
        "Etiquetas",
        "Campo personalizado ([CHART] Date of First Response)",
        "Campo personalizado (Time to first response)",
        "Campo personalizado (Sitio)",
    ]
    return table(
        header,
        (
            [
                f.subject,
                f"MESA-{f.number}",
                str(9000 + f.number),
                f.kind,
                states[f.state],
                ["Highest", "High", "Medium", "Low"][f.level],
                "nueve",
                "aprado",
                at(f.created),
                at(f.created),
                at(f.resolved),
                "vendor",
                f.record,
                "",
                at(f.first),
                "-1:05",
                f.site,
            ]
            for f in all_
        ),
    ).encode()


def servicenow(all_: list[Fact]) -> bytes:
    """By labels, month first, with an accent of Windows-1252 in a column that is not read."""
    states = {"resolved": "Resolved", "closed": "Closed", "open": "In Progress", "waiting": "On Hold", "new": "New"}
    at = written("%m/%d/%Y %I:%M:%S %p")
    header = [
        "Number",
        "Opened",
        "Opened by",
        "Caller",
        "Channel",
        "Location",
        "Category",
        "Short description",
        "Description",
        "Priority",
        "State",
        "Assignment group",
        "Assigned to",
        "Resolved",
        "Reopen count",
        "First response",
        "Knowledge article",
    ]
    return table(
        header,
        (
            [
                f"INC{f.number:07d}",
                at(f.created),
                "Ana Prado",
                "Ana Prado",
                "Self-service",
                f.site,
                f.kind,
                f.subject,
                "caf\u00e9 – cerrado",
                ["1 - Critical", "2 - High", "3 - Moderate", "4 - Low"][f.level],
                states[f.state],
                "L1",
                "Agent Nine",
                at(f.resolved),
                str(f.reopened),
                at(f.first),
                f.record,
            ]
            for f in all_
        ),
        ";",
    ).encode("cp1252")


def lark(all_: list[Fact]) -> bytes:
    """The console's table in Chinese, in UTF-16 with tabs, as a spreadsheet saves it."""
    states = {"resolved": "已解决", "closed": "已关闭", "open": "处理中", "waiting": "待用户反馈", "new": "待处理"}
    at = written("%Y年%m月%d日 %H:%M")
    header = [
        "工单ID",
        "用户",
        "客服",
        "工单状态",
        "优先级",
        "创建时间",
        "客服首次回复时间",
        "解决时间",
        "渠道",
        "问题分类",
        "问题描述",
        "满意度",
        "标签",
        "站点",
    ]
    score = {None: "", True: "满意", False: "不满意"}
    return table(
        header,
        (
            [
                str(6626871355780000000 + f.number),
                "安娜",
                "九号",
                states[f.state],
                ["紧急", "高", "中", "低"][f.level],
                at(f.created),
                at(f.first),
                at(f.resolved),
                "搜索",
                f.kind,
                f.subject,
                score[f.satisfied],
                f.record,
                f.site,
            ]
            for f in all_
        ),
        "\t",
    ).encode("utf-16")


def lark_json(all_: list[Fact]) -> bytes:
    """The interface's answer: moments in milliseconds, states as numbers, people and own fields nested."""
    states = {"resolved": 51, "closed": 51, "open": 2, "waiting": 5, "new": 1}

    def at(moment: datetime | None) -> int:
        return int(moment.timestamp() * 1000) if moment else -1

    score = {None: 0, True: 3, False: 1}
    tickets = [
        {
            "ticket_id": str(f.number),
            "helpdesk_id": "66",
            "guest": {"id": "ou_1", "name": "Ana", "city": "", "country": ""},
            "ticket_type": 2,
            "status": states[f.state],
            "score": score[f.satisfied] or None,
            "created_at": at(f.created),
            "closed_at": at(f.resolved),
            "agent_first_response_time": at(f.first),
            "agents": [{"id": "ou_2", "name": "Nine"}],
            "customized_fields": [
                {"id": "1", "display_name": "站点", "value": f.site},
                {"id": "2", "display_name": "知识库", "value": f.record},
                {"id": "3", "display_name": "优先级", "value": ["紧急", "高", "中", "低"][f.level]},
            ],
        }
        for f in all_
    ]
    return json.dumps({"code": 0, "data": {"total": len(tickets), "tickets": tickets}}, ensure_ascii=False).encode()


def intercom(all_: list[Fact]) -> bytes:
    """The conversations dataset: the header says in which zone its moments are."""
    from zoneinfo import ZoneInfo

    zone = "America/New_York"
    states = {"resolved": "Closed", "closed": "Closed", "open": "Open", "waiting": "Snoozed", "new": "Open"}

    def at(moment: datetime | None) -> str:
        return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S") if moment else ""

    header = [
        "Conversation ID",
        f"Conversation started at ({zone})",
        "Teammate currently assigned",
        "Channel",
        "Conversation tag",
        "Current conversation state",
        "Conversation priority",
        f"Conversation last closed at ({zone})",
        "First response time (seconds)",
        "Last teammate rating",
        "Topics",
        "Title",
        "User email",
        "Site",
    ]
    score = {None: "", True: "5", False: "2"}
    return table(
        header,
        (
            [
                str(f.number),
                at(f.created),
                "Nine",
                "Chat",
                f.record,
                states[f.state],
                ["Priority", "Not priority"][f.level > 1],
                at(f.resolved),
                str(int(minutes(f, f.first)) * 60) if f.first else "",
                score[f.satisfied],
                f.kind,
                f.subject,
                "ana.prado@vendor.example",
                f.site,
            ]
            for f in all_
        ),
    ).encode()


def github(all_: list[Fact]) -> bytes:
    """``gh issue list --json``: an array; people are nested, labels are objects."""
    issues = [
        {
            "number": f.number,
            "title": f.subject,
            "state": "CLOSED" if f.resolved else "OPEN",
            "author": {"login": "aprado"},
            "createdAt": f"{f.created:%Y-%m-%dT%H:%M:%SZ}",
            "closedAt": f"{f.resolved:%Y-%m-%dT%H:%M:%SZ}" if f.resolved else None,
            "labels": [{"id": "L1", "name": name, "color": "fff"} for name in ("bug", f.record) if name],
            "assignees": [],
        }
        for f in all_
    ]
    return json.dumps(issues).encode()


def gitlab(all_: list[Fact]) -> bytes:
    at = written("%Y-%m-%d %H:%M:%S")
    header = [
        "Title",
        "Description",
        "Issue ID",
        "URL",
        "State",
        "Author",
        "Author Username",
        "Assignee",
        "Assignee Username",
        "Confidential",
        "Locked",
        "Due date",
        "Created at (UTC)",
        "Updated at (UTC)",
        "Closed at (UTC)",
        "Milestone",
        "Weight",
        "Labels",
        "Time estimate",
        "Time spent",
    ]
    return table(
        header,
        (
            [
                f.subject,
                "<p>x</p>",
                str(f.number),
                "",
                "Closed" if f.resolved else "Open",
                "Ana",
                "aprado",
                "",
                "",
                "No",
                "No",
                "",
                at(f.created),
                at(f.created),
                at(f.resolved),
                "",
                "",
                f"desk,{f.record}",
                "0",
                "0",
            ]
            for f in all_
        ),
    ).encode()


PRODUCTS: Mapping[str, tuple[Callable[[list[Fact]], bytes], str]] = {
    "zendesk": (zendesk, "csv"),
    "freshdesk": (freshdesk, "csv"),
    "jira": (jira, "csv"),
    "servicenow": (servicenow, "csv"),
    "lark": (lark, "csv"),
    "lark-json": (lark_json, "json"),
    "intercom": (intercom, "csv"),
    "github": (github, "json"),
    "gitlab": (gitlab, "csv"),
}
