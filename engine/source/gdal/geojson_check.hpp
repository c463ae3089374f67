// GeoJSON held against its standard (RFC 7946), as GDAL mends or drops in silence what is wrong.
// Internal to source/.
#pragma once

#include "base/diagnostic.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace jt::source {

/// One thing that the standard forbids (error) or advises against (warning), and where in the text:
/// "features[3].geometry.coordinates[0]".
struct GeoJsonFault {
    base::Severity severity = base::Severity::error;
    base::Message message;
    std::string path;
};

/// At most a hundred errors and a hundred warnings, in order of the text. Text that is no JSON at
/// all is one fault.
std::vector<GeoJsonFault> check_geojson(std::string_view text);

/// By its name: .geojson or .json.
bool is_geojson(const std::string& path);

/// Checks a file before GDAL reads it. Strict: the first error is thrown,
/// but for open rings, which are closed with a warning when they are read; `repair`: errors are
/// told as warnings; `lenient`: as errors. A file too large to be held in memory several times is
/// told not to have been checked.
void judge_geojson(const std::string& path, bool repair, bool lenient,
                   base::Diagnostics& diagnostics);

}  // namespace jt::source
