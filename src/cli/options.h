// The command line: what was asked for, in CPython's conventions.
//
// Options come first; the first word that is none is the program, and everything after it belongs to the program. Short
// options may be joined (-qi). An error is one line of text; the command prints it and leaves with exit code 2.
#pragma once

#include <string>
#include <vector>

#include "modules/sys_module.h"

namespace gilt {

enum class Stage { Run, Tokens, Tree, Bytecode };            // --tokens, --ast, --dis stop early
enum class Source { Prompt, File, Command, Module, Stdin };  // where the program comes from

struct Options {
    Source source = Source::Prompt;
    std::string program;  // file name, text of -c or name of -m
    Stage stage = Stage::Run;
    bool help = false, version = false;

    bool gil = true;
    bool gil_statistics = false;
    bool timeslice = false;
    enum class Deadlock { Report, Error, Off } deadlock = Deadlock::Report;
    bool gc_statistics = false;
    bool skip_first_line = false;  // -x

    SysOptions sys;  // argv included

    std::string error;  // empty: all is well
};

Options parse_options(int argc, char** argv);

// The page of --help.
extern const char* const kHelp;

}  // namespace gilt
