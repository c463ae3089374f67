#include "score/robustness_summary.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "geo/vectors.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <mutex>

namespace jt::score {
namespace {

constexpr std::size_t kBins = 256;
constexpr std::uint64_t kPilot = 1024;  ///< draws that tell where the histogram goes
constexpr std::uint64_t kShortest = 2048, kMostTasks = 64;
constexpr std::array<unsigned, 2> kPercents = {5, 95};

/// The histogram of one row: bins of equal width, what lies outside goes into the end bins.
struct Scale {
    double shift = 0;  ///< the first draw: sums run over differences from it
    double low = 0, per_unit = 0;
};

/// Sums of one row, each lane for itself.
struct Sums {
    Lanes sum, square, least, most, above;
};

using Bins = std::array<std::int32_t, kLanes>;

JT_VECTORS void add_block(const Lanes* values, const Scale* scales, std::size_t rows,
                          std::size_t active, Sums* sums) {
    Lanes in;
    for (std::size_t l = 0; l < kLanes; ++l) {
        in.at[l] = l < active ? 1 : 0;
    }
    for (std::size_t i = 0; i < rows; ++i) {
        Sums& s = sums[i];
        const double shift = scales[i].shift;
        for (std::size_t l = 0; l < kLanes; ++l) {
            const double value = in.at[l] > 0 ? values[i].at[l] : shift;
            const double off = value - shift;
            s.sum.at[l] += off;
            s.square.at[l] += off * off;
            s.least.at[l] = value < s.least.at[l] ? value : s.least.at[l];
            s.most.at[l] = value > s.most.at[l] ? value : s.most.at[l];
            s.above.at[l] += value > 0 ? in.at[l] : 0;
        }
    }
}

JT_VECTORS void bins_of(const Lanes* values, const Scale* scales, std::size_t rows, Bins* out) {
    for (std::size_t i = 0; i < rows; ++i) {
        const Scale scale = scales[i];
        for (std::size_t l = 0; l < kLanes; ++l) {
            const double place = (values[i].at[l] - scale.low) * scale.per_unit;
            const double from = place > 0 ? place : 0;
            const double inside = from < kBins - 1 ? from : kBins - 1;
            out[i][l] = static_cast<std::int32_t>(inside);
        }
    }
}

/// The bins of a row that hold its quantiles, as places on its scale: from (included), to.
struct Wanted {
    double from[2] = {0, 0}, to[2] = {0, 0};
};

/// hits[row] > 0 where one of the lanes lies in a wanted bin.
JT_VECTORS void find_hits(const Lanes* values, const Scale* scales, const Wanted* wanted,
                          std::size_t rows, std::uint8_t* hits) {
    for (std::size_t i = 0; i < rows; ++i) {
        const Scale scale = scales[i];
        const Wanted bins = wanted[i];
        std::uint64_t found = 0;
        for (std::size_t l = 0; l < kLanes; ++l) {
            const double at = (values[i].at[l] - scale.low) * scale.per_unit;
            const std::uint64_t low = (at >= bins.from[0] ? 1U : 0U) & (at < bins.to[0] ? 1U : 0U);
            const std::uint64_t high = (at >= bins.from[1] ? 1U : 0U) & (at < bins.to[1] ? 1U : 0U);
            found |= low | high;
        }
        hits[i] = static_cast<std::uint8_t>(found);
    }
}

std::uint64_t task_draws(std::uint64_t draws) {
    const std::uint64_t even = std::max(kShortest, (draws + kMostTasks - 1) / kMostTasks);
    return (even + kLanes - 1) / kLanes * kLanes;
}

/// Where the values of the first draws lie.
std::vector<Scale> pilot(std::size_t rows, std::uint64_t draws, DrawTask& task) {
    std::vector<Lanes> values(rows);
    std::vector<Scale> out(rows);
    std::vector<double> low(rows), high(rows);
    for (std::uint64_t first = 0; first < std::min(draws, kPilot); first += kLanes) {
        task.draw(first, values.data());
        const std::size_t active = std::min<std::uint64_t>(kLanes, draws - first);
        for (std::size_t i = 0; i < rows; ++i) {
            const auto* at = values[i].at;
            const auto [least, most] = std::minmax_element(at, at + active);
            low[i] = first == 0 ? *least : std::min(low[i], *least);
            high[i] = first == 0 ? *most : std::max(high[i], *most);
            out[i].shift = first == 0 ? at[0] : out[i].shift;
        }
    }
    for (std::size_t i = 0; i < rows; ++i) {
        const double width = high[i] - low[i];
        out[i].low = low[i];
        out[i].per_unit = width > 0 ? std::min(kBins / width, 1e300) : 0;
    }
    return out;
}

/// One run of a loop over all tasks.
class Passes {
public:
    Passes(std::size_t rows, std::uint64_t draws,
           const std::function<std::unique_ptr<DrawTask>()>& make)
        : m_rows(rows),
          m_draws(draws),
          m_make(make),
          m_scales(pilot(rows, draws, *make())),
          m_bins(rows * kBins),
          m_sums(task_count(draws)) {}

    Summary run() {
        each([&](DrawTask& task, std::size_t index) { first_pass(task, index); });
        Summary out = moments();
        quantiles(out);
        return out;
    }

private:
    template <class Body>
    void each(const Body& body) {
        base::parallel_blocks(task_count(m_draws), 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t index = begin; index < end; ++index) {
                const auto task = m_make();
                body(*task, index);
            }
        });
    }

    /// body(values, lanes that count) for the blocks of a task.
    template <class Body>
    void blocks(DrawTask& task, std::size_t index, const Body& body) const {
        std::vector<Lanes> values(m_rows);
        const std::uint64_t begin = index * task_draws(m_draws);
        const std::uint64_t end = std::min(m_draws, begin + task_draws(m_draws));
        for (std::uint64_t first = begin; first < end; first += kLanes) {
            task.draw(first, values.data());
            body(values.data(),
                 static_cast<std::size_t>(std::min<std::uint64_t>(kLanes, end - first)));
        }
    }

    void first_pass(DrawTask& task, std::size_t index) {
        constexpr double kInfinite = std::numeric_limits<double>::infinity();
        Sums none{};
        std::fill_n(none.least.at, kLanes, kInfinite);
        std::fill_n(none.most.at, kLanes, -kInfinite);
        std::vector<Sums> sums(m_rows, none);
        std::vector<std::uint32_t> counts(m_rows * kBins);
        std::vector<Bins> bins(m_rows);
        blocks(task, index, [&](const Lanes* values, std::size_t active) {
            add_block(values, m_scales.data(), m_rows, active, sums.data());
            bins_of(values, m_scales.data(), m_rows, bins.data());
            for (std::size_t i = 0; i < m_rows; ++i) {
                for (std::size_t l = 0; l < active; ++l) {
                    ++counts[i * kBins + static_cast<std::size_t>(bins[i][l])];
                }
            }
            task.seen(values, active);
        });
        task.done(index);
        m_sums[index] = std::move(sums);
        const std::lock_guard lock(m_mutex);
        for (std::size_t k = 0; k < counts.size(); ++k) {
            m_bins[k] += counts[k];
        }
    }

    /// Sums in the order of tasks and lanes.
    Summary moments() {
        Summary out;
        const auto n = static_cast<double>(m_draws);
        for (std::size_t i = 0; i < m_rows; ++i) {
            double sum = 0, square = 0, above = 0;
            double least = m_scales[i].shift, most = least;
            for (const auto& task : m_sums) {
                for (std::size_t l = 0; l < kLanes; ++l) {
                    sum += task[i].sum.at[l];
                    square += task[i].square.at[l];
                    above += task[i].above.at[l];
                    least = std::min(least, task[i].least.at[l]);
                    most = std::max(most, task[i].most.at[l]);
                }
            }
            const double variance = (square - sum * sum / n) / (n - 1);
            out.mean.push_back(least == most ? least : m_scales[i].shift + sum / n);
            out.sd.push_back(m_draws > 1 ? std::sqrt(std::max(variance, 0.0)) : NAN);
            out.above.push_back(static_cast<std::uint64_t>(above));
            out.low.push_back(least == most ? least : NAN);
            out.high.push_back(least == most ? most : NAN);
        }
        return out;
    }

    /// Puts the quantile into a bin: its place there, counted from 0.
    std::uint64_t place(std::size_t row, std::size_t which, Wanted& wanted) const {
        constexpr double kInfinite = std::numeric_limits<double>::infinity();
        const std::uint64_t* bins = m_bins.data() + row * kBins;
        std::uint64_t rest = order_number(m_draws, kPercents[which]) - 1;
        std::size_t bin = 0;
        while (rest >= bins[bin]) {
            rest -= bins[bin];
            ++bin;
        }
        wanted.from[which] = bin == 0 ? -kInfinite : static_cast<double>(bin);
        wanted.to[which] = bin + 1 == kBins ? kInfinite : static_cast<double>(bin + 1);
        return rest;
    }

    void second_pass(DrawTask& task, std::size_t index, const std::vector<Wanted>& wanted,
                     std::vector<std::vector<double>>& values_in) {
        std::vector<std::uint8_t> hits(m_rows);
        std::vector<std::vector<double>> found(values_in.size());
        blocks(task, index, [&](const Lanes* values, std::size_t active) {
            find_hits(values, m_scales.data(), wanted.data(), m_rows, hits.data());
            for (std::size_t i = 0; i < m_rows; ++i) {
                for (std::size_t l = 0; hits[i] != 0 && l < active; ++l) {
                    const double value = values[i].at[l];
                    const double at = (value - m_scales[i].low) * m_scales[i].per_unit;
                    for (std::size_t which : {0U, 1U}) {
                        if (at >= wanted[i].from[which] && at < wanted[i].to[which]) {
                            found[2 * i + which].push_back(value);
                        }
                    }
                }
            }
        });
        const std::lock_guard lock(m_mutex);
        for (std::size_t p = 0; p < found.size(); ++p) {
            values_in[p].insert(values_in[p].end(), found[p].begin(), found[p].end());
        }
    }

    void quantiles(Summary& out) {
        std::vector<Wanted> wanted(m_rows);
        std::vector<std::uint64_t> places(2 * m_rows);
        for (std::size_t p = 0; p < places.size(); ++p) {
            if (std::isnan(out.low[p / 2])) {  // not constant
                places[p] = place(p / 2, p % 2, wanted[p / 2]);
            }
        }
        std::vector<std::vector<double>> values(places.size());
        each([&](DrawTask& task, std::size_t index) { second_pass(task, index, wanted, values); });
        for (std::size_t p = 0; p < places.size(); ++p) {
            if (!values[p].empty()) {
                const auto at = values[p].begin() + static_cast<std::ptrdiff_t>(places[p]);
                std::nth_element(values[p].begin(), at, values[p].end());
                (p % 2 == 0 ? out.low : out.high)[p / 2] = *at;
            }
        }
    }

    std::size_t m_rows;
    std::uint64_t m_draws;
    const std::function<std::unique_ptr<DrawTask>()>& m_make;
    std::vector<Scale> m_scales;
    std::vector<std::uint64_t> m_bins;
    std::vector<std::vector<Sums>> m_sums;  ///< by task
    std::mutex m_mutex;
};

}  // namespace

void DrawTask::seen(const Lanes*, std::size_t) {}

void DrawTask::done(std::size_t) {}

std::uint64_t order_number(std::uint64_t draws, unsigned percent) {
    return (draws * percent + 99) / 100;
}

std::size_t task_count(std::uint64_t draws) {
    return static_cast<std::size_t>((draws + task_draws(draws) - 1) / task_draws(draws));
}

Summary summarise(std::size_t rows, std::uint64_t draws,
                  const std::function<std::unique_ptr<DrawTask>()>& make) {
    if (draws == 0) {
        throw base::internal_error("score.robust.draws");
    }
    return rows == 0 ? Summary() : Passes(rows, draws, make).run();
}

}  // namespace jt::score
