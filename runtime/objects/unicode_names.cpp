// Most names come out of tables made at build time (unicode_names_table.h) and are spelled word by word. Ideographs
// are named by their number, Hangul syllables by the sounds they are composed of.

#include "objects/unicode_names.h"

#include <algorithm>
#include <charconv>
#include <span>

#include <fmt/format.h>

#include "objects/unicode_names_table.h"

namespace gilt {

namespace {

using namespace unicode_names;

std::string spelled_name(size_t entry) {
    std::string name;
    for (uint32_t i = spelling_starts[entry]; i < spelling_starts[entry + 1]; i++) {
        uint32_t word = spelling[i];
        if (word >= 128) word = (word & 127) << 8 | spelling[++i];
        if (word == 0) {
            name += fmt::format("-{:04X}", characters[entry]);
            continue;
        }
        if (!name.empty()) name += ' ';
        name.append(word_text + word_starts[word], word_starts[word + 1] - word_starts[word]);
    }
    return name;
}

// ---------------------------------------------------------------- Hangul

constexpr int32_t kHangulFirst = 0xAC00, kHangulLast = 0xD7A3;
constexpr std::string_view kHangulPrefix = "HANGUL SYLLABLE ";
constexpr std::string_view kInitials[] = {"G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                          "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
constexpr std::string_view kVowels[] = {"A",  "AE", "YA", "YAE", "EO", "E",  "YEO", "YE", "O",  "WA", "WAE",
                                        "OE", "YO", "U",  "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
constexpr std::string_view kFinals[] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH", "D", "L",  "LG",
                                        "LM", "LB", "LS", "LT", "LP", "LH", "M",  "B", "BS", "S",
                                        "SS", "NG", "J",  "C",  "K",  "T",  "P",  "H"};
constexpr int32_t kVowelCount = std::size(kVowels), kFinalCount = std::size(kFinals);

std::string hangul_name(int32_t character) {
    int32_t index = character - kHangulFirst;
    return fmt::format("{}{}{}{}", kHangulPrefix, kInitials[index / (kVowelCount * kFinalCount)],
                       kVowels[index / kFinalCount % kVowelCount], kFinals[index % kFinalCount]);
}

// The longest of `sounds` that `text` starts with, which is cut off; -1 if there is none.
int32_t take_sound(std::string_view& text, std::span<const std::string_view> sounds) {
    int32_t best = -1;
    for (size_t i = 0; i < sounds.size(); i++) {
        if (!text.starts_with(sounds[i])) continue;
        if (best < 0 || sounds[i].size() > sounds[static_cast<size_t>(best)].size())
            best = static_cast<int32_t>(i);
    }
    if (best >= 0) text.remove_prefix(sounds[static_cast<size_t>(best)].size());
    return best;
}

int32_t hangul_named(std::string_view syllable) {
    int32_t initial = take_sound(syllable, kInitials);
    int32_t vowel = take_sound(syllable, kVowels);
    int32_t final_sound = take_sound(syllable, kFinals);
    if (initial < 0 || vowel < 0 || final_sound < 0 || !syllable.empty()) return -1;
    return kHangulFirst + (initial * kVowelCount + vowel) * kFinalCount + final_sound;
}

}  // namespace

int32_t character_named(std::string_view written) {
    std::string name(written);
    for (char& c : name)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');

    if (name.starts_with(kHangulPrefix))
        return hangul_named(std::string_view(name).substr(kHangulPrefix.size()));
    for (const Range& range : std::span(ranges, range_count)) {
        if (!name.starts_with(range.prefix)) continue;
        std::string_view digits = std::string_view(name).substr(std::string_view(range.prefix).size());
        int32_t character = 0;
        const char* end = digits.data() + digits.size();
        const bool whole = std::from_chars(digits.data(), end, character, 16).ptr == end;
        if (whole && (digits.size() == 4 || digits.size() == 5) && character >= range.first &&
            character <= range.last)
            return character;
    }
    std::span<const uint16_t> order(sorted_by_name, entry_count);
    auto found = std::lower_bound(
        order.begin(), order.end(), name,
        [](uint16_t entry, const std::string& wanted) { return spelled_name(entry) < wanted; });
    return found != order.end() && spelled_name(*found) == name ? characters[*found] : -1;
}

std::string name_of_character(int32_t character) {
    if (character >= kHangulFirst && character <= kHangulLast) return hangul_name(character);
    for (const Range& range : std::span(ranges, range_count))
        if (character >= range.first && character <= range.last)
            return fmt::format("{}{:04X}", range.prefix, character);
    std::span<const int32_t> named(characters, named_count);
    auto found = std::lower_bound(named.begin(), named.end(), character);
    if (found == named.end() || *found != character) return {};
    return spelled_name(static_cast<size_t>(found - named.begin()));
}

}  // namespace gilt
