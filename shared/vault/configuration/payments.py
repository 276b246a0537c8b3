"""Settings of the shopping cart: Stripe, trial cycles, adjustments of prices."""

from typing import Annotated

from pydantic import Field

from vault.configuration.group import Settings
from vault.configuration.setting import OPERATOR_CONSOLE, MaskedSecret, Setting
from vault.graph.schema import Prop
from vault.kernel.fields import Line256OrRemoved, Secret256
from vault.kernel.message_keys import Message
from vault.kernel.permissions import Permission

STRIPE = Permission.VENUE_PAYMENTS_CONFIGURE
TEN_CHARACTERS = MaskedSecret(characters_shown=10)
ADJUSTMENTS = frozenset(
    {
        Prop.ADJUSTMENT_AUD,
        Prop.ADJUSTMENT_CAD,
        Prop.ADJUSTMENT_CNY,
        Prop.ADJUSTMENT_EUR,
        Prop.ADJUSTMENT_GBP,
        Prop.ADJUSTMENT_INR,
        Prop.ADJUSTMENT_LKR,
        Prop.ADJUSTMENT_USD,
    }
)
"""Properties of venues and units, one for each currency."""
Adjustment = Annotated[int, Field(ge=0, le=100_000)]


def _counter(prop: str, *, default: int) -> Setting:
    return Setting(prop, Message.FIELD_SWITCHED, is_inherited=True, default=default)


def _adjustment(prop: str) -> Setting:
    return Setting(prop, Message.FIELD_SWITCHED)


class ShoppingCartSettings(Settings):
    """The account that takes the payments, and what is added to the price of a cycle, in minor units."""

    shopping_cart_enabled: Annotated[
        bool | None, Setting(Prop.SHOPPING_CART, Message.FIELD_SWITCHED, is_inherited=True, default=False)
    ] = None
    stripe_publishable_key: Annotated[
        Line256OrRemoved | None,
        Setting(Prop.STRIPE_PUBLISHABLE, needs=STRIPE, is_inherited=True, shown_on=OPERATOR_CONSOLE),
    ] = None
    stripe_secret_key: Annotated[
        Secret256 | None,
        Setting(Prop.STRIPE_KEY, needs=STRIPE, secret=TEN_CHARACTERS, is_inherited=True, shown_on=OPERATOR_CONSOLE),
    ] = None
    stripe_webhook_secret: Annotated[
        Secret256 | None,
        Setting(
            Prop.STRIPE_SIGNING_KEY, needs=STRIPE, secret=TEN_CHARACTERS, is_inherited=True, shown_on=OPERATOR_CONSOLE
        ),
    ] = None
    stripe_allow_refund: Annotated[
        bool | None,
        Setting(
            Prop.STRIPE_REFUNDS,
            Message.FIELD_SWITCHED,
            needs=STRIPE,
            is_inherited=True,
            default=False,
            shown_on=OPERATOR_CONSOLE,
        ),
    ] = None
    trial_cycle_adjustment: Annotated[
        Annotated[int, Field(ge=-1, le=1)] | None, _counter(Prop.TRIAL_CYCLE_ADJUSTMENT, default=0)
    ] = None
    max_trial_cycles: Annotated[
        Annotated[int, Field(ge=-1, le=12)] | None, _counter(Prop.MAX_TRIAL_CYCLES, default=-1)
    ] = None
    max_free_enrollments: Annotated[
        Annotated[int, Field(ge=-1, le=1000)] | None, _counter(Prop.MAX_FREE_ENROLLMENTS, default=-1)
    ] = None
    price_adjustment_aud: Annotated[Adjustment | None, _adjustment(Prop.ADJUSTMENT_AUD)] = None
    price_adjustment_cad: Annotated[Adjustment | None, _adjustment(Prop.ADJUSTMENT_CAD)] = None
    price_adjustment_cny: Annotated[Adjustment | None, _adjustment(Prop.ADJUSTMENT_CNY)] = None
    price_adjustment_eur: Annotated[Adjustment | None, _adjustment(Prop.ADJUSTMENT_EUR)] = None
    price_adjustment_gbp: Annotated[Adjustment | None, _adjustment(Prop.ADJUSTMENT_GBP)] = None
    price_adjustment_inr: Annotated[Adjustment | None, _adjustment(Prop.ADJUSTMENT_INR)] = None
    price_adjustment_lkr: Annotated[Adjustment | None, _adjustment(Prop.ADJUSTMENT_LKR)] = None
    price_adjustment_usd: Annotated[Adjustment | None, _adjustment(Prop.ADJUSTMENT_USD)] = None
