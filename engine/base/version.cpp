#include "base/version.hpp"

namespace jt::base {

std::string version() { return JT_VERSION; }

}  // namespace jt::base
