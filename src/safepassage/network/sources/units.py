"""Units of length and speed, by the names that published files use."""

from safepassage.network.sources.text_files import shown, trouble

KM_M = 1000.0
MILE_M = 1609.344
FOOT_M = 0.3048
"""Metres in a kilometre, an international mile and an international foot (1959)."""

LENGTHS_M = {
    **dict.fromkeys(("km", "kilometer", "kilometers", "kilometre", "kilometres"), KM_M),
    **dict.fromkeys(("m", "meter", "meters", "metre", "metres"), 1.0),
    **dict.fromkeys(("mi", "mile", "miles"), MILE_M),
    **dict.fromkeys(("ft", "foot", "feet"), FOOT_M),
}

SPEEDS_KMH = {
    **dict.fromkeys(("km/h", "kmh", "kph", "kmph", "kilometers per hour", "kilometres per hour"), 1.0),
    **dict.fromkeys(("mph", "mi/h", "miles per hour"), MILE_M / KM_M),
    **dict.fromkeys(("m/s", "mps", "meters per second", "metres per second"), 3.6),
}


def unit(table: dict[str, float], name: str, where: tuple[str, int, str]) -> float:
    """Give what a unit measures.

    Parameters
    ----------
    table
        `LENGTHS_M` or `SPEEDS_KMH`.
    name
        The unit's name.
    where
        File, line and column in which it stands.

    Raises
    ------
    UnusableInputError
        If there is no such unit.
    """
    measure = table.get(" ".join(name.lower().split()))
    if measure is None:
        some = ", ".join({value: key for key, value in reversed(table.items())}.values())
        raise trouble(*where, f"{shown(name)} is not a unit that is known; write one of {some}.")
    return measure
