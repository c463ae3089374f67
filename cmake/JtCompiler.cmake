# Warnings, sanitizers and ccache, carried by one interface target that every module links.
find_program(JT_CCACHE ccache)
if(JT_CCACHE)
    # What ccache asks for to keep objects that were made with a precompiled header.
    set(launcher "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime "${JT_CCACHE}")
    set(CMAKE_CXX_COMPILER_LAUNCHER "${launcher}")
    set(CMAKE_C_COMPILER_LAUNCHER "${JT_CCACHE}")
endif()

add_library(jt_flags INTERFACE)
target_compile_options(jt_flags INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
if(JT_WERROR)
    target_compile_options(jt_flags INTERFACE -Werror)
endif()
if(JT_SANITIZE)
    target_compile_options(jt_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                                              -fno-omit-frame-pointer)
    target_link_options(jt_flags INTERFACE -fsanitize=address,undefined)
endif()
if(JT_COVERAGE)
    target_compile_options(jt_flags INTERFACE --coverage)
    target_link_options(jt_flags INTERFACE --coverage)
endif()
# g++ 12 sees overlaps and ends of std::string's own buffer that cannot be (GCC bugs 105329, 105651).
target_compile_options(jt_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-array-bounds;-Wno-stringop-overflow>)
# Floating point must not depend on the machine: no fused multiply-add, no reassociation.
target_compile_options(jt_flags INTERFACE -ffp-contract=off)

# Parsing the standard library and the JSON and fmt headers is most of what compiling a file takes: they are compiled
# once for each target. Headers must still stand alone (target header_alone, which does without).
set(JT_COMMON_HEADERS <algorithm> <cmath> <cstdint> <filesystem> <functional> <map> <memory> <optional> <set> <string>
    <vector> <fmt/format.h> <nlohmann/json.hpp>)
function(jt_precompile target)
    target_precompile_headers(${target} PRIVATE ${JT_COMMON_HEADERS} ${ARGN})
    target_compile_options(${target} PRIVATE
        $<IF:$<CXX_COMPILER_ID:GNU>,-fpch-preprocess,SHELL:-Xclang -fno-pch-timestamp>)  # as ccache wants it
endfunction()
