"""All values of the domain keep what they were made of, say what they mean, and need nothing but Python."""

import ast
import sys
from dataclasses import fields, is_dataclass
from importlib import import_module
from inspect import getsource
from pkgutil import walk_packages

import pytest

import safepassage.domain
from safepassage.domain.done import Done, DoneStop

MODULES = sorted(found.name for found in walk_packages(safepassage.domain.__path__, "safepassage.domain."))
VALUES = sorted(
    {
        value
        for module in MODULES
        for value in vars(import_module(module)).values()
        if isinstance(value, type) and is_dataclass(value) and value.__module__ == module
    },
    key=lambda value: (value.__module__, value.__qualname__),
)


def imported(module: str) -> set[str]:
    """Give the first names of all modules that a module imports."""
    nodes = list(ast.walk(ast.parse(getsource(import_module(module)))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


def test_there_are_values_to_test() -> None:
    assert len(MODULES) > 20
    assert len(VALUES) > 80


@pytest.mark.parametrize("module", MODULES)
def test_a_module_needs_nothing_but_python_and_the_domain(module: str) -> None:
    strangers = {
        name
        for name in imported(module)
        if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith("safepassage.domain")
    }
    assert strangers == set()


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__qualname__)
def test_a_value_cannot_be_changed_and_takes_no_other_field(value: type) -> None:
    params = vars(value)["__dataclass_params__"]
    assert (params.frozen, params.eq) == (True, True)
    assert set(vars(value)["__slots__"]) <= {field.name for field in fields(value)}


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__qualname__)
def test_a_value_says_what_it_means(value: type) -> None:
    assert value.__doc__
    assert not value.__doc__.startswith(f"{value.__name__}(")


def test_nothing_has_happened_in_a_done_of_nothing() -> None:
    nothing = Done("tiny")
    assert (nothing.stops, nothing.lost, nothing.late) == ({}, frozenset(), {})


def test_a_vehicle_that_has_not_left_stands_there_with_nobody_who_boarded() -> None:
    standing = DoneStop("square", 60)
    assert standing.depart_s is None
    assert (standing.board, standing.alight) == ({}, {})
    assert standing != DoneStop("square", 60, 90)
