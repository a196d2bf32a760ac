// str: widths, building with +, interning from many threads, searching against a simple model.
#include "objects/str.h"

#include <random>

#include "objects/codecs.h"
#include "objects/unicode.h"
#include "objects_fixture.h"
#include "vm/operations.h"

namespace gilt {
namespace {

using namespace testing;

class StrTest : public ObjectsTest {
 protected:
    Str* make(const std::string& utf8) { return new_str(thread(), utf8); }
    Str* from(const std::u32string& points) {
        return new_str_from_code_points(thread(), reinterpret_cast<const uint32_t*>(points.data()),
                                        points.size());
    }
};
INSTANTIATE_TEST_SUITE_P(Gil, StrTest, ::testing::Bool(), mode_name);

TEST_P(StrTest, TheNarrowestWidthHoldsTheText) {
    EXPECT_EQ(make("abc")->width(), 1u);
    EXPECT_TRUE(make("abc")->is_ascii());
    EXPECT_EQ(make("\u00e9")->width(), 1u);
    EXPECT_FALSE(make("\u00e9")->is_ascii());
    EXPECT_EQ(make("\u20ac")->width(), 2u);
    EXPECT_EQ(make("\U0001F600")->width(), 4u);
    Str* wide = make("a\U0001F600b");
    EXPECT_EQ(wide->length, 3u);
    Str* narrow = substring(thread(), wide, 0, 1);
    EXPECT_EQ(narrow->width(), 1u);
    EXPECT_TRUE(str_equal(narrow, make("a")));
    EXPECT_TRUE(substring(thread(), make("\u00e9ab"), 1, 3)->is_ascii());
}

TEST_P(StrTest, AddingInALoopSharesOneBuffer) {
    Str* text = make("start ");
    std::string model = "start ";
    for (int i = 0; i < 20000; i++) {
        std::string piece(1 + i % 3, static_cast<char>('a' + i % 26));
        text = concat(thread(), text, make(piece));
        model += piece;
    }
    EXPECT_EQ(to_utf8(text), model);
    ASSERT_NE(text->buffer(), nullptr);
    EXPECT_LE(text->buffer()->capacity, 4 * model.size());
}

TEST_P(StrTest, TwoContinuationsOfOneStringDoNotMeet) {
    Str* common = make(std::string(100, 'x'));
    for (int i = 0; i < 10; i++) common = concat(thread(), common, make("y"));
    Str* left = concat(thread(), common, make("left"));
    Str* right = concat(thread(), common, make("right"));
    Str* wide = concat(thread(), common, make("\u20ac"));
    std::string base = std::string(100, 'x') + std::string(10, 'y');
    EXPECT_EQ(to_utf8(common), base);
    EXPECT_EQ(to_utf8(left), base + "left");
    EXPECT_EQ(to_utf8(right), base + "right");
    EXPECT_EQ(to_utf8(wide), base + "\u20ac");
    EXPECT_FALSE(wide->is_ascii());
}

TEST_P(StrTest, ThreadsAppendToOneString) {
    Str* common = make(std::string(200, 'c'));
    for (int i = 0; i < 4; i++) common = concat(thread(), common, make("d"));
    in_threads(4, [&](Thread& own, int index) {
        for (int round = 0; round < 2000; round++) {
            Str* mine = common;
            std::string tail;
            for (int i = 0; i < 5; i++) {
                mine = concat(own, mine, new_char(own, static_cast<uint32_t>('0' + index)));
                tail += static_cast<char>('0' + index);
            }
            if (to_utf8(mine) != std::string(200, 'c') + "dddd" + tail) ADD_FAILURE() << to_utf8(mine);
        }
    });
}

TEST_P(StrTest, InterningIsUniqueAcrossThreads) {
    constexpr int kNames = 3000;
    std::vector<std::vector<Str*>> seen(4, std::vector<Str*>(kNames));
    in_threads(4, [&](Thread& own, int index) {
        for (int i = 0; i < kNames; i++)
            seen[index][i] = intern(own, "interned_by_test_" + std::to_string(i));
    });
    for (int i = 0; i < kNames; i++) {
        for (int k = 1; k < 4; k++) EXPECT_EQ(seen[0][i], seen[k][i]);
        EXPECT_TRUE(seen[0][i]->is_interned());
    }
    EXPECT_EQ(intern(thread(), make("\u00fcber")), intern(thread(), "\u00fcber"));
    EXPECT_EQ(new_char(thread(), 'q'), substring(thread(), make("aqb"), 1, 2));
}

TEST_P(StrTest, FindAgreesWithTheStandardLibrary) {
    std::mt19937 random(3);
    for (int round = 0; round < 3000; round++) {
        char32_t alphabet[] = {U'a', U'b', round % 3 ? U'c' : U'\u00e9', round % 5 ? U'b' : U'\U0001F600'};
        std::u32string text, wanted;
        for (size_t i = random() % 40; i > 0; i--) text += alphabet[random() % 4];
        for (size_t i = random() % 4; i > 0; i--) wanted += alphabet[random() % 4];
        Str *haystack = from(text), *needle = from(wanted);
        size_t start = random() % (text.size() + 1);
        auto model = text.find(wanted, start);
        auto last = text.rfind(wanted);
        auto position = [](size_t at) { return at == std::u32string::npos ? -1 : static_cast<int64_t>(at); };
        EXPECT_EQ(str_find(haystack, needle, start, text.size()), position(model));
        EXPECT_EQ(str_find(haystack, needle, 0, text.size(), true), position(last));
        EXPECT_EQ(str_compare(haystack, needle) < 0, text < wanted);
        EXPECT_EQ(str_equal(haystack, needle), text == wanted);
        if (text == wanted) {
            EXPECT_EQ(str_hash(haystack), str_hash(needle));
        }
    }
}

TEST_P(StrTest, ReprChoosesQuotesAndEscapes) {
    auto shown = [&](const std::string& text) { return to_utf8(str_repr(thread(), make(text))); };
    EXPECT_EQ(shown("it"), "'it'");
    EXPECT_EQ(shown("it's"), "\"it's\"");
    EXPECT_EQ(shown("'\""), "'\\'\"'");
    EXPECT_EQ(shown("a\n\t\\\x01\x7f"), "'a\\n\\t\\\\\\x01\\x7f'");
    EXPECT_EQ(shown("\u00e9\u00ad\u200b"), "'\u00e9\\xad\\u200b'");
}

TEST_P(StrTest, LoneSurrogatesSurviveInside) {
    uint32_t lone = 0xD800;
    Str* text = new_str_from_code_points(thread(), &lone, 1);
    EXPECT_EQ(to_utf8(text), "\xED\xA0\x80");
    EXPECT_TRUE(str_equal(make(to_utf8(text)), text));
    std::string out;
    EXPECT_FALSE(encode_utf8(thread(), text, &out));
    Value error = take_exception(thread());
    EXPECT_EQ(to_utf8(to_str(thread(), error)),
              "'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed");
    EXPECT_EQ(make("\xff")->at(0), 0xDCFFu);  // what is no UTF-8 at all
}

TEST_P(StrTest, Identifiers) {
    for (const char* good : {"x", "_", "\u00e4b1", "\u2118", "x\u00b7"})
        EXPECT_TRUE(is_identifier(make(good))) << good;
    for (const char* bad : {"", "1x", "a b", "a-b", "\u00b7", "\u20ac"})
        EXPECT_FALSE(is_identifier(make(bad))) << bad;
}

}  // namespace
}  // namespace gilt
