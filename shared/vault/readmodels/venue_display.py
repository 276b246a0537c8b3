"""How a venue's console looks: its display option, with the settings of the venue that decide what is shown."""

from typing import Self

from vault.configuration.payments import ShoppingCartSettings
from vault.display_options.configuration import DisplayConfiguration, SelfService, Support
from vault.readmodels.venue_settings import VenueProfileView


class VenueSupport(Support):
    support_email_address: str | None = None
    support_phone_number: str | None = None


class VenueSelfService(SelfService):
    shopping_cart_enabled: bool | None = None


class VenueDisplay(DisplayConfiguration):
    """A display option as it shows at a venue: with the address of its support, and whether it sells anything."""

    support: VenueSupport
    shopping_cart: VenueSelfService

    @classmethod
    def from_configuration(
        cls, configuration: DisplayConfiguration, profile: VenueProfileView, cart: ShoppingCartSettings
    ) -> Self:
        return cls.from_value(
            configuration,
            support=VenueSupport.from_value(
                configuration.support,
                support_email_address=profile.support_email_address,
                support_phone_number=profile.support_phone_number,
            ),
            shopping_cart=VenueSelfService.from_value(
                configuration.shopping_cart, shopping_cart_enabled=cart.shopping_cart_enabled
            ),
        )
