"""Gremlin queries on the log graph, whose entries are indexed by day."""

from collections.abc import Collection

from vault.audit.events import AuditEvent, AuditKind
from vault.audit.model import MAX_ENTRIES, Window
from vault.graph.schema import Label, Prop
from vault.graph.steps import Order, P, Steps, __


def entries_in_window(day: str, owner: str, window: Window) -> Steps:
    begins, ends = window.epoch_ms_bounds
    days = P.within([f"{owner} {each}" for each in window.days()])
    return __.V().has(Label.LOG_ENTRY, day, days).has(Prop.WHEN, P.gte(begins)).has(Prop.WHEN, P.lte(ends))


def unit_entries_in_window(unit_id: str, venue_id: str, window: Window) -> Steps:
    """Found by the unit, of which the index knows no day: the venue's day bounds how old they may be."""
    begins, ends = window.epoch_ms_bounds
    days = P.within([f"{venue_id} {each}" for each in window.days()])
    of_unit = __.V().has(Label.LOG_ENTRY, Prop.UNIT, unit_id)
    return of_unit.has(Prop.VENUE_DAY, days).has(Prop.WHEN, P.gte(begins)).has(Prop.WHEN, P.lte(ends))


def without_kinds(entries: Steps, kinds: Collection[AuditKind]) -> Steps:
    """Entries of other kinds; one from before kinds were stored has that of its event."""
    events = sorted(event for event in AuditEvent if event.kind in kinds)
    return entries.or_(
        __.has(Prop.KIND, P.without(sorted(kinds))), __.has_not(Prop.KIND).has(Prop.EVENT, P.without(events))
    )


def count_and_latest(entries: Steps, most: int = MAX_ENTRIES) -> Steps:
    latest = entries.clone().order().by(Prop.WHEN, Order.desc).limit(most).element_map()
    return __.inject(0).project("count", "latest").by(entries.count()).by(latest.fold())
