// Lines come from libedit on a terminal, else from standard input as they are. A statement is complete when the
// compiler says so; a compound one ends with an empty line. Ctrl-C drops what was typed so far, or ends a running
// statement with KeyboardInterrupt; Ctrl-D leaves. Tab completes names, Ctrl-R searches the history, which is kept in
// the file that PYTHON_HISTORY names, else in ~/.gilt_history.
//
// A statement with `await` is a coroutine, and is run by the event loop of lib/_prompt.py. Once asyncio is imported that loop
// counts as running while other statements run, too, so that they may make tasks; when the prompt ends, it is closed.
#include "cli/prompt.h"

#include <histedit.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/program.h"
#include "modules/importer.h"
#include "modules/sys_module.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/list.h"
#include "objects/names.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "thread/thread.h"
#include "vm/code.h"
#include "vm/compiler_interface.h"
#include "vm/interpreter.h"
#include "vm/operations.h"

namespace gilt {
namespace {

constexpr int kHistorySize = 1000;

std::string current_prompt;  // what libedit asks for while it reads

// Makes the thread Running in the middle of a BlockingRegion, which is where libedit calls us back. What the region noted
// of the stack stays true: libedit's frames below it hold no objects.
class RunningAgain {
 public:
    explicit RunningAgain(Thread& thread) : thread_(thread), saved_(thread.c_saved.load(std::memory_order_relaxed)) {
        resume_running(thread);
    }
    ~RunningAgain() {
        thread_.c_saved.store(saved_, std::memory_order_relaxed);
        leave_running(thread_);
    }
    RunningAgain(const RunningAgain&) = delete;
    RunningAgain& operator=(const RunningAgain&) = delete;

 private:
    Thread& thread_;
    void* saved_;
};

// What could stand at the end of `line` in place of `*part`.
std::vector<std::string> completions(Thread& thread, std::string_view line, std::string* part) {
    std::vector<std::string> found;
    Value module = import_module(thread, "_prompt");
    Value answer = module ? call_method(thread, module, intern(thread, "complete"),
                                        {new_str(thread, line), main_module(thread)->dict()})
                          : Value();
    if (!answer) {
        clear_exception(thread);
        return found;
    }
    *part = to_utf8(as_str(as_tuple(answer)->items[0]));
    List* words = as_list(as_tuple(answer)->items[1]);
    for (size_t i = 0; Value word = list_get(words, i); i++) found.push_back(to_utf8(as_str(word)));
    return found;
}

void print_in_columns(const std::vector<std::string>& words) {
    size_t width = 0;
    for (const std::string& word : words) width = std::max(width, word.size() + 2);
    const size_t columns = std::max<size_t>(1, 80 / width);
    for (size_t i = 0; i < words.size(); i++)
        printf("%s%-*s", i % columns ? "" : "\n", static_cast<int>(width), words[i].c_str());
    printf("\n");
    fflush(stdout);
}

// The Tab key: four spaces where there is nothing to complete yet, else as much of the word as is certain; what it could
// become is listed when nothing is.
unsigned char on_tab(EditLine* edit, int) {
    const LineInfo* info = el_line(edit);
    const std::string_view line(info->buffer, static_cast<size_t>(info->cursor - info->buffer));
    if (line.find_first_not_of(" \t") == std::string_view::npos)
        return el_insertstr(edit, "    ") == 0 ? CC_REFRESH : CC_ERROR;
    Thread& thread = *Thread::current_or_null();
    RunningAgain running(thread);
    std::string part;
    const std::vector<std::string> words = completions(thread, line, &part);
    if (words.empty()) return CC_REFRESH_BEEP;
    std::string common = words[0];
    for (const std::string& word : words)
        common.resize(static_cast<size_t>(
            std::mismatch(common.begin(), common.end(), word.begin(), word.end()).first - common.begin()));
    if (common.size() > part.size())
        return el_insertstr(edit, common.c_str() + part.size()) == 0 ? CC_REFRESH : CC_ERROR;
    print_in_columns(words);
    return CC_REDISPLAY;
}

std::string history_file() {
    if (const char* file = getenv("PYTHON_HISTORY"); file && *file) return file;
    const char* home = getenv("HOME");
    return home ? std::string(home) + "/.gilt_history" : "";
}

class Lines {
 public:
    Lines() {
        if (!isatty(0) || !isatty(1)) return;
        setlocale(LC_CTYPE, "");
        edit_ = el_init("gilt", stdin, stdout, stderr);
        history_ = history_init();
        if (!edit_ || !history_) return;
        HistEvent event;
        history(history_, &event, H_SETSIZE, kHistorySize);
        history(history_, &event, H_SETUNIQUE, 1);
        file_ = history_file();
        if (!file_.empty()) history(history_, &event, H_LOAD, file_.c_str());
        el_set(
            edit_, EL_PROMPT, +[](EditLine*) { return current_prompt.data(); });
        el_set(edit_, EL_EDITOR, "emacs");
        el_set(edit_, EL_SIGNAL, 0);  // signals are the runtime's
        el_set(edit_, EL_HIST, history, history_);
        el_set(edit_, EL_ADDFN, "complete-name", "Complete a name or attribute", on_tab);
        el_set(edit_, EL_BIND, "^I", "complete-name", nullptr);
        el_set(edit_, EL_BIND, "^R", "em-inc-search-prev", nullptr);
        el_set(edit_, EL_BIND, "\033[3~", "ed-delete-next-char", nullptr);
    }
    ~Lines() {
        if (history_) history_end(history_);
        if (edit_) el_end(edit_);
    }
    Lines(const Lines&) = delete;
    Lines& operator=(const Lines&) = delete;

    // The next line with its end. Nothing: at the end of the input, or with an exception pending (Ctrl-C).
    std::optional<std::string> read(Thread& thread, const std::string& prompt) {
        return edit_ ? read_edited(thread, prompt) : read_plain(thread, prompt);
    }

 private:
    std::optional<std::string> read_edited(Thread& thread, const std::string& prompt) {
        current_prompt = prompt;
        int count = 0;
        const char* text;
        int error;
        {
            BlockingRegion region(thread);
            errno = 0;
            text = el_gets(edit_, &count);
            error = errno;
        }
        if (!thread.safepoint()) {
            el_set(edit_, EL_UNBUFFERED, 0);
            return std::nullopt;
        }
        if (text && count > 0) {
            std::string line(text, static_cast<size_t>(count));
            if (line.find_first_not_of(" \t\n") != std::string::npos) {
                HistEvent event;
                history(history_, &event, H_ENTER, line.c_str());
                // Now, not at the end: a program may end in many ways.
                if (!file_.empty()) history(history_, &event, H_SAVE, file_.c_str());
            }
            return line;
        }
        if (count < 0 && error == EINTR) return read_edited(thread, prompt);
        return std::nullopt;
    }

    std::optional<std::string> read_plain(Thread& thread, const std::string& prompt) {
        fputs(prompt.c_str(), stdout);
        fflush(stdout);
        std::string line;
        for (;;) {
            char c;
            ssize_t count;
            {
                BlockingRegion region(thread);
                count = ::read(0, &c, 1);
            }
            if (count < 0 && errno == EINTR) {
                if (!thread.safepoint()) return std::nullopt;
                continue;
            }
            if (count <= 0) return line.empty() ? std::nullopt : std::optional(line + "\n");
            line += c;
            if (c == '\n') return line;
        }
    }

    EditLine* edit_ = nullptr;
    History* history_ = nullptr;
    std::string file_;  // empty: the history is forgotten
};

std::string prompt_text(Thread& thread, const char* name, const char* fallback) {
    Value value = sys_get(name);
    if (!value) return fallback;
    Str* text = to_str(thread, value);
    if (!text) clear_exception(thread);
    return text ? to_utf8(text) : fallback;
}

// Whether the statement that begins with this line is one that more lines belong to.
bool is_compound(std::string_view source) {
    std::string_view line = source.substr(0, source.find('\n'));
    if (line.starts_with('@')) return true;
    size_t end = line.find_first_of(" \t:(");
    std::string_view word = line.substr(0, end);
    for (std::string_view keyword : {"if", "for", "while", "def", "class", "with", "try", "async"})
        if (word == keyword) return true;
    size_t last = line.find_last_not_of(" \t\r");
    return word == "match" && last != std::string_view::npos && line[last] == ':';
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// A whole statement; null at the end of the input, or with an exception pending. An empty line gives no code, and *none
// is set.
Code* read_statement(Thread& thread, Lines& lines, bool* none, bool* at_end) {
    std::string source;
    *none = *at_end = false;
    for (;;) {
        bool first = source.empty();
        auto line = lines.read(
            thread, first ? prompt_text(thread, "ps1", ">>> ") : prompt_text(thread, "ps2", "... "));
        if (!line) {
            *at_end = !thread.exception;
            return nullptr;
        }
        if (first && is_blank(*line)) {
            *none = true;
            return nullptr;
        }
        source += *line;
        CompileOptions options;
        options.mode = CompileMode::Single;
        options.allow_top_level_await = true;
        bool incomplete = false;
        Code* code = compiler.compile_interactive(thread, source, "<stdin>", options, &incomplete);
        bool goes_on = code && is_compound(source) && !is_blank(*line);
        if (!incomplete && !goes_on) return code;
        clear_exception(thread);
    }
}

// Takes the event loop's own calls, through which the statement was reached, out of the traceback.
void hide_the_loop(Thread& thread) {
    Exception* error = as_exception(thread.exception);
    Value entry = error->traceback.load();
    while (entry && !entry.is_none() && as_traceback(entry)->next.load() && !as_traceback(entry)->next.load().is_none() &&
           to_utf8(as_traceback(entry)->code->filename).starts_with("<gilt>/"))
        entry = as_traceback(entry)->next.load();
    error->traceback.store(entry);
}

void run_coroutine(Thread& thread, Code* code, Dict* space) {
    Value module = import_module(thread, "_prompt");
    Value coroutine = module ? call(thread, new_function(thread, code, space), {}) : Value();
    if (coroutine && !call_method(thread, module, intern(thread, "run"), {coroutine})) hide_the_loop(thread);
}

bool uses_asyncio(Thread& thread) { return bool(dict_get(namespaces.modules, intern(thread, "asyncio"))); }

void run_plainly(Thread& thread, Code* code, Dict* space) {
    if (!uses_asyncio(thread)) {
        (void)run_code(thread, code, space, {});
        return;
    }
    Value module = import_module(thread, "_prompt");
    Value outer = module ? call_method(thread, module, intern(thread, "enter_loop"), {}) : Value();
    if (!outer) return;
    (void)run_code(thread, code, space, {});
    Value pending = take_exception(thread);
    if (call_method(thread, module, intern(thread, "leave_loop"), {outer}) && pending) thread.exception = pending;
}

// Cancels the tasks that are left, and lets them clean up.
void close_loop(Thread& thread) {
    if (!uses_asyncio(thread)) return;
    Value module = import_module(thread, "_prompt");
    if (!module || !call_method(thread, module, intern(thread, "close_loop"), {})) (void)report_uncaught(thread);
}

}  // namespace

int run_prompt(Thread& thread, bool quiet) {
    if (!quiet) {
        printf("gilt 0.1.0 (Python 3.12) on linux\nCtrl-D or exit() leaves.\n");
        fflush(stdout);
    }
    Dict* space = main_module(thread)->dict();
    for (auto [name, text] : {std::pair{"ps1", ">>> "}, std::pair{"ps2", "... "}})
        if (!sys_get(name))
            dict_set(thread, namespaces.sys, intern(thread, name), new_str_ascii(thread, text));
    Lines lines;
    for (;;) {
        bool none, at_end;
        Code* code = read_statement(thread, lines, &none, &at_end);
        if (at_end) {
            putchar('\n');
            fflush(stdout);
            close_loop(thread);
            return 0;
        }
        if (code && code->flags & kCoroutine)
            run_coroutine(thread, code, space);
        else if (code)
            run_plainly(thread, code, space);
        if (thread.exception) {
            Value error = thread.exception;
            if (is_instance(error, exceptions.SystemExit)) {
                clear_exception(thread);
                close_loop(thread);
                thread.exception = error;
                return report_uncaught(thread);
            }
            if (!code && is_instance(error, exceptions.KeyboardInterrupt)) {
                clear_exception(thread);
                printf("\nKeyboardInterrupt\n");
                fflush(stdout);
                continue;
            }
            (void)report_uncaught(thread);
        }
        Value out = sys_get("stdout");
        if (out && !out.is_none() && !call_method(thread, out, names.flush, {})) clear_exception(thread);
    }
}

}  // namespace gilt
