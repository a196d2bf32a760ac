// Calls.
//
// The callee and its arguments stand in consecutive registers, and everything above the last argument belongs to
// the callee's frame. A method call asks for the function and the object in one instruction
// (LOAD_METHOD), so that no bound method has to be made.
#include <algorithm>

#include "compiler/function_compiler.h"

namespace gilt {

using namespace ast;

bool FunctionCompiler::has_unpacking(Seq<Expr*> args, Seq<Keyword*> keywords) {
    for (Expr* arg : args) {
        if (arg->is<Starred>()) return true;
    }
    for (Keyword* keyword : keywords) {
        if (keyword->arg.empty()) return true;
    }
    return false;
}

void FunctionCompiler::check_keywords(Seq<Keyword*> keywords) {
    for (size_t i = 0; i < keywords.size(); i++) {
        if (keywords[i]->arg.empty()) continue;
        if (keywords[i]->arg == "__debug__") {
            fail(keywords[i]->loc, "cannot assign to __debug__");
        }
        for (size_t j = 0; j < i; j++) {
            if (keywords[i]->arg.data() == keywords[j]->arg.data()) {
                fail(keywords[i]->loc, "keyword argument repeated: " + std::string(keywords[i]->arg));
            }
        }
    }
}

void FunctionCompiler::call(const Call* node, Reg target) {
    Temporaries temporaries(*this);
    warn_of_call(node);
    check_keywords(node->keywords);
    Reg base = window(target);
    if (has_unpacking(node->args, node->keywords)) {
        compile_to(node->func, base);
        call_with_unpacking(base, node->args, node->keywords);
        move(target, base);
        return;
    }
    auto* method = node->func->try_as<Attribute>();
    if (method) {
        Reg object;
        {
            Temporaries of_object(*this);
            object = operand(method->value, base);
        }
        allocate();
        At at(*this, method->loc);
        start_at_attribute(method);
        emit(Op::LOAD_METHOD, base, object, mangled_constant(method->attr));
    } else {
        compile_to(node->func, base);
    }
    std::vector<Identifier> names;
    int count = arguments(node->args, node->keywords, &names);
    if (method) start_at_attribute(method);
    if (!names.empty()) {
        emit(Op::CALL_KW, base, count, name_tuple(names), method != nullptr);
    } else {
        emit(method ? Op::CALL_METHOD : Op::CALL, base, count);
    }
    move(target, base);
}

int FunctionCompiler::arguments(Seq<Expr*> args, Seq<Keyword*> keywords, std::vector<Identifier>* names) {
    for (Expr* arg : args) compile_to(arg, allocate());
    for (Keyword* keyword : keywords) {
        compile_to(keyword->value, allocate());
        names->push_back(keyword->arg);
    }
    return static_cast<int>(args.size() + keywords.size());
}

// R[base] is the callee; the next two registers receive the positional and the named arguments.
void FunctionCompiler::call_with_unpacking(Reg base, Seq<Expr*> args, Seq<Keyword*> keywords) {
    Reg positional = allocate();
    int flags = 0;
    if (args.size() == 1 && args[0]->is<Starred>()) {
        compile_to(args[0]->as<Starred>()->value, positional);
        flags |= 1;
    } else {
        bool starred = std::any_of(args.begin(), args.end(), [](Expr* arg) { return arg->is<Starred>(); });
        if (starred) {
            sequence_by_parts(Op::BUILD_TUPLE, args, positional, true);
        } else {
            sequence(Op::BUILD_TUPLE, args, positional);
        }
    }
    Reg named = allocate();
    if (keywords.empty()) {
        emit(Op::CLEAR, named);
    } else if (keywords.size() == 1 && keywords[0]->arg.empty()) {
        compile_to(keywords[0]->value, named);
        flags |= 2;
    } else {
        keyword_dictionary(named, base, keywords);
    }
    emit(Op::CALL_EX, base, 0, 0, flags);
}

void FunctionCompiler::keyword_dictionary(Reg target, Reg callee, Seq<Keyword*> keywords) {
    bool exists = false;
    for (size_t i = 0; i < keywords.size();) {
        Temporaries temporaries(*this);
        if (keywords[i]->arg.empty()) {
            if (!exists) emit(Op::BUILD_MAP, target, 0, 0);
            emit(Op::DICT_MERGE, target, operand(keywords[i]->value), callee);
            exists = true;
            i++;
            continue;
        }
        // The named ones up to the next **.
        Reg first = top_;
        int count = 0;
        for (; i < keywords.size() && !keywords[i]->arg.empty(); i++, count++) {
            load(Folded::of_str(keywords[i]->arg), allocate());
            compile_to(keywords[i]->value, allocate());
        }
        if (!exists) {
            emit(Op::BUILD_MAP, target, first, count);
        } else {
            Reg more = allocate();
            emit(Op::BUILD_MAP, more, first, count);
            emit(Op::DICT_MERGE, target, more, callee);
        }
        exists = true;
    }
}

}  // namespace gilt
