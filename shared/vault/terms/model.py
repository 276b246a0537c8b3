"""The terms of an operator, in the languages in which there are any."""

from collections.abc import Mapping
from typing import Any, Self

from vault.graph.schema import Prop
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.locales import Locale, negotiate
from vault.kernel.values import value

MOST_CHARACTERS = 200_000


class TermsNotFound(DomainError):
    """An operator that has written no terms yet."""

    code = ErrorCode.TERMS_NOT_FOUND
    kind = Kind.NOT_FOUND


@value
class Notice:
    """The terms that hold at a venue: its operator's, as HTML by locale."""

    id: str
    operator_id: str
    texts: Mapping[str, str]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From the rows of the notice's view."""
        texts = {vertex[Prop.LOCALE]: vertex[Prop.TEXT] for vertex in row["terms"]}
        return cls(row["venue"], row["operator"][0], texts)

    @property
    def venue_ids(self) -> frozenset[str]:
        """Where these terms are read."""
        return frozenset({self.id})

    def read_in(self, asked: str, own: Locale) -> tuple[Locale, str]:
        """The terms in the asked locale, or the reader's own where none is asked; else in English, else in any.

        Raises TermsNotFound.
        """
        for locale in (negotiate(asked, None) if asked else own, *Locale):
            if locale in self.texts:
                return locale, self.texts[locale]
        raise TermsNotFound
