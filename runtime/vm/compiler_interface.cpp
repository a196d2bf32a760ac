#include "vm/compiler_interface.h"

namespace gilt {

CompilerInterface compiler;

}  // namespace gilt
