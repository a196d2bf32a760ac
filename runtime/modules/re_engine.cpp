// See re_engine.h.
#define PCRE2_CODE_UNIT_WIDTH 0
#include "modules/re_engine.h"

#include <pcre2.h>

#include <type_traits>

#include "objects/exception.h"
#include "thread/thread.h"

namespace gilt::re {

namespace {

constexpr uint32_t kFirstLimit = 4'000'000, kLastLimit = 4'000'000'000;
constexpr size_t kJitStackStart = 32 << 10, kJitStackMost = 128 << 20;
constexpr uint32_t kHeapLimitKiB = 2 << 20;

// The three libraries under one set of names.
#define GILT_PCRE2(width)                                                                                     \
    struct Library##width {                                                                                   \
        using Unit = uint##width##_t;                                                                         \
        using Code = pcre2_code_##width;                                                                      \
        using MatchData = pcre2_match_data_##width;                                                           \
        using MatchContext = pcre2_match_context_##width;                                                     \
        using CompileContext = pcre2_compile_context_##width;                                                 \
        using JitStack = pcre2_jit_stack_##width;                                                             \
        static Code* compile(const Unit* pattern, size_t length, uint32_t options, int* error) {              \
            static CompileContext* const context = [] {                                                       \
                CompileContext* made = pcre2_compile_context_create_##width(nullptr);                         \
                pcre2_set_newline_##width(made, PCRE2_NEWLINE_LF);                                            \
                pcre2_set_parens_nest_limit_##width(made, 100'000);                                           \
                return made;                                                                                  \
            }();                                                                                              \
            size_t offset;                                                                                    \
            Code* code = pcre2_compile_##width(pattern, length, options, error, &offset, context);            \
            if (code) pcre2_jit_compile_##width(code, PCRE2_JIT_COMPLETE);                                    \
            return code;                                                                                      \
        }                                                                                                     \
        static void free(Code* code) { pcre2_code_free_##width(code); }                                       \
        /* What one OS thread matches with. */                                                                \
        struct Workplace {                                                                                    \
            MatchContext* context = pcre2_match_context_create_##width(nullptr);                              \
            JitStack* stack = pcre2_jit_stack_create_##width(kJitStackStart, kJitStackMost, nullptr);         \
            MatchData* data = nullptr;                                                                        \
            uint32_t pairs = 0;                                                                               \
            Workplace() {                                                                                     \
                pcre2_jit_stack_assign_##width(context, nullptr, stack);                                      \
                pcre2_set_heap_limit_##width(context, kHeapLimitKiB);                                         \
            }                                                                                                 \
            ~Workplace() {                                                                                    \
                pcre2_match_data_free_##width(data);                                                          \
                pcre2_jit_stack_free_##width(stack);                                                          \
                pcre2_match_context_free_##width(context);                                                    \
            }                                                                                                 \
            void make_room(uint32_t wanted) {                                                                 \
                if (pairs >= wanted) return;                                                                  \
                pcre2_match_data_free_##width(data);                                                          \
                data = pcre2_match_data_create_##width(wanted, nullptr);                                      \
                pairs = wanted;                                                                               \
            }                                                                                                 \
            int match(const Code* code, const Text& text, size_t start, uint32_t options, uint32_t limit) {   \
                pcre2_set_match_limit_##width(context, limit);                                                \
                return pcre2_match_##width(code, static_cast<const Unit*>(text.data), text.length, start,     \
                                           options, data, context);                                           \
            }                                                                                                 \
            const PCRE2_SIZE* ovector() { return pcre2_get_ovector_pointer_##width(data); }                   \
        };                                                                                                    \
        static Workplace& workplace() {                                                                       \
            static thread_local Workplace place;                                                              \
            return place;                                                                                     \
        }                                                                                                     \
    };
GILT_PCRE2(8)
GILT_PCRE2(16)
GILT_PCRE2(32)
#undef GILT_PCRE2

// Calls `visit` with the library for the subject.
template <class Visit>
auto visit_library(Subject subject, Visit visit) {
    switch (subject) {
        case Subject::Wide16: return visit(Library16());
        case Subject::Wide32: return visit(Library32());
        default: return visit(Library8());
    }
}

uint32_t options_for(Subject subject, Way way, uint32_t flags) {
    uint32_t options = PCRE2_DOTALL | PCRE2_ALT_CIRCUMFLEX | PCRE2_NEVER_UTF;
    if (flags & kIgnoreCase) options |= PCRE2_CASELESS;
    if (flags & kUnicode && subject != Subject::Bytes && subject != Subject::Ascii) options |= PCRE2_UCP;
    if (way != Way::Search) options |= PCRE2_ANCHORED;
    if (way == Way::FullMatch) options |= PCRE2_ENDANCHORED;
    return options;
}

}  // namespace

Engine::Engine(std::u32string pattern, bool is_bytes, const Translation& translation)
    : pattern_(std::move(pattern)), is_bytes_(is_bytes), flags_(translation.flags), groups_(translation.groups) {}

Engine::~Engine() {
    for (int subject = 0; subject < kSubjects; subject++)
        for (auto& program : programs_[subject])
            if (void* code = program.load(std::memory_order_relaxed))
                visit_library(static_cast<Subject>(subject), [&](auto library) {
                    using Library = decltype(library);
                    Library::free(static_cast<typename Library::Code*>(code));
                });
}

// The program, made if need be. Null with an exception pending, or because the pattern wants a wider subject.
void* Engine::program(Thread& thread, Subject subject, Way way) {
    auto& slot = programs_[static_cast<int>(subject)][static_cast<int>(way)];
    if (void* known = slot.load(std::memory_order_acquire)) return known;
    Translation translation = translate(pattern_, is_bytes_, flags_, subject);
    if (translation.needs_wide) {
        needs_wide_.store(true, std::memory_order_relaxed);
        return nullptr;
    }
    return visit_library(subject, [&](auto library) -> void* {
        using Library = decltype(library);
        std::basic_string<typename Library::Unit> units(translation.pattern.begin(), translation.pattern.end());
        int error = 0;
        auto* code = Library::compile(units.data(), units.size(), options_for(subject, way, flags_), &error);
        if (!code && error == PCRE2_ERROR_PATTERN_TOO_LARGE && subject != Subject::Wide32) {
            too_large_.store(true, std::memory_order_relaxed);
            return nullptr;
        }
        if (!code) {
            unsigned char message[200] = {};
            pcre2_get_error_message_8(error, message, sizeof message);
            (void)raise_format(thread, exceptions.RuntimeError, "regular expression not supported: {}",
                               reinterpret_cast<const char*>(message));
            return nullptr;
        }
        void* none = nullptr;  // another thread may have been faster
        if (!slot.compare_exchange_strong(none, code, std::memory_order_acq_rel)) {
            Library::free(code);
            return none;
        }
        return code;
    });
}

bool Engine::choose_subject(Thread& thread, Way way, Subject* subject) {
    while (true) {
        if (too_large_.load(std::memory_order_relaxed)) *subject = Subject::Wide32;
        if (needs_wide_.load(std::memory_order_relaxed) && *subject < Subject::Wide16) *subject = Subject::Wide16;
        if (program(thread, *subject, way)) return true;
        if (thread.exception) return false;
    }
}

int Engine::match(Thread& thread, Way way, const Text& text, size_t start, bool not_empty_at_start, Spans* spans) {
    void* code = program(thread, text.subject, way);
    uint32_t options = not_empty_at_start ? PCRE2_NOTEMPTY_ATSTART : 0;
    return visit_library(text.subject, [&](auto library) {
        using Library = decltype(library);
        auto& place = Library::workplace();
        place.make_room(groups_ + 1);
        uint32_t limit = kFirstLimit;
        while (true) {
            int result = place.match(static_cast<const typename Library::Code*>(code), text, start, options, limit);
            if (result > 0) {
                const PCRE2_SIZE* ends = place.ovector();
                spans->assign(2 * (groups_ + 1), -1);
                for (size_t i = 0; i < 2 * static_cast<size_t>(result); i++)
                    (*spans)[i] = ends[i] == PCRE2_UNSET ? -1 : static_cast<int64_t>(ends[i]);
                return 1;
            }
            switch (result) {
                case PCRE2_ERROR_NOMATCH: return 0;
                case PCRE2_ERROR_JIT_STACKLIMIT: options |= PCRE2_NO_JIT; break;
                case PCRE2_ERROR_MATCHLIMIT:
                    if (!thread.safepoint()) return -1;
                    if (limit >= kLastLimit) {
                        (void)raise_format(thread, exceptions.RuntimeError,
                                           "the regular expression gave up after {} steps: it backtracks without end",
                                           limit);
                        return -1;
                    }
                    limit = limit > kLastLimit / 2 ? kLastLimit : limit * 2;
                    break;
                case PCRE2_ERROR_HEAPLIMIT:
                case PCRE2_ERROR_NOMEMORY: (void)raise_memory_error(thread); return -1;
                default:
                    (void)raise_format(thread, exceptions.RuntimeError, "internal error in regular expression engine ({})",
                                       result);
                    return -1;
            }
        }
    });
}

}  // namespace gilt::re
