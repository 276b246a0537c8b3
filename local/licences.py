"""`python -m local.licences`: writes docs/licences.md, the licence that every locked package declares."""

import re
import sys
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs/licences.md"
ROOMS = ("layers", "cdk", "local", "tests")
"""The folders with a lock file."""
GPL = re.compile(r"\bA?GPL|GNU (Affero )?General Public|Affero General Public", re.IGNORECASE)
LGPL = re.compile(r"\bLGPL|(Lesser|Library) General Public", re.IGNORECASE)
LGPL_ACCEPTED: Mapping[str, str] = {
    "python-bidi": "it is deployed unchanged, as a package of its own in the layer, which anybody can replace.",
    "pycountry": "names and codes of countries and states are deployed, as data, and nothing of the package itself.\n"
    "Anybody can pack the file from another version of the package with `make gazetteer`.",
}
"""Packages under the LGPL of which something is deployed, each with the reason why its terms are met."""
_PACKED_AS_DATA = re.compile(r"^([\w-]+).*# packed by `make gazetteer`", re.MULTILINE)
_LOCKED = re.compile(r"^[\w.-]+==[^\\\n]+", re.MULTILINE)
_PLATFORM = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"}
_HEAD = """# Licences

VAULT is under the Apache License 2.0 (LICENSE). This page lists the licence of every package that the lock files name,
as the package declares it. `make licences` writes it; a test fails where it differs from the lock files, or where
something under the GPL or AGPL would be deployed.
"""


def main() -> int:
    """Write the document; the exit code."""
    DOCUMENT.write_text(document(), encoding="utf-8")
    sys.stdout.write(f"{DOCUMENT.relative_to(ROOT)}\n")
    return 0


def document() -> str:
    """The text of docs/licences.md."""
    layers, cdk, tests = (locked_packages(room) for room in ("layers", "cdk", "tests"))
    data = packed_as_data()
    rest = {
        name: version
        for name, version in (locked_packages("local") | tests).items()
        if name not in {*layers, *cdk, *data}
    }
    parts = [
        _HEAD,
        "## Deployed in the Lambda layer\n\n" + _table(layers),
        "## Deployed as data\n\nThe places that addresses are checked by (`gazetteer.zip`) are packed from these.\n\n"
        + _table({name: tests[name] for name in data}),
        *(f"`{name}` is under the LGPL: {LGPL_ACCEPTED[name]}\n" for name in sorted(LGPL_ACCEPTED)),
        "## Used to synthesise and deploy\n\n" + _table({name: cdk[name] for name in cdk.keys() - layers.keys()}),
        "## Used to run, test and check on one machine\n\n" + _table(rest),
        f"Under the GPL, and not deployed: {', '.join(filter(_is_under_gpl, sorted(rest)))}.\n",
        f"Locked for Windows only, and never installed: {', '.join(sorted(_windows_only()))}.\n",
    ]
    return "\n".join(parts)


def locked_packages(room: str) -> dict[str, str]:
    """The packages that the lock file of a room installs on Linux and macOS, with their versions."""
    found: dict[str, str] = {}
    for requirement in _requirements(room):
        if requirement.marker is None or requirement.marker.evaluate(_PLATFORM):
            found[requirement.name] = str(requirement.specifier).removeprefix("==")
    return found


def _windows_only() -> set[str]:
    """The packages that are locked, but installed on Windows alone."""
    named = {requirement.name for room in ROOMS for requirement in _requirements(room)}
    return named - {name for room in ROOMS for name in locked_packages(room)}


def packed_as_data() -> list[str]:
    """The packages whose data `make gazetteer` packs into the shared code."""
    return sorted(_PACKED_AS_DATA.findall((ROOT / "tests/requirements.in").read_text(encoding="utf-8")))


def declared_licences(package: metadata.PackageMetadata) -> list[str]:
    """All that the metadata of a package says of its licence, the most exact first."""
    classifiers = [text for text in package.get_all("Classifier", []) if text.startswith("License ::")]
    named = [text.rsplit(" :: ", 1)[-1] for text in classifiers if not text.lower().endswith("approved")]
    texts = [package["License-Expression"], " or ".join(named), package["License"]]
    return [text.strip() for text in texts if text and text.strip() not in {"", "UNKNOWN"}]


def is_gpl(texts: Iterable[str]) -> bool:
    """Whether one of the texts names the GPL or the AGPL."""
    return any(GPL.search(text) for text in texts)


def is_lgpl(texts: Iterable[str]) -> bool:
    """Whether one of the texts names the LGPL."""
    return any(LGPL.search(text) for text in texts)


def _is_under_gpl(name: str) -> bool:
    return is_gpl(declared_licences(metadata.metadata(name)))


def _requirements(room: str) -> list[Requirement]:
    text = (ROOT / room / "requirements.txt").read_text(encoding="utf-8")
    return [Requirement(line.strip()) for line in _LOCKED.findall(text)]


def _table(packages: Mapping[str, str]) -> str:
    rows = [
        f"| {name} | {packages[name]} | {declared_licences(metadata.metadata(name))[0].splitlines()[0]} |"
        for name in sorted(packages)
    ]
    return "\n".join(["| Package | Version | Licence |", "| --- | --- | --- |", *rows, ""])


if __name__ == "__main__":
    sys.exit(main())
