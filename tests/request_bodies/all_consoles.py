"""The smallest valid body of each endpoint, about things of a given place."""

from collections.abc import Mapping

from tests.request_bodies import networkoperatorconsole, operatorconsole, radius, subscriberconsole, venuemgmtconsole
from tests.request_bodies.scene import BodyOf

BODIES: Mapping[str, BodyOf] = {
    **networkoperatorconsole.BODIES,
    **operatorconsole.BODIES,
    **radius.BODIES,
    **subscriberconsole.BODIES,
    **venuemgmtconsole.BODIES,
}
