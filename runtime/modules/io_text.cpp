// TextIOWrapper: text over a file of bytes.
//
// Writing: the text is encoded and handed to the buffer below, which collects it; on a line-buffered file (a terminal)
// a line end flushes it.
//
// Reading works on bytes as long as it can. In UTF-8, ASCII and Latin-1 a line end is a byte that is nothing else, so a
// line is cut out of what was read and only then decoded, and tell() is simply a position in the file. As CPython does,
// each chunk is checked when it is read, so that an error names its place in the chunk. Where a character always takes one
// unit of one, two or four bytes, or two units (UTF-16), each chunk is turned into UTF-8 when it is read, and tell() computes
// how many bytes those were that were not handed out. A file in any other encoding is read to its end at once.
#include <algorithm>
#include <cstring>

#include "heap/heap.h"
#include "modules/io_module.h"
#include "modules/text_survey.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/codecs.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/names.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

// An encoding and what happens to text it cannot hold. Constant once made.
struct TextCoding {
    enum class Kind { Utf8, Ascii, Latin1, Other };

    std::string name;       // as it was given
    std::string canonical;  // "utf-8"
    std::string errors;
    Kind kind = Kind::Utf8;
    size_t unit = 0;  // Other: the size of a unit in bytes; 0: there is no such thing
    std::unique_ptr<TextCoding> replaced;  // what reconfigure() put it in the place of
};

// What a text file knows, apart from the Values in the object. Guarded by lock(), which is the buffer's own if the buffer
// is one of ours; what scripts may ask for without it is atomic.
struct TextState {
    std::shared_ptr<Buffer> native;  // null: the buffer is some other object
    StreamLock own_lock;
    StreamLock& lock() { return native ? native->lock() : own_lock; }

    StateHolder<TextCoding> coding_word;
    const TextCoding& coding() const { return *coding_word.load(); }

    bool universal = true;        // \r and \r\n end lines too
    bool translate = true;        // and are read as \n
    std::string line_end = "\n";  // without `universal`: what ends a line
    std::string written_end;      // what \n is written as; empty: as it is
    std::atomic<bool> line_buffering{false}, write_through{false};

    // How much is read at a time: more and more as long as a file yields as much. A pipe or a small file costs no more memory
    // than in CPython, and a large file few system calls.
    static constexpr size_t kFirstChunk = 8192, kLargestChunk = 131072;
    size_t chunk = kFirstChunk;
    IncomingBytes incoming;  // bytes read; before `position` they were handed out
    size_t position = 0;
    size_t checked = 0;  // known to be valid up to here
    TextSurvey survey;     // of all of `incoming`. What it does not know is looked at line by line
    size_t next_line = 0;  // in survey.line_ends: those before it are behind us, and some after it may be
    void forget_lines() {
        survey.line_ends.clear();
        next_line = 0;
    }
    bool at_end = false;
    bool began = false;  // a byte order mark has been dealt with
    bool is_transcoded = false;  // `incoming` is UTF-8, whatever the encoding is
    IncomingBytes undecoded;     // the beginning of a character whose end was not read yet
    char byte_order = 0;         // of UTF-16 and UTF-32 with a mark at the beginning: 'l' or 'b' once that was read
    std::atomic<bool> iterating{false};  // __next__ has been called: tell() is refused, as in CPython
    std::atomic<unsigned> seen{0};       // line ends met: 1 \r, 2 \n, 4 \r\n
    std::atomic<bool> detached{false};
    std::unique_ptr<TextState> replaced;

    ~TextState() { delete coding_word.current.load(); }
};

namespace {

constexpr char kFileno[] = "fileno", kIsatty[] = "isatty", kSeekable[] = "seekable", kReadable[] = "readable",
               kWritable[] = "writable";

TextFile* text_file(Value value) { return static_cast<TextFile*>(value.as_object()); }

void trace_text(Object* object, Marker& marker) {
    auto* file = static_cast<TextFile*>(object);
    marker.mark(file->buffer);
    marker.mark(file->mode);
}

void finalize_text(Object* object) { delete static_cast<TextFile*>(object)->state.current.exchange(nullptr); }

Value buffer_closed(Thread& thread, TextFile* file) {
    return get_attr(thread, file->buffer.load(), intern(thread, "closed"));
}

// The state, be the file open or not; null with ValueError pending.
inline TextState* attached_state(Thread& thread, TextFile* file) {
    TextState* state = file->state.load();
    if (state && !state->detached.load()) return state;
    (void)raise_text(thread, exceptions.ValueError,
                     state ? "underlying buffer has been detached" : "I/O operation on uninitialized object");
    return nullptr;
}

// The state of an open file; null with ValueError pending.
inline TextState* open_text(Thread& thread, TextFile* file) {
    TextState* state = attached_state(thread, file);
    if (!state) return nullptr;
    int closed = file->closed.load();
    if (!closed && state->native) {
        closed = state->native->is_closed(thread);
    } else if (!closed) {
        Value answer = buffer_closed(thread, file);
        closed = answer ? truth(thread, answer) : -1;
    }
    if (closed == 0) return state;
    if (closed > 0) (void)raise_closed(thread);
    return nullptr;
}

bool set_encoding(Thread& thread, TextState* state, std::string_view encoding, std::string_view errors) {
    auto coding = std::make_unique<TextCoding>();
    coding->name = encoding;
    coding->errors = errors;
    coding->canonical = canonical_encoding(encoding);
    if (coding->canonical.empty()) {  // a character set, or a codec written in the language: LookupError if it is neither
        if (!encode_text(thread, new_str_ascii(thread, ""), encoding, "strict")) return false;
        coding->canonical = encoding;
    }
    const std::string& name = coding->canonical;
    coding->kind = name == "utf-8" || name == "utf-8-sig"     ? TextCoding::Kind::Utf8
                   : name == "ascii"                          ? TextCoding::Kind::Ascii
                   : name == "iso8859-1" || name == "latin-1" ? TextCoding::Kind::Latin1
                                                              : TextCoding::Kind::Other;
    coding->unit = name.starts_with("utf-16") ? 2 : name.starts_with("utf-32") ? 4 : is_one_byte_charset(name);
    state->coding_word.replace(std::move(coding));
    return true;
}

bool set_newline(Thread& thread, TextState* state, Value newline) {
    std::string text;
    bool given = newline && !newline.is_none();
    if (given) {
        if (!is_str(newline)) {
            (void)raise_type_error(thread, "open() argument 'newline' must be str or None, not {}",
                                   argument_type_name(newline));
            return false;
        }
        text = to_utf8(as_str(newline));
        if (!text.empty() && text != "\n" && text != "\r" && text != "\r\n") {
            (void)raise_value_error(thread, "illegal newline value: {}", text);
            return false;
        }
    }
    state->universal = text.empty();
    state->translate = !given;
    state->line_end = text.empty() ? "\n" : text;
    state->written_end = text == "\r" || text == "\r\n" ? text : "";
    return true;
}

bool is_ascii_only(std::string_view text) {
    size_t i = 0;
    for (; i + 32 <= text.size(); i += 32) {
        uint64_t words[4];
        memcpy(words, text.data() + i, 32);
        if ((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080) return false;
    }
    for (; i < text.size(); i++)
        if (static_cast<unsigned char>(text[i]) >= 0x80) return false;
    return true;
}

// ---------------------------------------------------------------- the buffer below

bool write_below(Thread& thread, TextFile* file, TextState* state, std::string_view data) {
    if (state->native) return state->native->write(thread, data);
    return bool(call_method(thread, file->buffer.load(), names.write, {new_bytes(thread, data)}));
}

bool flush_below(Thread& thread, TextFile* file, TextState* state) {
    if (state->native) return state->native->flush(thread);
    return bool(call_method(thread, file->buffer.load(), names.flush, {}));
}

// Up to `size` bytes more, or all there are if negative; nothing at the end of the file.
bool read_below(Thread& thread, TextFile* file, TextState* state, int64_t size, IncomingBytes* out) {
    if (state->native) {
        if (!state->native->reads()) {
            (void)raise_unsupported(thread, "not readable");
            return false;
        }
        if (size < 0) return state->native->read_all(thread, -1, out, nullptr);
        char* to = out->grow(static_cast<size_t>(size));
        int64_t count = state->native->read_into(thread, to, static_cast<size_t>(size), true, nullptr);
        out->shrink(static_cast<size_t>(size - std::max<int64_t>(count, 0)));
        // A raw file written in the language sees how much it is asked for: it is not surprised.
        if (count == static_cast<int64_t>(state->chunk) && state->native->descriptor())
            state->chunk = std::min(2 * state->chunk, TextState::kLargestChunk);
        return count >= 0;
    }
    Value below = file->buffer.load(), method, data;
    int has_read1 = size < 0 ? 0 : find_attr(thread, below, intern(thread, "read1"), &method);
    if (has_read1 < 0) return false;
    if (!has_read1 && !(method = get_attr(thread, below, names.read))) return false;
    data = call(thread, method, {make_int(thread, size)});
    std::string_view bytes;
    if (!data || !get_buffer(thread, data, &bytes)) return false;
    out->append(bytes);
    return true;
}

// ---------------------------------------------------------------- writing

// \n as `end`.
std::string with_line_ends(std::string_view text, std::string_view end) {
    std::string out;
    for (char c : text) {
        if (c == '\n')
            out += end;
        else
            out += c;
    }
    return out;
}

bool write_text(Thread& thread, TextFile* file, TextState* state, Str* text) {
    const TextCoding& coding = state->coding();
    bool is_other = coding.kind == TextCoding::Kind::Other;
    bool translates = !state->written_end.empty();
    std::string copy;
    std::string_view bytes;
    if (text->is_ascii() && !is_other && coding.canonical != "utf-8-sig") {
        bytes = text->ascii();
    } else if (coding.canonical == "utf-8" && coding.errors == "strict") {
        if (!encode_utf8(thread, text, &copy)) return false;
        bytes = copy;
    } else {
        std::string_view encoding = coding.canonical;
        // The byte order mark stands at the start of the file only.
        if (state->began && encoding == "utf-8-sig") encoding = "utf-8";
        if (state->began && encoding == "utf-16") encoding = "utf-16-le";
        if (state->began && encoding == "utf-32") encoding = "utf-32-le";
        if (translates && is_other) text = new_str(thread, with_line_ends(to_utf8(text), state->written_end));
        Value encoded = encode_text(thread, text, encoding, coding.errors);
        if (!encoded) return false;
        state->began = true;
        bytes = as_bytes(encoded)->view();
    }
    bool line_buffering = state->line_buffering.load(std::memory_order_relaxed);
    bool has_line_end = line_buffering && bytes.find_first_of("\r\n") != std::string_view::npos;
    if (translates && !is_other && bytes.find('\n') != std::string_view::npos) {
        copy = with_line_ends(bytes, state->written_end);
        bytes = copy;
    }
    if (!write_below(thread, file, state, bytes)) return false;
    if (has_line_end || state->write_through.load(std::memory_order_relaxed))
        return flush_below(thread, file, state);
    return true;
}

bool check_writable(Thread& thread, TextState* state) {
    if (!state->native || state->native->writes()) return true;
    (void)raise_unsupported(thread, "not writable");
    return false;
}

// A write after a read goes to where the buffer below stands, behind the chunk that was read (as in CPython).
void end_reading(TextState* state) {
    state->incoming.clear();
    state->undecoded.clear();
    state->position = state->checked = 0;
    state->at_end = false;
    state->forget_lines();
}

// ---------------------------------------------------------------- reading

// How many bytes of UTF-8 at the end belong to a character that is not complete.
size_t incomplete_tail(std::string_view text) {
    for (size_t back = 1; back <= 3 && back <= text.size(); back++) {
        auto c = static_cast<unsigned char>(text[text.size() - back]);
        if ((c & 0xC0) == 0x80) continue;
        size_t needed = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
        return needed > back ? back : 0;
    }
    return 0;
}

// Makes sure that what was read is valid, so that errors come with the chunk they are in.
bool check_chunk(Thread& thread, TextState* state) {
    if (state->is_transcoded || state->coding().kind == TextCoding::Kind::Latin1 ||
        state->coding().errors != "strict")
        return true;
    std::string_view fresh = std::string_view(state->incoming).substr(state->checked);
    if (state->coding().kind == TextCoding::Kind::Utf8 && !state->at_end)
        fresh.remove_suffix(incomplete_tail(fresh));
    if (!state->survey.is_ascii && !is_ascii_only(fresh) && !decode_bytes(thread, fresh, state->coding().canonical, "strict"))
        return false;
    state->checked += fresh.size();
    return true;
}

bool has_order_mark(const TextCoding& coding) { return coding.canonical == "utf-16" || coding.canonical == "utf-32"; }

// Reads the byte order mark. False with UnicodeError pending if there is none.
bool take_order_mark(Thread& thread, TextState* state) {
    using namespace std::string_view_literals;
    size_t unit = state->coding().unit;
    std::string_view mark = std::string_view(state->undecoded).substr(0, unit);
    bool is_little = mark == "\xFF\xFE"sv || mark == "\xFF\xFE\0\0"sv;
    bool is_big = mark == "\xFE\xFF"sv || mark == "\0\0\xFE\xFF"sv;
    if (!is_little && !is_big)
        return raise_format(thread, exceptions.UnicodeError, "UTF-{} stream does not start with BOM", unit * 8);
    state->byte_order = is_big ? 'b' : 'l';
    state->undecoded.drop(unit);
    return true;
}

// Turns what was read of a file in another encoding into UTF-8, as far as characters are complete.
bool transcode(Thread& thread, TextState* state) {
    const TextCoding& coding = state->coding();
    std::string_view bytes = state->undecoded;
    std::string encoding = coding.canonical;
    if (has_order_mark(coding) && bytes.size() >= coding.unit) {
        if (!state->byte_order && !take_order_mark(thread, state)) return false;
        encoding += state->byte_order == 'b' ? "-be" : "-le";
        bytes = state->undecoded;
    }
    size_t whole = bytes.size();
    if (coding.unit > 1 && !state->at_end) {
        whole -= whole % coding.unit;
        // The first half of a pair waits for the second.
        size_t high_byte = encoding.ends_with("be") ? 2 : 1;
        if (coding.unit == 2 && whole >= 2 && (static_cast<uint8_t>(bytes[whole - high_byte]) & 0xFC) == 0xD8) whole -= 2;
    }
    if (whole == 0) return true;
    Value text = decode_bytes(thread, bytes.substr(0, whole), encoding, coding.errors);
    if (!text) return false;
    state->incoming.append(to_utf8(as_str(text)));
    state->undecoded.drop(whole);
    return true;
}

// How many bytes of the file were read and not handed out.
size_t unread_bytes(const TextState& state) {
    std::string_view left = std::string_view(state.incoming).substr(state.position);
    size_t unit = state.coding().unit;
    if (!state.is_transcoded || !unit) return left.size();
    size_t count = state.undecoded.size();
    for (char c : left) {
        auto byte = static_cast<uint8_t>(c);
        if ((byte & 0xC0) != 0x80) count += byte >= 0xF0 && unit == 2 ? 4 : unit;
    }
    return count;
}

// Reads more. At the end of the file, sets at_end instead.
bool fill(Thread& thread, TextFile* file, TextState* state, bool all = false) {
    int64_t size = all ? -1 : static_cast<int64_t>(state->chunk);
    if (state->position) {
        state->incoming.drop(state->position);
        state->checked -= std::min(state->checked, state->position);
        state->position = 0;
    }
    size_t before = state->incoming.size();
    state->survey.is_ascii = false;
    state->survey.has_carriage = true;
    state->forget_lines();
    if (state->coding().kind == TextCoding::Kind::Other) {
        state->is_transcoded = true;
        if (!state->coding().unit) size = -1;
        size_t had = state->undecoded.size();
        if (!read_below(thread, file, state, size, &state->undecoded)) return false;
        if (size < 0 || state->undecoded.size() == had) state->at_end = true;
        return transcode(thread, state);
    }
    if (!read_below(thread, file, state, size, &state->incoming)) return false;
    if (!state->began) {
        state->began = true;
        if (state->coding().canonical == "utf-8-sig" && std::string_view(state->incoming).starts_with("\xEF\xBB\xBF")) {
            state->incoming.drop(3);
            if (state->incoming.empty() && !all) return fill(thread, file, state);
        }
    }
    if (size < 0 || state->incoming.size() == before) state->at_end = true;
    survey(state->incoming, state->line_end == "\n" && !all, &state->survey);
    // Then lines end elsewhere, too.
    if (state->universal && state->survey.has_carriage) state->forget_lines();
    return check_chunk(thread, state);
}

Value decode(Thread& thread, TextState* state, std::string_view bytes) {
    if (is_ascii_only(bytes)) return new_str_ascii(thread, bytes);
    if (state->is_transcoded) return new_str(thread, bytes);
    // Has been checked when it was read.
    if (state->coding().kind == TextCoding::Kind::Utf8 && state->coding().errors == "strict")
        return new_str(thread, bytes);
    if (state->coding().kind == TextCoding::Kind::Latin1) return new_str_latin1(thread, bytes);
    std::string_view encoding =
        state->coding().canonical == "utf-8-sig" ? "utf-8" : std::string_view(state->coding().canonical);
    return decode_bytes(thread, bytes, encoding, state->coding().errors);
}

// Text of bytes that are handed out, line ends translated.
Value hand_out(Thread& thread, TextState* state, std::string_view bytes) {
    if (!state->universal || bytes.empty()) return decode(thread, state, bytes);
    if (!memchr(bytes.data(), '\r', bytes.size())) {
        if (!(state->seen & 2) && memchr(bytes.data(), '\n', bytes.size())) state->seen |= 2;
        return decode(thread, state, bytes);
    }
    std::string translated;
    for (size_t i = 0; i < bytes.size(); i++) {
        if (bytes[i] == '\n') state->seen |= 2;
        if (bytes[i] != '\r') {
            translated += bytes[i];
            continue;
        }
        bool pair = i + 1 < bytes.size() && bytes[i + 1] == '\n';
        state->seen |= pair ? 4 : 1;
        translated += '\n';
        if (pair) i++;
    }
    return decode(thread, state, state->translate ? std::string_view(translated) : bytes);
}

// Where the line that starts at `position` ends, if its end is in `incoming`; looks from `from` on. npos: read more.
size_t line_end(const TextState& state, size_t from) {
    std::string_view text = state.incoming;
    if (!state.universal) {
        size_t at = text.find(state.line_end, from);
        return at == std::string::npos ? at : at + state.line_end.size();
    }
    for (size_t i = from; i < text.size(); i++) {
        auto* newline = static_cast<const char*>(memchr(text.data() + i, '\n', text.size() - i));
        size_t stop = newline ? static_cast<size_t>(newline - text.data()) : text.size();
        auto* carriage = static_cast<const char*>(memchr(text.data() + i, '\r', stop - i));
        if (!carriage) return newline ? stop + 1 : std::string::npos;
        size_t at = static_cast<size_t>(carriage - text.data());
        if (at + 1 < text.size()) return text[at + 1] == '\n' ? at + 2 : at + 1;
        return state.at_end ? at + 1 : std::string::npos;
    }
    return std::string::npos;
}

// Bytes of the first `count` characters from `from` on (a \r\n that is read as \n counts once), as far as they are there;
// *count is what is still missing.
size_t take_characters(const TextState& state, size_t from, int64_t* count) {
    std::string_view text = state.incoming;
    bool wide = state.coding().kind == TextCoding::Kind::Utf8 || state.is_transcoded;
    size_t i = from;
    while (i < text.size() && *count > 0) {
        if (state.translate && text[i] == '\r') {
            if (i + 1 == text.size() && !state.at_end) return i;  // what follows decides
            if (i + 1 < text.size() && text[i + 1] == '\n') i++;
        }
        size_t next = i + 1;
        if (wide)
            while (next < text.size() && (text[next] & 0xC0) == 0x80) next++;
        if (wide && next == text.size() && !state.at_end && incomplete_tail(text)) return i;
        i = next;
        --*count;
    }
    return i;
}

[[gnu::noinline]] Value read_line_slowly(Thread& thread, TextFile* file, TextState* state, int64_t limit);

inline Value read_line(Thread& thread, TextFile* file, TextState* state, int64_t limit) {
    // The usual case: the survey knows where the line ends. Others than us may have read on since the last line.
    const std::vector<uint32_t>& line_ends = state->survey.line_ends;
    size_t next = state->next_line;
    while (next < line_ends.size() && line_ends[next] <= state->position) next++;
    if (next == line_ends.size() || limit >= 0) return read_line_slowly(thread, file, state, limit);
    std::string_view bytes(state->incoming.data() + state->position, line_ends[next] - state->position);
    state->position = line_ends[next];
    state->next_line = next + 1;
    if (state->universal && !(state->seen.load(std::memory_order_relaxed) & 2)) state->seen.fetch_or(2);
    return state->survey.is_ascii ? Value(new_str_ascii(thread, bytes)) : decode(thread, state, bytes);
}

Value read_line_slowly(Thread& thread, TextFile* file, TextState* state, int64_t limit) {
    size_t scanned = state->position;
    size_t end;
    for (;;) {
        end = line_end(*state, scanned);
        if (end != std::string::npos || state->at_end) break;
        if (limit >= 0 && static_cast<int64_t>(state->incoming.size() - state->position) > 4 * limit + 4)
            break;
        // A \r at the very end is looked at again with what follows it.
        size_t size = state->incoming.size();
        scanned = (size ? size - 1 : 0) - std::min(state->position, size ? size - 1 : 0);
        if (!fill(thread, file, state)) return {};
        scanned = std::max(scanned, state->position);
    }
    if (end == std::string::npos) end = state->incoming.size();
    if (limit >= 0) {
        int64_t count = limit;
        end = std::min(end, take_characters(*state, state->position, &count));
    }
    std::string_view bytes = std::string_view(state->incoming).substr(state->position, end - state->position);
    state->position = end;
    Value line = hand_out(thread, state, bytes);
    if (end == state->incoming.size() && state->at_end && bytes.empty())
        state->at_end = false;  // it may grow
    return line;
}

Value text_read_line(Thread& thread, Args& args) {
    int64_t limit;
    if (!io_size(thread, args, 1, &limit)) return {};
    return text_file_read_line(thread, text_file(args[0]), limit);
}

Value text_next(Thread& thread, Object* object) {
    auto* file = static_cast<TextFile*>(object);
    TextState* state = open_text(thread, file);
    if (!state) return {};
    Value line;
    {
        StreamGuard guard(thread, state->lock());
        if (!guard) return {};
        line = read_line(thread, file, state, -1);
    }
    bool found = line && static_cast<Str*>(line.as_object())->length;
    if (state->iterating.load(std::memory_order_relaxed) != found) state->iterating.store(found);
    return found ? line : Value();
}

Value text_read(Thread& thread, Args& args) {
    TextFile* file = text_file(args[0]);
    TextState* state = open_text(thread, file);
    int64_t size;
    if (!state || !io_size(thread, args, 1, &size)) return {};
    StreamGuard guard(thread, state->lock());
    if (!guard) return {};
    size_t end;
    if (size < 0) {
        state->at_end = false;
        if (!fill(thread, file, state, true)) return {};
        end = state->incoming.size();
    } else {
        for (;;) {
            int64_t count = size;
            end = take_characters(*state, state->position, &count);
            if (count == 0 || state->at_end) break;
            if (!fill(thread, file, state)) return {};
        }
    }
    std::string_view bytes = std::string_view(state->incoming).substr(state->position, end - state->position);
    state->position = end;
    Value text = hand_out(thread, state, bytes);
    if (state->position == state->incoming.size()) {
        state->incoming.clear();
        state->position = state->checked = 0;
        state->at_end = false;
        state->forget_lines();
    }
    return text;
}

// ---------------------------------------------------------------- methods

Value init_text(Thread& thread, Args& args) {
    TextFile* file = text_file(args[0]);
    Value below = args[1], encoding = args.get(2, Value::none()), errors = args.get(3, Value::none());
    auto check = [&](Value value, const char* name) {
        if (is_str(value) && to_utf8(as_str(value)).find('\0') != std::string::npos)
            return bool(raise_value_error(thread, "embedded null character"));
        if (value.is_none() || is_str(value)) return true;
        return bool(raise_type_error(thread, "TextIOWrapper() argument '{}' must be str or None, not {}", name,
                                     argument_type_name(value)));
    };
    if (!check(encoding, "encoding") || !check(errors, "errors")) return {};
    auto state = std::make_unique<TextState>();
    std::string encoding_name = encoding.is_none() ? "UTF-8" : to_utf8(as_str(encoding));
    if (encoding_name == "locale") encoding_name = "UTF-8";
    if (!set_encoding(thread, state.get(), encoding_name,
                      errors.is_none() ? "strict" : to_utf8(as_str(errors))) ||
        !set_newline(thread, state.get(), args.get(4, Value::none())))
        return {};
    int line_buffering = args.has(5) ? truth(thread, args[5]) : 0;
    int write_through = args.has(6) ? truth(thread, args[6]) : 0;
    if (line_buffering < 0 || write_through < 0) return {};
    state->line_buffering.store(line_buffering);
    state->write_through.store(write_through);
    Class* cls = class_of(below);
    if (cls == io_types.buffered_reader || cls == io_types.buffered_writer ||
        cls == io_types.buffered_random) {
        auto* buffered = static_cast<BufferedFile*>(below.as_object());
        if (BufferedState* below_state = buffered->state.load()) state->native = below_state->buffer;
        // A file that is appended to has its mark already.
        if (state->native && state->native->writes()) {
            StreamGuard guard(thread, state->lock());
            if (!guard) return {};
            state->began = state->native->tell(thread) > 0;
            clear_exception(thread);
        }
    } else {
        for (const char* ability : {kReadable, kWritable, kSeekable})
            if (!call_method(thread, below, intern(thread, ability), {})) return {};
    }
    if (!file->state.load()) heap::set_finalizer(file, finalize_text);
    file->state.replace(std::move(state));
    file->buffer.store(below);
    file->closed.store(false);
    return Value::none();
}

Value text_write(Thread& thread, Args& args) {
    TextFile* file = text_file(args[0]);
    if (!is_str(args[1]))
        return raise_type_error(thread, "write() argument must be str, not {}", argument_type_name(args[1]));
    return text_file_write(thread, file, as_str(args[1]))
               ? make_int(thread, static_cast<int64_t>(as_str(args[1])->length))
               : Value();
}

Value text_flush(Thread& thread, Args& args) {
    return text_file_flush(thread, text_file(args[0])) ? Value::none() : Value();
}

Value text_close(Thread& thread, Args& args) {
    TextFile* file = text_file(args[0]);
    TextState* state = attached_state(thread, file);
    if (!state) return {};
    if (file->closed.load()) return Value::none();
    Value closed = buffer_closed(thread, file);
    int already = closed ? truth(thread, closed) : -1;
    if (already < 0) return {};
    if (already) return Value::none();
    if (Descriptor* descriptor = state->native ? state->native->descriptor() : nullptr) descriptor->stop_readers(thread);
    bool flushed = bool(call_method(thread, args[0], names.flush, {}));
    Value error = take_exception(thread);
    closed = call_method(thread, file->buffer.load(), names.close, {});
    file->closed.store(true);
    if (flushed) return closed ? Value::none() : Value();
    return raise_both(thread, error);
}

// Where the next character is read from: the buffer's place less what was read ahead. The guard is held.
bool tell(Thread& thread, TextFile* file, TextState* state, int64_t* place) {
    if (state->native) {
        if ((*place = state->native->tell(thread)) < 0) return false;
    } else {
        Value below = call_method(thread, file->buffer.load(), intern(thread, "tell"), {});
        if (!below || !to_int64(thread, below, place)) return false;
    }
    *place -= static_cast<int64_t>(unread_bytes(*state));
    return true;
}

bool check_seekable(Thread& thread, TextFile* file) {
    Value answer = call_method(thread, file->buffer.load(), intern(thread, kSeekable), {});
    int able = answer ? truth(thread, answer) : -1;
    if (able == 0) (void)raise_unsupported(thread, "underlying stream is not seekable");
    return able > 0;
}

Value text_tell(Thread& thread, Args& args) {
    TextFile* file = text_file(args[0]);
    TextState* state = open_text(thread, file);
    if (!state) return {};
    if (state->iterating.load())
        return raise_text(thread, exceptions.OSError, "telling position disabled by next() call");
    if (!check_seekable(thread, file)) return {};
    StreamGuard guard(thread, state->lock());
    int64_t place;
    return guard && tell(thread, file, state, &place) ? make_int(thread, place) : Value();
}

Value text_seek(Thread& thread, Args& args) {
    TextFile* file = text_file(args[0]);
    TextState* state = open_text(thread, file);
    int64_t offset, whence = 0;
    if (!state || !to_int64(thread, args[1], &offset)) return {};
    if (args.has(2) && !to_int64(thread, args[2], &whence)) return {};
    if (whence == 1 && offset != 0) return raise_unsupported(thread, "can't do nonzero cur-relative seeks");
    if (whence == 2 && offset != 0) return raise_unsupported(thread, "can't do nonzero end-relative seeks");
    if (whence < 0 || whence > 2)
        return raise_value_error(thread, "invalid whence ({}, should be 0, 1 or 2)", whence);
    if (offset < 0) return raise_value_error(thread, "negative seek position {}", offset);
    if (!check_seekable(thread, file)) return {};
    StreamGuard guard(thread, state->lock());
    if (!guard) return {};
    if (whence == 1 && !tell(thread, file, state, &offset)) return {};
    if (!flush_below(thread, file, state)) return {};
    end_reading(state);
    state->iterating.store(false);
    state->began = offset != 0 || whence != 0;
    if (!state->began)
        state->byte_order = 0;
    else if (!state->byte_order)
        state->byte_order = 'l';
    int from = whence == 2 ? 2 : 0;
    if (!state->native)
        return call_method(thread, file->buffer.load(), intern(thread, "seek"),
                           {make_int(thread, offset), Value::from_int(from)});
    int64_t place = state->native->seek(thread, offset, from);
    return place < 0 ? Value() : make_int(thread, place);
}

Value text_truncate(Thread& thread, Args& args) {
    TextFile* file = text_file(args[0]);
    if (!open_text(thread, file) || !text_file_flush(thread, file)) return {};
    Value size = args.get(1, Value::none());
    if (size.is_none() && !(size = text_tell(thread, args))) return {};
    return call_method(thread, file->buffer.load(), intern(thread, "truncate"), {size});
}

Value text_detach(Thread& thread, Args& args) {
    TextFile* file = text_file(args[0]);
    if (!open_text(thread, file) || !text_file_flush(thread, file)) return {};
    file->state.load()->detached.store(true);
    return file->buffer.load();
}

Value text_reconfigure(Thread& thread, Args& args) {
    TextFile* file = text_file(args[0]);
    TextState* state = open_text(thread, file);
    if (!state || !text_file_flush(thread, file)) return {};
    StreamGuard guard(thread, state->lock());
    if (!guard) return {};
    auto given = [&](size_t index) { return args.has(index) && !args[index].is_none(); };
    if (given(1) || given(2)) {
        if (state->incoming.size() > state->position)
            return raise_unsupported(thread,
                                     "It is not possible to set the encoding or newline of stream after the "
                                     "first read");
        for (size_t index : {1, 2})
            if (given(index) && !is_str(args[index]))
                return raise_type_error(thread, "reconfigure() argument '{}' must be str or None, not {}",
                                        index == 1 ? "encoding" : "errors", argument_type_name(args[index]));
        const TextCoding& now = state->coding();
        std::string encoding = given(1) ? to_utf8(as_str(args[1])) : now.name;
        std::string errors = given(2) ? to_utf8(as_str(args[2])) : given(1) ? "strict" : now.errors;
        if (!set_encoding(thread, state, encoding, errors)) return {};
    }
    if (args.has(3) && !set_newline(thread, state, args[3])) return {};
    int flag;
    if (given(4)) {
        if ((flag = truth(thread, args[4])) < 0) return {};
        state->line_buffering.store(flag);
    }
    if (given(5)) {
        if ((flag = truth(thread, args[5])) < 0) return {};
        state->write_through.store(flag);
    }
    return Value::none();
}

Value text_repr(Thread& thread, Args& args) {
    TextFile* file = text_file(args[0]);
    TextState* state = attached_state(thread, file);
    if (!state) return {};
    std::string text = "<_io.TextIOWrapper";
    if (Value name = io_name(thread, args[0])) {
        Str* shown = repr(thread, name);
        if (!shown) return {};
        text += " name=" + to_utf8(shown);
    }
    if (Value mode = file->mode.load()) {
        Str* shown = repr(thread, mode);
        if (!shown) return {};
        text += " mode=" + to_utf8(shown);
    }
    return new_str(thread, text + " encoding='" + state->coding().name + "'>");
}

template <const char* kName>
Value ask_below(Thread& thread, Args& args) {
    if (!attached_state(thread, text_file(args[0]))) return {};
    return call_method(thread, text_file(args[0])->buffer.load(), intern(thread, kName), {});
}
Value get_newlines(Thread& thread, Value self) {
    TextState* state = text_file(self)->state.load();
    return newlines_seen(thread, state ? state->seen.load() : 0);
}

template <std::string TextCoding::*kField>
Value get_text(Thread& thread, Value self) {
    TextState* state = attached_state(thread, text_file(self));
    return state ? Value(new_str(thread, state->coding().*kField)) : Value();
}

template <std::atomic<bool> TextState::*kField>
Value get_flag(Thread&, Value self) {
    TextState* state = text_file(self)->state.load();
    return Value::from_bool(state && (state->*kField).load());
}

}  // namespace

Value newlines_seen(Thread& thread, unsigned seen) {
    Value found[3];
    size_t count = 0;
    if (seen & 1) found[count++] = new_str_ascii(thread, "\r");
    if (seen & 2) found[count++] = new_str_ascii(thread, "\n");
    if (seen & 4) found[count++] = new_str_ascii(thread, "\r\n");
    if (count == 0) return Value::none();
    return count == 1 ? found[0] : Value(new_tuple(thread, std::span<const Value>(found, count)));
}

bool text_file_write(Thread& thread, TextFile* file, Str* text) {
    TextState* state = open_text(thread, file);
    if (!state || !check_writable(thread, state)) return false;
    StreamGuard guard(thread, state->lock());
    if (!guard) return false;
    if (!state->incoming.empty()) end_reading(state);
    return write_text(thread, file, state, text);
}

bool text_file_flush(Thread& thread, TextFile* file) {
    TextState* state = open_text(thread, file);
    if (!state) return false;
    state->iterating.store(false);
    StreamGuard guard(thread, state->lock());
    return guard && flush_below(thread, file, state);
}

Value text_file_read_line(Thread& thread, TextFile* file, int64_t limit) {
    TextState* state = open_text(thread, file);
    if (!state) return {};
    StreamGuard guard(thread, state->lock());
    return guard ? read_line(thread, file, state, limit) : Value();
}

Value make_text(Thread& thread, Class* cls, Value buffer, std::string_view encoding, std::string_view errors,
                Value newline, bool line_buffering, bool write_through) {
    return call(thread, cls,
                {buffer, new_str(thread, encoding), new_str(thread, errors), newline,
                 Value::from_bool(line_buffering), Value::from_bool(write_through)});
}

void add_text_file(Thread& thread) {
    Class* cls = io_types.text = new_io_class(thread, "_io.TextIOWrapper", io_types.text_base,
                                              sizeof(TextFile), trace_text, text_next);
    add_methods(thread, cls,
                {
                    {"__init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, "
                     "write_through=False)",
                     init_text},
                    {"write(self, text, /)", text_write},
                    {"read(self, size=-1, /)", text_read},
                    {"readline(self, size=-1, /)", text_read_line},
                    {"flush(self, /)", text_flush},
                    {"close(self, /)", text_close},
                    {"tell(self, /)", text_tell},
                    {"seek(self, cookie, whence=0, /)", text_seek},
                    {"truncate(self, pos=None, /)", text_truncate},
                    {"detach(self, /)", text_detach},
                    {"reconfigure(self, *, encoding=None, errors=None, newline=None, line_buffering=None, "
                     "write_through=None)",
                     text_reconfigure},
                    {"fileno(self, /)", ask_below<kFileno>},
                    {"isatty(self, /)", ask_below<kIsatty>},
                    {"seekable(self, /)", ask_below<kSeekable>},
                    {"readable(self, /)", ask_below<kReadable>},
                    {"writable(self, /)", ask_below<kWritable>},
                    {"__repr__(self, /)", text_repr},
                });
    add_getsets(thread, cls,
                {
                    {"buffer",
                     [](Thread& thread, Value self) {
                         return attached_state(thread, text_file(self)) ? text_file(self)->buffer.load()
                                                                        : Value();
                     }},
                    {"closed",
                     [](Thread& thread, Value self) -> Value {
                         TextFile* file = text_file(self);
                         if (!attached_state(thread, file)) return {};
                         return file->closed.load() ? Value::from_bool(true) : buffer_closed(thread, file);
                     }},
                    {"name",
                     [](Thread& thread, Value self) {
                         Value buffer = text_file(self)->buffer.load();
                         return buffer ? get_attr(thread, buffer, names.name)
                                       : raise_value_error(thread, "I/O operation on uninitialized object");
                     }},
                    {"mode",
                     [](Thread& thread, Value self) {
                         Value mode = text_file(self)->mode.load();
                         return mode ? mode
                                     : raise_text(thread, exceptions.AttributeError,
                                                  "'_io.TextIOWrapper' object has no attribute 'mode'");
                     },
                     [](Thread&, Value self, Value value) {
                         text_file(self)->mode.store(value);
                         return true;
                     }},
                    {"encoding", get_text<&TextCoding::name>},
                    {"errors", get_text<&TextCoding::errors>},
                    {"newlines", get_newlines},
                    {"line_buffering", get_flag<&TextState::line_buffering>},
                    {"write_through", get_flag<&TextState::write_through>},
                });
}

}  // namespace gilt
