#include "modules/fs_path.h"

#include <limits.h>

#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/codecs.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/str.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

Value fs_path_object(Thread& thread, Value value) {
    if (is_str(value) || is_bytes(value)) return value;
    bool found;
    Value path = call_special(thread, value, Special::k_fspath, {}, &found);
    if (!found)
        return raise_type_error(thread, "expected str, bytes or os.PathLike object, not {}",
                                type_name(value));
    if (!path || is_str(path) || is_bytes(path)) return path;
    return raise_type_error(thread, "expected {}.__fspath__() to return str or bytes, not {}",
                            type_name(value), type_name(path));
}

bool fs_path(Thread& thread, Value& value, std::string* out) {
    Value path = fs_path_object(thread, value);
    if (!path) return false;
    value = path;
    if (is_str(path)) {
        Str* text = as_str(path);
        if (text->is_ascii()) {
            *out = text->ascii();
        } else {
            Value bytes = encode_text(thread, text, "utf-8", "surrogateescape");
            if (!bytes) return false;
            *out = as_bytes(bytes)->view();
        }
    } else {
        *out = as_bytes(path)->view();
    }
    if (out->find('\0') != std::string::npos) {
        (void)raise_value_error(thread, "embedded null byte");
        return false;
    }
    return true;
}

bool fs_path_or_fd(Thread& thread, Value& value, std::string* out, int* fd, std::string_view what) {
    *fd = -1;
    if (is_int(value)) {
        auto number = int_to_int64(as_plain_int(value));
        if (!number || *number < INT_MIN || *number > INT_MAX) {
            (void)raise_text(thread, exceptions.OverflowError, "Python int too large to convert to C int");
            return false;
        }
        *fd = static_cast<int>(*number);
        return true;
    }
    if (!is_str(value) && !is_bytes(value) && !class_of(value)->special(Special::k_fspath)) {
        (void)raise_type_error(thread, "{}: path should be string, bytes, os.PathLike or integer, not {}",
                               what, type_name(value));
        return false;
    }
    return fs_path(thread, value, out);
}

Str* str_from_path(Thread& thread, std::string_view bytes) {
    bool ascii = true;
    for (char c : bytes) ascii = ascii && static_cast<unsigned char>(c) < 0x80;
    if (ascii) return new_str_ascii(thread, bytes);
    Value text = decode_bytes(thread, bytes, "utf-8", "surrogateescape");
    return as_str(text);  // surrogateescape takes any bytes
}

}  // namespace gilt
