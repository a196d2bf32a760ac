// dict and set: order, versions, against models that are told the same, and four threads at one
// table.
#include "objects/dict.h"

#include <algorithm>
#include <random>
#include <set>
#include <unordered_map>

#include "objects/set.h"
#include "objects_fixture.h"
#include "vm/operations.h"

namespace gilt {
namespace {

using namespace testing;

class DictTest : public ObjectsTest {
 protected:
    Value get(Dict* dict, Value key) {
        Value value;
        return dict_lookup(thread(), dict, key, &value) == 1 ? value : Value();
    }
    std::vector<int64_t> keys_of(Dict* dict) {
        std::vector<int64_t> keys;
        uint32_t position = 0;
        Value key, value;
        while (dict_next(dict->table(), &position, &key, &value)) keys.push_back(key.as_int());
        return keys;
    }
};
INSTANTIATE_TEST_SUITE_P(Gil, DictTest, ::testing::Bool(), mode_name);

TEST_P(DictTest, EmptyDictsShareATable) {
    Dict* a = new_dict(thread());
    Dict* b = new_dict(thread());
    EXPECT_EQ(a->table(), b->table());
    ASSERT_TRUE(dict_store(thread(), a, number(1), number(2)));
    EXPECT_NE(a->table(), b->table());
    EXPECT_EQ(b->count(), 0u);
    EXPECT_TRUE(get(b, number(1)).is_empty());
}

TEST_P(DictTest, KeepsTheOrderOfInsertion) {
    Dict* dict = new_dict(thread());
    for (int64_t key : {5, 3, 9, 1}) ASSERT_TRUE(dict_store(thread(), dict, number(key), number(0)));
    ASSERT_TRUE(dict_store(thread(), dict, number(3), number(1)));  // replacing does not move
    EXPECT_EQ(keys_of(dict), (std::vector<int64_t>{5, 3, 9, 1}));
    EXPECT_EQ(dict_delete(thread(), dict, number(3)), 1);
    EXPECT_EQ(dict_delete(thread(), dict, number(3)), 0);
    ASSERT_TRUE(dict_store(thread(), dict, number(3), number(2)));  // adding again does
    EXPECT_EQ(keys_of(dict), (std::vector<int64_t>{5, 9, 1, 3}));
}

TEST_P(DictTest, EqualKeysAreOneKey) {
    Dict* dict = new_dict(thread());
    ASSERT_TRUE(dict_store(thread(), dict, number(1), text("int")));
    ASSERT_TRUE(dict_store(thread(), dict, Value::from_float(1.0), text("float")));
    ASSERT_TRUE(dict_store(thread(), dict, Value::from_bool(true), text("bool")));
    EXPECT_EQ(dict->count(), 1u);
    EXPECT_EQ(to_utf8(as_str(get(dict, number(1)))), "bool");
    EXPECT_EQ(keys_of(dict), (std::vector<int64_t>{1}));  // the first key stays

    // A name is found whether or not the key was interned.
    Str* name = intern(thread(), "some_name");
    Value same = text("some_name");
    ASSERT_NE(Value(name), same);
    ASSERT_TRUE(dict_store(thread(), dict, same, number(7)));
    EXPECT_EQ(dict_get(dict, name), number(7));
    dict_set(thread(), dict, name, number(8));
    EXPECT_EQ(get(dict, same), number(8));
    EXPECT_EQ(dict->count(), 2u);
}

TEST_P(DictTest, BothEndsCanBeTaken) {
    Dict* dict = new_dict(thread());
    for (int64_t i = 0; i < 1000; i++) ASSERT_TRUE(dict_store(thread(), dict, number(i), number(-i)));
    Value key, value;
    for (int64_t i = 0; i < 500; i++) {
        ASSERT_TRUE(dict_pop_item(dict, true, &key, &value));
        ASSERT_EQ(key, number(999 - i));
        ASSERT_TRUE(dict_pop_item(dict, false, &key, &value));
        ASSERT_EQ(key, number(i));
        ASSERT_EQ(value, number(-i));
    }
    EXPECT_FALSE(dict_pop_item(dict, true, &key, &value));
    ASSERT_TRUE(dict_store(thread(), dict, number(4), number(4)));
    EXPECT_EQ(keys_of(dict), (std::vector<int64_t>{4}));
}

TEST_P(DictTest, BehavesLikeAModel) {
    std::mt19937 random(11);
    std::unordered_map<int64_t, int64_t> model;
    Dict* dict = new_dict(thread());
    for (int step = 0; step < 100'000; step++) {
        // Keys that differ only in high bits, too.
        int64_t key = static_cast<int64_t>(random() % 700) << (random() % 2 ? 0 : 20);
        switch (random() % 4) {
            case 0:
            case 1:
                model[key] = step;
                ASSERT_TRUE(dict_store(thread(), dict, number(key), number(step)));
                break;
            case 2:
                ASSERT_EQ(dict_delete(thread(), dict, number(key)), static_cast<int>(model.erase(key)));
                break;
            case 3: {
                Value value = get(dict, number(key));
                auto found = model.find(key);
                ASSERT_EQ(value.is_empty(), found == model.end());
                if (value) {
                    ASSERT_EQ(value.as_int(), found->second);
                }
                break;
            }
        }
        ASSERT_EQ(dict->count(), model.size());
    }
}

TEST_P(DictTest, VersionsTellOfChangedKeys) {
    Dict* dict = new_dict(thread());
    Str* a = intern(thread(), "a");
    Str* b = intern(thread(), "b");
    dict_set(thread(), dict, a, number(1));
    DictTable* table = dict->table();
    uint32_t version = table->keys_version.load();
    EXPECT_NE(version, 0u);
    EXPECT_EQ(dict_find_entry(table, a), 0);
    EXPECT_EQ(dict_find_entry(table, b), -1);
    dict_set(thread(), dict, a, number(2));
    EXPECT_EQ(table->keys_version.load(), version);  // the same keys
    dict_set(thread(), dict, b, number(3));
    EXPECT_NE(table->keys_version.load(), version);
    version = table->keys_version.load();
    EXPECT_EQ(dict_find_entry(table, b), 1);
    EXPECT_TRUE(dict_remove(thread(), dict, a));
    EXPECT_NE(table->keys_version.load(), version);
    EXPECT_NE(new_dict(thread(), 5)->table()->keys_version.load(), table->keys_version.load());
}

TEST_P(DictTest, CopiesAndMerges) {
    Dict* dict = new_dict(thread());
    for (int64_t i = 0; i < 100; i++) ASSERT_TRUE(dict_store(thread(), dict, number(i), number(i)));
    for (int64_t i = 0; i < 90; i++) ASSERT_EQ(dict_delete(thread(), dict, number(i)), 1);
    Dict* copy = dict_copy(thread(), dict);
    ASSERT_TRUE(dict_store(thread(), dict, number(1000), number(1)));
    EXPECT_EQ(copy->count(), 10u);
    EXPECT_EQ(keys_of(copy).front(), 90);
    EXPECT_EQ(dict_equal(thread(), copy, dict), 0);
    ASSERT_TRUE(dict_merge(thread(), copy, dict, true));
    EXPECT_EQ(dict_equal(thread(), copy, dict), 1);
    Dict* other = new_dict(thread());
    ASSERT_TRUE(dict_store(thread(), other, number(95), number(0)));
    ASSERT_TRUE(dict_merge(thread(), copy, other, false));
    EXPECT_EQ(get(copy, number(95)), number(95));
    ASSERT_TRUE(dict_merge(thread(), copy, other, true));
    EXPECT_EQ(get(copy, number(95)), number(0));
}

TEST_P(DictTest, ThreadsAddTheirOwnKeys) {
    constexpr int kThreads = 4, kEach = 20'000;
    Dict* dict = new_dict(thread());
    in_threads(kThreads, [&](Thread& own, int index) {
        for (int i = 0; i < kEach; i++) {
            Value key = Value::from_int(index + i * kThreads);
            ASSERT_TRUE(dict_store(own, dict, key, key));
            Value value;
            ASSERT_EQ(dict_lookup(own, dict, key, &value), 1);
            ASSERT_EQ(value, key);
            if (i % 3 == 0) {
                ASSERT_EQ(dict_delete(own, dict, key), 1);
            }
            (void)own.safepoint();
        }
    });
    size_t expected = 0;
    for (int i = 0; i < kEach; i++) expected += i % 3 ? kThreads : 0;
    EXPECT_EQ(dict->count(), expected);
}

TEST_P(DictTest, SetDefaultHasOneWinner) {
    constexpr int kKeys = 5'000;
    Dict* dict = new_dict(thread());
    std::vector<std::vector<int64_t>> won(4, std::vector<int64_t>(kKeys));
    in_threads(4, [&](Thread& own, int index) {
        for (int i = 0; i < kKeys; i++) {
            won[index][i] = dict_set_default(own, dict, Value::from_int(i), Value::from_int(index)).as_int();
            (void)own.safepoint();
        }
    });
    for (int i = 0; i < kKeys; i++)
        for (int index = 1; index < 4; index++) ASSERT_EQ(won[index][i], won[0][i]);
}

class SetTest : public ObjectsTest {};
INSTANTIATE_TEST_SUITE_P(Gil, SetTest, ::testing::Bool(), mode_name);

TEST_P(SetTest, BehavesLikeAModel) {
    std::mt19937 random(13);
    std::set<int64_t> model;
    Set* set = new_set(thread());
    for (int step = 0; step < 50'000; step++) {
        int64_t key = static_cast<int64_t>(random() % 500) << (random() % 2 ? 0 : 24);
        switch (random() % 3) {
            case 0: ASSERT_EQ(set_add(thread(), set, number(key)), int{model.insert(key).second}); break;
            case 1:
                ASSERT_EQ(set_discard(thread(), set, number(key)), static_cast<int>(model.erase(key)));
                break;
            case 2:
                ASSERT_EQ(set_contains(thread(), set, number(key)), static_cast<int>(model.count(key)));
                break;
        }
        ASSERT_EQ(set->count(), model.size());
    }
    std::set<int64_t> seen;
    uint64_t position = 0;
    Value key;
    int64_t hash;
    while (set_next(set->table(), &position, &key, &hash)) EXPECT_TRUE(seen.insert(key.as_int()).second);
    EXPECT_EQ(seen, model);
}

TEST_P(SetTest, ThreadsAddAndRemove) {
    Set* set = new_set(thread());
    std::atomic<int> added{0}, removed{0};
    in_threads(4, [&](Thread& own, int index) {
        std::mt19937 random(index);
        for (int i = 0; i < 20'000; i++) {
            Value key = Value::from_int(random() % 100);
            if (random() % 2)
                added += set_add(own, set, key);
            else
                removed += set_discard(own, set, key);
            (void)own.safepoint();
        }
    });
    EXPECT_EQ(static_cast<int>(set->count()), added - removed);
}

}  // namespace
}  // namespace gilt
