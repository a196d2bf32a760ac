#include "modules/io_stream.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>

#include "objects/class.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/str.h"
#include "thread/busy_poll.h"
#include "thread/park.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

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

// Enters the calling thread among the readers for as long as it reads.
class ReaderNote {
 public:
    ReaderNote(Descriptor& descriptor, Thread& thread) : descriptor_(descriptor) {
        std::lock_guard guard(descriptor.readers_mutex_);
        reader_ = {descriptor.readers_, thread.native_id};
        descriptor.readers_ = &reader_;
    }
    ~ReaderNote() {
        std::lock_guard guard(descriptor_.readers_mutex_);
        Descriptor::Reader** place = &descriptor_.readers_;
        while (*place != &reader_) place = &(*place)->next;
        *place = reader_.next;
    }
    ReaderNote(const ReaderNote&) = delete;
    ReaderNote& operator=(const ReaderNote&) = delete;

 private:
    Descriptor& descriptor_;
    Descriptor::Reader reader_;
};

namespace {
// Real-time signals are nobody's business by default; the last one is the least likely to be a script's.
int wake_signal() {
    static const int number = [] {
        struct sigaction action {};
        action.sa_handler = [](int) {};
        sigaction(SIGRTMAX, &action, nullptr);
        return SIGRTMAX;
    }();
    return number;
}
}  // namespace

void Descriptor::stop_readers(Thread& thread) {
    closing_.store(true);
    auto wake = [&] {
        std::lock_guard guard(readers_mutex_);
        bool found = false;
        for (Reader* reader = readers_; reader; reader = reader->next) {
            // This thread itself: a signal handler closes the file it has interrupted the reading of. A thread of the process
            // this one was forked from: it is not here.
            if (reader->native_id == thread.native_id) continue;
            found |= syscall(SYS_tgkill, getpid(), reader->native_id, wake_signal()) == 0;
        }
        return found;
    };
    if (!wake()) return;
    BlockingRegion region(thread);
    // A thread that blocks all signals cannot be woken; after a second or so it is left to itself.
    for (int attempt = 0; attempt < 1000 && wake(); attempt++) usleep(attempt < 10 ? 50 : 1000);
}

bool Descriptor::may_wait() {
    int known = may_wait_.load(std::memory_order_relaxed);
    if (known < 0) {
        struct stat info;
        known = fstat(fd(), &info) != 0 || !S_ISREG(info.st_mode);
        may_wait_.store(known, std::memory_order_relaxed);
    }
    return known != 0;
}

int64_t Descriptor::read(Thread& thread, char* to, size_t size) {
    if (may_wait() && look_for_input(thread, fd()) < 0) return -1;
    ReaderNote note(*this, thread);
    for (;;) {
        if (closing_.load()) {
            (void)raise_text(thread, exceptions.ValueError, "I/O operation on closed file");
            return -1;
        }
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
        if (buffer->pending_.empty() || fstat(buffer->fd(), &info) != 0) continue;
        if (info.st_ino == file.st_ino && info.st_dev == file.st_dev) buffer->flush_quietly();
    }
}

void Buffer::flush_before_fork() {
    Thread& thread = Thread::current();
    AllBuffers& all = AllBuffers::instance();
    std::lock_guard guard(all.mutex);
    for (Buffer* buffer = all.first; buffer; buffer = buffer->next_) {
        if (buffer->pending_.empty() || buffer->fd() < 0 || !buffer->lock_.try_acquire(thread)) continue;
        size_t done = 0;
        while (done < buffer->pending_.size()) {
            // A pipe that is ready takes PIPE_BUF bytes at once.
            pollfd ready{buffer->fd(), POLLOUT, 0};
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
        // Not written for nothing: in a forked child the page is the parent's until then.
        if (buffer->fd() == fd && buffer->read_end_ != 0) buffer->read_start_ = buffer->read_end_ = 0;
}

void Buffer::flush_quietly() {
    Thread* thread = Thread::current_or_null();
    if (!thread || !lock_.try_acquire(*thread)) return;
    if (!pending_.empty() && fd() >= 0) {
        raw_->write_all_quietly(pending_);
        pending_.clear();
    }
    lock_.release();
}

// ---------------------------------------------------------------- Buffer

Buffer::Buffer(std::shared_ptr<RawStream> raw, Descriptor* descriptor, size_t size, bool reads, bool writes)
    : raw_(std::move(raw)), descriptor_(descriptor), size_(size), reads_(reads), writes_(writes) {
    AllBuffers::instance().add(this);
}

Buffer::~Buffer() {
    AllBuffers::instance().remove(this);
    if (!pending_.empty()) raw_->write_all_quietly(pending_);
}

int64_t Buffer::fill(Thread& thread) {
    if (!ahead_) ahead_ = std::make_unique<char[]>(size_);
    int64_t count = raw_->read(thread, ahead_.get(), size_);
    read_start_ = 0;
    read_end_ = count > 0 ? static_cast<size_t>(count) : 0;
    return count;
}

// Before a write or a seek: the file stands where the script thinks it stands.
bool Buffer::drop_read_ahead(Thread& thread) {
    if (unread() && raw_->seek(thread, -static_cast<int64_t>(unread()), SEEK_CUR) < 0) return false;
    read_start_ = read_end_ = 0;
    return true;
}

namespace {
// BlockingIOError: `written` bytes of what the caller gave were taken.
bool raise_would_block(Thread& thread, size_t written) {
    Value message = new_str_ascii(thread, "write could not complete without blocking");
    Value error = call(thread, exceptions.BlockingIOError,
                       {Value::from_int(EAGAIN), message, make_int(thread, static_cast<int64_t>(written))});
    return error && raise(thread, error);
}
}  // namespace

bool Buffer::write(Thread& thread, std::string_view data) {
    if (reads_ && !drop_read_ahead(thread)) return false;
    if (pending_.size() + data.size() <= size_) {
        pending_ += data;
        return true;
    }
    bool blocked = false;
    size_t taken = 0;
    if (!flush_pending(thread, &blocked)) return false;
    while (!blocked && data.size() - taken > size_) {  // more than fits goes straight to the file
        int64_t count = raw_->write(thread, data.substr(taken));
        if (count == -1) return false;
        if (count == -2)
            blocked = true;
        else
            taken += static_cast<size_t>(count);
    }
    size_t room = size_ - std::min(size_, pending_.size());
    std::string_view last = data.substr(taken, room);
    pending_ += last;
    taken += last.size();
    return taken == data.size() || raise_would_block(thread, taken);
}

bool Buffer::flush(Thread& thread) {
    bool blocked = false;
    return flush_pending(thread, &blocked) && (!blocked || raise_would_block(thread, 0));
}

// As much as can be written now: *blocked is set if that is not all.
bool Buffer::flush_pending(Thread& thread, bool* blocked) {
    size_t done = 0;
    int64_t count = 0;
    while (done < pending_.size() && count >= 0) {
        count = raw_->write(thread, std::string_view(pending_).substr(done));
        if (count > 0) done += static_cast<size_t>(count);
    }
    pending_.erase(0, done);
    *blocked = count == -2;
    return count != -1;
}

int64_t Buffer::read_into(Thread& thread, char* to, size_t size, bool once, bool* blocked) {
    if (!pending_.empty() && !flush(thread)) return -1;
    size_t done = 0;
    for (;;) {
        size_t ready = std::min(size - done, unread());
        if (ready) memcpy(to + done, ahead_.get() + read_start_, ready);
        read_start_ += ready;
        done += ready;
        if (done == size || (once && done)) break;
        bool direct = size - done >= size_;  // no use for the buffer
        if (direct) read_start_ = read_end_ = 0;
        int64_t count = direct ? raw_->read(thread, to + done, size - done) : fill(thread);
        if (count == -1) return -1;
        if (count == -2 && blocked) *blocked = true;
        if (count <= 0) break;
        if (direct) done += static_cast<size_t>(count);
    }
    return static_cast<int64_t>(done);
}

// How much there is left to read in a file of known size; 0 in any other.
size_t Buffer::expected() const {
    struct stat info;
    if (fd() < 0 || fstat(fd(), &info) != 0 || !S_ISREG(info.st_mode)) return 0;
    off_t place = lseek(fd(), 0, SEEK_CUR);
    return place < 0 || place >= info.st_size ? 0 : unread() + static_cast<size_t>(info.st_size - place);
}

bool Buffer::read_all(Thread& thread, int64_t most, IncomingBytes* out, bool* blocked) {
    size_t left = most < 0 ? SIZE_MAX : static_cast<size_t>(most);
    size_t likely = most < 0 ? expected() : 0;
    if (likely) out->reserve(likely + kSize);
    while (left > 0) {
        // All at once, if it is known how much there is; then a small piece to make sure; else more and more.
        size_t chunk = likely ? likely : out->room() >= kSize ? kSize : std::max<size_t>(65536, out->size() / 2);
        chunk = std::min(left, std::max(chunk, unread()));
        likely = 0;
        bool would_block = false;
        int64_t count = read_into(thread, out->grow(chunk), chunk, true, &would_block);
        out->shrink(chunk - (count > 0 ? static_cast<size_t>(count) : 0));
        if (count < 0) return false;
        if (would_block && blocked) *blocked = true;
        if (count == 0) return true;
        left -= static_cast<size_t>(count);
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
            int64_t place = raw_->seek(thread, 0, SEEK_CUR);
            return place < 0 ? place : place + static_cast<int64_t>(pending_.size());
        }
        if (!flush(thread)) return -1;
    }
    if (whence == SEEK_CUR && offset == 0) {
        int64_t place = raw_->seek(thread, 0, SEEK_CUR);
        return place < 0 ? place : place - static_cast<int64_t>(unread());
    }
    if (read_end_ > 0 && whence != SEEK_END) {  // a place in what is buffered?
        int64_t end = raw_->seek(thread, 0, SEEK_CUR);
        if (end < 0) return end;
        if (whence == SEEK_CUR) offset += end - static_cast<int64_t>(unread());
        whence = SEEK_SET;
        int64_t start = end - static_cast<int64_t>(read_end_);
        if (offset >= start && offset <= end) {
            read_start_ = static_cast<size_t>(offset - start);
            return offset;
        }
    }
    int64_t place = raw_->seek(thread, offset, whence);
    if (place >= 0) read_start_ = read_end_ = 0;
    return place;
}

bool Buffer::truncate(Thread& thread, int64_t size) {
    return flush(thread) && (!reads_ || drop_read_ahead(thread)) && raw_->truncate(thread, size);
}

}  // namespace gilt
