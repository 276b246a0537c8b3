"""What a change of a piece of equipment's settings or status brings about: pure."""

from collections.abc import Mapping
from dataclasses import field
from itertools import chain

from vault.adapters.gateway_session import Maker
from vault.equipment.model import (
    GATEWAY,
    MAKERS,
    Equipment,
    EquipmentTypeFixed,
    GatewayNeeded,
    OperationalStatus,
    find_driver,
    normalize_manufacturer,
    normalize_type,
)
from vault.equipment.settings import SETTINGS
from vault.graph.schema import Prop
from vault.kernel import ids
from vault.kernel.errors import FieldInvalid
from vault.kernel.fields import REMOVE
from vault.kernel.values import value
from vault.kernel.vocabulary import wire_name
from vault.operators.model import Keyring

ERROR_COUNTERS = (Prop.FAILURES, Prop.LAST_ERROR, Prop.NEXT_TRY_AT)
OF_A_DRIVEN_GATEWAY = (Prop.DRIVEN_BY, Prop.OPERATOR_WAITING)
OF_ONE_ADDRESS = (Prop.CERTIFICATE, Prop.FAILING_SINCE, Prop.TRANSPORT)
NORMALIZERS = {"manufacturer": normalize_manufacturer, "equipment_type": normalize_type}


@value
class RequestedChanges:
    """What a request asks for; `settings` by Python name, where REMOVE stands for none."""

    settings: Mapping[str, object] = field(default_factory=dict)
    status: OperationalStatus | None = None
    resets_subscriptions: bool = False
    updates_access_list: bool = False

    def __bool__(self) -> bool:
        return bool(self.settings or self.status or self.resets_subscriptions or self.updates_access_list)


@value
class EquipmentOutcome:
    """What is another afterwards."""

    settings: Mapping[str, object]
    """The new values by Python name, secrets in clear; REMOVE stands for none."""
    properties: Mapping[str, object]
    """What is set beside the settings."""
    removed: frozenset[str]
    is_new_gateway: bool
    starts_anew: bool
    """Whether nothing counts any more that this driven gateway confirmed."""
    ends_back_off: bool
    stops: bool
    """Whether the device is no longer called."""

    def __bool__(self) -> bool:
        return bool(self.settings or self.properties or self.ends_back_off)


def find_changes(equipment: Equipment, settings: Mapping[str, object], keyring: Keyring) -> dict[str, object]:
    """The settings whose values differ from the stored ones, which are opened for that. Raises SealBroken."""
    asked = {name: NORMALIZERS[name](str(each)) if name in NORMALIZERS else each for name, each in settings.items()}
    if equipment.type.casefold() == str(asked.get("equipment_type", "")).casefold():
        asked.pop("equipment_type", None)
    stored = {name: SETTINGS[name].read(equipment, keyring) for name in asked}
    return {name: each for name, each in asked.items() if each != (REMOVE if stored[name] is None else stored[name])}


def derive_outcome(equipment: Equipment, changed: Mapping[str, object], changes: RequestedChanges) -> EquipmentOutcome:
    """Raises EquipmentTypeFixed, FieldInvalid, GatewayNeeded."""
    kind = str(changed.get("equipment_type", equipment.type))
    driver = _check_gateway(equipment, kind, changed, changes)
    is_another_maker = (driver or "") != equipment.vertex.get(Prop.DRIVEN_BY, "")
    is_another_address = is_another_maker or any(SETTINGS[name].is_address for name in changed)
    is_another_device = is_another_address or any(SETTINGS[name].is_secret for name in changed)
    starts_anew = bool(driver) and (is_another_device or changes.resets_subscriptions)
    is_up = bool(driver) and changes.status is OperationalStatus.UP
    outdated = (
        OF_A_DRIVEN_GATEWAY * (not driver),
        ERROR_COUNTERS * (starts_anew or is_up or not driver),
        OF_ONE_ADDRESS * is_another_address,
        (Prop.CERTIFICATE,) * is_up,
    )
    return EquipmentOutcome(
        settings=changed,
        properties={
            **({Prop.STATUS: str(changes.status)} if changes.status not in {None, equipment.status} else {}),
            **({Prop.DRIVEN_BY: str(driver)} if driver and is_another_maker else {}),
            **({Prop.EPOCH: ids.generate_id("epoch")} if starts_anew else {}),
        },
        removed=frozenset(chain(*outdated)),
        is_new_gateway=kind == GATEWAY and not equipment.is_gateway,
        starts_anew=starts_anew,
        ends_back_off=starts_anew or is_up,
        stops=equipment.is_driven and (not driver or changes.status is OperationalStatus.DOWN),
    )


def _check_gateway(
    equipment: Equipment, kind: str, changed: Mapping[str, object], changes: RequestedChanges
) -> Maker | None:
    """The maker of a driven gateway; None for other equipment."""
    if equipment.type and "equipment_type" in changed:
        raise EquipmentTypeFixed(equipment_type=equipment.type)
    if changes.resets_subscriptions and kind != GATEWAY:
        raise GatewayNeeded(field=wire_name("reset_all_subscriptions"))
    manufacturer = str(changed.get("manufacturer", equipment.manufacturer))
    if kind == GATEWAY and manufacturer not in {"", *MAKERS.values()}:
        raise FieldInvalid(field=wire_name("manufacturer"))
    return find_driver(kind, manufacturer)
