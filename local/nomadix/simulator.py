"""A Nomadix NSE: the access of its rooms by USG XML, with its error numbers and its malformed DOCTYPE."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from local.device_server import DeviceRequest, DeviceResponse, DeviceServer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

PATH = "/usg/command.xml"
MODES = ("ROOM_OPEN", "ROOM_CHARGE", "ROOM_BLOCK")
MAX_ROOM_NUMBER = 8
DOCTYPE = "<!DOCTYPE USG SYSTEM usg.dtd [ >\r\n"
"""As gateways send it: no parser accepts it."""
ERRORS = {
    100: "Parsing error",
    101: "Unrecognized command",
    102: "Required attribute missing",
    103: "Required data missing",
    200: "Unknown room",
}


class _CommandFailed(Exception):
    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


class NomadixSimulator(DeviceServer):
    """`rooms` is the access of each port-location, by its VLAN; no command adds one."""

    def __init__(self, rooms: Mapping[int, str], username: str = "", password: str = "") -> None:
        self.rooms = {str(vlan): mode for vlan, mode in rooms.items()}
        self.commands: list[str] = []
        """What was carried out or refused, with the room and the error's number."""
        self._authorization = f"Basic {b64encode(f'{username}:{password}'.encode()).decode()}" if username else ""

    def answer(self, request: DeviceRequest) -> DeviceResponse:
        """Answer a command; an error is a 200 too."""
        if self._authorization and request.headers.get("authorization") != self._authorization:
            return DeviceResponse(b"<html><body>401 Unauthorized</body></html>", 401)
        if (request.method, request.path) != ("POST", PATH):
            return DeviceResponse(b"<html><body>404 Not Found</body></html>", 404)
        try:
            content = self._carry_out(request.body)
        except _CommandFailed as failure:
            number = failure.number
            self.commands.append(f"error {number}")
            return _document("ERROR", f"<ERROR_NUM>{number}</ERROR_NUM><ERROR_DESC>{ERRORS[number]}</ERROR_DESC>")
        return _document("OK", content)

    def _carry_out(self, body: bytes) -> str:
        try:
            command: Element = fromstring(body)
        except (DefusedXmlException, ParseError):
            raise _CommandFailed(100) from None
        name, room = command.get("COMMAND", ""), command.get("ROOM_NUMBER", "")
        if command.tag != "USG" or name not in {"ROOM_QUERY_ACCESS", "ROOM_SET_ACCESS"}:
            raise _CommandFailed(101)
        if not room or len(room) > MAX_ROOM_NUMBER:
            raise _CommandFailed(102)
        if room not in self.rooms:
            raise _CommandFailed(200)
        if name == "ROOM_SET_ACCESS":
            mode = command.findtext("ACCESS_MODE", "")
            if mode not in MODES:
                raise _CommandFailed(103)
            self.rooms[room] = mode
        self.commands.append(f"{name} {room}")
        return f"<ROOM_NUMBER>{room}</ROOM_NUMBER><ACCESS_MODE>{self.rooms[room]}</ACCESS_MODE>"


def _document(result: str, content: str) -> DeviceResponse:
    text = f'<?xml version="1.0"?>\r\n{DOCTYPE}<USG RESULT="{result}" ID="010384" IP="10.0.0.2">{content}</USG>\r\n'
    return DeviceResponse(text.encode(), headers={"Content-Type": "text/xml"})
