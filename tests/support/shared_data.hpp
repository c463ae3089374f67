// The folder of data that is shared between projects and no part of this one. A test that needs a
// file of it ends, with a message, where it is absent.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>

namespace jt::test {

/// The path, or nothing (told on the error stream) where the data are not there.
inline std::optional<std::string> shared_path(const std::string& name) {
    const char* given = std::getenv("JT_SHARED");
    const std::string folder = given != nullptr ? given : std::string(JT_SOURCE_DIR) + "/../shared";
    const std::string path = folder + "/" + name;
    if (!std::filesystem::exists(path)) {
        std::cerr << "skipped: " << path << " is not there\n";
        return std::nullopt;
    }
    return path;
}

inline std::optional<std::string> shared_text(const std::string& name) {
    const auto path = shared_path(name);
    if (!path) {
        return std::nullopt;
    }
    std::ifstream file(*path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

}  // namespace jt::test
