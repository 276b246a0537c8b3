"""The currencies in which plans can be sold, by the countries where they are legal tender (ISO 4217, List One)."""

from collections.abc import Iterable, Mapping

COUNTRIES: Mapping[str, frozenset[str]] = {
    "AUD": frozenset({"AUS", "CCK", "CXR", "HMD", "KIR", "NFK", "NRU", "TUV"}),
    "CAD": frozenset({"CAN"}),
    "CNY": frozenset({"CHN"}),
    "EUR": frozenset(
        {"ALA", "AND", "ATF", "AUT", "BEL", "BGR", "BLM", "CYP", "DEU", "ESP", "EST", "FIN", "FRA", "GLP", "GRC", "GUF"}
        | {"HRV", "IRL", "ITA", "LTU", "LUX", "LVA", "MAF", "MCO", "MLT", "MNE", "MTQ", "MYT", "NLD", "PRT", "REU"}
        | {"SMR", "SPM", "SVK", "SVN", "VAT"}
    ),
    "GBP": frozenset({"GBR", "GGY", "IMN", "JEY"}),
    "INR": frozenset({"BTN", "IND"}),
    "LKR": frozenset({"LKA"}),
    "USD": frozenset(
        {"ASM", "BES", "ECU", "FSM", "GUM", "HTI", "IOT", "MHL", "MNP", "PAN", "PLW", "PRI", "SLV", "TCA", "TLS", "UMI"}
        | {"USA", "VGB", "VIR"}
    ),
}


def by_countries(countries: Iterable[str]) -> list[str]:
    """The currencies of countries (ISO 3166-1 alpha-3), in alphabetical order."""
    listed = frozenset(countries)
    return [currency for currency, where in COUNTRIES.items() if where & listed]
