"""`python -m vault.onboarding operator|provider`: the first operator, the provider, and their first administrators."""

import argparse
import sys

from vault.kernel.addresses import postal_address
from vault.kernel.errors import DomainError
from vault.kernel.ids import Site, cleaned
from vault.kernel.locales import Locale
from vault.kernel.messages import text
from vault.onboarding.service import Newcomer, welcome


def main() -> int:
    """Welcome whom the command line names, in the deployment that the environment names; the exit code."""
    options = parser().parse_args()
    try:
        operator = welcome(newcomer(options))
    except DomainError as error:
        sys.stderr.write(text(f"error.{error.code}", **error.data).in_locale(Locale.EN_US) + "\n")
        return 1
    sys.stdout.write(f"OperatorID {operator.id}\nOrigin {operator.console_origin}\n")
    sys.stdout.write(f"{options.email} gets a mail with a temporary password, to accept the terms with.\n")
    return 0


def parser() -> argparse.ArgumentParser:
    """What the command line takes."""
    made = argparse.ArgumentParser(prog="vault.onboarding", description=__doc__)
    made.add_argument("kind", choices=("operator", "provider"))
    made.add_argument("--name", default="Provider", help="the name, which becomes a part of the id")
    made.add_argument("--email", required=True, help="the first administrator")
    made.add_argument("--origin", help="the URL of the console; made of the name where it is not given")
    for name, default in {"country": "USA", "state": "NY", "postal": "10001", "city": "New York"}.items():
        made.add_argument(f"--{name}", default=default, help=f"of the operator's seat, {default} if not given")
    return made


def newcomer(options: argparse.Namespace) -> Newcomer:
    """Who is to be welcomed. Raises the errors of `addresses.postal_address`."""
    origin = options.origin or f"https://{cleaned(options.name).lower()}.example"
    if options.kind == "provider":
        return Newcomer(options.name, options.email, origin)
    seat = {"line1": "-", "city": options.city, "state": options.state, "country": options.country}
    address = postal_address({**seat, "postal_code": options.postal})
    site = Site(address.country, address.state, address.postal_code, address.city)
    return Newcomer(options.name, options.email, origin, site)


if __name__ == "__main__":
    sys.exit(main())
