// Surfaces of `op run`: raster files in and out.
#pragma once

#include "app/op_run.hpp"
#include "surface/surface.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jt::app {

/// A surface under the name of its output.
struct NamedSurface {
    std::string name;
    surface::SurfacePtr surface;
};

/// A band of a raster file; `band`: its number, "" for the first. --crs takes the place of the
/// raster's own CRS, which is told; --to is for layers: a raster in another CRS is a data error,
/// and so is what surface::read_raster() refuses.
surface::SurfacePtr read_surface(const OpRequest& request, const std::string& path,
                                 const std::string& band, base::Diagnostics& diagnostics);

/// Is the target, by its name, a raster (.tif, .tiff)?
bool takes_surfaces(const std::string& path);

/// "fit.tif" for the first output and "fit_probability.tif" for another of that name.
std::filesystem::path beside(const std::filesystem::path& path, const std::string& name,
                             const std::string& extension);

/// The first surface into the target, the others beside it. The files appear when all of them are
/// whole. Data errors: the target's folder is none, one of the files exists and --overwrite is not
/// given. Progress is shown.
void write_surfaces(Session& session, const std::vector<NamedSurface>& surfaces);

}  // namespace jt::app
