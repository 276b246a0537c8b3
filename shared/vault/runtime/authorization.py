"""Authorize a call: where its caller holds the permission, and whether the things that its body names lie there."""

from collections.abc import Mapping, Sequence

from vault.callers.model import CallContext, Scope
from vault.callers.references import Reference, Resource
from vault.graph.schema import Row
from vault.kernel.errors import AccessDenied, FieldMissing
from vault.kernel.permissions import ROLE_PERMISSIONS, Permission, Role
from vault.kernel.vocabulary import wire_name
from vault.runtime import models
from vault.runtime.resolution import ReferencesDisagree, ResolvedCall


def find_scope(ctx: CallContext, permission: Permission) -> Scope:
    """Where the caller holds what the endpoint requires. Raises AccessDenied."""
    if permission is Permission.PUBLIC:
        return Scope(operator=True)
    scope = ctx.scope(permission)
    if not scope:
        raise AccessDenied
    return scope


def require_operator(ctx: CallContext, permission: Permission, operator_id: str | None) -> None:
    """The provider's staff must have named an operator, but for what is their own. Raises FieldMissing."""
    if permission is Permission.PUBLIC or permission in ROLE_PERMISSIONS[Role.SUBSCRIBER]:
        return
    if ctx.operator.is_provider and not operator_id:
        raise FieldMissing(field=wire_name("operator_id"))


def resolve_references(body: models.Request, resolved: ResolvedCall, scope: Scope) -> dict[str, Resource | None]:
    """What the body's references name, each within the scope. Raises the kind's missing error, ReferencesDisagree."""
    values = {}
    for name, by in resolved.found.items():
        reference = body.references[name]
        values[name] = _resolve_reference(reference, by, resolved.caller, scope)
    _check_agreement(values)
    return values


def _resolve_reference(
    reference: Reference, found: Mapping[str, Sequence[Row]], ctx: CallContext, scope: Scope
) -> Resource | None:
    """The one thing that every given field names; None where there is none and that is an answer too."""
    within = Scope(operator=True) if reference.any_venue else scope
    naming, values = reference.naming, list[Resource]()
    for by, rows in found.items():
        candidates = [value for value in map(reference.lookup.build, rows) if _lies_in(value, ctx, within)]
        if not candidates and (not naming.may_be_new or by in naming.existing_only):
            # The caller's own record is not there in another operator, which only the provider's staff name.
            raise reference.lookup.not_found_error if reference.by else AccessDenied
        if candidates and not values and by != next(iter(found)):
            raise ReferencesDisagree  # the first field names somebody new, this one somebody known
        values.extend(candidates[:1])
    if any(value.id != values[0].id for value in values):
        raise ReferencesDisagree
    return values[0] if values else None


def _lies_in(thing: Resource, ctx: CallContext, scope: Scope) -> bool:
    """Whether a thing is the caller's operator's, and at one of the caller's venues, or the caller."""
    if thing.operator_id != ctx.operator.id:
        return False
    if scope.operator:
        return True
    if scope.self and getattr(thing, "token", None) == ctx.token:
        return True
    return bool(scope.venues & frozenset(thing.venue_ids))


def _check_agreement(values: Mapping[str, Resource | None]) -> None:
    """Things that lie at one venue each must lie at the same. Raises ReferencesDisagree."""
    venues = {venue for value in values.values() if (venue := getattr(value, "venue_id", None))}
    if len(venues) > 1:
        raise ReferencesDisagree
