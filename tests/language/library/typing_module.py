# typing
import collections.abc
import typing
from typing import *
from typing import get_args, get_origin


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


T = TypeVar("T")
K = TypeVar("K", bound=int)
S = TypeVar("S", str, bytes)
C = TypeVar("C", covariant=True)
P = ParamSpec("P")
for hint in (
    Any, List, List[int], Dict[str, List[int]], Tuple[int, str], Tuple[int, ...], Tuple[()], Optional[int], Union[int, str],
    Union[int, None, str], Union[int], Optional[Union[int, str]], Callable, Callable[[int, str], bool], Callable[..., Any],
    Callable[[], None], Literal[1, "a", True], ClassVar[int], Final[str], Type[int], Iterable[T], Mapping[K, S], T, K, S, C, P,
    Set[int], FrozenSet[str], Deque[int], DefaultDict[str, int], Annotated[int, "meta", 5], NoReturn, Generator[int, None, str],
    Union[int, "Later"], List["Later"], Awaitable[int], Iterator[Tuple[T, K]], Callable[P, T], Sequence[Optional[T]],
):  # fmt: skip
    print(hint, getattr(hint, "__parameters__", "-"))
print(List[int] == List[int], List[int] == List[str], hash(List[int]) == hash(List[int]), Union[int, str] == Union[str, int])
print(Dict[K, T][int, str], List[T][int], Callable[[T], K][str, int], Optional[T][str], Iterable[Tuple[T, T]][int], Dict[str, T][List[T]])
print(get_origin(List[int]), get_origin(Union[int, str]), get_origin(int), get_origin(Callable[[int], str]), get_origin(list[int]), get_origin(Literal[1]))
print(get_args(Dict[int, str]), get_args(Callable[[int], str]), get_args(Union[int, None]), get_args(Literal[1, 2]), get_args(list[int]), get_args(int), get_args(int | str))
print(get_args(Annotated[int, 5]), get_origin(Annotated[int, 5]), get_args(Callable[..., int]), get_origin(ClassVar[int]))
print(attempt(List), attempt(lambda: List[int, str]), attempt(lambda: Union[()]), attempt(lambda: List[int][str]), attempt(isinstance, [], List[int]), sep="\n")
print(isinstance([], List), isinstance({}, Mapping), issubclass(list, Sequence), isinstance(5, Hashable), isinstance(1, Union[int, str]))
print(attempt(isinstance, 5, Any), attempt(lambda: Optional[1, 2]), attempt(lambda: ClassVar[ClassVar[int]]), attempt(Any), attempt(lambda: Callable[int]), sep="\n")
print(int | None, Optional[int] == (int | None), List[int] | None, "Later" | T if False else Union["Later", T])


class Stack(Generic[T]):
    def __init__(self) -> None:
        self.items: List[T] = []

    def push(self, item: T) -> None:
        self.items.append(item)

    def pop(self) -> T:
        return self.items.pop()


s = Stack[int]()
s.push(5)
print(s.pop(), Stack[int], Stack.__parameters__, s.__orig_class__, Stack[T], type(s).__name__, Stack[int] == Stack[int])
print(attempt(lambda: Stack[int, str]), attempt(lambda: Generic[int]), attempt(lambda: Generic[T, T]), sep="\n")


class Pair(Stack[K], Generic[K, T]):
    pass


class Plain(Stack[int]):
    pass


print(Pair[int, str], Pair.__parameters__, Plain.__parameters__, Pair.__mro__, Pair.__orig_bases__, issubclass(Plain, Stack))
print(attempt(lambda: Plain[int]))


class Registry(Dict[str, T]):
    pass


print(Registry(a=1), Registry.__mro__)


class HasName(Protocol):
    name: str


@runtime_checkable
class Closes(Protocol):
    def close(self) -> None: ...


class File:
    def close(self):
        return "closed"


print(isinstance(File(), Closes), isinstance(5, Closes), issubclass(File, Closes), issubclass(int, Closes))
print(attempt(isinstance, File(), HasName), attempt(Closes), sep="\n")


class Explicit(Closes):
    def close(self):
        return 1


print(Explicit().close(), isinstance(Explicit(), Closes), isinstance(3, SupportsInt), isinstance("3", SupportsInt), isinstance(3, SupportsIndex))


class Sized2(Protocol[C]):
    def get(self) -> C: ...


print(Sized2[int], Sized2.__parameters__)


class Employee(NamedTuple):
    "An employee."

    name: str
    id: int = 3

    def title(self):
        return f"{self.name}#{self.id}"


e = Employee("Guido")
print(e, e.title(), e._fields, Employee.__annotations__, e._replace(id=4), Employee.__doc__, Employee._field_defaults, e == ("Guido", 3))
print(NamedTuple("Two", [("a", int), ("b", str)])(1, "x"), attempt(Employee))


class Movie(TypedDict):
    title: str
    year: int


class Sequel(Movie, total=False):
    number: int


m: Movie = {"title": "x", "year": 1}
print(Movie(title="a", year=2), Movie.__annotations__, sorted(Sequel.__required_keys__), sorted(Sequel.__optional_keys__), Sequel.__total__, Movie.__total__)
print(attempt(isinstance, {}, Movie), typing.is_typeddict(Movie), TypedDict("D", {"a": int})(a=1))


class WithRequired(TypedDict, total=False):
    a: Required[int]
    b: NotRequired[str]


print(sorted(WithRequired.__required_keys__), sorted(WithRequired.__optional_keys__), get_type_hints(WithRequired))

UserId = NewType("UserId", int)
print(UserId(5), UserId, UserId.__supertype__, UserId.__name__)


def function(a: int, b: "List[Later]" = None, *, c: Optional["Later"] = None) -> "Later": ...


class Later:
    x: "int" = 1
    y: ClassVar["str"] = ""
    z: Annotated[int, "doc"]


class Sub(Later):
    w: List["Sub"]


print(get_type_hints(function))
print(get_type_hints(Later), get_type_hints(Later, include_extras=True)["z"], get_type_hints(Sub))
print(cast(int, "x"), TYPE_CHECKING, AnyStr, Text)


@overload
def f(x: int) -> int: ...
@overload
def f(x: str) -> str: ...
def f(x):
    return x


print(f(1), len(typing.get_overloads(f)), attempt(typing.assert_never, 5))


@final
class Last:
    @no_type_check
    def method(self, x: "nonsense here"): ...


print(Last.__final__, get_type_hints(Last.method), ForwardRef("int"), List["int"].__args__)


def decorated(func: Callable[P, T]) -> Callable[P, List[T]]:
    def inner(*args: P.args, **kwargs: P.kwargs) -> List[T]:
        return [func(*args, **kwargs)]

    return inner


print(decorated(max)(1, 2), P.args, P.kwargs, Callable[P, int][[str, bool]], Callable[Concatenate[int, P], T])
print(Callable[[int], str].__args__, collections.abc.Callable[[int], str], typing.Pattern if False else "", Literal[1] == Literal[True])
print(repr(ContextManager), ContextManager[int])
