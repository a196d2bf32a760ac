// The command line: which words are options, and what bad ones are called.
#include "cli/options.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <vector>

namespace gilt {
namespace {

Options parse(std::vector<std::string> words) {
    words.insert(words.begin(), "gilt");
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    return parse_options(static_cast<int>(argv.size()), argv.data());
}

using Words = std::vector<std::string>;

TEST(Options, WithoutWordsThereIsAPrompt) {
    Options options = parse({});
    EXPECT_EQ(options.source, Source::Prompt);
    EXPECT_TRUE(options.gil);
    EXPECT_EQ(options.sys.argv, Words{""});
}

TEST(Options, EndAtTheProgram) {
    Options options = parse({"-u", "a.py", "-X", "gil=0", "--gil=off"});
    EXPECT_EQ(options.source, Source::File);
    EXPECT_EQ(options.program, "a.py");
    EXPECT_TRUE(options.gil);
    EXPECT_TRUE(options.sys.unbuffered);
    EXPECT_EQ(options.sys.argv, (Words{"a.py", "-X", "gil=0", "--gil=off"}));
}

TEST(Options, CommandAndModuleTakeTheNextWordOrTheRestOfTheirs) {
    EXPECT_EQ(parse({"-c", "pass", "x"}).program, "pass");
    EXPECT_EQ(parse({"-cpass", "x"}).sys.argv, (Words{"-c", "x"}));
    EXPECT_EQ(parse({"-qm", "json.tool", "-h"}).program, "json.tool");
    EXPECT_EQ(parse({"-qm", "json.tool", "-h"}).sys.argv, (Words{"-m", "-h"}));
    EXPECT_EQ(parse({"-c"}).error, "argument expected for the -c option");
}

TEST(Options, ADashIsStandardInput) {
    Options options = parse({"-", "a"});
    EXPECT_EQ(options.source, Source::Stdin);
    EXPECT_EQ(options.sys.argv, (Words{"-", "a"}));
}

TEST(Options, TheGilByAllItsNames) {
    EXPECT_FALSE(parse({"--gil=off"}).gil);
    EXPECT_FALSE(parse({"-X", "gil=0"}).gil);
    EXPECT_FALSE(parse({"-Xgil=0"}).gil);
    EXPECT_TRUE(parse({"-X", "gil=0", "--gil=on"}).gil);
    setenv("PYTHON_GIL", "0", 1);
    EXPECT_FALSE(parse({}).gil);
    EXPECT_TRUE(parse({"--gil=on"}).gil);
    EXPECT_TRUE(parse({"-E"}).gil);
    setenv("PYTHON_GIL", "2", 1);
    EXPECT_EQ(parse({}).error, "PYTHON_GIL must be 1 or 0, not '2'");
    unsetenv("PYTHON_GIL");
}

TEST(Options, SayWhatIsWrong) {
    EXPECT_EQ(parse({"--nonsense"}).error, "unknown option --nonsense (gilt --help lists them)");
    EXPECT_EQ(parse({"-Z"}).error, "unknown option -Z (gilt --help lists them)");
    EXPECT_EQ(parse({"--gil=maybe"}).error, "--gil must be on or off, not 'maybe'");
    EXPECT_EQ(parse({"-X", "deadlock=x"}).error, "-X deadlock must be report, error or off, not 'x'");
    EXPECT_EQ(parse({"-X", "gil_policy=x"}).error, "-X gil_policy must be interactive or timeslice, not 'x'");
}

TEST(Options, Stages) {
    EXPECT_EQ(parse({"--dis", "a.py"}).stage, Stage::Bytecode);
    EXPECT_EQ(parse({"--ast", "-c", "x"}).stage, Stage::Tree);
    EXPECT_EQ(parse({"--tokens", "-"}).stage, Stage::Tokens);
}

TEST(Options, FlagsAddUp) {
    Options options =
        parse({"-OO", "-iq", "-W", "error", "-Wignore", "-X", "name=value", "-X", "plain", "a.py"});
    EXPECT_EQ(options.sys.optimize, 2);
    EXPECT_TRUE(options.sys.inspect);
    EXPECT_TRUE(options.sys.quiet);
    EXPECT_EQ(options.sys.warn_options, (Words{"error", "ignore"}));
    ASSERT_EQ(options.sys.x_options.size(), 2u);
    EXPECT_EQ(options.sys.x_options[0], std::make_pair(std::string("name"), std::string("value")));
    EXPECT_EQ(options.sys.x_options[1].second, "");
}

}  // namespace
}  // namespace gilt
