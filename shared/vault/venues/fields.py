"""Request fields for a postal address."""

from vault.kernel.addresses import AddressInput
from vault.kernel.fields import Line40, PostalCode
from vault.kernel.wire import Wire


class AddressFields(Wire):
    """The country is named in other fields, or inherited; an empty text is the same as none."""

    address_line_1: Line40 = ""
    address_line_2: Line40 = ""
    city: Line40 = ""
    state: Line40 = ""
    postal_code: PostalCode = ""

    def address(self, country: str, address_line_3: str = "") -> AddressInput:
        return AddressInput(
            self.address_line_1 or None,
            self.address_line_2 or None,
            address_line_3 or None,
            self.city or None,
            self.state or None,
            country or None,
            self.postal_code or None,
        )
