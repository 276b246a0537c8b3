"""Messages about equipment."""

from vault.equipment.model import Equipment
from vault.kernel.message_keys import Message
from vault.kernel.messages import JoinedTexts, text


def added_message(equipment: Equipment) -> JoinedTexts:
    parts = [text(Message.EQUIPMENT_ADDED)]
    if equipment.is_gateway:
        parts.append(text(Message.GATEWAY_CONFIGURED if equipment.is_driven else Message.GATEWAY_NOT_DRIVEN))
    return JoinedTexts(tuple(parts))
