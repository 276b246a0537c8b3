"""Fields that name a thing: by our id, an external id, an e-mail address, a phone number."""

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
"""From a given text, and the tenant where finding needs its keys, to the vertices that it may mean."""

TENANT = "tenant"
ME = "me"


@value
class Lookup:
    """A kind of thing that can be named: how it is found, seen and made into a value."""

    finders: Mapping[str, Finder]
    view: Callable[[Steps, Any], Steps]
    """What is read of the thing; the request's body may say of what more."""
    build: Callable[[Any], Any]
    not_found_error: type[DomainError]


@value
class RawReference:
    """What a request gave to name a thing: texts by the Python names of their fields."""

    texts: Mapping[str, str]


@value
class Reference:
    """A reference in a request model: which fields may name the thing, the documented one first."""

    lookup: Lookup
    by: tuple[str, ...]
    required: bool = True
    documented: tuple[str, ...] = ()
    """The fields that the documents require, though another may stand for them."""
    may_be_new: bool = False
    """Whether nothing there is an answer too: the handler gets None."""
    existing_only: tuple[str, ...] = ()
    """The fields that can only name what is there, even where it may be new."""
    any_venue: bool = False
    """Whether anything of the operator may be named, at whichever venue; the handler minds what it tells."""
    first_only: bool = False
    """Whether the first of the given fields alone counts, so that no two can be held against each other."""
    tenant: bool = False
    """Whether it is the operator of the call, whom no field has to name."""
    own: bool = False
    """Whether it is the caller's own record, which no field has to name."""

    def raw_value(self, body: Row) -> JsonObject:
        """The texts that a body gives for this reference; empty texts and null count as absent."""
        if self.tenant:
            return {TENANT: TENANT}
        if self.own:
            return {ME: ME}
        found = {name: body.get(vocabulary.wire_name(name)) for name in self.by}
        texts = {name: value for name, value in found.items() if value not in (None, "")}
        return dict(list(texts.items())[:1]) if self.first_only else texts

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate what was given, not the thing, which is not known yet."""
        texts = core_schema.dict_schema(core_schema.str_schema(), core_schema.str_schema(min_length=1, max_length=512))
        return core_schema.no_info_after_validator_function(RawReference, texts)

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonObject:
        """A mark for the OpenAPI document, which spreads it into the fields."""
        return {"x-reference": {"by": list(self.by), "required": list(self.documented or self.by[:1] * self.required)}}
