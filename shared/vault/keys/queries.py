"""Gremlin traversals for keys and bins."""

from collections.abc import Collection, Mapping

from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import P, Steps, T, __, merge_edge, new_edge, new_vertex, with_properties, without_properties
from vault.kernel import ids
from vault.keys.bins import Bin, pack_entries, slot_of
from vault.keys.model import Entitlement, Key, SealedKey
from vault.people import queries as people

PskNames = frozenset[tuple[str, str]]
"""Pairs of a psk vertex's id and the id of a key that it names."""


def policies() -> Steps:
    venue = __.in_v().coalesce(__.in_(Edge.HAS_UNIT), __.identity()).id_()
    return __.out_e(Edge.AT_UNIT).project("edge", "at", "venue").by(__.element_map()).by(__.in_v().id_()).by(venue)


def keys_of_person(**more: Steps) -> Steps:
    """The keys of a person; `more` are further projections of each key, by name."""
    pool = (
        __.out(Edge.IN_BIN)
        .in_(Edge.HAS_BIN)
        .project("id", "ssid", "in_use")
        .by(T.id)
        .by(Prop.SSID)
        .by(__.in_(Edge.HAS_KEYPOOL).count())
    )
    steps = (
        __.out(Edge.HOLDS)
        .project("vertex", "pool", "bin", "policies", *more)
        .by(__.element_map())
        .by(pool)
        .by(__.out(Edge.IN_BIN).id_())
        .by(policies().fold())
    )
    for part in more.values():
        steps = steps.by(part)
    return steps


def _bins_with_pool(bins: Steps) -> Steps:
    return bins.project("vertex", "pool").by(__.element_map()).by(__.in_(Edge.HAS_BIN).id_())


def person_with_keys_and_bins(person: Steps) -> Steps:
    bins = _bins_with_pool(__.out(Edge.HOLDS).out(Edge.IN_BIN).dedup())
    return people.person_with_venues(person, keys=keys_of_person().fold(), bins=bins.fold())


def by_id(key_id: str, _operator: object) -> Steps:
    """The key with this id, if a person holds it and its keypool is not being deleted."""
    in_use = __.out(Edge.IN_BIN).in_(Edge.HAS_BIN).in_(Edge.HAS_KEYPOOL)
    return __.V(key_id).has_label(Label.KEY).where(__.in_(Edge.HOLDS)).where(in_use)


def key_with_holder(key: Steps) -> Steps:
    return (
        key.project("id", "holder")
        .by(T.id)
        .by(people.person_with_venues(__.in_(Edge.HOLDS), keys=keys_of_person().fold()))
    )


def key_with_holder_and_bins(key: Steps) -> Steps:
    return key.project("id", "holder").by(T.id).by(person_with_keys_and_bins(__.in_(Edge.HOLDS)))


def keypools_with_open_bin(keypools: Steps, slot: int) -> Steps:
    open_bin = _bins_with_pool(__.out(Edge.OPEN_BIN).has(Prop.SLOT, slot))
    return (
        keypools.project("id", "ssid", "slot", "bin").by(T.id).by(Prop.SSID).by(__.constant(slot)).by(open_bin.fold())
    )


def existing_psks(psks: Collection[str]) -> Steps:
    return __.V(*sorted(psks)).id_()


def _unexpired_bins(keypool_ids: Collection[str], moment: int) -> Steps:
    ended_batches = __.in_(Edge.BATCH_BIN).or_(__.has(Prop.ENDS_AT, P.lt(moment)), __.has(Prop.INVALIDATED_AT))
    return __.V(*keypool_ids).out(Edge.HAS_BIN).not_(ended_batches)


def contents_of_ended_bins(keypool_ids: Collection[str], since: int, moment: int, most: int) -> Steps:
    """Of batches that ended or were invalidated between `since` and `moment` (epoch ms)."""
    ended_batches = __.in_(Edge.BATCH_BIN).or_(
        __.has(Prop.ENDS_AT, P.gte(since)).has(Prop.ENDS_AT, P.lt(moment)), __.has(Prop.INVALIDATED_AT, P.gte(since))
    )
    return _with_contents(__.V(*keypool_ids).out(Edge.HAS_BIN).where(ended_batches).limit(most))


def contents_of_unexpired_bins(keypool_ids: Collection[str], moment: int) -> Steps:
    return _with_contents(_unexpired_bins(keypool_ids, moment))


def contents_of_bins(bin_ids: Collection[str]) -> Steps:
    return _with_contents(__.V(*bin_ids).has_label(Label.BIN))


def _with_contents(bins: Steps) -> Steps:
    pool = __.in_(Edge.HAS_BIN).id_()
    return bins.project("id", "pool", "version", "entries").by(T.id).by(pool).by(Prop.VERSION).by(Prop.ENTRIES)


def versions_of_unexpired_bins(keypool_ids: Collection[str], moment: int) -> Steps:
    return _unexpired_bins(keypool_ids, moment).project("id", "version").by(T.id).by(Prop.VERSION)


def rename_psks(before: PskNames, after: PskNames) -> list[Steps]:
    """Change which psk vertices name which keys; the commit fails if a new one belongs to another key."""
    old, new = ({psk for psk, _ in names} for names in (before, after))
    changes = [new_vertex(Label.PSK, psk) for psk in sorted(new - old)]
    changes += [
        merge_edge(psk, Edge.NAMES_KEY, key, ids.edge_id(psk, Edge.NAMES_KEY, key))
        for psk, key in sorted(after - before)
    ]
    obsolete = [ids.edge_id(*pair) for pair in _naming_edges(before - after) if pair[0] in new]
    changes += [__.V(psk).drop() for psk in sorted(old - new)]
    return changes + [__.E(edge).drop() for edge in obsolete]


def _naming_edges(names: PskNames) -> list[tuple[str, str, str]]:
    return [(psk, Edge.NAMES_KEY, key) for psk, key in sorted(names)]


def person_at_keys_version(person_id: str, version: int) -> Steps:
    person = __.V(person_id)
    return person.has(Prop.KEYS_VERSION, version) if version else person.has_not(Prop.KEYS_VERSION)


def set_keys_version(person_id: str, version: int) -> Steps:
    return with_properties(__.V(person_id), **{Prop.KEYS_VERSION: version})


def set_pending_passphrase(key_id: str, sealed: SealedKey) -> Steps:
    return with_properties(__.V(key_id), **{Prop.PENDING_PASSPHRASE: sealed.passphrase, Prop.PENDING_PMK: sealed.pmk})


def set_passphrase(key_id: str, sealed: SealedKey) -> Steps:
    key = without_properties(__.V(key_id), Prop.PENDING_PASSPHRASE, Prop.PENDING_PMK)
    return with_properties(key, **{Prop.PASSPHRASE: sealed.passphrase, Prop.PMK: sealed.pmk})


def set_tag(key_id: str, tag: str) -> Steps:
    key = __.V(key_id)
    return with_properties(key, **{Prop.TAG: tag}) if tag else without_properties(key, Prop.TAG)


def unchanged_bin(bin_: Bin) -> Steps:
    return __.V(bin_.id).has(Prop.VERSION, bin_.version)


def rewrite_bin(bin_: Bin, entries: Mapping[str, str], newcomers: int = 0) -> Steps:
    return with_properties(
        __.V(bin_.id),
        **{
            Prop.ENTRIES: pack_entries(entries),
            Prop.KEYS: len(entries),
            Prop.SUBSCRIBERS: bin_.subscribers + newcomers,
            Prop.VERSION: bin_.version + 1,
        },
    )


def create_bin(new: Bin, entries: Mapping[str, str], newcomers: int = 0) -> list[Steps]:
    properties = {
        Prop.NUMBER: new.number,
        Prop.SLOT: slot_of(new.number),
        Prop.VERSION: 1,
        Prop.KEYS: len(entries),
        Prop.SUBSCRIBERS: newcomers,
        Prop.ENTRIES: pack_entries(entries),
    }
    edges = [(edge, ids.edge_id(new.keypool_id, edge, new.id)) for edge in (Edge.HAS_BIN, Edge.OPEN_BIN)]
    return [
        new_vertex(Label.BIN, new.id, **properties),
        *(merge_edge(new.keypool_id, edge, new.id, edge_id) for edge, edge_id in edges),
    ]


def close_bin(bin_: Bin) -> Steps:
    return __.E(ids.edge_id(bin_.keypool_id, Edge.OPEN_BIN, bin_.id)).drop()


def add(person_id: str, key: Key) -> list[Steps]:
    properties = {
        Prop.PASSPHRASE: key.sealed.passphrase,
        Prop.PMK: key.sealed.pmk,
        Prop.CUSTOM: key.custom,
        Prop.TAG: key.tag or None,
        Prop.STATUS: key.status,
        Prop.ADDED_AT: key.added_at,
    }
    return [
        new_vertex(Label.KEY, key.id, **properties),
        new_edge(person_id, Edge.HOLDS, key.id, ids.edge_id(person_id, Edge.HOLDS, key.id)),
    ]


def link_to_bin(key_id: str, bin_id: str) -> Steps:
    return merge_edge(key_id, Edge.IN_BIN, bin_id, ids.edge_id(key_id, Edge.IN_BIN, bin_id))


def unit_on_vlan(unit_id: str, vlan: int) -> Steps:
    """A guard for policies, which repeat the VLAN of their unit."""
    return __.V(unit_id).has(Prop.VLAN, vlan)


def add_policy(key_id: str, entitlement: Entitlement) -> Steps:
    edge = ids.edge_id(key_id, Edge.AT_UNIT, entitlement.at, entitlement.subscription_id)
    properties = {
        Prop.SUBSCRIPTION: entitlement.subscription_id,
        Prop.STARTS_AT: entitlement.starts_at,
        Prop.ENDS_AT: entitlement.ends_at,
        Prop.VLAN: entitlement.vlan,
        Prop.PLAN: entitlement.plan_id,
    }
    return new_edge(key_id, Edge.AT_UNIT, entitlement.at, edge, **properties)
