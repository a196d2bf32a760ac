// The verifier: what the VM takes for granted about a Code, checked. For debug builds and tests.
//
// First the form: jumps and handlers lead to instructions, registers, constants and closure cells exist, inline
// caches are there and empty, and control never runs off the end.
//
// Then the flow: which registers surely hold a value before each instruction? The sets are computed by
// running over the code until nothing changes, with the sets of all ways to a place intersected. An
// instruction that reads a register which may be empty is an error of the compiler: it forgot a CHECK_LOCAL, or it
// expected a register above a call's window to survive the call. (A call destroys every register from its
// first argument on, because the callee's frame lies there.)
#include <algorithm>
#include <string>
#include <vector>

#include "objects/str.h"
#include "objects/tuple.h"
#include "vm/code.h"
#include "vm/register_effects.h"

namespace gilt {

namespace {

using namespace instruction;

class Verifier {
 public:
    explicit Verifier(const Code* code) : code_(code), starts_(code->words.size() + 1) {}

    std::string verify() {
        find_starts();
        for (at_ = 0; at_ < size() && error_.empty(); at_ = next(at_)) check_form();
        for (const Handler& handler : code_->handlers) check_handler(handler);
        at_ = size();
        if (error_.empty() && !ends_well_) complain("control runs off the end");
        if (code_->local_count > code_->register_count) complain("locals without registers");
        if (code_->parameter_slots() > code_->local_count) complain("parameters without registers");
        if (error_.empty()) check_flow();
        return error_;
    }

 private:
    using Registers = std::vector<bool>;

    uint32_t size() const { return static_cast<uint32_t>(code_->words.size()); }
    Word word(uint32_t at) const { return code_->words[at].load(std::memory_order_relaxed); }

    void complain(const std::string& what) {
        if (!error_.empty()) return;
        error_ = what + " at word " + std::to_string(at_);
        if (at_ < size()) error_ += std::string(" (") + name(op(word(at_))) + ")";
        error_ += " in " + to_utf8(code_->qualified_name);
    }

    uint32_t next(uint32_t at) const { return next_instruction(at, word(at)); }

    // --- form ---

    // Only the first word of an instruction may be jumped to.
    void find_starts() {
        uint32_t at = 0;
        while (at < size()) {
            starts_[at] = true;
            at = next(at);
        }
        if (at != size()) complain("truncated instruction");
    }

    void check_registers(unsigned first, unsigned count) {
        if (count > 0 && first + count > code_->register_count) {
            complain("no register " + std::to_string(first + count - 1));
        }
    }
    void check_constant(unsigned index) {
        if (index >= code_->constants.size()) complain("no constant " + std::to_string(index));
    }
    void check_free(unsigned index) {
        if (index >= code_->free_names->length) complain("no closure cell " + std::to_string(index));
    }

    void check_form() {
        Word w = word(at_);
        Op o = op(w);
        if (is_cached(format(o)) && (at_ + 1 >= size() || word(at_ + 1) != 0)) {
            complain("cache is not empty");
            return;
        }
        Effects effects = effects_of(w);
        for (auto range : effects.reads) check_registers(range.first, range.count);
        for (auto range : effects.writes) check_registers(range.first, range.count);
        if (effects.empties >= 0) check_registers(static_cast<unsigned>(effects.empties), 1);
        if (o == Op::FOR_ITER) check_registers(b(w), 1);
        if (o == Op::CALL_EX) check_registers(a(w), 3);
        int32_t distance;
        if (is_jump(w, &distance)) {
            int64_t target = int64_t{at_} + 1 + distance;
            if (target < 0 || target >= size() || !starts_[static_cast<size_t>(target)]) {
                complain("jump to word " + std::to_string(target));
            }
        }
        switch (format(o)) {
            case Format::AK:
            case Format::AKc:
            case Format::AKB:
            case Format::AKI: check_constant(b(w)); break;
            case Format::AK32: check_constant(static_cast<unsigned>(imm32(w))); break;
            case Format::AIK:
            case Format::ABK:
            case Format::ABKc: check_constant(c(w)); break;
            default: break;
        }
        switch (o) {
            case Op::LOAD_FREE:
            case Op::STORE_FREE:
            case Op::DELETE_FREE:
            case Op::LOAD_FREE_CELL: check_free(b(w)); break;
            case Op::LOAD_CLASS_FREE: check_free(c(w)); break;
            case Op::CLOSURE: check_captures(w); break;
            case Op::CAPTURE: complain("CAPTURE without CLOSURE"); break;
            default: break;
        }
        ends_well_ = ends_flow(o);
    }

    void check_captures(Word w) {
        for (uint32_t i = at_ + 1; i <= at_ + c(w); i++) {
            Word capture = word(i);
            if (op(capture) != Op::CAPTURE) {
                complain("CLOSURE without its CAPTUREs");
            } else if (b(capture)) {
                check_free(a(capture));
            } else {
                check_registers(a(capture), 1);
            }
        }
    }

    void check_handler(const Handler& handler) {
        at_ = handler.handler;
        bool sane = handler.start < handler.end && handler.end <= size() && handler.handler < size();
        if (!sane || !starts_[handler.start] || !starts_[handler.handler] ||
            (handler.end < size() && !starts_[handler.end])) {
            complain("bad handler range");
        }
        check_registers(handler.exception_register, 1);
    }

    // --- flow ---

    void check_flow() {
        before_.assign(size(), {});
        Registers entry(code_->register_count);
        for (size_t i = 0; i < code_->parameter_slots(); i++) entry[i] = true;
        if (size() > 0) reach(0, entry);
        while (!pending_.empty()) {
            uint32_t at = pending_.back();
            pending_.pop_back();
            flow_from(at);
        }
        for (at_ = 0; at_ < size() && error_.empty(); at_ = next(at_)) {
            if (before_[at_].empty()) continue;
            for (auto range : effects_of(word(at_)).reads) {
                for (unsigned i = range.first; i < range.first + range.count; i++) {
                    if (!before_[at_][i]) complain("reads r" + std::to_string(i) + ", which may be empty");
                }
            }
        }
    }

    // One more way to get to `at`.
    void reach(uint32_t at, const Registers& registers) {
        Registers& known = before_[at];
        if (known.empty() && code_->register_count > 0) {
            known = registers;
            pending_.push_back(at);
            return;
        }
        bool changed = false;
        for (size_t i = 0; i < known.size(); i++) {
            if (known[i] && !registers[i]) {
                known[i] = false;
                changed = true;
            }
        }
        if (changed) pending_.push_back(at);
    }

    void flow_from(uint32_t at) {
        Word w = word(at);
        Op o = op(w);
        Registers registers = before_[at];
        Effects effects = effects_of(w);
        if (effects.clobbers_from >= 0) {
            std::fill(registers.begin() + effects.clobbers_from, registers.end(), false);
        }
        // An exception leaves the results unwritten.
        if (const Handler* handler = code_->find_handler(at)) {
            Registers at_handler = registers;
            at_handler[handler->exception_register] = true;
            reach(handler->handler, at_handler);
        }
        for (auto range : effects.writes) {
            for (unsigned i = range.first; i < range.first + range.count; i++) registers[i] = true;
        }
        if (effects.empties >= 0) registers[static_cast<size_t>(effects.empties)] = false;
        int32_t distance;
        if (is_jump(w, &distance)) {
            Registers at_target = registers;
            if (o == Op::FOR_ITER) at_target[b(w)] = true;
            reach(static_cast<uint32_t>(int64_t{at} + 1 + distance), at_target);
        }
        if (!ends_flow(o)) reach(next(at), registers);
    }

    const Code* code_;
    std::vector<bool> starts_;
    uint32_t at_ = 0;
    bool ends_well_ = false;
    std::string error_;
    std::vector<Registers> before_;  // empty: not reached
    std::vector<uint32_t> pending_;
};

}  // namespace

std::string verify_code(const Code* code) { return Verifier(code).verify(); }

}  // namespace gilt
