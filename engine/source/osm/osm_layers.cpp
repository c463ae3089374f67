#include "source/osm/osm_layers.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/dataset.hpp"

namespace jt::source {

namespace {

using geo::Shape;

std::vector<OsmLayer> line_layers() {
    return {
        {"roads",
         Shape::line,
         {{"highway"}},
         {{"class", "highway"},
          {"name", "name"},
          {"ref", "ref"},
          {"oneway", "oneway"},
          {"maxspeed", "maxspeed"},
          {"lanes", "lanes", layer::Type::integer},
          {"bridge", "bridge"},
          {"tunnel", "tunnel"},
          {"level", "layer", layer::Type::integer},
          {"access", "access"},
          {"tolled", "toll"},
          {"junction", "junction"},
          {"surface", "surface"}}},
        {"railways",
         Shape::line,
         {{"railway"}},
         {{"class", "railway"},
          {"name", "name"},
          {"usage", "usage"},
          {"gauge", "gauge"},
          {"bridge", "bridge"},
          {"tunnel", "tunnel"},
          {"level", "layer", layer::Type::integer}}},
        {"waterways",
         Shape::line,
         {{"waterway"}},
         {{"class", "waterway"}, {"name", "name"}, {"boat", "boat"}}},
    };
}

std::vector<OsmLayer> area_layers() {
    return {
        {"buildings",
         Shape::polygon,
         {{"building"}},
         {{"class", "building"}, {"name", "name"}, {"levels", "building:levels"}}},
        {"landuse",
         Shape::polygon,
         {{"landuse"}, {"leisure"}, {"natural"}},
         {{"landuse", "landuse"},
          {"leisure", "leisure"},
          {"natural", "natural"},
          {"name", "name"}}},
        {"water",
         Shape::polygon,
         {{"natural", "water"},
          {"waterway", "riverbank"},
          {"waterway", "dock"},
          {"landuse", "reservoir"},
          {"landuse", "basin"}},
         {{"class", "water"},
          {"name", "name"},
          {"natural", "natural"},
          {"waterway", "waterway"},
          {"landuse", "landuse"},
          {"intermittent", "intermittent"}}},
    };
}

std::vector<OsmLayer> point_layers() {
    return {{"places",
             Shape::point,
             {{"place"}},
             {{"class", "place"}, {"name", "name"}, {"population", "population"}}},
            {"pois",
             Shape::point,
             {{"amenity"},
              {"shop"},
              {"tourism"},
              {"office"},
              {"public_transport"},
              {"railway"},
              {"aeroway"}},
             {{"amenity", "amenity"},
              {"shop", "shop"},
              {"tourism", "tourism"},
              {"office", "office"},
              {"public_transport", "public_transport"},
              {"railway", "railway"},
              {"aeroway", "aeroway"},
              {"name", "name"}}},
            {"restrictions",  // of relations: see osm_restrictions.hpp
             Shape::point,
             {},
             {{"relation", ""},
              {"from_way", ""},
              {"via_node", ""},
              {"to_way", ""},
              {"kind", "restriction"}}}};
}

}  // namespace

const std::vector<OsmLayer>& osm_layer_table() {
    static const std::vector<OsmLayer> all = [] {
        std::vector<OsmLayer> out = line_layers();
        for (const auto& more : {area_layers(), point_layers()}) {
            out.insert(out.end(), more.begin(), more.end());
        }
        return out;
    }();
    return all;
}

const OsmLayer& osm_layer(const std::string& name) {
    std::vector<std::string> names;
    for (const OsmLayer& layer : osm_layer_table()) {
        if (name == layer.name) {
            return layer;
        }
        names.emplace_back(layer.name);
    }
    if (name.empty()) {
        throw base::data_error("source.layer.which", base::join_some(names));
    }
    throw unknown_layer(name, names);
}

}  // namespace jt::source
