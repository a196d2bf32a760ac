// Positions must come out of the packed table as they went in, whatever they look like.
#include "vm/location_table.h"

#include <gtest/gtest.h>

#include <limits>

namespace gilt {
namespace {

constexpr int32_t kMost = std::numeric_limits<int32_t>::max();

const std::vector<PositionRun> kRuns = {
    {0, {1, 1, 0, 5}},
    {1, {1, 1, 4, 9, 6, 7}},             // with an anchor
    {3, {40000, 40002, 200, 3}},         // over three lines: the end column is left of the column
    {200, {7, 7, 0, 1}},                 // back to an earlier line: a loop
    {70000, {kMost, kMost, kMost, kMost, kMost - 1, kMost}},
    {70001, {}},                         // nowhere
    {70002, {9, 0, 5, 0}},               // it begins somewhere, and no end is known
    {70003, {-kMost, kMost, -1, kMost, kMost, -kMost}},
};

TEST(LocationTable, GivesBackWhatWentIn) {
    LocationTable table(kRuns);
    size_t next = 0;
    table.for_each([&](const PositionRun& run) {
        EXPECT_EQ(run.first_word, kRuns[next].first_word);
        EXPECT_EQ(run.position, kRuns[next].position);
        next++;
        return true;
    });
    EXPECT_EQ(next, kRuns.size());
}

TEST(LocationTable, FindsTheRunAWordLiesIn) {
    LocationTable table(kRuns);
    for (auto [word, run] : {std::pair{0u, 0}, {1u, 1}, {2u, 1}, {3u, 2}, {199u, 2}, {200u, 3}, {69999u, 3}, {70000u, 4}, {70001u, 5}, {900000u, 7}})
        EXPECT_EQ(table.at(word), kRuns[static_cast<size_t>(run)].position) << word;
}

TEST(LocationTable, BeforeTheFirstRunThereIsNoPlace) {
    EXPECT_EQ(LocationTable().at(0), Position{});
    EXPECT_EQ(LocationTable(std::vector<PositionRun>{{5, {3, 3, 1, 2}}}).at(4), Position{});
}

}  // namespace
}  // namespace gilt
