#include "vm/recycling.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include "heap/heap.h"
#include "objects/bytes.h"
#include "thread/gil.h"
#include "thread/thread.h"
#include "vm/frame.h"
#include "vm/liveness.h"
#include "vm/register_effects.h"

namespace gilt {

namespace {

using namespace instruction;

constexpr size_t kMostWords = 2000;           // of a code that is worth the search
constexpr unsigned kMostLoans = 4;

// The calls a confined piece is passed to.
struct Loans {
    std::array<uint32_t, kMostLoans> calls{};
    unsigned count = 0;

    bool add(uint32_t call) {
        auto end = calls.begin() + count;
        if (std::find(calls.begin(), end, call) != end) return true;
        if (count == kMostLoans) return false;
        calls[count++] = call;
        return true;
    }
};

// Registers, a bit each.
using Row = std::vector<uint64_t>;
bool test(const Row& row, unsigned reg) { return row[reg / 64] >> (reg % 64) & 1; }
void set(Row& row, unsigned reg) { row[reg / 64] |= uint64_t{1} << (reg % 64); }
void unset(Row& row, unsigned reg) { row[reg / 64] &= ~(uint64_t{1} << (reg % 64)); }

// The code's instructions and the ways through them.
class Ways {
  public:
    explicit Ways(const Code* code) : code_(code) {}
    const Code* code() const { return code_; }
    size_t size() const { return code_->words.size(); }
    Word word(uint32_t at) const {
        Word w = code_->words[at].load(std::memory_order_relaxed);
        return with_op(w, unspecialised(op(w)));
    }
    uint32_t next(uint32_t at) const { return next_instruction(at, word(at)); }
    template <class Visit>
    void for_each_next(uint32_t at, Visit visit) const {  // unless it fails
        int32_t distance;
        if (is_jump(word(at), &distance)) visit(static_cast<uint32_t>(int64_t{at} + 1 + distance));
        if (!ends_flow(op(word(at)))) visit(next(at));
    }

    // Whether the code can come from the instruction at `start` back to it without passing `barrier`.
    bool come_round(uint32_t start, uint32_t barrier) const {
        std::vector<bool> seen(size());
        std::vector<uint32_t> open{start};
        auto visit = [&](uint32_t at) {
            if (at == barrier || seen[at]) return;
            seen[at] = true;
            open.push_back(at);
        };
        while (!open.empty() && !seen[start]) {
            uint32_t at = open.back();
            open.pop_back();
            for_each_next(at, visit);
            if (const Handler* handler = code_->find_handler(at)) visit(handler->handler);
        }
        return seen[start];
    }

  private:
    const Code* code_;
};

// Follows a piece through the registers it may come to be in.
class Flow {
  public:
    explicit Flow(const Ways& ways) : ways_(ways), reached_(ways.size(), Row((ways.code()->register_count + 63u) / 64u)) {}

    // The piece is in the registers of `row` before the instruction.
    void arrive(uint32_t at, const Row& row) {
        bool is_news = false;
        for (size_t i = 0; i < row.size(); i++) {
            is_news |= (row[i] & ~reached_[at][i]) != 0;
            reached_[at][i] |= row[i];
        }
        if (is_news) pending_.push_back(at);
    }

    // Whether it is only tested and lent, from where it arrived up to the call at `origin`.
    bool is_confined(uint32_t origin, Loans* loans) {
        return follow([&](uint32_t at, bool is_read) {
            if (is_read && (at == origin || !is_harmless(at, loans))) return false;
            if (at != origin) leave(at);
            return true;
        });
    }
    // Whether no instruction looks at it from where it arrived on; nor, if `in_variables` matters, anything that is called and
    // looks at the variables.
    bool is_dead(bool in_variables) {
        return follow([&](uint32_t at, bool is_read) {
            if (is_read || (in_variables && is_in_variable(at) && op(ways_.word(at)) != Op::MOVE)) return false;
            leave(at);
            return true;
        });
    }

    void leave(uint32_t at) {
        fail(at, *this);
        go_on(at, *this);
    }
    // The piece arrives, in `flow`, where control goes when the instruction fails.
    void fail(uint32_t at, Flow& flow) const {
        const Handler* handler = ways_.code()->find_handler(at);
        if (!handler || op(ways_.word(at)) == Op::MOVE) return;  // which cannot fail
        Row row = reached_[at];
        unset(row, handler->exception_register);
        flow.arrive(handler->handler, row);
    }
    // The same for when it does not.
    void go_on(uint32_t at, Flow& flow) const {
        Row row = reached_[at];
        Word w = ways_.word(at);
        bool is_copied = op(w) == Op::MOVE && test(row, b(w));
        Effects effects = effects_of(w);
        if (op(w) != Op::CHECK_LOCAL)
            for (auto range : effects.writes)
                for (unsigned i = 0; i < range.count; i++) unset(row, range.first + i);
        if (effects.clobbers_from >= 0)
            for (unsigned reg = static_cast<unsigned>(effects.clobbers_from); reg < ways_.code()->register_count; reg++) unset(row, reg);
        if (effects.empties >= 0) unset(row, static_cast<unsigned>(effects.empties));
        if (is_copied) set(row, a(w));
        ways_.for_each_next(at, [&](uint32_t next) { flow.arrive(next, row); });
    }

  private:
    template <class Pass>
    bool follow(Pass pass) {
        while (!pending_.empty()) {
            uint32_t at = pending_.back();
            pending_.pop_back();
            bool is_read = false;
            for (auto range : effects_of(ways_.word(at)).reads)
                for (unsigned i = 0; i < range.count; i++) is_read |= test(reached_[at], range.first + i);
            for_each_optional_read(ways_.code(), at, ways_.word(at), [&](unsigned reg) { is_read |= test(reached_[at], reg); });
            if (!pass(at, is_read)) return false;
        }
        return true;
    }

    bool is_in_variable(uint32_t at) const {
        for (unsigned reg = 0; reg < ways_.code()->local_count; reg++)
            if (test(reached_[at], reg)) return true;
        return false;
    }

    bool is_harmless(uint32_t at, Loans* loans) const {
        Word w = ways_.word(at);
        switch (op(w)) {
            case Op::MOVE: case Op::CHECK_LOCAL: return true;
            case Op::JUMP_IF_TRUE: case Op::JUMP_IF_FALSE: case Op::JUMP_IF_NONE: case Op::JUMP_IF_NOT_NONE: case Op::NOT: return true;
            case Op::CALL: case Op::CALL_METHOD:
                // As an argument; not as what is called, or as the object whose method is.
                if (test(reached_[at], a(w)) || (op(w) == Op::CALL_METHOD && test(reached_[at], a(w) + 1))) return false;
                return loans->add(at);
            default: return false;
        }
    }

    const Ways& ways_;
    std::vector<Row> reached_;  // before each word
    std::vector<uint32_t> pending_;
};

// Whether what the call at `origin` returns has been dropped when the code is there again, if all calls in *loans keep nothing.
bool drops_result(const Code* code, uint32_t origin, Loans* loans) {
    Ways ways(code);
    Row result((code->register_count + 63u) / 64u);
    set(result, a(ways.word(origin)));
    Flow piece(ways);
    piece.arrive(ways.next(origin), result);
    if (!piece.is_confined(origin, loans)) return false;
    // Some registers still hold it after the second call, with what that has read.
    Flow after(ways);
    piece.go_on(origin, after);
    Flow failed(ways);
    piece.fail(origin, failed);
    if (!after.is_dead(true) || !failed.is_dead(false)) return false;
    // A call that may happen twice before the next piece comes may pass it to two different functions.
    return std::none_of(loans->calls.begin(), loans->calls.begin() + loans->count, [&](uint32_t call) { return ways.come_round(call, origin); });
}

// A call that reads pieces, and the last one it returned. All here is written by a thread that is alone. The addresses are no
// references: they are forgotten with the collection that may free what they are of, before something else can come to have them.
struct Place {
    const Code* code = nullptr;
    uint32_t call = 0;
    uint64_t collections = 0;
    bool drops_result = false;
    Loans loans;

    const Frame* frame = nullptr;
    Bytes* piece = nullptr;
    size_t room = 0;         // it is for so many bytes
    uint64_t looks = 0;      // times that registers had been seen when it was returned
    unsigned returned = 0;   // of the loans, a bit each
};
Place places[8];  // two that come to share an entry are searched again each time

Place& place_of(const Frame* frame) {
    const Code* code = frame->code;
    uint32_t call = frame->word();
    Place& place = places[(reinterpret_cast<uintptr_t>(code) / heap::kGranule + call) % std::size(places)];
    if (place.code == code && place.call == call && place.collections == heap::collections()) return place;
    place = Place{};
    place.code = code;
    place.call = call;
    place.collections = heap::collections();
    // The registers of a suspended generator live on while another one runs in its place.
    constexpr uint32_t kSuspended = kGenerator | kCoroutine | kAsyncGenerator;
    place.drops_result = (code->flags & kSuspended) == 0 && code->words.size() <= kMostWords && drops_result(code, call, &place.loans);
    return place;
}

bool is_dropped(const Place& place) {
    return place.piece && place.looks == recycling::looks.load(std::memory_order_relaxed) &&
           place.returned == (1u << place.loans.count) - 1;
}

}  // namespace

Bytes* recycled_bytes(Thread& thread, NativeFn method, size_t length) {
    if (length < recycling::kLeast || !gil::alone() || !is_called_by_loop(thread, method)) return new_bytes_uninitialized(thread, length);
    Place& place = place_of(thread.top_frame);
    Bytes* piece = place.piece;
    if (place.frame == thread.top_frame && length <= place.room && is_dropped(place)) {
        piece->length = length;
        piece->hash_word.store(0, std::memory_order_relaxed);
    } else {
        piece = new_bytes_uninitialized(thread, length);
        if (!piece) return nullptr;
        place.frame = thread.top_frame;
        place.piece = place.drops_result ? piece : nullptr;
        place.room = length;
        place.looks = recycling::looks.load(std::memory_order_relaxed);
    }
    place.returned = 0;
    return piece;
}

namespace recycling {

std::atomic<uint64_t> looks{0};

void note_return(Thread& thread, NativeFn method, const Bytes* bytes) {
    if (!gil::alone()) return;
    for (Place& place : places) {
        if (place.piece != bytes || place.frame != thread.top_frame || !is_called_by_loop(thread, method)) continue;
        uint32_t call = thread.top_frame->word();
        for (unsigned i = 0; i < place.loans.count; i++)
            if (place.loans.calls[i] == call) place.returned |= 1u << i;
    }
}

}  // namespace recycling

}  // namespace gilt
