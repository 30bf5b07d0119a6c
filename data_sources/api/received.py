"""The file of what was received: one JSON line a response, the request without credentials beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from data_sources.api.call import Answer
from data_sources.api.jsontext import parse_json
from data_sources.errors import SourceError
from data_sources.secrets import redact

NAME = "received.jsonl"


def write_line(out: IO[str], resource: str, method: str, answer: Answer) -> None:
    query = [[name, redact(value)] for name, value in answer.query]
    request = {"resource": resource, "method": method, "path": redact(answer.path), "query": query}
    out.write(json.dumps({"request": request, "body": answer.text}, ensure_ascii=True) + "\n")


def read_lines(path: Path, data: bytes) -> Iterator[tuple[str, object]]:
    """Each response's resource and document; SourceError where the file is not one of ours, or was cut."""
    try:
        text = data.decode("ascii")
        if not text.endswith("\n"):
            raise ValueError("cut")
        for line in text.splitlines():
            kept = json.loads(line)
            yield kept["request"]["resource"], parse_json(kept["body"])
    except (ValueError, KeyError, TypeError):
        raise SourceError(f"{path.name} holds no responses of an API, or was cut; sync the source again.") from None
