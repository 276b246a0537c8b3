"""Change the settings of a thing: all that a request gives, or none."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from vault.callers.model import CallContext
from vault.configuration.group import Settings
from vault.configuration.setting import Assignment, Change, Changes, Configured
from vault.configuration.stored_values import read_value, to_property
from vault.graph.schema import Prop
from vault.graph.steps import Steps, __, with_properties, without_properties
from vault.kernel import ids
from vault.kernel.errors import FieldNotYours
from vault.kernel.message_keys import Message
from vault.kernel.messages import JoinedTexts, LocalizedText, text
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value

NO_SPELLINGS: Mapping[str, object] = MappingProxyType({})


@value
class Outcome:
    """What a call changed, and what its answer says: a sentence on each setting, then what checks and rules add."""

    changes: Changes
    sentences: tuple[LocalizedText, ...]
    remarks: tuple[LocalizedText, ...]

    @property
    def message(self) -> JoinedTexts:
        return JoinedTexts((*self.sentences, *self.remarks) or (text(Message.NOTHING_UPDATED),))


def configure(
    ctx: CallContext, thing: Configured, settings: Settings, spellings: Mapping[str, object] = NO_SPELLINGS
) -> Outcome:
    """Write what differs from what is stored; the caller records the changes, where there are any.

    `spellings` are values as they are stored, by property, where a request may write them in other ways. Of two calls
    at once one starts again, on the result of the other. Raises FieldNotYours, the errors of checks and rules.
    """
    assignments = tuple(settings.assignments())
    _refuse_forbidden(ctx, thing, assignments)
    remarks = [each.setting.check(each) for each in assignments if each.setting.check]
    changes = _compare(ctx, thing, [_with_spelling(each, spellings) for each in assignments])
    if changes:
        _write(ctx, changes)
        remarks += _apply_rules(ctx, changes)
    sentences = (each.sentence() for each in assignments)
    return Outcome(changes, tuple(filter(None, sentences)), tuple(filter(None, remarks)))


def _refuse_forbidden(ctx: CallContext, thing: Configured, assignments: Iterable[Assignment]) -> None:
    """Raises FieldNotYours for a setting that needs more than the caller may do at this thing."""
    for each in assignments:
        scope = ctx.scope(each.needs) if each.needs else None
        if scope is not None and not (scope.operator or scope.venues & thing.venue_ids):
            raise FieldNotYours(field=each.wire_name)


def _compare(ctx: CallContext, thing: Configured, assignments: Iterable[Assignment]) -> Changes:
    """What differs from what is stored: secrets opened, since two seals of one text differ."""
    compared = (Change(each, read_value(ctx, each.setting, thing.id, thing.vertex)) for each in assignments)
    changes = (change for change in compared if _is_needed(thing, change))
    return Changes(thing, {change.setting.prop or change.assignment.label: change for change in changes})


def _with_spelling(assignment: Assignment, spellings: Mapping[str, object]) -> Assignment:
    prop = assignment.setting.prop
    if prop is None or assignment.is_removal or prop not in spellings:
        return assignment
    return replace(assignment, value=spellings[prop])


def _is_needed(thing: Configured, change: Change) -> bool:
    if change.setting.prop is None:
        is_fulfilled = change.setting.is_fulfilled
        return change.setting.rule is not None and not (is_fulfilled and is_fulfilled(thing, change.after))
    return change.after != change.before


def _write(ctx: CallContext, changes: Changes) -> None:
    thing = changes.thing
    stored = [change for change in changes.by_name.values() if change.setting.prop]
    removed = [str(change.setting.prop) for change in stored if change.after is None]
    updated = {
        str(change.setting.prop): to_property(ctx, thing.id, change.setting, change.after)
        for change in stored
        if change.after is not None
    }
    ctx.tx.guard(_has_version(thing))
    moment = {Prop.CHANGED_AT: epoch_ms(now()), Prop.SETTINGS_VERSION: ids.generate_id("settings")}
    ctx.tx.change(with_properties(without_properties(__.V(thing.id), *removed), **updated, **moment))


def _has_version(thing: Configured) -> Steps:
    """A guard that holds while nobody has changed the settings that were read."""
    version = thing.vertex.get(Prop.SETTINGS_VERSION)
    vertex = __.V(thing.id)
    return vertex.has_not(Prop.SETTINGS_VERSION) if version is None else vertex.has(Prop.SETTINGS_VERSION, version)


def _apply_rules(ctx: CallContext, changes: Changes) -> list[LocalizedText | None]:
    """Each rule once, however many of its settings change."""
    rules = dict.fromkeys(each.setting.rule for each in changes.by_name.values() if each.setting.rule)
    return [rule(ctx, changes) for rule in rules]
