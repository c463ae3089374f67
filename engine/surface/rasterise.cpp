#include "surface/rasterise.hpp"

#include "base/parallel.hpp"
#include "surface/coverage.hpp"
#include "surface/memory.hpp"

#include <cmath>
#include <limits>

namespace jt::surface {
namespace {

/// The cells that a feature takes, of any weight but at least `least`.
struct Taken {
    Coverage cells;
    double least = 0;
    bool overlapping = false;
};

Taken taken(const Grid& grid, const geo::GeometryArray& features, std::size_t i, TakeRule rule) {
    if (features.shape() == geo::Shape::point) {
        return {point_cells(grid, features, i)};
    }
    if (features.shape() == geo::Shape::line) {
        return {line_lengths(grid, features, i, [](double x1, double y1, double x2, double y2) {
            return std::hypot(x2 - x1, y2 - y1);
        })};
    }
    if (rule == TakeRule::centre) {
        return {polygon_centres(grid, features, i)};
    }
    Taken out{polygon_fractions(grid, features, i), rule == TakeRule::majority ? 0.5 : 0, false};
    if (out.cells.overlap) {
        return {polygon_centres(grid, features, i), 0, true};
    }
    return out;
}

double chosen(double before, double value, Overlap overlap) {
    if (std::isnan(before)) {
        return value;
    }
    switch (overlap) {
        case Overlap::first: return before;
        case Overlap::last: return value;
        case Overlap::min: return std::min(before, value);
        case Overlap::max: break;
    }
    return std::max(before, value);
}

}  // namespace

Rasterised rasterised(const Grid& grid, const geo::GeometryArray& features,
                      const std::vector<double>& values, TakeRule rule, Overlap overlap) {
    constexpr std::size_t kBatch = 1024, kGrain = 16;
    Rasterised out;
    require_memory(grid, 8);
    out.values.assign(grid.cells(), std::numeric_limits<double>::quiet_NaN());
    std::vector<Taken> batch(std::min(kBatch, features.size()));
    for (std::size_t first = 0; first < features.size(); first += kBatch) {
        const std::size_t count = std::min(kBatch, features.size() - first);
        const auto usable = [&](std::size_t i) {
            return features.status(i) == geo::Status::ok && !std::isnan(values[i]);
        };
        base::parallel_blocks(count, kGrain, [&](std::size_t begin, std::size_t end) {
            for (std::size_t k = begin; k < end; ++k) {
                batch[k] = usable(first + k) ? taken(grid, features, first + k, rule) : Taken{};
            }
        });
        for (std::size_t k = 0; k < count; ++k) {
            const Taken& one = batch[k];
            std::size_t cells = 0;
            for (std::size_t r = 0; r < one.cells.rows(); ++r) {
                const std::size_t row = one.cells.first_row + r;
                for (const auto& run : one.cells.row(row)) {
                    double* to = out.values.data() + row * grid.columns + run.column;
                    for (std::size_t c = 0; run.weight >= one.least && c < run.columns; ++c) {
                        ++cells;
                        out.contested += std::isnan(to[c]) ? 0 : 1;
                        to[c] = chosen(to[c], values[first + k], overlap);
                    }
                }
            }
            if (one.overlapping) {
                out.overlapping.push_back(first + k);
            }
            if (cells == 0 && usable(first + k)) {
                out.without.push_back(first + k);
            }
        }
    }
    return out;
}

}  // namespace jt::surface
