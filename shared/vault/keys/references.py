"""How requests name a person whose keys a call is about."""

from vault.callers.references import Kind
from vault.keys import queries
from vault.keys.model import KeyHolder
from vault.people.references import PERSON

KEY_HOLDER = Kind(find=PERSON.find, view=queries.holder, value=KeyHolder.of, missing=PERSON.missing)
"""A person with their keys, as a change of password needs them."""
