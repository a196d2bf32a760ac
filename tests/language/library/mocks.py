# unittest.mock: what mocks remember, what they answer, what they refuse, and patching.
import asyncio
import os
from unittest.mock import ANY, AsyncMock, MagicMock, Mock, NonCallableMock, PropertyMock, call, create_autospec, mock_open, patch, seal, sentinel


def refused(function, *args, **kwargs):
    try:
        print("no error:", function(*args, **kwargs))
    except (AssertionError, AttributeError, TypeError) as error:
        print(type(error).__name__, error)


mock = Mock(return_value=3)
print(mock(1, a=2), mock.called, mock.call_count, mock.call_args, mock.call_args.args, mock.call_args.kwargs)
mock("x")
print(mock.call_args_list, mock.mock_calls)
mock.assert_called_with("x")
mock.assert_any_call(1, a=2)
mock.assert_has_calls([call(1, a=2), call("x")])
refused(mock.assert_called_once)
refused(mock.assert_called_with, 2)
refused(mock.assert_not_called)
refused(mock.assert_any_call, 7)
mock.reset_mock()
refused(mock.assert_called)
refused(mock.assert_called_with, 1)
print(mock.call_args, mock.mock_calls, mock())

mock = Mock()
mock.first.second(1).third(2)
mock.method()
print(mock.mock_calls, mock.method_calls)
print(mock.first is mock.first, mock() is mock(), call.a(1).b(2).call_list(), call(1, ANY) == call(1, 2))
mock.configure_mock(**{"value": 5, "deep.return_value": 6})
print(mock.value, mock.deep())
mock = Mock(side_effect=[1, KeyError("k"), 2])
print(mock())
try:
    mock()
except KeyError as error:
    print(repr(error))
print(mock(), Mock(side_effect=lambda x: x + 1)(4))


class Thing:
    def method(self, x, y=1):
        return x + y


mock = Mock(spec=Thing)
print(isinstance(mock, Thing), mock.method(1) is not None)
refused(lambda: mock.nothing)
refused(lambda: setattr(Mock(spec_set=Thing), "other", 1))
refused(lambda: Mock().assert_calld())
auto = create_autospec(Thing)
refused(auto().method)
print(auto.return_value.method.return_value is auto().method(1))
sealed = Mock()
sealed.known = 1
seal(sealed)
refused(lambda: sealed.unknown)
print(callable(NonCallableMock()))

magic = MagicMock()
magic.__getitem__.return_value = "item"
magic.__len__.return_value = 4
magic.__iter__.return_value = iter([1, 2])
print(magic["k"], len(magic), list(magic), int(magic), bool(magic), magic == magic, magic == 1, 3 in magic)
magic.__getitem__.assert_called_once_with("k")
with magic as inside:
    print(inside is magic.__enter__.return_value, magic.__exit__.called)
type(magic).size = PropertyMock(return_value=9)
print(magic.size)

with patch.object(Thing, "method", return_value="patched") as method:
    print(Thing().method(1), method.call_args)
print(Thing().method(1))
with patch("os.getcwd", return_value="/nowhere"), patch.dict(os.environ, {"GILT_MOCK": "1"}):
    print(os.getcwd(), os.environ["GILT_MOCK"])
print("GILT_MOCK" in os.environ)


@patch("os.getpid", return_value=1)
@patch.object(Thing, "method", sentinel.method)
def test(getpid):
    print(os.getpid(), Thing.method, getpid.called)


test()
refused(patch.object(Thing, "nothing").start)
with patch("builtins.open", mock_open(read_data="a\nb\n")) as opened:
    with open("file") as file:
        print(file.read(), list(file))
    with open("file") as file:
        print(list(file))
print(opened.call_args_list)


async def main():
    mock = AsyncMock(return_value=5)
    print(await mock(1), mock.await_count, mock.await_args)
    mock.assert_awaited_once_with(1)


asyncio.run(main())
