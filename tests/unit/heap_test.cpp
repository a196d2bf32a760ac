// The heap: cells are where they should be, what can be reached stays, what cannot goes.
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstring>
#include <random>
#include <set>
#include <vector>

#include "heap/block_table.h"
#include "heap/fast_allocate.h"
#include "runtime_fixture.h"

namespace gilt {
namespace {

using namespace testing;

// What the tests keep alive without the stack's help.
std::vector<Value> roots;
void trace_roots(Marker& marker) {
    for (Value value : roots) marker.mark(value);
}

class HeapTest : public RuntimeTest {
  protected:
    void SetUp() override {
        RuntimeTest::SetUp();
        static bool once = (heap::add_root_tracer(trace_roots), true);
        (void)once;
        roots.clear();
    }
    void TearDown() override {
        roots.clear();
        RuntimeTest::TearDown();
    }
};
INSTANTIATE_TEST_SUITE_P(Gil, HeapTest, ::testing::Bool(), mode_name);

// Hides an address from the conservative scan.
uintptr_t hide(const void* address) { return ~reinterpret_cast<uintptr_t>(address); }
Object* unhide(uintptr_t hidden) { return reinterpret_cast<Object*>(~hidden); }

// Runs `body` deep enough that its leftovers on the stack lie below what is scanned later, then
// wipes that part.
template <class Body>
[[gnu::noinline]] void out_of_sight(Body body) {
    [&]() __attribute__((noinline)) { body(); }
    ();
    volatile char wipe[16 * 1024];
    for (size_t i = 0; i < sizeof wipe; i++) wipe[i] = 0;
}

bool is_allocated(Thread& thread, uintptr_t hidden) {
    struct Context {
        uintptr_t hidden;
        bool found = false;
    } context{hidden};
    heap::for_each_object(
        thread,
        [](Object* object, void* pointer) {
            auto& context = *static_cast<Context*>(pointer);
            if (hide(object) == context.hidden) context.found = true;
        },
        &context);
    return context.found;
}

TEST(SizeClasses, HoldWhatTheyAreFor) {
    for (size_t bytes = 1; bytes <= heap::kLargestCell; bytes++) {
        size_t size = heap::kClassSizes[heap::class_of_size(bytes)];
        EXPECT_GE(size, bytes);
        EXPECT_EQ(size % heap::kGranule, 0u);
        if (bytes > heap::kFineLimit) {
            EXPECT_LE(size, bytes + bytes / 4);
        } else {
            EXPECT_LT(size, bytes + heap::kGranule);
        }
    }
}

TEST(SizeClasses, ReciprocalsFindTheCell) {
    for (uint32_t size : heap::kClassSizes) {
        heap::BlockInfo info{};
        info.cell_size = size;
        info.reciprocal = static_cast<uint32_t>(((uint64_t{1} << 32) + size - 1) / size);
        for (uint32_t offset = 0; offset < heap::kBlockSize; offset++)
            ASSERT_EQ(heap::BlockTable::cell_index(info, offset), offset / size);
    }
}

size_t resident_bytes() {
    long pages = 0, resident = 0;
    FILE* file = fopen("/proc/self/statm", "r");
    if (file) {
        if (fscanf(file, "%ld %ld", &pages, &resident) != 2) resident = 0;
        fclose(file);
    }
    return static_cast<size_t>(resident * sysconf(_SC_PAGESIZE));
}

// However large the pages are that the heap as a whole lies in. First of the heap's tests: it measures nothing when blocks are
// left that were in use before.
TEST_P(HeapTest, AThreadsFirstBlocksCostWhatIsUsedOfThem) {
    for (int i = 0; i < 1'000; i++) roots.push_back(new_node(thread(), 1000));
    size_t cost = 0;
    std::thread other = start_attached([&](Thread& own) {
        size_t before = resident_bytes();
        for (size_t size : heap::kClassSizes) heap::allocate(own, size, leaf_shape());
        cost = resident_bytes() - before;
    });
    join(other);
#if !GILT_ASAN && !GILT_TSAN
    EXPECT_LT(cost, size_t{1} << 20);
#endif
}

TEST_P(HeapTest, CellsAreZeroedAlignedAndApart) {
    std::set<uintptr_t> seen;
    for (size_t bytes : {16, 24, 32, 100, 512, 513, 1000, 5000, 8192, 8193, 100000}) {
        for (int i = 0; i < 50; i++) {
            Object* object = heap::allocate(thread(), bytes, leaf_shape());
            auto* text = reinterpret_cast<unsigned char*>(object);
            EXPECT_EQ(reinterpret_cast<uintptr_t>(object) % 16, 0u);
            EXPECT_EQ(object->shape(), leaf_shape());
            for (size_t at = sizeof(Shape*); at < bytes; at++) ASSERT_EQ(text[at], 0);
            memset(text + 8, 0xAB, bytes - 8);
            EXPECT_TRUE(seen.insert(reinterpret_cast<uintptr_t>(object)).second);
            roots.push_back(object);
        }
    }
    heap::collect(thread());
    for (Value value : roots)
        EXPECT_EQ(reinterpret_cast<unsigned char*>(value.as_object())[8], 0xAB);
}

TEST_P(HeapTest, WhatIsReachableStaysAndTheRestGoes) {
    uintptr_t kept, lost;
    out_of_sight([&] {
        Node* root = new_node(thread(), 2);
        Node* child = new_node(thread(), 1);
        child->links[0].store(root);  // a cycle
        root->links[0].store(child);
        roots.push_back(root);
        kept = hide(child);
        Node* a = new_node(thread(), 1);
        Node* b = new_node(thread(), 1);
        a->links[0].store(b);
        b->links[0].store(a);
        lost = hide(a);
    });
    heap::collect(thread());
    EXPECT_TRUE(is_allocated(thread(), kept));
    EXPECT_FALSE(is_allocated(thread(), lost));
}

TEST_P(HeapTest, ThePlainStackKeepsObjectsInteriorPointersToo) {
    Node* node = new_node(thread(), 8);
    node->links[5].store(Value::from_int(77));
    Slot* middle = &node->links[5];
    uintptr_t hidden = hide(node);
    node = nullptr;
    asm volatile("" : "+r"(middle));
    heap::collect(thread());
    EXPECT_TRUE(is_allocated(thread(), hidden));
    EXPECT_EQ(middle->load().as_int(), 77);
}

TEST_P(HeapTest, AStalePointerRevivesNothing) {
    // b dies; its cell may be reused while a word on the stack still points to it.
    uintptr_t hidden;
    out_of_sight([&] { hidden = hide(new_node(thread(), 4)); });
    heap::collect(thread());
    EXPECT_FALSE(is_allocated(thread(), hidden));
    volatile void* stale = unhide(hidden);
    heap::collect(thread());
    EXPECT_FALSE(is_allocated(thread(), hidden));
    (void)stale;
}

TEST_P(HeapTest, GapsAreUsedAgain) {
    // A loop that keeps nothing must not need more than what it makes between two collections.
    size_t before = heap::statistics().heap_bytes;
    for (int round = 0; round < 20; round++) {
        out_of_sight([&] {
            for (int i = 0; i < 100'000; i++) (void)new_node(thread(), 3);
        });
        heap::collect(thread());
    }
    EXPECT_LT(heap::statistics().heap_bytes, before + (size_t{16} << 20));
}

TEST_P(HeapTest, SurvivorsAreWholeAmongGarbage) {
    std::mt19937 random(1);
    for (int i = 0; i < 300'000; i++) {
        size_t links = random() % 60;
        Node* node = new_node(thread(), links);
        for (size_t at = 0; at < links; at++) node->links[at].store(Value::from_int(i));
        if (i % 7 == 0) roots.push_back(node);
        if (roots.size() > 10'000) roots.erase(roots.begin(), roots.begin() + 5000);
        if (i % 50'000 == 0) heap::collect(thread());
    }
    for (Value value : roots) {
        auto* node = static_cast<Node*>(value.as_object());
        for (size_t at = 1; at < node->count; at++)
            ASSERT_TRUE(node->links[at].load() == node->links[0].load());
    }
}

TEST_P(HeapTest, LongListsAndLongChainsAreMarked) {
    // Neither recursion nor a work list as long as the list.
    roots.push_back({});
    Node* wide = new_node(thread(), 1'000'000);
    roots[0] = wide;
    for (size_t i = 0; i < wide->count; i++) wide->links[i].store(new_node(thread(), 0));
    Node* chain = new_node(thread(), 1);
    roots.push_back(chain);
    for (int i = 0; i < 500'000; i++) {
        Node* next = new_node(thread(), 1);
        next->links[0].store(Value::from_int(i));
        chain->links[0].store(next);
        chain = next;
    }
    heap::collect(thread());
    EXPECT_GE(heap::statistics().live_bytes, 1'000'000u * 40 + 500'000u * 32);
}

TEST_P(HeapTest, LargeRunsComeAndGo) {
    size_t before = heap::statistics().heap_bytes;
    for (int i = 0; i < 200; i++) {
        out_of_sight([&] {
            Object* object = heap::allocate(thread(), size_t{10} << 20, leaf_shape());
            memset(reinterpret_cast<char*>(object) + 16, 1, 1 << 20);
        });
        if (!thread().safepoint()) FAIL();
    }
    heap::collect(thread());
    EXPECT_LT(heap::statistics().heap_bytes, before + (size_t{20} << 20));
    EXPECT_GT(heap::statistics().collections, 0u);
}

TEST_P(HeapTest, AnInteriorPointerKeepsALargeRun) {
    Object* object = heap::allocate(thread(), 1 << 20, leaf_shape());
    char* middle = reinterpret_cast<char*>(object) + 700'000;
    *middle = 'x';
    uintptr_t hidden = hide(object);
    object = nullptr;
    asm volatile("" : "+r"(middle));
    heap::collect(thread());
    EXPECT_TRUE(is_allocated(thread(), hidden));
    EXPECT_EQ(*middle, 'x');
}

TEST_P(HeapTest, AGrowingArrayIsRarelyCopiedAndCostsWhatItHolds) {
    struct Array : Object {
        uint64_t padding;
        uint64_t items[];
    };
    size_t count = 4'000'000, capacity = 0, copies = 0;
    size_t before = resident_bytes();
    Array* array = nullptr;
    for (size_t i = 0; i < count; i++) {
        if (i == capacity) {
            size_t granted;
            size_t wanted = sizeof(Array) + std::max<size_t>(4, capacity + capacity / 8 + 1) * 8;
            Array* bigger = array;
            bool extended = array && wanted > heap::kLargestCell && heap::try_extend(thread(), array, wanted, &granted);
            if (!extended)
                bigger = static_cast<Array*>(heap::try_allocate_growable(thread(), wanted, 0, leaf_shape(), &granted));
            ASSERT_TRUE(bigger);
            size_t new_capacity = (granted - sizeof(Array)) / 8;
            ASSERT_GT(new_capacity, capacity);
            // In steps, so that what is used is also counted.
            ASSERT_LE(granted, std::max<size_t>(wanted * 2, heap::kLargestCell));
            if (extended) {
                capacity = new_capacity;
                array->items[i] = i;
                continue;
            }
            if (array) memcpy(bigger->items, array->items, capacity * 8);
            if (capacity * 8 > heap::kLargestCell) copies++;
            array = bigger;
            capacity = new_capacity;
        }
        array->items[i] = i;
    }
    for (size_t i = 0; i < count; i++) ASSERT_EQ(array->items[i], i);
    EXPECT_LE(copies, 4u);
#if !GILT_ASAN && !GILT_TSAN
    EXPECT_LT(resident_bytes() - before, count * 8 * 5 / 4);
#else
    (void)before;
#endif
    heap::collect(thread());
    EXPECT_EQ(array->items[count - 1], count - 1);
}

TEST_P(HeapTest, ExpectedRoomIsThereAtOnceAndCostsNothing) {
    size_t before = resident_bytes();
    for (size_t expected : {size_t{100'000}, size_t{1'000'000}, size_t{64'000'000}}) {
        size_t granted;
        Object* array = heap::try_allocate_growable(thread(), 10'000, expected, leaf_shape(), &granted);
        ASSERT_TRUE(array);
        EXPECT_GE(granted, expected);
        EXPECT_LT(granted, expected + heap::kBlockSize);
        memset(reinterpret_cast<char*>(array) + sizeof(Object), 1, 10'000 - sizeof(Object));
    }
    EXPECT_LT(resident_bytes() - before, size_t{8} << 20);
}

TEST_P(HeapTest, WhatIsGivenBackUntouchedComesAsZerosAgain) {
    std::vector<Node*> nodes;
    auto add_nodes = [&](int64_t number) {
        for (size_t links : {1, 2, 3, 10, 100, 1000, 3000, 20'000}) {
            Node* node = new_node(thread(), links);
            for (size_t i = 0; i < links; i++) {
                ASSERT_TRUE(node->links[i].load().is_empty());
                node->links[i].store(Value::from_int(number));
            }
            roots.push_back(node);
            nodes.push_back(node);
        }
    };
    for (int64_t number = 0; number < 20; number++) {
        add_nodes(number);
        heap::give_back_untouched();
        if (number % 7 == 6) heap::collect(thread());
    }
    for (size_t at = 0; at < nodes.size(); at++)
        for (size_t i = 0; i < nodes[at]->count; i++) ASSERT_EQ(nodes[at]->links[i].load().as_int(), static_cast<int64_t>(at / 8));
}

// Objects of every kind of place, filled to their ends; each is zeros when it comes, whoever had the memory before.
TEST_P(HeapTest, LargeObjectsOfAllSizesComeAndGo) {
    std::vector<size_t> sizes = {20'000, 70'000, 260'000, 1'000'000, 3'000'000, 4'200'000, 9'000'000, 40'000'000};
    for (int round = 0; round < 4; round++) {
        for (size_t size : sizes) {
            auto* bytes = reinterpret_cast<unsigned char*>(heap::try_allocate(thread(), size, leaf_shape()));
            ASSERT_TRUE(bytes);
            for (size_t i = sizeof(Object); i < size; i += 509) ASSERT_EQ(bytes[i], 0);
            ASSERT_EQ(bytes[size - 1], 0);
            memset(bytes + sizeof(Object), 0xAA, size - sizeof(Object));
        }
        heap::collect(thread());
    }
}

bool memory_error = false;

TEST_P(HeapTest, PermanentObjectsStayWithoutBeingReferredTo) {
    // Volatile words that are no addresses: what a stack holds must not be what keeps them.
    constexpr uintptr_t kHidden = ~uintptr_t{0};
    std::vector<uintptr_t> hidden;
    {
        heap::PermanentScope scope(thread());
        for (size_t links : {0, 1, 100, 3000, 20'000}) {
            Node* node = new_node(thread(), links);
            EXPECT_TRUE(heap::is_permanent(node));
            EXPECT_TRUE(links == 0 || node->links[links - 1].load().is_empty());
            heap::set_finalizer(node, [](Object*) { ADD_FAILURE() << "a permanent object was finalized"; });
            hidden.push_back(reinterpret_cast<uintptr_t>(node) ^ kHidden);
        }
    }
    Node* usual = new_node(thread(), 10);
    EXPECT_FALSE(heap::is_permanent(usual));
    for (int i = 0; i < 3; i++) {
        heap::collect(thread());
        for (int j = 0; j < 10'000; j++) new_node(thread(), 3);
    }
    EXPECT_TRUE(thread().safepoint());
    size_t expected[] = {0, 1, 100, 3000, 20'000};
    for (size_t i = 0; i < hidden.size(); i++) {
        auto* node = reinterpret_cast<Node*>(hidden[i] ^ kHidden);
        ASSERT_EQ(node->shape(), node_shape());
        ASSERT_EQ(node->count, expected[i]);
    }
}

TEST_P(HeapTest, AnAbsurdSizeIsAnError) {
    heap::set_out_of_memory_hook([](Thread&) { memory_error = true; });
    memory_error = false;
    EXPECT_FALSE(heap::try_allocate(thread(), size_t{1} << 50, leaf_shape()));
    EXPECT_TRUE(memory_error);
    memory_error = false;
    size_t granted;
    EXPECT_FALSE(heap::try_allocate_growable(thread(), ~size_t{0} / 2, 0, leaf_shape(), &granted));
    EXPECT_TRUE(memory_error);
}

int finalized = 0;

TEST_P(HeapTest, FinalizersRunOnceAfterDeath) {
    finalized = 0;
    out_of_sight([&] {
        for (int i = 0; i < 100; i++) {
            Node* node = new_node(thread(), 1);
            node->links[0].store(Value::from_int(i));
            heap::set_finalizer(node, [](Object* object) {
                EXPECT_TRUE(static_cast<Node*>(object)->links[0].load().is_int());
                finalized++;
            });
            if (i < 10) roots.push_back(node);
        }
    });
    heap::collect(thread());
    EXPECT_TRUE(thread().safepoint());
    EXPECT_EQ(finalized, 90);
    heap::collect(thread());
    EXPECT_TRUE(thread().safepoint());
    EXPECT_EQ(finalized, 90);
    roots.clear();
    heap::collect(thread());
    EXPECT_TRUE(thread().safepoint());
    EXPECT_EQ(finalized, 100);
}

std::vector<int64_t> finished;

TEST_P(HeapTest, ScriptFinalizersSeeTheirObjectsWhole) {
    finished.clear();
    uintptr_t hidden;
    out_of_sight([&] {
        Node* node = new_node(thread(), 1);
        Node* child = new_node(thread(), 1);
        child->links[0].store(Value::from_int(42));
        node->links[0].store(child);
        hidden = hide(node);
        heap::set_script_finalizer(node, [](Thread& thread, Object* object) {
            heap::collect(thread);  // script code may do anything
            auto* child =
                static_cast<Node*>(static_cast<Node*>(object)->links[0].load().as_object());
            finished.push_back(child->links[0].load().as_int());
        });
    });
    heap::collect(thread());
    EXPECT_TRUE(is_allocated(thread(), hidden));
    out_of_sight([&] { EXPECT_TRUE(thread().safepoint()); });
    EXPECT_EQ(finished, std::vector<int64_t>{42});
    heap::collect(thread());
    EXPECT_FALSE(is_allocated(thread(), hidden));
}

int deaths = 0;

TEST_P(HeapTest, WeakReferencesAreClearedWithTheirTarget) {
    deaths = 0;
    Node* holder = new_node(thread(), 2);
    holder->count = 0;  // its links are not traced: they are weak
    roots.push_back(holder);
    out_of_sight([&] {
        Node* living = new_node(thread(), 0);
        Node* dying = new_node(thread(), 0);
        roots.push_back(living);
        holder->links[0].store(living);
        holder->links[1].store(dying);
        auto on_death = [](Thread&, Object* object) {
            EXPECT_EQ(object, roots[0].as_object());
            deaths++;
        };
        heap::register_weak(living, holder, &holder->links[0], heap::WeakKind::Reference, on_death);
        heap::register_weak(dying, holder, &holder->links[1], heap::WeakKind::Reference, on_death);
    });
    heap::collect(thread());
    EXPECT_TRUE(thread().safepoint());
    EXPECT_FALSE(holder->links[0].load().is_empty());
    EXPECT_TRUE(holder->links[1].load().is_empty());
    EXPECT_EQ(deaths, 1);
}

TEST_P(HeapTest, CollectionsHappenAtSafepointsWhenEnoughWasAllocated) {
    uint64_t before = heap::statistics().collections;
    for (int i = 0; i < 200'000; i++) {
        (void)heap::fast_allocate<Node>(thread(), leaf_shape(), 1000);
        ASSERT_TRUE(thread().safepoint());
    }
    EXPECT_GE(heap::statistics().collections, before + 3);
    EXPECT_LT(heap::statistics().heap_bytes, size_t{100} << 20);
}

TEST_P(HeapTest, ManyThreadsAllocateAndCollect) {
    constexpr int kThreads = 4, kRounds = 40'000;
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int number = 0; number < kThreads; number++) {
        threads.push_back(start_attached([&wrong, number](Thread& own) {
            // A ring of nodes on this thread's stack only; each names its thread and its turn.
            Node* ring = nullptr;
            for (int i = 0; i < kRounds; i++) {
                Node* node = new_node(own, 3 + static_cast<size_t>(i) % 40);
                node->links[0].store(ring ? Value(ring) : Value());
                node->links[1].store(Value::from_int(number));
                node->links[2].store(Value::from_int(i));
                ring = node;
                if (i % 100 == 99) {
                    int expected = i;
                    for (Node* at = ring; at;
                         at = static_cast<Node*>(at->links[0].load().as_object())) {
                        if (at->links[1].load().as_int() != number ||
                            at->links[2].load().as_int() != expected--)
                            wrong++;
                    }
                    ring = nullptr;
                }
                if (i % 5000 == 0) heap::collect(own);
                if (!own.safepoint()) wrong++;
            }
        }));
    }
    for (std::thread& other : threads) join(other);
    EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace gilt
