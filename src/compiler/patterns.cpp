// match: a decision made by trying one pattern after the other.
//
// Each pattern is code that falls through if the subject matches and jumps to `fail` if not. Names are not
// bound while a pattern is being tried, because it may still fail: captured values wait in
// registers (Captures) and are stored when the whole pattern has matched, before the guard.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/function_compiler.h"
#include "objects/str.h"
#include "vm/operations.h"

namespace gilt {

using namespace ast;

static bool is_wildcard(const Pattern* pattern) {
    auto* as = pattern->try_as<MatchAs>();
    return as && !as->pattern && as->name.empty();
}

// Where CPython has got to when it is through with a pattern: the last part without parts of its own.
static const Pattern* last_part(const Pattern* pattern) {
    auto last = [pattern](const Seq<Pattern*>& parts) { return parts.empty() ? pattern : last_part(parts.back()); };
    switch (pattern->kind) {
        case PatternKind::MatchSequence: return last(pattern->as<MatchSequence>()->patterns);
        case PatternKind::MatchMapping: return last(pattern->as<MatchMapping>()->patterns);
        case PatternKind::MatchClass: {
            auto* node = pattern->as<MatchClass>();
            return last(node->kwd_patterns.empty() ? node->patterns : node->kwd_patterns);
        }
        case PatternKind::MatchAs: {
            auto* as = pattern->as<MatchAs>();
            return as->pattern ? last_part(as->pattern) : pattern;
        }
        default: return pattern;
    }
}

static bool is_wildcard_star(const Pattern* pattern) {
    auto* star = pattern->try_as<MatchStar>();
    return star && star->name.empty();
}

// A pattern that matches everything makes what comes after it unreachable. (The earlier alternatives of
// an or-pattern are checked where they are tried.)
static void check_refutable(const Pattern* pattern) {
    if (auto* alternatives = pattern->try_as<MatchOr>()) {
        check_refutable(alternatives->patterns.back());
    }
    auto* as = pattern->try_as<MatchAs>();
    if (!as) return;
    if (as->pattern) {
        check_refutable(as->pattern);
    } else if (as->name.empty()) {
        throw_syntax_error(pattern->loc, "wildcard makes remaining patterns unreachable");
    } else {
        throw_syntax_error(pattern->loc, "name capture '" + std::string(as->name) +
                                             "' makes remaining patterns unreachable");
    }
}

void FunctionCompiler::match_statement(const Match* node) {
    Label end = new_label();
    Reg subject = allocate();
    compile_to(node->subject, subject);
    for (size_t i = 0; i < node->cases.size(); i++) {
        MatchCase* one = node->cases[i];
        Temporaries temporaries(*this);
        if (i + 1 < node->cases.size() && !one->guard) check_refutable(one->pattern);
        Label next = new_label();
        Captures captures;
        pattern(one->pattern, subject, next, &captures);
        {
            At at(*this, one->pattern->loc);
            for (auto& [name, value] : captures) store_name(name, value);
        }
        if (one->guard) branch(one->guard, next, false);
        statements(one->body);
        jump(end);
        bind(next);
    }
    bind(end);
}

void FunctionCompiler::capture(Identifier name, Reg value, const Location& loc, Captures* captures) {
    for (auto& [existing, reg] : *captures) {
        if (existing.data() == name.data()) {
            fail(loc, "multiple assignments to name '" + std::string(name) + "' in pattern");
        }
    }
    captures->push_back({name, value});
}

void FunctionCompiler::pattern(const Pattern* node, Reg subject, Label fail_label, Captures* captures) {
    check_stack();
    At at(*this, node->loc);
    switch (node->kind) {
        case PatternKind::MatchValue: value_pattern(node->as<MatchValue>(), subject, fail_label); break;
        case PatternKind::MatchSingleton: {
            Temporaries temporaries(*this);
            ConstantType type = node->as<MatchSingleton>()->value;
            if (type == ConstantType::None) {
                emit_jump(Op::JUMP_IF_NOT_NONE, fail_label, subject);
                break;
            }
            Reg constant = allocate();
            load(Folded::of_bool(type == ConstantType::True), constant);
            emit_jump(Op::JIS_NOT, fail_label, subject, constant);
            break;
        }
        case PatternKind::MatchSequence:
            sequence_pattern(node->as<MatchSequence>(), subject, fail_label, captures);
            break;
        case PatternKind::MatchMapping:
            mapping_pattern(node->as<MatchMapping>(), subject, fail_label, captures);
            break;
        case PatternKind::MatchClass:
            class_pattern(node->as<MatchClass>(), subject, fail_label, captures);
            break;
        case PatternKind::MatchStar:
            if (!node->as<MatchStar>()->name.empty()) {
                capture(node->as<MatchStar>()->name, subject, node->loc, captures);
            }
            break;
        case PatternKind::MatchAs: {
            auto* as = node->as<MatchAs>();
            if (as->pattern) pattern(as->pattern, subject, fail_label, captures);
            if (!as->name.empty()) capture(as->name, subject, node->loc, captures);
            break;
        }
        case PatternKind::MatchOr: or_pattern(node->as<MatchOr>(), subject, fail_label, captures); break;
    }
}

void FunctionCompiler::value_pattern(const MatchValue* node, Reg subject, Label fail_label) {
    Temporaries temporaries(*this);
    if (auto immediate = small_int(node->value)) {
        emit_jump(Op::JNEQ_I, fail_label, subject, *immediate);
        return;
    }
    Reg value = operand(node->value);
    emit_jump(Op::JNEQ, fail_label, subject, value);
}

// Patterns for the items of a tuple that an instruction has made.
void FunctionCompiler::items_of_pattern(Seq<Pattern*> patterns, Reg tuple, Label fail_label,
                                        Captures* captures) {
    if (patterns.empty()) return;
    auto count = static_cast<int>(patterns.size());
    Reg first = allocate(count);
    emit(Op::UNPACK, first, tuple, count);
    for (int i = 0; i < count; i++) {
        Pattern* item = patterns[static_cast<size_t>(i)];
        if (!is_wildcard(item)) pattern(item, first + i, fail_label, captures);
    }
}

void FunctionCompiler::sequence_pattern(const MatchSequence* node, Reg subject, Label fail_label,
                                        Captures* captures) {
    Seq<Pattern*> patterns = node->patterns;
    size_t star = patterns.size();
    for (size_t i = 0; i < patterns.size(); i++) {
        if (!patterns[i]->is<MatchStar>()) continue;
        if (star < patterns.size()) {
            fail(node->loc, "multiple starred names in sequence pattern");
        }
        star = i;
    }
    bool has_star = star < patterns.size();
    auto count = static_cast<int>(patterns.size());
    Reg test = allocate();
    emit(Op::MATCH_SEQUENCE, test, subject);
    emit_jump(Op::JUMP_IF_FALSE, fail_label, test);
    if (has_star && count == 1 && is_wildcard_star(patterns[0])) return;
    Reg length = test;
    if (!has_star) {
        emit(Op::GET_LEN, length, subject);
        emit_jump(Op::JNEQ_I, fail_label, length, count);
    } else if (count > 1) {
        emit(Op::GET_LEN, length, subject);
        emit_jump(Op::JNGE_I, fail_label, length, count - 1);
    }
    auto skipped = [](Pattern* item) { return is_wildcard(item) || is_wildcard_star(item); };
    if (std::all_of(patterns.begin(), patterns.end(), skipped)) return;

    if (has_star && is_wildcard_star(patterns[star])) {
        // Only the items at both ends are looked at.
        for (int i = 0; i < count; i++) {
            Pattern* item = patterns[static_cast<size_t>(i)];
            if (skipped(item)) continue;
            Reg value = allocate();
            if (static_cast<size_t>(i) < star) {
                emit(Op::GETITEM_I, value, subject, i);
            } else {
                emit(Op::SUB_I, value, length, count - i);
                emit(Op::GETITEM, value, subject, value);
            }
            pattern(item, value, fail_label, captures);
        }
        return;
    }
    Reg first = allocate(count);
    if (has_star) {
        size_t after = patterns.size() - star - 1;
        if (after > 255) fail(node->loc, "too many expressions in star-unpacking sequence pattern");
        emit(Op::UNPACK_STAR, first, subject, static_cast<int>(star), static_cast<int>(after));
    } else {
        emit(Op::UNPACK, first, subject, count);
    }
    for (int i = 0; i < count; i++) {
        Pattern* item = patterns[static_cast<size_t>(i)];
        if (!skipped(item)) pattern(item, first + i, fail_label, captures);
    }
}

void FunctionCompiler::mapping_pattern(const MatchMapping* node, Reg subject, Label fail_label,
                                       Captures* captures) {
    auto count = static_cast<int>(node->keys.size());
    Reg test = allocate();
    emit(Op::MATCH_MAPPING, test, subject);
    emit_jump(Op::JUMP_IF_FALSE, fail_label, test);
    if (count == 0 && node->rest.empty()) return;
    if (count > 0) {
        emit(Op::GET_LEN, test, subject);
        emit_jump(Op::JNGE_I, fail_label, test, count);
    }
    check_mapping_keys(node);
    Reg values = allocate();
    Reg keys = allocate();
    Reg first = allocate(count);
    for (int i = 0; i < count; i++) compile_to(node->keys[static_cast<size_t>(i)], first + i);
    emit(Op::BUILD_TUPLE, keys, first, count);
    emit(Op::MATCH_KEYS, values, subject, keys);
    emit_jump(Op::JUMP_IF_NONE, fail_label, values);
    items_of_pattern(node->patterns, values, fail_label, captures);
    if (node->rest.empty()) return;
    // A copy without the keys that were named.
    Reg rest = allocate();
    emit(Op::BUILD_MAP, rest, 0, 0);
    emit(Op::DICT_UPDATE, rest, subject);
    for (int i = 0; i < count; i++) emit(Op::DELITEM, rest, first + i);
    capture(node->rest, rest, node->loc, captures);
}

void FunctionCompiler::check_mapping_keys(const MatchMapping* node) {
    // One pool entry means one value; the text is for the message.
    ConstantPool seen(shared_.thread);
    size_t count = 0;
    for (Expr* key : node->keys) {
        auto folded = fold_expression(key);
        if (!folded) continue;
        seen.add(*folded);
        if (seen.long_values().size() == count) {
            Str* shown = repr(shared_.thread, seen.value_of(*folded));
            fail(node->loc, fmt::format("mapping pattern checks duplicate key ({})", to_utf8(shown)));
        }
        count = seen.long_values().size();
    }
}

void FunctionCompiler::class_pattern(const MatchClass* node, Reg subject, Label fail_label,
                                     Captures* captures) {
    for (size_t i = 0; i < node->kwd_attrs.size(); i++) {
        for (size_t j = 0; j < i; j++) {
            if (node->kwd_attrs[i].data() == node->kwd_attrs[j].data()) {
                fail(node->kwd_patterns[i]->loc,
                     "attribute name repeated in class pattern: " + std::string(node->kwd_attrs[i]));
            }
        }
    }
    size_t positional = node->patterns.size();
    if (positional > 255) fail(node->loc, "too many sub-patterns in class pattern");
    Reg attributes = allocate();
    Reg cls = allocate(2);
    compile_to(node->cls, cls);
    std::vector<Identifier> names(node->kwd_attrs.begin(), node->kwd_attrs.end());
    load_name_tuple(names, cls + 1);
    emit(Op::MATCH_CLASS, attributes, subject, cls, static_cast<int>(positional));
    emit_jump(Op::JUMP_IF_NONE, fail_label, attributes);
    std::vector<Pattern*> all(node->patterns.begin(), node->patterns.end());
    all.insert(all.end(), node->kwd_patterns.begin(), node->kwd_patterns.end());
    items_of_pattern(Seq<Pattern*>(all.data(), all.size()), attributes, fail_label, captures);
}

// All alternatives bind the same names; each moves what it captured to the same registers.
void FunctionCompiler::or_pattern(const MatchOr* node, Reg subject, Label fail_label, Captures* captures) {
    Label matched = new_label();
    Captures common;
    for (size_t i = 0; i < node->patterns.size(); i++) {
        Pattern* alternative = node->patterns[i];
        bool is_last = i + 1 == node->patterns.size();
        if (!is_last) check_refutable(alternative);
        Label next = is_last ? fail_label : new_label();
        Captures own;
        if (i == 0) {
            pattern(alternative, subject, next, &own);
            // Registers of their own, out of the way of the other alternatives' temporaries.
            for (auto& [name, value] : own) {
                Reg reg = allocate();
                move(reg, value);
                common.push_back({name, reg});
            }
        } else {
            Temporaries temporaries(*this);
            pattern(alternative, subject, next, &own);
            bool same = own.size() == common.size();
            for (auto& [name, reg] : common) {
                auto found = std::find_if(own.begin(), own.end(), [&name = name](auto& entry) {
                    return entry.first.data() == name.data();
                });
                if (found == own.end()) {
                    same = false;
                } else {
                    move(reg, found->second);
                }
            }
            if (!same) fail(last_part(alternative)->loc, "alternative patterns bind different names");
        }
        if (!is_last) {
            jump(matched);
            bind(next);
        }
    }
    bind(matched);
    for (auto& [name, value] : common) capture(name, value, node->loc, captures);
}

}  // namespace gilt
