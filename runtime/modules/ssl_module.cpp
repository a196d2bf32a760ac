// _ssl: TLS by OpenSSL, without any input or output of its own. What people use is lib/ssl.py, on top of this.
//
// A Connection is OpenSSL's engine between two buffers in memory: feed() gives it what came from the other side, take() asks what
// has to be sent there, and the operations in between never wait; they answer None when they need more input first. So waiting,
// timeouts and descriptors stay where they are, in the socket (socket_object.cpp).
//
// OpenSSL's state of a connection is no thing for two threads, but one may read while another writes: every operation holds the
// connection's mutex, and allocates nothing on the heap while it does, so it cannot meet a stop of the world there.
//
// The library is loaded when the module is first imported, as libcurl is (curl_module.cpp): a program without TLS does not pay for it.
#include <dlfcn.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <string>
#include <vector>

#include "heap/heap.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

#define GILT_SSL_FUNCTIONS(X)                                                                                              \
    X(TLS_client_method) X(TLS_server_method) X(SSL_CTX_new) X(SSL_CTX_free) X(SSL_CTX_ctrl) X(SSL_CTX_set_options)        \
    X(SSL_CTX_clear_options) X(SSL_CTX_get_options) X(SSL_CTX_set_verify) X(SSL_CTX_load_verify_locations)                 \
    X(SSL_CTX_set_default_verify_paths) X(SSL_CTX_use_certificate_chain_file) X(SSL_CTX_use_PrivateKey_file)               \
    X(SSL_CTX_check_private_key) X(SSL_CTX_set_cipher_list) X(SSL_CTX_set_alpn_protos) X(SSL_CTX_get_cert_store)           \
    X(SSL_CTX_set_default_passwd_cb) X(SSL_CTX_set_default_passwd_cb_userdata) X(SSL_new) X(SSL_free) X(SSL_set_bio)       \
    X(SSL_set_connect_state) X(SSL_set_accept_state) X(SSL_do_handshake) X(SSL_read) X(SSL_write) X(SSL_shutdown)          \
    X(SSL_get_error) X(SSL_pending) X(SSL_get_version) X(SSL_get_current_cipher) X(SSL_CIPHER_get_name)                    \
    X(SSL_CIPHER_get_version) X(SSL_CIPHER_get_bits) X(SSL_get0_alpn_selected) X(SSL_get1_peer_certificate)                \
    X(SSL_get_verify_result) X(SSL_get0_param) X(SSL_ctrl) X(SSL_is_init_finished)
#define GILT_CRYPTO_FUNCTIONS(X)                                                                                           \
    X(BIO_new) X(BIO_s_mem) X(BIO_read) X(BIO_write) X(BIO_ctrl) X(BIO_ctrl_pending) X(BIO_new_mem_buf) X(BIO_free)        \
    X(ERR_get_error) X(ERR_peek_last_error) X(ERR_clear_error) X(ERR_reason_error_string) X(ERR_lib_error_string)          \
    X(X509_free) X(i2d_X509) X(d2i_X509_bio) X(PEM_read_bio_X509) X(X509_STORE_add_cert) X(X509_VERIFY_PARAM_set1_host)    \
    X(X509_VERIFY_PARAM_set1_ip_asc) X(X509_VERIFY_PARAM_set_hostflags) X(X509_verify_cert_error_string)                   \
    X(OpenSSL_version) X(X509_get_subject_name) X(X509_get_issuer_name) X(X509_NAME_entry_count) X(X509_NAME_get_entry)    \
    X(X509_NAME_ENTRY_get_object) X(X509_NAME_ENTRY_get_data) X(OBJ_obj2nid) X(OBJ_nid2ln) X(ASN1_STRING_length)           \
    X(ASN1_STRING_get0_data) X(X509_get_ext_d2i) X(OPENSSL_sk_num) X(OPENSSL_sk_value) X(GENERAL_NAMES_free)               \
    X(X509_get0_notBefore) X(X509_get0_notAfter) X(ASN1_TIME_print) X(X509_get_serialNumber) X(i2a_ASN1_INTEGER)           \
    X(X509_get_version)
// The functions of OpenSSL, by the library's own names.
struct {
#define X(name) decltype(&::name) name;
    GILT_SSL_FUNCTIONS(X)
    GILT_CRYPTO_FUNCTIONS(X)
#undef X
} lib;

Class *context_class, *connection_class, *error_class;

struct Context : Object {
    SSL_CTX* handle;
};
struct Connection : Object {
    SSL* handle;
    BIO *incoming, *outgoing;  // belong to the handle
    bool is_established;       // the handshake has been done, whatever went wrong after it
    std::mutex* mutex;         // over all of these
};

// What OpenSSL had to say about a failure.
struct Failure {
    int kind = 0;  // SSL_ERROR_*, zero: none
    std::string library, reason, verify_message;
    long verify_code = X509_V_OK;
};

Failure failure_of(int kind, SSL* connection) {
    Failure failure{.kind = kind, .library = {}, .reason = {}, .verify_message = {}};
    unsigned long code = lib.ERR_peek_last_error();
    if (code) {
        if (const char* text = lib.ERR_reason_error_string(code)) failure.reason = text;
        if (const char* text = lib.ERR_lib_error_string(code)) failure.library = text;
    }
    if (connection) {
        failure.verify_code = lib.SSL_get_verify_result(connection);
        if (failure.verify_code != X509_V_OK) failure.verify_message = lib.X509_verify_cert_error_string(failure.verify_code);
    }
    lib.ERR_clear_error();
    return failure;
}

Raised raise_failure(Thread& thread, const Failure& failure) {
    Value args[] = {Value::from_int(failure.kind), new_str(thread, failure.library), new_str(thread, failure.reason),
                    Value::from_int(failure.verify_code), new_str(thread, failure.verify_message)};
    return raise(thread, make_plain_exception(thread, error_class, args));
}
Raised raise_library_error(Thread& thread) { return raise_failure(thread, failure_of(SSL_ERROR_SSL, nullptr)); }

// --- contexts ---

SSL_CTX* context_of(Args& args) { return static_cast<Context*>(args[0].as_object())->handle; }

// A text for OpenSSL, from bytes or None.
bool text_argument(Thread& thread, Value value, std::string* out, bool* is_given = nullptr) {
    if (is_given) *is_given = value && !value.is_none();
    if (!value || value.is_none()) return true;
    std::string_view view;
    if (!get_buffer(thread, value, &view)) return false;
    *out = view;
    return true;
}

Value new_context(Thread& thread, Args& args) {
    int is_server = truth(thread, args[0]);
    if (is_server < 0) return {};
    auto* context = new_instance<Context>(thread, context_class);
    context->handle = lib.SSL_CTX_new(is_server ? lib.TLS_server_method() : lib.TLS_client_method());
    heap::set_finalizer(context, [](Object* object) { lib.SSL_CTX_free(static_cast<Context*>(object)->handle); });
    if (!context->handle) return raise_library_error(thread);
    lib.SSL_CTX_ctrl(context->handle, SSL_CTRL_MODE, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER, nullptr);
    return context;
}

Value context_load_verify(Thread& thread, Args& args) {
    std::string file, folder;
    bool has_file, has_folder;
    if (!text_argument(thread, args[1], &file, &has_file) || !text_argument(thread, args[2], &folder, &has_folder)) return {};
    int done;
    {
        BlockingRegion region(thread);  // reads files
        done = lib.SSL_CTX_load_verify_locations(context_of(args), has_file ? file.c_str() : nullptr,
                                                 has_folder ? folder.c_str() : nullptr);
    }
    return done == 1 ? Value::none() : Value(raise_library_error(thread));
}

Value context_load_default_verify(Thread& thread, Args& args) {
    int done;
    {
        BlockingRegion region(thread);
        done = lib.SSL_CTX_set_default_verify_paths(context_of(args));
    }
    return done == 1 ? Value::none() : Value(raise_library_error(thread));
}

// Authorities from memory: PEM or DER, one after another. The number of them.
Value context_add_authorities(Thread& thread, Args& args) {
    std::string_view data;
    if (!get_buffer(thread, args[1], &data)) return {};
    bool is_pem = data.find("-----BEGIN") != std::string_view::npos;
    BIO* source = lib.BIO_new_mem_buf(data.data(), static_cast<int>(data.size()));
    X509_STORE* store = lib.SSL_CTX_get_cert_store(context_of(args));
    int64_t count = 0;
    while (X509* certificate = is_pem ? lib.PEM_read_bio_X509(source, nullptr, nullptr, nullptr) : lib.d2i_X509_bio(source, nullptr)) {
        lib.X509_STORE_add_cert(store, certificate);
        lib.X509_free(certificate);
        count++;
    }
    lib.BIO_free(source);
    if (count == 0) return raise_library_error(thread);
    lib.ERR_clear_error();  // the end of the data looks like an error
    return Value::from_int(count);
}

int give_password(char* buffer, int size, int, void* password) {
    auto* text = static_cast<std::string*>(password);
    int length = std::min(size, static_cast<int>(text->size()));
    memcpy(buffer, text->data(), static_cast<size_t>(length));
    return length;
}

Value context_load_chain(Thread& thread, Args& args) {
    std::string certificates, key, password;
    bool has_key;
    if (!text_argument(thread, args[1], &certificates) || !text_argument(thread, args[2], &key, &has_key) ||
        !text_argument(thread, args[3], &password))
        return {};
    SSL_CTX* context = context_of(args);
    bool done;
    {
        BlockingRegion region(thread);
        lib.SSL_CTX_set_default_passwd_cb(context, give_password);  // OpenSSL's own would ask at the terminal
        lib.SSL_CTX_set_default_passwd_cb_userdata(context, &password);
        done = lib.SSL_CTX_use_certificate_chain_file(context, certificates.c_str()) == 1 &&
               lib.SSL_CTX_use_PrivateKey_file(context, (has_key ? key : certificates).c_str(), SSL_FILETYPE_PEM) == 1 &&
               lib.SSL_CTX_check_private_key(context) == 1;
        lib.SSL_CTX_set_default_passwd_cb(context, nullptr);
        lib.SSL_CTX_set_default_passwd_cb_userdata(context, nullptr);
    }
    return done ? Value::none() : Value(raise_library_error(thread));
}

Value context_set_ciphers(Thread& thread, Args& args) {
    std::string text;
    if (!text_argument(thread, args[1], &text)) return {};
    if (lib.SSL_CTX_set_cipher_list(context_of(args), text.c_str()) != 1) return raise_library_error(thread);
    return Value::none();
}

Value context_set_alpn(Thread& thread, Args& args) {
    std::string_view protocols;
    if (!get_buffer(thread, args[1], &protocols)) return {};
    if (lib.SSL_CTX_set_alpn_protos(context_of(args), reinterpret_cast<const unsigned char*>(protocols.data()),
                                    static_cast<unsigned>(protocols.size())) != 0)
        return raise_library_error(thread);
    return Value::none();
}

Value context_set_versions(Thread& thread, Args& args) {
    int64_t least, most;
    if (!to_int64(thread, args[1], &least) || !to_int64(thread, args[2], &most)) return {};
    if (lib.SSL_CTX_ctrl(context_of(args), SSL_CTRL_SET_MIN_PROTO_VERSION, least, nullptr) != 1 ||
        lib.SSL_CTX_ctrl(context_of(args), SSL_CTRL_SET_MAX_PROTO_VERSION, most, nullptr) != 1)
        return raise_library_error(thread);
    return Value::none();
}

Value context_set_verify(Thread& thread, Args& args) {
    int64_t mode;
    if (!to_int64(thread, args[1], &mode)) return {};
    int wanted = mode == 0 ? SSL_VERIFY_NONE : mode == 1 ? SSL_VERIFY_PEER : SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
    lib.SSL_CTX_set_verify(context_of(args), wanted, nullptr);
    return Value::none();
}

Value context_options(Thread& thread, Args& args) {
    SSL_CTX* context = context_of(args);
    if (args.has(1)) {
        int64_t options;
        if (!to_int64(thread, args[1], &options)) return {};
        lib.SSL_CTX_clear_options(context, lib.SSL_CTX_get_options(context));
        lib.SSL_CTX_set_options(context, static_cast<uint64_t>(options));
    }
    return Value::from_int(static_cast<int64_t>(lib.SSL_CTX_get_options(context)));
}

// connect(self, is_server, host, is_address, checks_host)
Value context_connect(Thread& thread, Args& args) {
    std::string host;
    bool has_host;
    int is_server = truth(thread, args[1]), is_address = truth(thread, args[3]), checks_host = truth(thread, args[4]);
    if (is_server < 0 || is_address < 0 || checks_host < 0 || !text_argument(thread, args[2], &host, &has_host)) return {};
    auto* connection = new_instance<Connection>(thread, connection_class);
    connection->mutex = new std::mutex;
    connection->handle = nullptr;
    connection->is_established = false;
    heap::set_finalizer(connection, [](Object* object) {
        auto* self = static_cast<Connection*>(object);
        if (self->handle) lib.SSL_free(self->handle);
        delete self->mutex;
    });
    SSL* handle = lib.SSL_new(context_of(args));
    if (!handle) return raise_library_error(thread);
    connection->handle = handle;
    connection->incoming = lib.BIO_new(lib.BIO_s_mem());
    connection->outgoing = lib.BIO_new(lib.BIO_s_mem());
    for (BIO* buffer : {connection->incoming, connection->outgoing})
        lib.BIO_ctrl(buffer, BIO_C_SET_BUF_MEM_EOF_RETURN, -1, nullptr);  // empty: try again
    lib.SSL_set_bio(handle, connection->incoming, connection->outgoing);
    if (is_server) {
        lib.SSL_set_accept_state(handle);
        return connection;
    }
    lib.SSL_set_connect_state(handle);
    if (has_host && !is_address) lib.SSL_ctrl(handle, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data());
    if (has_host && checks_host) {
        X509_VERIFY_PARAM* parameters = lib.SSL_get0_param(handle);
        lib.X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        int done = is_address ? lib.X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str())
                              : lib.X509_VERIFY_PARAM_set1_host(parameters, host.data(), host.size());
        if (done != 1) return raise_library_error(thread);
    }
    return connection;
}

// --- connections ---

Connection* connection_of(Args& args) { return static_cast<Connection*>(args[0].as_object()); }

// Does one operation of OpenSSL, whose result is positive if it was done. 1: done, 0: it needs input, -1: `failure` tells.
template <class Operation>
int operate(Connection* self, Failure* failure, Operation operation) {
    std::lock_guard lock(*self->mutex);
    lib.ERR_clear_error();
    int result = operation(self->handle);
    self->is_established |= lib.SSL_is_init_finished(self->handle) == 1;
    if (result > 0) return 1;
    int kind = lib.SSL_get_error(self->handle, result);
    if (kind == SSL_ERROR_WANT_READ || kind == SSL_ERROR_WANT_WRITE) return 0;
    *failure = failure_of(kind, self->handle);
    return -1;
}

Value connection_handshake(Thread& thread, Args& args) {
    Failure failure;
    int done = operate(connection_of(args), &failure, [](SSL* handle) { return lib.SSL_do_handshake(handle); });
    return done < 0 ? Value(raise_failure(thread, failure)) : done ? Value::from_bool(true) : Value::none();
}

Value connection_read(Thread& thread, Args& args) {
    int64_t size;
    if (!to_int64(thread, args[1], &size)) return {};
    std::vector<char> data(static_cast<size_t>(std::clamp<int64_t>(size, 1, 1 << 20)));
    int length = 0;
    Failure failure;
    int done = operate(connection_of(args), &failure, [&](SSL* handle) {
        return length = lib.SSL_read(handle, data.data(), static_cast<int>(data.size()));
    });
    if (done > 0) return new_bytes(thread, {data.data(), static_cast<size_t>(length)});
    if (done == 0) return Value::none();
    if (failure.kind == SSL_ERROR_ZERO_RETURN) return new_bytes(thread, {});
    return raise_failure(thread, failure);
}

Value connection_write(Thread& thread, Args& args) {
    std::string_view view;
    if (!get_buffer(thread, args[1], &view)) return {};
    if (view.empty()) return Value::from_int(0);
    int length = 0;
    Failure failure;
    int done = operate(connection_of(args), &failure, [&](SSL* handle) {
        return length = lib.SSL_write(handle, view.data(), static_cast<int>(std::min<size_t>(view.size(), 1 << 20)));
    });
    return done < 0 ? Value(raise_failure(thread, failure)) : done ? Value::from_int(length) : Value::none();
}

// Says that nothing more will be sent. True if the other side has said so, too.
Value connection_shutdown(Thread& thread, Args& args) {
    Connection* self = connection_of(args);
    bool is_both;
    {
        std::lock_guard lock(*self->mutex);
        lib.ERR_clear_error();
        is_both = self->is_established && lib.SSL_shutdown(self->handle) == 1;
        lib.ERR_clear_error();
    }
    return thread.safepoint() ? Value::from_bool(is_both) : Value();
}

Value connection_feed(Thread& thread, Args& args) {
    std::string_view view;
    if (!get_buffer(thread, args[1], &view)) return {};
    Connection* self = connection_of(args);
    std::lock_guard lock(*self->mutex);
    if (view.empty())
        lib.BIO_ctrl(self->incoming, BIO_C_SET_BUF_MEM_EOF_RETURN, 0, nullptr);  // from now on empty is the end
    else
        lib.BIO_write(self->incoming, view.data(), static_cast<int>(view.size()));
    return Value::none();
}

Value connection_take(Thread& thread, Args& args) {
    Connection* self = connection_of(args);
    std::string data;
    {
        std::lock_guard lock(*self->mutex);
        data.resize(lib.BIO_ctrl_pending(self->outgoing));
        if (!data.empty()) lib.BIO_read(self->outgoing, data.data(), static_cast<int>(data.size()));
    }
    return new_bytes(thread, data);
}

Value connection_has_output(Thread&, Args& args) {
    Connection* self = connection_of(args);
    std::lock_guard lock(*self->mutex);
    return Value::from_bool(lib.BIO_ctrl_pending(self->outgoing) > 0);
}

Value connection_pending(Thread&, Args& args) {
    Connection* self = connection_of(args);
    std::lock_guard lock(*self->mutex);
    return Value::from_int(lib.SSL_pending(self->handle));
}

// (version of the protocol, (cipher, its version, bits) or None, protocol chosen by ALPN or None)
Value connection_describe(Thread& thread, Args& args) {
    Connection* self = connection_of(args);
    std::string version, cipher, cipher_version;
    std::string_view protocol;
    int bits = 0;
    {
        std::lock_guard lock(*self->mutex);
        if (self->is_established) {
            version = lib.SSL_get_version(self->handle);
            if (const SSL_CIPHER* used = lib.SSL_get_current_cipher(self->handle)) {
                cipher = lib.SSL_CIPHER_get_name(used);
                cipher_version = lib.SSL_CIPHER_get_version(used);
                bits = lib.SSL_CIPHER_get_bits(used, nullptr);
            }
            const unsigned char* data = nullptr;
            unsigned length = 0;
            lib.SSL_get0_alpn_selected(self->handle, &data, &length);
            if (data) protocol = {reinterpret_cast<const char*>(data), length};
        }
    }
    auto text_or_none = [&](std::string_view text) { return text.empty() ? Value::none() : Value(new_str(thread, text)); };
    Value used = Value::none();
    if (!cipher.empty()) used = new_tuple(thread, {new_str(thread, cipher), new_str(thread, cipher_version), Value::from_int(bits)});
    return new_tuple(thread, {text_or_none(version), used, text_or_none(protocol)});
}

// --- the other side's certificate ---

std::string_view text_of(const ASN1_STRING* string) {
    return {reinterpret_cast<const char*>(lib.ASN1_STRING_get0_data(string)), static_cast<size_t>(lib.ASN1_STRING_length(string))};
}

// (((name, value),), ...)
Value name_tuple(Thread& thread, const X509_NAME* name) {
    List* parts = new_list(thread);
    for (int i = 0; i < lib.X509_NAME_entry_count(name); i++) {
        X509_NAME_ENTRY* entry = lib.X509_NAME_get_entry(name, i);
        const char* field = lib.OBJ_nid2ln(lib.OBJ_obj2nid(lib.X509_NAME_ENTRY_get_object(entry)));
        Value pair = new_tuple(thread, {new_str(thread, field), new_str(thread, text_of(lib.X509_NAME_ENTRY_get_data(entry)))});
        list_append(thread, parts, new_tuple(thread, {pair}));
    }
    return tuple_from_iterable(thread, parts);
}

// What `print` writes, as a str.
template <class Print>
Value printed(Thread& thread, Print print) {
    BIO* buffer = lib.BIO_new(lib.BIO_s_mem());
    print(buffer);
    std::string text(lib.BIO_ctrl_pending(buffer), '\0');
    lib.BIO_read(buffer, text.data(), static_cast<int>(text.size()));
    lib.BIO_free(buffer);
    return new_str(thread, text);
}

Value alternative_names(Thread& thread, const X509* certificate) {
    List* names = new_list(thread);
    auto* found = static_cast<GENERAL_NAMES*>(lib.X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
    auto* stack = reinterpret_cast<const OPENSSL_STACK*>(found);
    for (int i = 0; found && i < lib.OPENSSL_sk_num(stack); i++) {
        auto* name = static_cast<const GENERAL_NAME*>(lib.OPENSSL_sk_value(stack, i));
        std::string_view data;
        if (name->type == GEN_DNS || name->type == GEN_EMAIL || name->type == GEN_URI) data = text_of(name->d.ia5);
        if (name->type == GEN_IPADD) data = text_of(name->d.iPAddress);
        if (data.empty()) continue;
        const char* kind = name->type == GEN_DNS ? "DNS" : name->type == GEN_EMAIL ? "email" : name->type == GEN_URI ? "URI" : "IP Address";
        std::string text(data);
        if (name->type == GEN_IPADD) {
            text.clear();
            bool is_short = data.size() == 4;
            for (size_t at = 0; at + (is_short ? 0 : 1) < data.size(); at += is_short ? 1 : 2) {
                auto byte = [&](size_t index) { return static_cast<unsigned>(static_cast<unsigned char>(data[index])); };
                if (at) text += is_short ? '.' : ':';
                text += is_short ? fmt::format("{}", byte(at)) : fmt::format("{:X}", byte(at) << 8 | byte(at + 1));
            }
        }
        list_append(thread, names, new_tuple(thread, {new_str(thread, kind), new_str(thread, text)}));
    }
    if (found) lib.GENERAL_NAMES_free(found);
    return tuple_from_iterable(thread, names);
}

// None, or (DER, subject, issuer, version, serial number, not before, not after, alternative names)
Value connection_certificate(Thread& thread, Args& args) {
    Connection* self = connection_of(args);
    X509* certificate;
    {
        std::lock_guard lock(*self->mutex);
        certificate = lib.SSL_get1_peer_certificate(self->handle);
    }
    if (!certificate) return Value::none();
    std::string der(static_cast<size_t>(std::max(0, lib.i2d_X509(certificate, nullptr))), '\0');
    auto* at = reinterpret_cast<unsigned char*>(der.data());
    lib.i2d_X509(certificate, &at);
    Value result = new_tuple(
        thread, {new_bytes(thread, der), name_tuple(thread, lib.X509_get_subject_name(certificate)),
                 name_tuple(thread, lib.X509_get_issuer_name(certificate)), Value::from_int(lib.X509_get_version(certificate) + 1),
                 printed(thread, [&](BIO* out) { lib.i2a_ASN1_INTEGER(out, lib.X509_get_serialNumber(certificate)); }),
                 printed(thread, [&](BIO* out) { lib.ASN1_TIME_print(out, lib.X509_get0_notBefore(certificate)); }),
                 printed(thread, [&](BIO* out) { lib.ASN1_TIME_print(out, lib.X509_get0_notAfter(certificate)); }),
                 alternative_names(thread, certificate)});
    lib.X509_free(certificate);
    return result;
}

bool load(Thread& thread) {
    void* ssl = dlopen("libssl.so.3", RTLD_NOW | RTLD_LOCAL);
    void* crypto = dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);
    if (!ssl || !crypto)
        return raise_format(thread, exceptions.ImportError,
                            "ssl needs OpenSSL 3, which is not installed here (Debian: apt install libssl3): {}", dlerror());
    const char* missing = nullptr;
#define X(name) \
    if (!(lib.name = reinterpret_cast<decltype(&::name)>(dlsym(ssl, #name)))) missing = #name;
    GILT_SSL_FUNCTIONS(X)
#undef X
#define X(name) \
    if (!(lib.name = reinterpret_cast<decltype(&::name)>(dlsym(crypto, #name)))) missing = #name;
    GILT_CRYPTO_FUNCTIONS(X)
#undef X
    if (missing) return raise_format(thread, exceptions.ImportError, "this OpenSSL has no {}", missing);
    return true;
}

}  // namespace

bool initialize_ssl(Thread& thread, Module* module) {
    if (!load(thread)) return false;
    Dict* namespace_ = new_dict(thread);
    if (!dict_store(thread, namespace_, intern(thread, "__module__"), intern(thread, "_ssl"))) return false;
    Value error = new_class(thread, types.type, intern(thread, "error"), new_tuple(thread, {Value(exceptions.Exception)}),
                            namespace_, nullptr);
    if (!error) return false;
    keep_forever(thread, error);
    error_class = static_cast<Class*>(error.as_object());
    set_module_attribute(thread, module, "error", error);
    context_class = new_native_class(thread, {.name = "_ssl.Context", .instance_size = sizeof(Context), .flags = kDisallowNew});
    keep_forever(thread, context_class);
    add_methods(thread, context_class,
                {
                    {"load_verify(self, file, folder, /)", context_load_verify, "Trust the authorities in a file, a folder."},
                    {"load_default_verify(self, /)", context_load_default_verify, "Trust the system's authorities."},
                    {"add_authorities(self, data, /)", context_add_authorities, "Trust these authorities, PEM or DER."},
                    {"load_chain(self, certificates, key, password, /)", context_load_chain, "Our own certificate."},
                    {"set_ciphers(self, names, /)", context_set_ciphers, "Allow these ciphers."},
                    {"set_alpn(self, protocols, /)", context_set_alpn, "Offer these protocols."},
                    {"set_versions(self, least, most, /)", context_set_versions, "Allow these versions; 0: any."},
                    {"set_verify(self, mode, /)", context_set_verify, "0: no certificate, 1: if there is one, 2: required."},
                    {"options(self, value=<unchanged>, /)", context_options, "OpenSSL's options."},
                    {"connect(self, is_server, host, is_address, checks_host, /)", context_connect, "A new Connection."},
                });
    connection_class =
        new_native_class(thread, {.name = "_ssl.Connection", .instance_size = sizeof(Connection), .flags = kDisallowNew});
    keep_forever(thread, connection_class);
    add_methods(thread, connection_class,
                {
                    {"handshake(self, /)", connection_handshake, "True when done; None: needs input."},
                    {"read(self, size, /)", connection_read, "Bytes, b'' at the end; None: needs input."},
                    {"write(self, data, /)", connection_write, "How many bytes it took; None: needs input."},
                    {"shutdown(self, /)", connection_shutdown, "Say goodbye. True if the other side has done so."},
                    {"feed(self, data, /)", connection_feed, "What the other side sent; b'': it has closed."},
                    {"take(self, /)", connection_take, "What has to be sent to the other side."},
                    {"has_output(self, /)", connection_has_output, "Whether take() would give anything."},
                    {"pending(self, /)", connection_pending, "Bytes that can be read without input."},
                    {"describe(self, /)", connection_describe, "(version, cipher, protocol)"},
                    {"certificate(self, /)", connection_certificate, "The other side's, in parts; or None."},
                });
    add_functions(thread, module, {{"context(is_server, /)", new_context, "A new Context."}});
    set_module_attribute(thread, module, "OPENSSL_VERSION", new_str(thread, lib.OpenSSL_version(0)));
    return true;
}

}  // namespace gilt
