#include "cli/options.h"

#include <fmt/core.h>

#include <cstdlib>
#include <optional>
#include <string_view>

namespace gilt {

const char* const kHelp =
    R"(usage: gilt [option] ... [-c text | -m module | file | -] [argument] ...

gilt runs programs written in Python 3.12, on OS threads behind a GIL that can be turned off.
Without a program it is a prompt, or runs what comes from standard input.

The program:
  file             run this file; a folder or package runs its __main__.py
  notebook.ipynb   run the code cells of a Jupyter notebook; notebook.ipynb --help tells of its own options
  -                read the program from standard input
  -c text          the program is this text
  -m module        run a module found along sys.path as a program
  argument ...     go to the program, in sys.argv[1:]

Threads:
  --gil=on|off     the global interpreter lock (also -X gil=1|0, environment PYTHON_GIL=1|0); on is the default
  -X gil_policy=interactive|timeslice
                   who gets the lock next: threads that wait for input or output first, or as CPython does
  --gil-stats      at exit, what each thread did: running, waiting for the lock, blocked
  -X deadlock=report|error|off
                   when all threads wait for locks: say so and go on, end with exit code 1, or say nothing

Looking inside (instead of running):
  --tokens         what the lexer made of the program
  --ast            its syntax tree
  --dis            its bytecode, with the source lines
  -X gc_stats      one line for each garbage collection while it runs

As in CPython:
  -i               a prompt after the program has ended
  -q               no greeting at the prompt
  -u               standard output and standard error without a buffer
  -O, -OO          leave out assert statements; docstrings too
  -E               take no notice of PYTHON... environment variables
  -I, -P           do not put the program's folder into sys.path (-I: and be -E)
  -W rule          a rule for warnings
  -X name=value    other settings end in sys._xoptions
  -B -b -d -s -S -v -x   accepted
  -V, --version    the version
  -h, --help       this page
)";

namespace {

// One of the names, or nothing with an error that says what is allowed.
std::optional<size_t> choice(std::string_view option, std::string_view value,
                             std::initializer_list<std::string_view> names, std::string* error) {
    size_t index = 0;
    std::string all;
    for (std::string_view name : names) {
        if (name == value) return index;
        all += fmt::format("{}{}", index == 0 ? "" : index + 1 == names.size() ? " or " : ", ", name);
        index++;
    }
    *error = fmt::format("{} must be {}, not '{}'", option, all, value);
    return std::nullopt;
}

class Parser {
 public:
    Parser(int argc, char** argv) : words_(argv + 1, argv + argc) {
        options_.sys.orig_argv.assign(argv, argv + argc);
    }

    Options parse();

 private:
    void parse_long(std::string_view word);
    void parse_short(std::string_view letters);
    void parse_x(std::string_view setting);
    void read_environment();
    // The value of an option: the rest of its word, or the next word.
    std::optional<std::string> value_of(std::string_view option, std::string_view rest);
    void set_gil(std::string_view option, std::string_view value, std::string_view on, std::string_view off);

    std::vector<std::string> words_;
    size_t next_ = 0;
    Options options_;
    bool gil_given_ = false;
    bool program_given_ = false;
};

std::optional<std::string> Parser::value_of(std::string_view option, std::string_view rest) {
    if (!rest.empty()) return std::string(rest);
    if (next_ < words_.size()) return words_[next_++];
    options_.error = fmt::format("argument expected for the {} option", option);
    return std::nullopt;
}

void Parser::set_gil(std::string_view option, std::string_view value, std::string_view on,
                     std::string_view off) {
    if (auto chosen = choice(option, value, {on, off}, &options_.error)) {
        options_.gil = *chosen == 0;
        gil_given_ = true;
    }
}

void Parser::parse_x(std::string_view setting) {
    size_t equals = setting.find('=');
    std::string name(setting.substr(0, equals));
    std::string value(equals == std::string_view::npos ? "" : setting.substr(equals + 1));
    options_.sys.x_options.emplace_back(name, value);
    if (name == "gil") {
        set_gil("-X gil", value, "1", "0");
    } else if (name == "gil_policy") {
        if (auto chosen = choice("-X gil_policy", value, {"interactive", "timeslice"}, &options_.error))
            options_.timeslice = *chosen == 1;
    } else if (name == "deadlock") {
        if (auto chosen = choice("-X deadlock", value, {"report", "error", "off"}, &options_.error))
            options_.deadlock = static_cast<Options::Deadlock>(*chosen);
    } else if (name == "gc_stats") {
        options_.gc_statistics = true;
    } else if (name == "dev") {
        options_.sys.dev_mode = true;
    }
}

void Parser::parse_long(std::string_view word) {
    if (word == "--help")
        options_.help = true;
    else if (word == "--version")
        options_.version = true;
    else if (word == "--gil-stats")
        options_.gil_statistics = true;
    else if (word == "--tokens")
        options_.stage = Stage::Tokens;
    else if (word == "--ast")
        options_.stage = Stage::Tree;
    else if (word == "--dis")
        options_.stage = Stage::Bytecode;
    else if (word.starts_with("--gil="))
        set_gil("--gil", word.substr(6), "on", "off");
    else
        options_.error = fmt::format("unknown option {} (gilt --help lists them)", word);
}

void Parser::parse_short(std::string_view letters) {
    while (!letters.empty() && options_.error.empty() && !program_given_) {
        char letter = letters.front();
        letters.remove_prefix(1);
        switch (letter) {
            case 'c':
            case 'm':
                if (auto value = value_of(letter == 'c' ? "-c" : "-m", letters)) {
                    options_.source = letter == 'c' ? Source::Command : Source::Module;
                    options_.program = *value;
                    program_given_ = true;
                }
                return;
            case 'X':
                if (auto value = value_of("-X", letters)) parse_x(*value);
                return;
            case 'W':
                if (auto value = value_of("-W", letters)) options_.sys.warn_options.push_back(*value);
                return;
            case 'h':
            case '?': options_.help = true; break;
            case 'V': options_.version = true; break;
            case 'i': options_.sys.inspect = options_.sys.interactive = true; break;
            case 'q': options_.sys.quiet = true; break;
            case 'u': options_.sys.unbuffered = true; break;
            case 'O': options_.sys.optimize++; break;
            case 'E': options_.sys.ignore_environment = true; break;
            case 'I':
                options_.sys.isolated = options_.sys.ignore_environment = options_.sys.safe_path = true;
                options_.sys.no_user_site = true;
                break;
            case 'P': options_.sys.safe_path = true; break;
            case 's': options_.sys.no_user_site = true; break;
            case 'S': options_.sys.no_site = true; break;
            case 'v': options_.sys.verbose++; break;
            case 'b': options_.sys.bytes_warning++; break;
            case 'x': options_.skip_first_line = true; break;
            case 'B':
            case 'd': break;
            default: options_.error = fmt::format("unknown option -{} (gilt --help lists them)", letter);
        }
    }
}

void Parser::read_environment() {
    if (options_.sys.ignore_environment) return;
    auto given = [](const char* name) {
        const char* value = getenv(name);
        return value && *value ? value : nullptr;
    };
    if (const char* value = given("PYTHON_GIL"); value && !gil_given_) set_gil("PYTHON_GIL", value, "1", "0");
    if (given("PYTHONUNBUFFERED")) options_.sys.unbuffered = true;
    if (given("PYTHONINSPECT")) options_.sys.inspect = true;
    if (given("PYTHONSAFEPATH")) options_.sys.safe_path = true;
    if (const char* value = given("PYTHONOPTIMIZE"))
        options_.sys.optimize = std::max(options_.sys.optimize, std::max(1, atoi(value)));
}

Options Parser::parse() {
    while (next_ < words_.size() && options_.error.empty() && !program_given_) {
        const std::string& word = words_[next_];
        if (word == "-") {
            next_++;
            options_.source = Source::Stdin;
            program_given_ = true;
        } else if (word == "--") {
            next_++;
            break;
        } else if (word.starts_with("--")) {
            next_++;
            parse_long(word);
        } else if (word.starts_with("-")) {
            next_++;
            parse_short(std::string(word).substr(1));
        } else {
            break;
        }
    }
    if (!program_given_ && next_ < words_.size() && options_.error.empty()) {
        options_.source = Source::File;
        options_.program = words_[next_++];
    }
    std::vector<std::string>& argv = options_.sys.argv;
    switch (options_.source) {
        case Source::Prompt: argv = {""}; break;
        case Source::Stdin: argv = {"-"}; break;
        case Source::File: argv = {options_.program}; break;
        case Source::Command: argv = {"-c"}; break;
        case Source::Module: argv = {"-m"}; break;
    }
    argv.insert(argv.end(), words_.begin() + static_cast<long>(next_), words_.end());
    if (options_.error.empty()) read_environment();
    return std::move(options_);
}

}  // namespace

Options parse_options(int argc, char** argv) { return Parser(argc, argv).parse(); }

}  // namespace gilt
