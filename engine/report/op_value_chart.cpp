// report.value_chart
#include "base/error.hpp"
#include "base/text.hpp"
#include "layer/table.hpp"
#include "map/page.hpp"
#include "map/sheet_json.hpp"
#include "report/operators.hpp"
#include "report/value_chart.hpp"

namespace jt::report {
namespace {

using nlohmann::json;
using registry::Kind;
using registry::ParamType;

constexpr double kDpi = 200;

registry::ParamSpec param(const char* name, ParamType type, json fallback, base::Text help,
                          bool required = false) {
    return {name, type, "", std::move(fallback), required, {}, {}, {}, std::move(help)};
}

/// "charts/" and a base name that stays below it on every system.
std::string path_of(const json& params) {
    const auto name = params.at("file").get<std::string>();
    if (name.empty() || name[0] == '.' || name.find_first_of("/\\:*?\"<>|") != std::string::npos) {
        throw base::data_error("report.chart.file", name);
    }
    return "charts/" + name;
}

void check_inputs(const json& params, bool data, bool surface) {
    if (data == surface) {
        throw base::data_error("report.chart.input");
    }
    if (data && params.at("column").get<std::string>().empty()) {
        throw base::data_error("report.chart.column");
    }
}

struct Made {
    ChartText text;
    ChartFunction function;
    ChartCounts counts;
};

/// Title and unit of the column where the parameters give none.
Made made_of(const registry::Call& call) {
    const json& params = call.params;
    const auto text = [&](const char* name) { return params.at(name).get<std::string>(); };
    const auto bins = params.at("bins").is_number() ? params.at("bins").get<std::size_t>() : 0;
    const base::Lang lang = base::lang_of(text("lang"));
    std::string unit = text("unit"), axis = text("axis");
    const json& function = params.at("function");
    const auto drawn = [&] {
        return ChartFunction{layer::ValueFunction::from_json(function, unit), function, unit};
    };
    if (call.has("surface")) {
        const ChartFunction made = drawn();
        return {{text("title"), axis, lang},
                made,
                count_values(call.in<surface::Surface>("surface"), made, bins)};
    }
    const auto& table = call.in<layer::Table>("data");
    const layer::Field& field = table.field(text("column"));
    unit = unit.empty() ? field.unit : unit;
    if (axis.empty()) {
        axis = field.title.in(lang).empty() ? field.name : field.title.in(lang);
    }
    const ChartFunction made = drawn();
    return {{text("title"), axis, lang},
            made,
            count_values(table.column(text("column")), text("column"), made, bins)};
}

}  // namespace

registry::OperatorSpec value_chart_spec() {
    registry::OperatorSpec out;
    out.name = "report.value_chart";
    out.title = {"价值函数图", "chart of a value function"};
    out.help = {
        "把价值函数画在数据（一列指标，或一个栅格面的像元）的直方图上，写出 PNG、SVG "
        "和含确切频数的 "
        ".chart.json；声明的界限、超界与无值的个数都写在图上",
        "Draws a value function over the histogram of what it scores, a column or the cells of a "
        "surface, as PNG and SVG with a .chart.json of the exact counts; says the declared bounds "
        "and how many values are outside of them or missing"};
    out.ports = {{"data", Kind::table, false, false, {"含指标列的表", "table of the column"}},
                 {"surface", Kind::surface, false, false, {"指标栅格面", "surface of values"}}};
    out.params = {
        param("file", ParamType::text, nullptr,
              {"文件名，位于 charts/ 下，不含扩展名", "base name below charts/"}, true),
        param("function", ParamType::object, nullptr,
              {"价值函数，见 score.value", "value function, as score.value takes it"}, true),
        param("column", ParamType::text, "", {"指标列", "indicator column"}),
        param("title", ParamType::text, "", {"图题", "title of the chart"}),
        param("axis", ParamType::text, "",
              {"横轴名称；缺省为列的名称", "title of the x axis; by default that of the column"}),
        param("unit", ParamType::text, "",
              {"值的单位；缺省为列的单位", "unit of the values; by default that of the column"}),
        param("bins", ParamType::integer, nullptr,
              {"组数约数；缺省按 Rice 规则（8–40）",
               "about how many intervals; by default the Rice rule (8 to 40)"}),
        {"lang", ParamType::choice, "", "zh", false, {}, {}, {"zh", "en"}, {"语言", "language"}}};
    out.params[6].min = 1;
    out.params[6].max = 200;
    out.check = [](const json& params, const std::map<std::string, std::size_t>& given) {
        path_of(params);
        check_inputs(params, given.contains("data"), given.contains("surface"));
    };
    out.outputs = {{"files", Kind::files, {"charts/ 下的文件", "files below charts/"}, {}}};
    return out;
}

registry::Outputs run_value_chart(registry::Call& call) {
    const std::string path = path_of(call.params);
    check_inputs(call.params, call.has("data"), call.has("surface"));
    return base::within(base::msg("report.in.chart", path), [&] {
        map::require_fonts();
        const Made made = made_of(call);
        const map::Sheet sheet = value_chart(made.text, made.function, made.counts);
        if (const std::vector<std::string> wrong = map::faults(sheet); !wrong.empty()) {
            throw base::internal_error("map.faults", base::join_some(wrong));
        }
        auto files = std::make_shared<registry::Files>();
        files->files[path + ".png"] = map::write_png(sheet, kDpi);
        files->files[path + ".svg"] = map::write_svg(sheet);
        files->files[path + ".chart.json"] = chart_json(made.text, made.function, made.counts);
        return registry::Outputs{{"files", files}};
    });
}

}  // namespace jt::report
