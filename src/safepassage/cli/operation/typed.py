"""Commands of the operation as they are typed: made from the fields of their values, so that none is forgotten.

A field is an argument where the entry says so, and else an option by its own name. Its type says what may be typed:
a word of a few, a number, a text, a list where it is given again and again. Seconds are never typed: moments are times,
spans are minutes.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import typer

from safepassage.bootstrap.operations import OpenOperation
from safepassage.cli.operation.desks import COMMON, Given, give, known_places, seconds_of
from safepassage.cli.operation.meanings import MEANINGS
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.tokens import TokenKind, kind_of, read_token
from safepassage.operations.deciding import Command

SECONDS = "_s"
"""How names of fields in seconds end."""
PLACES = frozenset({"place", "origin", "destination", "crossing", "crossings", "from_places"})
"""Fields that hold places of the scenario."""
HOLDER = "holder"
"""The field that holds a place or a vehicle."""
ONE_OF = {"vehicles": "vehicle", "spares": "spare", "crossings": "crossing", "from_places": "from_place"}
"""Options that are given again for each of several are named as one of them."""
TOKENS = dict.fromkeys(("tokens", "token", "mother"), TokenKind.PERSON) | {"groups": TokenKind.GROUP}
"""Fields that hold tokens, and of what."""


@dataclass(frozen=True, slots=True)
class Entry:
    """How a command is typed: its `words` after safepassage, and which fields are arguments, in this order.

    Of the fields in seconds, `spans` are typed as minutes and all others as times. `means` says what a field is where
    that is another thing than elsewhere, and `says` what the command does where its value says it in other words.
    """

    words: str
    command: type[Command]
    arguments: tuple[str, ...] = ()
    spans: tuple[str, ...] = ()
    means: Mapping[str, str] = field(default_factory=dict)
    says: str = ""

    @property
    def help(self) -> str:
        """What the command does."""
        return self.says or inspect.cleandoc(self.command.__doc__ or "")


@dataclass(frozen=True, slots=True)
class Typed:
    """A field as it is typed."""

    name: str
    hint: Any
    default: Any
    is_argument: bool
    is_span: bool
    meaning: str

    @property
    def is_moment(self) -> bool:
        """Whether it is typed as a time."""
        return self.name.endswith(SECONDS) and not self.is_span

    @property
    def words(self) -> type[StrEnum] | None:
        """The words of which an option takes several, with commas between them; None if it does not."""
        inner = get_args(self.hint)[0] if get_origin(self.hint) is tuple else None
        return inner if isinstance(inner, type) and issubclass(inner, StrEnum) and not self.is_argument else None

    @property
    def option(self) -> str:
        """The name of its option."""
        stem = ONE_OF.get(self.name, self.name).removesuffix(SECONDS)
        return "--" + (f"{stem}_minutes" if self.is_span else stem).replace("_", "-")

    def parameter(self) -> inspect.Parameter:
        """Give it as a parameter for Typer."""
        kind = inspect.Parameter.KEYWORD_ONLY
        return inspect.Parameter(self.name, kind, default=self._default(), annotation=self._annotation())

    def _default(self) -> Any:
        if self.default is MISSING:
            return inspect.Parameter.empty
        if self.is_moment or self.default in ("", ()):
            return None
        return self.default // 60 if self.is_span and self.default is not None else self.default

    def _annotation(self) -> Any:
        hint = str if self.is_moment or self.words else typed_as(self.hint)
        hint = hint if self.default is MISSING else hint | None
        if self.is_argument:
            return Annotated[hint, typer.Argument(help=self.meaning, show_default=False)]
        both = self.hint is bool and self.default is not False
        option = f"{self.option}/--no{self.option[1:]}" if both else self.option
        shown = self._default() not in (None, False)
        metavar = "WORD,WORD" if self.words else "TIME" if self.is_moment else None
        meaning = f"{self.meaning} Of {', '.join(self.words)}." if self.words else self.meaning
        return Annotated[hint, typer.Option(option, help=meaning, show_default=shown, metavar=metavar)]

    def value(self, typed: Any, opened: OpenOperation, given: Given) -> Any:
        """Give the field's value from what was typed."""
        if typed is None:
            return self.default
        if self.words is not None:
            return self._several(typed, self.words)
        if self.name in TOKENS:
            return self._tokens(typed)
        if self.name in PLACES or (self.name == HOLDER and not opened.desk.look().vehicle(typed).listed):
            return known_places(opened, typed, given)
        if self.name.endswith(SECONDS):
            return typed * 60 if self.is_span else seconds_of(self.option, typed, opened)
        return tuple(typed) if isinstance(typed, list) else typed

    def _several(self, typed: str, words: type[StrEnum]) -> tuple[StrEnum, ...]:
        given = [word.strip() for word in typed.split(",") if word.strip()]
        odd = [word for word in given if word not in set(words)]
        if odd:
            raise UnusableInputError(f"{self.option} takes of {', '.join(words)}, with commas; {odd[0]!r} is none.")
        return tuple(words(word) for word in dict.fromkeys(given))

    def _tokens(self, typed: str | list[str]) -> Any:
        """Read tokens as people type them; UnusableInputError if one is none, or of another kind."""
        if isinstance(typed, list):
            return tuple(map(self._tokens, typed))
        token = read_token(typed)
        if kind_of(token) is not TOKENS[self.name]:
            raise UnusableInputError(f"{token} is no token that begins with {TOKENS[self.name]}.")
        return token


def typed_as(hint: Any) -> Any:
    """Give the type that Typer reads for a field's type."""
    if isinstance(hint, UnionType):
        return typed_as(next(each for each in get_args(hint) if each is not NoneType))
    if get_origin(hint) is tuple:
        return list[typed_as(get_args(hint)[0])]  # type: ignore[misc]  # the type is known at run time alone
    if hint in {str, int, bool} or issubclass(hint, StrEnum):
        return hint
    raise TypeError(f"{hint} cannot be typed: write a command of its own.")


def typed_fields(entry: Entry) -> list[Typed]:
    """Give the fields of a command as they are typed, arguments first, in their order."""
    hints = get_type_hints(entry.command)
    found = {
        each.name: Typed(
            each.name,
            hints[each.name],
            each.default,
            each.name in entry.arguments,
            each.name in entry.spans,
            entry.means.get(each.name) or MEANINGS[each.name],
        )
        for each in fields(entry.command)
    }
    first = [found.pop(name) for name in entry.arguments]
    return [*first, *found.values()]


def function_of(entry: Entry) -> Callable[..., None]:
    """Give the function that Typer makes a command of."""
    typed = typed_fields(entry)

    def run(**values: Any) -> None:
        given = Given(**{name: values.pop(name) for name in COMMON})
        give(
            given,
            lambda opened: entry.command(**{each.name: each.value(values[each.name], opened, given) for each in typed}),
        )

    common = [_common(name, annotation, default) for name, (annotation, default) in COMMON.items()]
    signature = inspect.Signature([*(each.parameter() for each in typed), *common])
    run.__signature__ = signature  # type: ignore[attr-defined]  # what `inspect.signature` looks at first
    run.__doc__ = entry.help
    return run


def _common(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    given = inspect.Parameter.empty if default is ... else default
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=given, annotation=annotation)
