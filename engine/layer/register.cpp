#include "layer/register.hpp"
#include "base/error.hpp"
#include "layer/expression.hpp"
#include "layer/layer.hpp"
#include "layer/literals.hpp"
#include "layer/matrix.hpp"
#include "layer/sample.hpp"
#include "layer/table_join.hpp"

#include <set>

namespace jt::layer {
namespace {

using nlohmann::json;
using registry::Kind;
using registry::ParamType;

constexpr int kUndecidedYear = 9999;  // a plan without a date: open only where a scenario opens it

registry::OutputSpec layer_output() {
    return {"layer", Kind::layer, {"图层", "layer"}, {}, {{"layer"}}};
}

registry::OperatorSpec where_spec() {
    registry::OperatorSpec spec;
    spec.name = "layer.where";
    spec.title = {"按条件筛选", "Filter"};
    spec.help = {"保留表达式为真的要素", "Keeps the features where the expression is true"};
    spec.ports = {{"layer", Kind::layer, true, false, {"输入图层", "input layer"}}};
    spec.params = {{"where",
                    ParamType::object,
                    "",
                    nullptr,
                    true,
                    {},
                    {},
                    {},
                    {"列表达式", "column expression"}}};
    spec.outputs = {layer_output()};
    return spec;
}

registry::Outputs run_where(registry::Call& call) {
    const auto& layer = call.in<Layer>("layer");
    const auto rows = where(call.params.at("where"), layer);
    tell_spellings(call.params.at("where"), layer, *call.diagnostics, layer.name());
    call.diagnostics->info(base::msg("layer.where.kept", rows.size(), layer.rows()), layer.name());
    return {{"layer", std::make_shared<Layer>(take(layer, rows))}};
}

registry::OperatorSpec compute_spec() {
    registry::OperatorSpec spec;
    spec.name = "layer.compute";
    spec.title = {"计算列", "Computed column"};
    spec.help = {"按表达式算出一列", "Adds a column computed by an expression"};
    spec.ports = {{"layer", Kind::layer, true, false, {"输入图层", "input layer"}}};
    spec.params = {
        {"name", ParamType::text, "", nullptr, true, {}, {}, {}, {"列名", "name of the column"}},
        {"value",
         ParamType::object,
         "",
         nullptr,
         true,
         {},
         {},
         {},
         {"列表达式", "column expression"}}};
    spec.outputs = {layer_output()};
    return spec;
}

registry::Outputs run_compute(registry::Call& call) {
    auto out = std::make_shared<Layer>(call.in<Layer>("layer"));
    Value value = evaluate(call.params.at("value"), *out);
    value.field.name = call.params.at("name").get<std::string>();
    out->set(value.field, std::move(value.column));
    return {{"layer", out}};
}

registry::OperatorSpec in_year_spec() {
    registry::OperatorSpec spec;
    spec.name = "layer.in_year";
    spec.title = {"某情景年份的图层", "Layer as of a scenario's year"};
    spec.help = {
        "保留该年份已建成或由情景开启的要素；没有 year_open 列或其值为空的要素视为已存在；"
        "同时开启又关闭的要素按关闭处理",
        "Keeps the features that exist in the year or that the scenario opens; where year_open is "
        "empty or absent a feature exists; what is both opened and closed is closed"};
    spec.ports = {{"layer", Kind::layer, true, false, {"输入图层", "input layer"}}};
    spec.params = {
        {"year", ParamType::integer, "", nullptr, true, {}, {}, {}, {"年份", "year"}},
        {"open",
         ParamType::list,
         "",
         json::array(),
         false,
         {},
         {},
         {},
         {"情景开启的标识", "ids that the scenario opens"}},
        {"close",
         ParamType::list,
         "",
         json::array(),
         false,
         {},
         {},
         {},
         {"情景关闭的标识", "ids that the scenario closes"}},
        {"key", ParamType::text, "", "id", false, {}, {}, {}, {"标识列", "id column"}},
    };
    spec.outputs = {layer_output()};
    return spec;
}

/// The ids of a list as text, each known to the column: a misspelt id must not pass unnoticed.
std::set<std::string> known_ids(const json& list, const Layer& layer, const std::string& key) {
    std::set<std::string> out;
    if (list.empty()) {
        return out;
    }
    const Column& ids = layer.column(key);
    std::set<std::string> known;
    for (std::size_t row = 0; row < layer.rows(); ++row) {
        known.insert(ids.show(row));
    }
    for (const auto& item : list) {
        std::string id = item.is_string() ? item.get<std::string>() : item.dump();
        if (known.count(id) == 0) {
            throw base::unknown_name_error("layer.in_year.id", id, {known.begin(), known.end()},
                                           key);
        }
        out.insert(std::move(id));
    }
    return out;
}

/// The opening years, or null where the layer has none.
const Column* opening_years(const Layer& layer) {
    if (!layer.has("year_open")) {
        return nullptr;
    }
    const Column& years = layer.column("year_open");
    if (years.type() != Type::integer && years.type() != Type::real) {
        throw base::data_error("layer.in_year.type", registry::column_type_name(years.type()));
    }
    return &years;
}

/// An id that is opened and closed is closed.
std::vector<std::size_t> rows_in_year(const Layer& layer, const json& params) {
    const auto key = params.at("key").get<std::string>();
    const auto open = known_ids(params.at("open"), layer, key);
    const auto close = known_ids(params.at("close"), layer, key);
    const Column* ids = open.empty() && close.empty() ? nullptr : &layer.column(key);
    const Column* years = opening_years(layer);
    const double year = params.at("year").get<double>();
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < layer.rows(); ++row) {
        const std::string id = ids == nullptr ? "" : ids->show(row);
        const bool named = ids != nullptr && ids->valid(row);
        const bool there = years == nullptr || !years->valid(row) || years->number(row) <= year;
        if ((there || (named && open.count(id) > 0)) && !(named && close.count(id) > 0)) {
            rows.push_back(row);
        }
    }
    return rows;
}

registry::Outputs run_in_year(registry::Call& call) {
    const auto& layer = call.in<Layer>("layer");
    const auto rows = base::within(base::msg("layer.layer", layer.name()),
                                   [&] { return rows_in_year(layer, call.params); });
    if (rows.size() == layer.rows()) {
        return {{"layer", std::make_shared<Layer>(layer)}};
    }
    call.diagnostics->info(base::msg("layer.in_year.kept", rows.size(), layer.rows(),
                                     call.params.at("year").get<std::int64_t>()),
                           layer.name());
    return {{"layer", std::make_shared<Layer>(take(layer, rows))}};
}

registry::OperatorSpec planned_spec() {
    registry::OperatorSpec spec;
    spec.name = "layer.planned";
    spec.title = {"标为规划", "Marked as planned"};
    spec.help = {
        "把全部要素的 year_open 设为 9999：只有情景开启时才存在",
        "Sets year_open to 9999 on all features: they exist only where a scenario opens them"};
    spec.ports = {{"layer", Kind::layer, true, false, {"输入图层", "input layer"}}};
    spec.outputs = {layer_output()};
    return spec;
}

registry::Outputs run_planned(registry::Call& call) {
    auto out = std::make_shared<Layer>(call.in<Layer>("layer"));
    out->set({"year_open", Type::integer, "", {"通车年份", "opening year"}},
             Column::of_integers(std::vector<std::int64_t>(out->rows(), kUndecidedYear)));
    return {{"layer", out}};
}

registry::OperatorSpec column_spec() {
    registry::OperatorSpec spec;
    spec.name = "layer.column";
    spec.title = {"取一列", "One column"};
    spec.help = {"取标识列和一列值，成一张两列的表：id, value",
                 "The id column and one column of values, as a table id, value"};
    spec.ports = {{"table", Kind::table, true, false, {"表或图层", "table or layer"}}};
    spec.params = {
        {"column", ParamType::text, "", nullptr, true, {}, {}, {}, {"列名", "name of the column"}},
        {"key", ParamType::text, "", "id", false, {}, {}, {}, {"标识列", "id column"}}};
    spec.outputs = {{"table", Kind::table, {"两列表", "table of two columns"}, {}}};
    return spec;
}

registry::Outputs run_column(registry::Call& call) {
    const auto& table = call.in<Table>("table");
    auto out = std::make_shared<Table>(table.rows());
    Field id = table.field(call.params.at("key").get<std::string>());
    Field value = table.field(call.params.at("column").get<std::string>());
    const ColumnPtr ids = table.shared_column(id.name);
    const ColumnPtr values = table.shared_column(value.name);
    id.name = "id";
    value.name = "value";
    out->set(id, ids);
    out->set(value, values);
    return {{"table", out}};
}

}  // namespace

void register_operators(registry::Registry& registry) {
    registry.add_reader(Kind::table, Table::read);
    registry.add_reader(Kind::layer, Layer::read);
    registry.add_reader(Kind::matrix, Matrix::read);
    registry.add_reader(Kind::files, registry::Files::read);
    registry.add(where_spec(), run_where);
    registry.add(compute_spec(), run_compute);
    registry.add(in_year_spec(), run_in_year);
    registry.add(planned_spec(), run_planned);
    registry.add(column_spec(), run_column);
    register_sample(registry);
    register_table_join(registry);
}

}  // namespace jt::layer
