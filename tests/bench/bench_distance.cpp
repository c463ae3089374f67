// Distances on a raster of 10,000 x 10,000 cells: bench_distance [raster [value]]. Without a
// raster, sources are drawn: lines every 1 km with gaps, as roads, then single cells far apart.
// Prints seconds and the memory at its most.
#include "base/parallel.hpp"
#include "surface/distance.hpp"
#include "surface/io_gdal.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <chrono>
#include <cstdlib>
#include <limits>

namespace {

using namespace jt;

/// Cells drawn when they are read, so that they take no memory.
class Drawn final : public surface::Cells {
public:
    explicit Drawn(bool lines) : m_lines(lines) {}
    bool wide() const override { return false; }
    void read(const surface::Window& window, std::span<float> out) const override {
        for (std::size_t i = 0; i < out.size(); ++i) {
            const std::size_t y = window.row + i / window.columns;
            const std::size_t x = window.column + i % window.columns;
            out[i] = source(x, y) ? 1 : std::numeric_limits<float>::quiet_NaN();
        }
    }
    void write(base::Writer& out) const override { out.text("drawn"); }

private:
    bool source(std::size_t x, std::size_t y) const {
        if (m_lines) {
            return (y % 100 == 0 || x % 100 == 3) && (x * 7 + y * 13) % 17 != 0;
        }
        return (x * 2654435761U + y * 40503U * 65537U) % 100003 == 0;
    }
    bool m_lines;
};

void measure(const std::string& name, const surface::Surface& sources,
             const surface::SourceRule& rule) {
    const auto start = std::chrono::steady_clock::now();
    const auto found = surface::distance(sources, rule);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    fmt::print("{:8} {} threads {:.3f} s {} MB ({} sources, {:.3f} m in the last cell)\n", name,
               base::threads(), taken.count(), usage.ru_maxrss / 1024, found.sources,
               found.surface.at(sources.grid().rows - 1, sources.grid().columns - 1));
}

surface::Surface drawn(bool lines) {
    surface::Grid grid;
    grid.columns = grid.rows = 10000;
    grid.left = 366000;
    grid.top = 3443000;
    grid.cell_x = grid.cell_y = 10;
    return {grid, geo::Crs::from("EPSG:4544"), std::make_shared<Drawn>(lines)};
}

}  // namespace

int main(int count, char** words) {
    for (const int threads : {1, 2, 2}) {
        base::set_threads(threads);
        if (count > 1) {
            surface::RasterSource source;
            source.path = words[1];
            base::Diagnostics diagnostics;
            surface::SourceRule rule;
            if (count > 2) {
                rule.values = {std::atof(words[2])};
            }
            measure("file", surface::read_raster(source, diagnostics), rule);
        } else {
            measure("lines", drawn(true), {});
            measure("points", drawn(false), {});
        }
    }
}
