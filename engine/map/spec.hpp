// What a sheet is asked to show: the `spec` parameter of map.sheet, read and checked.
//
// {
//   "file": "03-交通等时圈图",       base name below maps/, without extension
//   "template": "A3横",              A3横 | A3横-双联 | A3横-三联 | A3横-四联 (1, 2, 3, 4 frames)
//   "title": "交通等时圈图", "subtitle": "2025 年",   text or {"zh": ..., "en": ...}
//   "frames": [{
//     "title": "现状 2020",
//     "scenario": {"id": "now", "name": "现状", "year": 2020},
//     "layers": [{"port": 0, "style": {...}, "filter": {...}}]   bottom first; port: place in the
//   }],                              port `layers`; style: style.hpp; filter: layer/expression.hpp;
//                                    or {"surface": 0, "style": {...}}: place in `surfaces`
//   "extent": "all",                 "all" | {"layer": 0} | {"surface": 0}
//                                    | {"box": [min_x, min_y, max_x, max_y]}
//   "crs": "EPSG:4544",              of the map; absent: that of the layers, else of the surfaces
//   "scale": 1000000,                absent: the largest round scale that shows the extent
//   "inset": {"layers": [{"port": 0, "style": {...}}]},   the locator with the frame's red box
//   "notes": ["..."],                printed below the notes that every sheet has
//   "slots": {"编制单位": ..., "编制日期": ..., "图号": ..., "审图号": ..., "资料来源": ...},
//                                    or author, date, number, approval, source
//   "scenario": {"id": ..., "name": ..., "year": ...},
//   "schematic": "auto",             "auto": where a drawn feature has schematic = 1; true; false
//   "lang": "zh",                    zh | en
//   "formats": ["pdf", "png", "svg"], "dpi": 150,
//   "stamp": "2026-11-22"            date in the PDF's metadata; absent: 2000-01-01
// }
#pragma once

#include "base/message.hpp"
#include "geo/geometry.hpp"
#include "map/style.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace jt::map {

struct LayerUse {
    std::size_t port = 0;
    bool surface = false;   ///< the port is `surfaces`, else `layers`
    nlohmann::json filter;  ///< null: all features
    LayerStyle style;
};

struct ScenarioTag {
    std::string id, name;
    std::optional<int> year;
    std::string text(base::Lang lang) const;  ///< "" where nothing is known
};

struct FrameSpec {
    std::string title;
    ScenarioTag scenario;
    std::vector<LayerUse> layers;
};

enum class Schematic { automatic, yes, no };

struct SheetSpec {
    std::string file, template_name = "A3横", title, subtitle;
    base::Lang lang = base::Lang::zh;
    std::vector<FrameSpec> frames;
    std::optional<std::size_t> extent_port;
    bool extent_surface = false;  ///< the port is `surfaces`
    geo::Box extent_box;          ///< empty: from the layers
    std::string crs;
    double scale = 0;  ///< 0: the largest that fits
    std::vector<LayerUse> inset;
    std::vector<std::string> notes;
    std::string author, date, number, approval, source;
    ScenarioTag scenario;
    Schematic schematic = Schematic::automatic;
    bool pdf = true, png = true, svg = true;
    double dpi = 150;
    std::string stamp = "2000-01-01";
};

/// Data errors: "map.unknown" (keys, template, format, style words), "map.value", "map.missing",
/// "map.port" for a port number that is not below the count, "map.frames" for more frames than the
/// template has room for.
SheetSpec parse_spec(const nlohmann::json& json, std::size_t layer_count,
                     std::size_t surface_count = 0);

}  // namespace jt::map
