#include "app/op_surface.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "source/crs/crs_file.hpp"
#include "source/database/connection.hpp"
#include "surface/io_gdal.hpp"
#include "surface/write_raster.hpp"

#include <charconv>

namespace fs = std::filesystem;

namespace jt::app {
namespace {

int band_number(const std::string& path, const std::string& band) {
    int number = 1;
    const char* end = band.data() + band.size();
    if (!band.empty()) {
        const auto [at, failure] = std::from_chars(band.data(), end, number);
        if (failure != std::errc() || at != end) {
            throw base::data_error("app.op.band", path, band);
        }
    }
    return number;
}

fs::path target_of(const fs::path& out, const std::vector<NamedSurface>& surfaces, std::size_t i) {
    return i == 0 ? out : beside(out, surfaces[i].name, out.extension().string());
}

}  // namespace

surface::SurfacePtr read_surface(const OpRequest& request, const std::string& path,
                                 const std::string& band, base::Diagnostics& diagnostics) {
    source::refuse_foreign(path);
    surface::RasterSource raster{path, band_number(path, band), ""};
    if (!request.crs.empty()) {
        raster.crs = source::crs_of(request.crs).wkt();
    }
    auto out = std::make_shared<surface::Surface>(surface::read_raster(raster, diagnostics));
    if (!request.to.empty()) {
        const geo::Crs wanted = source::crs_of(request.to);
        if (!out->crs().same(wanted)) {
            throw base::data_error("app.op.surface_to", path, out->crs().label(), wanted.label());
        }
    }
    return out;
}

bool takes_surfaces(const std::string& path) {
    const std::string extension = base::lower(fs::path(path).extension().string());
    return extension == ".tif" || extension == ".tiff";
}

fs::path beside(const fs::path& path, const std::string& name, const std::string& extension) {
    return path.parent_path() / (path.stem().string() + "_" + name + extension);
}

void write_surfaces(Session& session, const std::vector<NamedSurface>& surfaces) {
    const fs::path out = session.options.out;
    if (!out.parent_path().empty() && !fs::is_directory(out.parent_path())) {
        throw base::data_error("source.write.no_folder", out.parent_path().string());
    }
    for (std::size_t i = 0; i < surfaces.size(); ++i) {
        const fs::path target = target_of(out, surfaces, i);
        if (!session.options.overwrite && fs::exists(target)) {
            throw base::data_error("source.write.exists", target.string());
        }
    }
    const base::PendingFolder folder(out, true);  // on the disk of the target; goes again
    const base::Progress shown = session.progress();
    const auto count = static_cast<double>(surfaces.size());
    for (std::size_t i = 0; i < surfaces.size(); ++i) {
        const fs::path target = target_of(out, surfaces, i);
        const base::Progress progress([&](double share, const std::string&) {
            shown.at((static_cast<double>(i) + share) / count, target.filename().string());
        });
        surface::write_geotiff(*surfaces[i].surface, folder.path() / target.filename(), progress,
                               target.string());
    }
    base::check_cancel();
    session.end_progress();
    for (std::size_t i = 0; i < surfaces.size(); ++i) {
        const fs::path target = target_of(out, surfaces, i);
        fs::rename(folder.path() / target.filename(), target);
        session.print(session.say("app.wrote", target.string()));
    }
}

}  // namespace jt::app
