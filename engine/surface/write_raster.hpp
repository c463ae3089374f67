// Surfaces as GeoTIFF.
#pragma once

#include "base/progress.hpp"
#include "registry/object.hpp"
#include "surface/surface.hpp"

#include <filesystem>
#include <string>

namespace jt::surface {

/// Computes the surface part by part into a tiled GeoTIFF with deflate compression, nodata -9999,
/// 32 or 64 bit as the surface. Machine error where it cannot be written (`shown`: the path in
/// messages, by default its own), data error for a cell of the value of nodata; nothing is left
/// then.
void write_geotiff(const Surface& surface, const std::filesystem::path& path,
                   const base::Progress& progress, const std::string& shown = "");

/// The bytes of such a file, which lie on the disk: they may be more than can be held.
registry::Bytes geotiff(const Surface& surface, const base::Progress& progress);

}  // namespace jt::surface
