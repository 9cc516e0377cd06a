"""What the comments of `uncertainty.toml` say: keys that mean the same in every table once, all others by table.

In a lognormal shape with a coefficient of variation of up to 0.3, 68 to 71 % of draws lie within that share of the
mean; with 1, the default of delays, 66 % are below the mean and 11 % beyond twice the mean. In an exponential one,
these are 63 % and 14 %, and 5 % are beyond three times the mean.
"""

from collections.abc import Iterator

from safepassage.scenarios.columns import Column, Table

SHARED = {
    "mean": "Of a factor, its mean: 1 is as planned, 1.2 a fifth more. 0.01 to 100.",
    "cv": "How far single draws spread, standard deviation by mean; 0 to 5. With 0.2, two of three lie within\n"
    "#     about 20 % of the mean. With 1, two of three are below the mean, and one in ten is above twice the mean.",
    "common_cv": "The same for whole runs: on a bad day all drives are slow; 0 to 5. Without it, a hundred single\n"
    "#     draws even out, and the rehearsal promises more than anybody knows.",
    "shape": "lognormal, or exponential: for delays of which most are short and few long; its `cv` is always 1.",
    "source": "Who says so; for an assumption, why it was chosen. Every table needs one.",
}
"""Keys that mean the same in every table that has them, in plain words."""

HEAD = "\n".join(
    [
        "# What is uncertain, for a rehearsal. What is not named is certain; no plan depends on this file.",
        "# How to choose each figure without data: docs/how-to/say-what-is-uncertain.md of Safe Passage.",
        "#",
        "# These keys mean the same in every table:",
        *(f"#   {name}: {meaning}" for name, meaning in SHARED.items()),
        "#",
        "# What strikes everybody at once comes first: it often decides most. Tables that you do not need may go.",
    ]
)


def keys_explained(table: Table) -> Iterator[str]:
    """Yield comments that explain the keys of one cause; those of `SHARED` are only named, with their default."""
    yield from (f"#   {column.name}: {column.described}" for column in table.columns if column.name not in SHARED)
    shared = (_in_short(column) for column in table.columns if column.name in SHARED)
    yield f"#   as above, defaults in brackets: {', '.join(shared)}"


def _in_short(column: Column) -> str:
    """Give a key's name, with the default where it is a number: other tables may have another."""
    return f"{column.name} ({column.default:g})" if isinstance(column.default, float) else column.name
