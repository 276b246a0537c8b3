"""Who may call an endpoint, in words."""

from vault.kernel.permissions import OPERATOR_ROLES, ROLE_PERMISSIONS, VENUE_ROLES, Permission, Role
from vault.openapi.schemas import Documented
from vault.runtime.command_receiver import CommandReceiver
from vault.runtime.declaration import Token

TOKENS = {
    Token.ALLOW_EXPIRED: " An expired access token will do.",
    Token.ALLOW_EXPIRED_OR_NONE: " An access token may be expired or an empty text.",
    Token.OPTIONAL: " An access token may be left out.",
}


def describe_callers(endpoint: Documented) -> str:
    if isinstance(endpoint, CommandReceiver):
        return "Other regions of the same deployment, with signed requests."
    if endpoint.is_for_radius_servers:
        return "RADIUS servers of an operator, with their id and secret (HTTP Basic)."
    return _describe_roles(endpoint.requires) + TOKENS.get(endpoint.token, "")


def _describe_roles(permission: Permission) -> str:
    if permission is Permission.PUBLIC:
        return "Anybody."
    roles = [role for role in Role if permission in ROLE_PERMISSIONS[role]]
    sentences = (
        ("anybody who is signed in, for their own record", Role.SUBSCRIBER in roles),
        (f"{_list_roles(roles, OPERATOR_ROLES)}, in their operator", bool(OPERATOR_ROLES & set(roles))),
        (f"{_list_roles(roles, VENUE_ROLES)}, at their own venues", bool(VENUE_ROLES & set(roles))),
        (f"{Role.NETWORK_SOFTWARE_PROVIDER}, for the operator in OperatorID", Role.NETWORK_SOFTWARE_PROVIDER in roles),
    )
    text = "; ".join(sentence for sentence, holds in sentences if holds)
    return f"{text[:1].upper()}{text[1:]}."


def _list_roles(roles: list[Role], of: frozenset[Role]) -> str:
    return ", ".join(role for role in roles if role in of)
