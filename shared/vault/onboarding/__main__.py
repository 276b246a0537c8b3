"""`python -m vault.onboarding operator|provider|radius-server`: what must be there before anybody calls."""

import argparse
import sys
from collections.abc import Sequence

from vault.kernel.addresses import postal_address
from vault.kernel.errors import DomainError
from vault.kernel.ids import Site, cleaned
from vault.kernel.locales import Locale
from vault.kernel.messages import error_text
from vault.onboarding import radius
from vault.onboarding.service import Newcomer, welcome
from vault.radius.replies import PMK_ATTRIBUTES


def main(arguments: Sequence[str] | None = None) -> int:
    """Make what the command line names, in the deployment that the environment names; the exit code."""
    options = parser().parse_args(arguments)
    try:
        sys.stdout.write(options.make(options))
    except DomainError as error:
        sys.stderr.write(error_text(error.code, **error.data).in_locale(Locale.EN_US) + "\n")
        return 1
    return 0


def parser() -> argparse.ArgumentParser:
    """What the command line takes."""
    made = argparse.ArgumentParser(prog="vault.onboarding", description=__doc__)
    kinds = made.add_subparsers(dest="kind", required=True)
    operators(kinds.add_parser("operator", help="a network operator and its first administrator"))
    operators(kinds.add_parser("provider", help="the provider and its first administrator"))
    radius_servers(kinds.add_parser("radius-server", help="a RADIUS server of an operator, and its secret"))
    return made


def operators(made: argparse.ArgumentParser) -> None:
    """What is said of an operator."""
    made.add_argument("--name", default="Provider", help="the name, which becomes a part of the id")
    made.add_argument("--email", required=True, help="the first administrator")
    made.add_argument("--origin", help="the URL of the console; made of the name where it is not given")
    for name, default in {"country": "USA", "state": "NY", "postal": "10001", "city": "New York"}.items():
        made.add_argument(f"--{name}", default=default, help=f"of the operator's seat, {default} if not given")
    made.set_defaults(make=operator_made)


def radius_servers(made: argparse.ArgumentParser) -> None:
    """What is said of a RADIUS server."""
    made.add_argument("--operator", required=True, help="the OperatorID")
    made.add_argument("--name", required=True, help="the name, which becomes a part of the id")
    made.add_argument("--ip", required=True, nargs="+", help="the addresses or networks that it calls from")
    made.add_argument("--pmk-in", choices=PMK_ATTRIBUTES, default=PMK_ATTRIBUTES[0])
    made.add_argument("--rotate", action="store_true", help="give one that is there a new secret and these addresses")
    made.set_defaults(make=radius_server_made)


def operator_made(options: argparse.Namespace) -> str:
    """What is said of an operator, or the provider, that was made."""
    operator = welcome(newcomer(options))
    mailed = f"{options.email} gets a mail with a temporary password, to accept the terms with."
    return f"OperatorID {operator.id}\nOrigin {operator.console_origin}\n{mailed}\n"


def radius_server_made(options: argparse.Namespace) -> str:
    """What is said of a RADIUS server that was made."""
    wanted = radius.Wanted(options.operator, options.name, options.ip, options.pmk_in)
    made = radius.add(wanted, rotate=options.rotate)
    return f"ServerID {made.id}\nSecret {made.secret}\nThe secret is shown this once.\n"


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
