"""USG XML, the commands of Nomadix gateways: an answer, read as hostile input.

Its maker sold the same protocol to others: Proxim's manual of the AP-2500 has it on pages 234 to 261.
"""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

UNKNOWN_ROOM = 200
MALFORMED_COMMANDS = range(100, 104)
"""Errors of the command itself, which would come back for every room."""
MAX_CHARACTERS = 200
_ROOT = re.compile(rb"<USG[\s>/]")
_NUMBER = re.compile("[0-9]{1,5}")


class UsgInvalid(Exception):
    """The answer is no USG document."""


class UsgRefused(Exception):
    """The gateway's error number and description; number 0 where it sent none."""

    def __init__(self, number: int, description: str) -> None:
        self.number, self.description = number, description
        super().__init__(number)


def parse_answer(body: bytes) -> Mapping[str, str]:
    """The texts of the elements below the root. Raises UsgInvalid, and UsgRefused by RESULT, whatever the status is."""
    root = _parse(body)
    texts = {element.tag: (element.text or "").strip()[:MAX_CHARACTERS] for element in root}
    if root.get("RESULT") == "OK":
        return texts
    if root.get("RESULT") != "ERROR":
        raise UsgInvalid
    number = texts.get("ERROR_NUM", "")
    raise UsgRefused(int(number) if _NUMBER.fullmatch(number) else 0, texts.get("ERROR_DESC", ""))


def _parse(body: bytes) -> Element:
    """The root. What stands before it is cut off: gateways send a DOCTYPE there that no parser accepts."""
    start = _ROOT.search(body)
    if not start:
        raise UsgInvalid
    try:
        root: Element = fromstring(body[start.start() :].decode(errors="replace"), forbid_dtd=True)
    except (DefusedXmlException, ParseError) as error:
        raise UsgInvalid from error
    return root
