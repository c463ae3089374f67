// What many draws of a list of quantities come to: moments and exact quantiles, in bounded memory.
#pragma once

#include "score/draws.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace jt::score {

/// A run of consecutive draws, worked on by one thread.
class DrawTask {
public:
    virtual ~DrawTask() = default;
    /// values[row] in draws first .. first + kLanes - 1.
    virtual void draw(std::uint64_t first, Lanes* values) = 0;
    /// After draw(), once for each block: the first `active` lanes count.
    virtual void seen(const Lanes* values, std::size_t active);
    /// After the last block of task `index`.
    virtual void done(std::size_t index);

protected:
    DrawTask() = default;
    DrawTask(const DrawTask&) = default;
    DrawTask& operator=(const DrawTask&) = default;
};

struct Summary {
    std::vector<double> mean;
    std::vector<double> sd;            ///< n - 1 in the denominator; NaN for one draw
    std::vector<double> low, high;     ///< order statistics of number ceil(0.05 n) and ceil(0.95 n)
    std::vector<std::uint64_t> above;  ///< draws with a value > 0
};

/// Number of the order statistic that is the quantile at `percent`: ceil(n percent / 100).
std::uint64_t order_number(std::uint64_t draws, unsigned percent);

std::size_t task_count(std::uint64_t draws);  ///< a function of the draws alone

/// Draws twice: moments and a histogram of each row first, then the values in the bins that hold
/// the quantiles. seen() and done() are called in the first pass only. The result does not depend
/// on the number of threads. No draws: internal error; no rows: an empty result.
Summary summarise(std::size_t rows, std::uint64_t draws,
                  const std::function<std::unique_ptr<DrawTask>()>& make);

}  // namespace jt::score
