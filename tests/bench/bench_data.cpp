// Reading and overlay at full size, beside the peers of tests/bench/run.sh.
//   bench_data read FILE CRS        all attributes, transformed, validity judged; invalid ones are
//   left out bench_data points ZONES POINTS  pairs of points in polygons bench_data overlay ZONES
//   PARCELS  area of each parcel in each zone, planar
// Points and overlay count after loading, in EPSG:4544.
#include "base/parallel.hpp"
#include "overlay/areas.hpp"
#include "overlay/points.hpp"
#include "source/read.hpp"

#include <sys/resource.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

using namespace jt;

namespace {

class Clock {
public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

double peak_mb() {
    struct rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

layer::Layer read(const std::string& path, const std::string& to, base::Diagnostics& diagnostics) {
    source::ReadOptions options;
    options.path = path;
    options.to = to;
    options.repair = source::Repair::skip;
    return source::read_layer(options, diagnostics);
}

geo::GeometryArray geometry_of(const std::string& path) {
    base::Diagnostics diagnostics;
    return read(path, "EPSG:4544", diagnostics).geometry();
}

int bench_read(const std::string& path, const std::string& to) {
    const Clock clock;
    base::Diagnostics diagnostics;
    const layer::Layer layer = read(path, to, diagnostics);
    std::int64_t invalid = 0;
    for (const base::Diagnostic& one : diagnostics.list()) {
        invalid += one.message.id == "source.geometry.skipped" ? one.count : 0;
    }
    std::printf("read features=%zu vertices=%zu invalid=%lld seconds=%.3f rss_mb=%.0f x0=%.6f\n",
                layer.rows(), layer.geometry().xy().size() / 2, static_cast<long long>(invalid),
                clock.seconds(), peak_mb(), layer.geometry().xy()[0]);
    return 0;
}

int bench_points(const std::string& zones, const std::string& points) {
    const geo::GeometryArray polygons = geometry_of(zones), places = geometry_of(points);
    const Clock clock;
    const auto hits = overlay::points_in_polygons(places, polygons);
    std::printf("points hits=%zu seconds=%.3f\n", hits.size(), clock.seconds());
    return 0;
}

int bench_overlay(const std::string& zones, const std::string& parcels) {
    const geo::GeometryArray a = geometry_of(zones), b = geometry_of(parcels);
    const Clock clock;
    double total = 0;
    const auto found = overlay::intersection_areas(a, b, geo::Crs(), overlay::AreaKind::planar);
    for (const overlay::Overlap& one : found) {
        total += one.area_m2;
    }
    std::printf("overlay parcels=%zu pairs=%zu area=%.2f seconds=%.3f rss_mb=%.0f\n", b.size(),
                found.size(), total, clock.seconds(), peak_mb());
    return 0;
}

}  // namespace

int main(int count, char** words) {
    const std::string mode = count == 4 ? words[1] : "";
    if (const char* threads = std::getenv("JT_THREADS")) {
        base::set_threads(std::atoi(threads));
    }
    return mode == "read"      ? bench_read(words[2], words[3])
           : mode == "points"  ? bench_points(words[2], words[3])
           : mode == "overlay" ? bench_overlay(words[2], words[3])
                               : (std::fprintf(stderr, "bench_data read|points|overlay A B\n"), 1);
}
