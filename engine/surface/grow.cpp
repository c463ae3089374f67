#include "surface/grow.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "surface/distance.hpp"
#include "surface/grow_region.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace jt::surface {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr double kHectare = 10000;

/// Areas as whole cells: targets are rounded up, so that they are reached.
struct Sizes {
    std::size_t all = 0, least = 0, most = 0;
};

std::size_t cells_for(double area, double cell) {
    constexpr double kRounding = 1e-9;
    return static_cast<std::size_t>(std::max(1.0, std::ceil(area / cell * (1 - kRounding))));
}

std::string hectares(double m2) { return fmt::format("{:.6g} ha", m2 / kHectare); }

Sizes sizes_of(const GrowRule& rule, double cell) {
    const double share = rule.area / static_cast<double>(rule.regions);
    const double least = rule.least.value_or(rule.most ? std::min(share, *rule.most) : share);
    const double most = rule.most.value_or(rule.least ? rule.area : share);
    const auto regions = static_cast<double>(rule.regions);
    constexpr double kSlack = 1 + 1e-9;
    if (least > most * kSlack || least > rule.area * kSlack) {
        throw base::data_error("surface.grow.least", hectares(least),
                               hectares(std::min(most, rule.area)));
    }
    if (most * regions * kSlack < rule.area) {
        throw base::data_error("surface.grow.most", rule.regions, hectares(most),
                               hectares(most * regions), hectares(rule.area));
    }
    return {cells_for(rule.area, cell), cells_for(least, cell), cells_for(most, cell)};
}

/// The number of each cell's connected part, and how many cells each has.
struct Parts {
    std::vector<std::uint32_t> of;  ///< kNoPart: not free
    std::vector<std::size_t> size;
};
constexpr std::uint32_t kNoPart = static_cast<std::uint32_t>(-1);

Parts parts_of(const Grid& grid, const geo::Crs& crs, const std::vector<char>& free, bool corners) {
    std::vector<float> mask(free.size(), kNaN);
    for (std::size_t i = 0; i < free.size(); ++i) {
        mask[i] = free[i] != 0 ? 1.0F : kNaN;
    }
    const CellRuns runs = runs_of(Surface(grid, crs, std::move(mask)));
    const Components parts = components(runs, corners);
    Parts out{std::vector<std::uint32_t>(free.size(), kNoPart),
              std::vector<std::size_t>(parts.count, 0)};
    for (std::size_t row = 0; row < grid.rows; ++row) {
        for (std::size_t i = runs.first[row]; i < runs.first[row + 1]; ++i) {
            const CellRun& run = runs.runs[i];
            out.size[parts.of_run[i]] += run.cells();
            std::fill_n(
                out.of.begin() + static_cast<std::ptrdiff_t>(row * grid.columns + run.begin),
                run.cells(), static_cast<std::uint32_t>(parts.of_run[i]));
        }
    }
    return out;
}

/// Chooses regions one after the other.
class Search {
public:
    Search(const Grid& grid, const geo::Crs& crs, const std::vector<float>& suitability,
           const GrowRule& rule, const CellSides& sides)
        : m_grid(grid),
          m_crs(crs),
          m_rule(rule),
          m_cell(sides.x * sides.y),
          m_sizes(sizes_of(rule, m_cell)),
          m_free(suitability.size(), 0) {
        m_ground = {grid, sides, suitability, {}, rule.corners, rule.shape};
        m_ground.share.resize(suitability.size(), 0);
        const double low = rule.bounds.first, high = rule.bounds.second;
        for (std::size_t i = 0; i < suitability.size(); ++i) {
            if (!std::isnan(suitability[i])) {
                const double share = (suitability[i] - low) / (high - low);
                m_out.clamped += share < 0 || share > 1 ? 1 : 0;
                m_ground.share[i] = static_cast<float>(std::clamp(share, 0.0, 1.0));
                m_free[i] = 1;
                ++m_out.feasible;
            }
        }
        m_feasible = m_free;
        m_out.cell_m2 = m_cell;
    }

    Grown run() {
        if (m_out.feasible < m_sizes.all) {
            throw base::data_error("surface.grow.feasible", hectares(area(m_sizes.all)),
                                   hectares(area(m_out.feasible)));
        }
        std::size_t left = m_sizes.all;
        for (std::size_t k = 0; k < m_rule.regions && left > 0; ++k) {
            const std::size_t open = m_rule.regions - k;
            const std::size_t target =
                std::clamp((left + open - 1) / open, m_sizes.least, m_sizes.most);
            std::optional<Region> best = best_region(target);
            if (!best) {
                break;
            }
            left -= std::min(left, best->cells.size());
            take(*best);
            m_out.regions.push_back(std::move(*best));
        }
        for (std::size_t k = 0; k < m_out.regions.size() && left > 0; ++k) {
            left -= extend(k, left);
        }
        if (left > 0) {
            throw base::data_error("surface.grow.short", hectares(area(m_sizes.all - left)),
                                   hectares(area(m_sizes.all)), m_out.regions.size());
        }
        return std::move(m_out);
    }

private:
    /// Up to `more` cells around a region that was chosen, none of them too near to another; gives
    /// how many.
    std::size_t extend(std::size_t number, std::size_t more) {
        m_free = m_feasible;
        for (std::size_t other = 0; other < m_out.regions.size(); ++other) {
            if (other != number) {
                take(m_out.regions[other]);
            }
        }
        Region& region = m_out.regions[number];
        const std::size_t before = region.cells.size();
        region = Grower(m_ground, m_free).extended(region, std::min(m_sizes.most, before + more));
        std::sort(region.cells.begin(), region.cells.end());
        return region.cells.size() - before;
    }

    double area(std::size_t cells) const { return static_cast<double>(cells) * m_cell; }

    /// One seed of each square of the lattice: its most suitable cell that can hold a region.
    std::vector<std::size_t> seeds_in(const Parts& parts) const {
        std::size_t usable = 0;
        for (const std::size_t size : parts.size) {
            usable += size >= m_sizes.least ? size : 0;
        }
        const auto step = static_cast<std::size_t>(std::max(
            1.0,
            std::ceil(std::sqrt(static_cast<double>(usable) / static_cast<double>(m_rule.seeds)) -
                      1e-9)));
        std::vector<std::size_t> out;
        for (std::size_t top = 0; top < m_grid.rows; top += step) {
            for (std::size_t left = 0; left < m_grid.columns; left += step) {
                const std::size_t best = best_cell(parts, top, left, step);
                if (best != kNoCell) {
                    out.push_back(best);
                }
            }
        }
        return out;
    }

    std::size_t best_cell(const Parts& parts, std::size_t top, std::size_t left,
                          std::size_t step) const {
        std::size_t best = kNoCell;
        for (std::size_t row = top; row < std::min(top + step, m_grid.rows); ++row) {
            for (std::size_t c = left; c < std::min(left + step, m_grid.columns); ++c) {
                const std::size_t i = row * m_grid.columns + c;
                const bool usable = parts.of[i] != kNoPart &&
                                    parts.size[parts.of[i]] >= m_sizes.least && near_enough(i);
                if (usable && (best == kNoCell || m_ground.share[i] > m_ground.share[best])) {
                    best = i;
                }
            }
        }
        return best;
    }

    bool near_enough(std::size_t cell) const {
        return m_away.empty() || static_cast<double>(m_away[cell]) <= m_rule.apart_max;
    }

    std::optional<Region> best_region(std::size_t target) {
        const Parts parts = parts_of(m_grid, m_crs, m_free, m_rule.corners);
        const std::size_t largest =
            parts.size.empty() ? 0 : *std::max_element(parts.size.begin(), parts.size.end());
        if (largest < m_sizes.least && m_out.regions.empty()) {
            throw base::data_error("surface.grow.part", hectares(area(m_sizes.least)),
                                   hectares(area(largest)));
        }
        const std::vector<std::size_t> seeds = seeds_in(parts);
        m_out.tried += seeds.size();
        std::vector<double> scores(seeds.size());
        std::vector<std::size_t> sizes(seeds.size());
        const std::size_t grain = std::max<std::size_t>(1, seeds.size() / 64);
        base::parallel_blocks(seeds.size(), grain, [&](std::size_t begin, std::size_t end) {
            Grower grower(m_ground, m_free);
            for (std::size_t i = begin; i < end; ++i) {
                const Region region = grower.from(seeds[i], target);
                scores[i] = region.score;
                sizes[i] = region.cells.size();
            }
        });
        std::size_t best = kNoCell;
        for (std::size_t i = 0; i < seeds.size(); ++i) {
            if (sizes[i] >= m_sizes.least &&
                (best == kNoCell || sizes[i] > sizes[best] ||
                 (sizes[i] == sizes[best] && scores[i] > scores[best]))) {
                best = i;
            }
        }
        if (best == kNoCell) {
            return std::nullopt;
        }
        Region out = Grower(m_ground, m_free).from(seeds[best], target);
        std::sort(out.cells.begin(), out.cells.end());
        return out;
    }

    /// The region's cells, and those too near to it, are no longer free.
    void take(const Region& region) {
        for (const std::size_t cell : region.cells) {
            m_free[cell] = 0;
        }
        if (m_rule.apart_min <= 0 && !std::isfinite(m_rule.apart_max)) {
            return;
        }
        std::vector<float> sources(m_free.size(), kNaN);
        for (const std::size_t cell : region.cells) {
            sources[cell] = 1;
        }
        const Surface away = distance(Surface(m_grid, m_crs, std::move(sources)), {}).surface;
        const auto metres = away.window<float>({0, 0, m_grid.rows, m_grid.columns});
        m_away.resize(metres.size(), std::numeric_limits<float>::infinity());
        for (std::size_t i = 0; i < metres.size(); ++i) {
            m_away[i] = std::min(m_away[i], metres[i]);
            m_free[i] = static_cast<double>(metres[i]) < m_rule.apart_min ? 0 : m_free[i];
        }
    }

    const Grid& m_grid;
    const geo::Crs& m_crs;
    const GrowRule& m_rule;
    double m_cell;
    Sizes m_sizes;
    Ground m_ground;
    std::vector<char> m_feasible, m_free;  ///< all that can be used, and what is left of it
    std::vector<float> m_away;  ///< metres to the chosen regions; empty where nobody asks
    Grown m_out;
};

}  // namespace

Grown grow(const Grid& grid, const geo::Crs& crs, const std::vector<float>& suitability,
           const GrowRule& rule) {
    const CellSides sides = metre_sides(Surface(grid, crs, suitability));
    return Search(grid, crs, suitability, rule, sides).run();
}

}  // namespace jt::surface
