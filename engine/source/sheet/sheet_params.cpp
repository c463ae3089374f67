#include "source/sheet/sheet_params.hpp"

#include "base/error.hpp"

namespace jt::source {
namespace {

using nlohmann::json;
using registry::ParamSpec;
using registry::ParamType;

ParamSpec row_param(const char* name, int fallback, base::Text help) {
    ParamSpec out = make_param(name, ParamType::integer, fallback, std::move(help));
    out.min = fallback;
    return out;
}

std::vector<std::string> texts_of(const json& params, const char* name) {
    std::vector<std::string> out;
    for (const json& item : params.at(name)) {
        if (!item.is_string()) {
            throw base::data_error("source.param.text", name, item.dump());
        }
        out.push_back(item.get<std::string>());
    }
    return out;
}

}  // namespace

std::vector<ParamSpec> sheet_params() {
    return {
        row_param("header_row", 0,
                  {"年鉴类表格：列名所在行（从 1 数起）；0 为普通表格，列名在第一行",
                   "of a sheet made for people (a yearbook): row of the names, from 1; 0 is a "
                   "plain table with its names in the first row"}),
        row_param("header_rows", 1,
                  {"列名占几行；合并的上级列名与下级以空格相连",
                   "rows of names; those over merged cells are joined to those below"}),
        row_param("unit_row", 0, {"单位所在行；0 为没有", "row of the units; 0 for none"}),
        make_param("rows", ParamType::text, "",
                   {"数据行范围，如 5-26；缺省为列名以下至注释之前",
                    "rows of data, as 5-26; by default all below the names but notes at the end"}),
        make_param("skip_rows", ParamType::list, json::array(),
                   {"不读取的行号", "rows to leave out"}),
        make_param("missing", ParamType::list, {"…", "……", "...", "-", "--", "—", "——", "－", "/"},
                   {"数值列中表示缺值的写法", "what stands for no value in columns of numbers"}),
        make_param("fill_down", ParamType::list, json::array(),
                   {"空单元格取上一行的值的列（纵向合并）",
                    "columns whose empty cells take the value above (merged cells)"}),
        make_param("text", ParamType::list, json::array(),
                   {"保持文本的列", "columns that stay text"})};
}

ParamSpec dictionary_param() {
    return make_param(
        "dictionary", ParamType::text, "",
        {"字段字典（CSV：字段、名称，可有单位、角色字段）：字段名即显示名称",
         "field dictionary (CSV: field, name, also unit and role_field): its names are "
         "titles of the fields"});
}

SheetOptions sheet_of(const json& params) {
    SheetOptions out;
    if (!params.contains("header_row")) {
        return out;
    }
    out.header_row = params.at("header_row");
    if (out.plain()) {
        for (const ParamSpec& one : sheet_params()) {
            if (params.at(one.name) != one.fallback) {
                throw base::data_error("source.sheet.needs_header", one.name);
            }
        }
        return out;
    }
    out.header_rows = params.at("header_rows");
    out.unit_row = params.at("unit_row");
    out.rows = params.at("rows");
    for (const json& row : params.at("skip_rows")) {
        if (!row.is_number_integer()) {
            throw base::data_error("source.sheet.rows", row.dump());
        }
        out.skip_rows.push_back(row.get<std::int64_t>());
    }
    out.missing = texts_of(params, "missing");
    out.fill_down = texts_of(params, "fill_down");
    out.text = texts_of(params, "text");
    return out;
}

}  // namespace jt::source
