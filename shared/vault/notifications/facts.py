"""What a notification says: the values of the variables of its template."""

from vault.graph.schema import Prop, Row
from vault.kernel.sealing import unseal
from vault.notifications.model import NotificationRequest, Recipient, code_expiry
from vault.notifications.rendering import Facts
from vault.notifications.variables import Variable
from vault.operators.model import Operator
from vault.operators.service import associated_data, get_keyring
from vault.people import codes
from vault.people.model import Profile

BRAND_COLOR = "#1d4ed8"
"""Of an operator that has not chosen one."""
ADDRESS = (Prop.ADDRESS_LINE_1, Prop.ADDRESS_LINE_2, Prop.CITY, Prop.STATE, Prop.POSTAL_CODE)


def collect_facts(request: NotificationRequest, recipient: Recipient, profile: Profile) -> Facts:
    """Raises SealBroken, Unavailable."""
    place = {
        Variable.ROLE: request.role,
        Variable.UNIT_BUILDING: recipient.unit.get(Prop.BUILDING, ""),
        Variable.UNIT_ID: recipient.unit.get(Prop.UNIT, ""),
        Variable.VENUE_ADDRESS: _join_address(recipient.venue),
        Variable.VENUE_NAME: recipient.venue.get(Prop.NAME, ""),
    }
    return {
        **place,
        **_brand_facts(recipient),
        **_person_facts(profile),
        **_code_facts(request, recipient),
    }


def _brand_facts(recipient: Recipient) -> Facts:
    operator = recipient.operator
    return {
        Variable.BRAND_COLOR: brand_color(operator),
        Variable.CONSOLE_URL: operator.console_origin,
        Variable.LOGO_URL: operator.vertex.get(Prop.LOGO_URL, ""),
        Variable.NETWORK_OPERATOR_NAME: operator.name,
        Variable.SUPPORT_EMAIL_ADDRESS: _support(recipient, Prop.SUPPORT_EMAIL, Prop.CONTACT_EMAIL),
        Variable.SUPPORT_PHONE_NUMBER: _support(recipient, Prop.SUPPORT_PHONE, Prop.CONTACT_PHONE),
    }


def brand_color(operator: Operator) -> str:
    return str(operator.vertex.get(Prop.BRAND_COLOR, BRAND_COLOR))


def _support(recipient: Recipient, of_venue: str, of_operator: str) -> str:
    """The venue's, which is published, else the operator's own contact, which is sealed."""
    operator = recipient.operator
    if of_venue in recipient.venue or of_operator not in operator.vertex:
        return str(recipient.venue.get(of_venue, ""))
    sealed = str(operator.vertex[of_operator])
    return unseal(get_keyring(operator).data_key, sealed, associated_data(operator.id, of_operator)).decode()


def _person_facts(profile: Profile) -> Facts:
    return {
        Variable.EMAIL_ADDRESS: profile.email or "",
        Variable.FAMILY_NAME: profile.family_name or "",
        Variable.GIVEN_NAME: profile.given_name or "",
    }


def _code_facts(request: NotificationRequest, recipient: Recipient) -> Facts:
    """The code and its end, in templates that are there for one."""
    code, expiry = recipient.person.code, code_expiry(recipient.person)
    kind = codes.CODE_KINDS.get(request.template)
    if not (kind and code and expiry):
        return {}
    variable = Variable.TEMPORARY_PASSWORD if kind == codes.TEMPORARY_PASSWORD else Variable.RESET_CODE
    return {
        variable: codes.unseal_code(get_keyring(recipient.operator), request.token, code),
        Variable.EXPIRES_AT: expiry,
    }


def _join_address(venue: Row) -> str:
    return ", ".join(str(venue[part]) for part in ADDRESS if venue.get(part))
