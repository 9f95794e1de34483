"""The figures of a daily report as queries over the table of tickets, so that an analyst can check each of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

_OPEN = (
    "is_status_known AND created_at < {until} AND NOT (status IN ('resolved', 'closed', 'cancelled') "
    "AND (ended_at IS NULL OR ended_at < {until}))"
)
_QUERIES: Mapping[str, str] = {
    "opened, by severity": (
        "SELECT priority, count(*) AS n FROM tickets WHERE created_at >= {since} AND created_at < {until} "
        "GROUP BY ALL ORDER BY ALL"
    ),
    "answered, by severity": (
        "SELECT priority, count(*) AS n, median(date_diff('second', created_at, ended_at)) / 60 AS median_minutes "
        "FROM tickets WHERE ended_at >= {since} AND ended_at < {until} GROUP BY ALL ORDER BY ALL"
    ),
    "open at the end, by severity": (
        f"SELECT priority, count(*) AS n FROM tickets WHERE {_OPEN} GROUP BY ALL ORDER BY ALL"
    ),
    "first replies in time, by severity": (
        "SELECT priority, count(*) AS judged, count(*) FILTER (in_time) AS kept FROM first_replies "
        "WHERE created_at >= {since} AND created_at < {until} "
        "AND (created_at + to_minutes(first_reply_minutes) < {until} OR first_response_at < {until}) "
        "GROUP BY ALL ORDER BY ALL"
    ),
    "linked, of those answered": (
        "SELECT count(*) AS answered, "
        "count(*) FILTER (EXISTS (SELECT 1 FROM links l WHERE l.ticket_id = t.ticket_id)) AS linked "
        "FROM tickets t WHERE ended_at >= {since} AND ended_at < {until}"
    ),
    "opened on this weekday in the eight weeks before": (
        "WITH weeks AS (SELECT {since} - to_weeks(n::INTEGER) AS since, {until} - to_weeks(n::INTEGER) AS until "
        "FROM range(1, 9) r(n)), counts AS (SELECT since, count(ticket_id) AS n FROM weeks LEFT JOIN tickets "
        "ON created_at >= since AND created_at < until GROUP BY since) "
        "SELECT median(n) AS median, min(n) AS least, max(n) AS most FROM counts"
    ),
}


def daily_queries(since: datetime, until: datetime) -> Mapping[str, str]:
    """The queries behind a day's figures, by what they give.

    Args:
        since: when the day begins, UTC.
        until: when it ends.
    """
    times = {name: f"TIMESTAMP '{moment:%Y-%m-%d %H:%M:%S}'" for name, moment in (("since", since), ("until", until))}
    return {title: sql.format(**times) for title, sql in _QUERIES.items()}


def as_text(queries: Mapping[str, str]) -> str:
    """The queries, to save and to run."""
    return "\n\n".join(f"-- {title}\n{sql};" for title, sql in queries.items())
