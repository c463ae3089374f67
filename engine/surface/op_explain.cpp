// surface.explain: why a cell has its value.
#include "geo/crs.hpp"
#include "layer/table.hpp"
#include "surface/explain.hpp"
#include "surface/op_support.hpp"

#include <limits>
#include <optional>

namespace jt::surface {
namespace {

using layer::Column;
using layer::Type;
using registry::Kind;
using registry::ParamType;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::vector<registry::ColumnSpec> step_columns() {
    return {{"step", Type::integer, "", {"步骤", "step"}},
            {"of", Type::integer, "", {"所属步骤", "step that uses it"}},
            {"kind", Type::text, "", {"类型", "kind"}},
            {"name", Type::text, "", {"名称", "name"}},
            {"value", Type::real, "", {"值", "value"}},
            {"weight", Type::real, "", {"权重", "weight"}},
            {"part", Type::real, "", {"贡献", "contribution"}},
            {"detail", Type::text, "", {"参数", "what it was given"}},
            {"clause", Type::text, "", {"条款", "clause"}},
            {"edition", Type::text, "", {"版本", "edition"}},
            {"doubtful", Type::text, "", {"存疑", "doubtful"}},
            {"around", Type::integer, "", {"邻域像元数", "cells around"}},
            {"least", Type::real, "", {"邻域最小值", "least around"}},
            {"most", Type::real, "", {"邻域最大值", "most around"}},
            {"file", Type::text, "", {"文件", "file"}},
            {"band", Type::integer, "", {"波段", "band"}},
            {"sha256", Type::text, "", {"SHA-256", "SHA-256"}}};
}

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "surface.explain";
    out.title = {"像元解释", "Explain a cell"};
    out.help = {
        "某处像元的值从何而来：逐步列出加权、价值函数、规则（条款与版本）、地形分析，直至各文件的像"
        "元值与 "
        "SHA-256",
        "Where the value of the cell at a place comes from: weights, value functions, rules with "
        "clause and edition, terrain, step by step down to the cells of the files and their "
        "SHA-256"};
    out.ports = {surface_port("surface", {"栅格面", "surface"})};
    out.params = {required_param("x", ParamType::number, {"东坐标或经度", "east or longitude"}),
                  required_param("y", ParamType::number, {"北坐标或纬度", "north or latitude"}),
                  make_param("crs", ParamType::text, nullptr,
                             {"x、y 的坐标系；缺省为栅格的坐标系",
                              "CRS of x and y; by default the surface's"})};
    out.outputs = {{"steps", Kind::table, {"每步一行", "one row for each step"}, step_columns()},
                   {"text",
                    Kind::table,
                    {"说明文字", "the same in words"},
                    {{"zh", Type::text, "", {"中文", "Chinese"}},
                     {"en", Type::text, "", {"英文", "English"}}}}};
    return out;
}

void put_number(layer::ColumnBuilder& column, std::optional<std::size_t> value) {
    if (value) {
        column.integer(static_cast<std::int64_t>(*value));
    } else {
        column.null();
    }
}

/// Columns are filled in the order of step_columns().
std::shared_ptr<layer::Table> step_table(const CellExplanation& found) {
    const auto fields = step_columns();
    std::vector<layer::ColumnBuilder> columns;
    for (const auto& field : fields) {
        columns.emplace_back(field.type);
    }
    for (std::size_t i = 0; i < found.steps.size(); ++i) {
        const ExplainedStep& step = found.steps[i];
        const bool file = step.file.has_value(), around = step.around.has_value();
        put_number(columns[0], i + 1);
        put_number(columns[1], step.parent ? std::optional(*step.parent + 1) : std::nullopt);
        columns[2].text(step.kind);
        columns[3].text(step.name);
        columns[4].real(step.value);
        columns[5].real(step.weight);
        columns[6].real(step.part);
        columns[7].text(step.detail.is_null() ? "" : step.detail.dump());
        columns[8].text(step.clause);
        columns[9].text(step.edition);
        columns[10].text(step.doubtful);
        put_number(columns[11], around ? std::optional(step.around->cells) : std::nullopt);
        columns[12].real(around ? step.around->least : kNone);
        columns[13].real(around ? step.around->most : kNone);
        columns[14].text(file ? step.file->path : "");
        put_number(columns[15],
                   file ? std::optional(static_cast<std::size_t>(step.file->band)) : std::nullopt);
        columns[16].text(file ? step.file->sha256 : "");
    }
    auto out = std::make_shared<layer::Table>(found.steps.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
        out->set(fields[i], columns[i].build());
    }
    return out;
}

registry::Outputs run(registry::Call& call) {
    const SurfacePtr surface = surface_of(call, "surface");
    double x = call.params.at("x").get<double>(), y = call.params.at("y").get<double>();
    if (call.params.at("crs").is_string()) {
        const auto crs = geo::Crs::from(call.params.at("crs").get<std::string>());
        geo::Transform(crs, surface->crs()).apply(x, y);
    }
    const auto found = explain(surface, x, y);
    const auto zh = explanation_lines(found, base::Lang::zh);
    const auto en = explanation_lines(found, base::Lang::en);
    auto text = std::make_shared<layer::Table>(zh.size());
    const auto fields = spec().outputs.back().columns;
    text->set(fields[0], Column::of_texts(zh));
    text->set(fields[1], Column::of_texts(en));
    return {{"steps", step_table(found)}, {"text", text}};
}

}  // namespace

void register_explain(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::surface
