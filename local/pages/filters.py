"""Which mails, messages and log entries a reader wants to see."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TypeVar

    Shown = TypeVar("Shown", bound=Mapping[str, object])


@dataclass(frozen=True)
class Filter:
    """A person and a venue are parts of what is shown, such as an address or an id; a kind is whole."""

    person: str = ""
    venue: str = ""
    kind: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Filter:
        return cls(*(query.get(name, "").strip() for name in ("person", "venue", "kind")))

    def select(self, shown: Iterable[Shown], *kinds: str, by: str = "") -> list[Shown]:
        """Those that are of the wanted kind (one of `kinds`, or what the member `by` says) and name what is wanted."""
        return [each for each in shown if self._is_wanted(each, *kinds, *([str(each[by])] if by else []))]

    def _is_wanted(self, shown: Mapping[str, object], *kinds: str) -> bool:
        text = json.dumps(shown, ensure_ascii=False, default=str).casefold()
        return self.kind in {"", *kinds} and all(part.casefold() in text for part in (self.person, self.venue))
