// The bytes below every file object: a descriptor, and a buffer over it. No Values in here, except what a raw file
// written in the language is (io_script_raw.cpp).
//
// A file object (modules/io_file.h, io_text.h) is a thin heap object around one of these, held by shared_ptr: the text
// file holds the buffer, the buffer holds the descriptor. So when a script drops a file without closing it, the collector's
// finalizers may run in any order, and what was written still reaches the file: the last holder writes it out.
//
// Locking. A Buffer has one lock, taken around each operation and held while the system call runs (in a
// BlockingRegion). Who has to wait for it leaves Running. A signal handler that comes back to the buffer its own
// thread is working on gets RuntimeError, as in CPython.
//
// Closing. A thread that closes a file must not wait for another that reads in it: the pipe may stay silent for ever. So it
// first marks the descriptor as closing and wakes the readers, with a signal whose handler does nothing: their system calls
// end with EINTR, they see the mark and raise ValueError. A reader may have looked at the mark just before it was set and be
// on its way into the system call when the signal comes, so the signal is sent again until every reader has left.
#pragma once

#include <sys/stat.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "modules/incoming_bytes.h"
#include "thread/gil.h"
#include "value/value.h"

namespace gilt {

class Marker;
class Thread;

// What a buffer lies on: a Descriptor, or a raw file written in the language.
class RawStream {
 public:
    RawStream() = default;
    virtual ~RawStream() = default;
    RawStream(const RawStream&) = delete;
    RawStream& operator=(const RawStream&) = delete;

    // All of these: false or -1 with an OSError (or what a signal handler raised) pending.
    [[nodiscard]] virtual int64_t read(Thread& thread, char* to, size_t size) = 0;   // 0 at the end; -2: would block
    [[nodiscard]] virtual int64_t write(Thread& thread, std::string_view data) = 0;  // may write less; -2: would block
    [[nodiscard]] virtual int64_t seek(Thread& thread, int64_t offset, int whence) = 0;
    [[nodiscard]] virtual bool truncate(Thread& thread, int64_t size) = 0;
    [[nodiscard]] virtual int is_closed(Thread& thread) = 0;  // -1 with an exception pending

    // Without a thread state, errors ignored: for finalizers and the end of the process.
    virtual void write_all_quietly(std::string_view) {}
    virtual void mark(Marker&) {}
};

// An open file of the system. Closed when the last holder goes, if it is ours to close.
class Descriptor final : public RawStream {
 public:
    Descriptor(int fd, bool closes) : fd_(fd), closes_(closes) {}
    ~Descriptor() override;

    int fd() const { return fd_.load(std::memory_order_relaxed); }
    bool is_open() const { return fd() >= 0; }
    bool closes() const { return closes_; }

    [[nodiscard]] int64_t read(Thread& thread, char* to, size_t size) override;
    [[nodiscard]] int64_t write(Thread& thread, std::string_view data) override;
    [[nodiscard]] int64_t seek(Thread& thread, int64_t offset, int whence) override;
    [[nodiscard]] bool truncate(Thread& thread, int64_t size) override;
    [[nodiscard]] int is_closed(Thread&) override { return !is_open(); }
    // Before close() takes the stream's lock: nobody reads any more, and readers in other threads have left.
    void stop_readers(Thread& thread);
    [[nodiscard]] bool close(Thread& thread);  // once; later calls do nothing
    void write_all_quietly(std::string_view data) override;

 private:
    // A thread inside read(), on its own stack.
    struct Reader {
        Reader* next;
        long native_id;
    };
    friend class ReaderNote;

    // Whether reading may have to wait for someone: not in a file on disk. Known from the first reading on.
    bool may_wait();

    std::atomic<int> fd_;
    bool closes_;
    std::atomic<int> may_wait_{-1};  // -1: not known yet. Whoever asks finds the same
    // Set by who closes, before it looks at `readers_`; read by readers after they have entered themselves there.
    std::atomic<bool> closing_{false};
    std::mutex readers_mutex_;  // held for a few instructions
    Reader* readers_ = nullptr;
};

// The lock of a stream.
//
// `holder_` says who works on it. With the GIL on, having the GIL is enough to look at it and to change it, so an
// operation that does not wait for the system costs two plain stores. Without, it is taken by compare-and-swap. Who finds
// it taken counts itself in `waiters_` and parks; who gives it back looks at `waiters_` afterwards. Both
// are sequentially consistent, so that either the waiter sees it free or the releaser sees the waiter.
class StreamLock {
 public:
    // False with an exception pending: RuntimeError for a thread that has it already, or what a signal handler raised
    // while waiting.
    [[nodiscard]] bool acquire(Thread& thread) {
        if (try_acquire(thread)) [[likely]]
            return true;
        return acquire_slowly(thread);
    }
    bool try_acquire(Thread& thread) {
        if (gil::enabled) {
            if (holder_.load(std::memory_order_relaxed)) return false;
            holder_.store(&thread, std::memory_order_relaxed);
            return true;
        }
        Thread* nobody = nullptr;
        return holder_.compare_exchange_strong(nobody, &thread);
    }
    // In a forked child: whether it was held by a thread that is not here. It is free now.
    bool free_of_others(Thread& survivor) {
        // Not written for nothing: the page is the parent's until then.
        if (waiters_.load(std::memory_order_relaxed) != 0) waiters_.store(0, std::memory_order_relaxed);
        Thread* holder = holder_.load(std::memory_order_relaxed);
        if (!holder || holder == &survivor) return false;
        holder_.store(nullptr, std::memory_order_relaxed);
        return true;
    }
    void release() {
        if (gil::enabled)
            holder_.store(nullptr, std::memory_order_relaxed);
        else
            holder_.store(nullptr);
        if (waiters_.load() != 0) [[unlikely]]
            wake_one();
    }

 private:
    bool acquire_slowly(Thread& thread);
    void wake_one();

    std::atomic<Thread*> holder_{nullptr};
    std::atomic<uint32_t> waiters_{0};
};

// Holds a stream's lock for one operation.
class StreamGuard {
 public:
    StreamGuard(Thread& thread, StreamLock& lock) : lock_(lock), held_(lock.acquire(thread)) {}
    ~StreamGuard() {
        if (held_) lock_.release();
    }
    StreamGuard(const StreamGuard&) = delete;
    StreamGuard& operator=(const StreamGuard&) = delete;
    explicit operator bool() const { return held_; }  // false: an exception is pending

 private:
    StreamLock& lock_;
    bool held_;
};

class Buffer {
 public:
    static constexpr size_t kSize = 8192;

    // `descriptor`: the same as `raw`, or null over a raw file written in the language.
    Buffer(std::shared_ptr<RawStream> raw, Descriptor* descriptor, size_t size, bool reads, bool writes);
    ~Buffer();

    StreamLock& lock() { return lock_; }
    Descriptor* descriptor() { return descriptor_; }
    // 1: it is; -1: an exception is pending.
    int is_closed(Thread& thread) { return descriptor_ ? !descriptor_->is_open() : raw_->is_closed(thread); }
    void mark(Marker& marker) { raw_->mark(marker); }
    bool reads() const { return reads_; }
    bool writes() const { return writes_; }
    size_t size() const { return size_; }

    // With the guard held. False with an exception pending.
    [[nodiscard]] bool write(Thread& thread, std::string_view data);
    [[nodiscard]] bool flush(Thread& thread);
    // How many bytes were read: less than `size` at the end of the file. `once`: at most one system call, and only if nothing
    // is buffered (read1). *blocked is set if a non-blocking descriptor had nothing. -1 with an exception pending.
    [[nodiscard]] int64_t read_into(Thread& thread, char* to, size_t size, bool once, bool* blocked);
    size_t expected() const;
    // Appends to *out: what there is up to the end of the file, or `most` bytes unless that is negative.
    [[nodiscard]] bool read_all(Thread& thread, int64_t most, IncomingBytes* out, bool* blocked);
    // The next line if all of it is in the buffer. The view holds until the next operation.
    bool take_line(std::string_view* line);
    [[nodiscard]] bool read_line(Thread& thread, int64_t limit, std::string* out);
    [[nodiscard]] bool peek(Thread& thread, std::string_view* out);  // what is buffered; reads if nothing is
    [[nodiscard]] int64_t seek(Thread& thread, int64_t offset, int whence);
    [[nodiscard]] int64_t tell(Thread& thread) { return seek(thread, 0, 1); }
    [[nodiscard]] bool truncate(Thread& thread, int64_t size);

    // Writes out what is buffered, at the end of the process. Buffers in use at the moment are left alone.
    static void flush_all_quietly();
    // The same for what is on its way to this file. CPython would have closed a file that nobody holds any more; here it
    // may not have been collected yet, and who opens or measures the file would miss what was written to it.
    static void flush_file_quietly(const struct stat& file);
    // Around fork(): what is buffered is written out first, as far as that does not mean waiting, so that parent and child do
    // not both write it. In the child, a buffer that another thread was working on is free again; what it was about to write
    // is the parent's business.
    static void flush_before_fork();
    static void after_fork_in_child(Thread& survivor);
    // What has been read ahead from this descriptor is dropped.
    static void forget_input(int fd);

 private:
    [[nodiscard]] int64_t fill(Thread& thread);  // bytes read into the empty read buffer
    [[nodiscard]] bool drop_read_ahead(Thread& thread);
    [[nodiscard]] bool flush_pending(Thread& thread, bool* blocked);
    void flush_quietly();
    int fd() const { return descriptor_ ? descriptor_->fd() : -1; }
    size_t unread() const { return read_end_ - read_start_; }

    std::shared_ptr<RawStream> raw_;
    Descriptor* descriptor_;  // the same, or null
    size_t size_;
    bool reads_, writes_;
    StreamLock lock_;
    std::string pending_;            // written, not yet in the file
    std::unique_ptr<char[]> ahead_;  // read from the file, not yet asked for
    size_t read_start_ = 0, read_end_ = 0;
    Buffer *next_ = nullptr, *previous_ = nullptr;  // all buffers, under their list's mutex
    friend struct AllBuffers;
};

}  // namespace gilt
