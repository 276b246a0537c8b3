"""Request fields of scratch cards: what their passphrases begin with, and a card's number."""

from typing import Annotated

from pydantic import Field

from vault.kernel.constrained_text import constrained_text
from vault.kernel.fields import KEY_TEXT, user_part_validator
from vault.kernel.generated_secrets import KeyTextInvalid
from vault.scratchcards.model import BATCH_SIZE, MAX_USER_PART

CardPrefix = Annotated[
    str,
    *constrained_text(
        user_part_validator(0, MAX_USER_PART), KeyTextInvalid, minLength=0, maxLength=MAX_USER_PART, pattern=KEY_TEXT
    ),
]
CardNumber = Annotated[int, Field(ge=1, le=BATCH_SIZE)]
