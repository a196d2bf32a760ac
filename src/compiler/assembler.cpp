// Turning items and labels into words; compiler/assembler.h tells how.
#include "compiler/assembler.h"

#include <cassert>

namespace gilt {

bool Assembler::force_far_jumps = false;

namespace {

bool is_jump24(Op op) {
    switch (instruction::format(op)) {
        case Format::AJ:
        case Format::ABJ:
        case Format::AIJ: return true;
        default: return false;
    }
}

}  // namespace

int Assembler::destination(int label) const {
    int target = labels_[static_cast<size_t>(label)];
    // The bound keeps `while True: pass` from being followed for ever.
    for (int hops = 0; hops < 16 && target < size(); hops++) {
        const Item& item = items_[static_cast<size_t>(target)];
        if (instruction::op(item.word) != Op::JUMP) break;
        target = labels_[static_cast<size_t>(item.label)];
    }
    return target;
}

void Assembler::assemble(Code* code, const std::vector<Value>& short_constants,
                         const std::vector<Value>& long_constants) {
    size_t count = items_.size();
    std::vector<int> destinations(count, -1);
    for (size_t i = 0; i < count; i++) {
        if (items_[i].label >= 0) destinations[i] = destination(items_[i].label);
    }

    // Sizes and places.
    bool far = force_far_jumps || count * 4 >= (size_t{1} << 23);
    std::vector<uint32_t> offsets(count + 1);
    uint32_t offset = 0;
    for (size_t i = 0; i < count; i++) {
        offsets[i] = offset;
        Op op = instruction::op(items_[i].word);
        if (op == Op::JUMP && destinations[i] == static_cast<int>(i) + 1) continue;
        offset++;
        if (instruction::is_cached(instruction::format(op))) offset++;
        if (far && is_jump24(op)) offset += 2;
    }
    offsets[count] = offset;

    // Words and positions.
    code->words = std::vector<CodeWord>(offset);
    std::vector<PositionRun> runs;
    int last_position = -1;
    for (size_t i = 0; i < count; i++) {
        if (offsets[i] == offsets[i + 1]) continue;
        uint32_t at = offsets[i];
        Word word = items_[i].word;
        Op op = instruction::op(word);
        auto distance_from = [&](uint32_t place) {
            return static_cast<int32_t>(int64_t{offsets[static_cast<size_t>(destinations[i])]} -
                                        int64_t{place} - 1);
        };
        if (op == Op::JUMP) {
            word = instruction::with_jump32(word, distance_from(at));
        } else if (items_[i].label >= 0 && far) {
            // jump +1; JUMP over; JUMP there
            word = instruction::with_jump24(word, 1);
            code->words[at + 1] = instruction::with_jump32(instruction::make(Op::JUMP), 1);
            code->words[at + 2] =
                instruction::with_jump32(instruction::make(Op::JUMP), distance_from(at + 2));
        } else if (items_[i].label >= 0) {
            word = instruction::with_jump24(word, distance_from(at));
        } else if (op == Op::LOADK) {
            auto index = static_cast<uint32_t>(instruction::imm32(word)) +
                         static_cast<uint32_t>(short_constants.size());
            word = instruction::make(Op::LOADK, instruction::a(word), index & 0xFFFF, index >> 16);
        }
        code->words[at] = word;
        if (items_[i].position != last_position) {
            last_position = items_[i].position;
            runs.push_back({at, positions_[static_cast<size_t>(last_position)]});
        }
    }

    code->locations = LocationTable(runs);

    for (const HandlerItem& handler : handlers_) {
        uint32_t start = offsets[static_cast<size_t>(handler.start)];
        uint32_t end = offsets[static_cast<size_t>(handler.end)];
        if (start == end) continue;
        auto at = static_cast<size_t>(labels_[static_cast<size_t>(handler.handler.id)]);
        code->handlers.push_back({start, end, offsets[at], handler.exception_register});
        code->has_handlers = true;
    }

    code->constants = std::vector<Slot>(short_constants.size() + long_constants.size());
    size_t next = 0;
    for (Value value : short_constants) code->constants[next++].store(value);
    for (Value value : long_constants) code->constants[next++].store(value);
}

}  // namespace gilt
