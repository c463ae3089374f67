#include "report/chart_axis.hpp"

#include "map/breaks.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace jt::report {
namespace {

/// Decimals that tell steps apart.
int digits_of(double step) {
    int digits = 0;
    while (digits < 6 && std::fabs(step * std::pow(10.0, digits) -
                                   std::round(step * std::pow(10.0, digits))) > 1e-6) {
        ++digits;
    }
    return digits;
}

}  // namespace

Axis axis_over(double low, double high, std::size_t count) {
    Axis out;
    out.ticks = layer::round_edges(low, high, count);
    out.low = out.ticks.front();
    out.high = out.ticks.back();
    out.digits = digits_of(out.ticks[1] - out.ticks[0]);
    return out;
}

Axis axis_of(const layer::Histogram& histogram, std::size_t count) {
    Axis out;
    out.low = histogram.edges().front();
    out.high = histogram.edges().back();
    const std::vector<double> edges = layer::round_edges(out.low, out.high, count);
    out.digits = digits_of(edges.back() - edges[edges.size() - 2]);
    const double slack = 1e-9 * (out.high - out.low);
    std::ranges::copy_if(edges, std::back_inserter(out.ticks), [&](double at) {
        return at >= out.low - slack && at <= out.high + slack;
    });
    return out;
}

Axis count_axis(std::uint64_t most) {
    const double high =
        1.04 * std::max(1.0, static_cast<double>(most));  // bars end below the frame
    Axis out = axis_over(0, high, 1);
    for (std::size_t steps = 5; steps > 1; --steps) {
        Axis finer = axis_over(0, high, steps);
        if (finer.digits == 0) {
            return finer;
        }
    }
    return out;
}

std::string plain_number(double value) {
    int digits = 0;
    while (digits < 6 && std::fabs(value - std::round(value * std::pow(10.0, digits)) /
                                               std::pow(10.0, digits)) > 1e-9 * std::fabs(value)) {
        ++digits;
    }
    return map::show_number(value, digits);
}

}  // namespace jt::report
