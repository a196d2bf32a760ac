// The source lines that tracebacks show: of files, read when first asked for, and of sources that lie in no file.
//
// Thread-safe: one mutex around a small cache. Holds text only, no Values.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gilt {

// Line `number` (from 1) without its line end; nothing if there is no such file or line. A file is read again when
// its size or time of change is another than at the last look.
std::optional<std::string> source_line(const std::string& filename, int number);

// Makes `text` the source of `filename`, which names no file (an embedded module, a notebook cell). `text` must
// live as long as the process if `copy` is false.
void remember_source(const std::string& filename, std::string_view text, bool copy);

}  // namespace gilt
