"""Request fields that name a display option."""

from typing import Annotated

from vault.callers.references import Lookup
from vault.display_options import queries
from vault.display_options.model import DisplayOption, DisplayOptionNotFound

DISPLAY_OPTION = Lookup(
    finders={"display_option_id": queries.by_id},
    view=queries.view,
    build=DisplayOption.from_row,
    not_found_error=DisplayOptionNotFound,
    any_venue=True,
)

DisplayOptionRef = Annotated[DisplayOption, DISPLAY_OPTION]
