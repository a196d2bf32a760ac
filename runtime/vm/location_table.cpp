// Packing positions and reading them back; vm/location_table.h has the format.
#include "vm/location_table.h"

namespace gilt {

namespace {

uint32_t difference(int32_t number, int32_t from) { return static_cast<uint32_t>(number) - static_cast<uint32_t>(from); }
int32_t sum(int32_t number, uint32_t difference) { return static_cast<int32_t>(static_cast<uint32_t>(number) + difference); }

uint32_t folded(uint32_t difference) { return (difference << 1) ^ (0 - (difference >> 31)); }
uint32_t unfolded(uint32_t number) { return (number >> 1) ^ (0 - (number & 1)); }

void put(std::vector<uint8_t>& bytes, uint32_t number) {
    for (; number >= 0x80; number >>= 7) bytes.push_back(static_cast<uint8_t>(number | 0x80));
    bytes.push_back(static_cast<uint8_t>(number));
}

uint32_t take(const uint8_t*& from) {
    uint32_t number = 0;
    for (unsigned shift = 0;; shift += 7) {
        uint8_t digit = *from++;
        number |= uint32_t{digit & 0x7Fu} << shift;
        if (digit < 0x80) return number;
    }
}

}  // namespace

LocationTable::LocationTable(const std::vector<PositionRun>& runs) {
    std::vector<uint8_t> bytes;
    PositionRun before{};
    for (const PositionRun& run : runs) {
        const Position& position = run.position;
        bool has_anchor = position.anchor_start != 0 || position.anchor_end != 0;
        put(bytes, (run.first_word - before.first_word) * 2 + has_anchor);
        put(bytes, folded(difference(position.line, before.position.line)));
        put(bytes, folded(difference(position.end_line, position.line)));
        put(bytes, static_cast<uint32_t>(position.column));
        put(bytes, folded(difference(position.end_column, position.column)));
        if (has_anchor) {
            put(bytes, folded(difference(position.anchor_start, position.column)));
            put(bytes, difference(position.anchor_end, position.anchor_start));
        }
        before = run;
    }
    bytes_ = std::vector<uint8_t>(bytes.begin(), bytes.end());  // no room to spare: it will not grow
}

size_t LocationTable::next(size_t at, PositionRun& run) const {
    const uint8_t* from = bytes_.data() + at;
    Position& position = run.position;
    uint32_t words = take(from);
    run.first_word += words >> 1;
    position.line = sum(position.line, unfolded(take(from)));
    position.end_line = sum(position.line, unfolded(take(from)));
    position.column = static_cast<int32_t>(take(from));
    position.end_column = sum(position.column, unfolded(take(from)));
    position.anchor_start = position.anchor_end = 0;
    if (words & 1) {
        position.anchor_start = sum(position.column, unfolded(take(from)));
        position.anchor_end = sum(position.anchor_start, take(from));
    }
    return static_cast<size_t>(from - bytes_.data());
}

Position LocationTable::at(uint32_t word) const {
    Position found;
    for_each([&](const PositionRun& run) {
        if (run.first_word > word) return false;
        found = run.position;
        return true;
    });
    return found;
}

}  // namespace gilt
