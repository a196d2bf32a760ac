// Tokens: what the scanner makes of text, written as one short line per program.
#include <gtest/gtest.h>

#include <string>

#include "syntax/parser.h"
#include "syntax/scanner.h"
#include "syntax/source.h"
#include "syntax/token_pass.h"

namespace gilt {
namespace {

// "NAME:x OP:= NUMBER:1 NEWLINE", or the error message. The end of the file is left out.
std::string scan(std::string_view source) {
  Arena arena;
  SourceText text(source, arena);
  if (text.error) return text.error->message;
  Scanner scanner(text.text, arena);
  if (!scanner.scan()) return scanner.error->message;
  mark_soft_keywords(scanner.tokens);
  std::string out;
  for (const Token& token : scanner.tokens) {
    if (token.kind == Parser::token::YYEOF) break;
    if (!out.empty()) out += ' ';
    out += kind_name(token.kind);
    const bool blank = token.text.find_first_not_of(" \t\n") == std::string_view::npos;
    if (!blank) (out += ':') += token.text;
  }
  return out;
}

std::string place(std::string_view source) {
  ParseResult result = parse(source, "test");
  if (!result.error) return "no error";
  return std::to_string(result.error->loc.line) + ":" + std::to_string(result.error->offset());
}

TEST(Lexer, Names) {
  EXPECT_EQ(scan("x _y1"), "NAME:x NAME:_y1 NEWLINE");
  EXPECT_EQ(scan("grün 变量"), "NAME:grün NAME:变量 NEWLINE");
  EXPECT_EQ(scan("ﬁx ℌ"), "NAME:fix NAME:H NEWLINE"); // normal form NFKC
  EXPECT_EQ(scan("if iffy"), "KEYWORD:if NAME:iffy NEWLINE");
}

TEST(Lexer, Numbers) {
  EXPECT_EQ(scan("0 00 1_000 0xFF 0o17 0b1_0"),
            "NUMBER:0 NUMBER:00 NUMBER:1_000 NUMBER:0xFF NUMBER:0o17 NUMBER:0b1_0 NEWLINE");
  EXPECT_EQ(scan("1. .5 1e10 1_0.0_1e-3 2j 1.5J"),
            "NUMBER:1. NUMBER:.5 NUMBER:1e10 NUMBER:1_0.0_1e-3 NUMBER:2j NUMBER:1.5J NEWLINE");
  EXPECT_EQ(scan("1if x else y"), "NUMBER:1 KEYWORD:if NAME:x KEYWORD:else NAME:y NEWLINE");
  EXPECT_EQ(scan("1..real"), "NUMBER:1. OP:. NAME:real NEWLINE");
}

TEST(Lexer, NumberErrors) {
  for (const char* source : {"1abc", "1_", "1__0", "1e", "1e+", "1.e", "1_.5", "1.5abc"}) {
    EXPECT_EQ(scan(source), "invalid decimal literal") << source;
  }
  EXPECT_EQ(scan("0777"), "leading zeros in decimal integer literals are not permitted; use an 0o prefix for "
                          "octal integers");
  EXPECT_EQ(scan("0o8"), "invalid digit '8' in octal literal");
  EXPECT_EQ(scan("0b12"), "invalid digit '2' in binary literal");
  EXPECT_EQ(scan("0xg"), "invalid hexadecimal literal");
  EXPECT_EQ(scan("0b"), "invalid binary literal");
  EXPECT_EQ(scan("1jx"), "invalid imaginary literal");
}

TEST(Lexer, Strings) {
  EXPECT_EQ(scan("'a' \"b\" '' rb'\\' "), "unterminated string literal (detected at line 1)");
  EXPECT_EQ(scan("'a\\'b' R'\\n' bR\"x\""), "STRING:'a\\'b' STRING:R'\\n' STRING:bR\"x\" NEWLINE");
  EXPECT_EQ(scan("'''a\n'b''c'''"), "STRING:'''a\n'b''c''' NEWLINE");
  EXPECT_EQ(scan("'a\\\nb'"), "STRING:'a\\\nb' NEWLINE");
  EXPECT_EQ(scan("x = '''abc\n\n"), "unterminated triple-quoted string literal (detected at line 2)");
  EXPECT_EQ(place("x = 'abc"), "1:5");
}

TEST(Lexer, Operators) {
  EXPECT_EQ(scan("a:=b->c**=d//e@=f...g!=h<<=i"),
            "NAME:a OP::= NAME:b OP:-> NAME:c OP:**= NAME:d OP:// NAME:e OP:@= NAME:f OP:... "
            "NAME:g OP:!= NAME:h OP:<<= NAME:i NEWLINE");
}

TEST(Lexer, Indentation) {
  EXPECT_EQ(scan("if x:\n  y\n\n # comment\n  z\nw"),
            "KEYWORD:if NAME:x OP:: NEWLINE INDENT NAME:y NEWLINE NAME:z NEWLINE DEDENT NAME:w "
            "NEWLINE");
  EXPECT_EQ(scan("if x:\n  if y:\n    z\nw"),
            "KEYWORD:if NAME:x OP:: NEWLINE INDENT KEYWORD:if NAME:y OP:: NEWLINE INDENT NAME:z "
            "NEWLINE DEDENT DEDENT NAME:w NEWLINE");
  EXPECT_EQ(scan("if x:\n    a\n  b"), "unindent does not match any outer indentation level");
  EXPECT_EQ(scan("if x:\n\ta\n        b"), "inconsistent use of tabs and spaces in indentation");
  EXPECT_EQ(scan("\fx"), "NAME:x NEWLINE");
}

TEST(Lexer, LineJoining) {
  EXPECT_EQ(scan("(a,\n  b)"), "OP:( NAME:a OP:, NAME:b OP:) NEWLINE");
  EXPECT_EQ(scan("a + \\\n  b"), "NAME:a OP:+ NAME:b NEWLINE");
  EXPECT_EQ(scan("a \\ b"), "unexpected character after line continuation character");
  EXPECT_EQ(scan("a = \\\n"), "unexpected EOF while parsing");
  EXPECT_EQ(scan("a\r\nb\rc"), "NAME:a NEWLINE NAME:b NEWLINE NAME:c NEWLINE");
}

TEST(Lexer, Brackets) {
  EXPECT_EQ(scan("]"), "unmatched ']'");
  EXPECT_EQ(scan("(a]"), "closing parenthesis ']' does not match opening parenthesis '('");
  EXPECT_EQ(scan("(a\n]"), "closing parenthesis ']' does not match opening parenthesis '(' on line 1");
  EXPECT_EQ(scan(std::string(201, '(')), "too many nested parentheses");
}

TEST(Lexer, FStrings) {
  EXPECT_EQ(scan("f'a{b}c'"),
            "FSTRING_START:f' FSTRING_MIDDLE:a OP:{ NAME:b OP:} FSTRING_MIDDLE:c FSTRING_END:' "
            "NEWLINE");
  EXPECT_EQ(scan("f'{x!r:>{w}}'"),
            "FSTRING_START:f' OP:{ NAME:x OP:! NAME:r OP:: FSTRING_MIDDLE:> OP:{ NAME:w OP:} OP:} "
            "FSTRING_END:' NEWLINE");
  // The same quotes again inside, to any depth; doubled braces; `:=` begins a format.
  EXPECT_EQ(scan("f'{f'{'x'}'}'"),
            "FSTRING_START:f' OP:{ FSTRING_START:f' OP:{ STRING:'x' OP:} FSTRING_END:' OP:} "
            "FSTRING_END:' NEWLINE");
  EXPECT_EQ(scan("f'{{}}'"), "FSTRING_START:f' FSTRING_MIDDLE:{ FSTRING_MIDDLE:} FSTRING_END:' NEWLINE");
  EXPECT_EQ(scan("f'{x:=5}{(y:=5)}'"),
            "FSTRING_START:f' OP:{ NAME:x OP:: FSTRING_MIDDLE:=5 OP:} OP:{ OP:( NAME:y OP::= "
            "NUMBER:5 OP:) OP:} FSTRING_END:' NEWLINE");
  EXPECT_EQ(scan("f'}'"), "f-string: single '}' is not allowed");
  EXPECT_EQ(scan("f'{x'"), "f-string: expecting '}'");
  EXPECT_EQ(scan("f'abc"), "unterminated f-string literal (detected at line 1)");
}

TEST(Lexer, SoftKeywords) {
  EXPECT_EQ(scan("match x:\n case 1: pass").substr(0, 13), "KEYWORD:match");
  EXPECT_EQ(scan("match(x)").substr(0, 10), "NAME:match");
  EXPECT_EQ(scan("match: int").substr(0, 10), "NAME:match");
  EXPECT_EQ(scan("match[a:b]").substr(0, 10), "NAME:match");
  EXPECT_EQ(scan("case = 1"), "NAME:case OP:= NUMBER:1 NEWLINE");
  EXPECT_EQ(scan("type X = int"), "KEYWORD:type NAME:X OP:= NAME:int NEWLINE");
  EXPECT_EQ(scan("type(x)"), "NAME:type OP:( NAME:x OP:) NEWLINE");
}

TEST(Lexer, Encoding) {
  EXPECT_EQ(scan("\xEF\xBB\xBFx"), "NAME:x NEWLINE");
  EXPECT_EQ(scan("x = “a”"), "invalid character '“' (U+201C)");
  EXPECT_EQ(scan("a\u00a0b"), "invalid non-printable character U+00A0");
  EXPECT_EQ(scan(std::string_view("a\0b", 3)), "source code string cannot contain null bytes");
  EXPECT_NE(scan("x = '\xff'").find("Non-UTF-8 code starting with '\\xff'"), std::string::npos);
}

TEST(Lexer, Dump) {
  EXPECT_EQ(dump_tokens("x = 1\n", "test"), "1,0-1,1:            NAME           'x'\n"
                                            "1,2-1,3:            OP             '='\n"
                                            "1,4-1,5:            NUMBER         '1'\n"
                                            "1,5-1,6:            NEWLINE        '\\n'\n"
                                            "2,0-2,0:            ENDMARKER      ''\n");
}

} // namespace
} // namespace gilt
