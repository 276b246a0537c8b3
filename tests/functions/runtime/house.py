"""An operator with an issuer of its own, whose tokens can say anything."""

import json
from dataclasses import dataclass

from tests.factories import Persona, Tenant
from tests.functions.runtime.issuer import Issuer, claims
from tests.functions.runtime.probes import me
from tests.gateway import call
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties


@dataclass(frozen=True)
class House:
    """An operator with an issuer of its own, and a person there."""

    tenant: Tenant
    person: Persona
    issuer: Issuer
    name: str

    def store_keys(self) -> None:
        """Store the issuer's public keys with the operator, as the job and the onboarding do."""
        published = {key["kid"]: key for key in self.issuer.public_keys()}
        execute(with_properties(__.V(self.tenant.operator.id), **{Prop.SIGNING_KEYS: json.dumps(published)}))

    def token(self, key_id: str = "first", /, **other: object) -> str:
        """An access token of the person."""
        return self.issuer.sign(self.claims(**other), key_id)

    def claims(self, **other: object) -> dict[str, object]:
        """The claims of the person's token."""
        return claims(
            **{"iss": self.name, "client_id": self.tenant.operator.client_id, "username": self.person.token} | other
        )


def refused(token: str) -> bool:
    """Whether a token is invalid for every endpoint."""
    response = call(me, token)
    return (response.status, response.code) == (401, "TokenInvalid")
