"""What the tests' watches have noted: each error and each use of a service that is not declared."""

_noted: list[str] = []


def note(what: str) -> None:
    """Remember it, once."""
    if what not in _noted:
        _noted.append(what)


def take() -> list[str]:
    """What was noted since the last time."""
    noted = sorted(_noted)
    _noted.clear()
    return noted
