// What is in a raster file, and what is wrong with it.
#pragma once

#include "base/message.hpp"

#include <nlohmann/json.hpp>
#include <string>

namespace jt::surface {

/// By its name: .tif, .tiff, .img, .asc, .hgt, .dem, .grd.
bool is_raster_name(const std::string& path);

/// Never throws for bad data: what is wrong becomes a problem. Shape: {"path", "driver", "files":
/// [{"name", "bytes", "sha256"}], "columns", "rows", "extent": [4] or null, "cell": [x, y] or null,
/// "crs": text or null, "bands": [{"type", "nodata": text, "valid", "min", "max"}], "problems":
/// [diagnostic]}.
nlohmann::json describe_raster(const std::string& path);
/// For the terminal.
std::string render_raster(const nlohmann::json& description, base::Lang lang);

}  // namespace jt::surface
