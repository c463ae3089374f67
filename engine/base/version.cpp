#include "base/version.hpp"

#include "base/hash.hpp"

#include <filesystem>

namespace jt::base {

std::string version() { return JT_VERSION; }

const std::string& program_hash() {
    static const std::string hash = [] {
        const std::string self = "/proc/self/exe";
        return std::filesystem::exists(self) ? sha256_file(self) : std::string();
    }();
    return hash;
}

}  // namespace jt::base
