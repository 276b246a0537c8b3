"""The deletion of equipment in answers."""

from typing import Self

from vault.equipment.model import Equipment
from vault.equipment.settings import SETTINGS
from vault.equipment_deletion.model import Deleted, Deletion
from vault.gateways.confirmed import ConfirmedVlan
from vault.graph.schema import read_properties
from vault.kernel.message_keys import Message
from vault.kernel.messages import JoinedTexts, text
from vault.kernel.time import Instant
from vault.kernel.wire import Wire

KBPS = 1000
SHOWN = {name: each.prop for name, each in SETTINGS.items() if not each.is_secret and name != "equipment_type"}


class EquipmentNameView(Wire):
    """A piece of equipment by its names; empty where there is none."""

    equipment_id: str | None = None
    equipment_id_internal: str | None = None
    equipment_type: str | None = None

    @classmethod
    def from_equipment(cls, equipment: Equipment | None) -> Self:
        if equipment is None:
            return cls.from_value()
        return cls.from_value(
            equipment_id=equipment.name, equipment_id_internal=equipment.id, equipment_type=equipment.type or None
        )


class VlanBackupView(Wire):
    """A VLAN as the gateway confirmed it last; without a speed it has no limit."""

    vlan: int
    enabled: bool
    vlan_network: str | None
    upload_kbps: int | None
    download_kbps: int | None

    @classmethod
    def from_vlan(cls, vlan: ConfirmedVlan) -> Self:
        return cls.from_value(
            vlan=vlan.vlan,
            enabled=vlan.is_on,
            vlan_network=vlan.network,
            upload_kbps=vlan.requested.up // KBPS or None,
            download_kbps=vlan.requested.down // KBPS or None,
        )


class ConfigurationBackupView(Wire):
    """What is known of the configuration, without secrets; empty where it is not preserved."""

    manufacturer: str | None = None
    model: str | None = None
    wireless_zone: str | None = None
    mikrotik_pre643: bool | None = None
    connection_protocol: str | None = None
    ip_address: str | None = None
    port: int | None = None
    backup_vlans: list[VlanBackupView] | None = None

    @classmethod
    def from_deletion(cls, equipment: Equipment, deletion: Deletion, deleted: Deleted) -> Self:
        if not deletion.preserves_configuration:
            return cls.from_value()
        known = read_properties(equipment.vertex, SHOWN)
        return cls.from_value(known, backup_vlans=[VlanBackupView.from_vlan(vlan) for vlan in deleted.vlans])


class NetworkImpactView(Wire):
    enabled_vlan_count: int

    @classmethod
    def from_deleted(cls, deleted: Deleted) -> Self:
        return cls.from_value(enabled_vlan_count=sum(vlan.is_on for vlan in deleted.vlans))


class DeletionAuditView(Wire):
    deletion_reason: str
    effective_date: Instant
    preserve_configuration: bool
    maintenance_documentation: str

    @classmethod
    def from_deletion(cls, deletion: Deletion) -> Self:
        return cls.from_value(
            deletion_reason=deletion.reason,
            effective_date=deletion.at,
            preserve_configuration=deletion.preserves_configuration,
            maintenance_documentation=deletion.notes,
        )


class DeletionView(Wire):
    success: bool = True
    deletion_id: str
    deleted_equipment: EquipmentNameView
    configuration_backup: ConfigurationBackupView
    network_impact: NetworkImpactView
    replacement: EquipmentNameView
    audit: DeletionAuditView

    @classmethod
    def from_deletion(cls, equipment: Equipment, deletion: Deletion, deleted: Deleted) -> Self:
        return cls.from_value(
            deletion_id=deleted.id,
            deleted_equipment=EquipmentNameView.from_equipment(equipment),
            configuration_backup=ConfigurationBackupView.from_deletion(equipment, deletion, deleted),
            network_impact=NetworkImpactView.from_deleted(deleted),
            replacement=EquipmentNameView.from_equipment(deletion.replacement),
            audit=DeletionAuditView.from_deletion(deletion),
        )


def deletion_message(equipment: Equipment, deletion: Deletion, deleted: Deleted) -> JoinedTexts:
    parts = [text(Message.EQUIPMENT_DELETION_SCHEDULED if deleted.is_later else Message.EQUIPMENT_DELETED)]
    if equipment.is_driven and not (deletion.preserves_configuration or deleted.is_later):
        parts.append(text(Message.GATEWAY_BEING_CLEANED_UP))
    return JoinedTexts(tuple(parts))
