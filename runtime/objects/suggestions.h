// "Did you mean": the name in scope that is closest to the one that was not found.
#pragma once

#include <string>

#include "value/value.h"

namespace gilt {

class Thread;

// What is printed after the message of a NameError or AttributeError: ". Did you mean: 'append'?", or nothing. Never
// fails: an exception on the way (dir() of an object may run script code) is dropped.
std::string suggestion_for(Thread& thread, Value exception);

}  // namespace gilt
