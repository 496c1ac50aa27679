"""Plain data: the standard library's data classes, whose methods are made when they are first used.

``dataclass``, ``field`` and ``replace`` mean what they mean in ``dataclasses``, and type checkers see those.
There, the methods of every class are written out and compiled where it is declared, about a millisecond a
class, and the module itself loads what takes functions apart: together a third of a question on the command
line, which makes instances of few classes. Here a constructor is compiled for the first instance, and the
other methods are the same functions for all classes.

All have slots, and are compared and shown by their fields. What else the standard library does with data
classes (``fields``, ``asdict``, deriving one) works on these as well.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

__all__ = ["annotations", "dataclass", "field", "replace"]


class _Options(dict[str, Any]):
    """Of a field, as ``dataclasses.field`` takes them."""


if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:

    def dataclass(*, slots, frozen=False, kw_only=False):
        """As ``dataclasses.dataclass``; ``slots`` must be true."""
        if not slots:
            raise TypeError("plain data has slots: write slots=True")
        return lambda cls: _declared(cls, frozen, kw_only)

    field = _Options

    def replace(record, /, **changes):
        """As ``dataclasses.replace``: a record like this one, with other values in some fields."""
        given = (name for name, options in record.__plain__.items() if options["init"])
        return type(record)(**{name: getattr(record, name) for name in given} | changes)


def annotations(cls: type) -> dict[str, Any]:
    """The fields of a class, those that it inherits first, with their types as they are written."""
    types: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        types |= vars(base).get("__annotations__", {})
    return types


def _declared(cls: type, frozen: bool, kw_only: bool) -> type:
    """The class with slots, its constructor not made yet."""

    def __init__(self: Any, /, *values: Any, **named: Any) -> None:
        made.__init__ = _constructor(made)  # type: ignore[misc]
        made.__init__(self, *values, **named)  # type: ignore[misc]

    body = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    own = {name: _options(body, name, kw_only) for name in body.get("__annotations__", ())}
    fields = {**getattr(cls, "__plain__", {}), **own}
    shared: dict[str, Any] = _FROZEN if frozen else _CHANGEABLE
    made = type(cls)(
        cls.__name__,
        cls.__bases__,
        {
            **shared,
            "__init__": __init__,
            "__plain__": fields,
            "__compared__": attrgetter(*(name for name, options in fields.items() if options["compare"])),
            "__match_args__": tuple(
                name for name, options in fields.items() if options["init"] and not options["kw_only"]
            ),
            "__dataclass_fields__": _Standard(),
            "__dataclass_params__": _Standard(),
            **body,
            "__slots__": tuple(own),
        },
    )
    made.__qualname__ = cls.__qualname__
    return made


def _options(body: dict[str, Any], name: str, kw_only: bool) -> dict[str, Any]:
    """The options of a field, whose default is taken out of the body of its class."""
    options: dict[str, Any] = {"init": True, "repr": True, "compare": True, "kw_only": kw_only}
    if name not in body:
        return options
    given = body.pop(name)
    return options | (given if isinstance(given, _Options) else {"default": given})


def _constructor(cls: Any) -> Callable[..., None]:
    """``__init__`` of a class, written out and compiled. Defaults are given to it afterwards, which saves
    more than a third of the time."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_made": object()}
    write = "_set(self, '{0}', {1})" if cls.__setattr__ is _refuse else "self.{0} = {1}"
    positional, named, lines = ["self"], ["*"], []
    defaults: dict[str, Any] = {}
    for name, options in cls.__plain__.items():
        value = name
        if "default_factory" in options:
            known[f"_{name}"], defaults[name] = options["default_factory"], known["_made"]
            value = f"_{name}() if {name} is _made else {name}" if options["init"] else f"_{name}()"
        elif "default" in options:
            known[f"_{name}"] = defaults[name] = options["default"]
            value = name if options["init"] else f"_{name}"
        if options["init"]:
            (named if options["kw_only"] else positional).append(name)
        if options["init"] or value != name:
            lines.append(write.format(name, value))
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    parameters = ", ".join(positional + (named if len(named) > 1 else []))
    exec(f"def __init__({parameters}):\n " + "\n ".join(lines), known)
    made: Any = known["__init__"]
    made.__defaults__ = tuple(defaults[name] for name in positional if name in defaults)
    made.__kwdefaults__ = {name: defaults[name] for name in named if name in defaults}
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made  # type: ignore[no-any-return]


class _Standard:
    """What the standard library keeps with a data class; made by it when asked for."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: object, owner: Any) -> Any:
        import dataclasses

        types = annotations(owner)
        fields = [(name, types[name], dataclasses.field(**given)) for name, given in owner.__plain__.items()]
        frozen = owner.__setattr__ is _refuse
        standard: Any = dataclasses.make_dataclass(owner.__name__, fields, frozen=frozen)
        for name in ("__dataclass_fields__", "__dataclass_params__"):
            setattr(owner, name, getattr(standard, name))
        return getattr(owner, self.name)


# --- the methods of every class ---------------------------------------------------------------


def _equal(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self.__compared__(self) == self.__compared__(other)


def _hash(self: Any) -> int:
    return hash(self.__compared__(self))


def _shown(self: Any) -> str:
    shown = (name for name, options in self.__plain__.items() if options["repr"])
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"


def _refuse(self: Any, name: str, *_: Any) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"{type(self).__qualname__} is not changed once made: {name}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__plain__]


def _restore(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__plain__, state, strict=True):
        object.__setattr__(self, name, value)


_CHANGEABLE = {"__eq__": _equal, "__hash__": None, "__repr__": _shown}
_FROZEN = {
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _shown,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__getstate__": _state,
    "__setstate__": _restore,
}
