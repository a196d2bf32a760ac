// _codecs: the encodings built into gilt, for the module codecs.
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/codecs.h"
#include "objects/exception.h"
#include "objects/str.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

std::string text_or(Value value, std::string_view absent) {
    return value && is_str(value) ? to_utf8(as_str(value)) : std::string(absent);
}

Value encode(Thread& thread, Args& args) {
    if (!is_str(args[0])) return raise_type_error(thread, "encoding without a string argument");
    return encode_text(thread, as_str(args[0]), text_or(args[1], "utf-8"), text_or(args[2], "strict"));
}

Value decode(Thread& thread, Args& args) {
    std::string_view bytes;
    if (!get_buffer(thread, args[0], &bytes)) return {};
    return decode_bytes(thread, bytes, text_or(args[1], "utf-8"), text_or(args[2], "strict"));
}

Value canonical(Thread& thread, Args& args) {
    std::string name = canonical_encoding(text_or(args[0], ""));
    return name.empty() ? Value::none() : Value(new_str(thread, name));
}

Value set_hooks(Thread& thread, Args& args) {
    set_codec_hooks(thread, args[0], args[1]);
    return Value::none();
}

}  // namespace

bool initialize_codecs(Thread& thread, Module* module) {
    add_functions(thread, module,
                  {
                      {"encode(text, encoding='utf-8', errors='strict', /)", encode},
                      {"decode(bytes, encoding='utf-8', errors='strict', /)", decode},
                      {"canonical(name, /)", canonical, "The usual name of a built-in encoding, or None."},
                      {"set_hooks(find_codec, find_handler, /)", set_hooks},
                  });
    return true;
}

}  // namespace gilt
