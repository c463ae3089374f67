#include "source/osm/load_osm.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/osm/osm_areas.hpp"
#include "source/osm/osm_layers.hpp"
#include "source/osm/osm_restrictions.hpp"
#include "source/transit/gtfs_tables.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include <osmium/handler.hpp>
#include <osmium/handler/node_locations_for_ways.hpp>
#include <osmium/index/map/flex_mem.hpp>
#include <osmium/io/any_input.hpp>
#include <osmium/relations/manager_util.hpp>
#include <osmium/visitor.hpp>

namespace jt::source {
namespace {

/// Takes the features of one layer while libosmium goes through the file.
class Reader : public osmium::handler::Handler {
public:
    Reader(const OsmLayer& layer, Loaded& out) : m_layer(layer), m_out(out) {
        for (std::size_t i = 0; i < layer.columns.size(); ++i) {
            m_columns.emplace_back(layer.columns[i].type);
        }
        m_unread.resize(layer.columns.size());
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
        const bool no_area = way.tags().has_tag("area", "no");
        if (polygon && (!whole || !way.is_closed() || xy.size() < 8 || no_area)) {
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

    /// The values of a relation's columns, for an area that is added later.
    void keep(const osmium::Relation& relation, OsmArea& out) const {
        for (const OsmColumn& column : m_layer.columns) {
            const char* const value = relation.tags()[column.key];
            out.given.push_back(value != nullptr);
            out.values.emplace_back(value == nullptr ? "" : value);
        }
    }

    /// An area of several ways, with the id that the Overpass API gives it.
    void add(const OsmArea& area) {
        m_out.geometry.begin_feature();
        for (std::size_t r = 0; r < area.rings.size(); ++r) {
            if (area.outer[r]) {
                m_out.geometry.begin_part();
            }
            m_out.geometry.begin_ring();
            for (std::size_t i = 0; i + 1 < area.rings[r].size(); i += 2) {
                m_out.geometry.add(area.rings[r][i], area.rings[r][i + 1]);
            }
        }
        m_out.geometry.end_feature();
        count(kOsmRelationIds + area.relation);
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            set(i, area.given[i] ? area.values[i].c_str() : nullptr);
        }
    }

    void finish() {
        m_out.table = layer::Table(m_out.ids.size());
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            m_out.table.set(layer::Field{m_layer.columns[i].name, m_layer.columns[i].type, "", {}},
                            m_columns[i].build());
        }
    }

    bool wanted(const osmium::TagList& tags) const {
        return std::any_of(m_layer.wanted.begin(), m_layer.wanted.end(), [&](const OsmTag& tag) {
            return tag.value == nullptr ? tags.has_key(tag.key) : tags.has_tag(tag.key, tag.value);
        });
    }

    /// Numbers that are none, as in "2;1": null, by field.
    void tell_unread(base::Diagnostics& diagnostics) const {
        for (std::size_t i = 0; i < m_unread.size(); ++i) {
            if (!m_unread[i].empty()) {
                diagnostics.features(base::Severity::warning,
                                     base::msg("source.osm.no_number", m_layer.columns[i].name),
                                     m_out.where, m_unread[i]);
            }
        }
    }

    std::vector<std::int64_t> cut, open;

private:
    void count(std::int64_t id) {
        m_out.ids.push_back(id);
        m_out.findings.by_shape[static_cast<std::size_t>(m_layer.shape) - 1].push_back(id);
    }

    void take(const osmium::OSMObject& object) {
        count(object.id());
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            set(i, object.tags()[m_layer.columns[i].key]);
        }
    }

    /// The value of the feature that was counted last.
    void set(std::size_t column, const char* value) {
        if (value == nullptr) {
            m_columns[column].null();
        } else if (m_layer.columns[column].type == layer::Type::text) {
            m_columns[column].text(value);
        } else if (const auto number = whole_number_of(value)) {
            m_columns[column].integer(*number);
        } else {
            m_columns[column].null();
            m_unread[column].push_back(m_out.ids.back());
        }
    }

    const OsmLayer& m_layer;
    Loaded& m_out;
    std::vector<layer::ColumnBuilder> m_columns;
    std::vector<std::vector<std::int64_t>> m_unread;
};

void tell_ids(base::Diagnostics& diagnostics, base::Severity severity, const char* id,
              const std::string& where, const std::vector<std::int64_t>& ids) {
    if (!ids.empty()) {
        diagnostics.features(severity, base::msg(id), where, ids);
    }
}

/// Goes through the file: relations first where the layer has areas, then all of it.
void read_file(const LoadOptions& options, Reader& reader, OsmAreas& areas, bool with_areas,
               const std::string& where, const base::Progress& progress) {
    using Index = osmium::index::map::FlexMem<osmium::unsigned_object_id_type, osmium::Location>;
    Index index, unsaved;  // editors give objects that were never uploaded negative ids
    osmium::handler::NodeLocationsForWays<Index, Index> locations(index, unsaved);
    locations.ignore_errors();
    if (with_areas) {
        osmium::relations::read_relations(osmium::io::File(options.path), areas);
    }
    osmium::io::Reader file(options.path);
    const double size = std::max(1.0, static_cast<double>(file.file_size()));
    while (osmium::memory::Buffer buffer = file.read()) {
        progress.at(static_cast<double>(file.offset()) / size, where);
        if (with_areas) {
            osmium::apply(buffer, locations, reader, areas.handler());
        } else {
            osmium::apply(buffer, locations, reader);
        }
    }
    file.close();
}

/// The areas of several ways behind the others, and what became of each relation.
void add_areas(Reader& reader, OsmAreas& areas, const Loaded& out, base::Diagnostics& diagnostics) {
    std::vector<std::int64_t> made;
    for (const OsmArea& area : areas.areas()) {
        reader.add(area);
        made.push_back(area.relation);
    }
    tell_ids(diagnostics, base::Severity::info, "source.osm.areas", out.where, made);
    tell_ids(diagnostics, base::Severity::warning, "source.osm.incomplete", out.where,
             areas.incomplete());
    tell_ids(diagnostics, base::Severity::warning, "source.osm.broken_areas", out.where,
             areas.broken);
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
    for (const OsmLayer& layer : osm_layer_table()) {
        out.push_back({layer.name, true});
    }
    return out;
}

Loaded load_osm(const LoadOptions& options, bool header_only, base::Diagnostics& diagnostics,
                const base::Progress& progress) {
    const OsmLayer& layer = osm_layer(options.layer);
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
    out.source_types.assign(layer.columns.size(), "tag");
    Reader reader(layer, out);
    OsmAreas areas(
        [&](const osmium::TagList& tags) { return reader.wanted(tags); },
        [&](const osmium::Relation& relation, OsmArea& area) { reader.keep(relation, area); });
    const bool with_areas = layer.shape == geo::Shape::polygon;
    const bool restrictions = std::string_view(layer.name) == "restrictions";
    if (!header_only || restrictions) {
        try {
            restrictions ? read_restrictions(options.path, header_only, out, diagnostics, progress)
                         : read_file(options, reader, areas, with_areas, out.where, progress);
        } catch (const std::exception& error) {  // libosmium's many kinds
            if (dynamic_cast<const base::Error*>(&error) != nullptr) {
                throw;
            }
            throw base::data_error("source.osm.broken", error.what());
        }
    }
    if (restrictions) {
        return out;
    }
    tell_ids(diagnostics, base::Severity::warning,
             with_areas ? "source.osm.cut_areas" : "source.osm.cut", out.where, reader.cut);
    tell_ids(diagnostics, base::Severity::info, "source.osm.open", out.where, reader.open);
    if (with_areas) {
        add_areas(reader, areas, out, diagnostics);
    }
    reader.tell_unread(diagnostics);
    reader.finish();
    return out;
}

}  // namespace jt::source
