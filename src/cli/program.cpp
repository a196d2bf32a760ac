#include "cli/program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "cli/prompt.h"
#include "compiler/compile.h"
#include "compiler/disassembler.h"
#include "heap/heap.h"
#include "modules/fs_path.h"
#include "modules/importer.h"
#include "modules/io_stream.h"
#include "modules/threading.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/names.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/traceback_print.h"
#include "thread/deadlock.h"
#include "thread/gil.h"
#include "thread/hooks.h"
#include "thread/thread.h"
#include "vm/boot.h"
#include "vm/compiler_interface.h"
#include "vm/generator.h"
#include "vm/operations.h"

namespace gilt {
namespace {

constexpr int kInterrupted = 128 + SIGINT;
constexpr int kCannotStart = 2;   // no such file, no UTF-8
constexpr int kOutputLost = 120;  // sys.stdout could not be flushed at the end

int fail(const Options& options, int code, const std::string& message) {
    fprintf(stderr, "%s: %s\n", options.sys.orig_argv[0].c_str(), message.c_str());
    return code;
}

std::string current_folder() {
    char* folder = getcwd(nullptr, 0);
    std::string text = folder ? folder : ".";
    free(folder);
    return text;
}

std::string absolute(const std::string& path) {
    return path.starts_with('/') ? path : current_folder() + "/" + path;
}

std::string folder_of(const std::string& path) {
    std::string real = path;
    if (char* resolved = realpath(path.c_str(), nullptr)) {
        real = resolved;
        free(resolved);
    }
    size_t slash = real.rfind('/');
    return slash == 0 ? "/" : real.substr(0, slash);
}

void flush_stream(Thread& thread, const char* name, bool* failed) {
    Value stream = sys_get(name);
    if (!stream || stream.is_none()) return;
    Value closed;
    if (find_attr(thread, stream, intern(thread, "closed"), &closed) == 1 && closed.is_true()) return;
    if (call_method(thread, stream, names.flush, {})) return;
    Value error = take_exception(thread);
    if (!error) return;
    if (failed) {
        *failed = true;
        print_unraisable(thread, error, "", stream);
    }
}

// Calls sys.modules[module].<function>() if the module was imported.
void call_at_exit(Thread& thread, const char* module_name, const char* function) {
    Value module = dict_get(namespaces.modules, intern(thread, module_name));
    if (!module || module.is_none()) return;
    Value method;
    if (find_attr(thread, module, intern(thread, function), &method) != 1) {
        clear_exception(thread);
        return;
    }
    if (!call(thread, method, {})) print_unraisable(thread, take_exception(thread), "", module);
}

// After the program: waits for its threads, runs what it left with atexit and its last __del__, writes out its files.
int finish(Thread& thread, int code) {
    if (dict_get(namespaces.modules, intern(thread, "threading")))
        call_at_exit(thread, "threading", "_shutdown");
    else
        call_at_exit(thread, "_thread", "_shutdown");
    call_at_exit(thread, "atexit", "_run_exitfuncs");
    finish_coroutines(thread);
    heap::finish_all(thread);
    bool failed = false;
    flush_stream(thread, "stdout", &failed);
    flush_stream(thread, "stderr", nullptr);
    Buffer::flush_all_quietly();
    return failed ? kOutputLost : code;
}

std::string read_standard_input(Thread& thread) {
    std::string text;
    char buffer[65536];
    for (;;) {
        ssize_t count;
        {
            BlockingRegion region(thread);
            count = read(0, buffer, sizeof buffer);
        }
        if (count < 0 && errno == EINTR && thread.safepoint()) continue;
        if (count <= 0) return text;
        text.append(buffer, static_cast<size_t>(count));
    }
}

// The program's text and the name it goes by. Not 0: an exit code, and the reason has been printed.
int find_source(Thread& thread, const Options& options, std::string* text, std::string* filename) {
    switch (options.source) {
        case Source::Command:
            *text = options.program + "\n";
            *filename = "<string>";
            return 0;
        case Source::File: {
            std::string path = absolute(options.program);
            *filename = path;
            if (read_program(thread, path, text)) {
                if (options.skip_first_line) text->erase(0, std::min(text->find('\n'), text->size()));
                return 0;
            }
            Value error = take_exception(thread);
            if (Value number = as_exception(error)->fields[0].load();
                number && number.is_int() && is_instance(error, exceptions.OSError)) {
                int code = static_cast<int>(number.as_int());
                return fail(
                    options, kCannotStart,
                    "can't open file '" + path + "': [Errno " + std::to_string(code) + "] " + strerror(code));
            }
            fputs(format_exception(thread, error).c_str(), stderr);
            return kCannotStart;
        }
        default:
            *text = read_standard_input(thread);
            *filename = "<stdin>";
            return 0;
    }
}

// sys.path[0]: where the program lies, or the current folder.
void set_path(Thread& thread, const Options& options, const std::string& filename) {
    if (options.sys.safe_path) return;
    switch (options.source) {
        case Source::File: add_to_path(thread, folder_of(filename)); break;
        case Source::Module: add_to_path(thread, current_folder()); break;
        default: add_to_path(thread, "");
    }
}

int disassemble_program(Thread& thread, const std::string& text, const std::string& filename, int optimize) {
    Code* code = compiler.compile(thread, text, filename, {.optimize = optimize});
    if (!code) return report_uncaught(thread);
    std::string listing = disassemble(code, text);
    fwrite(listing.data(), 1, listing.size(), stdout);
    return 0;
}

bool is_folder(const Options& options) {
    struct stat info;
    return options.source == Source::File && options.stage == Stage::Run &&
           stat(options.program.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

bool is_notebook(const Options& options) {
    return options.source == Source::File && options.stage == Stage::Run && options.program.ends_with(".ipynb");
}

// The notebook runner is written in the language (lib/_notebook); it takes the whole command line and ends with SystemExit.
bool run_notebook(Thread& thread) {
    (void)main_module(thread);  // made: the cells run in it
    Value runner = import_module(thread, "_notebook");
    if (!runner) return false;
    Value function = get_attr(thread, runner, intern(thread, "main"));
    Value arguments = get_attr(thread, import_module(thread, "sys"), intern(thread, "argv"));
    return function && arguments && call(thread, function, {arguments});
}

int run_text(Thread& thread, const Options& options) {
    std::string text, filename;
    if (options.source == Source::Module) {
        set_path(thread, options, "");
        return run_module_as_main(thread, options.program, true) ? 0 : -1;
    }
    if (is_folder(options)) {
        std::string folder = absolute(options.program);
        if (access((folder + "/__main__.py").c_str(), R_OK) != 0)
            return fail(options, 1, "can't find '__main__' module in '" + folder + "'");
        add_to_path(thread, folder);
        return run_module_as_main(thread, "__main__", false) ? 0 : -1;
    }
    if (is_notebook(options)) return run_notebook(thread) ? 0 : -1;
    if (int code = find_source(thread, options, &text, &filename)) return code;
    set_path(thread, options, filename);
    if (options.stage == Stage::Bytecode)
        return disassemble_program(thread, text, filename, options.sys.optimize);
    if (options.source == Source::File) {
        Dict* space = main_module(thread)->dict();
        dict_set(thread, space, names.dunder_file, str_from_path(thread, filename));
        dict_set(thread, space, intern(thread, "__cached__"), Value::none());
    }
    return run_source_as_main(thread, text, filename) ? 0 : -1;
}

// `-m` of something that is not there: one line, no traceback.
bool is_missing_module(Thread& thread, const Options& options) {
    if (options.source != Source::Module || !thread.exception) return false;
    if (!is_instance(thread.exception, exceptions.ImportError)) return false;
    return !as_exception(thread.exception)->traceback.load();
}

}  // namespace

int report_uncaught(Thread& thread) {
    Value error = take_exception(thread);
    if (!error) return 0;
    if (is_instance(error, exceptions.SystemExit)) {
        Value code = as_exception(error)->fields[0].load();
        if (!code || code.is_none()) return 0;
        if (is_int(code)) {
            auto number = int_to_int64(as_plain_int(code));
            return number ? static_cast<int>(*number & 0xFF) : 0xFF;
        }
        flush_stream(thread, "stdout", nullptr);
        Str* text = to_str(thread, code);
        if (!text) clear_exception(thread);
        write_stderr(thread, (text ? to_utf8(text) : "") + "\n");
        return 1;
    }
    flush_stream(thread, "stdout", nullptr);
    // What debuggers ask for, and multiprocessing, which ends its children after Ctrl-C.
    dict_set(thread, namespaces.sys, intern(thread, "last_type"), class_of(error));
    dict_set(thread, namespaces.sys, intern(thread, "last_value"), error);
    dict_set(thread, namespaces.sys, intern(thread, "last_traceback"), as_exception(error)->traceback.load());
    call_excepthook(thread, error);
    return is_instance(error, exceptions.KeyboardInterrupt) ? kInterrupted : 1;
}

int run_program(const Options& options) {
    register_compiler();
    BootOptions boot;
    boot.gil = options.gil;
    boot.timeslice = options.timeslice;
    gil::keep_statistics = options.gil_statistics;
    Thread& thread = boot_runtime(boot);
    deadlock::mode = options.deadlock == Options::Deadlock::Error ? deadlock::Mode::Error
                     : options.deadlock == Options::Deadlock::Off ? deadlock::Mode::Off
                                                                  : deadlock::Mode::Report;
    heap::set_verbose(options.gc_statistics);
    initialize_thread_hooks(thread);
    install_signal_handlers(thread);
    thread_hooks.exit_process = [](Thread&, int code) {
        Buffer::flush_all_quietly();
        _exit(code);
    };
    configure_sys(thread, options.sys);

    bool at_prompt = options.source == Source::Prompt && (isatty(0) || options.sys.interactive) &&
                     options.stage == Stage::Run;
    int code = 0;
    if (at_prompt) {
        set_path(thread, options, "");
        code = run_prompt(thread, options.sys.quiet);
    } else {
        code = run_text(thread, options);
        if (code < 0 && is_missing_module(thread, options)) {
            Str* message = to_str(thread, take_exception(thread));
            code = fail(options, 1, message ? to_utf8(message) : "");
        }
        if (code < 0) code = report_uncaught(thread);
        if (options.sys.inspect && options.stage == Stage::Run) code = run_prompt(thread, true);
    }
    return finish(thread, code);
}

void leave(const Options& options, int code) {
    Thread* thread = Thread::current_or_null();
    if (options.gil_statistics && thread) gil::print_statistics();
    if (thread) new StopTheWorld(*thread);  // and it never goes on
    fflush(stdout);
    fflush(stderr);
    if (code == kInterrupted) {  // whoever started us sees that it was Ctrl-C
        signal(SIGINT, SIG_DFL);
        kill(getpid(), SIGINT);
    }
    _exit(code);
}

}  // namespace gilt
