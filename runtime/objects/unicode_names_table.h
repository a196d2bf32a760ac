// What scripts/build/unicode_names.py writes at build time; it says how a name is spelled. For unicode_names.cpp alone.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gilt::unicode_names {

struct Range {
    int32_t first, last;
    const char* prefix;  // followed by the character's number
};

extern const size_t named_count;  // entries that are a character's own name
extern const size_t entry_count;  // those, then the aliases
extern const size_t range_count;
extern const char word_text[];            // all words, without anything between them
extern const uint32_t word_starts[];      // one more than there are words
extern const uint8_t spelling[];          // the words of each name
extern const uint32_t spelling_starts[];  // entry_count + 1
extern const int32_t characters[];        // of each entry; ascending up to named_count
extern const uint16_t sorted_by_name[];   // entries in the order of their names
extern const Range ranges[];

}  // namespace gilt::unicode_names
