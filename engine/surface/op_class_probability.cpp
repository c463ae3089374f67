// surface.class_probability: classes of a weighted sum under many draws of the weights.
#include "base/error.hpp"
#include "layer/table.hpp"
#include "surface/derived.hpp"
#include "surface/kernels.hpp"
#include "surface/op_support.hpp"

#include <cmath>

namespace jt::surface {
namespace {

using registry::Kind;
using registry::ParamType;

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "surface.class_probability";
    out.title = {"等级概率", "Class probability"};
    out.help = {
        "各因子已打分的栅格按多组权重（draws 表，每组一行，每个因子一列，如 "
        "score.weight_draws）求和、按 "
        "breaks 分级：每个像元最可能的等级，及其概率（或 class "
        "所指等级的概率）；概率为落入该级的组数之比",
        "Weighted sums of scored surfaces for each row of the table `draws` (a column for "
        "each surface, as score.weight_draws makes it), classed by `breaks`: the most likely "
        "class of each cell, and its probability (or that of `class`), the share of the "
        "draws"};
    out.ports = {surface_port("surfaces", {"各因子的分值", "scores by criterion"}, true),
                 {"draws", Kind::table, true, false, {"权重组", "draws of the weights"}}};
    auto of_class = make_param(
        "class", ParamType::integer, nullptr,
        {"只求此等级（自 1 起）的概率", "the class, from 1, whose probability is wanted instead"});
    of_class.min = 1;
    out.params = {
        required_param("names", ParamType::list,
                       {"各栅格在 draws 中的列名，依次对应",
                        "the column of `draws` for each surface, in their order"}),
        required_param("breaks", ParamType::list,
                       {"等级之间的断点，递增；落在断点上归下一档",
                        "breaks between the classes, ascending; a sum on a break is of the "
                        "class below"}),
        of_class};
    out.outputs = surface_output({"最可能的等级（自 1 起）", "most likely class, from 1"});
    out.outputs.push_back({"probability", Kind::surface, {"概率，0–1", "probability, 0..1"}, {}});
    return out;
}

std::vector<double> ascending(const nlohmann::json& list) {
    std::vector<double> out;
    for (const auto& one : list) {
        if (!one.is_number() || (!out.empty() && one.get<double>() <= out.back())) {
            throw base::data_error("surface.breaks", one.dump());
        }
        out.push_back(one.get<double>());
    }
    if (out.empty()) {
        throw base::data_error("surface.breaks", "[]");
    }
    return out;
}

/// Rows of weights, in the order of the names.
nlohmann::json rows_of(const layer::Table& table, const nlohmann::json& names) {
    std::vector<std::vector<double>> out(table.rows());
    for (const auto& name : names) {
        const auto& column = table.column(name.get<std::string>());
        for (std::size_t row = 0; row < table.rows(); ++row) {
            if (column.type() == layer::Type::text || !column.valid(row) ||
                !std::isfinite(column.number(row))) {
                throw base::data_error("surface.draws.number", row + 1, name.get<std::string>());
            }
            out[row].push_back(column.number(row));
        }
    }
    if (out.empty()) {
        throw base::data_error("surface.draws.none");
    }
    return out;
}

registry::Outputs run(registry::Call& call) {
    const auto surfaces = surfaces_of(call, "surfaces");
    const auto& names = call.params.at("names");
    if (names.size() != surfaces.size()) {
        throw base::data_error("surface.names.count", names.size(), surfaces.size());
    }
    const auto breaks = ascending(numbers_in(call.params.at("breaks")));
    const auto& wanted = call.params.at("class");
    const int classes = static_cast<int>(breaks.size()) + 1;
    if (wanted.is_number() && wanted.get<int>() > classes) {
        throw base::data_error("surface.class", wanted.get<int>(), classes);
    }
    const auto draws = rows_of(call.in<layer::Table>("draws"), names);
    const auto made = [&](int of_class) {
        return std::make_shared<Surface>(
            derived({"class_probability",
                     {{"draws", draws}, {"breaks", breaks}, {"class", of_class}},
                     surfaces}));
    };
    return {{"surface", made(kMostLikely)},
            {"probability", made(wanted.is_number() ? wanted.get<int>() : kItsProbability)}};
}

}  // namespace

void register_class_probability(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::surface
