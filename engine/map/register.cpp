#include "map/register.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "layer/layer.hpp"
#include "map/compose.hpp"
#include "map/page.hpp"
#include "map/sheet_json.hpp"
#include "map/spec.hpp"
#include "surface/surface.hpp"

#include <memory>

namespace jt::map {
namespace {

using registry::Call;
using registry::Kind;
using registry::Outputs;

template <class Object>
std::vector<const Object*> objects_of(const Call& call, const char* port) {
    std::vector<const Object*> out;
    const auto found = call.inputs.find(port);
    if (found != call.inputs.end()) {
        for (const registry::ObjectPtr& object : found->second) {
            out.push_back(&dynamic_cast<const Object&>(*object));
        }
    }
    return out;
}

Outputs make_sheet(Call& call) {
    const Sources sources{objects_of<layer::Layer>(call, "layers"),
                          objects_of<surface::Surface>(call, "surfaces")};
    const SheetSpec spec =
        parse_spec(call.params.at("spec"), sources.layers.size(), sources.surfaces.size());
    return base::within(base::msg("map.in.sheet", spec.file), [&] {
        const Sheet sheet = compose(spec, sources, *call.diagnostics);
        if (const std::vector<std::string> wrong = faults(sheet); !wrong.empty()) {
            throw base::internal_error("map.faults", base::join_some(wrong));
        }
        auto out = std::make_shared<registry::Files>();
        const std::string path = "maps/" + spec.file;
        out->files[path + ".sheet.json"] = sheet_json(sheet);
        if (spec.pdf) {
            call.progress->at(0.2, spec.file + ".pdf");
            out->files[path + ".pdf"] = write_pdf(sheet, spec.stamp);
        }
        if (spec.svg) {
            call.progress->at(0.5, spec.file + ".svg");
            out->files[path + ".svg"] = write_svg(sheet);
        }
        if (spec.png) {
            call.progress->at(0.7, spec.file + ".png");
            out->files[path + ".png"] = write_png(sheet, spec.dpi);
        }
        return Outputs{{"files", out}};
    });
}

registry::OperatorSpec sheet_spec() {
    registry::OperatorSpec spec;
    spec.name = "map.sheet";
    spec.title = {"制图", "Map sheet"};
    spec.help = {"按版式绘制一张 A3 图幅，写出 PDF、PNG、SVG 和列出全部图面内容的 .sheet.json。",
                 "Draws one A3 sheet from a template and writes it as PDF, PNG and SVG, with a "
                 ".sheet.json that lists everything on it."};
    spec.ports = {{"layers",
                   Kind::layer,
                   false,
                   true,
                   {"要绘制的图层，同一投影坐标系；spec 按序号引用",
                    "The layers to draw, all in one projected CRS; the spec names them by place"}},
                  {"surfaces",
                   Kind::surface,
                   false,
                   true,
                   {"要绘制的栅格面，坐标系可不同；spec 按序号引用",
                    "The surfaces to draw, of any CRS; the spec names them by place"}}};
    spec.params = {required_param(
        "spec", registry::ParamType::object,
        {"图幅说明：版式、标题、图框、图层样式、范围、比例尺、说明、图签",
         "What the sheet shows: template, titles, frames, layer styles, extent, scale, notes, "
         "title block"})};
    spec.check = [](const nlohmann::json& params, const auto& given) {
        const auto count = [&](const char* port) {
            const auto found = given.find(port);
            return found == given.end() ? 0 : found->second;
        };
        parse_spec(params.at("spec"), count("layers"), count("surfaces"));
    };
    spec.outputs = {{"files", Kind::files, {"maps/ 下的文件", "Files below maps/"}, {}}};
    return spec;
}

}  // namespace

void register_operators(registry::Registry& registry) { registry.add(sheet_spec(), make_sheet); }

}  // namespace jt::map
