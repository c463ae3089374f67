# The contracts of gisdata/contracts become part of the program: jt_embed_contracts(<target>) adds a source file with the
# text of each, roles (in roles/) first, for engine/source/quality/contracts_brought.hpp.
function(jt_embed_contracts target)
    set(folder "${CMAKE_SOURCE_DIR}/gisdata/contracts")
    file(GLOB roles CONFIGURE_DEPENDS "${folder}/roles/*.json")
    file(GLOB standards CONFIGURE_DEPENDS "${folder}/*.json")
    set(entries "")
    foreach(path IN LISTS roles standards)
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
        get_filename_component(name "${path}" NAME_WE)
        set(role false)
        if(path IN_LIST roles)
            set(role true)
        endif()
        file(READ "${path}" text)
        string(APPEND entries "    {\"${name}\", ${role}, R\"json(${text})json\"},\n")
    endforeach()
    set(out "${CMAKE_BINARY_DIR}/generated/contracts_brought.cpp")
    file(CONFIGURE OUTPUT "${out}" @ONLY CONTENT "// Made by cmake/JtContracts.cmake from gisdata/contracts.
#include \"source/quality/contracts_brought.hpp\"

#include <array>

namespace jt::source {
namespace {

constexpr auto kContracts = std::to_array<BroughtContract>({
${entries}});

}  // namespace

std::span<const BroughtContract> contracts_brought() { return kContracts; }

}  // namespace jt::source
")
    target_sources(${target} PRIVATE "${out}")
endfunction()
