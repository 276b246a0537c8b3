"""People in Cognito, with short-lived sealed copies in Redis."""

import json
import logging
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

from vault.adapters import cognito, redis
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import WriteContext
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel.circuit import CircuitBreaker
from vault.kernel.errors import Unavailable
from vault.kernel.generated_secrets import derive_subscriber_token, generate_temporary_password
from vault.kernel.ids import subscriber_id
from vault.kernel.sealing import seal, unseal
from vault.kernel.statuses import AWAITING_TERMS
from vault.kernel.time import epoch_ms, now
from vault.operators.model import Operator
from vault.operators.service import get_keyring, get_user_pool
from vault.people import codes, external_ids, numbers, queries
from vault.people.availability import unavailable
from vault.people.model import AddedPerson, NewPerson, Profile
from vault.people.profile_copies import redis_key

log = logging.getLogger("vault.people")
CACHE_SECONDS = 300
MAX_CONCURRENT_READS = 8
cognito_circuit = CircuitBreaker("cognito")
MAX_TOKEN_TRIES = 16


def create_cognito_user(
    operator: Operator, attributes: Mapping[str, str], *identity: str
) -> tuple[str, Mapping[str, str]]:
    """Create the user, unless an earlier attempt did; return the SubscriberToken and what to change of that one.

    The token derives from e-mail address or phone number under the operator's index key, so that a retry after a crash
    finds the same user. Raises Unavailable.
    """
    users = get_user_pool(operator)
    for number in range(MAX_TOKEN_TRIES):
        token = derive_subscriber_token(get_keyring(operator).index_key, *identity, str(number))
        if cognito.create_user(users, token, attributes, generate_temporary_password()):
            return token, {}
        existing = cognito.get_user(users, token)
        if existing and _is_same_user(existing.attributes, attributes):
            return token, _changed_attributes(existing, attributes)
    raise Unavailable(service="cognito")


def _is_same_user(existing: Mapping[str, str], attributes: Mapping[str, str]) -> bool:
    name = "email" if "email" in attributes else "phone_number"
    return existing.get(name) == attributes[name]


def _changed_attributes(existing: cognito.User, attributes: Mapping[str, str]) -> Mapping[str, str]:
    """All attributes where one differs; Cognito takes a blank value for a removal."""
    target = {"phone_number": "", **attributes}
    current = {name: existing.attributes.get(name, "") for name in target}
    return {} if current == target else target


def get_profiles(operator: Operator, tokens: Iterable[str]) -> dict[str, Profile]:
    """The profiles of persons by token, the Redis copies first, the rest from Cognito, some at once.

    A person whom Cognito does not have is missing from the answer. Raises Unavailable, but not within
    `tolerate_cognito_outage`.
    """
    unique_tokens = sorted(set(tokens))
    found = _get_cached_profiles(operator, unique_tokens)
    missing = [token for token in unique_tokens if token not in found]
    users, tolerated = get_user_pool(operator), unavailable.get()
    with ThreadPoolExecutor(MAX_CONCURRENT_READS) as threads:
        answers = threads.map(lambda token: _fetch_or_tolerate(users, token, tolerated), missing)
        fetched = [profile for profile in answers if profile]
    _store_cached_profiles(operator, [profile for profile in fetched if profile.email is not None])
    return found | {profile.token: profile for profile in fetched}


def get_profile(operator: Operator, token: str) -> Profile:
    """Return an empty profile where Cognito has no such user. Raises Unavailable."""
    return get_profiles(operator, [token]).get(token, Profile(token))


def _fetch_or_tolerate(users: cognito.Pool, token: str, unavailable: set[str] | None) -> Profile | None:
    """A profile from Cognito; its token alone, which is noted, where Cognito does not answer. Raises Unavailable."""
    if unavailable is None:
        return _fetch_profile(users, token)
    try:
        return cognito_circuit.call(lambda: _fetch_profile(users, token))
    except Unavailable:
        unavailable.add(token)
        return Profile(token, None, None, None, None)


def _fetch_profile(users: cognito.Pool, token: str) -> Profile | None:
    user = cognito.get_user(users, token)
    return _profile_from_user(user) if user else None


def _profile_from_user(user: cognito.User) -> Profile:
    attributes = user.attributes
    return Profile(
        token=user.username,
        email=attributes.get("email", ""),
        phone=attributes.get("phone_number", ""),
        given_name=attributes.get("given_name", ""),
        family_name=attributes.get("family_name", ""),
        confirmed=user.status == "CONFIRMED",
    )


def _get_cached_profiles(operator: Operator, tokens: list[str]) -> dict[str, Profile]:
    keys = get_keyring(operator)
    try:
        texts = redis.get_many([redis_key(operator, token) for token in tokens])
    except Unavailable:
        log.warning("people are read without their copies")
        return {}
    opened = zip(tokens, texts, strict=True)
    return {
        token: Profile(**json.loads(unseal(keys.data_key, text, redis_key(operator, token))))
        for token, text in opened
        if text
    }


def _store_cached_profiles(operator: Operator, profiles: Iterable[Profile]) -> None:
    keys = get_keyring(operator)
    texts = {
        redis_key(operator, profile.token): seal(
            keys.data_key, json.dumps(asdict(profile)).encode(), redis_key(operator, profile.token)
        )
        for profile in profiles
    }
    try:
        redis.set_many(texts, CACHE_SECONDS)
    except Unavailable:
        log.warning("people are not copied")


def restore_user(operator: Operator, token: str, new: NewPerson) -> None:
    """Create a person's Cognito user again where it is gone, under the address by which they were found.

    Raises Unavailable.
    """
    attributes, users = new.cognito_attributes(), get_user_pool(operator)
    if (new.email or new.phone) and cognito.get_user(users, token) is None:
        cognito.create_user(users, token, attributes, generate_temporary_password())


def end_sessions(ctx: WriteContext, home: Operator, token: str, *, spared: str = "", signed_in_at: int = 0) -> None:
    """Revoke refresh tokens at Cognito, then access tokens in the transaction. Raises Unavailable.

    Access tokens have the time of Cognito's clock: its second counts, or a later one in which the caller signed in.
    Those of the session `spared` (an `origin_jti`) live on until they expire.
    """
    second = max(cognito.sign_out(get_user_pool(home), token), int(time.time()), signed_in_at)
    vertex = __.V(subscriber_id(token))
    ctx.tx.change(with_properties(vertex, **{Prop.SIGNED_OUT_AT: second, Prop.SPARED_SESSION: spared}))
    ctx.tx.read_at_writer(home.issuer, token)


def add(ctx: WriteContext, new: NewPerson) -> AddedPerson:
    """Add a person to Cognito, then to the transaction.

    A user that an earlier attempt left is changed only after a commit of its own has claimed the address or number:
    somebody who has it already is no leftover. Raises Unavailable; at a commit PhoneNumberTaken,
    ExternalSubscriberIdTaken, Conflict.
    """
    operator = ctx.operator
    identity = ("email", new.email) if new.email else ("phone", new.phone)
    token, changed = create_cognito_user(operator, new.cognito_attributes(), *identity)
    password = generate_temporary_password()
    added_at = now()
    properties = {
        Prop.STATUS: AWAITING_TERMS,
        Prop.LOCALE: new.locale,
        Prop.CONTACT_BY_EMAIL: new.by_email,
        Prop.CONTACT_BY_SMS: new.by_sms,
        Prop.ADDED_AT: epoch_ms(added_at),
        **codes.seal_code(get_keyring(operator), token, codes.TEMPORARY_PASSWORD, password),
    }
    ctx.tx.change(*queries.add(operator.id, token, **properties))
    if new.email:
        email = queries.email_identity(new.email, operator)
        ctx.tx.guard(queries.no_identity(email))
        ctx.tx.change(*queries.link_identity(email, token))
    if new.phone:
        phone = queries.phone_identity(new.phone, operator)
        numbers.claim_number(ctx, phone, token)
    if new.external_id:
        external_ids.claim(ctx, token, new.external_id)
    if changed:
        audit.record(ctx, AuditEvent.ACCOUNT_CLAIMED, subscriber=token)
        ctx.tx.commit()
        cognito.update_user(get_user_pool(operator), token, changed)
    return AddedPerson(token, password, added_at)
