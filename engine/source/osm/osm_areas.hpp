// Areas of OpenStreetMap that are relations of several ways, put together by libosmium. Internal to
// source/.
#pragma once

#include "geo/geometry.hpp"

#include <osmium/area/assembler.hpp>
#include <osmium/relations/relations_manager.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace jt::source {

/// Ways and relations count their ids apart; areas that are relations have theirs from here on, as
/// in the Overpass API.
constexpr std::int64_t kOsmRelationIds = 3'600'000'000;

/// An area that came out.
struct OsmArea {
    osmium::object_id_type relation = 0;
    std::vector<std::vector<double>> rings;  ///< x, y; closed
    std::vector<bool> outer;                 ///< of each ring: begins a part
    std::vector<std::string> values;         ///< of the layer's columns
    std::vector<bool> given;
};

/// A handler for two passes over a file: first its relations (read_relations), then ways with the
/// places of their nodes. It keeps the member ways of the relations that are wanted, and each only
/// until its relations are complete. A relation that makes no area (rings open or crossing, nodes
/// missing) is kept in `broken`, and does not touch the others.
class OsmAreas : public osmium::relations::RelationsManager<OsmAreas, false, true, false, false> {
public:
    using Wanted = std::function<bool(const osmium::TagList&)>;
    using Take = std::function<void(const osmium::Relation&, OsmArea&)>;
    /// `wanted` judges tags; `take` fills in the values of the columns.
    OsmAreas(Wanted wanted, Take take) : m_wanted(std::move(wanted)), m_take(std::move(take)) {}

    // What the base class calls.
    bool new_relation(const osmium::Relation& relation) const;
    void complete_relation(const osmium::Relation& relation);

    /// Ids of relations some of whose ways are not in the file, after the second pass; ascending.
    std::vector<std::int64_t> incomplete();
    /// In order of their relations.
    std::vector<OsmArea> areas();
    std::vector<std::int64_t> broken;  ///< ids of relations, as they came

private:
    Wanted m_wanted;
    Take m_take;
    std::vector<OsmArea> m_areas;
};

}  // namespace jt::source
