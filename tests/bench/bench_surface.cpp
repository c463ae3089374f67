// Rasters at full size, beside the peers of tests/bench/run.sh.
//   bench_surface sum FOLDER     weighted sum of c0.tif to c7.tif, held
//   bench_surface slope FOLDER   of dem.tif, held
//   bench_surface distance FOLDER  of roads.tif, held
//   bench_surface means FOLDER   mean of dem.tif in each polygon of zones44.shp, by shares of cells
//   bench_surface all FOLDER     the four, one after the other
//   bench_surface classes FOLDER   probability of classes over 2,500 x 1,000 cells of 12 criteria
//                                under 1,000 draws of their weights, held
#include "base/parallel.hpp"
#include "source/read.hpp"
#include "surface/derived.hpp"
#include "surface/distance.hpp"
#include "surface/io_gdal.hpp"
#include "surface/terrain.hpp"
#include "surface/zonal.hpp"

#include <sys/resource.h>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

using namespace jt;

namespace {

double peak_mb() {
    struct rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

surface::SurfacePtr raster(const std::string& folder, const std::string& name) {
    base::Diagnostics diagnostics;
    surface::RasterSource source;
    source.path = folder + "/" + name + ".tif";
    return std::make_shared<surface::Surface>(surface::read_raster(source, diagnostics));
}

/// Sum of some values of a surface that is held, so that nothing is left out.
double sum_of(const surface::Surface& held) {
    double sum = 0;
    for (std::size_t row = 0; row < held.grid().rows; row += 997) {
        for (const float value : held.window<float>({row, 0, 1, held.grid().columns})) {
            sum += std::isnan(value) ? 0 : static_cast<double>(value);
        }
    }
    return sum;
}

double total(const surface::Surface& surface) { return sum_of(surface::computed(surface)); }

double weighted_sum(const std::string& folder) {
    surface::Recipe recipe;
    recipe.kind = "weighted_sum";
    recipe.params = {{"weights", {.2, .15, .15, .1, .1, .1, .1, .1}}};
    for (int i = 0; i < 8; ++i) {
        recipe.inputs.push_back(raster(folder, "c" + std::to_string(i)));
    }
    return total(surface::derived(std::move(recipe)));
}

double slope(const std::string& folder) {
    base::Diagnostics diagnostics;
    return total(surface::slope(raster(folder, "dem"), diagnostics));
}

double means(const std::string& folder) {
    base::Diagnostics diagnostics;
    source::ReadOptions read;
    read.path = folder + "/zones44.shp";
    const layer::Layer zones = source::read_layer(read, diagnostics);
    double sum = 0;
    for (const auto& zone :
         surface::zonal_statistics(*raster(folder, "dem"), zones.geometry(), {})) {
        sum += std::isnan(zone.mean) ? 0 : zone.mean;
    }
    return sum;
}

double distance(const std::string& folder) {
    surface::SourceRule rule;
    rule.values = {1};
    return sum_of(surface::distance(*raster(folder, "roads"), rule).surface);
}

double all(const std::string& folder) {
    return weighted_sum(folder) + slope(folder) + distance(folder) + means(folder);
}

double classes(const std::string& folder) {
    constexpr std::size_t kCriteria = 12, kDraws = 1000;
    const auto dem = raster(folder, "dem");
    surface::Grid grid = dem->grid();
    grid.columns = 2500;
    grid.rows = 1000;
    surface::Recipe recipe;
    recipe.kind = "class_probability";
    for (std::size_t k = 0; k < kCriteria; ++k) {
        recipe.inputs.push_back(std::make_shared<surface::Surface>(
            grid, dem->crs(), dem->window<float>({600 * k, 500 * k, grid.rows, grid.columns})));
    }
    std::vector<std::vector<double>> draws(kDraws, std::vector<double>(kCriteria));
    std::uint64_t seed = 1;
    for (auto& draw : draws) {
        double sum = 0;
        for (double& weight : draw) {
            seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
            weight = static_cast<double>(seed >> 40U);
            sum += weight;
        }
        for (double& weight : draw) {
            weight /= sum;
        }
    }
    recipe.params = {{"draws", draws}, {"breaks", {700, 900, 1000, 1100}}, {"class", -1}};
    return total(surface::derived(std::move(recipe)));
}

}  // namespace

int main(int count, char** words) {
    if (const char* threads = std::getenv("JT_THREADS")) {
        base::set_threads(std::atoi(threads));
    }
    const std::string what = count == 3 ? words[1] : "";
    const std::map<std::string, double (*)(const std::string&)> jobs = {
        {"sum", weighted_sum}, {"slope", slope}, {"distance", distance},
        {"means", means},      {"all", all},     {"classes", classes}};
    const auto job = jobs.find(what);
    if (job == jobs.end()) {
        std::fprintf(stderr, "bench_surface sum|slope|distance|means|all|classes FOLDER\n");
        return 1;
    }
    const auto start = std::chrono::steady_clock::now();
    const double check = job->second(words[2]);
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::printf("%s check=%.6f seconds=%.3f rss_mb=%.0f\n", what.c_str(), check, seconds,
                peak_mb());
    return 0;
}
