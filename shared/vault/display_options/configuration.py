"""How a console looks and behaves, as a display option has it and as answers show it."""

import enum
from typing import Annotated

from pydantic import ConfigDict, Field

from vault.kernel import vocabulary
from vault.kernel.fields import Line64, Line256, Url
from vault.kernel.locales import Locale
from vault.kernel.wire import Choice, Wire

HexColor = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]


class LogoPlace(enum.StrEnum):
    AFTER_LOGIN = "AfterLogin"
    DESKTOP_LOGIN = "DesktopLogin"
    MOBILE_LOGIN = "MobileLogin"


class ColoredPart(enum.StrEnum):
    BACKGROUND = "Background"
    BANNER = "Banner"
    BORDER = "Border"
    INPUT_BOX = "InputBox"
    LINK = "Link"
    LOGIN_BACKGROUND = "LoginBackground"
    MODAL = "Modal"
    NAVBAR = "Navbar"
    PRIMARY = "Primary"
    PRIMARY_TEXT = "PrimaryText"
    SECONDARY = "Secondary"
    SECONDARY_TEXT = "SecondaryText"
    TABLE = "Table"


class CancellationMethod(enum.StrEnum):
    """How a console asks why somebody cancels."""

    CHECKBOX = "checkbox"
    RADIO = "radio"


class _Settings(Wire):
    """Refuses members that it does not know, so that a slip in the settings' file does not pass unseen."""

    model_config = ConfigDict(alias_generator=vocabulary.wire_name, extra="forbid", strict=True)


class Theme(_Settings):
    logo_urls: dict[Choice[LogoPlace], Url] = Field(default_factory=dict)
    colors: dict[Choice[ColoredPart], HexColor] = Field(default_factory=dict)


class MetaData(_Settings):
    """What a browser shows of the console's page."""

    fav_icon_href: Url = ""
    title_text_content: Line64 = ""
    description_content: Line256 = ""


class Behavior(_Settings):
    cancellation_method: Choice[CancellationMethod] = CancellationMethod.RADIO
    privacy_policy_url: Url = ""
    allowed_locales: list[Choice[Locale]] = Field(default_factory=lambda: list(Locale), max_length=len(Locale))
    show_tour: bool = True
    show_footer_on_login_page: bool = True
    google_analytics_id: Line64 = ""


class Support(_Settings):
    show_support_links: bool = True
    externally_managed_support: bool = False
    external_support_system_url: Url = ""
    show_equipment_status_to_venue_administrator: bool = False


class SelfService(_Settings):
    """What residents may do themselves with what they pay for."""

    allow_self_cancellation: bool = True
    allow_self_payment_method_update: bool = True
    allow_self_service_plan_update: bool = True


_LIGHT = {ColoredPart.BACKGROUND: "#FFFFFF", ColoredPart.PRIMARY: "#1D4ED8", ColoredPart.PRIMARY_TEXT: "#1F2937"}
_DARK = {ColoredPart.BACKGROUND: "#111827", ColoredPart.PRIMARY: "#60A5FA", ColoredPart.PRIMARY_TEXT: "#F3F4F6"}


class DisplayConfiguration(_Settings):
    """Without any member: the built-in look."""

    theme_light: Theme = Field(default_factory=lambda: Theme.from_value(colors=_LIGHT))
    theme_dark: Theme = Field(default_factory=lambda: Theme.from_value(colors=_DARK))
    meta_data: MetaData = Field(default_factory=MetaData.from_value)
    behavior: Behavior = Field(default_factory=Behavior.from_value)
    support: Support = Field(default_factory=Support.from_value)
    shopping_cart: SelfService = Field(default_factory=SelfService.from_value)
