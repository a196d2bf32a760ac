// The traceback, as CPython 3.11's interpreter prints it for an exception that nobody caught.
//
// The text is made whole, then written with one call, so that the tracebacks of two threads do not mix. Making it may
// run script code (`__str__` of the exception); whatever goes wrong there is dropped and said in the text.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/exception_group.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/names.h"
#include "objects/namespaces.h"
#include "objects/source_lines.h"
#include "objects/str.h"
#include "objects/suggestions.h"
#include "objects/traceback_print.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/code.h"
#include "vm/operations.h"

namespace gilt {
namespace {

constexpr int kRepeatedShown = 3;  // identical entries shown before they are folded
constexpr int64_t kDefaultLimit = 1000;
constexpr int kMaxGroupWidth = 15, kMaxGroupDepth = 10;
constexpr std::string_view kBlank = " \t\f";

// Columns in characters: bytes of UTF-8 that begin one, before `bytes`.
size_t characters(std::string_view text, size_t bytes) {
    size_t count = 0;
    for (size_t i = 0; i < bytes && i < text.size(); i++)
        if ((text[i] & 0xC0) != 0x80) count++;
    return count;
}

class Printer {
 public:
    explicit Printer(Thread& thread) : thread_(thread) {}

    std::string take() { return std::move(text_); }

    void print_with_chain(Value exception);
    void print_traceback(Value traceback, bool is_group);
    void print_message(Value exception, bool with_suggestion);

 private:
    // What stands before each line inside a group.
    std::string margin() const { return depth_ ? std::string(2 * depth_, ' ') + "| " : ""; }
    void line(std::string_view text) {
        text_ += margin();
        text_ += text;
        text_ += '\n';
    }

    void print_chained(Value exception, std::string_view message);
    void print_one(Value exception);
    void print_group(Value group);
    void print_entry(Traceback* entry, int line_number);
    void print_source(const std::string& source, const Position& at);
    bool print_syntax_error(Exception* exception);
    void print_notes(Value exception);

    Thread& thread_;
    std::string text_;
    std::vector<uint64_t> seen_;
    int depth_ = 0;
    bool need_close_ = false;
};

// ---------------------------------------------------------------- chains and groups

void Printer::print_with_chain(Value exception) {
    Exception* object = as_exception(exception);
    seen_.push_back(exception.bits());
    auto is_new = [&](Value other) {
        return other && is_exception(other) &&
               std::find(seen_.begin(), seen_.end(), other.bits()) == seen_.end();
    };
    if (!thread_.c_stack_low()) {
        Value cause = object->cause.load(), context = object->context.load();
        if (cause) {
            if (is_new(cause))
                print_chained(cause, "The above exception was the direct cause of the following exception:");
        } else if (is_new(context) && !object->suppress_context.load()) {
            print_chained(context, "During handling of the above exception, another exception occurred:");
        }
    }
    if (is_exception_group(exception))
        print_group(exception);
    else
        print_one(exception);
}

void Printer::print_chained(Value exception, std::string_view message) {
    bool need_close = need_close_;
    print_with_chain(exception);
    need_close_ = need_close;
    line("");
    line(message);
    line("");
}

void Printer::print_group(Value group) {
    if (depth_ > kMaxGroupDepth) {
        line(fmt::format("... (max_group_depth is {})", kMaxGroupDepth));
        return;
    }
    if (depth_ == 0) depth_++;
    print_one(group);
    Tuple* parts = as_tuple(as_exception(group)->fields[1].load());
    int count = static_cast<int>(parts->length);
    int shown = count <= kMaxGroupWidth ? count : kMaxGroupWidth + 1;
    need_close_ = false;
    for (int i = 0; i < shown; i++) {
        bool is_last = i == shown - 1, truncated = i >= kMaxGroupWidth;
        if (is_last) need_close_ = true;  // unless a group inside draws the closing line
        std::string indent(2 * depth_, ' ');
        text_ += fmt::format("{}{}+---------------- {} ----------------\n", indent, i == 0 ? "+-" : "  ",
                             truncated ? "..." : std::to_string(i + 1));
        depth_++;
        if (truncated) {
            int rest = count - kMaxGroupWidth;
            line(fmt::format("and {} more exception{}", rest, rest > 1 ? "s" : ""));
        } else if (check_recursion(thread_, " in print_exception_group")) {
            print_with_chain(parts->items[i]);
        } else {
            clear_exception(thread_);
        }
        if (is_last && need_close_) {
            text_ += std::string(2 * depth_, ' ') + "+------------------------------------\n";
            need_close_ = false;
        }
        depth_--;
    }
    if (depth_ == 1) depth_ = 0;
}

void Printer::print_one(Value exception) {
    Exception* object = as_exception(exception);
    if (Value traceback = object->traceback.load()) print_traceback(traceback, is_exception_group(exception));
    if (!(is_instance(exception, exceptions.SyntaxError) && print_syntax_error(object)))
        print_message(exception, true);
    print_notes(exception);
}

// ---------------------------------------------------------------- the entries

void Printer::print_traceback(Value traceback, bool is_group) {
    int64_t limit = kDefaultLimit;
    if (Value given = sys_get("tracebacklimit"); given && given.is_int()) limit = given.as_int();
    if (limit <= 0) return;
    if (is_group && depth_ == 1)
        text_ += "  + Exception Group Traceback (most recent call last):\n";
    else
        line(is_group ? "Exception Group Traceback (most recent call last):"
                      : "Traceback (most recent call last):");
    int64_t length = 0;
    for (Value link = traceback; link; link = as_traceback(link)->next.load()) length++;
    Code* last_code = nullptr;
    int last_line = -1;
    int64_t repeated = 0;
    auto fold = [&] {
        if (repeated <= kRepeatedShown) return;
        int64_t more = repeated - kRepeatedShown;
        text_ += fmt::format("  [Previous line repeated {} more time{}]\n", more, more > 1 ? "s" : "");
    };
    for (Value link = traceback; link; link = as_traceback(link)->next.load()) {
        if (length-- > limit) continue;  // the outermost ones are left out
        Traceback* entry = as_traceback(link);
        int number = traceback_line(entry);
        bool same = last_code && number == last_line &&
                    (entry->code == last_code || (str_equal(entry->code->filename, last_code->filename) &&
                                                  str_equal(entry->code->name, last_code->name)));
        if (!same) {
            fold();
            last_code = entry->code;
            last_line = number;
            repeated = 0;
        }
        if (++repeated <= kRepeatedShown) print_entry(entry, number);
    }
    fold();
}

void Printer::print_entry(Traceback* entry, int line_number) {
    std::string filename = to_utf8(entry->code->filename);
    line(fmt::format("  File \"{}\", line {}, in {}", filename, line_number, to_utf8(entry->code->name)));
    auto source = source_line(filename, line_number);
    if (!source) return;
    Position at = entry->code->position_at(entry->word);
    if (at.line != line_number) at = {};
    print_source(*source, at);
}

// The line without its indentation, and under it what part of it failed:
//
//     total = price + tax["rate"]
//                     ~~~^^^^^^^^
//
// No markers when they would cover the whole line.
void Printer::print_source(const std::string& source, const Position& at) {
    size_t indent = source.find_first_not_of(kBlank);
    if (indent == std::string::npos) indent = source.size();
    line("    " + source.substr(indent));
    if (at.line <= 0 || at.end_line <= 0 || at.column < 0 || at.end_column < 0) return;
    size_t start = characters(source, at.column), end;
    bool anchored = false;
    size_t anchor_start = 0, anchor_end = 0;
    if (at.line == at.end_line) {
        end = characters(source, at.end_column);
        anchored = at.anchor_end > at.anchor_start;
        anchor_start = characters(source, at.anchor_start);
        anchor_end = characters(source, at.anchor_end);
    } else {
        size_t last = source.find_last_not_of(" \t\f\v\r\n");
        end = characters(source, last == std::string::npos ? 0 : last + 1);
    }
    size_t whole = characters(source, source.size()) - indent;
    if (end <= start || (end - start == whole && !anchored)) return;
    std::string marks = "    ";
    for (size_t i = indent; i < end; i++) {
        if (i < start)
            marks += ' ';
        else if (anchored)
            marks += i >= anchor_start && i < anchor_end ? '^' : '~';
        else
            marks += '^';
    }
    line(marks);
}

// ---------------------------------------------------------------- the message

void Printer::print_message(Value exception, bool with_suggestion) {
    Class* cls = class_of(exception);
    std::string head;
    Value module;
    int found = find_attr(thread_, cls, names.dunder_module, &module);
    if (found < 0) clear_exception(thread_);
    if (found <= 0 || !is_str(module)) {
        head = "<unknown>.";
    } else if (std::string name = to_utf8(as_str(module)); name != "builtins" && name != "__main__") {
        head = name + ".";
    }
    head += to_utf8(cls->qualified_name);
    Str* message = to_str(thread_, exception);
    if (!message) {
        clear_exception(thread_);
        head += ": <exception str() failed>";
    } else if (message->length) {
        head += ": " + to_utf8(message);
    }
    if (with_suggestion) head += suggestion_for(thread_, exception);
    line(head);
}

// False if the fields are not what the compiler would have put there: then it is printed like any other.
bool Printer::print_syntax_error(Exception* exception) {
    auto number = [&](int field, int64_t fallback, int64_t* out) {
        Value value = exception->fields[field].load();
        *out = fallback;
        if (!value || value.is_none()) return true;
        if (!value.is_int()) return false;
        *out = value.as_int();
        return true;
    };
    Value msg = exception->fields[0].load(), filename = exception->fields[1].load();
    Value source = exception->fields[4].load();
    int64_t lineno, offset, end_lineno, end_offset;
    if (!exception->fields[2].load() || exception->fields[2].load().is_none()) return false;
    if (!number(2, 0, &lineno) || !number(3, -1, &offset)) return false;
    if (!number(5, lineno, &end_lineno) || !number(6, -1, &end_offset)) return false;
    std::string name = filename && is_str(filename) ? to_utf8(as_str(filename)) : "<string>";
    line(fmt::format("  File \"{}\", line {}", name, lineno));

    if (source && is_str(source)) {
        std::string text = to_utf8(as_str(source));
        int64_t size = static_cast<int64_t>(characters(text, text.size()));
        if (end_lineno > lineno) end_offset = size;
        if (end_offset > size + 1) end_offset = size + 1;
        int64_t carets = end_offset > 0 && end_offset > offset ? end_offset - offset : 1;
        offset--;
        size_t indent = std::min(text.find_first_not_of(kBlank), text.size());
        offset -= static_cast<int64_t>(indent);
        text.erase(0, indent);
        if (text.ends_with('\n')) text.pop_back();
        size_t newline;  // a string over several lines: the line that the place is in
        while ((newline = text.find('\n')) != std::string::npos && static_cast<int64_t>(newline) < offset) {
            text.erase(0, newline + 1);
            offset -= static_cast<int64_t>(newline) + 1;
        }
        offset = std::min<int64_t>(offset, characters(text, text.size()));
        line("    " + text);
        if (offset >= 0) line("    " + std::string(offset, ' ') + std::string(carets, '^'));
    }
    std::string head = to_utf8(exception->cls()->qualified_name);
    Value module;
    if (find_attr(thread_, exception->cls(), names.dunder_module, &module) == 1 && is_str(module)) {
        if (std::string in = to_utf8(as_str(module)); in != "builtins" && in != "__main__")
            head = in + "." + head;
    }
    clear_exception(thread_);
    Str* message = to_str(thread_, msg ? msg : Value::none());
    if (!message) clear_exception(thread_);
    line(head + (message ? ": " + to_utf8(message) : ": <exception str() failed>"));
    return true;
}

void Printer::print_notes(Value exception) {
    Value notes;
    int found = find_attr(thread_, exception, names.dunder_notes, &notes);
    if (found < 0) clear_exception(thread_);
    if (found <= 0) return;
    if (!is_list(notes) && !is_tuple(notes)) {
        Str* shown = repr(thread_, notes);
        if (!shown) clear_exception(thread_);
        line(shown ? to_utf8(shown) : "<__notes__ repr() failed>");
        return;
    }
    Iteration items(thread_, notes);
    while (Value note = items.next()) {
        Str* shown = is_str(note) ? as_str(note) : to_str(thread_, note);
        if (!shown) clear_exception(thread_);
        std::string text = shown ? to_utf8(shown) : "<note str() failed>";
        for (size_t start = 0;;) {
            size_t end = text.find('\n', start);
            line(std::string_view(text).substr(start, end == std::string::npos ? end : end - start));
            if (end == std::string::npos) break;
            start = end + 1;
        }
    }
    if (items.failed()) clear_exception(thread_);
}

}  // namespace

// ---------------------------------------------------------------- printing

std::string format_exception(Thread& thread, Value exception) {
    Value pending = take_exception(thread);
    Printer printer(thread);
    printer.print_with_chain(exception);
    thread.exception = pending;
    return printer.take();
}

void write_stderr(Thread& thread, const std::string& text) {
    Value stream = sys_get("stderr");
    if (!stream || stream.is_none()) return;
    bool failed = !call_method(thread, stream, names.write, {new_str(thread, text)}) ||
                  !call_method(thread, stream, names.flush, {});
    if (failed) clear_exception(thread);
}

void print_exception(Thread& thread, Value exception) {
    Value pending = take_exception(thread);
    write_stderr(thread, format_exception(thread, exception));
    thread.exception = pending;
}

void print_unraisable_default(Thread& thread, Value exception, std::string_view where, Value object) {
    std::string head;
    if (object && !object.is_none()) {
        Str* shown = repr(thread, object);
        if (!shown) clear_exception(thread);
        head = fmt::format("{}: {}\n", where.empty() ? "Exception ignored in" : where,
                           shown ? to_utf8(shown) : "<object repr() failed>");
    } else if (!where.empty()) {
        head = fmt::format("{}:\n", where);
    }
    Printer printer(thread);
    if (Value traceback = as_exception(exception)->traceback.load())
        printer.print_traceback(traceback, false);
    printer.print_message(exception, false);
    write_stderr(thread, head + printer.take());
}

}  // namespace gilt
