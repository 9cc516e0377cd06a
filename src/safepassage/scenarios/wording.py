"""How notices and refusals repeat what a file holds: short, and safe to show on any terminal."""

LONGEST_SHOWN = 40
"""Characters of a bad value that a message repeats."""


def plain(text: str) -> str:
    """Give a text without anything that a terminal would act on or could not show."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def shown(value: object) -> str:
    """Give a bad value in quotes for a message, shortened and plain."""
    text = value[: LONGEST_SHOWN + 1] if isinstance(value, str) else str(value)
    if len(text) > LONGEST_SHOWN:
        text = text[: LONGEST_SHOWN - 1] + "…"
    return f'"{plain(text)}"'
