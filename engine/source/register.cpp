#include "source/register.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"
#include "source/crs/crs_file.hpp"
#include "source/database/connection.hpp"
#include "source/live.hpp"
#include "source/quality/contract.hpp"
#include "source/read.hpp"
#include "source/sheet/sheet_params.hpp"
#include "source/style/op_styles.hpp"
#include "source/text/csv.hpp"
#include "source/write.hpp"

#include <algorithm>

namespace jt::source {
namespace {

using nlohmann::json;
using registry::Kind;
using registry::ParamSpec;
using registry::ParamType;

ParamSpec text_param(const char* name, base::Text help) {
    return make_param(name, ParamType::text, "", std::move(help));
}

std::vector<ParamSpec> table_params() {
    ParamSpec path = required_param("path", ParamType::text, {"数据文件", "data file"});
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
    ParamSpec fix = text_param(
        "fix", {"修正不损失信息的问题（含几何修复）", "mend what loses nothing, geometry too"});
    fix.type = ParamType::boolean;
    fix.fallback = false;
    ParamSpec live = text_param(
        "live", {"允许读取数据库（PG:...）或 .vrt：其内容可在两次运行之间变化",
                 "allow a database (PG:...) or a .vrt, whose data may change between runs"});
    live.type = ParamType::boolean;
    live.fallback = false;
    return {
        path,
        text_param("layer", {"图层名；只有一个时可省略", "layer; may be left out when single"}),
        text_param("encoding", {"文字编码；默认按证据判定", "encoding; by evidence when empty"}),
        role,
        repair,
        fields,
        text_param("contract",
                   {"图层须符合的约定：名称（STBHHX 等）或 JSON 文件",
                    "contract the layer must meet: a name (STBHHX ...) or a JSON file"}),
        fix,
        live,
        dictionary_param()};
}

/// Of the layers lines and stations that are made of timetables.
std::vector<ParamSpec> service_params() {
    return {text_param("window", {"时刻表的时段，默认 07:00-09:00 [K]；该时段内的发车计入间隔",
                                  "window of a timetable, by default 07:00-09:00 [K]: departures "
                                  "in it make the headway"}),
            text_param("date", {"GTFS 的运行日期，如 2024-05-14；默认班次最多的工作日",
                                "service date of a GTFS feed, as 2024-05-14; by default the "
                                "weekday with most trips"}),
            text_param("stops", {"CSV 时刻表各站的位置：点图层或表，“文件:图层”",
                                 "places of the stops of a CSV timetable: a point layer or a "
                                 "table, as file:layer"})};
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
    out.push_back(text_param("control", {"控制点表（CSV：x, y, to_x, to_y），由文件的坐标系到 crs",
                                         "CSV of control points (x, y, to_x, to_y) from the "
                                         "file's own system into crs"}));
    ParamSpec method = text_param("control_method",
                                  {"控制点求：four 平面四参数，seven 基准间七参数",
                                   "what the control points decide: four parameters of the plane "
                                   "or seven between datums"});
    method.type = ParamType::choice;
    method.choices = {"four", "seven"};
    method.fallback = "four";
    out.push_back(method);
    out.push_back(text_param("control_from",
                             {"七参数：文件自身的坐标系；默认为文件记载的",
                              "seven: CRS of the file's own coordinates; by default as it says"}));
    out.push_back(text_param(
        "helmert", {"已知七参数，转换到 to 的基准：“position_vector: dx, dy, dz, rx, ry, rz, s”或"
                    "“coordinate_frame: ...”（米、角秒、ppm）",
                    "seven known parameters to the datum of `to`: \"position_vector: dx, dy, dz, "
                    "rx, ry, rz, s\" or \"coordinate_frame: ...\" (m, arc seconds, ppm)"}));
    ParamSpec shape = text_param("shape", {"混有多种几何的图层：只取其中一种",
                                           "of a layer that mixes shapes, the one to take"});
    shape.type = ParamType::choice;
    shape.choices = {"", "point", "line", "polygon"};
    out.push_back(shape);
    ParamSpec xy = text_param("xy", {"表格的 x、y 列", "columns of x and y of a table"});
    xy.type = ParamType::list;
    xy.fallback = json::array();
    out.push_back(xy);
    for (ParamSpec& one : service_params()) {
        out.push_back(std::move(one));
    }
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
    out.contract = params.at("contract");
    out.fix = params.at("fix");
    for (const auto& [name, field] : params.at("fields").items()) {
        out.fields[name] = text_of(field, "fields");
    }
    out.crs = params.value("crs", "");
    out.to = params.value("to", "");
    out.datum = params.value("datum", "");
    out.shape = params.value("shape", "");
    out.service = {params.value("window", ""), params.value("date", ""), params.value("stops", "")};
    out.control = params.value("control", "");
    out.control_method = params.value("control_method", "four");
    out.control_from = params.value("control_from", "");
    out.helmert = params.value("helmert", "");
    for (const json& name : params.value("xy", json::array())) {
        out.xy.push_back(text_of(name, "xy"));
    }
    out.live = params.at("live");
    out.dictionary = params.at("dictionary");
    out.sheet = sheet_of(params);
    check_live(out);
    return out;
}

std::vector<registry::ExternalInput> external_of(const json& params) {
    std::vector<registry::ExternalInput> out;
    std::vector<std::string> files = input_files(params.at("path"));
    if (const std::string stops = split_layer(params.value("stops", "")).first; !stops.empty()) {
        const std::vector<std::string> more = input_files(stops);
        files.insert(files.end(), more.begin(), more.end());
    }
    for (const char* one : {"control", "dictionary"}) {
        if (const std::string file = params.value(one, ""); !file.empty()) {
            files.push_back(file);
        }
    }
    const std::vector<std::string> crs = crs_files(
        {params.value("crs", ""), params.value("to", ""), params.value("control_from", "")});
    files.insert(files.end(), crs.begin(), crs.end());
    if (const std::string contract = params.value("contract", "");
        !contract.empty() && !is_brought_contract(contract)) {
        files.push_back(contract);
    }
    if (is_live(params.at("path"))) {
        out.push_back(live_state(options_of(params)));
    }
    for (const std::string& file : files) {
        out.push_back({file, base::sha256_file(file)});
    }
    return out;
}

std::vector<layer::Field> repair_columns() {
    using layer::Type;
    return {{"id", Type::integer, "", {"要素", "feature"}},
            {"kind", Type::text, "", {"类别", "kind"}},
            {"reason", Type::text, "", {"原因", "reason"}},
            {"before_m2", Type::real, "m2", {"修复前面积", "area before"}},
            {"after_m2", Type::real, "m2", {"修复后面积", "area after"}}};
}

std::vector<layer::Field> fix_columns() {
    using layer::Type;
    return {{"feature", Type::integer, "", {"要素", "feature"}},
            {"field", Type::text, "", {"字段", "field"}},
            {"kind", Type::text, "", {"类别", "kind"}},
            {"before", Type::text, "", {"修正前", "before"}},
            {"after", Type::text, "", {"修正后", "after"}}};
}

registry::OperatorSpec read_spec() {
    registry::OperatorSpec spec;
    spec.name = "source.read";
    spec.version = 2;
    spec.title = {"读取图层", "Read a layer"};
    spec.help = {"按证据判定编码与坐标系，核对角色约定，按策略处理问题要素",
                 "Decides encoding and CRS on evidence, holds the layer to its role, and treats "
                 "broken features by the policy"};
    spec.params = layer_params();
    spec.outputs = {{"layer", Kind::layer, {"图层", "layer"}, {}},
                    {"repairs",
                     Kind::layer,
                     {"修复前的要素", "features as they were before repair"},
                     repair_columns()},
                    {"fixes", Kind::table, {"fix 所作的修正", "what fix changed"}, fix_columns()}};
    spec.external = external_of;
    spec.probe = [](const json& params) { return probe_columns(options_of(params)); };
    spec.check = [](const json& params, const auto&) { check_header(options_of(params)); };
    return spec;
}

/// Gives a table without rows the declared columns.
template <class Object>
std::shared_ptr<Object> with_columns(Object empty, const std::vector<layer::Field>& fields) {
    auto out = std::make_shared<Object>(std::move(empty));
    for (const layer::Field& field : fields) {
        out->set(field, layer::ColumnBuilder(field.type).build());
    }
    return out;
}

std::shared_ptr<layer::Table> fixes_of(std::optional<layer::Table>& fixes) {
    return fixes ? std::make_shared<layer::Table>(std::move(*fixes))
                 : with_columns(layer::Table(0), fix_columns());
}

registry::Outputs run_read(registry::Call& call) {
    const ReadOptions options = options_of(call.params);
    ReadResult found = read_with_repairs(options, *call.diagnostics, *call.progress);
    tell_live(options, found.layer.rows(), *call.diagnostics);
    const layer::Layer& main = found.layer;
    auto repairs = found.repairs
                       ? std::make_shared<layer::Layer>(std::move(*found.repairs))
                       : with_columns(layer::Layer("repairs", main.crs(),
                                                   geo::GeometryArray(main.geometry().shape()), {}),
                                      repair_columns());
    return {{"layer", std::make_shared<layer::Layer>(std::move(found.layer))},
            {"repairs", repairs},
            {"fixes", fixes_of(found.fixes)}};
}

registry::OperatorSpec read_table_spec() {
    registry::OperatorSpec spec = read_spec();
    spec.name = "source.read_table";
    spec.title = {"读取表格", "Read a table"};
    spec.help = {"读取 CSV、工作表或无几何的表；图层只取属性",
                 "Reads a CSV, a sheet or a table without geometry; of a layer the attributes"};
    spec.params = table_params();
    const std::vector<ParamSpec> sheet = sheet_params();
    spec.params.insert(spec.params.end(), sheet.begin(), sheet.end());
    spec.check = nullptr;
    spec.outputs = {{"table", Kind::table, {"表", "table"}, {}},
                    {"fixes", Kind::table, {"fix 所作的修正", "what fix changed"}, fix_columns()}};
    return spec;
}

registry::Outputs run_read_table(registry::Call& call) {
    const ReadOptions options = options_of(call.params);
    ReadTable found = read_table_with_fixes(options, *call.diagnostics, *call.progress);
    tell_live(options, found.table.rows(), *call.diagnostics);
    return {{"table", std::make_shared<layer::Table>(std::move(found.table))},
            {"fixes", fixes_of(found.fixes)}};
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

registry::OperatorSpec gpkg_spec(const StyleHooks& hooks) {
    registry::OperatorSpec spec;
    spec.name = "source.gpkg";
    spec.version = 2;
    spec.title = {"写 GeoPackage", "Write a GeoPackage"};
    spec.help = {"把图层和表写入 results.gpkg", "Writes layers and tables into results.gpkg"};
    spec.ports = {{"layers", Kind::layer, false, true, {"图层", "layers"}},
                  {"tables", Kind::table, false, true, {"表", "tables"}},
                  {"logs",
                   Kind::table,
                   false,
                   true,
                   {"修复记录；空的不写", "lists of what was mended; empty ones are left out"}}};
    ParamSpec file = text_param("file", {"文件名", "name of the file"});
    file.fallback = "results.gpkg";
    spec.params = {names_param("layers", {"各图层的名称", "names of the layers"}),
                   names_param("tables", {"各表的名称", "names of the tables"}),
                   names_param("logs", {"各修复记录的名称", "names of the lists"}), file};
    for (ParamSpec& one : style_params()) {
        spec.params.push_back(std::move(one));
    }
    spec.check = [hooks](const json& params, const auto&) { check_styles(params, hooks); };
    spec.outputs = {{"files", Kind::files, {"文件", "files"}, {}}};
    return spec;
}

registry::Outputs run_gpkg(registry::Call& call, const StyleHooks& hooks) {
    std::vector<NamedTable> all = named(call, "layers", "layers");
    add_styles(all, call.params, hooks);
    const std::vector<NamedTable> tables = named(call, "tables", "tables");
    all.insert(all.end(), tables.begin(), tables.end());
    for (const NamedTable& log : named(call, "logs", "logs")) {
        if (log.table->rows() > 0) {
            all.push_back(log);
        }
    }
    auto files = std::make_shared<registry::Files>();
    files->files[call.params.at("file").get<std::string>()] = geopackage_bytes(
        all, *call.diagnostics, base::lang_of(call.params.at("lang").get<std::string>()));
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

void register_operators(registry::Registry& registry, const StyleHooks& hooks) {
    registry.add(read_spec(), run_read);
    registry.add(read_table_spec(), run_read_table);
    registry.add(gpkg_spec(hooks), [hooks](registry::Call& call) { return run_gpkg(call, hooks); });
    register_dxf(registry, hooks);
    registry.add(csv_spec(), run_csv);
}

}  // namespace jt::source
