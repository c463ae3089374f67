#include "source/style/op_styles.hpp"

#include "base/error.hpp"
#include "source/dxf/dxf.hpp"

#include <algorithm>

namespace jt::source {
namespace {

using nlohmann::json;
using registry::choice_param;
using registry::Kind;
using registry::ParamSpec;
using registry::ParamType;

/// Throws for what is no entry of `styles`.
void check_entry(const json& entry, const json& layers) {
    const auto text = [&](const char* key) {
        return entry.contains(key) && entry.at(key).is_string();
    };
    if (!entry.is_object() || !text("layer") || !text("name") || !entry.contains("style")) {
        throw base::data_error("source.style.entry", entry.dump());
    }
    if (std::ranges::find(layers, entry.at("layer")) == layers.end()) {
        throw base::data_error("source.style.layer", entry.at("layer").get<std::string>());
    }
}

/// Is the entry to be left out? One that says "optional" may hold a style that is none, as that of
/// a role which maps do not know.
bool left_out(const json& entry, const StyleHooks& hooks) {
    try {
        hooks.check(entry.at("style"));
        return false;
    } catch (const base::Error&) {
        if (!entry.value("optional", false)) {
            throw;
        }
        return true;
    }
}

bool has_style(const json& params) { return !params.at("style").empty(); }

/// The style that the parameters ask for; nothing for none.
std::optional<LayerStyle> dxf_style(const registry::Call& call, const layer::Layer& layer,
                                    const StyleHooks& hooks) {
    const json& params = call.params;
    if (has_style(params)) {
        return hooks.style(params.at("style"), layer.name(), layer, params.at("lang"));
    }
    const std::string field = params.at("class");
    if (field.empty()) {
        return std::nullopt;
    }
    ClassValues values(field);
    values.add(layer);
    return values.style(hooks.colours(params.at("colours")), layer.name(),
                        layer.geometry().shape() == geo::Shape::line, *call.diagnostics,
                        layer.name());
}

void check_dxf(const json& params, const StyleHooks& hooks) {
    if (has_style(params)) {
        if (!params.at("class").get<std::string>().empty()) {
            throw base::data_error("source.dxf.both");
        }
        hooks.check(params.at("style"));
    }
}

registry::OperatorSpec dxf_spec(const StyleHooks& hooks) {
    registry::OperatorSpec spec;
    spec.name = "source.dxf";
    spec.title = {"写 DXF", "Write a DXF"};
    spec.help = {"把图层写成 CAD 用的 DXF：每类一个 DXF 图层，图层有该类的颜色；面为闭合多段线",
                 "Writes a layer as a DXF for CAD: each class is a DXF layer of its colour, "
                 "polygons are closed polylines"};
    spec.ports = {{"layer", Kind::layer, true, false, {"图层，投影坐标系", "layer, projected"}}};
    ParamSpec height =
        make_param("label_height", ParamType::number, 0,
                   {"注记字高；0 为按图形范围取定", "height of labels; 0: by the extent"});
    height.unit = "m";
    height.min = 0;
    spec.params = {
        make_param("file", ParamType::text, "out.dxf", {"文件名", "name of the file"}),
        make_param("class", ParamType::text, "",
                   {"分类字段", "field whose values are the classes"}),
        choice_param(
            "colours", {"automatic", "landuse", "distinct"},
            {"分类颜色：landuse 为用地用海分类，automatic 为取值均为用地分类时用之",
             "of the classes: landuse (用地用海分类), distinct, or automatic: landuse where "
             "every value is one of it"}),
        make_param("style", ParamType::object, json::object(),
                   {"图幅样式（见 maps）：按其分类与颜色，代替 class",
                    "style of a map sheet: its classes and colours, instead of class"}),
        make_param("label", ParamType::text, "", {"注记字段", "field written as text"}),
        height,
        choice_param("encoding", {"GBK", "UTF-8"},
                     {"GBK：AutoCAD 2004；UTF-8：AutoCAD 2007", "GBK: AutoCAD 2004, UTF-8: 2007"}),
        choice_param("lang", {"zh", "en"}, {"类别名称的语言", "language of the names of classes"})};
    spec.outputs = {{"files", Kind::files, {"文件", "files"}, {}}};
    spec.check = [hooks](const json& params, const auto&) { check_dxf(params, hooks); };
    return spec;
}

registry::Outputs run_dxf(registry::Call& call, const StyleHooks& hooks) {
    const auto& layer = call.in<layer::Layer>("layer");
    check_dxf(call.params, hooks);
    const std::string file = call.params.at("file");
    const auto style = dxf_style(call, layer, hooks);
    const DxfOptions options{call.params.at("encoding"), call.params.at("label"),
                             call.params.at("label_height")};
    auto files = std::make_shared<registry::Files>();
    files->files[file] = base::within(base::msg("source.context.writing", file), [&] {
        return dxf_bytes(layer, layer.name().empty() ? "layer" : layer.name(),
                         style ? &*style : nullptr, options, *call.diagnostics, file);
    });
    return {{"files", files}};
}

}  // namespace

void register_dxf(registry::Registry& registry, const StyleHooks& hooks) {
    if (hooks.style) {
        registry.add(dxf_spec(hooks),
                     [hooks](registry::Call& call) { return run_dxf(call, hooks); });
    }
}

std::vector<ParamSpec> style_params() {
    return {
        make_param("styles", ParamType::list, json::array(),
                   {"图层样式：一列 { layer, name, style }，各图层的首个为默认；无则用一般样式",
                    "styles of the layers, a list of { layer, name, style }: the first of a layer "
                    "is its own; a plain one where there is none"}),
        choice_param("lang", {"zh", "en"}, {"图例的语言", "language of the legends"})};
}

void check_styles(const json& params, const StyleHooks& hooks) {
    for (const json& entry : params.at("styles")) {
        check_entry(entry, params.at("layers"));
        if (hooks.check) {
            left_out(entry, hooks);
        }
    }
}

void add_styles(std::vector<NamedTable>& layers, const json& params, const StyleHooks& hooks) {
    check_styles(params, hooks);
    if (!hooks.style) {
        return;
    }
    for (const json& entry : params.at("styles")) {
        const std::string name = entry.at("layer");
        const auto at = std::ranges::find(layers, name, &NamedTable::name);
        if (left_out(entry, hooks)) {
            continue;
        }
        base::within(base::msg("source.context.style", name), [&] {
            at->styles.push_back(hooks.style(entry.at("style"), entry.at("name").get<std::string>(),
                                             dynamic_cast<const layer::Layer&>(*at->table),
                                             params.at("lang")));
        });
    }
}

}  // namespace jt::source
