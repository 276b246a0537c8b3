"""The name under which limits count a request: a person's own where there is one, else the given one."""

from collections.abc import Callable, Mapping

from vault.kernel import ids
from vault.kernel.errors import FieldMissing
from vault.kernel.vocabulary import wire_name
from vault.operators.model import Operator
from vault.people.model import Subscriber
from vault.people.queries import email_identity, phone_identity

IDENTITIES: Mapping[str, Callable[[str, Operator], str]] = {
    "email_address": email_identity,
    "phone_number": phone_identity,
    "subscriber_token": lambda token, _operator: ids.subscriber_id(token),
}
"""By the field that gives the name: every spelling of an address or a number has one identity."""


def counted_name(operator: Operator, person: Subscriber | None, names: Mapping[str, str | None]) -> str:
    """The id of the person, or the identity that the first of `names` would have. Raises FieldMissing without one.

    So the three names of a person are counted together, and each spelling of an unknown name as one.
    """
    for kind, name in names.items():
        if name:
            return person.id if person else IDENTITIES[kind](name, operator)
    raise FieldMissing(field=tuple(map(wire_name, names)))
