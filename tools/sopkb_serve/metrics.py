"""Counters in the text format of Prometheus (exposition format 0.0.4). They name routes, never what was asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the histogram's buckets, in seconds."""


class Metrics:
    """What one process has counted since it started."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._buckets: Counter[tuple[str, float]] = Counter()
        self._seconds: Counter[str] = Counter()
        self._answered: Counter[str] = Counter()
        self.found_nothing = 0
        self.alerts = 0
        self.renewals = 0
        self.failed_renewals = 0

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one answered request.

        Args:
            route: the pattern of its address (``/api/records/{id}``), so that there are few.
            method: of the request.
            status: of the response.
            seconds: that it took.
        """
        self._requests[route, method, status] += 1
        self._answered[route] += 1
        self._seconds[route] += seconds  # type: ignore[assignment]  # a Counter adds up whatever adds up
        for bound in BOUNDS:
            if seconds <= bound:
                self._buckets[route, bound] += 1

    def text(self, records: int, waiting: int, left_out: int = 0) -> str:
        """Everything, in Prometheus' format.

        Args:
            records: in the base that answers now.
            waiting: questions that wait for the index.
            left_out: searches that the journal did not take in.
        """
        return "".join(f"{line}\n" for line in self._lines(records, waiting, left_out))

    def _lines(self, records: int, waiting: int, left_out: int) -> Iterator[str]:
        yield from _header("kb_http_requests_total", "counter", "Answered requests.")
        for (route, method, status), count in sorted(self._requests.items()):
            yield f'kb_http_requests_total{{route="{route}",method="{method}",status="{status}"}} {count}'
        name = "kb_http_request_seconds"
        yield from _header(name, "histogram", "Time to the end of a response.")
        for route in sorted(self._answered):
            for bound in BOUNDS:
                yield f'{name}_bucket{{route="{route}",le="{bound}"}} {self._buckets[route, bound]}'
            yield f'{name}_bucket{{route="{route}",le="+Inf"}} {self._answered[route]}'
            yield f'{name}_sum{{route="{route}"}} {self._seconds[route]:.6f}'
            yield f'{name}_count{{route="{route}"}} {self._answered[route]}'
        yield from _single("kb_search_found_nothing_total", "counter", "Searches without a hit.", self.found_nothing)
        yield from _single("kb_search_alerts_total", "counter", "Searches that told of danger.", self.alerts)
        yield from _single("kb_renewals_total", "counter", "Newer indexes taken in.", self.renewals)
        yield from _single(
            "kb_failed_renewals_total", "counter", "Newer bases that could not be taken in.", self.failed_renewals
        )
        yield from _single("kb_records", "gauge", "Records in the base that answers.", records)
        yield from _single("kb_journal_left_out_total", "counter", "Searches that were not written down.", left_out)
        yield from _single("kb_search_waiting", "gauge", "Questions that wait for the index.", waiting)


def _header(name: str, kind: str, text: str) -> Iterator[str]:
    yield f"# HELP {name} {text}"
    yield f"# TYPE {name} {kind}"


def _single(name: str, kind: str, text: str, value: int) -> Iterator[str]:
    yield from _header(name, kind, text)
    yield f"{name} {value}"
