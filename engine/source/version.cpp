#include "source/version.hpp"

#include <gdal.h>

namespace jt::source {

std::string gdal_version() { return GDALVersionInfo("RELEASE_NAME"); }

}  // namespace jt::source
