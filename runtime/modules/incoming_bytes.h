// Bytes on their way from a file to the objects made of them. Two things tell it from std::string:
//   - room is not filled with zeros before a system call fills it with data;
//   - what is read begins on a cache line, whatever is left of the last piece: the kernel copies a sixth faster to there than
//     to the middle of one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>

namespace gilt {

class IncomingBytes {
 public:
    size_t size() const { return end_ - begin_; }
    bool empty() const { return begin_ == end_; }
    const char* data() const { return storage_.get() + begin_; }
    operator std::string_view() const { return {data(), size()}; }
    // How many more fit without moving.
    size_t room() const { return capacity_ - end_; }

    void reserve(size_t more) {
        if (room() >= more) return;
        size_t begin = lead_of(size()), capacity = begin + std::max(size() + more, 2 * size());
        std::unique_ptr<char, Free> bigger(static_cast<char*>(::operator new(capacity, kLine)));
        if (!empty()) memcpy(bigger.get() + begin, data(), size());
        end_ = begin + size();
        begin_ = begin;
        capacity_ = capacity;
        storage_ = std::move(bigger);
    }
    // `count` bytes at the end, to be written by the caller; what it does not need it gives back with shrink.
    char* grow(size_t count) {
        reserve(count);
        end_ += count;
        return storage_.get() + end_ - count;
    }
    void shrink(size_t count) { end_ -= count; }
    void append(std::string_view bytes) {
        char* to = grow(bytes.size());
        if (!bytes.empty()) memcpy(to, bytes.data(), bytes.size());
    }
    // Drops the first `count`; the rest moves to where it ends with a cache line, if there is room for that.
    void drop(size_t count) {
        begin_ += count;
        size_t left = size(), begin = lead_of(left);
        if (begin + left > capacity_) return;
        if (left != 0) memmove(storage_.get() + begin, data(), left);
        begin_ = begin;
        end_ = begin + left;
    }
    void clear() { begin_ = end_ = 0; }

 private:
    static constexpr std::align_val_t kLine{64};
    // How far into the storage `size` bytes must begin to end with a cache line.
    static constexpr size_t lead_of(size_t size) { return -size % static_cast<size_t>(kLine); }
    struct Free {
        void operator()(char* storage) const { ::operator delete(storage, kLine); }
    };

    std::unique_ptr<char, Free> storage_;
    size_t capacity_ = 0, begin_ = 0, end_ = 0;
};

}  // namespace gilt
