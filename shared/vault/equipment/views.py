"""Equipment in answers, and the messages about changes to it."""

from typing import Self

from vault.equipment.access_list import AccessUpdate, ConfiguredEquipment
from vault.equipment.changes import RequestedChanges
from vault.equipment.model import Equipment
from vault.equipment.settings import SETTINGS
from vault.kernel.fields import REMOVE
from vault.kernel.message_keys import Message
from vault.kernel.messages import JoinedTexts, LocalizedText, Text, text
from vault.kernel.vocabulary import wire_name
from vault.kernel.wire import Wire


def added_message(equipment: Equipment) -> JoinedTexts:
    parts = [text(Message.EQUIPMENT_ADDED)]
    if equipment.is_gateway:
        parts.append(text(Message.GATEWAY_CONFIGURED if equipment.is_driven else Message.GATEWAY_NOT_DRIVEN))
    return JoinedTexts(tuple(parts))


def updates_message(changes: RequestedChanges, configured: ConfiguredEquipment) -> JoinedTexts:
    after = configured.equipment
    parts = [_setting_message(name, after, is_removed=each == REMOVE) for name, each in changes.settings.items()]
    if changes.status:
        parts.append(text(Message.STATUS_UPDATING, field=wire_name("status"), value=changes.status))
    if changes.resets_subscriptions:
        parts.append(text(Message.SUBSCRIPTIONS_RESET))
    if changes and after.is_gateway and not after.is_driven:
        parts.append(text(Message.GATEWAY_NOT_DRIVEN))
    if configured.access and configured.access.networks:
        parts.append(text(Message.ACCESS_LIST_UPDATED))
    return JoinedTexts(tuple(parts) or (text(Message.NOTHING_UPDATED),))


def _setting_message(name: str, equipment: Equipment, *, is_removed: bool) -> Text:
    setting = SETTINGS[name]
    if is_removed:
        return text(Message.FIELD_REMOVED, field=wire_name(name))
    if setting.is_secret:
        return text(Message.SECRET_UPDATED, field=wire_name(name))
    stored = equipment.vertex[setting.prop]
    return text(
        setting.sentence, field=wire_name(name), value=str(stored).lower() if isinstance(stored, bool) else stored
    )


class AccessListView(Wire):
    """What became of an update of the device's access list; empty where none was asked for."""

    addresses: list[str] | None = None
    error: LocalizedText | None = None

    @classmethod
    def from_update(cls, update: AccessUpdate | None) -> Self:
        if update is None:
            return cls.from_value()
        if update.is_in_maintenance:
            return cls.from_value(error=text(Message.ACCESS_LIST_IN_MAINTENANCE))
        if update.error:
            return cls.from_value(error=text(Message.ACCESS_LIST_NOT_UPDATED, response=update.error))
        return cls.from_value(addresses=list(update.networks))
