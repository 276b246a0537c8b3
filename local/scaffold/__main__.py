"""`python -m local.scaffold /console/group/nameOfIt`: write a new endpoint that passes lint and its tests."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from local.scaffold import tables, templates
from local.scaffold.refusals import RefusedError, refuse_existing, refuse_unusable

PATH = re.compile(r"(/[a-z][a-z0-9_]*){1,2}/[a-z][A-Za-z0-9]*")
WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
PERMISSIONS = Path("tests/permissions.py")
FIRST_SIGN = 67
"""The column of the first sign in the rows of tests/permissions.py."""
USAGE = "usage: make new-endpoint NAME=/console/group/nameOfIt\n"


def main(path: str) -> int:
    """Write the endpoint into this directory and say what was written; return the exit code."""
    if not PATH.fullmatch(path):
        sys.stderr.write(USAGE)
        return 2
    try:
        files = _write(path)
    except RefusedError as error:
        sys.stderr.write(f"{error}: nothing was written.\n")
        return 1
    sys.stdout.writelines(f"{file}\n" for file in files)
    sys.stdout.write("It reads the name of a venue; docs/contributing/endpoint.md says what to change next.\n")
    return 0


def _write(path: str) -> list[Path]:
    """Raises RefusedError, before anything is written, where there cannot be such an endpoint."""
    group, _, name = path.strip("/").rpartition("/")
    module = WORD_BREAK.sub("_", name).lower()
    code, test = Path(f"functions/{group}/{module}.py"), Path(f"tests/functions/{group}/test_{module}.py")
    words = {
        "path": path,
        "name": name,
        "group": group,
        "module": module,
        "package": f"functions/{group}".replace("/", "."),
        "title": name[0].upper() + name[1:],
        "summary": templates.SUMMARY.substitute(name=name),
    }
    texts = [template.substitute(words) for template in (templates.MODULE, templates.TEST)]
    padding = " " * (FIRST_SIGN - len(f'    "{path}": "'))
    signs = f'"{padding}{templates.SIGNS}"'
    refuse_existing(path, [code, test], [PERMISSIONS])
    refuse_unusable(code, texts, tables.format_row(path, signs))
    packages = _add_packages(code.parent)
    test.parent.mkdir(parents=True, exist_ok=True)
    for file, text in zip((code, test), texts, strict=True):
        file.write_text(text, encoding="utf-8")
    written = [*packages, code, test, tables.add_row([PERMISSIONS], path, signs)]
    # A long name makes long lines.
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", *map(str, written)], check=True)
    return written


def _add_packages(directory: Path) -> list[Path]:
    """Make the directories of functions/ that are missing into packages; return what was written."""
    written = []
    for each in [*reversed(directory.parents), directory][2:]:
        each.mkdir(exist_ok=True)
        file = each / "__init__.py"
        if not file.exists():
            file.write_text(templates.PACKAGE.substitute(group="/".join(each.parts[1:])), encoding="utf-8")
            written.append(file)
    return written


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) > 1 else main(""))
