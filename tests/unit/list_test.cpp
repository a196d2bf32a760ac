// list: against a std::vector that is told the same, the sort, and four threads at one list.
#include "objects/list.h"

#include <algorithm>
#include <random>

#include "objects/range.h"
#include "objects/tuple.h"
#include "objects_fixture.h"
#include "vm/operations.h"

namespace gilt {
namespace {

using namespace testing;

class ListTest : public ObjectsTest {
 protected:
    List* list_of(const std::vector<int64_t>& numbers) {
        List* list = new_list(thread());
        for (int64_t value : numbers) list_append(thread(), list, number(value));
        return list;
    }
    std::vector<int64_t> numbers_of(List* list) {
        std::vector<int64_t> numbers;
        for (size_t i = 0; i < list->count(); i++) numbers.push_back(list_get(list, i).as_int());
        return numbers;
    }
    std::vector<int64_t> counting(int64_t count) {
        std::vector<int64_t> numbers(count);
        for (int64_t i = 0; i < count; i++) numbers[i] = i;
        return numbers;
    }
};
INSTANTIATE_TEST_SUITE_P(Gil, ListTest, ::testing::Bool(), mode_name);

TEST_P(ListTest, GrowsByAppending) {
    List* list = new_list(thread());
    EXPECT_EQ(list->count(), 0u);
    for (int64_t i = 0; i < 100'000; i++) list_append(thread(), list, number(i));
    EXPECT_EQ(numbers_of(list), counting(100'000));
    EXPECT_TRUE(list_get(list, 100'000).is_empty());
    EXPECT_FALSE(list_set(list, 100'000, number(1)));
}

TEST_P(ListTest, OldStorageStaysForItsReaders) {
    List* list = list_of({1, 2, 3});
    ListStorage* before = list->storage();
    uint64_t capacity = before->capacity;
    for (uint64_t i = 3; i <= capacity; i++) list_append(thread(), list, number(7));
    ASSERT_NE(list->storage(), before);
    EXPECT_EQ(before->items[0].load(), number(1));
    EXPECT_EQ(before->count.load(), capacity);
}

TEST_P(ListTest, BehavesLikeAVector) {
    std::mt19937 random(7);
    std::vector<int64_t> model;
    List* list = new_list(thread());
    for (int step = 0; step < 20'000; step++) {
        int64_t size = static_cast<int64_t>(model.size());
        switch (random() % 8) {
            case 0:
            case 1:
            case 2:
                model.push_back(step);
                list_append(thread(), list, number(step));
                break;
            case 3: {
                int64_t at = size ? static_cast<int64_t>(random() % size) : 0;
                model.insert(model.begin() + at, step);
                ASSERT_TRUE(list_insert(thread(), list, at, number(step)));
                break;
            }
            case 4:
                if (size) {
                    int64_t at = static_cast<int64_t>(random() % size);
                    ASSERT_EQ(list_take(thread(), list, at), number(model[at]));
                    model.erase(model.begin() + at);
                }
                break;
            case 5:
                if (size) {
                    int64_t at = static_cast<int64_t>(random() % size);
                    model[at] = -step;
                    ASSERT_TRUE(list_set(list, at, number(-step)));
                }
                break;
            case 6: {  // list[a:b] = other
                int64_t a = size ? static_cast<int64_t>(random() % size) : 0;
                int64_t b = a + (size > a ? static_cast<int64_t>(random() % (size - a + 1)) : 0);
                std::vector<int64_t> other(random() % 5, step);
                model.erase(model.begin() + a, model.begin() + b);
                model.insert(model.begin() + a, other.begin(), other.end());
                Value slice = new_slice(thread(), number(a), number(b), Value::none());
                ASSERT_TRUE(list_assign_subscript(thread(), list, slice, list_of(other)));
                break;
            }
            case 7: {  // del list[a::step]
                int64_t a = size ? static_cast<int64_t>(random() % size) : 0;
                int64_t by = 2 + static_cast<int64_t>(random() % 30);
                std::vector<int64_t> rest;
                for (int64_t i = 0; i < size; i++)
                    if (i < a || (i - a) % by) rest.push_back(model[i]);
                model = rest;
                Value slice = new_slice(thread(), number(a), Value::none(), number(by));
                ASSERT_TRUE(list_assign_subscript(thread(), list, slice, {}));
                break;
            }
        }
        ASSERT_EQ(list->count(), model.size());
    }
    EXPECT_EQ(numbers_of(list), model);
}

TEST_P(ListTest, Slices) {
    List* list = list_of(counting(10));
    EXPECT_EQ(numbers_of(as_list(list_slice(thread(), list, 2, 5, 1))), (std::vector<int64_t>{2, 3, 4}));
    EXPECT_EQ(numbers_of(as_list(list_slice(thread(), list, -3, 100, 1))), (std::vector<int64_t>{7, 8, 9}));
    EXPECT_EQ(numbers_of(as_list(list_slice(thread(), list, 9, INT64_MIN, -4))),
              (std::vector<int64_t>{9, 5, 1}));
    EXPECT_EQ(as_list(list_slice(thread(), list, 5, 2, 1))->count(), 0u);
}

TEST_P(ListTest, SortsAnyOrder) {
    std::mt19937 random(1);
    for (int size : {0, 1, 2, 3, 31, 64, 65, 1000, 5000}) {
        for (int pattern = 0; pattern < 6; pattern++) {
            std::vector<int64_t> numbers = counting(size);
            if (pattern == 1) std::reverse(numbers.begin(), numbers.end());
            if (pattern == 2) std::shuffle(numbers.begin(), numbers.end(), random);
            if (pattern == 3)
                for (int64_t& value : numbers) value = static_cast<int64_t>(random() % 10);
            if (pattern == 4)  // sorted but for a few
                for (int i = 0; i < size / 50; i++)
                    std::swap(numbers[random() % size], numbers[random() % size]);
            if (pattern == 5)  // two sorted halves
                std::rotate(numbers.begin(), numbers.begin() + size / 3, numbers.end());
            List* list = list_of(numbers);
            ASSERT_TRUE(list_sort(thread(), list, Value::none(), false));
            std::sort(numbers.begin(), numbers.end());
            ASSERT_EQ(numbers_of(list), numbers) << size << " items, pattern " << pattern;
            ASSERT_TRUE(list_sort(thread(), list, Value::none(), true));
            std::reverse(numbers.begin(), numbers.end());
            ASSERT_EQ(numbers_of(list), numbers);
        }
    }
}

// 1 and 1.0 are equal but can be told apart.
TEST_P(ListTest, SortIsStable) {
    std::mt19937 random(3);
    for (bool reverse : {false, true}) {
        std::vector<std::pair<int64_t, bool>> model;
        List* list = new_list(thread());
        for (int i = 0; i < 3000; i++) {
            auto value = static_cast<int64_t>(random() % 20);
            bool is_float = random() % 2;
            model.push_back({value, is_float});
            list_append(thread(), list,
                        is_float ? Value::from_float(static_cast<double>(value)) : number(value));
        }
        std::stable_sort(model.begin(), model.end(),
                         [&](auto& a, auto& b) { return reverse ? a.first > b.first : a.first < b.first; });
        ASSERT_TRUE(list_sort(thread(), list, Value::none(), reverse));
        for (size_t i = 0; i < model.size(); i++) {
            Value item = list_get(list, i);
            ASSERT_EQ(item.is_float(), model[i].second);
            ASSERT_EQ(item.is_float() ? static_cast<int64_t>(item.as_float()) : item.as_int(),
                      model[i].first);
        }
    }
}

TEST_P(ListTest, TuplesSortItemByItem) {
    std::mt19937 random(5);
    std::vector<std::pair<int64_t, int64_t>> model;
    List* list = new_list(thread());
    for (int i = 0; i < 2000; i++) {
        model.push_back({random() % 10, random() % 10});
        list_append(thread(), list,
                    new_tuple(thread(), {number(model.back().first), number(model.back().second)}));
    }
    std::sort(model.begin(), model.end());
    ASSERT_TRUE(list_sort(thread(), list, Value::none(), false));
    for (size_t i = 0; i < model.size(); i++) {
        Tuple* pair = as_tuple(list_get(list, i));
        ASSERT_EQ(pair->items[0].as_int(), model[i].first);
        ASSERT_EQ(pair->items[1].as_int(), model[i].second);
    }
}

TEST_P(ListTest, StringsSortByCodePoint) {
    List* list = new_list(thread());
    for (const char* word : {"b", "", "aa", "a", "\u00e9", "\u4e2d", "Z", "\U0001F600", "ab"})
        list_append(thread(), list, text(word));
    ASSERT_TRUE(list_sort(thread(), list, Value::none(), false));
    std::string joined;
    for (size_t i = 0; i < list->count(); i++) joined += to_utf8(as_str(list_get(list, i))) + "|";
    EXPECT_EQ(joined, "|Z|a|aa|ab|b|\u00e9|\u4e2d|\U0001F600|");
}

TEST_P(ListTest, ManyThreadsAppend) {
    constexpr int kThreads = 4, kEach = 20'000;
    List* list = new_list(thread());
    in_threads(kThreads, [&](Thread& own, int index) {
        for (int i = 0; i < kEach; i++) {
            list_append(own, list, Value::from_int(index * kEach + i));
            (void)own.safepoint();
        }
    });
    std::vector<int64_t> numbers = numbers_of(list);
    std::sort(numbers.begin(), numbers.end());
    EXPECT_EQ(numbers, counting(kThreads * kEach));
}

TEST_P(ListTest, ManyThreadsTake) {
    constexpr int64_t kItems = 8'000;  // each take moves half of them: quadratic, and slow under tsan
    List* list = list_of(counting(kItems));
    std::atomic<int64_t> sum{0}, taken{0};
    in_threads(4, [&](Thread& own, int index) {
        while (Value item = list_take(own, list, index % 2 ? list->count() / 2 : 0)) {
            sum += item.as_int();
            taken++;
            (void)own.safepoint();
        }
    });
    // A thread may leave early when its index was just past the end; what is left is still whole.
    for (size_t i = 0; i < list->count(); i++) {
        sum += list_get(list, i).as_int();
        taken++;
    }
    EXPECT_EQ(taken, kItems);
    EXPECT_EQ(sum, kItems * (kItems - 1) / 2);
}

TEST_P(ListTest, ReadersSeeWholeItems) {
    List* list = list_of(counting(64));
    std::atomic<bool> stop{false};
    in_threads(3, [&](Thread& own, int index) {
        if (index == 0) {
            for (int round = 0; round < 3000; round++) {
                (void)list_insert(own, list, 0, Value::from_int(round));
                (void)list_take(own, list, 10);
                if (round % 100 == 0) (void)list_sort(own, list, Value::none(), round % 200 == 0);
                (void)own.safepoint();
            }
            stop = true;
            return;
        }
        while (!stop) {
            for (size_t i = 0; i < 70; i++) {
                Value item = list_get(list, i);
                ASSERT_TRUE(item.is_empty() || item.is_int());
            }
            ASSERT_GE(list_copy(own, list)->count(), 64u);
            (void)own.safepoint();
        }
    });
}

}  // namespace
}  // namespace gilt
