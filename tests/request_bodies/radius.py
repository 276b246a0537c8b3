"""The smallest valid body of each endpoint for RADIUS servers, about things of a given place."""

from collections.abc import Mapping

from tests.radius_client import shared_house
from tests.request_bodies.scene import BodyOf

BODIES: Mapping[str, BodyOf] = {
    "/radius/authorize": lambda scene: shared_house(scene.tenant).add_resident()[1].by_ruckus(),
}
