"""The terms of an operator, by locale."""

from collections.abc import Mapping
from typing import Self

from vault.graph.schema import Prop, Row
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.locales import Locale, negotiate_locale
from vault.kernel.values import value

MAX_CHARACTERS = 1_000_000


class TermsNotFound(DomainError):
    code = ErrorCode.TERMS_NOT_FOUND
    kind = Kind.NOT_FOUND


@value
class VenueTerms:
    id: str
    operator_id: str
    texts: Mapping[str, str]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        texts = {vertex[Prop.LOCALE]: vertex[Prop.TEXT] for vertex in row["terms"]}
        return cls(row["venue"], row["operator"][0], texts)

    @property
    def venue_ids(self) -> frozenset[str]:
        return frozenset({self.id})

    def best_text(self, requested: str, preferred: Locale) -> tuple[Locale, str]:
        for locale in (negotiate_locale(requested, None) if requested else preferred, *Locale):
            if locale in self.texts:
                return locale, self.texts[locale]
        raise TermsNotFound
