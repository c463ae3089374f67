// score.crosstab: two classifications of the same rows, such as two editions of a rule set.
#include "base/error.hpp"
#include "base/units.hpp"
#include "layer/crosstab.hpp"
#include "layer/expression.hpp"
#include "layer/layer.hpp"
#include "score/op_support.hpp"

#include <cmath>
#include <optional>

namespace jt::score {
namespace {

using layer::ClassKey;
using layer::Column;
using layer::Crossing;
using layer::Table;
using layer::Type;
using registry::Kind;
using registry::ParamType;

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "score.crosstab";
    out.title = {"两次分级的对照", "Cross table of two classifications"};
    out.help = {
        "同一批行的两个类别列（如规则集的两个版本）对照：各类转移的个数、面积与占比，逐行的变化；"
        "依据存疑步骤的行单独计数",
        "Holds two columns of classes of the same rows against each other, such as two editions of "
        "a rule set: counts, areas and shares of each change, and the change of every row; rows "
        "that rest on doubtful steps are counted apart"};
    out.ports = {data_port()};
    const auto text = [](const char* name, bool required, base::Text help) {
        return required ? required_param(name, ParamType::text, std::move(help))
                        : make_param(name, ParamType::text, nullptr, std::move(help));
    };
    out.params = {text("from", true, {"原类别列", "column of the classes before"}),
                  text("to", true, {"现类别列", "column of the classes after"}),
                  text("area", false,
                       {"面积列（面积单位，缺省 m²）；面图层缺省为椭球面积",
                        "column of areas (m2 unless it has a unit); by default those of the "
                        "polygons on the ellipsoid"})};
    for (auto& param : layer::class_scale_params()) {
        out.params.push_back(std::move(param));
    }
    out.params.push_back(make_param(
        "doubtful", ParamType::list, nullptr,
        {"存疑列：布尔为真或文本非空即存疑（如 score.rules 的 rule_doubtful）",
         "columns that mark what is doubtful: true, or a text that is not empty (such as "
         "rule_doubtful of score.rules)"}));
    out.params.push_back(id_param());
    out.outputs = {
        {"table",
         Kind::table,
         {"转移表：每对类别一行", "one row for each pair of classes"},
         layer::crosstab_columns()},
        {"rows",
         Kind::table,
         {"输入各列加变化", "the columns of the input and the change"},
         {{"change", Type::text, "", {"变化", "change"}},
          {"change_label", Type::text, "", {"由何类到何类", "from which class to which"}},
          {"change_doubtful", Type::boolean, "", {"依据存疑", "rests on doubtful steps"}}},
         {{"data"}}}};
    return out;
}

ClassKey key_of(const Column& column, std::size_t row) {
    if (!column.valid(row) || (column.type() == Type::text && column.text(row).empty())) {
        return {};
    }
    return column.type() == Type::text ? ClassKey{true, 0, std::string(column.text(row))}
                                       : ClassKey{true, column.number(row), ""};
}

/// m2 of each row; nothing where there are none to be had.
std::optional<std::vector<double>> areas_of(const registry::Call& call, const Table& data) {
    const auto& name = call.params.at("area");
    if (name.is_string()) {
        auto out = reals_of(data, name.get<std::string>());
        const auto& unit = data.field(name.get<std::string>()).unit;
        const double factor = unit.empty() ? 1 : base::parse_quantity("1 " + unit, "m2");
        for (double& area : out) {
            area *= factor;
        }
        return out;
    }
    const auto* layer = dynamic_cast<const layer::Layer*>(&data);
    if (layer == nullptr || layer->geometry().shape() != geo::Shape::polygon) {
        return std::nullopt;
    }
    const auto found =
        layer::evaluate({{"op", "area"}, {"args", nlohmann::json::array()}}, data).column;
    std::vector<double> out(data.rows());
    for (std::size_t row = 0; row < out.size(); ++row) {
        out[row] = found.number(row);
    }
    return out;
}

std::vector<bool> doubts_of(const Table& data, const std::vector<std::string>& columns) {
    std::vector<bool> out(data.rows(), false);
    for (const auto& name : columns) {
        const Column& column = data.column(name);
        if (column.type() != Type::text && column.type() != Type::boolean) {
            throw base::data_error("score.crosstab.doubtful", name);
        }
        for (std::size_t row = 0; row < out.size(); ++row) {
            out[row] = out[row] || (column.type() == Type::text ? !column.text(row).empty()
                                                                : column.boolean(row));
        }
    }
    return out;
}

registry::Outputs run(registry::Call& call) {
    const auto& data = call.in<Table>("data");
    const auto scale = layer::ClassScale::of(call.params);
    const Column& from = data.column(call.params.at("from").get<std::string>());
    const Column& to = data.column(call.params.at("to").get<std::string>());
    const auto areas = areas_of(call, data);
    const auto marks = texts_of(call.params, "doubtful");
    const auto doubts = doubts_of(data, marks);
    layer::Crossings crossings;
    std::vector<std::string> changes, labels;
    std::vector<std::size_t> without, no_area;
    for (std::size_t row = 0; row < data.rows(); ++row) {
        const ClassKey a = key_of(from, row), b = key_of(to, row);
        changes.push_back(scale.change(a, b));
        labels.push_back(scale.name(a) + " → " + scale.name(b));
        double area = areas ? (*areas)[row] : 0;
        if (std::isnan(area)) {
            no_area.push_back(row);
            area = 0;
        }
        if (!a.known || !b.known) {
            without.push_back(row);
        }
        crossings[{a, b}].add(Crossing{1, area, doubts[row] ? 1.0 : 0, doubts[row] ? area : 0});
    }
    const auto names = names_of(data, call.params);
    report(call, base::Severity::warning, "score.crosstab.none", data, names, without);
    report(call, base::Severity::warning, "score.crosstab.no_area", data, names, no_area);
    auto rows = std::make_shared<Table>(layer::columns_of(data));
    const auto fields = spec().outputs[1].columns;
    rows->set(fields[0], Column::of_texts(changes));
    rows->set(fields[1], Column::of_texts(labels));
    rows->set(fields[2], Column::of_booleans(doubts));
    return {{"table", layer::crosstab_table(crossings, scale, areas.has_value(), !marks.empty())},
            {"rows", rows}};
}

}  // namespace

void register_crosstab(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::score
