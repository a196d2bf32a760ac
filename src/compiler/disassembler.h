// The text of `--dis`: bytecode, grouped by the source lines it was made from.
//
//     add (line 1): 3 registers, parameters a, b
//
//        2 |     return a + b
//                  0  ADD             r2, r0:a, r1:b
//                  1  RETURN          r2
//
// Left is the word at which an instruction stands; a register that belongs to a variable shows its name,
// a constant its value, a jump the label it goes to. Behind the code stand its handlers, and then the
// functions and classes inside it.
#pragma once

#include <string>
#include <string_view>

#include "vm/code.h"

namespace gilt {

// `source` is the text the code was compiled from, or empty.
std::string disassemble(const Code* code, std::string_view source = {});

}  // namespace gilt
