// The distance between two names is counted as CPython counts it: two points for a character put in, taken out or changed,
// one for a change of case; a suggestion may cost a third of the characters involved.
#include "objects/suggestions.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <string_view>
#include <vector>

#include "modules/builtins_module.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "thread/thread.h"
#include "vm/code.h"

namespace gilt {
namespace {

constexpr int kMoveCost = 2, kCaseCost = 1;
constexpr size_t kMaxCandidates = 750, kMaxLength = 40;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

int change_cost(char a, char b) {
    if (a == b) return 0;
    return lower(a) == lower(b) ? kCaseCost : kMoveCost;
}

// The cost of turning `a` into `b`, or anything above `limit` once it must be more.
int distance(std::string_view a, std::string_view b, int limit) {
    while (!a.empty() && !b.empty() && a.front() == b.front()) {
        a.remove_prefix(1);
        b.remove_prefix(1);
    }
    while (!a.empty() && !b.empty() && a.back() == b.back()) {
        a.remove_suffix(1);
        b.remove_suffix(1);
    }
    if (a.empty() || b.empty()) return static_cast<int>(a.size() + b.size()) * kMoveCost;
    if (a.size() > kMaxLength || b.size() > kMaxLength) return limit + 1;
    if (b.size() < a.size()) std::swap(a, b);
    if (static_cast<int>(b.size() - a.size()) * kMoveCost > limit) return limit + 1;

    std::vector<int> row(a.size());
    for (size_t i = 0; i < a.size(); i++) row[i] = static_cast<int>(i + 1) * kMoveCost;
    int result = 0;
    for (size_t j = 0; j < b.size(); j++) {
        int diagonal = result = static_cast<int>(j) * kMoveCost;
        int smallest = std::numeric_limits<int>::max();
        for (size_t i = 0; i < a.size(); i++) {
            int substitute = diagonal + change_cost(b[j], a[i]);
            diagonal = row[i];
            result = std::min(substitute, std::min(result, diagonal) + kMoveCost);
            row[i] = result;
            smallest = std::min(smallest, result);
        }
        if (smallest > limit) return limit + 1;
    }
    return result;
}

// Finds the best of the candidates it is shown.
class Search {
 public:
    explicit Search(std::string wanted) : wanted_(std::move(wanted)) {}

    void consider(Value candidate) {
        if (!is_str(candidate)) return;
        std::string name = to_utf8(as_str(candidate));
        if (name == wanted_) return;
        int allowed = static_cast<int>(wanted_.size() + name.size() + 3) * kMoveCost / 6;
        allowed = std::min(allowed, best_cost_ - 1);
        int cost = distance(wanted_, name, allowed);
        if (cost > allowed) return;
        best_ = name;
        best_cost_ = cost;
    }
    void consider_keys(Dict* dict) {
        if (dict->count() >= kMaxCandidates) return;
        uint32_t position = 0;
        Value key, value;
        DictTable* table = dict->table();
        while (dict_next(table, &position, &key, &value)) consider(key);
    }
    bool found() const { return !best_.empty(); }
    std::string text() const { return found() ? ". Did you mean: '" + best_ + "'?" : ""; }

 private:
    std::string wanted_, best_;
    int best_cost_ = std::numeric_limits<int>::max();
};

std::string for_name(Exception* exception, const std::string& wanted) {
    Value link = exception->traceback.load();
    if (!link) return "";
    while (Value next = as_traceback(link)->next.load()) link = next;  // where it was raised
    Traceback* place = as_traceback(link);
    Search search(wanted);
    // Variables of functions around it are not looked at, as in CPython 3.11.
    Tuple* locals = place->code->local_names;
    if (locals && locals->length < kMaxCandidates)
        for (Value name : locals->span()) search.consider(name);
    if (search.found()) return search.text();
    if (Value globals = place->globals.load(); globals && is_dict(globals))
        search.consider_keys(as_dict(globals));
    if (search.found()) return search.text();
    search.consider_keys(namespaces.builtins);
    return search.text();
}

std::string for_attribute(Thread& thread, Exception* exception, const std::string& wanted) {
    Value object = exception->fields[1].load();
    if (!object) return "";
    List* candidates = dir_of(thread, object);
    if (!candidates) {
        clear_exception(thread);
        return "";
    }
    if (candidates->count() >= kMaxCandidates) return "";
    Search search(wanted);
    for (size_t i = 0; Value name = list_get(candidates, i); i++) search.consider(name);
    return search.text();
}

}  // namespace

std::string suggestion_for(Thread& thread, Value exception) {
    bool is_name = is_instance(exception, exceptions.NameError);
    if (!is_name && !is_instance(exception, exceptions.AttributeError)) return "";
    Value name = as_exception(exception)->fields[0].load();
    if (!name || !is_str(name)) return "";
    std::string wanted = to_utf8(as_str(name));
    if (is_name) return for_name(as_exception(exception), wanted);
    return for_attribute(thread, as_exception(exception), wanted);
}

}  // namespace gilt
