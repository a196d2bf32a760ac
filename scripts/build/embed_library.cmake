# Writes the modules of runtime/lib into one C++ file, as raw string literals, so that the binary needs no file
# beside it. Run as `cmake -DROOT=runtime/lib -DOUTPUT=embedded_library.cpp -P embed_library.cmake`.
# The order is the order of the dotted names, because the reader of the table searches it by halves.

set(delimiter "gilt_module") # what no module may contain, with a bracket before and a quote after it

file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/*.py)

# "threading.py" is the module threading, "concurrent/__init__.py" the package concurrent. The list is sorted by
# dotted name: each entry carries its name first and its path after a "!",
# which sorts before every character of a name, so that a package stands before its modules.
set(entries)
foreach(file IN LISTS files)
  string(REGEX REPLACE "\\.py$" "" name ${file})
  string(REGEX REPLACE "/__init__$" "" name ${name})
  string(REPLACE "/" "." name ${name})
  list(APPEND entries "${name}!${file}")
endforeach()
list(SORT entries COMPARE STRING)

set(text "// Generated from runtime/lib by scripts/build/embed_library.cmake.\n\n")
string(APPEND text "#include \"modules/embed.h\"\n\nnamespace gilt {\n\n")
string(APPEND text "std::span<const EmbeddedModule> embedded_modules() {\n")
if(entries)
  string(APPEND text "  static constexpr EmbeddedModule modules[] = {\n")
  foreach(entry IN LISTS entries)
    string(REGEX MATCH "^([^!]*)!(.*)$" _ ${entry})
    set(name ${CMAKE_MATCH_1})
    set(file ${CMAKE_MATCH_2})
    set(is_package false)
    if(file MATCHES "__init__\\.py$")
      set(is_package true)
    endif()
    file(READ ${ROOT}/${file} source)
    string(FIND "${source}" ")${delimiter}\"" clash)
    if(NOT clash EQUAL -1)
      message(FATAL_ERROR "${file} contains )${delimiter}\", which ends the literal it is embedded in")
    endif()
    # The length is given: counting it would be left to the compiler, which allows itself only so many steps.
    string(LENGTH "${source}" length)
    string(APPEND text "      {\"${name}\", ${is_package}, {R\"${delimiter}(${source})${delimiter}\", ${length}}},\n")
  endforeach()
  string(APPEND text "  };\n  return modules;\n")
else()
  string(APPEND text "  return {};\n")
endif()
string(APPEND text "}\n\n} // namespace gilt\n")
file(WRITE ${OUTPUT} "${text}")
