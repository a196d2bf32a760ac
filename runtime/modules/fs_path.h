// File names between scripts and the system: str, bytes and os.PathLike on one side, bytes on the other.
//
// Names that are no UTF-8 come in with lone surrogates (surrogateescape) and go out as the bytes they were.
#pragma once

#include <string>
#include <string_view>

#include "value/value.h"

namespace gilt {

class Thread;
struct Str;

// `value` becomes the str or bytes itself, which is what errors name. False with TypeError ("expected str, bytes or os.PathLike object, not int") or ValueError (a null byte) pending.
[[nodiscard]] bool fs_path(Thread& thread, Value& value, std::string* out);
// The same, and a file descriptor is allowed too: then `*fd` is set, else -1. `what` names the function in the message.
[[nodiscard]] bool fs_path_or_fd(Thread& thread, Value& value, std::string* out, int* fd,
                                 std::string_view what);
// os.fspath: the str or bytes behind a PathLike.
Value fs_path_object(Thread& thread, Value value);
Str* str_from_path(Thread& thread, std::string_view bytes);

}  // namespace gilt
