#include "map/compose.hpp"

#include "base/error.hpp"
#include "map/content.hpp"
#include "map/furniture.hpp"
#include "map/graticule.hpp"
#include "map/labels.hpp"
#include "map/legend.hpp"
#include "map/raster_sample.hpp"
#include "map/template.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

namespace jt::map {
namespace {

using layer::Layer;

void check_crs(const geo::Crs& crs) {
    if (!crs.known()) {
        throw base::data_error("map.crs.missing");
    }
    if (crs.geographic() || crs.web_mercator()) {
        throw base::data_error("map.crs.geographic", crs.label());
    }
}

/// That of the spec, else of the layers, else of the first surface.
geo::Crs common_crs(const SheetSpec& spec, const Sources& sources) {
    geo::Crs crs;
    if (!spec.crs.empty()) {
        crs = geo::Crs::from(spec.crs);
        check_crs(crs);
    }
    for (const Layer* layer : sources.layers) {
        base::within(base::msg("map.in.layer_named", layer->name()), [&] {
            check_crs(layer->crs());
            if (!crs.known()) {
                crs = layer->crs();
            }
            if (!layer->crs().same(crs)) {
                throw base::data_error("map.crs.mixed", layer->crs().label(), crs.label());
            }
        });
    }
    if (!crs.known() && !sources.surfaces.empty()) {
        crs = sources.surfaces.front()->crs();
        check_crs(crs);
    }
    return crs;
}

geo::Box wanted_extent(const SheetSpec& spec, const Sources& sources, const geo::Crs& crs,
                       const std::vector<std::vector<Selection>>& frames) {
    geo::Box box = spec.extent_box;
    if (spec.extent_port) {
        box = spec.extent_surface ? box_in(*sources.surfaces[*spec.extent_port], crs)
                                  : sources.layers[*spec.extent_port]->geometry().box();
    } else if (box.empty()) {
        for (const auto& selections : frames) {
            box.add(extent_of(selections, crs));
        }
    }
    if (box.empty()) {
        throw base::data_error("map.extent.empty");
    }
    return box;
}

double width_of(const geo::Box& box) { return box.max_x - box.min_x; }
double height_of(const geo::Box& box) { return box.max_y - box.min_y; }

View view_of(const geo::Box& page, const geo::Box& extent, double scale) {
    return {page, (extent.min_x + extent.max_x) / 2, (extent.min_y + extent.max_y) / 2, scale};
}

std::string frame_name(std::size_t i) { return "frame" + std::to_string(i + 1); }
std::string map_name(std::size_t i) { return "map" + std::to_string(i + 1); }

void add_slots(const Template& layout, const SheetSpec& spec, Sheet& sheet) {
    sheet.width_mm = layout.width;
    sheet.height_mm = layout.height;
    sheet.slots = {{"neat", layout.neat_outer}, {"title", layout.title}};
    sheet.slots.push_back({"subtitle", layout.subtitle});
    if (spec.approval.empty()) {
        sheet.slots.push_back({"stamp", layout.stamp});
    }
    for (std::size_t i = 0; i < layout.frames.size(); ++i) {
        if (!layout.frames[i].title.empty()) {
            sheet.slots.push_back({frame_name(i) + ".title", layout.frames[i].title});
        }
        sheet.slots.push_back({map_name(i), layout.frames[i].map});
        sheet.slots.push_back({frame_name(i), layout.frames[i].frame});
    }
    if (!layout.inset.empty()) {
        sheet.slots.push_back({"inset", layout.inset});
    }
    for (const auto& [name, box] :
         {std::pair{"legend", layout.legend}, std::pair{"north", layout.north},
          std::pair{"scale", layout.scale}, std::pair{"notes", layout.notes},
          std::pair{"block", layout.block}}) {
        sheet.slots.push_back({name, box});
    }
}

void add_frame_title(const FrameSpec& frame, std::size_t i, base::Lang lang, Sheet& sheet) {
    std::string text = frame.title;
    const std::string scenario = frame.scenario.text(lang);
    if (!scenario.empty() && scenario != text) {
        text += (text.empty() ? "" : " · ") + scenario;
    }
    if (text.empty()) {
        return;
    }
    const std::string slot = frame_name(i) + ".title";
    const geo::Box box = sheet.slot(slot);
    TextStyle style{4.2, Face::sans, true};
    style.size_mm = fitting_size(slot, text, style, width_of(box) - 2);
    add_text(sheet, slot, text, style, (box.min_x + box.max_x) / 2,
             (box.min_y + box.max_y) / 2 + 0.38 * style.size_mm, Align::centre);
}

void record_classes(const FrameContent& content, Sheet& sheet) {
    for (std::size_t i = content.layers.size(); i-- > 0;) {
        for (const DrawnClass& item : content.layers[i].classes) {
            const ClassRecord record{content.layers[i].title, item.label,
                                     content.layers[i].style->legend};
            if (std::find(sheet.drawn.begin(), sheet.drawn.end(), record) == sheet.drawn.end()) {
                sheet.drawn.push_back(record);
            }
        }
    }
}

void add_frame(const FrameSpec& frame, std::size_t i, const FrameContent& content,
               const geo::Crs& crs, base::Lang lang, Sheet& sheet, base::Diagnostics& diagnostics) {
    sheet.items.emplace_back(PictureItem{frame_name(i), content.picture});
    add_graticule(content.view, crs, frame_name(i), map_name(i), sheet, diagnostics);
    add_labels(content, i, frame_name(i), sheet, diagnostics);
    sheet.items.emplace_back(box_item(frame_name(i), content.view.page, 0.35));
    const std::string title = frame_name(i) + ".title";
    const bool titled = std::any_of(sheet.slots.begin(), sheet.slots.end(),
                                    [&](const Slot& slot) { return slot.name == title; });
    if (titled) {
        add_frame_title(frame, i, lang, sheet);
    }
    record_classes(content, sheet);
}

/// The locator: its own layers, and the frame's ground box in red.
void add_inset(const SheetSpec& spec, const Sources& sources, const Canvas& canvas,
               const View& main, Sheet& sheet, base::Diagnostics& diagnostics) {
    const std::vector<Selection> selections = select(spec.inset, sources, spec.lang, diagnostics);
    const geo::Box slot = sheet.slot("inset");
    geo::Box extent = extent_of(selections, canvas.crs);
    extent.add(main.ground());
    const geo::Box page = slot.grown(-0.3);
    const double scale =
        1000 * 1.06 *
        std::max(width_of(extent) / width_of(page), height_of(extent) / height_of(page));
    const View view = view_of(page, extent, scale);
    const FrameContent content = fill_frame(view, selections, canvas, spec.lang, diagnostics);
    sheet.items.emplace_back(PictureItem{"inset", content.picture});
    const geo::Box ground = main.ground();
    const geo::Box red{view.page_x(ground.min_x), view.page_y(ground.max_y),
                       view.page_x(ground.max_x), view.page_y(ground.min_y)};
    sheet.items.emplace_back(box_item("inset", red, 0.5, {214, 30, 30, 255}));
    const std::string caption = spec.lang == base::Lang::zh ? "位置示意" : "Location";
    const TextStyle style{3, Face::sans, true};
    const double width = measure_text(caption, style).max_x;
    PathItem plate =
        box_item("inset", {page.min_x, page.min_y, page.min_x + width + 3, page.min_y + 5}, 0.15);
    plate.fill = Colour{255, 255, 255, 255};
    sheet.items.emplace_back(std::move(plate));
    add_text(sheet, "inset", caption, style, page.min_x + 1.5, page.min_y + 3.6);
    sheet.items.emplace_back(box_item("inset", page, 0.3));
}

std::vector<std::string> schematic_titles(const std::vector<FrameContent>& frames) {
    std::vector<std::string> out;
    for (const FrameContent& frame : frames) {
        for (const DrawnLayer& layer : frame.layers) {
            if (layer.schematic && std::find(out.begin(), out.end(), layer.title) == out.end()) {
                out.push_back(layer.title);
            }
        }
    }
    return out;
}

std::string resample_text(const std::string& word, bool zh) {
    const std::map<std::string, std::string> words{
        {"nearest", "最近邻"}, {"bilinear", "双线性"}, {"mean", "均值"}, {"majority", "众数"}};
    return zh ? words.at(word) : word;
}

std::string joined(const std::vector<std::string>& items, const std::string& separator) {
    std::string out;
    for (const std::string& item : items) {
        out += (out.empty() ? "" : separator) + item;
    }
    return out;
}

/// The cells of the surfaces and how they came onto the page: once for each kind of cell.
std::vector<std::string> surface_notes(const std::vector<FrameContent>& frames, bool zh) {
    std::vector<std::pair<std::string, std::vector<std::string>>> cells;  // cell, titles
    for (const FrameContent& frame : frames) {
        for (const DrawnLayer& layer : frame.layers) {
            if (!layer.surface) {
                continue;
            }
            const SurfaceFact& fact = *layer.surface;
            const std::string crs = fact.crs.empty() ? "" : (zh ? "，" : ", ") + fact.crs;
            const std::string key = fact.cell + crs;
            const std::string title = layer.title + (zh ? "（" : " (") +
                                      resample_text(fact.resample, zh) + (zh ? "）" : ")");
            auto found = std::ranges::find(cells, key, &decltype(cells)::value_type::first);
            if (found == cells.end()) {
                found = cells.insert(cells.end(), {key, {}});
            }
            if (std::ranges::find(found->second, title) == found->second.end()) {
                found->second.push_back(title);
            }
        }
    }
    std::vector<std::string> out;
    for (const auto& [cell, titles] : cells) {
        const std::string list = joined(titles, zh ? "、" : ", ");
        out.push_back(zh ? "栅格像元 " + cell + "：" + list + "。"
                         : "Raster cells of " + cell + ": " + list + ".");
    }
    return out;
}

std::vector<std::string> notes_of(const SheetSpec& spec, const geo::Crs& crs,
                                  const std::vector<FrameContent>& frames) {
    const bool zh = spec.lang == base::Lang::zh;
    std::vector<std::string> out;
    out.push_back((zh ? "坐标系：" : "CRS: ") + crs_text(crs, spec.lang) + (zh ? "。" : "."));
    out.push_back(zh ? "图上界线不作为划界依据。"
                     : "Boundaries on this map are not a basis for delimitation.");
    const std::vector<std::string> titles = schematic_titles(frames);
    if (spec.schematic == Schematic::yes ||
        (spec.schematic == Schematic::automatic && !titles.empty())) {
        const std::string list = joined(titles, zh ? "、" : ", ");
        out.push_back(zh ? "示意：" + (list.empty() ? "图上要素" : list) +
                               "的位置为示意，不得用于定位。"
                         : "Schematic: " + (list.empty() ? "features" : list) +
                               " are placed schematically; not for positioning.");
    }
    std::ranges::move(surface_notes(frames, zh), std::back_inserter(out));
    if (!spec.source.empty()) {
        out.push_back((zh ? "资料来源：" : "Source: ") + spec.source);
    }
    if (const std::string scenario = spec.scenario.text(spec.lang); !scenario.empty()) {
        out.push_back((zh ? "情景：" : "Scenario: ") + scenario);
    }
    out.insert(out.end(), spec.notes.begin(), spec.notes.end());
    return out;
}

nlohmann::json tag_json(const ScenarioTag& tag) {
    return {{"id", tag.id},
            {"name", tag.name},
            {"year", tag.year ? nlohmann::json(*tag.year) : nlohmann::json()}};
}

nlohmann::json extent_json(const geo::Box& ground) {
    nlohmann::json out = nlohmann::json::array();
    for (const double metres : {ground.min_x, ground.min_y, ground.max_x, ground.max_y}) {
        out.push_back(std::round(metres * 1000) / 1000);
    }
    return out;
}

nlohmann::json about(const SheetSpec& spec, const geo::Crs& crs,
                     const std::vector<FrameContent>& frames) {
    nlohmann::json out{{"file", spec.file},
                       {"template", spec.template_name},
                       {"title", spec.title},
                       {"subtitle", spec.subtitle},
                       {"lang", spec.lang == base::Lang::zh ? "zh" : "en"},
                       {"scale", frames.front().view.scale},
                       {"crs", {{"code", crs.code()}, {"name", crs.name()}}},
                       {"scenario", tag_json(spec.scenario)},
                       {"approved", !spec.approval.empty()},
                       {"stamp", spec.stamp},
                       {"frames", nlohmann::json::array()}};
    for (std::size_t i = 0; i < frames.size(); ++i) {
        out["frames"].push_back({{"title", spec.frames[i].title},
                                 {"scenario", tag_json(spec.frames[i].scenario)},
                                 {"extent", extent_json(frames[i].view.ground())}});
        for (const DrawnLayer& layer : frames[i].layers) {
            if (layer.surface) {
                out["frames"].back()["surfaces"].push_back(layer.surface->json);
            }
        }
    }
    return out;
}

/// Each way from a CRS of the surfaces to that of the map, once.
void tell_transforms(const Sources& sources, const geo::Crs& crs, base::Diagnostics& diagnostics) {
    for (const surface::Surface* surface : sources.surfaces) {
        if (!surface->crs().same(crs)) {
            diagnostics.info(base::msg("surface.transformed", crs.label(),
                                       geo::Transform(surface->crs(), crs).description()));
        }
    }
}

}  // namespace

Sheet compose(const SheetSpec& spec, const Sources& sources, base::Diagnostics& diagnostics) {
    require_fonts();
    const geo::Crs crs = common_crs(spec, sources);
    const Canvas canvas{crs, spec.dpi};
    tell_transforms(sources, crs, diagnostics);
    std::vector<std::vector<Selection>> selections;
    for (const FrameSpec& frame : spec.frames) {
        selections.push_back(select(frame.layers, sources, spec.lang, diagnostics));
    }
    const geo::Box extent = wanted_extent(spec, sources, crs, selections);
    const Template layout = lay_out(spec.template_name, spec.frames.size(), !spec.inset.empty());
    Sheet sheet;
    add_slots(layout, spec, sheet);
    const geo::Box& first = layout.frames.front().frame;
    constexpr double kMargin = 1.05;  // what is shown does not touch the frame
    const double scale =
        spec.scale > 0 ? spec.scale
                       : round_scale(extent, width_of(first) / kMargin, height_of(first) / kMargin);
    std::vector<FrameContent> frames;
    for (std::size_t i = 0; i < selections.size(); ++i) {
        const View view = view_of(layout.frames[i].frame, extent, scale);
        frames.push_back(fill_frame(view, selections[i], canvas, spec.lang, diagnostics));
        add_frame(spec.frames[i], i, frames.back(), crs, spec.lang, sheet, diagnostics);
    }
    if (!spec.inset.empty()) {
        add_inset(spec, sources, canvas, frames.front().view, sheet, diagnostics);
    }
    add_neat_lines(layout.neat_outer, layout.neat_inner, sheet);
    add_heading(spec, sheet);
    add_legend(legend_of(frames), spec.lang, sheet);
    add_north_arrow(sheet);
    add_scale(scale, spec.lang, sheet);
    add_notes(notes_of(spec, crs, frames), spec.lang, sheet);
    add_title_block(spec, crs, scale, sheet);
    sheet.crs = crs;
    if (frames.size() == 1) {
        sheet.place = frames.front().view;
    }
    sheet.about = about(spec, crs, frames);
    return sheet;
}

}  // namespace jt::map
