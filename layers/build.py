"""`python -m layers.build`: builds the reproducible layer archives packages.zip and vault.zip in build/layers."""

import hashlib
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "layers/requirements.txt"
BUILD = ROOT / "build/layers"
PACKAGES, VAULT = BUILD / "packages.zip", BUILD / "vault.zip"
MAX_BYTES = 250 * 1024 * 1024
"""Lambda's limit for a function and its layers together, unpacked."""
PYTHON = "3.13"
# The runtime's glibc is 2.34 (Amazon Linux 2023): wheels for a newer one would not load.
PLATFORMS = ("manylinux2014_aarch64", "manylinux_2_28_aarch64", "manylinux_2_34_aarch64")
# Not needed at run time: tests, sources of compiled modules, data sets that are not read.
LEFT_OUT = ("*/tests/*", "*/test/*", "*.pyc", "*.pyi", "*.c", "*.pyx", "*.h", "*/__pycache__/*", "bin/*")
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can store."""


def main() -> int:
    total = 0
    for archive in build_layers():
        size = unpacked_size(archive)
        total += size
        sys.stdout.write(f"{archive.name}: {archive.stat().st_size / 1e6:.1f} MB, {size / 1e6:.1f} MB unpacked\n")
    sys.stdout.write(f"together {total / 1e6:.1f} of {MAX_BYTES / 1e6:.1f} MB\n")
    return int(total > MAX_BYTES)


def build_layers() -> tuple[Path, Path]:
    """The archives (packages, vault), rebuilt if their inputs changed."""
    BUILD.mkdir(parents=True, exist_ok=True)
    mark = BUILD / "packages.of"
    inputs_hash = hashlib.sha256(LOCK.read_bytes() + Path(__file__).read_bytes()).hexdigest()
    if not PACKAGES.exists() or not mark.exists() or mark.read_text() != inputs_hash:
        _install(BUILD / "python")
        write_archive(PACKAGES, BUILD, (BUILD / "python").rglob("*"))
        mark.write_text(inputs_hash)
    shared = ROOT / "shared"
    write_archive(VAULT, shared, (shared / "vault").rglob("*"), below="python")
    return PACKAGES, VAULT


def _install(target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    platforms = [part for platform in PLATFORMS for part in ("--platform", platform)]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    chosen = ["--implementation", "cp", "--python-version", PYTHON, "--abi", "cp313", "--only-binary", ":all:"]
    locked = ["--require-hashes", "--no-deps", "--requirement", str(LOCK)]
    subprocess.run([*pip, *platforms, *chosen, *locked, "--target", str(target)], check=True)  # noqa: S603  our own command


def write_archive(file: Path, root: Path, found: Iterable[Path], below: str = "") -> None:
    """Write a reproducible zip: sorted names, the same time and mode for all files."""
    named = {Path(below) / path.relative_to(root): path for path in found if path.is_file()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as zip_file:
        for name in sorted(named):
            if not _is_left_out(name):
                entry = zipfile.ZipInfo(name.as_posix(), EPOCH)
                entry.external_attr = 0o644 << 16
                zip_file.writestr(entry, named[name].read_bytes(), zipfile.ZIP_DEFLATED)


def _is_left_out(name: Path) -> bool:
    return any(name.match(pattern) for pattern in LEFT_OUT) or bool({"tests", "__pycache__"} & set(name.parts[:-1]))


def unpacked_size(file: Path) -> int:
    with zipfile.ZipFile(file) as zip_file:
        return sum(entry.file_size for entry in zip_file.infolist())


if __name__ == "__main__":
    sys.exit(main())
