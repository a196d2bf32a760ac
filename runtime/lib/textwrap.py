"""Paragraphs: breaking text into lines, indenting and unindenting it."""

__all__ = ["TextWrapper", "wrap", "fill", "dedent", "indent", "shorten"]

_whitespace = "\t\n\x0b\x0c\r "


class TextWrapper:
    """How to wrap; each argument of wrap() and fill() is an attribute here."""

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True, tabsize=8,
                 *, max_lines=None, placeholder=" [...]"):  # fmt: skip
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _munge_whitespace(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = text.translate(dict.fromkeys(map(ord, _whitespace), " "))
        return text

    def _split(self, text):
        """Words and the whitespace between them; with break_on_hyphens also the parts of hyphenated words."""
        chunks = []
        start = 0
        while start < len(text):
            end = start + 1
            is_space = text[start] in _whitespace
            while end < len(text) and (text[end] in _whitespace) == is_space:
                end += 1
            word = text[start:end]
            if is_space or not self.break_on_hyphens:
                chunks.append(word)
            else:
                chunks.extend(_hyphenated(word))
            start = end
        return chunks

    def _split_chunks(self, text):
        return self._split(self._munge_whitespace(text))

    def _fix_sentence_endings(self, chunks):
        """Two spaces after a word that ends a sentence."""
        for i in range(len(chunks) - 1):
            if chunks[i + 1] == " ":
                word = chunks[i].rstrip("\"'")
                if len(word) >= 2 and word[-1] in ".!?" and word[-2].islower() and len(chunks[i]) - len(word) <= 1:
                    chunks[i + 1] = "  "

    def _handle_long_word(self, reversed_chunks, line, length, width):
        """The next word does not fit any line: take as much of it as fits this one, or all of it on its own."""
        space = 1 if width < 1 else width - length
        if self.break_long_words:
            end = space
            word = reversed_chunks[-1]
            if self.break_on_hyphens and len(word) > space:
                hyphen = word.rfind("-", 0, space)
                if hyphen > 0 and any(c != "-" for c in word[:hyphen]):
                    end = hyphen + 1
            line.append(word[:end])
            reversed_chunks[-1] = word[end:]
        elif not line:
            line.append(reversed_chunks.pop())

    def _wrap_chunks(self, chunks):
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        lines = []
        chunks.reverse()  # so that taking one is cheap
        while chunks:
            line, length = [], 0
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if self.drop_whitespace and chunks[-1].strip() == "" and lines:
                chunks.pop()
            while chunks and length + len(chunks[-1]) <= width:
                length += len(chunks[-1])
                line.append(chunks.pop())
            if chunks and len(chunks[-1]) > width:
                self._handle_long_word(chunks, line, length, width)
                length = sum(map(len, line))
            if self.drop_whitespace and line and line[-1].strip() == "":
                length -= len(line[-1])
                line.pop()
            if not line:
                continue
            last_allowed = self.max_lines is not None and len(lines) + 1 >= self.max_lines
            rest_is_empty = not chunks or (self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip())
            if not last_allowed or (rest_is_empty and length <= width):
                lines.append(indent + "".join(line))
                continue
            # No more lines: make room for the placeholder.
            while line:
                if line[-1].strip() and length + len(self.placeholder) <= width:
                    lines.append(indent + "".join(line) + self.placeholder)
                    break
                length -= len(line.pop())
            else:
                if lines:
                    previous = lines[-1].rstrip()
                    if len(previous) + len(self.placeholder) <= self.width:
                        lines[-1] = previous + self.placeholder
                        break
                lines.append(indent + self.placeholder.lstrip())
            break
        return lines

    def wrap(self, text):
        """The lines, without line ends."""
        chunks = self._split_chunks(text)
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        """The lines, as one string."""
        return "\n".join(self.wrap(text))


def _is_letter(c):
    return c.isalpha()


def _hyphenated(word):
    """Splits 'well-known' into 'well-' and 'known', and around a dash ('--'); not numbers, options or leading hyphens."""
    parts = []
    start = position = 0
    n = len(word)
    while position < n:
        if word[position] != "-":
            position += 1
            continue
        end = position
        while end < n and word[end] == "-":
            end += 1
        if end - position >= 2:
            # A dash stands by itself between two words.
            before = word[position - 1] if position else ""
            after = word[end] if end < n else ""
            if position > start and (before.isalnum() or before in "_!\"'&.,?") and (after.isalnum() or after == "_"):
                parts.append(word[start:position])
                parts.append(word[position:end])
                start = end
        elif (
            position >= start + 2
            and _is_letter(word[position - 1])
            and (_is_letter(word[position - 2]) or word[position - 2] == "-" and position >= start + 3)
            and position + 2 < n + 0
            and _is_letter(word[position + 1])
            and (_is_letter(word[position + 2]) or word[position + 2] == "-")
        ):
            parts.append(word[start:end])
            start = end
        position = end
    if start < n:
        parts.append(word[start:])
    return parts


def wrap(text, width=70, **kwargs):
    """The text as a list of lines of at most `width` characters."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """The text with line ends put in."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """The text on one line, cut at a word if it is longer than `width`."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    """Removes the whitespace that all lines begin with."""
    lines = text.split("\n")
    margin = None
    for i, line in enumerate(lines):
        content = line.lstrip(" \t")
        if not content:
            lines[i] = ""
            continue
        indent = line[: len(line) - len(content)]
        if margin is None:
            margin = indent
        else:
            common = 0
            while common < min(len(margin), len(indent)) and margin[common] == indent[common]:
                common += 1
            margin = margin[:common]
    if margin:
        lines = [line[len(margin) :] if line.startswith(margin) else line for line in lines]
    return "\n".join(lines)


def indent(text, prefix, predicate=None):
    """Puts a prefix before each line that is not blank, or that predicate(line) picks."""
    lines = text.splitlines(True)
    return "".join(prefix + line if (predicate(line) if predicate else line.strip()) else line for line in lines)
