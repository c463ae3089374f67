# Osmium::osmium: the headers of libosmium and the libraries it reads compressed files and XML with.
find_path(Osmium_INCLUDE_DIR osmium/version.hpp)
find_package(ZLIB REQUIRED)
find_package(BZip2 REQUIRED)
find_package(EXPAT REQUIRED)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Osmium REQUIRED_VARS Osmium_INCLUDE_DIR)
if(Osmium_FOUND AND NOT TARGET Osmium::osmium)
    add_library(Osmium::osmium INTERFACE IMPORTED)
    set_target_properties(Osmium::osmium PROPERTIES
        INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${Osmium_INCLUDE_DIR}"
        INTERFACE_LINK_LIBRARIES "ZLIB::ZLIB;BZip2::BZip2;EXPAT::EXPAT;Threads::Threads")
endif()
mark_as_advanced(Osmium_INCLUDE_DIR)
