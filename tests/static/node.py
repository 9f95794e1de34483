"""The engine of the browser, run by Node, and asked the same as Python."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.conftest import CHECKOUT

from sopkb.cli.bundling import node

RESPONDER = CHECKOUT / "tests/static/respond.mjs"


class Engine:
    """The running engine, asked one thing at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin
        assert process.stdout
        self._questions, self._answers = process.stdin, process.stdout

    def __call__(self, name: str, question: Any = None) -> Any:
        """The answer to a question: what to do, and what to do it with."""
        answer = self._asked(name, question)
        assert "failed" not in answer, answer["failed"]
        return answer["found"]

    def attempt(self, name: str, question: Any = None) -> tuple[Any, str]:
        """The answer to a question, or why there is none."""
        answer = self._asked(name, question)
        return answer.get("found"), answer.get("failed", "")

    def _asked(self, name: str, question: Any) -> dict[str, Any]:
        self._questions.write(json.dumps([name, plain(question)]) + "\n")
        self._questions.flush()
        answer: dict[str, Any] = json.loads(self._answers.readline())
        return answer


@contextmanager
def engine() -> Iterator[Engine]:
    """The engine, for as long as it is needed."""
    command = [node(), str(RESPONDER)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        yield Engine(process)
        assert process.stdin
        process.stdin.close()


def plain(value: Any) -> Any:
    """A value of Python as the engine has it: names in camel case, moments and spans in milliseconds, no tuples."""
    if is_dataclass(value) and not isinstance(value, type):
        return {_camel(field.name): plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return round(value.timestamp() * 1000)
    if isinstance(value, timedelta):
        return round(value.total_seconds() * 1000)
    return value


def _camel(name: str) -> str:
    return re.sub(r"_(.)", lambda match: match[1].upper(), name)
