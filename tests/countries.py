"""Every country that the archive of places has."""

import zipfile

from vault.kernel.gazetteer import ARCHIVE_PATH, Country, find_country


def _read_all() -> dict[str, Country]:
    with zipfile.ZipFile(ARCHIVE_PATH) as archive:
        codes = [name[10:13] for name in archive.namelist() if name.startswith("countries/")]
    return {code: country for code in codes if (country := find_country(code))}


COUNTRIES = _read_all()
"""By ISO 3166-1 alpha-3 code, those that are reserved or left to users too."""
