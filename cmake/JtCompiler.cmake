# Warnings, sanitizers and ccache, carried by one interface target that every module links.
find_program(JT_CCACHE ccache)
if(JT_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${JT_CCACHE}")
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
# Floating point must not depend on the machine: no fused multiply-add, no reassociation.
target_compile_options(jt_flags INTERFACE -ffp-contract=off)
