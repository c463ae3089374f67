// The version of GDAL, for provenance.
#pragma once

#include <string>

namespace jt::source {

std::string gdal_version();  ///< "3.6.2"

}  // namespace jt::source
