"""Persons: enrolled in Cognito, and named through one function."""

import json
import logging
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

from vault.adapters import cognito, redis
from vault.callers.model import WriteContext
from vault.graph.schema import Prop
from vault.kernel.circuit import CircuitBreaker
from vault.kernel.errors import Unavailable
from vault.kernel.sealing import seal, unseal
from vault.kernel.time import epoch_ms, now
from vault.kernel.tokens import subscriber_token, temporary_password
from vault.operators.model import Operator
from vault.operators.service import keyring, pool
from vault.people import codes, queries
from vault.people.availability import unavailable
from vault.people.model import AWAITING_TERMS, Added, NewPerson, PhoneNumberTaken, Profile

log = logging.getLogger("vault.people")
COPY_SECONDS = 300
AT_ONCE = 8
persons = CircuitBreaker("cognito")
MOST_TOKENS = 16


def enrol(operator: Operator, attributes: Mapping[str, str], *identity: str) -> str:
    """The SubscriberToken of a person who is in the pool afterwards: the same for the same identity.

    The token is derived from the e-mail address or phone number under the operator's index key, so that work
    that died after this step finds the same user again. Raises Unavailable.
    """
    users = pool(operator)
    for number in range(MOST_TOKENS):
        token = subscriber_token(keyring(operator).index_key, *identity, str(number))
        if cognito.create_user(users, token, attributes, temporary_password()):
            return token
        there = cognito.get_user(users, token)
        if there and same(there.attributes, attributes):
            adopt(users, there, attributes)
            return token
    raise Unavailable(service="cognito")


def same(there: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """Whether a user is the one that was wanted, and not somebody who had this address before."""
    name = "email" if "email" in wanted else "phone_number"
    return there.get(name) == wanted[name]


def adopt(users: cognito.Pool, there: cognito.User, wanted: Mapping[str, str]) -> None:
    """Give a user whom refused or broken work left behind the attributes that are wanted now. Raises Unavailable."""
    kept = {name: there.attributes.get(name, "") for name in (*wanted, "phone_number")}
    # Cognito takes a blank value for a removal.
    meant = {"phone_number": "", **wanted}
    if kept != meant:
        cognito.update_user(users, there.username, meant)


def of(operator: Operator, tokens: Iterable[str]) -> dict[str, Profile]:
    """The profiles of persons by token, the Redis copies first, the rest from Cognito, some at once.

    A person whom Cognito does not have is missing from the answer. Raises Unavailable, but not within `as_far_as_told`.
    """
    wanted = sorted(set(tokens))
    found = copies(operator, wanted)
    missing = [token for token in wanted if token not in found]
    users, untold = pool(operator), unavailable.get()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        asked = threads.map(lambda token: told(users, token, untold), missing)
        fetched = [profile for profile in asked if profile]
    keep(operator, [profile for profile in fetched if profile.email is not None])
    return found | {profile.token: profile for profile in fetched}


def one(operator: Operator, token: str) -> Profile:
    """The profile of a person; an empty one where Cognito does not have them. Raises Unavailable."""
    return of(operator, [token]).get(token, Profile(token))


def told(users: cognito.Pool, token: str, untold: set[str] | None) -> Profile | None:
    """A profile from Cognito; its token alone, which is noted, where Cognito does not answer. Raises Unavailable."""
    if untold is None:
        return fetch(users, token)
    try:
        return persons.call(lambda: fetch(users, token))
    except Unavailable:
        untold.add(token)
        return Profile(token, None, None, None, None)


def fetch(users: cognito.Pool, token: str) -> Profile | None:
    """A profile from Cognito."""
    user = cognito.get_user(users, token)
    return profile_of(user) if user else None


def profile_of(user: cognito.User) -> Profile:
    """A Cognito user as a profile."""
    attributes = user.attributes
    return Profile(
        token=user.username,
        email=attributes.get("email", ""),
        phone=attributes.get("phone_number", ""),
        given_name=attributes.get("given_name", ""),
        family_name=attributes.get("family_name", ""),
        confirmed=user.status == "CONFIRMED",
    )


def copies(operator: Operator, tokens: list[str]) -> dict[str, Profile]:
    """The profiles that Redis has a copy of; none where it does not answer."""
    keys = keyring(operator)
    try:
        texts = redis.get_many([place(operator, token) for token in tokens])
    except Unavailable:
        log.warning("people are read without their copies")
        return {}
    opened = zip(tokens, texts, strict=True)
    return {
        token: Profile(**json.loads(unseal(keys.data_key, text, place(operator, token))))
        for token, text in opened
        if text
    }


def keep(operator: Operator, profiles: Iterable[Profile]) -> None:
    """Keep sealed copies for some minutes; without Redis, none."""
    keys = keyring(operator)
    texts = {
        place(operator, profile.token): seal(
            keys.data_key, json.dumps(asdict(profile)).encode(), place(operator, profile.token)
        )
        for profile in profiles
    }
    try:
        redis.set_many(texts, COPY_SECONDS)
    except Unavailable:
        log.warning("people are not copied")


def forget(operator: Operator, token: str) -> None:
    """Drop the copy of a person whose data changed. Raises Unavailable."""
    redis.delete(place(operator, token))


def place(operator: Operator, token: str) -> str:
    """Where the copy of a person is kept, and what it is bound to."""
    return f"person:{operator.id}:{token}"


def add(caller: WriteContext, new: NewPerson) -> Added:
    """A new person of the caller's operator: in Cognito first, then in the caller's write, with a temporary password.

    Raises PhoneNumberTaken, Unavailable. Somebody who adds the same address at the same time makes it a Conflict.
    """
    operator = caller.operator
    identity = ("email", new.email) if new.email else ("phone", new.phone)
    token = enrol(operator, new.attributes(), *identity)
    password = temporary_password()
    added_at = now()
    properties = {
        Prop.STATUS: AWAITING_TERMS,
        Prop.LOCALE: new.locale,
        Prop.CONTACT_BY_EMAIL: new.by_email,
        Prop.CONTACT_BY_SMS: new.by_sms,
        Prop.EXTERNAL_SUBSCRIBER_ID: new.external_id,
        Prop.ADDED_AT: epoch_ms(added_at),
        **codes.sealed(keyring(operator), token, codes.TEMPORARY_PASSWORD, password),
    }
    caller.tx.change(*queries.add(operator.id, token, **properties))
    if new.email:
        email = queries.email_identity(new.email, operator)
        caller.tx.guard(queries.unnamed(email))
        caller.tx.change(*queries.name(email, token))
    if new.phone:
        phone = queries.phone_identity(new.phone, operator)
        caller.tx.claim(phone, PhoneNumberTaken())
        caller.tx.change(*queries.name(phone, token))
    return Added(token, password, added_at)
