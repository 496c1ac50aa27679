"""Plain data behaves as the standard library's data classes, which make their methods in another way."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncotrace.kg.records import RECORD_TYPES, Record
from oncotrace.ontology import plain


def _declare(dataclass: Any, field: Any) -> dict[str, Any]:
    """The same classes, declared with either."""

    @dataclass(slots=True, kw_only=True)
    class Base:
        id: str

    @dataclass(slots=True, kw_only=True)
    class Derived(Base):
        label: str = "none"
        names: list[str] = field(default_factory=list)
        hidden: str = field(init=False, default="h", compare=False, repr=False)
        length: int = field(init=False)

        def __post_init__(self) -> None:
            self.length = len(self.names)

    @dataclass(slots=True, frozen=True)
    class Pair:
        first: int
        second: str = ""

        @property
        def both(self) -> str:
            return f"{self.first}{self.second}"

    @dataclass(slots=True)
    class Counted:
        label: str
        count: int = field(init=False, default=0)
        more: tuple[str, ...] = ()

    return {cls.__name__: cls for cls in (Base, Derived, Pair, Counted)}


OURS = _declare(plain.dataclass, plain.field)
THEIRS = _declare(dataclasses.dataclass, dataclasses.field)
Pair: Any = OURS["Pair"]  # as a name of this module, where pickle looks
Pair.__qualname__ = "Pair"

TEXTS = st.text(max_size=3)
GIVEN = {
    "Base": st.fixed_dictionaries({"id": TEXTS}),
    "Derived": st.fixed_dictionaries(
        {"id": TEXTS}, optional={"label": TEXTS, "names": st.lists(TEXTS, max_size=2)}
    ),
    "Counted": st.fixed_dictionaries({"label": TEXTS}, optional={"more": st.tuples(TEXTS)}),
    "Pair": st.fixed_dictionaries({"first": st.integers(0, 2)}, optional={"second": TEXTS}),
}


def outcome(call: Callable[[], Any]) -> Any:
    """What it gives, in words that do not name whose class it was, or the kind of error."""
    try:
        return str(call()).replace("_declare.<locals>.", "")
    except (TypeError, AttributeError) as error:
        return type(error), str(error).replace("_declare.<locals>.", "")


@pytest.mark.parametrize("name", GIVEN)
@given(data=st.data())
def test_instances_are_made_shown_compared_and_changed_alike(name: str, data: st.DataObject) -> None:
    one, other = data.draw(GIVEN[name]), data.draw(GIVEN[name])
    changes = data.draw(GIVEN[name])
    ours, theirs = OURS[name], THEIRS[name]
    mine, yours = ours(**one), theirs(**one)
    assert ours.__match_args__ == theirs.__match_args__
    assert outcome(lambda: mine) == outcome(lambda: yours)
    assert (mine == ours(**other)) == (yours == theirs(**other))
    assert mine != yours, "another class is never equal"
    assert dataclasses.asdict(mine) == dataclasses.asdict(yours)
    changed = outcome(lambda: dataclasses.replace(yours, **changes))
    assert outcome(lambda: plain.replace(mine, **changes)) == changed
    assert outcome(lambda: dataclasses.replace(mine, **changes)) == changed
    assert outcome(lambda: copy.deepcopy(mine)) == outcome(lambda: yours)


@pytest.mark.parametrize("name", GIVEN)
@pytest.mark.parametrize(
    "arguments", [{}, {"id": "a", "first": 1}, {"id": "a", "length": 3}, {"first": 1, "unknown": 2}]
)
def test_wrong_arguments_are_refused_in_the_same_words(name: str, arguments: dict[str, Any]) -> None:
    expected = outcome(lambda: THEIRS[name](**arguments))
    assert outcome(lambda: OURS[name](**arguments)) == expected
    positional = outcome(lambda: THEIRS[name]("a", "b", "c"))
    assert outcome(lambda: OURS[name]("a", "b", "c")) == positional


@given(one=GIVEN["Pair"], other=GIVEN["Pair"])
def test_what_is_frozen_is_hashed_by_its_fields_and_never_changed(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    first, second = Pair(**one), Pair(**other)
    assert len({first, second, Pair(**one)}) == len({tuple(vars_of(first)), tuple(vars_of(second))})
    for change in (lambda: setattr(first, "first", 5), lambda: delattr(first, "first")):
        with pytest.raises(FrozenInstanceError):
            change()
    assert first == Pair(**one)
    assert pickle.loads(pickle.dumps(first)) == first
    assert first.both == f"{first.first}{first.second}"


def vars_of(pair: Any) -> tuple[int, str]:
    match pair:
        case Pair(first, second):
            return first, second
    raise AssertionError("it cannot be matched by place")


def test_what_is_not_frozen_is_not_hashed_and_has_no_other_attributes() -> None:
    made = OURS["Base"](id="a")
    with pytest.raises(TypeError, match="unhashable"):
        hash(made)
    with pytest.raises(AttributeError):
        made.other = 1
    made.id = "b"
    assert made.id == "b"


@pytest.mark.parametrize("cls", RECORD_TYPES, ids=lambda cls: cls.__name__)
def test_records_have_the_fields_that_the_standard_library_sees(cls: type[Record]) -> None:
    """``fields`` works on classes and instances, and its defaults are those that the constructor takes."""
    required = {f.name: f.name for f in dataclasses.fields(cls) if f.default is dataclasses.MISSING}
    made = cls(**required)
    assert [f.name for f in dataclasses.fields(made)] == list(plain.annotations(cls))
    for f in dataclasses.fields(cls):
        assert getattr(made, f.name) == required.get(f.name, f.default)
    with pytest.raises(TypeError, match="missing"):
        cls()


def test_a_class_of_the_standard_library_may_derive_from_plain_data() -> None:
    @dataclasses.dataclass(slots=True, kw_only=True)
    class More(Record):
        extra: int = 1

    assert repr(More(id="a", extra=2)).endswith("More(id='a', extra=2)")


def test_slots_must_be_asked_for() -> None:
    with pytest.raises(TypeError, match="slots"):
        plain.dataclass(slots=False)
