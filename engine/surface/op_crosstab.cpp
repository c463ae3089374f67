// surface.crosstab: two surfaces of classes, such as two editions of a rule set, cell by cell.
#include "base/error.hpp"
#include "base/parallel.hpp"
#include "layer/crosstab.hpp"
#include "surface/derived.hpp"
#include "surface/op_support.hpp"
#include "surface/zonal.hpp"

#include <algorithm>
#include <cmath>

namespace jt::surface {
namespace {

using layer::ClassKey;
using layer::Crossings;
using nlohmann::json;
using registry::Kind;

constexpr int kMostClass = 999;

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "surface.crosstab";
    out.title = {"两次分级的对照（栅格）", "Cross table of two surfaces of classes"};
    out.help = {
        "两个类别栅格（如规则集的两个版本）逐像元对照：转移表（像元数、面积、占比）与变化栅格，值为"
        "原类别与现类别连写（如 12：由 1 到 2；超过 9 类时各占两位或三位），一侧无值记 0",
        "Holds two surfaces of classes against each other, such as two editions of a rule set: a "
        "cross table (cells, areas, shares) and a surface of changes, whose values are the classes "
        "one behind the other (12: from 1 to 2; two or three digits each beyond 9 classes), 0 for "
        "none on one side"};
    out.ports = {surface_port("before", {"原类别", "classes before"}),
                 surface_port("after", {"现类别", "classes after"})};
    out.ports.push_back({"doubtful",
                         Kind::surface,
                         false,
                         true,
                         {"存疑栅格：不为 0 即存疑（如 surface.rules 的 result = doubtful）",
                          "surfaces that mark what is doubtful, other than 0 (surface.rules with "
                          "result = doubtful)"}});
    out.params = layer::class_scale_params();
    out.outputs = surface_output({"变化", "changes"});
    out.outputs.push_back({"table",
                           Kind::table,
                           {"转移表：每对类别一行", "one row for each pair of classes"},
                           layer::crosstab_columns()});
    return out;
}

ClassKey key_of(double value) {
    if (std::isnan(value)) {
        return {};
    }
    if (value < 1 || value > kMostClass || value != std::floor(value)) {
        throw base::data_error("surface.crosstab.class", value, kMostClass);
    }
    return {true, value, ""};
}

/// Cells of one row of the grid by the classes that they have.
void count_row(const std::vector<std::vector<double>>& values, std::size_t first,
               std::size_t columns, double area, Crossings& out) {
    for (std::size_t i = first; i < first + columns; ++i) {
        if (std::isnan(values[0][i]) && std::isnan(values[1][i])) {
            continue;
        }
        bool doubtful = false;
        for (std::size_t k = 2; k < values.size(); ++k) {
            doubtful = doubtful || (!std::isnan(values[k][i]) && values[k][i] != 0);
        }
        auto& one = out[{key_of(values[0][i]), key_of(values[1][i])}];
        one.count += 1;
        one.area += area;
        one.doubtful += doubtful ? 1 : 0;
        one.doubtful_area += doubtful ? area : 0;
    }
}

/// Stripes of rows on all threads, added from north to south: the bits do not depend on threads.
Crossings counted(const std::vector<SurfacePtr>& surfaces) {
    constexpr std::size_t kRows = 64;
    const Grid& grid = surfaces.front()->grid();
    const auto areas = row_areas(*surfaces.front());
    std::vector<Crossings> stripes((grid.rows + kRows - 1) / kRows);
    base::parallel_blocks(stripes.size(), 1, [&](std::size_t i, std::size_t) {
        const Window window{i * kRows, 0, std::min(kRows, grid.rows - i * kRows), grid.columns};
        std::vector<std::vector<double>> values;
        for (const SurfacePtr& surface : surfaces) {
            values.push_back(surface->window<double>(window));
        }
        for (std::size_t row = 0; row < window.rows; ++row) {
            count_row(values, row * grid.columns, grid.columns, areas[window.row + row],
                      stripes[i]);
        }
    });
    Crossings out;
    for (const Crossings& stripe : stripes) {
        for (const auto& [key, one] : stripe) {
            out[key].add(one);
        }
    }
    return out;
}

/// from x step + to, where none is 0, and nothing where neither has a class.
json change_of(double step) {
    const json from = {{"col", "before"}}, to = {{"col", "after"}};
    const auto or_zero = [](const json& column) {
        return call_of("if", {call_of("is_null", {column}), number(0), column});
    };
    const json nothing = call_of("and", {call_of("is_null", {from}), call_of("is_null", {to})});
    return call_of("if",
                   {nothing, call_of("sqrt", {number(-1)}),
                    call_of("+", {call_of("*", {or_zero(from), number(step)}), or_zero(to)})});
}

registry::Outputs run(registry::Call& call) {
    const auto scale = layer::ClassScale::of(call.params);
    std::vector<SurfacePtr> surfaces = {surface_of(call, "before"), surface_of(call, "after")};
    for (const SurfacePtr& mark : surfaces_of(call, "doubtful")) {
        surfaces.push_back(mark);
    }
    check_aligned(surfaces);
    const auto crossings = counted(surfaces);
    double most = 1;
    for (const auto& [key, one] : crossings) {
        most = std::max({most, key.first.number, key.second.number});
    }
    const double step = most < 10 ? 10 : most < 100 ? 100 : 1000;
    Recipe recipe{"expression",
                  {{"names", {"before", "after"}}, {"expression", change_of(step)}},
                  {surfaces[0], surfaces[1]}};
    return {{"surface", std::make_shared<Surface>(derived(std::move(recipe)))},
            {"table", layer::crosstab_table(crossings, scale, true, surfaces.size() > 2)}};
}

}  // namespace

void register_crosstab(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::surface
