"""Request fields that name a thing by our id, an external id, an e-mail address or a phone number."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from vault.graph.schema import Row
from vault.graph.steps import Steps
from vault.kernel import vocabulary
from vault.kernel.errors import DomainError
from vault.kernel.json_types import JsonObject
from vault.kernel.values import value
from vault.operators.model import Operator

Finder = Callable[[str, Callable[[], Operator]], Steps]
"""From the given text, and the operator where its keys are needed, to the candidate vertices."""

TENANT = "tenant"
ME = "me"


@value
class Lookup:
    finders: Mapping[str, Finder]
    view: Callable[[Steps, Any], Steps]
    """Reads the thing; the request's body may ask for more."""
    build: Callable[[Row], Any]
    not_found_error: type[DomainError]


@value
class RawReference:
    texts: Mapping[str, str]


@value
class Reference:
    """The fields that may name a thing, the documented one first."""

    lookup: Lookup
    by: tuple[str, ...]
    required: bool = True
    documented: tuple[str, ...] = ()
    """The fields that the documentation requires, though another may replace them."""
    may_be_new: bool = False
    """Whether a missing thing is accepted: the handler gets None."""
    existing_only: tuple[str, ...] = ()
    """The fields that must name an existing thing, even where it may be new."""
    any_venue: bool = False
    """Whether things at any venue of the operator may be named; the handler limits what it discloses."""
    first_only: bool = False
    """Whether only the first given field counts, so that no two can be checked against each other."""
    tenant: bool = False
    """Whether it is the operator of the call, which no field has to name."""
    own: bool = False
    """Whether it is the caller's own record, which no field has to name."""

    def raw_value(self, body: Mapping[str, object]) -> dict[str, object]:
        """Read the texts of this reference from a body; empty texts and null count as absent."""
        if self.tenant:
            return {TENANT: TENANT}
        if self.own:
            return {ME: ME}
        found = {name: body.get(vocabulary.wire_name(name)) for name in self.by}
        texts = {name: value for name, value in found.items() if value not in (None, "")}
        return dict(list(texts.items())[:1]) if self.first_only else texts

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        texts = core_schema.dict_schema(core_schema.str_schema(), core_schema.str_schema(min_length=1, max_length=512))
        return core_schema.no_info_after_validator_function(RawReference, texts)

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonObject:
        return {"x-reference": {"by": list(self.by), "required": list(self.documented or self.by[:1] * self.required)}}
