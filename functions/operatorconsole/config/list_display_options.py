"""List how an operator's consoles look and behave; without a token, the display option that is named."""

from vault.callers.model import CallContext
from vault.display_options import service as display_options
from vault.display_options.references import DisplayOptionRef
from vault.display_options.views import DisplayOptionView
from vault.kernel.locales import SUPPORTED_LOCALES
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, Token, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.runtime.pagination import Page, Paged, paginate


class ListDisplayOptions(SignedInRequest, Paged):
    access_token: str = ""
    display_option: DisplayOptionRef | None = None


class DisplayOptionsListed(Response):
    display_options: list[DisplayOptionView]
    supported_locales: dict[str, str] = SUPPORTED_LOCALES
    page: Page | None = None


@endpoint(
    "/operatorconsole/config/listDisplayOptions",
    requires=Permission.PUBLIC,
    token=Token.OPTIONAL,
    uses=(Graph.READ,),
    example={"display_option_id": Placeholder.DISPLAY_OPTION_ID},
)
def handler(body: ListDisplayOptions, ctx: CallContext) -> DisplayOptionsListed:
    visible = display_options.load_visible_options(ctx, body.display_option)
    options, page = paginate(visible, body.pagination)
    views = [DisplayOptionView.from_option(option) for option in options.values()]
    return DisplayOptionsListed.from_value(display_options=views, page=page)
