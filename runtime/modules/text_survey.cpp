#include "modules/text_survey.h"

#include <cstddef>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace gilt {

namespace {

struct Found {
    bool beyond_ascii = false, carriage = false;
};

void look_at_bytes(std::string_view text, size_t from, bool note, Found* found, std::vector<uint32_t>* line_ends) {
    for (size_t i = from; i < text.size(); i++) {
        auto c = static_cast<unsigned char>(text[i]);
        found->beyond_ascii |= c >= 0x80;
        found->carriage |= c == '\r';
        if (note && c == '\n') line_ends->push_back(static_cast<uint32_t>(i + 1));
    }
}

}  // namespace

void survey(std::string_view text, bool note_line_ends, TextSurvey* result) {
    bool note = note_line_ends && text.size() < UINT32_MAX;
    Found found;
    std::vector<uint32_t>& line_ends = result->line_ends;
    line_ends.clear();
    size_t at = 0;
#ifdef __SSE2__
    const __m128i newline = _mm_set1_epi8('\n'), carriage = _mm_set1_epi8('\r');
    __m128i high_bits = _mm_setzero_si128(), carriages = _mm_setzero_si128();
    constexpr size_t kStep = 4 * sizeof(__m128i);
    for (; at + kStep <= text.size(); at += kStep) {
        uint64_t newlines = 0;
        for (size_t part = 0; part < 4; part++) {
            __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at) + part);
            high_bits = _mm_or_si128(high_bits, bytes);
            carriages = _mm_or_si128(carriages, _mm_cmpeq_epi8(bytes, carriage));
            auto mask = static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, newline)));
            newlines |= uint64_t{mask} << (16 * part);
        }
        if (!note) continue;
        for (; newlines != 0; newlines &= newlines - 1)
            line_ends.push_back(static_cast<uint32_t>(at + static_cast<size_t>(__builtin_ctzll(newlines)) + 1));
    }
    found.beyond_ascii = _mm_movemask_epi8(high_bits) != 0;
    found.carriage = _mm_movemask_epi8(carriages) != 0;
#endif
    look_at_bytes(text, at, note, &found, &line_ends);
    result->is_ascii = !found.beyond_ascii;
    result->has_carriage = found.carriage;
}

}  // namespace gilt
