"""Gremlin queries on the log graph, whose entries are indexed by day."""

from vault.audit.model import HIDDEN_FROM_VENUE_STAFF, MAX_ENTRIES, Window
from vault.graph.schema import Label, Prop
from vault.graph.steps import Order, P, Steps, TextP, __


def entries_in_window(day: str, owner: str, window: Window) -> Steps:
    begins, ends = window.epoch_ms_bounds
    days = P.within([f"{owner} {each}" for each in window.days()])
    return __.V().has(Label.LOG_ENTRY, day, days).has(Prop.WHEN, P.gte(begins)).has(Prop.WHEN, P.lte(ends))


def visible_to_venue_staff(entries: Steps) -> Steps:
    for part in HIDDEN_FROM_VENUE_STAFF:
        entries = entries.has(Prop.FUNCTION, TextP.not_containing(part))
    return entries


def count_and_latest(entries: Steps) -> Steps:
    latest = entries.clone().order().by(Prop.WHEN, Order.desc).limit(MAX_ENTRIES).element_map()
    return __.inject(0).project("count", "latest").by(entries.count()).by(latest.fold())
