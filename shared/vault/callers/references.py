"""Request fields that name a thing by our id, an external id, an e-mail address or a phone number."""

from collections.abc import Callable, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Protocol

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from vault.graph.schema import Row
from vault.graph.steps import Steps
from vault.kernel import vocabulary
from vault.kernel.errors import DomainError
from vault.kernel.values import value
from vault.operators.model import Operator

Texts = Mapping[str, str]
"""The texts by which a request names things, by field; a field that the request leaves out is absent."""
Finder = Callable[[str, Callable[[], Operator]], Steps]
"""From the given text, and the operator where its keys are needed, to the candidate vertices."""

TENANT = "tenant"
ME = "me"
IMPLICIT = frozenset({TENANT, ME})
"""The operator of the call and the caller's own record, which no field has to name."""
EXTERNAL_IDS = frozenset(
    {"external_service_plan_id", "external_subscriber_id", "external_venue_id", "external_venue_unit_id"}
)
"""Fields whose texts operators choose for themselves, so that two of them may have the same."""
TEXT_BOUNDS = MappingProxyType({"minLength": 1, "maxLength": 512})
"""Of a text that names a thing, as JSON Schema."""


class Resource(Protocol):
    """What a reference resolves to. It may also have the `token` of a person, or a single `venue_id`."""

    @property
    def id(self) -> str:
        """The id of its vertex."""

    @property
    def operator_id(self) -> str:
        """The id of the operator that owns it."""

    @property
    def venue_ids(self) -> frozenset[str]:
        """The venues at which staff may name it."""


@value
class Lookup:
    """A kind of thing and a view of it; `Annotated[Venue, VENUE]` is the type of a field that names a venue."""

    finders: Mapping[str, Finder] = field(hash=False)
    """By the field whose text they take. Where a request says nothing else, the first is used."""
    view: Callable[..., Steps]
    """Takes the steps to the thing, then the request if `wants` is set, then its texts if `texts` is set."""
    build: Callable[[Row], Resource]
    not_found_error: type[DomainError]
    wants: type | None = None
    """The protocol with the members of the request that the view reads; checked at import."""
    texts: tuple[str, ...] = ()
    """The fields whose texts the view reads, each of which the request has to name something by."""
    optional_texts: tuple[str, ...] = ()
    """The fields whose texts the view reads where the request names something by them."""
    any_venue: bool = False
    """Whether staff of some venues may name things at all of the operator's."""

    def select(self, things: Steps, request: object, texts: Texts) -> Steps:
        return self.view(things, *[request] * bool(self.wants), *[texts] * bool(self.texts or self.optional_texts))

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(min_length=TEXT_BOUNDS["minLength"], max_length=TEXT_BOUNDS["maxLength"])
        texts = core_schema.dict_schema(core_schema.str_schema(), text)
        return core_schema.no_info_after_validator_function(RawReference, texts)


@value
class Naming:
    """How one field of a request names its thing, where it is not by the lookup's first field alone."""

    by: tuple[str, ...] = ()
    """The fields that may name it, the documented one first."""
    documented: tuple[str, ...] = ()
    """The fields that the documentation requires although the request may leave them out."""
    may_be_new: bool = False
    """Whether a missing thing is accepted: the handler gets None."""
    existing_only: tuple[str, ...] = ()
    """The fields that must name an existing thing, even where it may be new."""
    any_venue: bool = False
    """Whether things at any venue of the operator may be named; the handler limits what it discloses."""
    first_only: bool = False
    """Whether only the first given field counts, so that no two can be checked against each other."""


@value
class RawReference:
    texts: Texts


@value
class Reference:
    """What the type and the options of a request field say together."""

    lookup: Lookup
    naming: Naming
    is_required: bool

    @property
    def by(self) -> tuple[str, ...]:
        """The fields that may name the thing; none where no field has to."""
        fields = self.naming.by or tuple(self.lookup.finders)[:1]
        return tuple(name for name in fields if name not in IMPLICIT)

    @property
    def any_venue(self) -> bool:
        return self.lookup.any_venue or self.naming.any_venue

    @property
    def may_be_refused(self) -> bool:
        """Whether a call may fail because nothing has the given name."""
        return bool(self.by) and bool(self.naming.existing_only or not self.naming.may_be_new)

    def raw_value(self, body: Mapping[str, object]) -> dict[str, object]:
        """Read the texts of this reference from a body; empty texts and null count as absent."""
        if not self.by:
            return {name: name for name in self.lookup.finders}
        found = {name: body.get(vocabulary.wire_name(name)) for name in self.by}
        texts = {name: text for name, text in found.items() if text not in (None, "")}
        return dict(list(texts.items())[:1]) if self.naming.first_only else texts

    def documented_fields(self) -> dict[str, list[str]]:
        """The fields that may name the thing and those that have to, as the API's document says."""
        required = self.naming.documented or self.by[:1] * self.is_required
        return {"by": list(self.by), "required": list(required)}
