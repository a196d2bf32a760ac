// _curl: one HTTP transfer at a time, by libcurl. What people call requests is lib/requests, on top of this.
//
// A Transfer owns a curl handle and the connection it keeps alive, and is used again and again: begin() says what to ask for,
// head() waits for the status line and headers, read() gives the body as it comes. curl pushes, a reader pulls: what has
// arrived waits in `arrived`, and when that is full the transfer is paused until somebody reads, so an answer of any length
// takes little memory. A body that is sent piece by piece works the other way round: head() answers None when curl
// wants more, and feed() gives it.
//
// curl runs only inside step(), in a BlockingRegion; its callbacks touch the Transfer and no object. It waits for at most
// kSlice at a time, then looks for signals and for the time limits.
//
// The library is not linked: twenty others come with it, and a program that makes no request should not pay for them at its
// start. It is loaded when the module is first imported.
//
//   - `busy`: set by whoever is inside a call; a second thread is refused.
//   - `cancelled`: set by close() on another thread; it ends the call that is under way. read by that call.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <dlfcn.h>

#include <cmath>
#include <string>
#include <vector>

#include "heap/heap.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/clock.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

constexpr size_t kMostArrived = 256 << 10;     // bytes that wait for a reader before the transfer is paused
constexpr size_t kMostHeaderBytes = 1 << 20;   // all headers of one answer
constexpr size_t kMostHeaders = 1000;
constexpr int kSlice = 100;                    // milliseconds

// The functions of libcurl, by the library's own names.
#define GILT_CURL_FUNCTIONS(X)                                                                                        \
    X(curl_global_init) X(curl_version) X(curl_easy_init) X(curl_easy_setopt) X(curl_easy_reset) X(curl_easy_cleanup) \
    X(curl_easy_pause) X(curl_easy_strerror) X(curl_slist_append) X(curl_slist_free_all) X(curl_multi_init)           \
    X(curl_multi_add_handle) X(curl_multi_remove_handle) X(curl_multi_perform) X(curl_multi_poll)                     \
    X(curl_multi_info_read) X(curl_multi_cleanup) X(curl_multi_setopt)
struct {
#define X(name) decltype(&::name) name;
    GILT_CURL_FUNCTIONS(X)
#undef X
} lib;

Class *transfer_class, *error_class;

// How far a request has come. Errors tell it: whether connecting or reading took too long is decided by it.
enum class Phase { Connecting, Waiting, Receiving };

struct Transfer {
    CURLM* multi = nullptr;  // keeps the connections
    CURL* easy = nullptr;
    curl_slist* sent_headers = nullptr;
    std::string body;  // sent at once
    char error_text[CURL_ERROR_SIZE];

    std::string feed;  // of a body sent piece by piece: what curl has not taken yet
    bool feeding = false, feed_ended = false, wants_feed = false;

    std::string status_line;
    std::vector<std::string> headers;
    size_t header_bytes = 0;
    bool head_complete = false;
    std::string arrived;
    size_t taken = 0;  // of `arrived`
    bool paused = false;

    bool ends_with_head = false;  // HEAD that has a body of its own, which curl does not know: it would wait for one in the answer
    Phase phase = Phase::Connecting;
    bool running = false;  // the easy handle is in the multi handle
    CURLcode result = CURLE_OK;
    uint64_t read_timeout = 0, last_sign_of_life = 0;  // ns; 0: no limit

    std::atomic<bool> busy{false}, cancelled{false};

    void stop() {
        if (running) lib.curl_multi_remove_handle(multi, easy);
        running = false;
    }
    void close() {
        stop();
        if (easy) lib.curl_easy_cleanup(easy);
        if (multi) lib.curl_multi_cleanup(multi);
        lib.curl_slist_free_all(sent_headers);
        easy = nullptr;
        multi = nullptr;
        sent_headers = nullptr;
    }
    ~Transfer() { close(); }

    // Lets curl do what it can do at once. Outside Running. Whether it is still at it.
    bool step() {
        int active = 0, left;
        lib.curl_multi_perform(multi, &active);
        if (active > 0) return true;
        while (CURLMsg* message = lib.curl_multi_info_read(multi, &left))
            if (message->msg == CURLMSG_DONE) result = message->data.result;
        stop();
        return false;
    }
};

struct TransferObject : Object {
    Transfer* transfer;  // set when it is made; lives as long as the object
};
void finalize_transfer(Object* object) { delete static_cast<TransferObject*>(object)->transfer; }
Transfer* transfer_of(Value self) { return static_cast<TransferObject*>(self.as_object())->transfer; }

// --- callbacks: called by curl, inside step() ---

size_t on_header(char* data, size_t, size_t length, void* pointer) {
    auto* self = static_cast<Transfer*>(pointer);
    std::string_view line(data, length);
    self->last_sign_of_life = now_ns();
    if (self->head_complete) return length;  // trailers of a chunked body
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    if (line.starts_with("HTTP/") && (self->status_line.empty() || self->headers.empty())) {
        self->status_line = line;
        self->headers.clear();
    } else if (line.empty()) {
        // "100 Continue" and its like come before the answer.
        size_t space = self->status_line.find(' ');
        bool is_interim = space != std::string::npos && self->status_line.compare(space + 1, 1, "1") == 0 &&
                          self->status_line.compare(space + 1, 3, "101") != 0;
        if (is_interim) {
            self->status_line.clear();
            self->headers.clear();
        } else {
            self->head_complete = true;
            self->phase = Phase::Receiving;
        }
    } else if ((line.front() == ' ' || line.front() == '\t') && !self->headers.empty()) {
        self->headers.back().append(" ").append(line.substr(line.find_first_not_of(" \t")));  // an old way to continue a header
    } else {
        self->headers.emplace_back(line);
    }
    self->header_bytes += length;
    if (self->header_bytes > kMostHeaderBytes || self->headers.size() > kMostHeaders) return 0;
    return length;
}

size_t on_data(char* data, size_t, size_t length, void* pointer) {
    auto* self = static_cast<Transfer*>(pointer);
    self->last_sign_of_life = now_ns();
    if (self->arrived.size() - self->taken >= kMostArrived) {
        self->paused = true;
        return CURL_WRITEFUNC_PAUSE;
    }
    if (self->taken == self->arrived.size()) {
        self->arrived.clear();
        self->taken = 0;
    }
    self->arrived.append(data, length);
    return length;
}

size_t on_feed(char* out, size_t, size_t room, void* pointer) {
    auto* self = static_cast<Transfer*>(pointer);
    self->last_sign_of_life = now_ns();
    if (self->feed.empty()) {
        if (self->feed_ended) return 0;
        self->wants_feed = true;
        return CURL_READFUNC_PAUSE;
    }
    size_t length = std::min(room, self->feed.size());
    self->feed.copy(out, length);
    self->feed.erase(0, length);
    return length;
}

// The connection stands, and the request is about to be sent.
int on_connected(void* pointer, char*, char*, int, int) {
    auto* self = static_cast<Transfer*>(pointer);
    self->phase = Phase::Waiting;
    self->last_sign_of_life = now_ns();
    return CURL_PREREQFUNC_OK;
}

// --- running it ---

// The one thread that uses a Transfer for the length of a call; false, with an exception pending, if another one does.
class Use {
  public:
    Use(Thread& thread, Value self) : transfer_(transfer_of(self)) {
        if (transfer_->busy.exchange(true)) {
            transfer_ = nullptr;
            (void)raise_text(thread, exceptions.RuntimeError, "another thread uses this transfer");
        } else if (!transfer_->easy) {
            transfer_->busy.store(false);
            transfer_ = nullptr;
            (void)raise_value_error(thread, "the transfer is closed");
        }
    }
    ~Use() {
        if (transfer_) transfer_->busy.store(false);
    }
    explicit operator bool() const { return transfer_ != nullptr; }
    Transfer* operator->() const { return transfer_; }
    Transfer& operator*() const { return *transfer_; }

  private:
    Transfer* transfer_;
};

Raised fail(Thread& thread, Transfer& self, CURLcode code, std::string_view message) {
    Value args[] = {Value::from_int(code), Value(new_str(thread, message)), Value::from_int(static_cast<int>(self.phase))};
    self.result = code;
    return raise(thread, make_plain_exception(thread, error_class, args));
}

// Lets curl work until `done` says so or the transfer has ended. False: an exception is pending.
template <class Done>
bool run_until(Thread& thread, Transfer& self, Done done) {
    while (!done() && self.running) {
        uint64_t limit = self.read_timeout && self.phase != Phase::Connecting ? self.read_timeout : 0;
        {
            BlockingRegion region(thread);
            if (self.step() && !done()) {
                int wait = kSlice;
                if (limit) {
                    uint64_t spent = now_ns() - self.last_sign_of_life;
                    wait = spent >= limit ? 0 : static_cast<int>(std::min<uint64_t>(kSlice, (limit - spent) / 1'000'000 + 1));
                }
                lib.curl_multi_poll(self.multi, nullptr, 0, wait, nullptr);
            }
        }
        if (self.cancelled.load()) {
            self.stop();
            return fail(thread, self, CURLE_ABORTED_BY_CALLBACK, "closed by another thread");
        }
        if (!thread.safepoint()) {
            self.stop();
            return false;
        }
        if (limit && self.running && !done() && self.phase != Phase::Connecting && now_ns() - self.last_sign_of_life >= limit) {
            // Once more, in case this thread was kept from looking.
            uint64_t before = self.last_sign_of_life;
            {
                BlockingRegion region(thread);
                self.step();
            }
            if (!self.running || self.last_sign_of_life != before) continue;
            self.stop();
            return fail(thread, self, CURLE_OPERATION_TIMEDOUT, "Read timed out.");
        }
    }
    return true;
}

bool check_result(Thread& thread, Transfer& self) {
    if (self.result == CURLE_OK) return true;
    if (self.result == CURLE_WRITE_ERROR && !self.head_complete) return fail(thread, self, self.result, "too many headers");
    return fail(thread, self, self.result, *self.error_text ? self.error_text : lib.curl_easy_strerror(self.result));
}

// --- the methods ---

Value new_transfer(Thread& thread, Args&) {
    auto* object = new_instance<TransferObject>(thread, transfer_class);
    auto* self = object->transfer = new Transfer;
    heap::set_finalizer(object, finalize_transfer);
    self->easy = lib.curl_easy_init();
    self->multi = lib.curl_multi_init();
    if (!self->easy || !self->multi) return raise_memory_error(thread);
    lib.curl_multi_setopt(self->multi, CURLMOPT_MAXCONNECTS, 8L);
    return object;
}

long milliseconds(double seconds) { return std::max(1L, static_cast<long>(std::min(seconds, 2e6) * 1000)); }

// begin(self, method, url, headers, body, upload_size, connect_timeout, read_timeout, verify, cert, key, proxy): everything a
// script says is bytes, or None. `upload_size`: None if the body is given at once, -1 if nobody knows it.
Value transfer_begin(Thread& thread, Args& args) {
    Use self(thread, args[0]);
    if (!self) return {};
    std::string texts[12];
    for (size_t index : {1, 2, 4, 8, 9, 10, 11}) {
        std::string_view view;
        if (args[index].is_none() || args[index].is_bool()) continue;
        if (!get_buffer(thread, args[index], &view)) return {};
        texts[index] = view;
    }
    int64_t upload_size = 0;
    double connect_timeout = 0, read_timeout = 0;
    if (!args[5].is_none() && !to_int64(thread, args[5], &upload_size)) return {};
    if (!args[6].is_none() && !to_double(thread, args[6], &connect_timeout)) return {};
    if (!args[7].is_none() && !to_double(thread, args[7], &read_timeout)) return {};
    std::vector<std::string> headers;
    Iteration items(thread, args[3]);
    while (Value item = items.next()) {
        std::string_view view;
        if (!get_buffer(thread, item, &view)) return {};
        headers.emplace_back(view);
    }
    if (items.failed()) return {};

    self->stop();
    CURL* easy = self->easy;
    lib.curl_easy_reset(easy);  // the connections stay
    lib.curl_slist_free_all(self->sent_headers);
    self->sent_headers = nullptr;
    for (const std::string& header : headers)
        self->sent_headers = lib.curl_slist_append(self->sent_headers, header.c_str());
    self->body = std::move(texts[4]);
    self->feed.clear();
    self->feeding = !args[5].is_none();
    self->feed_ended = self->wants_feed = self->paused = self->head_complete = false;
    self->status_line.clear();
    self->headers.clear();
    self->arrived.clear();
    self->header_bytes = self->taken = 0;
    self->phase = Phase::Connecting;
    self->result = CURLE_OK;
    self->error_text[0] = 0;
    self->read_timeout = static_cast<uint64_t>(std::min(read_timeout, 1e9) * 1e9);
    self->cancelled.store(false);

    auto set = [&](CURLoption option, auto value) { lib.curl_easy_setopt(easy, option, value); };
    set(CURLOPT_URL, texts[2].c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_PATH_AS_IS, 1L);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_ERRORBUFFER, self->error_text);
    set(CURLOPT_HTTPHEADER, self->sent_headers);
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(CURLOPT_BUFFERSIZE, 128L << 10);
    set(CURLOPT_HEADERFUNCTION, on_header);
    set(CURLOPT_HEADERDATA, &*self);
    set(CURLOPT_WRITEFUNCTION, on_data);
    set(CURLOPT_WRITEDATA, &*self);
    set(CURLOPT_PREREQFUNCTION, on_connected);
    set(CURLOPT_PREREQDATA, &*self);
    set(CURLOPT_CONNECTTIMEOUT_MS, connect_timeout > 0 ? milliseconds(connect_timeout) : milliseconds(2e6));
    bool has_body = self->feeding || !args[4].is_none();
    self->ends_with_head = texts[1] == "HEAD" && has_body;
    if (texts[1] == "HEAD" && !has_body) {
        set(CURLOPT_NOBODY, 1L);
    } else if (self->feeding) {
        set(CURLOPT_UPLOAD, 1L);
        set(CURLOPT_READFUNCTION, on_feed);
        set(CURLOPT_READDATA, &*self);
        set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(upload_size));
    } else if (has_body) {
        set(CURLOPT_POSTFIELDS, self->body.data());
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(self->body.size()));
    }
    set(CURLOPT_CUSTOMREQUEST, texts[1].c_str());
    bool verify = !args[8].is_bool() || args[8].is_true();
    set(CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
    set(CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
    if (!texts[8].empty()) {
        bool is_folder = texts[8].back() == '/';
        set(is_folder ? CURLOPT_CAPATH : CURLOPT_CAINFO, texts[8].c_str());
    }
    if (!texts[9].empty()) set(CURLOPT_SSLCERT, texts[9].c_str());
    if (!texts[10].empty()) set(CURLOPT_SSLKEY, texts[10].c_str());
    set(CURLOPT_PROXY, texts[11].c_str());  // empty: none, whatever the environment says
    set(CURLOPT_NOPROXY, "");

    lib.curl_multi_add_handle(self->multi, easy);
    self->running = true;
    self->last_sign_of_life = now_ns();
    return Value::none();
}

// A header's name and value; nothing for a line that is no header.
Value header_pair(Thread& thread, std::string_view line) {
    size_t colon = line.find(':');
    if (colon == std::string_view::npos) return {};
    auto trimmed = [](std::string_view text, std::string_view blanks) {
        size_t first = text.find_first_not_of(blanks);
        return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(blanks) - first + 1);
    };
    std::string_view name = trimmed(line.substr(0, colon), " \t\v\f\x1c\x1d\x1e\x1f\x85\xa0"), value = trimmed(line.substr(colon + 1), " \t");
    Value key = new_str_latin1(thread, name);
    return new_tuple(thread, {key, Value(new_str_latin1(thread, value))});
}

// (status line, list of (name, value)) once they are there; None if more of the body is wanted first.
Value transfer_head(Thread& thread, Args& args) {
    Use self(thread, args[0]);
    if (!self) return {};
    // An answer that comes before the body has been sent is no reason to keep the rest back.
    if (!run_until(thread, *self, [&] { return self->wants_feed || (self->head_complete && !(self->feeding && !self->feed_ended)); }))
        return {};
    if (self->wants_feed && self->running) return Value::none();
    if (!self->head_complete) {
        if (!check_result(thread, *self)) return {};
        return fail(thread, *self, CURLE_GOT_NOTHING, "no answer");
    }
    if (self->ends_with_head) self->stop();
    List* headers = new_list(thread, self->headers.size());
    for (const std::string& line : self->headers)
        if (Value pair = header_pair(thread, line)) list_append(thread, headers, pair);
    return new_tuple(thread, {Value(new_str_latin1(thread, self->status_line)), Value(headers)});
}

// The next piece of the body; an empty one ends it.
Value transfer_feed(Thread& thread, Args& args) {
    Use self(thread, args[0]);
    std::string_view data;
    if (!self || !get_buffer(thread, args[1], &data)) return {};
    self->feed.append(data);
    self->feed_ended |= data.empty();
    if (self->wants_feed && self->running) {
        self->wants_feed = false;
        BlockingRegion region(thread);
        lib.curl_easy_pause(self->easy, CURLPAUSE_CONT);
    }
    return Value::none();
}

// At most `size` bytes of the body, as soon as there are any; b"" at its end.
Value transfer_read(Thread& thread, Args& args) {
    Use self(thread, args[0]);
    int64_t size;
    if (!self || !to_int64(thread, args[1], &size)) return {};
    auto there_is_data = [&] { return self->taken < self->arrived.size(); };
    if (!there_is_data() && self->paused && self->running) {
        self->paused = false;
        BlockingRegion region(thread);
        self->last_sign_of_life = now_ns();
        lib.curl_easy_pause(self->easy, CURLPAUSE_CONT);
    }
    if (!run_until(thread, *self, there_is_data)) return {};
    if (!there_is_data()) {
        if (!check_result(thread, *self)) return {};
        return new_bytes(thread, {});
    }
    size_t length = std::min<size_t>(self->arrived.size() - self->taken, size < 0 ? kMostArrived : static_cast<size_t>(size));
    Bytes* bytes = new_bytes(thread, std::string_view(self->arrived).substr(self->taken, length));
    self->taken += length;
    return bytes;
}

// Whether the whole answer has come without an error, so that the connection is good for another request.
Value transfer_is_complete(Thread& thread, Args& args) {
    Use self(thread, args[0]);
    if (!self) return {};
    if (self->running && self->head_complete && self->taken == self->arrived.size() && !self->paused) {
        BlockingRegion region(thread);  // the last piece may have come together with the end
        self->step();
    }
    return Value::from_bool(!self->running && self->result == CURLE_OK && self->head_complete &&
                            self->taken == self->arrived.size());
}

// Ends the transfer and its connections, also while another thread waits in it.
Value transfer_close(Thread& thread, Args& args) {
    Transfer* self = transfer_of(args[0]);
    if (self->busy.exchange(true)) {
        self->cancelled.store(true);  // who is in it ends, and closes it
        return Value::none();
    }
    {
        BlockingRegion region(thread);
        self->close();
    }
    self->busy.store(false);
    return Value::none();
}

bool load(Thread& thread) {
    void* library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return raise_format(thread, exceptions.ImportError,
                            "requests needs the library libcurl, which is not installed here (Debian: apt install libcurl4): {}",
                            dlerror());
    const char* missing = nullptr;
#define X(name) \
    if (!(lib.name = reinterpret_cast<decltype(&::name)>(dlsym(library, #name)))) missing = #name;
    GILT_CURL_FUNCTIONS(X)
#undef X
    if (missing)
        return raise_format(thread, exceptions.ImportError, "this libcurl is too old: it has no {}", missing);
    lib.curl_global_init(CURL_GLOBAL_DEFAULT);
    return true;
}

}  // namespace

bool initialize_curl(Thread& thread, Module* module) {
    if (!load(thread)) return false;
    Dict* namespace_ = new_dict(thread);
    if (!dict_store(thread, namespace_, intern(thread, "__module__"), intern(thread, "_curl"))) return false;
    Value error = new_class(thread, types.type, intern(thread, "error"), new_tuple(thread, {Value(exceptions.Exception)}),
                            namespace_, nullptr);
    if (!error) return false;
    keep_forever(thread, error);
    error_class = static_cast<Class*>(error.as_object());
    set_module_attribute(thread, module, "error", error);
    transfer_class = new_native_class(
        thread, {.name = "_curl.Transfer", .instance_size = sizeof(TransferObject), .flags = kDisallowNew});
    keep_forever(thread, transfer_class);
    add_methods(
        thread, transfer_class,
        {
            {"begin(self, method, url, headers, body, upload_size, connect_timeout, read_timeout, verify, cert, key, proxy, /)",
             transfer_begin, "Say what to ask for."},
            {"head(self, /)", transfer_head, "Wait for (status line, [(name, value)]); None if feed() is wanted first."},
            {"feed(self, data, /)", transfer_feed, "Give the next piece of the request's body; b'' ends it."},
            {"read(self, size, /)", transfer_read, "At most size bytes of the answer's body, b'' at its end."},
            {"is_complete(self, /)", transfer_is_complete, "Whether the whole answer has come and been read."},
            {"close(self, /)", transfer_close, "End the transfer and its connections."},
        });
    set_module_attribute(thread, module, "version", new_str(thread, lib.curl_version()));
    add_functions(thread, module, {{"transfer()", new_transfer, "A new Transfer."}});
    return true;
}

}  // namespace gilt
