// The assembler: a growing list of instructions with symbolic jumps, turned into words at the end.
//
// While code is generated an instruction is one item, whatever its size will be, and a jump names a
// Label, so nothing has to be patched by hand. assemble() then
//   - leads jumps to jumps straight to where those end, and drops jumps to the next instruction;
//   - gives every instruction its place (inline caches take a word of their own);
//   - writes the distances. A conditional jump holds 24 bits; in a function too long for that
//     (16 million words) every conditional jump goes through an unconditional one with 32 bits.
//
// Constants. Most instructions have 16 bits for the index of a constant, LOADK has 32. So the names
// and other constants of the short form come first in the table and those of LOADK after them: a function
// with a hundred thousand numbers in it is no problem.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "vm/code.h"

namespace gilt {

struct Label {
    int id = -1;
};

class Assembler {
 public:
    // Appends an instruction; returns its index.
    int emit(Word word, const Position& position) {
        items_.push_back({word, -1, add_position(position)});
        return static_cast<int>(items_.size()) - 1;
    }
    int emit_jump(Word word, Label target, const Position& position) {
        items_.push_back({word, target.id, add_position(position)});
        return static_cast<int>(items_.size()) - 1;
    }
    Label new_label() {
        labels_.push_back(-1);
        return {static_cast<int>(labels_.size()) - 1};
    }
    void bind(Label label) { labels_[static_cast<size_t>(label.id)] = size(); }
    int size() const { return static_cast<int>(items_.size()); }

    // Instructions [start, end) are covered; the innermost range must be added first.
    void add_handler(int start, int end, Label handler, uint16_t exception_register) {
        handlers_.push_back({start, end, handler, exception_register});
    }

    // Fills in words, handlers, positions and constants of the code.
    void assemble(Code* code, const std::vector<Value>& short_constants,
                  const std::vector<Value>& long_constants);

    // For tests: as if the function were too long for 24-bit jumps.
    static bool force_far_jumps;

 private:
    struct Item {
        Word word;
        int label;     // of a jump, else -1
        int position;  // index in positions_
    };
    struct HandlerItem {
        int start, end;
        Label handler;
        uint16_t exception_register;
    };

    int add_position(const Position& position) {
        if (positions_.empty() || !(positions_.back() == position)) positions_.push_back(position);
        return static_cast<int>(positions_.size()) - 1;
    }
    // The item a jump to the label ends at.
    int destination(int label) const;

    std::vector<Item> items_;
    std::vector<int> labels_;  // index of the item the label stands before
    std::vector<Position> positions_;
    std::vector<HandlerItem> handlers_;
};

}  // namespace gilt
