# Mapnik 3.1 ships neither a pkg-config file nor a CMake package: ask mapnik-config.
# Only --defines is taken from its flags: --cxxflags would force -std=c++14.
find_program(MAPNIK_CONFIG mapnik-config)
include(FindPackageHandleStandardArgs)
find_library(MAPNIK_LIBRARY mapnik)
find_package_handle_standard_args(Mapnik DEFAULT_MSG MAPNIK_CONFIG MAPNIK_LIBRARY)
if(Mapnik_FOUND AND NOT TARGET Mapnik::Mapnik)
    execute_process(COMMAND ${MAPNIK_CONFIG} --defines OUTPUT_VARIABLE defines OUTPUT_STRIP_TRAILING_WHITESPACE)
    execute_process(COMMAND ${MAPNIK_CONFIG} --includes --dep-includes OUTPUT_VARIABLE includes
                    OUTPUT_STRIP_TRAILING_WHITESPACE)
    separate_arguments(defines UNIX_COMMAND "${defines}")
    separate_arguments(includes UNIX_COMMAND "${includes}")
    list(TRANSFORM includes REPLACE "^-I" "")
    pkg_check_modules(MAPNIK_DEPS REQUIRED IMPORTED_TARGET freetype2 libxml-2.0 icu-uc harfbuzz)
    add_library(Mapnik::Mapnik INTERFACE IMPORTED)
    set_target_properties(Mapnik::Mapnik PROPERTIES
        INTERFACE_COMPILE_OPTIONS "${defines}"
        INTERFACE_INCLUDE_DIRECTORIES "${includes}"
        INTERFACE_LINK_LIBRARIES "${MAPNIK_LIBRARY};PkgConfig::MAPNIK_DEPS")
endif()
