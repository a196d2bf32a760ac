// Where a syntax tree lives.
//
// A tree is built once, read a few times and thrown away as a whole. So its nodes are never freed
// one by one: they are bumped out of large blocks, and the blocks die together with the Arena. The
// consequences everything else relies on:
//   - a node, a Seq and an identifier live exactly as long as the parse result that owns the arena;
//   - nothing in the arena has a destructor that must run (checked at compile time);
//   - identifiers are interned, so two identifiers of one tree are equal exactly when their
//     pointers are.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

namespace gilt {

// A fixed sequence in the arena: a pointer and a length, passed by value.
template <class T>
class Seq {
 public:
    Seq() = default;
    Seq(T* items, size_t size) : items_(items), size_(static_cast<uint32_t>(size)) {}

    T* begin() const { return items_; }
    T* end() const { return items_ + size_; }
    size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    T& operator[](size_t index) const {
        assert(index < size_);
        return items_[index];
    }
    T& front() const { return (*this)[0]; }
    T& back() const { return (*this)[size_ - 1]; }

 private:
    T* items_ = nullptr;
    uint32_t size_ = 0;
};

class Arena {
 public:
    Arena() = default;
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;
    Arena(Arena&&) = default;
    Arena& operator=(Arena&&) = default;

    void* allocate(size_t size, size_t alignment = alignof(std::max_align_t)) {
        uintptr_t start = (next_ + alignment - 1) & ~(uintptr_t{alignment} - 1);
        if (start + size > end_) {
            add_block(size + alignment);
            start = (next_ + alignment - 1) & ~(uintptr_t{alignment} - 1);
        }
        next_ = start + size;
        return reinterpret_cast<void*>(start);
    }

    template <class T, class... Args>
    T* make(Args&&... args) {
        static_assert(std::is_trivially_destructible_v<T>, "the arena runs no destructors");
        return new (allocate(sizeof(T), alignof(T))) T(std::forward<Args>(args)...);
    }

    template <class T>
    Seq<T> copy(const std::vector<T>& items) {
        static_assert(std::is_trivially_copyable_v<T>);
        if (items.empty()) return {};
        auto* to = static_cast<T*>(allocate(sizeof(T) * items.size(), alignof(T)));
        std::memcpy(to, items.data(), sizeof(T) * items.size());
        return {to, items.size()};
    }

    std::string_view copy(std::string_view text) {
        if (text.empty()) return {};
        auto* to = static_cast<char*>(allocate(text.size(), 1));
        std::memcpy(to, text.data(), text.size());
        return {to, text.size()};
    }

    // The one copy of `text` in this arena.
    std::string_view intern(std::string_view text) {
        if (auto found = interned_.find(text); found != interned_.end()) return *found;
        return *interned_.insert(copy(text)).first;
    }

 private:
    static constexpr size_t kBlockSize = 64 * 1024;

    void add_block(size_t at_least) {
        size_t size = at_least > kBlockSize ? at_least : kBlockSize;
        blocks_.emplace_back(new char[size]);
        next_ = reinterpret_cast<uintptr_t>(blocks_.back().get());
        end_ = next_ + size;
    }

    uintptr_t next_ = 0;
    uintptr_t end_ = 0;
    std::vector<std::unique_ptr<char[]>> blocks_;
    std::unordered_set<std::string_view> interned_;
};

}  // namespace gilt
