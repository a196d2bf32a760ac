// The module `errno`: the names of the system's error numbers.
#include <cerrno>

#include "objects/dict.h"
#include "objects/function.h"
#include "objects/str.h"
#include "thread/thread.h"
#include "vm/native.h"

namespace gilt {

#define GILT_ERRNOS(X)                                                                                       \
    X(ENODEV)                                                                                                \
    X(EHOSTUNREACH)                                                                                          \
    X(ENOMSG) X(ENODATA) X(ENOTBLK) X(ENOSYS) X(EPIPE) X(EINVAL) X(EOVERFLOW) X(EINTR) X(ENOTEMPTY)          \
        X(EPROTO) X(ENOTTY) X(ESRCH) X(EEXIST) X(ENOTDIR) X(EBADF) X(ECONNREFUSED) X(EISDIR) X(EDOM)         \
            X(ECONNRESET) X(EADDRNOTAVAIL) X(ENOTCONN) X(ENETRESET) X(ENAMETOOLONG) X(EBADFD) X(EIO)         \
                X(EISCONN) X(EMSGSIZE) X(EPERM) X(EADDRINUSE) X(EROFS) X(ETXTBSY) X(EAGAIN) X(EDQUOT)        \
                    X(EFAULT) X(EFBIG) X(EMFILE) X(EMLINK) X(ENFILE) X(ENOBUFS) X(ENOENT) X(ENOEXEC)         \
                        X(ENOLCK) X(ENOMEM) X(ENOPROTOOPT) X(ENOSPC) X(ENOTSOCK) X(ENXIO) X(EOPNOTSUPP)      \
                            X(EPFNOSUPPORT) X(EPROTONOSUPPORT) X(EPROTOTYPE) X(ERANGE) X(ESHUTDOWN)          \
                                X(ESPIPE) X(ESTALE) X(ETIMEDOUT) X(EXDEV) X(E2BIG) X(EACCES) X(EAFNOSUPPORT) \
                                    X(EALREADY) X(EBUSY) X(ECANCELED) X(ECHILD) X(ECONNABORTED) X(EDEADLK)   \
                                        X(EDESTADDRREQ) X(EHOSTDOWN) X(EIDRM) X(EILSEQ) X(EINPROGRESS)       \
                                            X(ELOOP) X(ENETDOWN) X(ENETUNREACH) X(ENOTRECOVERABLE)           \
                                                X(EOWNERDEAD) X(ETIME) X(EUSERS) X(ENOTSUP) X(EWOULDBLOCK)   \
                                                    X(EDEADLOCK)

bool initialize_errno(Thread& thread, Module* module) {
    Dict* codes = new_dict(thread, 128);
    auto add = [&](const char* name, int number) {
        Str* text = intern(thread, name);
        dict_set(thread, module->dict(), text, Value::from_int(number));
        // Where two names share a number, errorcode has the first.
        Value known;
        if (dict_lookup(thread, codes, Value::from_int(number), &known) == 0)
            (void)dict_store(thread, codes, Value::from_int(number), text);
    };
#define X(name) add(#name, name);
    GILT_ERRNOS(X)
#undef X
    set_module_attribute(thread, module, "errorcode", codes);
    return true;
}

}  // namespace gilt
