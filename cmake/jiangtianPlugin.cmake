# jiangtian_add_plugin(<name> MANIFEST <file> SOURCES <files...>)
# A native plugin as the folder <build>/plugins/<name>: the manifest as plugin.lua, and beside it the library <name>.so,
# which the manifest names as its body. Start the program with --plugins <build>/plugins.
function(jiangtian_add_plugin name)
    cmake_parse_arguments(ARG "" "MANIFEST" "SOURCES" ${ARGN})
    if(NOT ARG_MANIFEST OR NOT ARG_SOURCES OR ARG_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "jiangtian_add_plugin(<name> MANIFEST <file> SOURCES <files...>)")
    endif()
    set(folder "${CMAKE_BINARY_DIR}/plugins/${name}")
    configure_file("${ARG_MANIFEST}" "${folder}/plugin.lua" COPYONLY)
    add_library(${name} MODULE ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE jiangtian::sdk)
    # One symbol is seen from outside; nothing may be left undefined.
    set_target_properties(${name} PROPERTIES PREFIX "" SUFFIX ".so" C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden
        VISIBILITY_INLINES_HIDDEN ON LIBRARY_OUTPUT_DIRECTORY "${folder}")
    target_link_options(${name} PRIVATE "LINKER:--no-undefined")
endfunction()
