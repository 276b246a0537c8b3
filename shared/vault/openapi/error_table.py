"""The table of error codes in docs/api/errors.md."""

from collections.abc import Iterable

from vault.kernel.error_codes import ErrorCode
from vault.openapi.catalogue import help_for
from vault.openapi.schemas import Documented

INTRODUCTION = """# Errors

A refused call answers with one of the statuses below and a JSON object:

```json
{"errorProcessing": true, "message": "VenueID not found.", "statusCode": 404, "errorCode": "VenueNotFound"}
```

`errorCode` never changes; compare it and not `message`, which is for people, in the language of the caller. A call
lists its own codes in [openapi.json](../openapi.json). Where a call answers 401 to what another answers 400 or 404,
both stand here. The table is generated: `make openapi`.

"""
HEADINGS = "| errorCode | status | cause | what helps |\n| --- | --- | --- | --- |\n"
INTERNAL = """
## Not answered by calls

Commands of `make` and the logs of the service show these too.

| errorCode | cause | what helps |
| --- | --- | --- |
"""


def render_errors(endpoints: Iterable[Documented]) -> str:
    """The page in Markdown."""
    statuses: dict[ErrorCode, set[int]] = {}
    for endpoint in endpoints:
        for error in endpoint.errors:
            statuses.setdefault(error.code, set()).add(endpoint.status_for(error.kind))
    answered = "".join(_row(code, ", ".join(map(str, sorted(statuses[code])))) for code in sorted(statuses))
    rest = "".join(_row(code) for code in sorted(set(ErrorCode) - set(statuses)))
    return INTRODUCTION + HEADINGS + answered + INTERNAL + rest


def _row(code: ErrorCode, *cells: str) -> str:
    known = help_for(code)
    return f"| {' | '.join((f'`{code}`', *cells, known.cause, known.remedy))} |\n"
