// A native plugin as its manifest declares it.
#pragma once

#include "registry/spec.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jt::native {

struct Manifest {
    std::string name, version;
    std::filesystem::path file;     ///< plugin.lua
    std::filesystem::path library;  ///< the body
    std::vector<registry::OperatorSpec> operators;
};

}  // namespace jt::native
