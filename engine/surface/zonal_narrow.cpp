// Quantiles of zones that are too large to hold.
#include "base/parallel.hpp"
#include "base/pool.hpp"
#include "surface/zonal_parts.hpp"

#include <cmath>
#include <map>
#include <mutex>
#include <unordered_map>

namespace jt::surface {
namespace {

constexpr std::uint64_t kBins = 1 << 14;  // of each range in a pass
constexpr int kWeightBits = 62;

/// Cells of one value, or in a range of values; weights in whole parts.
struct Bin {
    std::uint64_t cells = 0, weight = 0;
    std::uint64_t least = std::numeric_limits<std::uint64_t>::max(), most = 0;
    void add(std::uint64_t part) {
        ++cells;
        weight += part;
        least = std::min(least, part);
        most = std::max(most, part);
    }
    void add(const Bin& other) {
        cells += other.cells;
        weight += other.weight;
        least = std::min(least, other.least);
        most = std::max(most, other.most);
    }
};

/// Keys of values from `first` to `last`; `before`: the weight of what is below them.
struct Range {
    std::uint64_t first = 0, last = 0, before = 0, cells = 0;
    std::uint64_t step() const { return (last - first) / kBins + 1; }  ///< keys of a bin
};

double value_of(std::uint64_t key) {
    constexpr std::uint64_t kSign = std::uint64_t{1} << 63;
    return std::bit_cast<double>((key & kSign) != 0 ? key ^ kSign : ~key);
}

class Narrowing {
public:
    Narrowing(const Surface& surface, const Coverage& zone, const Wanted& wanted,
              const Moments& all, std::span<const double> at)
        : m_surface(surface), m_zones{zone}, m_wanted(wanted), m_at(at) {
        // The largest whole parts whose sum, a half more for each cell, stays in range.
        m_scale = std::ldexp(1.0, kWeightBits - 1 - std::ilogb(all.weight));
        add_pieces(0, zone, m_pieces);
        m_groups = pieces_by_window(m_pieces, window_tiles(surface));
        m_ranges = {{key_of(all.min), key_of(all.max), 0, all.cells}};
    }

    std::vector<double> run(std::uint64_t most) {
        while (to_hold() > most && !single()) {
            narrow();
        }
        return found();
    }

private:
    std::uint64_t to_hold() const {
        std::uint64_t out = 0;
        for (const auto& range : m_ranges) {
            out += std::min(range.cells, range.last - range.first) + 1;
        }
        return out;
    }

    /// Is every range of one value?
    bool single() const {
        return std::all_of(m_ranges.begin(), m_ranges.end(),
                           [](const Range& range) { return range.first == range.last; });
    }

    /// Calls visit(key, weight) for the cells of a window.
    template <class Visit>
    void visit_window(std::size_t group, const Visit& visit) const {
        const Window window = needed(m_pieces, m_groups[group], m_zones);
        const auto values = m_surface.window<double>(window);
        const Read<double> read{window, values.data()};
        for_runs(m_zones.front(), window,
                 [&](std::size_t row, std::size_t column, std::size_t columns, double share) {
                     const double weight =
                         m_wanted.weights != nullptr ? share * m_wanted.weights[row] : share;
                     const auto part = static_cast<std::uint64_t>(std::llround(weight * m_scale));
                     const double* cells = read.at(row, column);
                     for (std::size_t i = 0; i < columns; ++i) {
                         if (!std::isnan(cells[i])) {
                             visit(key_of(cells[i]), part);
                         }
                     }
                 });
    }

    /// Number of the range that holds the key; as many as there are where none does.
    std::size_t range_of(std::uint64_t key) const {
        const auto found =
            std::partition_point(m_ranges.begin(), m_ranges.end(),
                                 [key](const Range& range) { return range.last < key; });
        const bool inside = found != m_ranges.end() && key >= found->first;
        return inside ? static_cast<std::size_t>(found - m_ranges.begin()) : m_ranges.size();
    }

    /// Each range becomes those of its bins that matter.
    void narrow() {
        using Bins = std::vector<Bin>;
        std::vector<std::unique_ptr<Bins>> made;
        std::mutex mutex;
        base::Pool<Bins*> pool([&] {
            const std::lock_guard lock(mutex);
            made.push_back(std::make_unique<Bins>(m_ranges.size() * kBins));
            return std::make_unique<Bins*>(made.back().get());
        });
        base::parallel_blocks(m_groups.size(), 1, [&](std::size_t group, std::size_t) {
            pool.with([&](Bins* bins) {
                visit_window(group, [&](std::uint64_t key, std::uint64_t part) {
                    const std::size_t r = range_of(key);
                    if (r < m_ranges.size()) {
                        const Range& range = m_ranges[r];
                        (*bins)[r * kBins + (key - range.first) / range.step()].add(part);
                    }
                });
            });
        });
        Bins all(m_ranges.size() * kBins);
        for (const auto& bins : made) {
            for (std::size_t i = 0; i < all.size(); ++i) {
                all[i].add((*bins)[i]);
            }
        }
        choose(all);
    }

    void choose(const std::vector<Bin>& bins) {
        if (m_total == 0) {  // the first pass sees all cells
            for (const auto& bin : bins) {
                m_total += bin.weight;
                m_most = std::max(m_most, bin.most);
            }
        }
        std::vector<Range> chosen;
        for (std::size_t r = 0; r < m_ranges.size(); ++r) {
            std::uint64_t before = m_ranges[r].before;
            for (std::uint64_t b = 0; b < kBins; ++b) {
                const Bin& bin = bins[r * kBins + b];
                if (bin.cells > 0 && matters(before, before + bin.weight)) {
                    const std::uint64_t first = m_ranges[r].first + b * m_ranges[r].step();
                    chosen.push_back({first,
                                      std::min(m_ranges[r].last, first + m_ranges[r].step() - 1),
                                      before, bin.cells});
                }
                before += bin.weight;
            }
        }
        m_ranges = std::move(chosen);
    }

    /// May values whose weights lie from `low` to `high` be the first, the last, or neighbours of a
    /// quantile? Places are off by half a cell at most, neighbours apart by one.
    bool matters(std::uint64_t low, std::uint64_t high) const {
        const double total = static_cast<double>(m_total), slack = 2 * static_cast<double>(m_most);
        const auto near = [&](double p) {
            return static_cast<double>(low) <= p * total + slack &&
                   static_cast<double>(high) >= p * total - slack;
        };
        return low == 0 || high == m_total || std::any_of(m_at.begin(), m_at.end(), near);
    }

    std::vector<double> found() const {
        std::map<std::uint64_t, Bin> values;
        std::mutex mutex;
        base::parallel_blocks(m_groups.size(), 1, [&](std::size_t group, std::size_t) {
            std::unordered_map<std::uint64_t, Bin> here;
            visit_window(group, [&](std::uint64_t key, std::uint64_t part) {
                if (range_of(key) < m_ranges.size()) {
                    here[key].add(part);
                }
            });
            const std::lock_guard lock(mutex);
            for (const auto& [key, bin] : here) {
                values[key].add(bin);
            }
        });
        std::uint64_t end = m_ranges.back().before;
        for (const auto& [key, bin] : values) {
            end += key >= m_ranges.back().first ? bin.weight : 0;
        }
        const auto real = [](std::uint64_t parts) { return static_cast<double>(parts); };
        QuantileScan scan(real(values.begin()->second.least) / 2,
                          real(end) - real(values.rbegin()->second.most) / 2, m_at);
        std::size_t r = m_ranges.size();
        std::uint64_t before = 0;
        for (const auto& [key, bin] : values) {
            if (range_of(key) != r) {
                r = range_of(key);
                before = m_ranges[r].before;
            }
            scan.add(value_of(key), real(before), real(bin.weight), real(bin.least),
                     real(bin.most));
            before += bin.weight;
        }
        return scan.result();
    }

    const Surface& m_surface;
    std::vector<Coverage> m_zones;  // the one
    const Wanted& m_wanted;
    std::span<const double> m_at;
    double m_scale = 1;
    std::vector<Piece> m_pieces;
    std::vector<std::vector<std::size_t>> m_groups;
    std::vector<Range> m_ranges;  // ascending
    std::uint64_t m_total = 0, m_most = 0;
};

}  // namespace

std::vector<double> narrowed_quantiles(const Surface& surface, const Coverage& zone,
                                       const Wanted& wanted, const Moments& all,
                                       std::span<const double> at, std::uint64_t most) {
    if (all.cells == 0) {
        return std::vector<double>(at.size(), ZoneStatistics::kMissing);
    }
    return Narrowing(surface, zone, wanted, all, at).run(most);
}

}  // namespace jt::surface
