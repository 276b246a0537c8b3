"""Reading and saving display options."""

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext, WriteContext
from vault.display_options import queries
from vault.display_options.model import DisplayOption, parse_settings
from vault.graph.connection import execute
from vault.graph.names import find_names
from vault.graph.schema import Label
from vault.graph.steps import __
from vault.kernel import ids
from vault.kernel.errors import FieldMissing
from vault.kernel.sanitize import sanitize_plain_text
from vault.kernel.vocabulary import wire_name

MAX_NAME = 40


def load_visible_options(ctx: CallContext, only: DisplayOption | None) -> dict[str, DisplayOption]:
    """The named one; else those of the call's operator, or of every operator where the provider's staff named none.

    Raises FieldMissing, Unavailable.
    """
    if only:
        return {only.id: only}
    if ctx.user is None:
        raise FieldMissing(field=(wire_name("access_token"), wire_name("display_option_id")))
    operators = __.V() if ctx.operator.is_provider else __.V(ctx.operator.id)
    found = dict[str, DisplayOption]()
    for row in execute(queries.operators_with_options(operators), "READER"):
        built_in = DisplayOption.built_in(row["operator"])
        options = (DisplayOption.from_row({"vertex": each, "operator": row["operator"]}) for each in row["options"])
        found |= {option.id: option for option in (built_in, *options)}
    return dict(sorted(found.items()))


def save_option(ctx: WriteContext, name: str, settings: str) -> str:
    """Add a display option, or give one of this name other settings (JSON); return its id.

    Raises DisplaySettingsInvalid, TextInvalid, TextTooLong, Unavailable.
    """
    name, configuration = sanitize_plain_text(name, MAX_NAME), parse_settings(settings)
    choices = ids.display_option_ids(ctx.operator.id, name)
    names = find_names(Label.DISPLAY_OPTION, choices)
    option_id = choices.find_alike(name, names) or choices.choose(names)
    ctx.tx.change(*queries.save(ctx.operator.id, option_id, name, configuration.model_dump_json(by_alias=True)))
    audit.record(ctx, AuditEvent.DISPLAY_OPTION_SAVED, name=name, option=option_id)
    return option_id
