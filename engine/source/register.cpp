#include "source/register.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"
#include "source/contract.hpp"
#include "source/csv.hpp"
#include "source/read.hpp"
#include "source/write.hpp"

#include <algorithm>

namespace jt::source {
namespace {

using nlohmann::json;
using registry::Kind;
using registry::ParamSpec;
using registry::ParamType;

ParamSpec text_param(const char* name, base::Text help) {
    ParamSpec out;
    out.name = name;
    out.type = ParamType::text;
    out.fallback = "";
    out.help = std::move(help);
    return out;
}

std::vector<ParamSpec> table_params() {
    ParamSpec path = text_param("path", {"数据文件", "data file"});
    path.fallback = nullptr;
    path.required = true;
    ParamSpec role = text_param("role", {"角色（数据约定）", "role: the contract it must meet"});
    role.type = ParamType::choice;
    role.choices = role_names();
    role.choices.insert(role.choices.begin(), "");
    ParamSpec repair = text_param("repair", {"问题要素的处理：拒绝、修复或跳过",
                                             "broken features: refuse, mend or leave out"});
    repair.type = ParamType::choice;
    repair.choices = {"strict", "repair", "skip"};
    repair.fallback = "strict";
    ParamSpec fields =
        text_param("fields", {"约定名 = 源字段名", "name in the role = field of the file"});
    fields.type = ParamType::object;
    fields.fallback = json::object();
    return {
        path,
        text_param("layer", {"图层名；只有一个时可省略", "layer; may be left out when single"}),
        text_param("encoding", {"文字编码；默认按证据判定", "encoding; by evidence when empty"}),
        role,
        repair,
        fields};
}

std::vector<ParamSpec> layer_params() {
    std::vector<ParamSpec> out = table_params();
    out.push_back(text_param("crs", {"源坐标系；默认按证据判定", "CRS of the file; by evidence"}));
    out.push_back(text_param("to", {"转换到的坐标系", "CRS to transform to"}));
    ParamSpec datum =
        text_param("datum", {"网络地图坐标：gcj02（高德、腾讯）、bd09（百度）；空为真实坐标",
                             "datum of web maps: gcj02 (Gaode, Tencent) or bd09 "
                             "(Baidu); empty for true coordinates"});
    datum.type = ParamType::choice;
    datum.choices = {"", "wgs84", "gcj02", "bd09"};
    out.push_back(datum);
    out.push_back(
        text_param("control", {"控制点表（CSV：x, y, to_x, to_y），由文件的平面坐标到 crs",
                               "CSV of control points (x, y, to_x, to_y) from the "
                               "file's plane system into crs"}));
    ParamSpec shape = text_param("shape", {"混有多种几何的图层：只取其中一种",
                                           "of a layer that mixes shapes, the one to take"});
    shape.type = ParamType::choice;
    shape.choices = {"", "point", "line", "polygon"};
    out.push_back(shape);
    ParamSpec xy = text_param("xy", {"表格的 x、y 列", "columns of x and y of a table"});
    xy.type = ParamType::list;
    xy.fallback = json::array();
    out.push_back(xy);
    return out;
}

std::string text_of(const json& value, const char* param) {
    if (!value.is_string()) {
        throw base::data_error("source.param.text", param, value.dump());
    }
    return value.get<std::string>();
}

ReadOptions options_of(const json& params) {
    ReadOptions out;
    out.path = params.at("path");
    out.layer = params.at("layer");
    out.encoding = params.at("encoding");
    out.role = params.at("role");
    out.repair = repair_from_name(params.at("repair"));
    for (const auto& [name, field] : params.at("fields").items()) {
        out.fields[name] = text_of(field, "fields");
    }
    out.crs = params.value("crs", "");
    out.to = params.value("to", "");
    out.datum = params.value("datum", "");
    out.shape = params.value("shape", "");
    out.control = params.value("control", "");
    for (const json& name : params.value("xy", json::array())) {
        out.xy.push_back(text_of(name, "xy"));
    }
    return out;
}

std::vector<registry::ExternalInput> external_of(const json& params) {
    std::vector<registry::ExternalInput> out;
    std::vector<std::string> files = input_files(params.at("path"));
    if (const std::string control = params.value("control", ""); !control.empty()) {
        files.push_back(control);
    }
    for (const std::string& file : files) {
        out.push_back({file, base::sha256_file(file)});
    }
    return out;
}

registry::OperatorSpec read_spec() {
    registry::OperatorSpec spec;
    spec.name = "source.read";
    spec.title = {"读取图层", "Read a layer"};
    spec.help = {"按证据判定编码与坐标系，核对角色约定，按策略处理问题要素",
                 "Decides encoding and CRS on evidence, holds the layer to its role, and treats "
                 "broken features by the policy"};
    spec.params = layer_params();
    spec.outputs = {{"layer", Kind::layer, {"图层", "layer"}, {}}};
    spec.external = external_of;
    spec.probe = [](const json& params) { return probe_columns(options_of(params)); };
    spec.check = [](const json& params, const auto&) { check_header(options_of(params)); };
    return spec;
}

registry::Outputs run_read(registry::Call& call) {
    return {{"layer", std::make_shared<layer::Layer>(
                          read_layer(options_of(call.params), *call.diagnostics, *call.progress))}};
}

registry::OperatorSpec read_table_spec() {
    registry::OperatorSpec spec = read_spec();
    spec.name = "source.read_table";
    spec.title = {"读取表格", "Read a table"};
    spec.help = {"读取 CSV、工作表或无几何的表；图层只取属性",
                 "Reads a CSV, a sheet or a table without geometry; of a layer the attributes"};
    spec.params = table_params();
    spec.check = nullptr;
    spec.outputs = {{"table", Kind::table, {"表", "table"}, {}}};
    return spec;
}

registry::Outputs run_read_table(registry::Call& call) {
    return {{"table", std::make_shared<layer::Table>(
                          read_table(options_of(call.params), *call.diagnostics, *call.progress))}};
}

ParamSpec names_param(const char* name, base::Text help) {
    ParamSpec out = text_param(name, std::move(help));
    out.type = ParamType::list;
    out.fallback = json::array();
    return out;
}

/// The objects of a port with the names a parameter gives them, in order.
std::vector<NamedTable> named(const registry::Call& call, const char* port, const char* param) {
    const auto found = call.inputs.find(port);
    const std::size_t count = found == call.inputs.end() ? 0 : found->second.size();
    const json& names = call.params.at(param);
    if (names.size() != count) {
        throw base::data_error("source.names.count", param, names.size(), port, count);
    }
    std::vector<NamedTable> out;
    for (std::size_t i = 0; i < count; ++i) {
        out.push_back(
            {text_of(names[i], param), dynamic_cast<const layer::Table*>(found->second[i].get())});
    }
    return out;
}

registry::OperatorSpec gpkg_spec() {
    registry::OperatorSpec spec;
    spec.name = "source.gpkg";
    spec.title = {"写 GeoPackage", "Write a GeoPackage"};
    spec.help = {"把图层和表写入 results.gpkg", "Writes layers and tables into results.gpkg"};
    spec.ports = {{"layers", Kind::layer, false, true, {"图层", "layers"}},
                  {"tables", Kind::table, false, true, {"表", "tables"}}};
    ParamSpec file = text_param("file", {"文件名", "name of the file"});
    file.fallback = "results.gpkg";
    spec.params = {names_param("layers", {"各图层的名称", "names of the layers"}),
                   names_param("tables", {"各表的名称", "names of the tables"}), file};
    spec.outputs = {{"files", Kind::files, {"文件", "files"}, {}}};
    return spec;
}

registry::Outputs run_gpkg(registry::Call& call) {
    std::vector<NamedTable> all = named(call, "layers", "layers");
    const std::vector<NamedTable> tables = named(call, "tables", "tables");
    all.insert(all.end(), tables.begin(), tables.end());
    auto files = std::make_shared<registry::Files>();
    files->files[call.params.at("file").get<std::string>()] =
        geopackage_bytes(all, *call.diagnostics);
    return {{"files", files}};
}

registry::OperatorSpec csv_spec() {
    registry::OperatorSpec spec;
    spec.name = "source.csv";
    spec.title = {"写 CSV", "Write CSV"};
    spec.help = {"每个表写成 tables/<名称>.csv（UTF-8，带 BOM）",
                 "Writes each table as tables/<name>.csv (UTF-8 with byte order mark)"};
    spec.ports = {{"tables", Kind::table, false, true, {"表或图层", "tables or layers"}}};
    spec.params = {names_param("names", {"各表的名称", "names of the tables"})};
    spec.outputs = {{"files", Kind::files, {"文件", "files"}, {}}};
    return spec;
}

/// A name as part of a path: no folders, no characters that Windows refuses.
std::string file_name(std::string name) {
    std::replace_if(
        name.begin(), name.end(),
        [](char c) { return std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos; },
        '_');
    return name;
}

registry::Outputs run_csv(registry::Call& call) {
    auto files = std::make_shared<registry::Files>();
    for (const NamedTable& one : named(call, "tables", "names")) {
        const std::string path = "tables/" + file_name(one.name) + ".csv";
        if (!files->files.emplace(path, csv_text(*one.table)).second) {
            throw base::data_error("source.write.same_name", one.name);
        }
    }
    return {{"files", files}};
}

}  // namespace

void register_operators(registry::Registry& registry) {
    registry.add(read_spec(), run_read);
    registry.add(read_table_spec(), run_read_table);
    registry.add(gpkg_spec(), run_gpkg);
    registry.add(csv_spec(), run_csv);
}

}  // namespace jt::source
