"""How often a client may do something, over a clock that a test holds."""

from __future__ import annotations

from sopkb_serve import rates
from sopkb_serve.rates import Rates


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_client_may_do_a_minutes_worth_at_once_and_the_rest_as_time_goes_by() -> None:
    clock = Clock()
    limit = Rates(60, clock)
    assert [limit.wait("a") for _ in range(61)] == [0] * 60 + [1]
    assert limit.wait("b") == 0
    clock.now += 2
    assert [limit.wait("a") for _ in range(3)] == [0, 0, 1]
    clock.now += 3600
    assert [limit.wait("a") for _ in range(61)] == [0] * 60 + [1]


def test_more_at_once_than_a_minutes_worth_empties_the_bucket() -> None:
    clock = Clock()
    limit = Rates(10, clock)
    assert limit.wait("a", 50) == 0
    assert limit.wait("a") == 6
    clock.now += 30
    assert limit.wait("a", 50) == 30


def test_no_limit_is_none() -> None:
    limit = Rates(0, Clock())
    assert {limit.wait("a") for _ in range(10_000)} == {0}


def test_of_clients_the_ones_that_asked_last_are_remembered(monkeypatch) -> None:
    monkeypatch.setattr(rates, "MOST_CLIENTS", 2)
    limit = Rates(1, Clock())
    assert [limit.wait(client) for client in "abc"] == [0, 0, 0]
    assert [limit.wait("b") > 0, limit.wait("a")] == [True, 0]
