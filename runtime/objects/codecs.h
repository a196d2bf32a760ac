// Between str and bytes: the encodings gilt knows, what happens to text they cannot hold, and the errors.
//
// The handlers (errors=) are strict, ignore, replace, backslashreplace, xmlcharrefreplace, namereplace,
// surrogateescape and surrogatepass.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "value/object.h"

namespace gilt {

class Thread;
struct Bytes;
struct Str;

// Empty with LookupError, UnicodeError or MemoryError pending. Encoding and handler as the script wrote them.
Value encode_text(Thread& thread, Str* text, std::string_view encoding, std::string_view errors);
Value decode_bytes(Thread& thread, std::string_view bytes, std::string_view encoding,
                   std::string_view errors);
// The canonical name ("utf-8"), or empty if the encoding is unknown.
std::string canonical_encoding(std::string_view name);
// One of the character sets with a byte for each character ("cp1251"); ASCII and Latin-1 are not among them.
bool is_one_byte_charset(std::string_view encoding);

// What the module codecs adds when it is imported: codecs and error handlers that scripts registered. Called with the name,
// find_codec returns an object with encode(text, errors) and decode(bytes, errors), find_handler a function of the
// exception; both raise LookupError for a name they do not know.
void set_codec_hooks(Thread& thread, Value find_codec, Value find_handler);

// The exception's fields, in this order: encoding, object, start, end, reason.
Value raise_encode_error(Thread& thread, std::string_view encoding, Str* text, size_t start, size_t end,
                         std::string_view reason);
Value raise_decode_error(Thread& thread, std::string_view encoding, std::string_view bytes, size_t start,
                         size_t end, std::string_view reason);

}  // namespace gilt
