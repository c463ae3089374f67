# What `cmake --install` puts under the prefix, and the SDK for native plugins as a package:
#   bin/jiangtian  share/jiangtian/{lua,plugins,gisdata}  include/jiangtian/jt_plugin.h  lib/cmake/jiangtian
# The folders are fixed, not those of GNUInstallDirs: the program looks for ../share/jiangtian from
# where it lies, and the package is the same on every architecture, because the SDK is one C header.
include(CMakePackageConfigHelpers)

# The header under the name that plugins include, also while it is not installed.
configure_file("${PROJECT_SOURCE_DIR}/engine/sdk/jt_plugin.h" "${PROJECT_BINARY_DIR}/sdk/jiangtian/jt_plugin.h" COPYONLY)
add_library(jiangtian_sdk INTERFACE)
add_library(jiangtian::sdk ALIAS jiangtian_sdk)
target_include_directories(jiangtian_sdk INTERFACE
    "$<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/sdk>" "$<INSTALL_INTERFACE:include>")
set_target_properties(jiangtian_sdk PROPERTIES EXPORT_NAME sdk)

set(JT_PACKAGE_DIR lib/cmake/jiangtian)
configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/jiangtianConfig.cmake.in"
    "${PROJECT_BINARY_DIR}/sdk/jiangtianConfig.cmake" INSTALL_DESTINATION ${JT_PACKAGE_DIR})
# Before 1.0 a plugin may need a new build for a new minor version.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/sdk/jiangtianConfigVersion.cmake"
    COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(TARGETS jiangtian_sdk EXPORT jiangtianTargets)
install(EXPORT jiangtianTargets NAMESPACE jiangtian:: DESTINATION ${JT_PACKAGE_DIR})
install(FILES "${PROJECT_BINARY_DIR}/sdk/jiangtianConfig.cmake" "${PROJECT_BINARY_DIR}/sdk/jiangtianConfigVersion.cmake"
    "${CMAKE_CURRENT_LIST_DIR}/jiangtianPlugin.cmake" DESTINATION ${JT_PACKAGE_DIR})
install(FILES engine/sdk/jt_plugin.h DESTINATION include/jiangtian)

if(TARGET jiangtian)
    install(TARGETS jiangtian RUNTIME DESTINATION bin)
endif()
foreach(folder lua plugins gisdata)
    install(DIRECTORY ${folder} DESTINATION share/jiangtian PATTERN "__pycache__" EXCLUDE)
endforeach()
install(FILES LICENSE DESTINATION share/doc/jiangtian)

option(JT_NATIVE_EXAMPLE "Build the sample of a native plugin, into plugins/ of the build folder" OFF)
if(JT_NATIVE_EXAMPLE)
    include(jiangtianPlugin)
    add_subdirectory(plugins/example_native example_native)
endif()
