#include "source/load_osm.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/dataset.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include <osmium/handler.hpp>
#include <osmium/handler/node_locations_for_ways.hpp>
#include <osmium/index/map/flex_mem.hpp>
#include <osmium/io/any_input.hpp>
#include <osmium/visitor.hpp>

namespace jt::source {
namespace {

struct Tag {
    const char *column, *key;
};

struct OsmLayer {
    const char* name;
    geo::Shape shape;
    std::vector<const char*> keys;  ///< a feature has one of them
    std::vector<Tag> tags;          ///< columns
};

const std::vector<OsmLayer>& layers() {
    static const std::vector<OsmLayer> all = {
        {"roads",
         geo::Shape::line,
         {"highway"},
         {{"class", "highway"},
          {"name", "name"},
          {"ref", "ref"},
          {"oneway", "oneway"},
          {"maxspeed", "maxspeed"},
          {"lanes", "lanes"},
          {"bridge", "bridge"},
          {"tunnel", "tunnel"},
          {"level", "layer"},
          {"access", "access"},
          {"toll", "toll"},
          {"junction", "junction"},
          {"surface", "surface"}}},
        {"railways",
         geo::Shape::line,
         {"railway"},
         {{"class", "railway"},
          {"name", "name"},
          {"usage", "usage"},
          {"gauge", "gauge"},
          {"bridge", "bridge"},
          {"tunnel", "tunnel"},
          {"level", "layer"}}},
        {"waterways",
         geo::Shape::line,
         {"waterway"},
         {{"class", "waterway"}, {"name", "name"}, {"boat", "boat"}}},
        {"buildings",
         geo::Shape::polygon,
         {"building"},
         {{"class", "building"}, {"name", "name"}, {"levels", "building:levels"}}},
        {"landuse",
         geo::Shape::polygon,
         {"landuse", "leisure", "natural"},
         {{"landuse", "landuse"},
          {"leisure", "leisure"},
          {"natural", "natural"},
          {"name", "name"}}},
        {"places",
         geo::Shape::point,
         {"place"},
         {{"class", "place"}, {"name", "name"}, {"population", "population"}}},
        {"pois",
         geo::Shape::point,
         {"amenity", "shop", "tourism", "office", "public_transport", "railway", "aeroway"},
         {{"amenity", "amenity"},
          {"shop", "shop"},
          {"tourism", "tourism"},
          {"office", "office"},
          {"public_transport", "public_transport"},
          {"railway", "railway"},
          {"aeroway", "aeroway"},
          {"name", "name"}}}};
    return all;
}

const OsmLayer& layer_named(const std::string& name) {
    std::vector<std::string> names;
    for (const OsmLayer& layer : layers()) {
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

/// Takes the features of one layer while libosmium goes through the file.
class Reader : public osmium::handler::Handler {
public:
    Reader(const OsmLayer& layer, Loaded& out) : m_layer(layer), m_out(out) {
        for (std::size_t i = 0; i < layer.tags.size(); ++i) {
            m_columns.emplace_back(layer::Type::text);
        }
    }

    void node(const osmium::Node& node) {
        if (m_layer.shape == geo::Shape::point && wanted(node.tags()) && node.location().valid()) {
            m_out.geometry.add_point(node.location().lon(), node.location().lat());
            take(node);
        }
    }

    void way(const osmium::Way& way) {
        if (m_layer.shape == geo::Shape::point || !wanted(way.tags())) {
            return;
        }
        std::vector<double> xy;
        bool whole = true;
        for (const osmium::NodeRef& ref : way.nodes()) {
            if (ref.location().valid()) {
                xy.push_back(ref.location().lon());
                xy.push_back(ref.location().lat());
            } else {
                whole = false;
            }
        }
        const bool polygon = m_layer.shape == geo::Shape::polygon;
        if (polygon && (!whole || !way.is_closed() || xy.size() < 8)) {
            (whole ? open : cut).push_back(way.id());
            return;
        }
        if (!whole) {
            cut.push_back(way.id());
        }
        if (xy.size() < 4) {
            return;  // counted among the cut ones, or a way of one node
        }
        polygon ? m_out.geometry.add_ring(xy) : m_out.geometry.add_line(xy);
        take(way);
    }

    void relation(const osmium::Relation& relation) {
        const char* const type = relation.tags()["type"];
        if (m_layer.shape == geo::Shape::polygon && type != nullptr &&
            std::string_view(type) == "multipolygon" && wanted(relation.tags())) {
            relations.push_back(relation.id());
        }
    }

    void finish() {
        m_out.table = layer::Table(m_out.ids.size());
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            m_out.table.set(layer::Field{m_layer.tags[i].column, layer::Type::text, "", {}},
                            m_columns[i].build());
        }
    }

    std::vector<std::int64_t> cut, open, relations;

private:
    bool wanted(const osmium::TagList& tags) const {
        return std::any_of(m_layer.keys.begin(), m_layer.keys.end(),
                           [&](const char* key) { return tags.has_key(key); });
    }

    void take(const osmium::OSMObject& object) {
        m_out.ids.push_back(object.id());
        m_out.findings.by_shape[static_cast<std::size_t>(m_layer.shape) - 1].push_back(object.id());
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            const char* const value = object.tags()[m_layer.tags[i].key];
            value == nullptr ? m_columns[i].null() : m_columns[i].text(value);
        }
    }

    const OsmLayer& m_layer;
    Loaded& m_out;
    std::vector<layer::ColumnBuilder> m_columns;
};

void tell_ids(base::Diagnostics& diagnostics, base::Severity severity, const char* id,
              const std::string& where, const std::vector<std::int64_t>& ids) {
    if (!ids.empty()) {
        diagnostics.features(severity, base::msg(id), where, ids);
    }
}

}  // namespace

bool is_osm(const std::string& path) {
    const std::string name = base::lower(std::filesystem::path(path).filename().string());
    constexpr std::array<std::string_view, 5> kEndings = {".pbf", ".osm", ".osm.gz", ".osm.bz2",
                                                          ".osm.xml"};
    return std::any_of(kEndings.begin(), kEndings.end(),
                       [&](std::string_view ending) { return name.ends_with(ending); });
}

std::vector<LayerName> osm_layers() {
    std::vector<LayerName> out;
    for (const OsmLayer& layer : layers()) {
        out.push_back({layer.name, true});
    }
    return out;
}

Loaded load_osm(const LoadOptions& options, bool header_only, base::Diagnostics& diagnostics,
                const base::Progress& progress) {
    const OsmLayer& layer = layer_named(options.layer);
    if (!options.encoding.empty() && base::lower(options.encoding) != "utf-8") {
        throw base::data_error("source.encoding.fixed", options.encoding);
    }
    Loaded out;
    out.driver = "OpenStreetMap";
    out.name = layer.name;
    out.where = std::filesystem::path(options.path).filename().string() + ":" + layer.name;
    out.spatial = true;
    out.geometry = geo::GeometryArray(layer.shape);
    out.encoding = {"UTF-8", 1, base::msg("source.encoding.format"), {}};
    out.declared_crs = "EPSG:4326";
    out.crs_origin = base::msg("source.crs.by_osm");
    out.source_types.assign(layer.tags.size(), "tag");
    Reader reader(layer, out);
    if (!header_only) {
        try {
            using Index =
                osmium::index::map::FlexMem<osmium::unsigned_object_id_type, osmium::Location>;
            Index index, unsaved;  // editors give objects that were never uploaded negative ids
            osmium::handler::NodeLocationsForWays<Index, Index> locations(index, unsaved);
            locations.ignore_errors();
            osmium::io::Reader file(options.path);
            const double size = std::max(1.0, static_cast<double>(file.file_size()));
            while (osmium::memory::Buffer buffer = file.read()) {
                progress.at(static_cast<double>(file.offset()) / size, out.where);
                osmium::apply(buffer, locations, reader);
            }
            file.close();
        } catch (const std::exception& error) {  // libosmium's many kinds
            if (dynamic_cast<const base::Error*>(&error) != nullptr) {
                throw;
            }
            throw base::data_error("source.osm.broken", error.what());
        }
    }
    reader.finish();
    tell_ids(diagnostics, base::Severity::warning, "source.osm.cut", out.where, reader.cut);
    tell_ids(diagnostics, base::Severity::info, "source.osm.open", out.where, reader.open);
    tell_ids(diagnostics, base::Severity::warning, "source.osm.relations", out.where,
             reader.relations);
    return out;
}

}  // namespace jt::source
