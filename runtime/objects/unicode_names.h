// The names of Unicode's characters, as `\N{...}` in a string and the module unicodedata use them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gilt {

// The character with this name or alias, in any case of letters; -1 if there is none.
int32_t character_named(std::string_view name);

// A character's own name; empty for one without (control characters, surrogates, unassigned ones).
std::string name_of_character(int32_t character);

}  // namespace gilt
