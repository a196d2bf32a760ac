// What one look at a chunk of text tells about it, so that cutting lines out of it needs no other.
//
// Looking for a line end from the end of the last one costs a call for each line, and asking whether the chunk is ASCII and
// whether it has carriage returns are two more ways through it. All three are one way here, 64 bytes a step.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace gilt {

struct TextSurvey {
    bool is_ascii = false;
    bool has_carriage = true;          // a \r somewhere
    std::vector<uint32_t> line_ends;   // where a line ends: one behind each \n. Of more than 4 GiB none are noted
};

// `note_line_ends` false: line_ends stays empty.
void survey(std::string_view text, bool note_line_ends, TextSurvey* result);

}  // namespace gilt
