"""The request field for the characters with which every card of a batch begins."""

from typing import Annotated

from vault.kernel.constrained_text import constrained_text
from vault.kernel.fields import KEY_TEXT, user_part_validator
from vault.kernel.generated_secrets import KeyTextInvalid
from vault.scratchcards.model import MAX_USER_PART

CardPrefix = Annotated[
    str,
    *constrained_text(
        user_part_validator(0, MAX_USER_PART), KeyTextInvalid, minLength=0, maxLength=MAX_USER_PART, pattern=KEY_TEXT
    ),
]
