"""MAC addresses as callers write them."""

import pytest
from pydantic import TypeAdapter, ValidationError

from vault.kernel.mac import MacAddress

ADDRESS = TypeAdapter[str](MacAddress)


@pytest.mark.parametrize("text", ["4e:6b:55:72:48:0a", "4E-6B-55-72-48-0A", "4E:6B:55-72-48-0a"])
def test_colons_and_dashes_may_even_be_mixed(text: str) -> None:
    assert ADDRESS.validate_python(text) == "4E:6B:55:72:48:0A"


@pytest.mark.parametrize("text", ["", "4e6b5572480a", "01:00:5e:00:00:01", "4e:6b:55:72:48", "4e:6b:55:72:48:0a:00"])
def test_what_is_no_address_of_one_device_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="MacAddressInvalid"):
        ADDRESS.validate_python(text)
