#include "modules/io_stream.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>

#include "objects/exception.h"
#include "thread/park.h"
#include "thread/thread.h"

namespace gilt {

// ---------------------------------------------------------------- Descriptor

Descriptor::~Descriptor() {
    if (closes_ && is_open()) ::close(fd());
}

namespace {
// After a system call gave an error. True: it was a signal, which has been handled; call again.
bool retry(Thread& thread, int error) {
    if (error == EINTR) return thread.safepoint();
    (void)raise_errno(thread, error);
    return false;
}
}  // namespace

int64_t Descriptor::read(Thread& thread, char* to, size_t size) {
    for (;;) {
        ssize_t count;
        int error;
        {
            BlockingRegion region(thread);
            count = ::read(fd(), to, size);
            error = errno;
        }
        if (count >= 0) return count;
        if (error == EAGAIN) return -2;
        if (!retry(thread, error)) return -1;
    }
}

int64_t Descriptor::write(Thread& thread, std::string_view data) {
    for (;;) {
        ssize_t count;
        int error;
        {
            BlockingRegion region(thread);
            count = ::write(fd(), data.data(), data.size());
            error = errno;
        }
        if (count >= 0) return count;
        if (error == EAGAIN) return -2;
        if (!retry(thread, error)) return -1;
    }
}

int64_t Descriptor::seek(Thread& thread, int64_t offset, int whence) {
    off_t place = ::lseek(fd(), offset, whence);
    if (place < 0) (void)raise_errno(thread, errno);
    return place;
}

bool Descriptor::truncate(Thread& thread, int64_t size) {
    for (;;) {
        int error;
        {
            BlockingRegion region(thread);
            error = ::ftruncate(fd(), size) == 0 ? 0 : errno;
        }
        if (!error) return true;
        if (!retry(thread, error)) return false;
    }
}

bool Descriptor::close(Thread& thread) {
    int fd = fd_.exchange(-1, std::memory_order_acq_rel);
    if (fd < 0 || !closes_) return true;
    int error;
    {
        BlockingRegion region(thread);
        error = ::close(fd) == 0 ? 0 : errno;
    }
    if (!error || error == EINTR) return true;
    (void)raise_errno(thread, error);
    return false;
}

void Descriptor::write_all_quietly(std::string_view data) {
    while (!data.empty() && is_open()) {
        ssize_t count = ::write(fd(), data.data(), data.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return;
        data.remove_prefix(static_cast<size_t>(count));
    }
}

// ---------------------------------------------------------------- StreamLock

bool StreamLock::acquire_slowly(Thread& thread) {
    if (holder_.load() == &thread) {
        (void)raise_text(thread, exceptions.RuntimeError, "reentrant call inside a file");
        return false;
    }
    static const OwnerNote nobody;
    auto is_taken = [](void* lock) { return static_cast<StreamLock*>(lock)->holder_.load() != nullptr; };
    bool taken = false, unbroken = true;
    waiters_.fetch_add(1);
    while (unbroken && !(taken = try_acquire(thread))) {
        WaitResult result =
            park(thread, this, is_taken, this, kNoDeadline, {DeadlockInfo::Kind::Lock, this, &nobody});
        if (result == WaitResult::Interrupted) unbroken = thread.safepoint();
    }
    waiters_.fetch_sub(1);
    return taken;
}

void StreamLock::wake_one() {
    unpark_one(
        this, [](void*, const Unparked&) { return false; }, nullptr);
}

// ---------------------------------------------------------------- the list of all buffers

struct AllBuffers {
    std::mutex mutex;
    Buffer* first = nullptr;

    static AllBuffers& instance() {
        static auto* list = new AllBuffers;
        return *list;
    }
    void add(Buffer* buffer) {
        std::lock_guard guard(mutex);
        buffer->next_ = first;
        if (first) first->previous_ = buffer;
        first = buffer;
    }
    void remove(Buffer* buffer) {
        std::lock_guard guard(mutex);
        if (buffer->previous_)
            buffer->previous_->next_ = buffer->next_;
        else if (first == buffer)
            first = buffer->next_;
        if (buffer->next_) buffer->next_->previous_ = buffer->previous_;
    }
};

void Buffer::flush_all_quietly() {
    AllBuffers& all = AllBuffers::instance();
    std::lock_guard guard(all.mutex);
    for (Buffer* buffer = all.first; buffer; buffer = buffer->next_) buffer->flush_quietly();
}

void Buffer::flush_file_quietly(const struct stat& file) {
    if (!S_ISREG(file.st_mode)) return;
    AllBuffers& all = AllBuffers::instance();
    std::lock_guard guard(all.mutex);
    for (Buffer* buffer = all.first; buffer; buffer = buffer->next_) {
        struct stat info;
        if (buffer->pending_.empty() || fstat(buffer->descriptor_->fd(), &info) != 0) continue;
        if (info.st_ino == file.st_ino && info.st_dev == file.st_dev) buffer->flush_quietly();
    }
}

void Buffer::flush_before_fork() {
    Thread& thread = Thread::current();
    AllBuffers& all = AllBuffers::instance();
    std::lock_guard guard(all.mutex);
    for (Buffer* buffer = all.first; buffer; buffer = buffer->next_) {
        if (buffer->pending_.empty() || !buffer->descriptor_->is_open() || !buffer->lock_.try_acquire(thread)) continue;
        size_t done = 0;
        while (done < buffer->pending_.size()) {
            // A pipe that is ready takes PIPE_BUF bytes at once.
            pollfd ready{buffer->descriptor_->fd(), POLLOUT, 0};
            if (poll(&ready, 1, 0) != 1 || !(ready.revents & POLLOUT)) break;
            ssize_t count = ::write(ready.fd, buffer->pending_.data() + done, std::min<size_t>(buffer->pending_.size() - done, PIPE_BUF));
            if (count <= 0) break;
            done += static_cast<size_t>(count);
        }
        buffer->pending_.erase(0, done);
        buffer->lock_.release();
    }
}

void Buffer::after_fork_in_child(Thread& survivor) {
    for (Buffer* buffer = AllBuffers::instance().first; buffer; buffer = buffer->next_)
        if (buffer->lock_.free_of_others(survivor)) buffer->pending_.clear();
}

void Buffer::forget_input(int fd) {
    AllBuffers& all = AllBuffers::instance();
    std::lock_guard guard(all.mutex);
    for (Buffer* buffer = all.first; buffer; buffer = buffer->next_)
        if (buffer->descriptor_->fd() == fd) buffer->read_start_ = buffer->read_end_ = 0;
}

void Buffer::flush_quietly() {
    Thread* thread = Thread::current_or_null();
    if (!thread || !lock_.try_acquire(*thread)) return;
    if (!pending_.empty() && descriptor_->is_open()) {
        descriptor_->write_all_quietly(pending_);
        pending_.clear();
    }
    lock_.release();
}

// ---------------------------------------------------------------- Buffer

Buffer::Buffer(std::shared_ptr<Descriptor> descriptor, size_t size, bool reads, bool writes)
    : descriptor_(std::move(descriptor)), size_(size), reads_(reads), writes_(writes) {
    AllBuffers::instance().add(this);
}

Buffer::~Buffer() {
    AllBuffers::instance().remove(this);
    if (!pending_.empty()) descriptor_->write_all_quietly(pending_);
}

int64_t Buffer::fill(Thread& thread) {
    if (!ahead_) ahead_ = std::make_unique<char[]>(size_);
    int64_t count = descriptor_->read(thread, ahead_.get(), size_);
    read_start_ = 0;
    read_end_ = count > 0 ? static_cast<size_t>(count) : 0;
    return count;
}

// Before a write or a seek: the file stands where the script thinks it stands.
bool Buffer::drop_read_ahead(Thread& thread) {
    if (unread() && descriptor_->seek(thread, -static_cast<int64_t>(unread()), SEEK_CUR) < 0) return false;
    read_start_ = read_end_ = 0;
    return true;
}

bool Buffer::write(Thread& thread, std::string_view data) {
    if (reads_ && !drop_read_ahead(thread)) return false;
    if (pending_.size() + data.size() <= size_) {
        pending_ += data;
        return true;
    }
    if (!flush(thread)) return false;
    while (data.size() > size_) {  // more than fits goes straight to the file
        int64_t count = descriptor_->write(thread, data);
        if (count == -2) {
            (void)raise_errno(thread, EAGAIN);
            return false;
        }
        if (count < 0) return false;
        data.remove_prefix(static_cast<size_t>(count));
    }
    pending_ += data;
    return true;
}

bool Buffer::flush(Thread& thread) {
    size_t done = 0;
    bool good = true;
    while (done < pending_.size()) {
        int64_t count = descriptor_->write(thread, std::string_view(pending_).substr(done));
        if (count == -2) (void)raise_errno(thread, EAGAIN);
        if (count < 0) {
            good = false;
            break;
        }
        done += static_cast<size_t>(count);
    }
    pending_.erase(0, done);
    return good;
}

bool Buffer::read(Thread& thread, int64_t size, bool once, std::string* out, bool* blocked) {
    if (!pending_.empty() && !flush(thread)) return false;
    auto take = [&](size_t most) {
        size_t count = std::min(most, unread());
        out->append(ahead_.get() + read_start_, count);
        read_start_ += count;
        return count;
    };
    bool all = size < 0;
    size_t wanted = all ? SIZE_MAX : static_cast<size_t>(size);
    size_t before_all = out->size();
    if (unread()) wanted -= take(wanted);
    if (once && out->size() > before_all) return true;
    while (wanted > 0) {
        int64_t count;
        if (all || wanted >= size_) {  // no use for the buffer
            size_t chunk = all ? std::max<size_t>(65536, out->size() / 2) : wanted;
            size_t before = out->size();
            out->resize(before + chunk);
            count = descriptor_->read(thread, out->data() + before, chunk);
            out->resize(before + (count > 0 ? static_cast<size_t>(count) : 0));
            if (count > 0 && !all) wanted -= static_cast<size_t>(count);
        } else {
            count = fill(thread);
            if (count > 0) wanted -= take(wanted);
        }
        if (count == -1) return false;
        if (count == -2 && blocked) *blocked = true;
        if (count <= 0 || once) break;
    }
    return true;
}

bool Buffer::take_line(std::string_view* line) {
    const char* start = ahead_.get() + read_start_;
    auto* newline = static_cast<const char*>(unread() ? memchr(start, '\n', unread()) : nullptr);
    if (!newline || !pending_.empty()) return false;
    *line = {start, static_cast<size_t>(newline - start) + 1};
    read_start_ += line->size();
    return true;
}

bool Buffer::read_line(Thread& thread, int64_t limit, std::string* out) {
    if (!pending_.empty() && !flush(thread)) return false;
    for (;;) {
        if (!unread()) {
            int64_t count = fill(thread);
            if (count == -1) return false;
            if (count <= 0) return true;
        }
        const char* start = ahead_.get() + read_start_;
        size_t count = unread();
        if (limit >= 0) count = std::min(count, static_cast<size_t>(limit) - out->size());
        auto* newline = static_cast<const char*>(memchr(start, '\n', count));
        if (newline) count = static_cast<size_t>(newline - start) + 1;
        out->append(start, count);
        read_start_ += count;
        if (newline || (limit >= 0 && out->size() >= static_cast<size_t>(limit))) return true;
    }
}

bool Buffer::peek(Thread& thread, std::string_view* out) {
    if (!pending_.empty() && !flush(thread)) return false;
    if (!unread() && fill(thread) == -1) return false;
    *out = {ahead_.get() + read_start_, unread()};
    return true;
}

int64_t Buffer::seek(Thread& thread, int64_t offset, int whence) {
    if (!pending_.empty()) {
        if (whence == SEEK_CUR && offset == 0) {  // tell: nothing needs to move
            int64_t place = descriptor_->seek(thread, 0, SEEK_CUR);
            return place < 0 ? place : place + static_cast<int64_t>(pending_.size());
        }
        if (!flush(thread)) return -1;
    }
    if (whence == SEEK_CUR) {
        if (offset == 0) {
            int64_t place = descriptor_->seek(thread, 0, SEEK_CUR);
            return place < 0 ? place : place - static_cast<int64_t>(unread());
        }
        offset -= static_cast<int64_t>(unread());
    }
    int64_t place = descriptor_->seek(thread, offset, whence);
    if (place >= 0) read_start_ = read_end_ = 0;
    return place;
}

bool Buffer::truncate(Thread& thread, int64_t size) {
    return flush(thread) && (!reads_ || drop_read_ahead(thread)) && descriptor_->truncate(thread, size);
}

}  // namespace gilt
