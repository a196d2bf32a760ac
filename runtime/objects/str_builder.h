// Puts a str together piece by piece, at the narrowest width that holds what came so far.
//
// The characters are collected outside the heap (they are no Values) and copied once at the end.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "objects/str.h"

namespace gilt {

class StrBuilder {
 public:
    StrBuilder() {}  // not defaulted: that would clear the room on the way
    ~StrBuilder() {
        if (data_ != room_) std::free(data_);
    }
    StrBuilder(const StrBuilder&) = delete;
    StrBuilder& operator=(const StrBuilder&) = delete;

    size_t length() const { return length_; }

    void append(uint32_t code_point) {
        need(1, code_point);
        put(length_++, code_point);
    }
    void append_ascii(std::string_view text) {
        need(text.size(), 0x7F);
        if (width_ == 1) {
            std::copy_n(text.data(), text.size(), data_ + length_);
        } else {
            for (size_t i = 0; i < text.size(); i++) put(length_ + i, static_cast<uint8_t>(text[i]));
        }
        length_ += text.size();
    }
    void append(const Str* text) { append_known(text, 0, text->length, widest_code_point(text)); }
    void append(const Str* text, size_t start, size_t end) {
        uint32_t bits = text->is_ascii() ? 0x7F : 0;
        if (!text->is_ascii())
            visit_characters(text, [&](auto* characters) {
                for (size_t i = start; i < end; i++) bits |= characters[i];
            });
        append_known(text, start, end, bits);
    }
    void append_repeated(uint32_t code_point, size_t count) {
        need(count, code_point);
        for (size_t i = 0; i < count; i++) put(length_ + i, code_point);
        length_ += count;
    }

    Str* finish(Thread& thread) {
        Str* result = new_str_uninitialized(thread, length_, bits_);
        if (!result) return nullptr;
        if (result->width() == width_) {
            std::memcpy(const_cast<void*>(result->data), data_, length_ * width_);
        } else {  // wider than it had to be: room was made for characters that did not come
            fill_characters(result, [&](auto* to) {
                for (size_t i = 0; i < length_; i++)
                    to[i] = static_cast<std::remove_reference_t<decltype(*to)>>(at(i));
            });
        }
        return result;
    }

 private:
    uint32_t at(size_t index) const {
        switch (width_) {
            case 1: return reinterpret_cast<const uint8_t*>(data_)[index];
            case 2: return reinterpret_cast<const uint16_t*>(data_)[index];
            default: return reinterpret_cast<const uint32_t*>(data_)[index];
        }
    }
    void put(size_t index, uint32_t code_point) {
        switch (width_) {
            case 1: reinterpret_cast<uint8_t*>(data_)[index] = static_cast<uint8_t>(code_point); break;
            case 2: reinterpret_cast<uint16_t*>(data_)[index] = static_cast<uint16_t>(code_point); break;
            default: reinterpret_cast<uint32_t*>(data_)[index] = code_point;
        }
    }
    void append_known(const Str* text, size_t start, size_t end, uint32_t bits) {
        need(end - start, bits);
        visit_characters(text, [&](auto* characters) {
            if (sizeof(*characters) == width_) {
                std::memcpy(data_ + length_ * width_, characters + start, (end - start) * width_);
            } else {
                for (size_t i = start; i < end; i++) put(length_ + i - start, characters[i]);
            }
        });
        length_ += end - start;
    }
    // Room for `count` more characters, none with a bit beyond those of `bits`.
    void need(size_t count, uint32_t bits) {
        bits_ |= bits;
        unsigned width = bits_ < 0x100 ? 1 : bits_ < 0x10000 ? 2 : 4;
        if (width == width_ && (length_ + count) * width <= bytes_) [[likely]]
            return;
        grow(count, width);
    }
    void grow(size_t count, unsigned width);

    alignas(8) char room_[256];
    char* data_ = room_;
    size_t bytes_ = sizeof(room_);
    size_t length_ = 0;
    unsigned width_ = 1;
    uint32_t bits_ = 0;  // all code points so far, or-ed: enough to tell the width
};

}  // namespace gilt
