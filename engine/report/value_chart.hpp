// A value function drawn over the histogram of the values that it scores.
#pragma once

#include "layer/column.hpp"
#include "layer/histogram.hpp"
#include "layer/value_function.hpp"
#include "map/sheet.hpp"
#include "surface/surface.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace jt::report {

/// The function, as it is drawn.
struct ChartFunction {
    layer::ValueFunction function;
    nlohmann::json json;
    std::string unit;  ///< of the values; "" for none
};

/// How often each value comes.
struct ChartCounts {
    std::optional<layer::Histogram> histogram;  ///< of numbers; its edges are the x axis
    std::vector<std::pair<std::string, std::uint64_t>> categories;
    std::uint64_t values = 0, missing = 0;
    std::uint64_t below = 0, above = 0;  ///< outside the bounds of the function
    std::uint64_t other = 0;             ///< of categories that the function does not name
    bool cells = false;                  ///< values are cells of a surface
};

/// Exact counts. The intervals of numbers reach over all values and the places that give the
/// function its form; `bins`: about how many of them over the values, 0 for 2 n^(1/3) of n values
/// (Rice rule; 8 to 40 [K]).
/// Data error "score.value.wants_number" for a column of text under a function of numbers.
ChartCounts count_values(const layer::Column& column, const std::string& name,
                         const ChartFunction& function, std::size_t bins);
/// The same of the cells of a surface, read twice window by window. Categories are whole numbers;
/// data error "surface.values.many" for more than 64.
ChartCounts count_values(const surface::Surface& surface, const ChartFunction& function,
                         std::size_t bins);

struct ChartText {
    std::string title, axis;  ///< axis: what the values are, without the unit
    base::Lang lang = base::Lang::zh;
};

/// 136 x 64 mm: bars of the counts (right axis), the function (left axis), its bounds, and a line
/// that says how many values there are, are missing and lie outside of the bounds. No values: the
/// function alone.
map::Sheet value_chart(const ChartText& text, const ChartFunction& function,
                       const ChartCounts& counts);

/// {"title", "axis", "unit", "function", "values", "missing", "below", "above", "bounds": [low,
/// high] with null where there is none, "edges", "counts"} or "categories" in place of the last.
std::string chart_json(const ChartText& text, const ChartFunction& function,
                       const ChartCounts& counts);

}  // namespace jt::report
