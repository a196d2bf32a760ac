// Finding the modules written in C++.
#pragma once

#include <span>
#include <string_view>

#include "vm/native.h"

namespace gilt {
// Null if there is no such module.
const NativeModule* find_native_module(std::string_view name);
std::span<const NativeModule> native_modules();
}  // namespace gilt
