// How each instruction is written down follows its format (vm/instructions.h).
#include "compiler/disassembler.h"

#include <fmt/core.h>

#include <map>
#include <vector>

#include "objects/bytes.h"
#include "objects/complex.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"

namespace gilt {

namespace {

using namespace instruction;

std::string quote(std::string_view text) {
    std::string out = "'";
    for (char c : text) {
        if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (c == '\'' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        } else {
            out += c;
        }
        if (out.size() > 60) return out + "...'";
    }
    return out + "'";
}

std::string show_float(double number) {
    std::string text = fmt::format("{}", number);
    if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
    return text;
}

std::string show(Value value) {
    if (value.is_int()) return std::to_string(value.as_int());
    if (value.is_float()) return show_float(value.as_float());
    if (value.is_none()) return "None";
    if (value.is_bool()) return value.is_true() ? "True" : "False";
    if (value.is_ellipsis()) return "...";
    if (!value.is_object()) return "?";
    switch (value.as_object()->kind()) {
        case Kind::Str: return quote(to_utf8(as_str(value)));
        case Kind::Bytes: return "b" + quote(as_bytes(value)->view());
        case Kind::Code: {
            auto* code = static_cast<Code*>(value.as_object());
            return fmt::format("<code {}>", to_utf8(code->qualified_name));
        }
        case Kind::BigInt: return "<large int>";
        case Kind::Complex:
            return fmt::format("{}+{}j", as_complex(value)->real, as_complex(value)->imaginary);
        case Kind::Tuple: {
            std::string out = "(";
            size_t count = as_tuple(value)->length;
            for (size_t i = 0; i < count; i++) {
                if (i > 0) out += ", ";
                if (i == 8 && count > 9) return out + fmt::format("... {} items)", count);
                out += show(as_tuple(value)->items[i]);
            }
            return out + (count == 1 ? ",)" : ")");
        }
        default: return "<constant>";
    }
}

class Disassembler {
 public:
    Disassembler(const Code* code, const std::vector<std::string_view>& lines, std::string* out)
        : code_(code), lines_(lines), out_(*out) {}

    void run() {
        name_registers();
        find_labels();
        header();
        body();
        handlers();
    }

 private:
    uint32_t size() const { return static_cast<uint32_t>(code_->words.size()); }
    Word word(uint32_t at) const { return code_->words[at].load(std::memory_order_relaxed); }

    void name_registers() {
        names_.resize(code_->register_count);
        for (size_t i = 0; i < code_->local_names->length && i < names_.size(); i++) {
            names_[i] = to_utf8(as_str(code_->local_names->items[i]));
        }
        for (size_t i = 0; i < code_->cell_registers.size(); i++) {
            names_[code_->cell_registers[i]] = to_utf8(as_str(code_->cell_names->items[i]));
        }
    }

    static bool jump_target(uint32_t at, Word w, int64_t* target) {
        switch (format(op(w))) {
            case Format::AJ:
            case Format::ABJ:
            case Format::AIJ: *target = int64_t{at} + 1 + jump24(w); return true;
            case Format::J32: *target = int64_t{at} + 1 + jump32(w); return true;
            default: return false;
        }
    }

    static uint32_t length(Word w) { return is_cached(format(op(w))) ? 2 : 1; }

    void find_labels() {
        for (uint32_t at = 0; at < size(); at += length(word(at))) {
            int64_t target;
            if (jump_target(at, word(at), &target)) labels_[target] = 0;
        }
        for (const Handler& handler : code_->handlers) labels_[handler.handler] = 0;
        int number = 1;
        for (auto& [at, label] : labels_) label = number++;
    }

    std::string label(int64_t at) const {
        auto found = labels_.find(at);
        return found == labels_.end() ? std::to_string(at) : "L" + std::to_string(found->second);
    }

    static std::string list(const Tuple* names) {
        std::string out;
        for (size_t i = 0; i < names->length; i++) {
            out += (i ? ", " : "") + to_utf8(as_str(names->items[i]));
        }
        return out;
    }

    void header() {
        out_ += to_utf8(code_->qualified_name);
        out_ += fmt::format(" (line {}): {} registers", code_->first_line, code_->register_count);
        size_t parameters = code_->parameter_slots();
        if (parameters > 0) {
            out_ += ", parameters ";
            for (size_t i = 0; i < parameters; i++) out_ += (i ? ", " : "") + names_[i];
        }
        if (code_->cell_names->length > 0) out_ += ", cells " + list(code_->cell_names);
        if (code_->free_names->length > 0) out_ += ", free " + list(code_->free_names);
        if (code_->flags & kGenerator) out_ += ", generator";
        if (code_->flags & kCoroutine) out_ += ", coroutine";
        if (code_->flags & kAsyncGenerator) out_ += ", asynchronous generator";
        out_ += "\n";
    }

    std::string_view source_line(int number) const {
        auto index = static_cast<size_t>(number) - 1;
        return number > 0 && index < lines_.size() ? lines_[index] : std::string_view();
    }

    void body() {
        std::vector<PositionRun> runs;  // the table can only be read from its beginning
        code_->locations.for_each([&](const PositionRun& run) {
            runs.push_back(run);
            return true;
        });
        int line = -1, here = 0;
        size_t next = 0;
        for (uint32_t at = 0; at < size(); at += length(word(at))) {
            while (next < runs.size() && runs[next].first_word <= at) here = runs[next++].position.line;
            if (here != line) {
                line = here;
                out_ += fmt::format("\n{:5} | {}\n", line, source_line(line));
            }
            std::string mark = labels_.count(at) ? label(at) + ":" : "";
            out_ += fmt::format("      {:>5} {:5} {}\n", mark, at, instruction_text(at));
        }
    }

    void handlers() {
        if (code_->handlers.empty()) return;
        out_ += "\n      handlers\n";
        for (const Handler& handler : code_->handlers) {
            out_ += fmt::format("        {} to {}: {}, exception in {}\n", handler.start, handler.end - 1,
                                label(handler.handler), reg(handler.exception_register));
        }
    }

    std::string reg(unsigned index) const {
        if (index < names_.size() && !names_[index].empty()) {
            return fmt::format("r{}:{}", index, names_[index]);
        }
        return fmt::format("r{}", index);
    }

    std::string range(unsigned first, unsigned count) const {
        if (count == 0) return "-";
        if (count == 1) return reg(first);
        return reg(first) + ".." + reg(first + count - 1);
    }

    std::string constant(unsigned index) const {
        return index < code_->constants.size() ? show(code_->constants[index].load()) : "?";
    }

    // Names are shown without quotes.
    std::string name_constant(unsigned index) const {
        Value value = index < code_->constants.size() ? code_->constants[index].load() : Value();
        return value.is_object() && is_str(value) ? to_utf8(as_str(value)) : constant(index);
    }

    std::string free_name(unsigned index) const {
        return index < code_->free_names->length ? to_utf8(as_str(code_->free_names->items[index])) : "?";
    }

    std::string instruction_text(uint32_t at) const {
        Word w = word(at);
        std::string operands = operand_text(at, w);
        std::string text = name(op(w));
        if (operands.empty()) return text;
        return fmt::format("{:15} {}", text, operands);
    }

    std::string operand_text(uint32_t at, Word w) const {
        Op o = op(w);
        int64_t target = 0;
        jump_target(at, w, &target);
        switch (format(o)) {
            case Format::N: return "";
            case Format::A: return a_text(o, w);
            case Format::AB: return ab_text(o, w);
            case Format::ABC: return abc_text(o, w);
            case Format::AK:
            case Format::AKc:
                if (o == Op::DELETE_GLOBAL || o == Op::DELETE_NAME) return name_constant(b(w));
                return reg(a(w)) + ", " + name_constant(b(w));
            case Format::AK32: return reg(a(w)) + ", " + constant(static_cast<unsigned>(imm32(w)));
            case Format::AI32: return reg(a(w)) + ", " + std::to_string(imm32(w));
            case Format::AI: return ai_text(o, w);
            case Format::ABI: return abi_text(o, w);
            case Format::AKI:
                if (o == Op::LOAD_CLASS_FREE) return reg(a(w)) + ", " + name_constant(b(w));
                return reg(a(w)) + ", " + constant(b(w)) + closure_parts(w);
            case Format::AIK:
                return fmt::format("{}, {}, names {}{}", reg(a(w)), range(a(w) + 1 + k(w), b(w)),
                                   constant(c(w)), k(w) ? ", method" : "");
            case Format::AKB:
                return fmt::format("{}, {}, from {}, level {}", reg(a(w)), name_constant(b(w)), reg(c(w)),
                                   reg(c(w) + 1));
            case Format::ABK:
            case Format::ABKc: return fmt::format("{}, {}, {}", reg(a(w)), reg(b(w)), name_constant(c(w)));
            case Format::AJ: return reg(a(w)) + ", " + label(target);
            case Format::ABJ: return reg(a(w)) + ", " + reg(b(w)) + ", " + label(target);
            case Format::AIJ: return fmt::format("{}, {}, {}", reg(a(w)), imm16_b(w), label(target));
            case Format::J32: return label(target);
        }
        return "";
    }

    std::string a_text(Op o, Word w) const {
        if (o != Op::CALL_EX) return reg(a(w));
        return fmt::format("{}, {}*{}, {}**{}", reg(a(w)), k(w) & 1 ? "any " : "", reg(a(w) + 1),
                           k(w) & 2 ? "any " : "", reg(a(w) + 2));
    }

    std::string ab_text(Op o, Word w) const {
        if (o == Op::RAISE) {
            if (a(w) == kNoRegister) return "";
            return reg(a(w)) + (b(w) == kNoRegister ? "" : ", from " + reg(b(w)));
        }
        if (o == Op::GET_ITER || o == Op::WITH_ENTER) {
            return range(a(w), 2) + ", " + reg(b(w)) + (k(w) ? ", async" : "");
        }
        if (o == Op::BUILD_LIST_FOR) return reg(a(w)) + ", " + range(b(w), 2);
        if (o == Op::BUILD_SLICE) return reg(a(w)) + ", " + range(b(w), 3);
        return reg(a(w)) + ", " + reg(b(w));
    }

    std::string abc_text(Op o, Word w) const {
        std::string out = reg(a(w)) + ", " + reg(b(w));
        if (o == Op::FORMAT_VALUE) {
            if (c(w) != kNoRegister) out += ", " + reg(c(w));
            if (k(w)) out += fmt::format(", !{}", static_cast<char>(k(w)));
            return out;
        }
        if (o == Op::GETSLICE) return out + ", " + range(c(w), 2);
        out += ", " + reg(c(w));
        if (o == Op::IS || o == Op::IN) return out + (k(w) ? ", not" : "");
        if (o == Op::MATCH_CLASS) return out + fmt::format(", {} positional", k(w));
        return out + (k(w) ? ", in place" : "");
    }

    std::string ai_text(Op o, Word w) const {
        switch (o) {
            case Op::LOAD_FREE:
            case Op::STORE_FREE:
            case Op::LOAD_FREE_CELL: return reg(a(w)) + ", " + free_name(b(w));
            case Op::DELETE_FREE: return free_name(b(w));
            case Op::CAPTURE: return b(w) ? "free " + free_name(a(w)) : reg(a(w));
            case Op::CALL_METHOD:
            case Op::CALL_METHOD_FUNCTION: return reg(a(w)) + ", " + range(a(w) + 2, b(w));
            default: return reg(a(w)) + ", " + range(a(w) + 1, b(w));
        }
    }

    std::string abi_text(Op o, Word w) const {
        switch (o) {
            case Op::BUILD_TUPLE:
            case Op::BUILD_LIST:
            case Op::BUILD_SET:
            case Op::BUILD_STRING: return reg(a(w)) + ", " + range(b(w), c(w));
            case Op::BUILD_MAP: return reg(a(w)) + ", " + range(b(w), 2 * c(w));
            case Op::UNPACK: return range(a(w), c(w)) + ", " + reg(b(w));
            case Op::UNPACK_STAR:
                return fmt::format("{}, {}, star at {}", range(a(w), c(w) + 1 + k(w)), reg(b(w)), c(w));
            case Op::INTRINSIC: return fmt::format("{}, {}, #{}", reg(a(w)), reg(b(w)), c(w));
            default:
                return fmt::format("{}, {}, {}{}", reg(a(w)), reg(b(w)), imm16(w), k(w) ? ", in place" : "");
        }
    }

    static std::string closure_parts(Word w) {
        std::string out;
        if (k(w) & 1) out += ", defaults";
        if (k(w) & 2) out += ", keyword defaults";
        if (k(w) & 4) out += ", annotations";
        if (k(w) & 8) out += ", type parameters";
        return out;
    }

    const Code* code_;
    const std::vector<std::string_view>& lines_;
    std::string& out_;
    std::vector<std::string> names_;
    std::map<int64_t, int> labels_;
};

}  // namespace

std::string disassemble(const Code* code, std::string_view source) {
    std::vector<std::string_view> lines;
    while (!source.empty()) {
        size_t end = source.find('\n');
        lines.push_back(source.substr(0, end));
        source.remove_prefix(end == std::string_view::npos ? source.size() : end + 1);
    }
    // Each Code, then those inside it, in the order they stand in.
    std::string out;
    std::vector<const Code*> waiting{code};
    while (!waiting.empty()) {
        const Code* next = waiting.back();
        waiting.pop_back();
        if (!out.empty()) out += "\n";
        Disassembler(next, lines, &out).run();
        for (size_t i = next->constants.size(); i-- > 0;) {
            Value value = next->constants[i].load();
            if (value.is_object() && value.as_object()->kind() == Kind::Code) {
                waiting.push_back(static_cast<Code*>(value.as_object()));
            }
        }
    }
    return out;
}

}  // namespace gilt
