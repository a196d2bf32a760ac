# argparse
import argparse
import os
import sys

os.environ["COLUMNS"] = "80"


def run(parser, *lines):
    for line in lines:
        sys.stderr = sys.stdout
        try:
            print(line.split(), "->", parser.parse_args(line.split()))
        except SystemExit as error:
            print("exit", error.code)
        finally:
            sys.stderr = sys.__stderr__


p = argparse.ArgumentParser(prog="prog", description="Does things to files, with a description that is long enough to be wrapped.", epilog="The end.")
p.add_argument("file", help="the input file")
p.add_argument("rest", nargs="*", help="more files")
p.add_argument("-v", "--verbose", action="count", default=0, help="say more")
p.add_argument("-o", "--output", metavar="OUT", default="a.out", help="where to write (default: %(default)s)")
p.add_argument("-n", type=int, default=3, help="a number")
p.add_argument("--level", choices=["low", "high"], help="how much")
p.add_argument("-q", "--quiet", action="store_true")
p.add_argument("--no-color", dest="color", action="store_false")
p.add_argument("-D", action="append", metavar="NAME=VALUE", help="define a name, which can be done many times over, and over")
p.add_argument("--version", action="version", version="%(prog)s 1.0")
p.print_help()
p.print_usage()
run(p, "x", "x y z", "-vvv x", "x -o out -n 5 --level high -q --no-color", "x -D a=1 -D b=2", "--output=o2 x -n7", "x -qv", "--out o x", "", "x -n abc", "x --level mid", "x --bogus", "--version", "-- -x", "x --verb", "-n", "x --ver", "x -n -5", "x y -v z")

p = argparse.ArgumentParser(prog="calc", add_help=False)
p.add_argument("numbers", metavar="N", type=float, nargs="+")
p.add_argument("--sum", dest="operation", action="store_const", const=sum, default=max, help="sum")
g = p.add_mutually_exclusive_group()
g.add_argument("--a", action="store_true")
g.add_argument("--b", type=int)
p.print_help()
a = p.parse_args(["1", "2.5", "--sum"])
print(a.operation(a.numbers), a.a, a.b)
run(p, "1 --a --b 2", "--a", "1 --b x")

p = argparse.ArgumentParser(prog="git", description="sub")
p.add_argument("--root", default="/")
subs = p.add_subparsers(dest="command", help="what to do", required=True)
add = subs.add_parser("add", help="add files", aliases=["a"])
add.add_argument("path", nargs="+")
add.add_argument("-f", "--force", action="store_true", help="really")
commit = subs.add_parser("commit", help="commit changes")
commit.add_argument("-m", "--message", required=True)
commit.set_defaults(func="commit-function")
p.print_help()
add.print_help()
run(p, "add x y -f", "commit -m hello", "--root /tmp a z", "commit", "bogus", "", "add", "add x --nope")

p = argparse.ArgumentParser(prog="shapes")
p.add_argument("pair", nargs=2, type=int)
p.add_argument("opt", nargs="?", default="def")
p.add_argument("--maybe", nargs="?", const="const", default="none")
p.add_argument("--many", nargs="*")
p.add_argument("--flag", action=argparse.BooleanOptionalAction)
p.add_argument("--ext", action="extend", nargs="+")
p.print_help()
run(p, "1 2", "1 2 3", "1", "1 2 --maybe", "1 2 --maybe x", "1 2 --many a b", "1 2 --many", "1 2 --flag", "1 2 --no-flag", "1 2 --ext a b --ext c", "1 2 3 4", "--maybe 1 2")

p = argparse.ArgumentParser(prog="g", formatter_class=argparse.ArgumentDefaultsHelpFormatter, usage="%(prog)s [options]")
group = p.add_argument_group("network", "things about the network")
group.add_argument("--host", default="localhost", help="host name")
group.add_argument("--port", type=int, default=80, help="port")
p.add_argument("--hidden", help=argparse.SUPPRESS)
p.set_defaults(extra=5)
p.print_help()
run(p, "", "--host h --port 1")
print(p.parse_known_args(["--host", "x", "--unknown", "y"]), p.get_default("port"))


def positive(text):
    value = int(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(f"{value} is not positive")
    return value


parent = argparse.ArgumentParser(add_help=False)
parent.add_argument("--shared", type=positive)
p = argparse.ArgumentParser(prog="child", parents=[parent])
run(p, "--shared 5", "--shared -1", "--shared x", "-h")
p = argparse.ArgumentParser(prog="a_program_with_a_rather_long_name", description="Long usage.")
for name in ("alpha", "beta", "gamma", "delta", "epsilon", "zeta"):
    p.add_argument(f"--{name}", help=f"the {name} option")
p.add_argument("first_positional")
p.add_argument("second_positional", nargs="*")
p.print_help()
p = argparse.ArgumentParser(prog="req")
p.add_argument("--must", required=True)
g = p.add_mutually_exclusive_group(required=True)
g.add_argument("-x")
g.add_argument("-y")
run(p, "", "--must 1", "--must 1 -x 2", "--must 1 -x 2 -y 3", "-h")
try:
    p.add_argument("-x")
except argparse.ArgumentError as error:
    print(error)
n = argparse.Namespace(a=1)
n.b = 2
print(n, "a" in n, n == argparse.Namespace(a=1, b=2), vars(n), p.parse_args(["--must", "1", "-x", "2"], n))
