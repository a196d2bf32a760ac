// The instructions' names, out of the table in the header.
#include "vm/instructions.h"

namespace gilt::instruction {

const char* name(Op op) {
    static constexpr const char* kNames[] = {
#define X(name, format) #name,
        GILT_INSTRUCTIONS(X)
#undef X
    };
    auto index = static_cast<unsigned>(op);
    return index < sizeof kNames / sizeof kNames[0] ? kNames[index] : "?";
}

}  // namespace gilt::instruction
