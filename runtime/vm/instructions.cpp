// Names and formats, out of the table in the header.
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

Format format(Op op) {
    static constexpr Format kFormats[] = {
#define X(name, format) Format::format,
        GILT_INSTRUCTIONS(X)
#undef X
    };
    auto index = static_cast<unsigned>(op);
    return index < sizeof kFormats / sizeof kFormats[0] ? kFormats[index] : Format::N;
}

}  // namespace gilt::instruction
