# difflib
import difflib

a = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n".splitlines(True)
b = "zero\none\ntwo\ntree\nfour\nfive\nsix\nseven\neight\nnin\nten\neleven\n".splitlines(True)
for diff in (difflib.unified_diff(a, b, "a.txt", "b.txt"), difflib.unified_diff(a, b, n=1, lineterm=""), difflib.context_diff(a, b, "x", "y", "d1", "d2"), difflib.ndiff(a, b)):
    print("".join(diff))
s = difflib.SequenceMatcher(None, "qabxcd", "abycdf")
print(s.get_opcodes(), s.get_matching_blocks(), s.ratio(), s.quick_ratio(), s.real_quick_ratio(), s.find_longest_match(0, 6, 0, 6), list(s.get_grouped_opcodes(1)))
print(difflib.SequenceMatcher(lambda x: x == " ", " abcd", "abcd abcd").find_longest_match(0, 5, 0, 9), difflib.SequenceMatcher(None, "", "").ratio())
print(difflib.get_close_matches("appel", ["ape", "apple", "peach", "puppy"]), difflib.get_close_matches("x", ["y"]), difflib.get_close_matches("wheel", ["heel", "while", "steel", "wheels"], n=2, cutoff=0.5))
d = list(difflib.ndiff(["abcDefghiJkl\n", "same\n", "gone\n"], ["abcdefGhijkl\n", "same\n", "\tnew line\n"]))
print("".join(d), "".join(difflib.restore(d, 1)), "".join(difflib.restore(d, 2)), sep="|")
print(list(difflib.unified_diff(["a"], ["a"])), difflib.IS_LINE_JUNK("  #  "), difflib.IS_CHARACTER_JUNK("x"))
long = [str(i % 7) for i in range(400)]
print(difflib.SequenceMatcher(None, long, long[5:] + ["x"]).ratio(), difflib.SequenceMatcher(None, long, long[5:] + ["x"], autojunk=False).ratio())
