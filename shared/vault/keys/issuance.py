"""Issuing keys: one for each keypool broadcast where a person stays, all with the same passphrase."""

from collections import Counter
from collections.abc import Iterable, Sequence

from vault.callers.model import WriteContext
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.kernel import ids
from vault.kernel.generated_secrets import generate_passphrase, validate_passphrase
from vault.kernel.settings import setting
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.keypools import queries as keypools
from vault.keys import passphrases, queries
from vault.keys.bins import BIN_CAPACITY, SLOTS, Bin
from vault.keys.model import (
    ChosenKeyLimitReached,
    CustomKeysDisabled,
    Entitlement,
    Key,
    KeyHolder,
    KeyNotUnique,
    KeypoolForNewKeys,
)
from vault.keys.service import psk_names, rename_psks
from vault.operators.model import Operator
from vault.operators.service import get_keyring


@value
class PassphraseChoice:
    """A whole passphrase, or only the user's part of a generated one; an empty one counts as absent."""

    new_key: str | None = None
    user_part: str | None = None

    def check_allowed(self, operator: Operator) -> None:
        """Raises CustomKeysDisabled."""
        if self.new_key and not operator.vertex.get(Prop.CUSTOM_PSK, True):
            raise CustomKeysDisabled


@value
class IssueRequest:
    holder: KeyHolder
    pools: Sequence[KeypoolForNewKeys]
    entitlements: Sequence[Entitlement]
    choice: PassphraseChoice = PassphraseChoice()
    is_new: bool = False
    """Whether the person is added in the same transaction."""


@value
class IssuedKeys:
    keys: tuple[Key, ...]
    new: tuple[Key, ...]


def issue(ctx: WriteContext, *requests: IssueRequest) -> list[IssuedKeys]:
    """Issue missing keys and policies, one request per person.

    Raises KeyTextInvalid, ChosenKeyLimitReached; at the commit KeyNotUnique.
    """
    issued = [_fulfill_request(ctx, request) for request in requests]
    for pool in {pool.id: pool for order in requests for pool in order.pools}.values():
        places = {entitlement.at for order in requests if pool in order.pools for entitlement in order.entitlements}
        if places:
            ctx.tx.guard(keypools.keypool_still_at(pool.id, places))
        store_in_bins(
            ctx, pool, [(order.holder, issued_keys) for order, issued_keys in zip(requests, issued, strict=True)]
        )
    return issued


def _fulfill_request(ctx: WriteContext, request: IssueRequest) -> IssuedKeys:
    operator, holder = ctx.operator, request.holder
    passphrase, custom = _passphrase_for(operator, holder, request.choice)
    passphrase_of_pool = _passphrase_by_pool(operator, request, passphrase, custom=custom)
    keys = tuple(
        _find_key_in_pool(operator, holder, pool, passphrase_of_pool[pool.id], custom=custom)
        or build_key(operator, holder, pool, passphrase_of_pool[pool.id], custom=custom)
        for pool in request.pools
    )
    existing = {key.id: key for key in holder.keys}
    new = tuple(key for key in keys if key.id not in existing)
    lacking = [
        (key, entitlement) for key in keys for entitlement in request.entitlements if not _holds_for(key, entitlement)
    ]
    if not lacking:
        return IssuedKeys(tuple(key for key in keys if key.id in existing), ())
    if custom:
        _check_chosen_keys(request, [key for key, _ in lacking])
    _guard_version(ctx, request)
    for at, vlan in sorted({(stay.at, stay.vlan) for _, stay in lacking if stay.vlan is not None}):
        ctx.tx.guard(queries.unit_on_vlan(at, vlan))
    for key in new:
        ctx.tx.change(*queries.add(holder.id, key))
    before = psk_names(operator, holder.all_keys)
    rename_psks(ctx, before, before | psk_names(operator, new), KeyNotUnique() if custom else None)
    ctx.tx.change(*(queries.add_policy(key.id, stay) for key, stay in lacking))
    return IssuedKeys(keys, new)


def _check_chosen_keys(request: IssueRequest, lacking: Sequence[Key]) -> None:
    """Bound what others may add to a person's keys at one venue. Raises ChosenKeyLimitReached."""
    most = int(setting("VAULT_CHOSEN_KEYS_PER_VENUE", "10"))
    venue_ids = {entitlement.venue_id for entitlement in request.entitlements}
    chosen_there = Counter(key.keypool_id for key in request.holder.keys if key.custom and key.is_at(venue_ids))
    if any(chosen_there[key.keypool_id] >= most and not key.is_at(venue_ids) for key in lacking):
        raise ChosenKeyLimitReached(most=most)


def _guard_version(ctx: WriteContext, request: IssueRequest) -> None:
    holder = request.holder
    if not request.is_new:
        ctx.tx.guard(queries.person_at_keys_version(holder.id, holder.version))
    ctx.tx.change(queries.set_keys_version(holder.id, holder.version + 1))


def _holds_for(key: Key, entitlement: Entitlement) -> bool:
    return any(
        (policy.at, policy.subscription_id) == (entitlement.at, entitlement.subscription_id) for policy in key.policies
    )


def _passphrase_for(operator: Operator, holder: KeyHolder, choice: PassphraseChoice) -> tuple[str, bool]:
    """The passphrase, and whether it is custom: kept when the password changes."""
    if choice.new_key:
        return validate_passphrase(choice.new_key), True
    for key in (*holder.password_keys, *holder.keys):
        return passphrases.passphrase_of(get_keyring(operator), key.id, key.sealed), key.custom
    return generate_passphrase(choice.user_part), False


def _passphrase_by_pool(operator: Operator, request: IssueRequest, passphrase: str, *, custom: bool) -> dict[str, str]:
    """The passphrase by keypool id; a generated one where the person's own is taken under a new SSID."""
    own_psks = {psk for psk, _ in psk_names(operator, request.holder.all_keys)}
    psk_by_pool = {pool.id: passphrases.psk_vertex_id(operator, pool.ssid, passphrase) for pool in request.pools}
    foreign = set(psk_by_pool.values()) - own_psks
    if custom or not (request.holder.keys and foreign):
        return dict.fromkeys(psk_by_pool, passphrase)
    taken_psks = set(execute(queries.existing_psks(foreign)))
    return {
        pool_id: generate_passphrase(None) if psk in taken_psks else passphrase for pool_id, psk in psk_by_pool.items()
    }


def _find_key_in_pool(
    operator: Operator, holder: KeyHolder, pool: KeypoolForNewKeys, passphrase: str, *, custom: bool
) -> Key | None:
    """The holder's key with this passphrase, else their key that is not custom, whatever its passphrase."""
    having = [key for key in holder.keys if key.keypool_id == pool.id]
    same = [key for key in having if passphrases.passphrases_of(operator, key)[0] == passphrase]
    own = [key for key in having if not (custom or key.custom)]
    return next(iter((*same, *own)), None)


def build_key(operator: Operator, holder: KeyHolder, pool: KeypoolForNewKeys, passphrase: str, *, custom: bool) -> Key:
    psk = (passphrases.psk_vertex_id(operator, pool.ssid, passphrase),) if custom else ()
    key_id = ids.key_id(pool.id, holder.token, *psk)
    return Key(
        id=key_id,
        keypool_id=pool.id,
        ssid=pool.ssid,
        bin_id=_open_bin_of(pool).id,
        sealed=passphrases.seal_passphrase(get_keyring(operator), key_id, passphrase, pool.ssid),
        custom=custom,
        added_at=epoch_ms(now()),
    )


def _open_bin_of(pool: KeypoolForNewKeys) -> Bin:
    return pool.bin or Bin.build_empty(ids.bin_id(pool.id, pool.slot), pool.id, pool.slot)


def store_in_bins(ctx: WriteContext, pool: KeypoolForNewKeys, issued: Iterable[tuple[KeyHolder, IssuedKeys]]) -> None:
    entries: dict[str, str] = {}
    newcomers = 0
    for holder, issued_keys in issued:
        new = {key.id: key.sealed.pmk for key in issued_keys.new if key.keypool_id == pool.id}
        newcomers += bool(new) and pool.id not in {key.keypool_id for key in holder.keys}
        entries |= new
    if entries:
        _append_to_bin(ctx, _open_bin_of(pool), entries, newcomers)


def _append_to_bin(ctx: WriteContext, target: Bin, entries: dict[str, str], newcomers: int) -> None:
    """Add entries to a bin; a full one is closed, and the next of its slot is opened."""
    all_entries = {**target.entries, **entries}
    if target.version:
        ctx.tx.guard(queries.unchanged_bin(target))
        ctx.tx.change(queries.rewrite_bin(target, all_entries, newcomers))
    else:
        ctx.tx.change(*queries.create_bin(target, all_entries, newcomers))
    ctx.tx.change(*(queries.link_to_bin(key_id, target.id) for key_id in entries))
    if len(all_entries) >= BIN_CAPACITY:
        number = target.number + SLOTS
        next_bin = Bin.build_empty(ids.bin_id(target.keypool_id, number), target.keypool_id, number)
        ctx.tx.change(queries.close_bin(target), *queries.create_bin(next_bin, {}))
