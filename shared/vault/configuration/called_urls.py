"""Check the URLs of other systems that VAULT is to call."""

from vault.adapters.outgoing import check_url
from vault.configuration.setting import Assignment
from vault.kernel.message_keys import Message
from vault.kernel.messages import LocalizedText, text


def check_called_url(assignment: Assignment) -> LocalizedText | None:
    """Raises AddressRefused; a name that does not resolve is accepted, and the answer says so."""
    url = str(assignment.value)
    if assignment.is_removal or check_url(url, assignment.wire_name):
        return None
    return text(Message.HOST_UNRESOLVED, field=assignment.label)
