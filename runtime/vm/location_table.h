// Where the instructions of a Code come from, packed.
//
// A function has a place in the source for every two or three of its words, and nobody asks for one until something goes
// wrong. So places are kept small instead of quick to find: one string of bytes, read from its beginning, in which each run
// of instructions says only how it differs from the one before. It comes to five bytes a run, where a table of structures
// takes 28. CPython's co_linetable (PEP 626 and 657) is made on the same thought.
//
// A run is a few numbers, each in base 128, lowest digit first, with the high bit set on all digits but the last; those
// marked +- may be negative and are folded as 0, -1, 1, -2, 2 ...:
//
//     words since the run before began * 2 + (1 if it has an anchor)
//     line, from the run before's                  +-
//     end line, from the line                      +-
//     column
//     end column, from the column                  +-
//     with an anchor: its start, from the column   +-
//                     its length
//
// What goes in comes out, also places that make no sense: differences are taken modulo 2^32.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gilt {

// Where an instruction comes from, for tracebacks and the disassembler. Lines from 1, columns from 0 in UTF-8
// bytes. For an operator or subscript, [anchor_start, anchor_end) are the columns of the operator itself
// (the ^^^ amid the ~~~), on the same line as `line`; both 0 when there is none.
struct Position {
    int32_t line = 0, end_line = 0;
    int32_t column = 0, end_column = 0;
    int32_t anchor_start = 0, anchor_end = 0;
    bool operator==(const Position&) const = default;
};

struct PositionRun {  // instructions from first_word on, up to the next run's
    uint32_t first_word;
    Position position;
};

class LocationTable {
 public:
    LocationTable() = default;
    // The runs in the order of their words.
    explicit LocationTable(const std::vector<PositionRun>& runs);

    // The position of the run the word lies in; all zeros before the first. Takes time in proportion to the runs before it.
    Position at(uint32_t word) const;

    // Calls visit(const PositionRun&) for each run, in order, until one returns false.
    template <class Visit>
    void for_each(Visit visit) const {
        PositionRun run{};
        for (size_t at = 0; at < bytes_.size();) {
            at = next(at, run);
            if (!visit(run)) return;
        }
    }

 private:
    // Turns `run`, the one that ends where the bytes at `at` begin, into the one they tell of; returns where that ends.
    size_t next(size_t at, PositionRun& run) const;

    std::vector<uint8_t> bytes_;
};

}  // namespace gilt
