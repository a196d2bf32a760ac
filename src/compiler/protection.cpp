// try, with, and what happens on the way out of them.
//
// Code whose exceptions are caught is a Region: a range of instructions, a handler, and the register in which
// the handler finds the exception. Nothing is executed to enter or leave a region.
//
// A handler first makes the exception the handled one (PUSH_HANDLED remembers what was handled before), and
// everything from there to POP_HANDLED is covered by a second region, whose handler only undoes that and raises
// on. So whatever happens inside an except clause, the outside sees its own handled exception again.
//
// `return`, `break` and `continue` leave blocks from the inside. What has to happen on the way (the body
// of a finally, the exit of a with, POP_HANDLED) is generated again at each such place, from the
// innermost block outwards; each block is taken off, and its region closed, before its part is
// generated, so that an exception there goes to the blocks further out.
#include <algorithm>

#include "compiler/function_compiler.h"

namespace gilt {

using namespace ast;

// CPython's limit (CO_MAXBLOCKS). Without one, nested finally bodies, each generated twice, would
// make code grow exponentially.
static constexpr size_t kMaxBlocks = 20;

FunctionCompiler::Region FunctionCompiler::open_region() {
    return {new_label(), next_register(), assembler_.size(), false, state_for_backward_jump()};
}

void FunctionCompiler::close_region(Region* region) {
    int end = assembler_.size();
    if (end == region->start) return;
    region->is_used = true;
    assembler_.add_handler(region->start, end, region->handler, static_cast<uint16_t>(region->exception));
    region->start = end;
}

void FunctionCompiler::begin_handler(const Region& region) {
    reachable_ = region.is_used;
    assigned_ = region.assigned;
    assembler_.bind(region.handler);
}

void FunctionCompiler::push_block(Block block, const Location& loc) {
    if (blocks_.size() >= kMaxBlocks) fail(loc, "too many statically nested blocks");
    block.loc = loc;
    blocks_.push_back(block);
}

void FunctionCompiler::pop_block() { blocks_.pop_back(); }

// ---------------------------------------------------------------------------------------------
// Leaving
// ---------------------------------------------------------------------------------------------

std::vector<FunctionCompiler::Block> FunctionCompiler::unwind(size_t until) {
    std::vector<Block> left;
    while (blocks_.size() > until) {
        Block block = blocks_.back();
        blocks_.pop_back();
        left.push_back(block);
        if (block.region) close_region(block.region);
        unwind_block(block);
    }
    return left;
}

void FunctionCompiler::resume_blocks(std::vector<Block> left) {
    for (size_t i = left.size(); i-- > 0;) {
        if (left[i].region) reopen(left[i].region);
        blocks_.push_back(left[i]);
    }
}

void FunctionCompiler::unwind_block(const Block& block) {
    switch (block.kind) {
        case Block::Loop:
        case Block::Try:
        case Block::ExceptStar: break;
        case Block::Finally: statements(block.try_node->finalbody); break;
        case Block::Handled: emit(Op::POP_HANDLED, block.reg); break;
        case Block::NamedHandler: unbind_name(block.name); break;
        case Block::With:
        case Block::AsyncWith: {
            At at(*this, block.loc);
            Temporaries temporaries(*this);
            Reg exit = allocate();
            move(exit, block.reg);
            call_exit(exit, block.kind == Block::AsyncWith);
            break;
        }
    }
}

bool FunctionCompiler::unwinding_runs_code() const {
    return std::any_of(blocks_.begin(), blocks_.end(), [](const Block& block) {
        return block.kind != Block::Loop && block.kind != Block::Try;
    });
}

static constexpr const char* kInExceptStar =
    "'break', 'continue' and 'return' cannot appear in an except* block";

void FunctionCompiler::return_statement(const Return* node) {
    for (const Block& block : blocks_) {
        if (block.kind != Block::ExceptStar) continue;
        bool constant = node->value && fold_expression(node->value);
        fail(constant ? node->value->loc : node->loc, kInExceptStar);
    }
    Reg value;
    if (node->value && !unwinding_runs_code()) {
        value = operand(node->value);
    } else {
        // What runs on the way out must not change the value any more.
        value = allocate();
        if (node->value) compile_to(node->value, value);
    }
    RegisterSet assigned = assigned_;
    auto left = unwind(0);
    if (!node->value) load_none(value);
    emit(Op::RETURN, value);
    resume_blocks(std::move(left));
    assigned_ = assigned;
    reachable_ = false;
}

void FunctionCompiler::break_or_continue(const Stmt* node) {
    bool is_break = node->is<Break>();
    size_t loop = blocks_.size();
    while (loop > 0 && blocks_[loop - 1].kind != Block::Loop) {
        if (blocks_[loop - 1].kind == Block::ExceptStar) fail(node->loc, kInExceptStar);
        loop--;
    }
    if (loop == 0) {
        fail(node->loc, is_break ? "'break' outside loop" : "'continue' not properly in loop");
    }
    Label target = is_break ? blocks_[loop - 1].break_label : blocks_[loop - 1].continue_label;
    RegisterSet assigned = assigned_;
    auto left = unwind(loop);
    jump(target);
    resume_blocks(std::move(left));
    assigned_ = assigned;
    reachable_ = false;
}

std::optional<Label> FunctionCompiler::plain_loop_exit(const Stmt* node) const {
    if (blocks_.empty() || blocks_.back().kind != Block::Loop) return std::nullopt;
    if (node->is<Break>()) return blocks_.back().break_label;
    if (node->is<Continue>()) return blocks_.back().continue_label;
    return std::nullopt;
}

// ---------------------------------------------------------------------------------------------
// try
// ---------------------------------------------------------------------------------------------

void FunctionCompiler::try_statement(const Try* node) {
    if (!node->finalbody.empty()) {
        try_finally(node);
    } else if (node->is_star()) {
        try_star(node);
    } else {
        try_except(node);
    }
}

// The handler of the region around a handler: forget the handled exception, raise on.
void FunctionCompiler::end_cleanup_handler(Region* region, Reg previous) {
    close_region(region);
    begin_handler(*region);
    emit(Op::POP_HANDLED, previous);
    emit(Op::RERAISE, region->exception);
}

void FunctionCompiler::try_except(const Try* node) {
    Label end = new_label();
    Region region = open_region();
    push_block({Block::Try, &region}, node->loc);
    statements(node->body);
    pop_block();
    close_region(&region);
    statements(node->orelse);
    jump(end);

    begin_handler(region);
    Temporaries temporaries(*this);
    Reg exception = allocate();  // == region.exception
    Reg previous = allocate();
    emit(Op::PUSH_HANDLED, previous, exception);
    Region cleanup = open_region();
    Block handled{Block::Handled, &cleanup};
    handled.reg = previous;
    push_block(handled, node->loc);
    for (ExceptHandler* handler : node->handlers) {
        At at(*this, handler->loc);
        Label next = new_label();
        if (handler->type) {
            Temporaries of_type(*this);
            Reg type = operand(handler->type);
            At at_type(*this, handler->type->loc);
            emit_jump(Op::JUMP_UNLESS_MATCH, next, exception, type);
        }
        if (handler->name.empty()) {
            statements(handler->body);
            close_region(&cleanup);
            emit(Op::POP_HANDLED, previous);
        } else {
            store_name(handler->name, exception);
            Region unbind = open_region();
            Block named{Block::NamedHandler, &unbind};
            named.name = handler->name;
            push_block(named, handler->loc);
            statements(handler->body);
            pop_block();
            close_region(&unbind);
            close_region(&cleanup);
            emit(Op::POP_HANDLED, previous);
            unbind_name(handler->name);
            jump(end);
            reopen(&cleanup);
            begin_handler(unbind);
            Temporaries of_handler(*this);
            Reg raised = allocate();  // == unbind.exception
            unbind_name(handler->name);
            emit(Op::RERAISE, raised);
            bind(next);
            continue;
        }
        jump(end);
        reopen(&cleanup);
        bind(next);
    }
    emit(Op::RERAISE, exception);
    pop_block();
    end_cleanup_handler(&cleanup, previous);
    bind(end);
}

void FunctionCompiler::try_finally(const Try* node) {
    Label end = new_label();
    Region region = open_region();
    Block block{Block::Finally, &region};
    block.try_node = node;
    push_block(block, node->loc);
    if (node->handlers.empty()) {
        statements(node->body);
        statements(node->orelse);
    } else if (node->is_star()) {
        try_star(node);
    } else {
        try_except(node);
    }
    pop_block();
    close_region(&region);
    statements(node->finalbody);
    jump(end);

    begin_handler(region);
    Temporaries temporaries(*this);
    Reg exception = allocate();
    Reg previous = allocate();
    emit(Op::PUSH_HANDLED, previous, exception);
    Region cleanup = open_region();
    Block handled{Block::Handled, &cleanup};
    handled.reg = previous;
    push_block(handled, node->loc);
    statements(node->finalbody);
    emit(Op::RERAISE, exception);
    pop_block();
    end_cleanup_handler(&cleanup, previous);
    bind(end);
}

// except*: every clause takes its part of the exception group. What the clauses raise, and what no clause
// took, is put together and raised at the end.
void FunctionCompiler::try_star(const Try* node) {
    Label end = new_label();
    Region region = open_region();
    push_block({Block::Try, &region}, node->loc);
    statements(node->body);
    pop_block();
    close_region(&region);
    statements(node->orelse);
    jump(end);

    begin_handler(region);
    Temporaries temporaries(*this);
    Reg exception = allocate();
    Reg previous = allocate();
    Reg raised = allocate();  // list of what to raise
    Reg match = allocate(2);  // the part that matches, the rest
    Reg rest = match + 1;
    emit(Op::PUSH_HANDLED, previous, exception);
    Region cleanup = open_region();
    Block handled{Block::Handled, &cleanup};
    handled.reg = previous;
    push_block(handled, node->loc);
    emit(Op::BUILD_LIST, raised, 0, 0);
    move(rest, exception);
    for (ExceptHandler* handler : node->handlers) {
        Temporaries of_clause(*this);
        At at(*this, handler->loc);
        Label next = new_label();
        {
            Reg type = operand(handler->type);
            At at_type(*this, handler->type->loc);
            emit(Op::GROUP_MATCH, match, rest, type);
        }
        emit_jump(Op::JUMP_IF_NONE, next, match);
        Reg outer = allocate();
        emit(Op::PUSH_HANDLED, outer, match);
        if (!handler->name.empty()) store_name(handler->name, match);
        Region body = open_region();
        push_block({Block::ExceptStar, &body}, handler->loc);
        statements(handler->body);
        pop_block();
        close_region(&body);
        emit(Op::POP_HANDLED, outer);
        if (!handler->name.empty()) unbind_name(handler->name);
        jump(next);
        begin_handler(body);
        emit(Op::POP_HANDLED, outer);
        emit(Op::LIST_APPEND, raised, body.exception);
        if (!handler->name.empty()) unbind_name(handler->name);
        bind(next);
    }
    Reg result = allocate();
    emit(Op::LIST_APPEND, raised, rest);
    emit(Op::GROUP_RAISE, result, exception, raised);
    Label done = new_label();
    emit_jump(Op::JUMP_IF_NONE, done, result);
    emit(Op::RERAISE, result);
    pop_block();
    end_cleanup_handler(&cleanup, previous);
    bind(done);
    emit(Op::POP_HANDLED, previous);
    bind(end);
}

// ---------------------------------------------------------------------------------------------
// with
// ---------------------------------------------------------------------------------------------

// exit(None, None, None); R[exit] is the topmost register and receives the result.
void FunctionCompiler::call_exit(Reg exit, bool is_async) {
    Temporaries temporaries(*this);
    Reg first = allocate(3);
    for (int i = 0; i < 3; i++) load_none(first + i);
    emit(Op::CALL, exit, 3);
    if (is_async) await_register(exit, 2);
}

void FunctionCompiler::with_statement(const With* node, size_t index) {
    if (index == node->items.size()) {
        statements(node->body);
        return;
    }
    Temporaries temporaries(*this);
    WithItem* item = node->items[index];
    bool is_async = node->is_async();
    Label end = new_label(), suppressed = new_label();
    At at(*this, node->loc);
    Reg exit = allocate();
    Reg manager;
    {
        Temporaries of_manager(*this);
        manager = operand(item->context_expr, exit);
    }
    Region region;
    {
        Temporaries of_value(*this);
        Reg value = allocate();
        emit(Op::WITH_ENTER, exit, manager, 0, is_async);
        if (is_async) await_register(value, 1);
        region = open_region();
        push_block({is_async ? Block::AsyncWith : Block::With, &region}, node->loc);
        blocks_.back().reg = exit;
        if (item->optional_vars) assign_to(item->optional_vars, value);
    }
    with_statement(node, index + 1);
    pop_block();
    close_region(&region);
    call_exit(exit, is_async);
    jump(end);

    // The region was opened while the value of enter was still in a register.
    begin_handler(region);
    allocate(2);
    Reg exception = region.exception;
    Reg previous = allocate();
    emit(Op::PUSH_HANDLED, previous, exception);
    Region cleanup = open_region();
    {
        Temporaries of_result(*this);
        Reg result = allocate();
        emit(Op::WITH_EXCEPT, result, exit, exception);
        if (is_async) await_register(result, 2);
        emit_jump(Op::JUMP_IF_TRUE, suppressed, result);
    }
    emit(Op::RERAISE, exception);
    end_cleanup_handler(&cleanup, previous);
    bind(suppressed);
    emit(Op::POP_HANDLED, previous);
    bind(end);
}

}  // namespace gilt
