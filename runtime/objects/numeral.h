// Reading numbers from text: what int(), float() and complex() accept around and instead of ASCII digits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gilt {

struct Str;

std::string_view strip_ascii_space(std::string_view text);
// The text without the white space around it, in ASCII: digits of any script become 0 to 9. Nothing if it
// holds another character that no number has.
std::optional<std::string> plain_numeral(Str* text);

}  // namespace gilt
