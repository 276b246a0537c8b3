"""`python -m vault.onboarding operator|provider|...`: set up what no endpoint creates."""

import argparse
import re
import sys
from collections.abc import Sequence
from typing import NoReturn

from vault.callers.model import SystemContext
from vault.display_options import service as display_options
from vault.kernel.addresses import AddressInput
from vault.kernel.errors import DomainError
from vault.kernel.ids import IdAddress, slugify
from vault.kernel.locales import Locale
from vault.kernel.messages import error_text
from vault.onboarding import radius
from vault.onboarding.service import NewOperator, provide_operator
from vault.operators.service import get_operator
from vault.outbox import relay
from vault.radius.model import LONGEST_SESSION_SECONDS, SHORTEST_SESSION_SECONDS
from vault.radius.reply_attributes import PMK_ATTRIBUTES

OPTION = re.compile(r"--([a-z-]+)")
USAGE = {
    "operator": "NAME= EMAIL= [ORIGIN=] [COUNTRY=] [STATE=] [POSTAL=] [CITY=]",
    "provider": "EMAIL= [ORIGIN=]",
    "display-option": "OPERATOR= NAME= [SETTINGS=a JSON file]",
    "radius-server": 'OPERATOR= NAME= IP="address or network …" [PMK_IN=] [SESSION_SECONDS=] [ROTATE=1]',
}


class _MakeParser(argparse.ArgumentParser):
    """Names options as the variables of make that they come from: `IP=` for `--ip`."""

    def error(self, message: str) -> NoReturn:
        super().error(OPTION.sub(lambda option: option[1].upper().replace("-", "_") + "=", message))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in the deployment that the environment names, and return the exit code."""
    options = _build_parser().parse_args(arguments)
    try:
        sys.stdout.write(options.make(options))
    except DomainError as error:
        sys.stderr.write(error_text(error.code, **error.data).in_locale(Locale.EN_US) + "\n")
        return 1
    return 0


def _build_parser() -> argparse.ArgumentParser:
    parser = _MakeParser(prog="vault.onboarding", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    for kind, (describe, add_arguments) in {
        "operator": ("a network operator and its first administrator", _add_operator_arguments),
        "provider": ("the provider and its first administrator", _add_operator_arguments),
        "display-option": ("how an operator's consoles look", _add_display_option_arguments),
        "radius-server": ("a RADIUS server of an operator, and its secret", _add_radius_server_arguments),
    }.items():
        add_arguments(kinds.add_parser(kind, help=describe, usage=f"make {kind} {USAGE[kind]} [STAGE=]"))
    return parser


def _parse_text(text: str) -> str:
    if not text.strip():
        message = "must not be empty"
        raise argparse.ArgumentTypeError(message)
    return text


def _parse_session_seconds(text: str) -> int:
    if not (text.isdecimal() and SHORTEST_SESSION_SECONDS <= int(text) <= LONGEST_SESSION_SECONDS):
        message = f"must be a number of seconds from {SHORTEST_SESSION_SECONDS} to {LONGEST_SESSION_SECONDS}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _add_operator_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", default="Provider", help="the name, which becomes a part of the id")
    parser.add_argument("--email", required=True, type=_parse_text, help="the first administrator")
    parser.add_argument("--origin", help="the URL of the console; made of the name where it is not given")
    for name, default in {"country": "USA", "state": "NY", "postal": "10001", "city": "New York"}.items():
        parser.add_argument(f"--{name}", default=default, help=f"of the operator's seat, {default} if not given")
    parser.set_defaults(make=_run_operator)


def _add_radius_server_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--operator", required=True, type=_parse_text, help="the OperatorID")
    parser.add_argument("--name", required=True, type=_parse_text, help="the name, which becomes a part of the id")
    parser.add_argument(
        "--ip", required=True, nargs="+", type=_parse_text, help="the addresses or networks that it calls from"
    )
    parser.add_argument("--pmk-in", choices=PMK_ATTRIBUTES, default=PMK_ATTRIBUTES[0])
    parser.add_argument(
        "--session-seconds",
        type=_parse_session_seconds,
        default=LONGEST_SESSION_SECONDS,
        help="for how long it admits a device at most",
    )
    parser.add_argument("--rotate", action="store_true", help="give one that is there a new secret and these settings")
    parser.set_defaults(make=_run_radius_server)


def _add_display_option_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--operator", required=True, type=_parse_text, help="the OperatorID")
    parser.add_argument("--name", required=True, type=_parse_text, help="the name, which becomes a part of the id")
    parser.add_argument("--settings", default="{}", help="JSON of what differs from the built-in one")
    parser.set_defaults(make=_run_display_option)


def _run_operator(options: argparse.Namespace) -> str:
    operator = provide_operator(_new_operator(options))
    mailed = f"{options.email} gets a mail with a temporary password, to accept the terms with."
    return f"OperatorID {operator.id}\nOrigin {operator.console_origin}\n{mailed}\n"


def _run_radius_server(options: argparse.Namespace) -> str:
    new = radius.NewRadiusServer(options.operator, options.name, options.ip, options.pmk_in, options.session_seconds)
    created = radius.add(new, rotate=options.rotate)
    return f"ServerID {created.id}\nSecret {created.secret}\nThe secret is shown this once.\n"


def _run_display_option(options: argparse.Namespace) -> str:
    ctx = SystemContext("vault_onboarding", get_operator("id", options.operator))
    option_id = display_options.save_option(ctx, options.name, options.settings)
    relay.commit_and_publish(ctx.tx)
    return f"DisplayOptionID {option_id}\n"


def _new_operator(options: argparse.Namespace) -> NewOperator:
    origin = options.origin or f"https://{slugify(options.name).lower()}.example"
    if options.kind == "provider":
        return NewOperator(options.name, options.email, origin)
    seat = AddressInput(
        "-", city=options.city, state=options.state, country=options.country, postal_code=options.postal
    )
    address = seat.validate()
    address_of_seat = IdAddress(address.country, address.state, address.postal_code, address.city)
    return NewOperator(options.name, options.email, origin, address_of_seat)


if __name__ == "__main__":
    sys.exit(main())
