"""Settings in answers: as they are stored, inherited or by default, secrets masked."""

from typing import TypeVar, cast

from vault.callers.model import CallContext
from vault.configuration.group import Settings, find_group, find_settings
from vault.configuration.setting import Configured, Console, Setting
from vault.configuration.stored_values import read_value
from vault.kernel.json_types import JsonObject
from vault.kernel.permissions import Permission
from vault.kernel.values import value

SettingsGroup = TypeVar("SettingsGroup", bound=Settings)


@value
class SettingsReader:
    """Reads the settings of a thing for a console."""

    ctx: CallContext
    thing: Configured
    console: Console

    def read(self, group: type[SettingsGroup]) -> SettingsGroup:
        """The group's settings that this console shows.

        They are not validated again: they were when they were stored, and bounds may have changed since.
        """
        return cast("SettingsGroup", group.model_construct(**self._read_members(group)))

    def _read_members(self, group: type[Settings]) -> JsonObject:
        members = dict[str, object]()
        for name, field in group.model_fields.items():
            inner, setting = find_group(field), next(find_settings(field), None)
            if inner:
                members[name] = self.read(inner)
            elif setting:
                members[name] = self.show(setting)
        return members

    def show(self, setting: Setting) -> object:
        """What answers show of one setting; None where it is not shown, or there is nothing."""
        if self.console not in setting.shown_on or setting.prop is None:
            return None
        found = self.find(setting)
        if setting.secret and found is not None:
            return setting.secret.show(str(found), may_read=self.ctx.has_permission(Permission.SECRETS_READ))
        return found

    def find(self, setting: Setting) -> object:
        """The thing's own value, else the operator's where it is inherited, else the default."""
        found = read_value(self.ctx, setting, self.thing.id, self.thing.vertex)
        if found is None and setting.is_inherited:
            found = read_value(self.ctx, setting, self.ctx.operator.id, self.ctx.operator.vertex)
        return setting.default if found is None else found
