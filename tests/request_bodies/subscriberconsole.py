"""The smallest valid body of each endpoint of the subscriber console, about things of a given place."""

import itertools
from collections.abc import Mapping

from tests.factories import PASSWORD, Persona, Tenant, accept_and_sign_in, unique_name
from tests.radius_client import add_device_with_key, request_access, shared_house
from tests.request_bodies.scene import (
    CODE,
    Body,
    BodyOf,
    PendingPerson,
    Scene,
    add_key_of,
    add_pending_person,
    venue_body,
)
from vault.adapters import cognito
from vault.graph.connection import execute
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.kernel.time import epoch_ms, now
from vault.operators.service import get_keyring, get_user_pool
from vault.people import codes
from vault.people import queries as people

_numbers = itertools.count(1)


def add_person_with_code(tenant: Tenant) -> str:
    """The SubscriberToken of a person to whom CODE was sent."""
    token = accept_and_sign_in(tenant.operator, add_pending_person(tenant).email).token
    sent = codes.seal_code(get_keyring(tenant.operator), token, codes.RESET_CODE, CODE)
    execute(with_properties(__.V(ids.subscriber_id(token)), **sent))
    return token


def number_body(tenant: Tenant, token: str) -> Body:
    """Nothing: a code is sent to the number that the person now has, and has not proven."""
    identity = people.phone_identity(f"+1773555{next(_numbers):04}", tenant.operator)
    for step in people.link_identity(identity, token, **people.claim_properties(epoch_ms(now()), by_holder=True)):
        execute(step)
    return {}


def create_refresh_token(scene: Scene) -> str:
    """A refresh token of the person whose own record it is, or of a person there."""
    person = scene.me or scene.tenant.people["AccountManager"]
    password = set_known_password(scene.tenant, person)
    return str(cognito.sign_in(get_user_pool(scene.tenant.operator), person.token, password)["RefreshToken"])


def set_known_password(tenant: Tenant, person: Persona) -> str:
    """The person's password, set again because a reset of their key may have changed it."""
    cognito.set_password(get_user_pool(tenant.operator), person.token, PASSWORD)
    return PASSWORD


def add_device_body(tenant: Tenant, token: str) -> Body:
    """The address of a device that joined with a key of the person, and the venue where it joined."""
    device = add_device_with_key(shared_house(tenant), token)
    assert request_access(tenant, device.by_ruckus()).status == 200
    return {"VenueID": shared_house(tenant).venue.id, "Calling-Station-Id": device.mac_text}


def acceptance_body(person: PendingPerson) -> Body:
    proof = {"EmailAddress": person.email, "TemporaryPassword": person.temporary_password}
    return {**proof, "NewPassword": f"{unique_name('chosen-Password')}"}


BODIES: Mapping[str, BodyOf] = {
    "/subscriberconsole/acceptTandC": lambda scene: acceptance_body(add_pending_person(scene.tenant)),
    "/subscriberconsole/confirmPhoneNumber": lambda scene: number_body(scene.tenant, scene.person()),
    "/subscriberconsole/confirmResetConsolePassword": lambda scene: {
        "AccessToken": "",
        "SubscriberToken": add_person_with_code(scene.tenant),
        "OTP": CODE,
        "NewPassword": f"{unique_name('another-Password')}",
    },
    "/subscriberconsole/initiateResetConsolePassword": lambda scene: {"SubscriberToken": scene.person()},
    "/subscriberconsole/listKeys": venue_body,
    "/subscriberconsole/listSubscriberLog": venue_body,
    "/subscriberconsole/login": lambda scene: {
        "EmailAddress": scene.tenant.people["AccountManager"].email,
        "Password": set_known_password(scene.tenant, scene.tenant.people["AccountManager"]),
    },
    "/subscriberconsole/logout": venue_body,
    "/subscriberconsole/refreshAccessToken": lambda scene: (
        venue_body(scene) | {"RefreshToken": create_refresh_token(scene)}
    ),
    "/subscriberconsole/resetKey": lambda scene: {"CurrentKeyID": add_key_of(scene), "UserPartForNewKey": "mine-"},
    "/subscriberconsole/updateKeyTag": lambda scene: (
        venue_body(scene) | {"KeyID": add_key_of(scene), "KeyTag": unique_name("Sofa ")}
    ),
    "/subscriberconsole/updateDeviceName": lambda scene: (
        add_device_body(scene.tenant, scene.person()) | {"UserDefinedHostName": unique_name("Lamp ")}
    ),
    "/subscriberconsole/updatePII": lambda scene: {"SubscriberToken": scene.person(), "contactpref_sms": True},
    "/subscriberconsole/viewTandC": lambda scene: venue_body(scene) | {"AccessToken": ""},
}
