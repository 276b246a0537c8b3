"""Check stored settings of an operator again: what was valid when it was stored may not be any more."""

from collections.abc import Iterator

from pydantic import ValidationError

from vault.callers.model import CallContext
from vault.callers.references import Lookup
from vault.configuration.group import Settings, find_group, find_settings
from vault.configuration.operator import OperatorSettings
from vault.configuration.setting import Assignment, Configured
from vault.configuration.stored_values import read_value
from vault.graph.connection import execute
from vault.kernel.errors import DomainError
from vault.kernel.message_keys import Message
from vault.kernel.messages import LocalizedText, text
from vault.kernel.vocabulary import wire_name
from vault.notifications import queries
from vault.notifications.own_templates import EMAIL, OwnTemplate


def check_again(ctx: CallContext, operator: Configured) -> LocalizedText:
    """A sentence that lists what no longer holds. Raises SealBroken, Unavailable."""
    invalid = [*_find_invalid_settings(ctx, operator, OperatorSettings, ""), *_find_invalid_templates(operator.id)]
    if not invalid:
        return text(Message.SETTINGS_HOLD)
    return text(Message.SETTINGS_INVALID, fields=", ".join(dict.fromkeys(invalid)))


def _find_invalid_settings(ctx: CallContext, operator: Configured, group: type[Settings], path: str) -> Iterator[str]:
    for name, model_field in group.model_fields.items():
        if inner := find_group(model_field):
            yield from _find_invalid_settings(ctx, operator, inner, f"{path}{wire_name(name)}.")
        if any(isinstance(mark, Lookup) for mark in model_field.metadata):
            continue
        for setting in find_settings(model_field):
            stored = read_value(ctx, setting, operator.id, operator.vertex) if setting.prop else None
            if stored is not None and not _is_valid(group, name, stored):
                yield path + wire_name(name)


def _is_valid(group: type[Settings], name: str, stored: object) -> bool:
    """Whether a request may give the value, and an address in it may still be called."""
    try:
        settings = group.model_validate({wire_name(name): stored})
        for assignment in settings.assignments():
            _check_assignment(assignment)
    except (ValidationError, DomainError):
        return False
    return True


def _check_assignment(assignment: Assignment) -> None:
    if assignment.setting.check:
        assignment.setting.check(assignment)


def _find_invalid_templates(operator_id: str) -> Iterator[str]:
    for own in map(OwnTemplate.from_vertex, execute(queries.operator_templates(operator_id))):
        try:
            own.check()
        except DomainError:
            group = "email_configuration" if own.channel == EMAIL else "sms_configuration"
            yield f"{wire_name(group)}.{own.locale}.{own.name}"
