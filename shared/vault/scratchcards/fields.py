"""The request field that begins every card of a batch."""

from typing import Annotated

from vault.kernel.checked import checked
from vault.kernel.fields import beginning
from vault.kernel.tokens import KeyTextInvalid
from vault.scratchcards.model import MOST_USER_PART

CardPrefix = Annotated[
    str, *checked(beginning(0, MOST_USER_PART), KeyTextInvalid, minLength=0, maxLength=MOST_USER_PART)
]
