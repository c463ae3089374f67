#include "map/spec.hpp"

#include "base/error.hpp"
#include "map/json.hpp"
#include "map/template.hpp"

#include <algorithm>
#include <cmath>

namespace jt::map {
namespace {

using Json = nlohmann::json;

ScenarioTag parse_scenario(const Json& json) {
    known_keys(json, "scenario", {"id", "name", "year"});
    ScenarioTag out{text_of(json, "id"), text_of(json, "name"), {}};
    if (json.contains("year") && !json.at("year").is_null()) {
        out.year = static_cast<int>(number_of(json, "year", 0, 1900, 2200));
    }
    return out;
}

/// How many objects the ports have.
struct Given {
    std::size_t layers = 0, surfaces = 0;
};

std::size_t parse_port(const Json& json, const char* key, const Given& given) {
    const bool surface = key == std::string("surface");
    const std::size_t count = surface ? given.surfaces : given.layers;
    const double port = number_of(json, key, -1, 0, 1e6);
    if (port < 0 || port != std::floor(port)) {
        throw base::data_error("map.missing", "layers", key);
    }
    if (port >= double(count)) {
        throw base::data_error("map.port", port, count, surface ? "surfaces" : "layers");
    }
    return static_cast<std::size_t>(port);
}

LayerUse parse_surface(const Json& item, const Given& given) {
    known_keys(item, "layers", {"surface", "style"});
    const std::size_t port = parse_port(item, "surface", given);
    return base::within(base::msg("map.in.surface", port), [&] {
        LayerUse out{port, true, {}, parse_surface_style(object_of(item, "style"))};
        if (out.style.title.zh.empty()) {
            throw base::data_error("map.missing", "style", "title");
        }
        return out;
    });
}

std::vector<LayerUse> parse_layers(const Json& json, const Given& given) {
    std::vector<LayerUse> out;
    for (const Json& item : array_of(json, "layers")) {
        if (item.is_object() && item.contains("surface")) {
            out.push_back(parse_surface(item, given));
            continue;
        }
        known_keys(item, "layers", {"port", "style", "filter"});
        const std::size_t port = parse_port(item, "port", given);
        const Json filter = item.contains("filter") ? item.at("filter") : Json();
        base::within(base::msg("map.in.layer", port), [&] {
            out.push_back({port, false, filter, parse_style(object_of(item, "style"))});
        });
    }
    if (out.empty()) {
        throw base::data_error("map.missing", "frames", "layers");
    }
    return out;
}

/// Frames side by side share their classes, so no frame may find its own from its data.
void check_compared(const LayerStyle& style) {
    const bool own = (style.kind == StyleKind::graduated && style.method != BreakMethod::manual) ||
                     (style.kind == StyleKind::categories && style.categories.empty()) ||
                     (style.kind == StyleKind::bands && style.cutoffs.empty()) ||
                     (style.kind == StyleKind::continuous && style.range.empty());
    if (own) {
        throw base::data_error("map.style.compared",
                               style.field.empty() ? style.title.zh : style.field);
    }
    if (style.numbers != Numbers::none) {
        throw base::data_error("map.numbers.compared");
    }
}

void parse_frames(const Json& json, const Given& given, SheetSpec& spec) {
    const Json& frames = array_of(json, "frames");
    const std::size_t room = template_room(spec.template_name);
    if (frames.empty()) {
        throw base::data_error("map.missing", "spec", "frames");
    }
    if (frames.size() > room) {
        throw base::data_error("map.frames", frames.size(), spec.template_name, room);
    }
    for (const Json& item : frames) {
        known_keys(item, "frames", {"title", "scenario", "layers"});
        spec.frames.push_back({title_of(item, "title").in(spec.lang),
                               parse_scenario(object_of(item, "scenario")),
                               parse_layers(item, given)});
    }
    if (spec.frames.size() > 1) {
        for (const FrameSpec& frame : spec.frames) {
            for (const LayerUse& use : frame.layers) {
                check_compared(use.style);
            }
        }
    }
}

void parse_extent(const Json& json, const Given& given, SheetSpec& spec) {
    const auto found = json.find("extent");
    if (found == json.end() || found->is_null() || *found == "all") {
        return;
    }
    known_keys(*found, "extent", {"layer", "surface", "box"});
    for (const char* key : {"layer", "surface"}) {
        if (found->contains(key)) {
            spec.extent_port = parse_port(*found, key, given);
            spec.extent_surface = key == std::string("surface");
            return;
        }
    }
    const std::vector<double> box = numbers_of(*found, "box");
    if (box.size() != 4 || !(box[0] < box[2]) || !(box[1] < box[3])) {
        throw base::data_error("map.value", "extent", found->dump(),
                               "{\"box\": [min_x, min_y, max_x, max_y]}");
    }
    spec.extent_box = {box[0], box[1], box[2], box[3]};
}

void parse_slots(const Json& json, SheetSpec& spec) {
    const std::vector<std::tuple<const char*, const char*, std::string*>> slots{
        {"编制单位", "author", &spec.author},
        {"编制日期", "date", &spec.date},
        {"图号", "number", &spec.number},
        {"审图号", "approval", &spec.approval},
        {"资料来源", "source", &spec.source}};
    std::vector<std::string> names;
    for (const auto& [zh, en, target] : slots) {
        names.insert(names.end(), {zh, en});
        *target = text_of(json, zh, text_of(json, en));
    }
    known_keys(json, "slots", names);
}

void parse_formats(const Json& json, SheetSpec& spec) {
    if (!array_of(json, "formats").empty()) {
        const std::vector<std::string> formats = texts_of(json, "formats");
        for (const std::string& format : formats) {
            if (format != "pdf" && format != "png" && format != "svg") {
                unknown_word("formats", format, {"pdf", "png", "svg"});
            }
        }
        const auto asked = [&](const char* name) {
            return std::find(formats.begin(), formats.end(), name) != formats.end();
        };
        spec.pdf = asked("pdf");
        spec.png = asked("png");
        spec.svg = asked("svg");
    }
    spec.dpi = number_of(json, "dpi", 150, 50, 600);
}

/// A base name that stays below maps/ on every system.
std::string parse_file(const Json& json) {
    const std::string file = text_of(json, "file");
    if (file.empty()) {
        throw base::data_error("map.missing", "spec", "file");
    }
    if (file.find_first_of("/\\:*?\"<>|") != std::string::npos || file[0] == '.') {
        throw base::data_error("map.file", file);
    }
    return file;
}

std::string parse_stamp(const Json& json) {
    const std::string stamp = text_of(json, "stamp", "2000-01-01");
    bool good = stamp.size() == 10;
    for (std::size_t i = 0; good && i < stamp.size(); ++i) {
        good = i == 4 || i == 7 ? stamp[i] == '-' : stamp[i] >= '0' && stamp[i] <= '9';
    }
    if (!good) {
        throw base::data_error("map.value", "stamp", json.at("stamp").dump(), "\"2026-11-22\"");
    }
    return stamp;
}

Schematic parse_schematic(const Json& json) {
    const auto found = json.find("schematic");
    if (found == json.end() || found->is_null() || *found == "auto") {
        return Schematic::automatic;
    }
    if (!found->is_boolean()) {
        throw base::data_error("map.value", "schematic", found->dump(), "\"auto\", true, false");
    }
    return found->get<bool>() ? Schematic::yes : Schematic::no;
}

base::Lang parse_lang(const Json& json) {
    const std::string lang = text_of(json, "lang", "zh");
    if (lang != "zh" && lang != "en") {
        unknown_word("lang", lang, {"zh", "en"});
    }
    return lang == "zh" ? base::Lang::zh : base::Lang::en;
}

}  // namespace

std::string ScenarioTag::text(base::Lang lang) const {
    std::string out = id;
    if (!name.empty() && name != id) {
        out += (out.empty() ? "" : " ") + name;
    }
    if (!year) {
        return out;
    }
    const std::string text = std::to_string(*year);
    const bool zh = lang == base::Lang::zh;
    if (out.empty() || out == text) {  // a scenario named after its year
        return zh ? text + " 年" : text;
    }
    return out + (zh ? "（" + text + " 年）" : " (" + text + ")");
}

SheetSpec parse_spec(const Json& json, std::size_t layer_count, std::size_t surface_count) {
    known_keys(
        json, "spec",
        {"file", "template", "title", "subtitle", "frames", "extent", "scale", "inset", "notes",
         "slots", "scenario", "schematic", "crs", "lang", "formats", "dpi", "stamp"});
    const Given given{layer_count, surface_count};
    SheetSpec spec;
    spec.file = parse_file(json);
    spec.lang = parse_lang(json);
    spec.template_name = text_of(json, "template", spec.template_name);
    spec.title = title_of(json, "title").in(spec.lang);
    if (spec.title.empty()) {
        throw base::data_error("map.missing", "spec", "title");
    }
    spec.subtitle = title_of(json, "subtitle").in(spec.lang);
    parse_frames(json, given, spec);
    parse_extent(json, given, spec);
    spec.scale = number_of(json, "scale", 0, 100, 1e8);
    spec.crs = text_of(json, "crs");
    if (!object_of(json, "inset").empty()) {
        known_keys(json.at("inset"), "inset", {"layers"});
        spec.inset = parse_layers(json.at("inset"), given);
    }
    spec.notes = texts_of(json, "notes");
    parse_slots(object_of(json, "slots"), spec);
    spec.scenario = parse_scenario(object_of(json, "scenario"));
    spec.schematic = parse_schematic(json);
    parse_formats(json, spec);
    spec.stamp = parse_stamp(json);
    return spec;
}

}  // namespace jt::map
