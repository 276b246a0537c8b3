"""The VLAN on which a subscription's devices are, computed when it is read."""


def real_vlan(unit_vlan: int, offset: int | None, *, is_wireless_only: bool) -> int:
    """The unit's own VLAN, or under a wireless-only plan the one that lies the venue's offset above it.

    So the wired ports, which carry the unit's own VLAN, stay off. The result may be over 4094 where a plan became
    wireless-only after the offset was set.
    """
    return unit_vlan + (offset or 0) if is_wireless_only else unit_vlan
