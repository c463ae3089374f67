// What stands on the x axis of a value chart, and how often.
#include "base/error.hpp"
#include "base/units.hpp"
#include "report/value_chart.hpp"
#include "surface/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace jt::report {
namespace {

using layer::Form;
using layer::Histogram;
using nlohmann::json;

double number(const json& value, const std::string& unit) {
    return value.is_string() ? base::parse_quantity(value.get<std::string>(), unit)
                             : value.get<double>();
}

/// Places that show the form of the function; the JSON has been read by ValueFunction.
std::vector<double> landmarks(const ChartFunction& drawn) {
    const json& given = drawn.json;
    const auto at = [&](const char* key) { return number(given.at(key), drawn.unit); };
    std::vector<double> out;
    switch (drawn.function.form()) {
        case Form::categorical: break;
        case Form::ranges: {
            for (const json& one : given.at("breaks")) {
                out.push_back(number(one, drawn.unit));
            }
            const double span = out.back() - out.front();
            const double beside = span > 0 ? span / 10 : std::max(1.0, std::fabs(out.front()) / 10);
            out.insert(out.end(), {out.front() - beside, out.back() + beside});
            break;
        }
        case Form::linear:
        case Form::triangular:
            for (const json& one : given.at("from")) {
                out.push_back(number(one, drawn.unit));
            }
            break;
        case Form::piecewise:
            for (const json& one : given.at("points")) {
                out.push_back(number(one.at(0), drawn.unit));
            }
            break;
        case Form::sigmoid: {
            const double reach = 4 / std::fabs(number(given.at("slope"), ""));
            out = {at("mid") - reach, at("mid") + reach};
            break;
        }
        case Form::gaussian:
            out = {at("mid") - 2.5 * at("width"), at("mid") + 2.5 * at("width")};
            break;
        case Form::small:
        case Form::large: out = {0, 2 * at("mid")}; break;
    }
    for (const double bound : {drawn.function.bounds().first, drawn.function.bounds().second}) {
        if (std::isfinite(bound)) {
            out.push_back(bound);
        }
    }
    return out;
}

std::vector<double> edges_for(double low, double high, std::uint64_t values,
                              const ChartFunction& function, std::size_t bins) {
    const double span = high - low;
    for (const double place : landmarks(function)) {
        low = std::fmin(low, place);
        high = std::fmax(high, place);
    }
    const double rice = std::ceil(2 * std::cbrt(static_cast<double>(values)));
    const double wanted = bins > 0 ? static_cast<double>(bins) : std::clamp(rice, 8.0, 40.0);
    constexpr double kMost = 160;  // on an axis of which the values fill a small part
    const double count = span > 0 ? std::min(kMost, wanted * (high - low) / span) : wanted;
    return layer::round_edges(low, high, static_cast<std::size_t>(std::ceil(count)));
}

/// Edges whose outside is that of the bounds, for values from `low` to `high`.
std::vector<double> bound_edges(const layer::ValueFunction& function) {
    constexpr double kMost = std::numeric_limits<double>::max();
    return {std::max(function.bounds().first, -kMost), std::min(function.bounds().second, kMost)};
}

ChartCounts numbers(const Histogram& histogram, const Histogram& inside, bool cells) {
    ChartCounts out;
    out.values = histogram.values();
    out.missing = histogram.missing();
    out.below = inside.below();
    out.above = inside.above();
    out.histogram = histogram;
    out.cells = cells;
    return out;
}

/// The categories of the function in its order, then others.
ChartCounts categories(const std::map<std::string, std::uint64_t>& found,
                       const layer::ValueFunction& function) {
    ChartCounts out;
    std::map<std::string, std::uint64_t> rest = found;
    for (const std::string& name : function.categories()) {
        const auto one = rest.find(name);
        out.categories.emplace_back(name, one == rest.end() ? 0 : one->second);
        out.values += out.categories.back().second;
        if (one != rest.end()) {
            rest.erase(one);
        }
    }
    for (const auto& [name, count] : rest) {
        out.categories.emplace_back(name, count);
        out.values += count;
        out.other += count;
    }
    return out;
}

}  // namespace

ChartCounts count_values(const layer::Column& column, const std::string& name,
                         const ChartFunction& function, std::size_t bins) {
    if (function.function.categorical()) {
        std::map<std::string, std::uint64_t> found;
        for (std::size_t row = 0; row < column.size(); ++row) {
            if (column.valid(row)) {
                ++found[column.show(row)];
            }
        }
        ChartCounts out = categories(found, function.function);
        out.missing = column.null_count();
        return out;
    }
    if (column.type() == layer::Type::text) {
        throw base::data_error("score.value.wants_number",
                               function.json.at("kind").get<std::string>(), name);
    }
    double low = std::numeric_limits<double>::quiet_NaN(), high = low;
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (std::isfinite(column.number(row))) {
            low = std::fmin(low, column.number(row));
            high = std::fmax(high, column.number(row));
        }
    }
    Histogram all(edges_for(low, high, column.size() - column.null_count(), function, bins));
    Histogram inside(bound_edges(function.function));
    for (std::size_t row = 0; row < column.size(); ++row) {
        all.add(column.number(row));
        inside.add(column.number(row));
    }
    return numbers(all, inside, false);
}

ChartCounts count_values(const surface::Surface& surface, const ChartFunction& function,
                         std::size_t bins) {
    if (function.function.categorical()) {
        constexpr std::size_t kMost = 64;
        std::map<std::string, std::uint64_t> found;
        for (const auto& [value, count] : surface::counts_of(surface, kMost)) {
            found[fmt::format("{}", value)] = count;
        }
        ChartCounts out = categories(found, function.function);
        out.missing = surface.grid().cells() - out.values;
        out.cells = true;
        return out;
    }
    const surface::ValueRange range = surface::range_of(surface);
    const auto counted = surface::histograms_of(
        surface, {edges_for(range.min, range.max, range.valid, function, bins),
                  bound_edges(function.function)});
    return numbers(counted[0], counted[1], true);
}

std::string chart_json(const ChartText& text, const ChartFunction& function,
                       const ChartCounts& counts) {
    const auto [low, high] = function.function.bounds();
    const auto bound = [](double value) { return std::isfinite(value) ? json(value) : json(); };
    json out{{"title", text.title},
             {"axis", text.axis},
             {"unit", function.unit},
             {"function", function.json},
             {"values", counts.values},
             {"missing", counts.missing},
             {"below", counts.below},
             {"above", counts.above},
             {"bounds", {bound(low), bound(high)}}};
    if (counts.histogram) {
        out["edges"] = counts.histogram->edges();
        out["counts"] = counts.histogram->counts();
    } else {
        out["other"] = counts.other;
        for (const auto& [name, count] : counts.categories) {
            out["categories"].push_back({{"name", name}, {"count", count}});
        }
    }
    return out.dump(1) + "\n";
}

}  // namespace jt::report
