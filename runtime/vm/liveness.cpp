// Liveness: run over the code backwards until nothing changes. A register is live before an instruction if the instruction
// reads it, or if it is live after it and the instruction does not overwrite it.
#include "vm/liveness.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "thread/thread.h"
#include "vm/frame.h"
#include "vm/register_effects.h"

namespace gilt {

namespace {

using namespace instruction;

constexpr size_t kMostBits = size_t{1} << 24;  // of a code so large that nobody waits for it

class Liveness {
  public:
    explicit Liveness(const Code* code) : code_(code), row_words_((code->register_count + 63u) / 64u) {
        for (uint32_t at = 0; at < size(); at = next_instruction(at, word(at))) starts_.push_back(at);
        live_.resize(size_t{size() + 1} * row_words_);
        bool changed = true;
        while (changed) {
            changed = false;
            for (size_t i = starts_.size(); i-- > 0;) changed |= flow_back(starts_[i]);
        }
    }

    const Code* code() const { return code_; }

    bool is_live_before(uint32_t at, unsigned reg) const { return test(at, reg); }

    // Whether the instruction that `word` belongs to still needs the register, or what follows it does.
    bool is_live_around(uint32_t word_index, unsigned reg) const {
        uint32_t at = *(std::upper_bound(starts_.begin(), starts_.end(), word_index) - 1);
        if (test(at, reg)) return true;
        bool live = false;
        for_each_next(at, word(at), [&](uint32_t successor) { live |= test(successor, reg); });
        return live;  // what a handler needs is live before the instruction
    }

  private:
    uint32_t size() const { return static_cast<uint32_t>(code_->words.size()); }
    Word word(uint32_t at) const {
        Word w = code_->words[at].load(std::memory_order_relaxed);
        return with_op(w, unspecialised(op(w)));
    }
    bool test(uint32_t at, unsigned reg) const { return live_[at * row_words_ + reg / 64] >> (reg % 64) & 1; }

    template <class Visit>
    void for_each_next(uint32_t at, Word w, Visit visit) const {  // unless it fails
        int32_t distance;
        if (is_jump(w, &distance)) visit(static_cast<uint32_t>(int64_t{at} + 1 + distance));
        if (!ends_flow(op(w))) visit(next_instruction(at, w));
    }

    bool flow_back(uint32_t at) {
        Word w = word(at);
        row_.assign(row_words_, 0);
        auto add = [&](uint32_t successor) {
            for (size_t i = 0; i < row_words_; i++) row_[i] |= live_[successor * row_words_ + i];
        };
        auto set = [&](unsigned reg) { row_[reg / 64] |= uint64_t{1} << (reg % 64); };
        auto unset = [&](unsigned reg) { row_[reg / 64] &= ~(uint64_t{1} << (reg % 64)); };
        Effects effects = effects_of(w);
        for_each_next(at, w, add);
        for (auto range : effects.writes)
            for (unsigned i = 0; i < range.count; i++) unset(range.first + i);
        if (effects.clobbers_from >= 0)
            for (unsigned reg = static_cast<unsigned>(effects.clobbers_from); reg < code_->register_count; reg++) unset(reg);
        // What its handler reads is wanted even if overwritten here: the instruction may fail before it writes. All but the
        // exception, which arrives with the jump.
        if (const Handler* handler = code_->find_handler(at)) {
            bool was_live = row_[handler->exception_register / 64] >> (handler->exception_register % 64) & 1;
            add(handler->handler);
            if (!was_live) unset(handler->exception_register);
        }
        for (auto range : effects.reads)
            for (unsigned i = 0; i < range.count; i++) set(range.first + i);
        for_each_optional_read(code_, at, w, set);
        auto known = live_.begin() + static_cast<ptrdiff_t>(at * row_words_);
        if (std::equal(row_.begin(), row_.end(), known)) return false;
        std::copy(row_.begin(), row_.end(), known);
        return true;
    }

    const Code* code_;
    size_t row_words_;
    std::vector<uint32_t> starts_;
    std::vector<uint64_t> live_;  // before each word: a row of bits, one for each register
    std::vector<uint64_t> row_;
};

}  // namespace

void empty_dead_temporaries(Thread& thread, bool between_instructions) {
    std::optional<Liveness> liveness;  // of the frame before: a recursion has one code
    for (Frame* frame = thread.frames + 1; frame <= thread.top_frame; frame++) {
        const Code* code = frame->code;
        unsigned temporaries = code->local_count;
        if (temporaries == code->register_count || size_t{code->register_count} * code->words.size() > kMostBits) continue;
        // A callee's registers lie where its caller's arguments did.
        const Value* end = frame->base + code->register_count;
        if (frame < thread.top_frame && !frame[1].generator && frame[1].base >= frame->base && frame[1].base < end) end = frame[1].base;
        bool is_between = between_instructions && frame == thread.top_frame;
        if (!liveness || liveness->code() != code) liveness.emplace(code);
        for (unsigned reg = temporaries; frame->base + reg < end; reg++)
            if (!(is_between ? liveness->is_live_before(frame->word() + 1, reg) : liveness->is_live_around(frame->word(), reg)))
                frame->base[reg] = {};
    }
}

bool is_called_by_loop(Thread& thread, NativeFn function) {
    Frame* frame = thread.top_frame;
    if (!frame->code || !thread.c_loop) return false;
    Word w = frame->code->words[frame->word()].load(std::memory_order_relaxed);
    Op o = unspecialised(op(w));
    if (o != Op::CALL && o != Op::CALL_METHOD && o != Op::CALL_KW && o != Op::CALL_EX) return false;
    Value callee = frame->base[a(w)];
    return callee.is_object() && callee.as_object()->kind() == Kind::NativeFunction &&
           static_cast<NativeFunction*>(callee.as_object())->function == function;
}

}  // namespace gilt
