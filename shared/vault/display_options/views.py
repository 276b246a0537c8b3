"""A display option in answers."""

from typing import Self

from vault.display_options.configuration import DisplayConfiguration
from vault.display_options.model import DisplayOption


class DisplayOptionView(DisplayConfiguration):
    display_option_id: str
    display_option_name: str
    operator_id: str

    @classmethod
    def from_option(cls, option: DisplayOption) -> Self:
        return cls.from_value(
            option.configuration,
            display_option_id=option.id,
            display_option_name=option.name,
            operator_id=option.operator_id,
        )
