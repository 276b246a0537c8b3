"""The list of endpoints in docs/api/endpoints.md: those that are served, and the paths that are not yet."""

from collections.abc import Iterable

from vault.openapi.catalogue import Group, groups_of, not_served
from vault.openapi.schemas import Documented

INTRODUCTION = """# List of calls

Each path is called with POST below the stage, such as `/preview/subscriberconsole/login`. What a call takes and answers
stands in [openapi.json](../openapi.json), and on the page `/docs` of a local system. The lists are generated:
`make openapi`.

"""
NOT_SERVED = """## Not served yet

These paths belong to the API and answer 404 until they are built. They are not among the `paths` of the OpenAPI
document, which lists them under `x-not-served`.

"""


def render_endpoints(endpoints: Iterable[Documented]) -> str:
    """The page in Markdown."""
    by_group: dict[str, list[Documented]] = {}
    for endpoint in sorted(endpoints, key=lambda each: each.path):
        by_group.setdefault(endpoint.group, []).append(endpoint)
    served = "".join(_section(group, by_group[name]) for name, group in groups_of(by_group).items())
    rest = "".join(
        f"- {subject}: {', '.join(f'`{path}`' for path in paths)}\n" for subject, paths in not_served().items()
    )
    return INTRODUCTION + served + NOT_SERVED + rest


def _section(group: Group, endpoints: Iterable[Documented]) -> str:
    rows = "".join(f"| `{each.path}` | {each.summary.partition(chr(10))[0]} |\n" for each in endpoints)
    text = f"{group.description}\n\n" * bool(group.description)
    return f"## {group.title}\n\n{text}| path | what it does |\n| --- | --- |\n{rows}\n"
