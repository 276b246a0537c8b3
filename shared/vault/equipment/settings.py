"""The settings of a piece of equipment: each declared once, with where it is stored and what another value means."""

from collections.abc import Mapping

from vault.equipment.model import Equipment
from vault.graph.schema import Prop
from vault.kernel.message_keys import Message
from vault.kernel.values import value
from vault.operators.model import Keyring


@value
class EquipmentSetting:
    prop: str
    sentence: Message = Message.FIELD_SET
    is_secret: bool = False
    is_address: bool = False
    """Whether another value leads to another device, whose certificate is another one."""

    def read(self, equipment: Equipment, keyring: Keyring) -> object:
        """The stored value, opened where it is sealed; None where there is none. Raises SealBroken."""
        if self.is_secret and self.prop in equipment.vertex:
            return equipment.unseal(keyring, self.prop)
        return equipment.vertex.get(self.prop)


SETTINGS: Mapping[str, EquipmentSetting] = {
    "manufacturer": EquipmentSetting(Prop.MANUFACTURER),
    "model": EquipmentSetting(Prop.MODEL),
    "equipment_type": EquipmentSetting(Prop.EQUIPMENT_TYPE),
    "wireless_zone": EquipmentSetting(Prop.WIRELESS_ZONE),
    "mikrotik_pre643": EquipmentSetting(Prop.MIKROTIK_PRE_643),
    "connection_protocol": EquipmentSetting(Prop.CONNECTION_PROTOCOL, is_address=True),
    "ip_address": EquipmentSetting(Prop.IP_ADDRESS, Message.FIELD_UPDATED, is_address=True),
    "port": EquipmentSetting(Prop.PORT, Message.FIELD_UPDATED, is_address=True),
    "username": EquipmentSetting(Prop.USERNAME, Message.SECRET_UPDATED, is_secret=True),
    "password": EquipmentSetting(Prop.PASSWORD, Message.SECRET_UPDATED, is_secret=True),
}
"""By Python name, in the order of their sentences."""
