"""The tables and views of the file of tickets, each with what it means: the guide's page of them is this."""

from __future__ import annotations

from collections.abc import Mapping

TABLES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "loads": {
        "load": ("INTEGER", "number of the load, from 1"),
        "file": ("VARCHAR", "name of the file"),
        "digest": ("VARCHAR", "of its bytes: a file is loaded once"),
        "loaded_at": ("TIMESTAMP", "when, UTC"),
        "format": ("VARCHAR", "of which product it was"),
        "tickets": ("INTEGER", "rows that are tickets"),
        "left_out": ("INTEGER", "rows that could not be used"),
        "masked": ("INTEGER", "summaries in which something private was blacked out"),
    },
    "left_out": {
        "load": ("INTEGER", "of which load"),
        "line": ("INTEGER", "of the file"),
        "reason": ("VARCHAR", "why the row could not be used"),
    },
    "tickets": {
        "ticket_id": ("VARCHAR", "as the platform spells it"),
        "created_at": ("TIMESTAMP", "when it was opened, UTC"),
        "first_response_at": (
            "TIMESTAMP",
            "when somebody first answered; null while nobody has, or where it is not known",
        ),
        "resolved_at": ("TIMESTAMP", "when it was answered for the last time"),
        "closed_at": ("TIMESTAMP", "when it was closed"),
        "ended_at": ("TIMESTAMP", "when it left the backlog: resolved, else closed, where its status says that it has"),
        "status": ("VARCHAR", "one of our states, else the export's own word"),
        "is_status_known": ("BOOLEAN", "whether it is one of our states"),
        "is_answered": ("BOOLEAN", "whether it counts as answered"),
        "priority": ("VARCHAR", "as a mapping says, else as the platform has it"),
        "channel": ("VARCHAR", "where it came in"),
        "requester_role": ("VARCHAR", "what the person who asked does"),
        "site": ("VARCHAR", "of the person who asked"),
        "region": ("VARCHAR", "of the site"),
        "product": ("VARCHAR", "that it is about"),
        "category": ("VARCHAR", "as the platform sorts it"),
        "reopened": ("INTEGER", "how often it was opened again; null where the export does not say"),
        "escalated_to": ("VARCHAR", "where it was passed on to; null where the export does not say, '' for nowhere"),
        "satisfied": ("BOOLEAN", "whether the person who asked was; null where nobody said"),
        "minutes": ("DOUBLE", "of work; null where the export does not say"),
        "next_update_at": ("TIMESTAMP", "when the next message is promised"),
        "is_reply_known": ("BOOLEAN", "whether the export says when somebody first answered"),
        "is_link_known": ("BOOLEAN", "whether the export says which records were linked"),
        "summary": ("VARCHAR", "what the person said, with what is private blacked out"),
        "load": ("INTEGER", "which load says so"),
    },
    "links": {
        "ticket_id": ("VARCHAR", "of a ticket"),
        "record_id": ("VARCHAR", "of a record that was linked to it"),
    },
    "changes": {
        "ticket_id": ("VARCHAR", "of a ticket that a later load says something else of"),
        "load": ("INTEGER", "which load"),
        "column_name": ("VARCHAR", "what changed: status, priority, resolved_at or reopened"),
        "was": ("VARCHAR", "before"),
        "is_now": ("VARCHAR", "after"),
    },
    "records": {
        "record_id": ("VARCHAR", "of a record of the base"),
        "version": ("VARCHAR", "at this version"),
        "day": ("DATE", "of the changelog's entry"),
        "kind": ("VARCHAR", "of record"),
        "title": ("VARCHAR", "as it is now"),
        "area": ("VARCHAR", "as it is now"),
        "owner": ("VARCHAR", "role that owns it, as it is now"),
        "change": ("VARCHAR", "what the entry says"),
    },
    "clock": {
        "priority": ("VARCHAR", "of kb.yml"),
        "rank": ("INTEGER", "1 is the most urgent"),
        "first_reply_minutes": ("INTEGER", "until the first reply"),
        "update_minutes": ("INTEGER", "between two updates"),
    },
}
"""Every table, with the type and the meaning of each column."""
VIEWS: Mapping[str, tuple[str, str]] = {
    "answered": (
        "tickets that count as answered, with how long they took and whether a record was linked",
        "SELECT t.*, date_diff('second', created_at, ended_at) / 60.0 AS minutes_to_answer, "
        "EXISTS (SELECT 1 FROM links l WHERE l.ticket_id = t.ticket_id) AS is_linked FROM tickets t WHERE is_answered",
    ),
    "first_replies": (
        "first replies against the clock of kb.yml; only tickets whose priority has one and whose reply is known",
        "SELECT t.ticket_id, t.created_at, t.priority, t.site, t.first_response_at, c.first_reply_minutes, "
        "date_diff('second', t.created_at, t.first_response_at) / 60.0 AS minutes_to_reply, "
        "t.first_response_at <= t.created_at + to_minutes(c.first_reply_minutes) AS in_time "
        "FROM tickets t JOIN clock c USING (priority) WHERE t.is_reply_known",
    ),
    "backlog_by_day": (
        "how many tickets were open at the end of each day, as far as their status is known",
        """
        WITH days AS (
            SELECT unnest(generate_series(date_trunc('day', min(created_at)),
                date_trunc('day', max(coalesce(ended_at, created_at))), INTERVAL 1 DAY))::DATE AS day
            FROM tickets
        ), counted AS (
            SELECT * FROM tickets
            WHERE is_status_known AND (ended_at IS NOT NULL OR status NOT IN ('resolved', 'closed', 'cancelled'))
        ), moves AS (
            SELECT created_at::DATE AS day, 1 AS n FROM counted
            UNION ALL SELECT ended_at::DATE, -1 FROM counted WHERE ended_at IS NOT NULL
        ), net AS (SELECT day, sum(n) AS n FROM moves GROUP BY day)
        SELECT day, coalesce(n, 0)::BIGINT AS change, (sum(coalesce(n, 0)) OVER (ORDER BY day))::BIGINT AS open
        FROM days LEFT JOIN net USING (day)
        """,
    ),
}
"""Every view: what it is, and its SQL."""
