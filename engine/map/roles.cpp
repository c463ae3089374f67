#include "map/roles.hpp"

#include "map/json.hpp"

#include <map>

namespace jt::map {
namespace {

// Areas are drawn pale so that what stands on them stays readable; widths and sizes are for A3.
constexpr const char* kZones = R"json({
  "kind": "categories", "field": "kind", "title": {"zh": "功能区", "en": "Functional zones"},
  "symbol": {"fill": "#e8dcc8", "stroke": "#8a6d3b", "width": 0.3, "opacity": 0.55},
  "classes": [
    {"value": ["national", "国家级新区"], "label": {"zh": "国家级新区", "en": "National new area"},
     "symbol": {"fill": "#f3cdbb", "stroke": "#a8532f", "width": 0.45}},
    {"value": ["provincial", "省级新区"], "label": {"zh": "省级新区", "en": "Provincial new area"},
     "symbol": {"fill": "#f8e0b0", "stroke": "#a87a1f", "width": 0.4}},
    {"value": ["science_city", "科学城"], "label": {"zh": "科学城", "en": "Science city"},
     "symbol": {"fill": "#cfdcf2", "stroke": "#3f5f9f", "width": 0.35}},
    {"value": ["development", "国家级经开区", "经开区", "国家级高新区", "高新区"],
     "label": {"zh": "经开区、高新区", "en": "Development zone"},
     "symbol": {"fill": "#e3d4ee", "stroke": "#7a549c", "width": 0.35}}],
  "other": {"label": {"zh": "其他功能区", "en": "Other zone"}},
  "label": {"field": "name", "size": 3.2, "priority": 80, "colour": "#6b3a17", "bold": true}
})json";

constexpr const char* kRoads = R"json({
  "kind": "categories", "field": "class", "title": {"zh": "道路", "en": "Roads"},
  "symbol": {"stroke": "#9a9a9a", "width": 0.25},
  "classes": [
    {"value": ["expressway", "高速公路"], "label": {"zh": "高速公路", "en": "Expressway"},
     "symbol": {"stroke": "#d9534a", "width": 0.75, "casing": "#8f2f29", "casing_width": 0.14}},
    {"value": ["fast", "fast_road", "快速路"], "label": {"zh": "快速路", "en": "Fast road"},
     "symbol": {"stroke": "#f0903d", "width": 0.6, "casing": "#a85f1f", "casing_width": 0.12}},
    {"value": ["first", "first_class", "一级公路"],
     "label": {"zh": "一级公路", "en": "First-class highway"},
     "symbol": {"stroke": "#f2c75c", "width": 0.5, "casing": "#a9863a", "casing_width": 0.1}},
    {"value": ["arterial", "主干路"], "label": {"zh": "主干路", "en": "Arterial road"},
     "symbol": {"stroke": "#a39d90", "width": 0.35}},
    {"value": ["secondary", "次干路"], "label": {"zh": "次干路", "en": "Secondary road"},
     "symbol": {"stroke": "#b5b1a8", "width": 0.22}}],
  "other": {"label": {"zh": "其他道路", "en": "Other road"}}
})json";

constexpr const char* kCorridors = R"json({
  "kind": "categories", "field": "kind",
  "title": {"zh": "走廊", "en": "Corridors"},
  "symbol": {"stroke": "#7a3e9d", "width": 1.1, "opacity": 0.75},
  "classes": [
    {"value": ["industrial", "产业带"], "label": {"zh": "产业带", "en": "Industrial corridor"},
     "symbol": {"stroke": "#8e44ad", "width": 1.6, "opacity": 0.55}},
    {"value": ["road", "快速通道"], "label": {"zh": "快速通道", "en": "Fast corridor"},
     "symbol": {"stroke": "#e0417f", "width": 1.1}},
    {"value": ["rail_freight", "铁路货运"], "label": {"zh": "铁路货运通道", "en": "Rail freight path"},
     "symbol": {"stroke": "#3a3a3a", "width": 0.7, "dash": [3, 1.2], "opacity": 1}},
    {"value": ["waterway", "航道"], "label": {"zh": "航道", "en": "Waterway"},
     "symbol": {"stroke": "#1f78b4", "width": 0.9, "dash": [4, 1, 1, 1], "opacity": 1}}],
  "other": {"label": {"zh": "其他走廊", "en": "Other corridor"}},
  "label": {"field": "name", "size": 2.8, "priority": 55, "colour": "#5b2a78"}
})json";

constexpr const char* kDemoRoads = R"json({
  "kind": "categories", "field": "concept",
  "title": {"zh": "示范大道", "en": "Demonstration roads"},
  "symbol": {"stroke": "#00897b", "width": 1.2, "casing": "#ffffff", "casing_width": 0.25},
  "classes": [
    {"value": ["smart_city", "智慧城市"], "label": {"zh": "智慧城市示范大道", "en": "Smart city road"},
     "symbol": {"stroke": "#0b6fb8"}},
    {"value": ["park_city", "公园城市"], "label": {"zh": "公园城市示范大道", "en": "Park city road"},
     "symbol": {"stroke": "#2e8b3d"}}],
  "label": {"field": "name", "size": 3, "priority": 75, "colour": "#0d4f3c", "bold": true}
})json";

constexpr const char* kParks = R"json({
  "kind": "categories", "field": "kind", "title": {"zh": "园区", "en": "Parks"},
  "symbol": {"fill": "#c9d6b8", "stroke": "#5f7a3c", "width": 0.3, "marker": "square", "size": 2.6},
  "classes": [
    {"value": ["enclave", "flying_economy", "飞地", "飞地园区"],
     "label": {"zh": "飞地园区", "en": "Enclave park"},
     "symbol": {"fill": "#f4511e", "stroke": "#7f1d00", "width": 0.4, "marker": "star", "size": 4}},
    {"value": ["bonded", "outpost", "保税延伸区"],
     "label": {"zh": "保税延伸区", "en": "Bonded outpost"},
     "symbol": {"fill": "#d9c3e0", "stroke": "#6f4580"}},
    {"value": ["dry_port", "无水港"], "label": {"zh": "无水港", "en": "Dry port"},
     "symbol": {"fill": "#9fc5d8", "stroke": "#2a6480"}},
    {"value": ["ordinary", "普通园区", "park"], "label": {"zh": "一般园区", "en": "Ordinary park"}}],
  "other": {"label": {"zh": "其他园区", "en": "Other park"}},
  "label": {"field": "name", "size": 2.8, "priority": 70, "colour": "#7f1d00"}
})json";

constexpr const char* kHubs = R"json({
  "kind": "categories", "field": "kind", "title": {"zh": "枢纽", "en": "Hubs"},
  "symbol": {"fill": "#444444", "stroke": "#ffffff", "width": 0.2, "size": 2.8},
  "classes": [
    {"value": ["airport", "机场"], "label": {"zh": "机场", "en": "Airport"},
     "symbol": {"marker": "plane", "fill": "#1a4f8b", "size": 5}},
    {"value": ["rail_station", "station", "客运站", "火车站"],
     "label": {"zh": "铁路客站", "en": "Rail station"},
     "symbol": {"marker": "square", "fill": "#333333", "size": 2.4}},
    {"value": ["rail_freight", "freight", "货运站"],
     "label": {"zh": "铁路货站", "en": "Freight yard"},
     "symbol": {"marker": "hexagon", "fill": "#8a5a00", "size": 2.8}},
    {"value": ["river_port", "port", "港口"], "label": {"zh": "港口", "en": "River port"},
     "symbol": {"marker": "anchor", "fill": "#0b6f8a", "size": 4}}],
  "other": {"label": {"zh": "其他枢纽", "en": "Other hub"}},
  "label": {"field": "name", "size": 2.6, "priority": 65, "colour": "#1b2a41"}
})json";

constexpr const char* kMetro = R"json({
  "title": {"zh": "轨道交通线", "en": "Metro line"},
  "symbol": {"stroke": "#2a9d8f", "width": 0.55},
  "label": {"field": "line", "size": 2.5, "priority": 35, "colour": "#1d6f65", "shield": true}
})json";

constexpr const char* kStations = R"json({
  "title": {"zh": "轨道站点", "en": "Metro station"},
  "symbol": {"marker": "circle", "fill": "#ffffff", "stroke": "#1d6f65", "width": 0.25, "size": 1.3},
  "label": {"field": "name", "size": 2.5, "priority": 20, "colour": "#1d6f65"}
})json";

constexpr const char* kDemand = R"json({
  "title": {"zh": "区县驻地", "en": "County seat"},
  "symbol": {"marker": "circle", "fill": "#ffffff", "stroke": "#222222", "width": 0.3, "size": 1.8},
  "label": {"field": "name", "size": 2.8, "priority": 62, "colour": "#222222"}
})json";

constexpr const char* kFirms = R"json({
  "kind": "categories", "field": "kind",
  "title": {"zh": "总部、机构、企业", "en": "Firms"},
  "symbol": {"fill": "#777777", "stroke": "#ffffff", "width": 0.12, "size": 1.3},
  "classes": [
    {"value": ["headquarters", "总部"], "label": {"zh": "总部", "en": "Headquarters"},
     "symbol": {"marker": "diamond", "fill": "#c0392b", "size": 2.2}},
    {"value": ["institution", "机构"], "label": {"zh": "机构", "en": "Institution"},
     "symbol": {"marker": "square", "fill": "#2471a3", "size": 1.6}},
    {"value": ["enterprise", "企业"], "label": {"zh": "企业", "en": "Enterprise"},
     "symbol": {"marker": "circle", "fill": "#7d8a5c"}}]
})json";

constexpr const char* kWater = R"json({
  "title": {"zh": "水系", "en": "Water"},
  "symbol": {"fill": "#cfe6f5", "stroke": "#7db7dc", "width": 0.45},
  "label": {"field": "name", "size": 2.6, "priority": 25, "colour": "#2471a3"}
})json";

constexpr const char* kConstraint = R"json({
  "kind": "categories", "field": "kind", "title": {"zh": "控制线", "en": "Control lines"},
  "symbol": {"stroke": "#8c2d19", "width": 0.35, "hatch": "forward", "hatch_colour": "#8c2d19"},
  "classes": [
    {"value": ["farmland", "永久基本农田"],
     "label": {"zh": "永久基本农田", "en": "Permanent prime farmland"},
     "symbol": {"fill": "#f7efb0", "opacity": 0.5, "stroke": "#a58a00", "hatch": "horizontal",
                "hatch_colour": "#a58a00"}},
    {"value": ["ecology", "生态保护红线"],
     "label": {"zh": "生态保护红线", "en": "Ecological red line"},
     "symbol": {"fill": "#cfe8c4", "opacity": 0.5, "stroke": "#b3261e", "width": 0.5,
                "hatch": "forward", "hatch_colour": "#2f7d32"}},
    {"value": ["boundary", "城镇开发边界"],
     "label": {"zh": "城镇开发边界", "en": "Urban development boundary"},
     "symbol": {"fill": null, "hatch": "none", "stroke": "#d81b60", "width": 0.6,
                "dash": [3, 1, 0.6, 1]}}],
  "other": {"label": {"zh": "其他控制线", "en": "Other control line"}}
})json";

constexpr const char* kLanduse = R"json({
  "kind": "landuse", "field": "kind", "title": {"zh": "用地用海", "en": "Land use"},
  "symbol": {"stroke": "#8a8a8a", "width": 0.08}
})json";

constexpr const char* kBoundary = R"json({
  "title": {"zh": "行政区界", "en": "Administrative boundary"},
  "symbol": {"fill": null, "stroke": "#8a8a8a", "width": 0.25, "dash": [2.4, 0.8, 0.5, 0.8]},
  "label": {"field": "name", "size": 3, "priority": 15, "colour": "#8a8a8a"}
})json";

constexpr const char* kIsochrones = R"json({
  "kind": "bands", "field": "cutoff_min", "title": {"zh": "等时圈", "en": "Isochrones"},
  "symbol": {"stroke": "#00695c", "width": 0.12}, "ramp": "isochrones",
  "unit": {"zh": "分钟", "en": "min"}, "opacity": 0.62
})json";

const std::map<std::string, nlohmann::json>& roles() {
    static const std::map<std::string, nlohmann::json> kRoles = [] {
        std::map<std::string, nlohmann::json> out;
        const std::vector<std::pair<const char*, const char*>> texts{
            {"zones", kZones},          {"roads", kRoads},       {"corridors", kCorridors},
            {"demo_roads", kDemoRoads}, {"parks", kParks},       {"hubs", kHubs},
            {"transit", kMetro},        {"stations", kStations}, {"demand", kDemand},
            {"firms", kFirms},          {"water", kWater},       {"constraint", kConstraint},
            {"landuse", kLanduse},      {"boundary", kBoundary}, {"isochrones", kIsochrones}};
        for (const auto& [name, text] : texts) {
            out[name] = nlohmann::json::parse(text);
        }
        return out;
    }();
    return kRoles;
}

}  // namespace

const nlohmann::json& role_style(const std::string& role) {
    const auto found = roles().find(role);
    if (found == roles().end()) {
        unknown_word("role", role, role_names());
    }
    return found->second;
}

std::vector<std::string> role_names() {
    std::vector<std::string> out;
    for (const auto& [name, json] : roles()) {
        out.push_back(name);
    }
    return out;
}

}  // namespace jt::map
