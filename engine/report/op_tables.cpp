// report.xlsx, and the tables port that both operators have.
#include "base/error.hpp"
#include "base/text.hpp"
#include "report/operators.hpp"
#include "report/xlsx.hpp"

#include <algorithm>

namespace jt::report {
namespace {

using registry::ParamType;

std::optional<double> first_value(const layer::Table& table, const char* column) {
    const auto index = table.index_of(column);
    if (!index || table.rows() == 0 || !table.column(*index).valid(0)) {
        return std::nullopt;
    }
    return table.column(*index).number(0);
}

const TableView& find_view(const std::vector<TableView>& tables, const std::string& name) {
    std::vector<std::string> names;
    for (const auto& view : tables) {
        names.push_back(view.spec().name);
        if (view.spec().name == name) {
            return view;
        }
    }
    throw base::data_error("report.name.unknown", name, base::join_some(names));
}

}  // namespace

std::vector<TableSpec> table_specs(const nlohmann::json& params, std::size_t given,
                                   base::Lang lang) {
    auto specs = parse_tables(params.at("tables"), lang);
    if (specs.empty()) {
        for (std::size_t i = 0; i < given; ++i) {
            specs.emplace_back().name = "table" + std::to_string(i + 1);
        }
    }
    if (specs.size() != given) {
        throw base::data_error("report.tables.count", given, specs.size());
    }
    return specs;
}

std::vector<TableView> tables_of(const registry::Call& call, base::Lang lang) {
    std::vector<TableView> out;
    const auto port = call.inputs.find("tables");
    const std::size_t given = port == call.inputs.end() ? 0 : port->second.size();
    auto specs = table_specs(call.params, given, lang);
    for (std::size_t i = 0; i < given; ++i) {
        auto table = std::dynamic_pointer_cast<const layer::Table>(port->second[i]);
        if (!table) {
            throw base::internal_error("report.tables.kind", specs[i].name);
        }
        out.emplace_back(std::move(specs[i]), std::move(table), lang);
    }
    return out;
}

std::vector<WeightFact> weights_of(const std::vector<TableView>& tables) {
    std::vector<WeightFact> out;
    for (const auto& view : tables) {
        if (view.spec().role != Role::weights) {
            continue;
        }
        WeightFact fact;
        fact.name = view.spec().caption;
        const layer::Column& names =
            view.table().column(view.spec().key.empty() ? "name" : view.spec().key);
        const layer::Column& weights = view.table().column("weight");
        for (std::size_t row = 0; row < view.table().rows(); ++row) {
            fact.names.push_back(names.show(row));
            fact.weights.push_back(weights.number(row));
        }
        if (!view.spec().check.empty()) {
            const layer::Table& check = find_view(tables, view.spec().check).table();
            fact.lambda_max = first_value(check, "lambda_max");
            fact.ci = first_value(check, "ci");
            fact.ri = first_value(check, "ri");
            fact.cr = first_value(check, "cr");
        }
        fact.method = view.spec().chapter;
        fact.ri_source = view.spec().note;
        out.push_back(std::move(fact));
    }
    return out;
}

registry::OperatorSpec xlsx_spec() {
    registry::OperatorSpec out;
    out.name = "report.xlsx";
    out.title = {"表格工作簿", "workbook of tables"};
    out.help = {"把各表写成一个 xlsx 文件，每表一页；数字保留为数值，无时间戳",
                "Writes the tables as one xlsx file, a sheet each; numbers stay numbers, no time "
                "stamps"};
    out.ports = {
        {"tables", registry::Kind::table, false, true, {"各表，按顺序", "tables, in order"}}};
    const auto list = nlohmann::json::array();
    out.params = {
        {"tables",
         ParamType::list,
         "",
         list,
         false,
         {},
         {},
         {},
         {"各表的名称、标题与列，见 report.document",
          "name, caption and columns of each table, as in report.document"}},
        {"file",
         ParamType::text,
         "",
         "tables.xlsx",
         false,
         {},
         {},
         {},
         {"文件在成果文件夹中的路径", "path of the file in the run folder"}},
        {"title",
         ParamType::text,
         "",
         "",
         false,
         {},
         {},
         {},
         {"文档标题", "title of the document"}},
        {"lang", ParamType::choice, "", "zh", false, {}, {}, {"zh", "en"}, {"语言", "language"}},
    };
    out.outputs = {{"files", registry::Kind::files, {"工作簿", "the workbook"}, {}}};
    return out;
}

registry::Outputs run_xlsx(registry::Call& call) {
    const base::Lang lang = base::lang_of(call.params.at("lang").get<std::string>());
    const auto tables = tables_of(call, lang);
    auto files = std::make_shared<registry::Files>();
    files->files[call.params.at("file").get<std::string>()] =
        to_xlsx(tables, call.params.at("title").get<std::string>());
    return {{"files", files}};
}

}  // namespace jt::report
