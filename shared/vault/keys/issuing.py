"""Keys issued: one for each pool that is shown where a person stays, all with the same text."""

from collections.abc import Iterable, Sequence

from vault.callers.model import WriteContext
from vault.graph.connection import answer
from vault.kernel import ids
from vault.kernel.time import epoch_ms, now
from vault.kernel.tokens import acceptable_key, key_text
from vault.kernel.values import value
from vault.keypools import queries as keypools
from vault.keys import queries, texts
from vault.keys.bins import FULL, SLOTS, Bin
from vault.keys.model import Key, KeyHolder, KeyNotUnique, OpenPool, Stay
from vault.keys.service import names, rename
from vault.operators.model import Operator
from vault.operators.service import keyring


@value
class Wish:
    """A key's text as it is asked for: whole, or the user's part of a new one; nothing counts as absent."""

    new_key: str | None = None
    user_part: str | None = None


@value
class Order:
    """Keys for a person: in these pools, for these stays."""

    holder: KeyHolder
    pools: Sequence[OpenPool]
    stays: Sequence[Stay]
    wish: Wish = Wish()
    is_new: bool = False
    """Whether the person is being added by the same write."""


@value
class Issued:
    """The keys that somebody has where they were ordered, and those of them that are new."""

    keys: tuple[Key, ...]
    new: tuple[Key, ...]


def issue(caller: WriteContext, *orders: Order) -> list[Issued]:
    """Add to the caller's write what the orders want and is not there yet; several of one person are one order.

    A key that the person has in a pool already gets the stays that it lacks. Raises KeyTextInvalid, KeyNotUnique.
    """
    issued = [order_filled(caller, order) for order in orders]
    for pool in {pool.id: pool for order in orders for pool in order.pools}.values():
        places = {stay.at for order in orders if pool in order.pools for stay in order.stays}
        if places:
            caller.tx.guard(keypools.still_shown(pool.id, places))
        lay(caller, pool, [(order.holder, made) for order, made in zip(orders, issued, strict=True)])
    return issued


def order_filled(caller: WriteContext, order: Order) -> Issued:
    """The keys of one person, without their bins."""
    operator, holder = caller.operator, order.holder
    text, custom = text_for(operator, holder, order.wish)
    texts_by_pool = suited(operator, order, text, custom=custom)
    keys = tuple(
        found(operator, holder, pool, texts_by_pool[pool.id], custom=custom)
        or made(operator, holder, pool, texts_by_pool[pool.id], custom=custom)
        for pool in order.pools
    )
    there = {key.id: key for key in holder.keys}
    new = tuple(key for key in keys if key.id not in there)
    lacking = [(key, stay) for key in keys for stay in order.stays if not holds_for(key, stay)]
    if not lacking:
        return Issued(tuple(key for key in keys if key.id in there), ())
    version(caller, order)
    for key in new:
        caller.tx.change(*queries.add(holder.id, key))
    before = names(operator, holder.named)
    rename(caller, before, before | names(operator, new), KeyNotUnique() if custom else None)
    caller.tx.change(*(queries.let_in(key.id, stay) for key, stay in lacking))
    return Issued(keys, new)


def version(caller: WriteContext, order: Order) -> None:
    """Write only while nobody else touches the person's keys."""
    holder = order.holder
    if not order.is_new:
        caller.tx.guard(queries.at_version(holder.id, holder.version))
    caller.tx.change(queries.versioned(holder.id, holder.version + 1))


def holds_for(key: Key, stay: Stay) -> bool:
    """Whether a key holds for a stay already."""
    return any((policy.at, policy.subscription_id) == (stay.at, stay.subscription_id) for policy in key.policies)


def text_for(operator: Operator, holder: KeyHolder, wish: Wish) -> tuple[str, bool]:
    """The text of a person's keys, and whether it stays when the password changes.

    The one that was given whole; else the one they have, their password before one that was given; else a new one.
    """
    if wish.new_key:
        return acceptable_key(wish.new_key), True
    for key in (*holder.following, *holder.keys):
        return texts.text_of(keyring(operator), key.id, key.sealed), key.custom
    return key_text(wish.user_part), False


def suited(operator: Operator, order: Order, text: str, *, custom: bool) -> dict[str, str]:
    """The text for each pool: another than wanted where a person's own text is somebody else's under a new SSID."""
    mine = {psk for psk, _ in names(operator, order.holder.named)}
    wanted = {pool.id: texts.psk(operator, pool.ssid, text) for pool in order.pools}
    strange = set(wanted.values()) - mine
    if custom or not (order.holder.keys and strange):
        return dict.fromkeys(wanted, text)
    taken = set(answer(queries.taken(strange)))
    return {pool_id: key_text(None) if psk in taken else text for pool_id, psk in wanted.items()}


def found(operator: Operator, holder: KeyHolder, pool: OpenPool, text: str, *, custom: bool) -> Key | None:
    """The key that the person has in the pool: with this text, or their own, whichever text that has."""
    having = [key for key in holder.keys if key.keypool_id == pool.id]
    same = [key for key in having if texts.texts_of(operator, key)[0] == text]
    own = [key for key in having if not (custom or key.custom)]
    return next(iter((*same, *own)), None)


def made(operator: Operator, holder: KeyHolder, pool: OpenPool, text: str, *, custom: bool) -> Key:
    """A new key of a person in a pool."""
    named = (texts.psk(operator, pool.ssid, text),) if custom else ()
    key_id = ids.key_id(pool.id, holder.token, *named)
    return Key(
        id=key_id,
        keypool_id=pool.id,
        ssid=pool.ssid,
        bin_id=taking(pool).id,
        sealed=texts.sealed(keyring(operator), key_id, text, pool.ssid),
        custom=custom,
        added_at=epoch_ms(now()),
    )


def taking(pool: OpenPool) -> Bin:
    """The bin that takes the pool's new keys: the open one, else the first of its slot."""
    return pool.bin or Bin.opened(ids.bin_id(pool.id, pool.slot), pool.id, pool.slot)


def lay(caller: WriteContext, pool: OpenPool, issued: Iterable[tuple[KeyHolder, Issued]]) -> None:
    """Put the new keys of a pool into its bin; a bin that they fill is closed, and the next one opened."""
    entries: dict[str, str] = {}
    newcomers = 0
    for holder, made_for in issued:
        new = {key.id: key.sealed.pmk for key in made_for.new if key.keypool_id == pool.id}
        newcomers += bool(new) and pool.id not in {key.keypool_id for key in holder.keys}
        entries |= new
    if entries:
        fill(caller, taking(pool), entries, newcomers)


def fill(caller: WriteContext, into: Bin, entries: dict[str, str], newcomers: int) -> None:
    """The bin with more entries."""
    whole = {**into.entries, **entries}
    if into.version:
        caller.tx.guard(queries.unchanged(into))
        caller.tx.change(queries.rewritten(into, whole, newcomers))
    else:
        caller.tx.change(*queries.opened(into, whole, newcomers))
    caller.tx.change(*(queries.lie_in(key_id, into.id) for key_id in entries))
    if len(whole) >= FULL:
        number = into.number + SLOTS
        following = Bin.opened(ids.bin_id(into.keypool_id, number), into.keypool_id, number)
        caller.tx.change(queries.closed(into), *queries.opened(following, {}))
