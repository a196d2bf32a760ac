#include "modules/text_survey.h"

#include <cstddef>

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace gilt {

namespace {

struct Found {
    bool beyond_ascii = false, carriage = false;
};

// Looks at `text` from `from` on.
void look_at_bytes(std::string_view text, size_t from, bool note, Found* found, std::vector<uint32_t>* line_ends) {
    for (size_t i = from; i < text.size(); i++) {
        auto c = static_cast<unsigned char>(text[i]);
        found->beyond_ascii |= c >= 0x80;
        found->carriage |= c == '\r';
        if (note && c == '\n') line_ends->push_back(static_cast<uint32_t>(i + 1));
    }
}

#ifdef __x86_64__

// Looks at as many whole steps as there are, and returns how far it came. For processors that have AVX2, as all have since 2015.
constexpr size_t kStep = 64;

[[gnu::target("avx2,bmi")]] size_t look_at_steps(std::string_view text, bool note, Found* found, std::vector<uint32_t>* line_ends) {
    const __m256i newline = _mm256_set1_epi8('\n'), carriage = _mm256_set1_epi8('\r');
    __m256i high_bits = _mm256_setzero_si256(), carriages = _mm256_setzero_si256();
    size_t at = 0;
    for (; at + kStep <= text.size(); at += kStep) {
        __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text.data() + at));
        __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text.data() + at) + 1);
        high_bits = _mm256_or_si256(high_bits, _mm256_or_si256(low, high));
        carriages = _mm256_or_si256(carriages, _mm256_or_si256(_mm256_cmpeq_epi8(low, carriage), _mm256_cmpeq_epi8(high, carriage)));
        if (!note) continue;
        auto in_low = static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, newline)));
        auto in_high = static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, newline)));
        for (uint64_t newlines = in_low | uint64_t{in_high} << 32; newlines != 0; newlines &= newlines - 1)
            line_ends->push_back(static_cast<uint32_t>(at + static_cast<size_t>(__builtin_ctzll(newlines)) + 1));
    }
    found->beyond_ascii = _mm256_movemask_epi8(high_bits) != 0;
    found->carriage = _mm256_movemask_epi8(carriages) != 0;
    return at;
}

bool has_steps() {
    static const bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
    return has;
}

#else

size_t look_at_steps(std::string_view, bool, Found*, std::vector<uint32_t>*) { return 0; }
bool has_steps() { return false; }

#endif

}  // namespace

void survey(std::string_view text, bool note_line_ends, TextSurvey* result) {
    bool note = note_line_ends && text.size() < UINT32_MAX;
    Found found;
    result->line_ends.clear();
    size_t from = has_steps() ? look_at_steps(text, note, &found, &result->line_ends) : 0;
    look_at_bytes(text, from, note, &found, &result->line_ends);
    result->is_ascii = !found.beyond_ascii;
    result->has_carriage = found.carriage;
}

}  // namespace gilt
