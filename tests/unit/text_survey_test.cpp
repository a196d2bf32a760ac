// What one look at a chunk of text finds, against what its definition says.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "modules/text_survey.h"

namespace gilt {
namespace {

void check(const std::string& text) {
    TextSurvey result;
    result.line_ends = {7};  // from the chunk before
    survey(text, true, &result);
    std::vector<uint32_t> ends;
    bool is_ascii = true;
    for (size_t i = 0; i < text.size(); i++) {
        if (text[i] == '\n') ends.push_back(static_cast<uint32_t>(i + 1));
        is_ascii &= static_cast<unsigned char>(text[i]) < 0x80;
    }
    EXPECT_EQ(result.line_ends, ends) << text;
    EXPECT_EQ(result.is_ascii, is_ascii) << text;
    EXPECT_EQ(result.has_carriage, text.find('\r') != std::string::npos) << text;
    survey(text, false, &result);
    EXPECT_TRUE(result.line_ends.empty());
    EXPECT_EQ(result.is_ascii, is_ascii) << text;
}

TEST(TextSurvey, EachByteCountsWhereverItIs) {
    for (size_t length : {0, 1, 63, 64, 65, 128, 200})
        for (size_t at = 0; at < length; at++)
            for (char c : {'\n', '\r', '\x80', '\xFF', '\x7F'}) {
                std::string text(length, 'a');
                text[at] = c;
                check(text);
            }
}

TEST(TextSurvey, TextsAtRandom) {
    std::mt19937 random(1);
    for (int i = 0; i < 2000; i++) {
        std::string text(random() % 300, ' ');
        bool is_plain = random() % 2;
        for (char& c : text) c = random() % 20 == 0 ? '\n' : static_cast<char>(is_plain ? ' ' + random() % 90 : random());
        check(text);
    }
    check("");
}

}  // namespace
}  // namespace gilt
