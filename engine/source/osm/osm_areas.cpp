#include "source/osm/osm_areas.hpp"

#include <algorithm>
#include <string_view>

namespace jt::source {
namespace {

std::vector<double> ring_of(const osmium::NodeRefList& nodes) {
    std::vector<double> out;
    for (const osmium::NodeRef& node : nodes) {
        out.push_back(node.location().lon());
        out.push_back(node.location().lat());
    }
    return out;
}

void add_rings(const osmium::Area& area, OsmArea& out) {
    for (const osmium::OuterRing& outer : area.outer_rings()) {
        out.rings.push_back(ring_of(outer));
        out.outer.push_back(true);
        for (const osmium::InnerRing& inner : area.inner_rings(outer)) {
            out.rings.push_back(ring_of(inner));
            out.outer.push_back(false);
        }
    }
}

}  // namespace

bool OsmAreas::new_relation(const osmium::Relation& relation) const {
    const char* const type = relation.tags()["type"];
    const bool area = type != nullptr && (std::string_view(type) == "multipolygon" ||
                                          std::string_view(type) == "boundary");
    return area && m_wanted(relation.tags()) &&
           std::any_of(relation.members().begin(), relation.members().end(),
                       [](const osmium::RelationMember& member) {
                           return member.type() == osmium::item_type::way;
                       });
}

void OsmAreas::complete_relation(const osmium::Relation& relation) {
    std::vector<const osmium::Way*> ways;
    for (const osmium::RelationMember& member : relation.members()) {
        if (member.ref() != 0) {
            ways.push_back(get_member_way(member.ref()));
        }
    }
    OsmArea area;
    area.relation = relation.id();
    osmium::memory::Buffer made(1024, osmium::memory::Buffer::auto_grow::yes);
    try {
        osmium::area::AssemblerConfig config;  // the assembler keeps a reference
        config.create_empty_areas = false;
        osmium::area::Assembler assemble(config);
        if (assemble(relation, ways, made)) {
            for (const osmium::Area& one : made.select<osmium::Area>()) {
                add_rings(one, area);
            }
        }
    } catch (const osmium::invalid_location&) {
        area.rings.clear();  // a way with nodes outside the extract
    }
    if (area.rings.empty()) {
        broken.push_back(relation.id());
        return;
    }
    m_take(relation, area);
    m_areas.push_back(std::move(area));
}

std::vector<std::int64_t> OsmAreas::incomplete() {
    std::vector<std::int64_t> out;
    for_each_incomplete_relation(
        [&](const osmium::relations::RelationHandle& handle) { out.push_back(handle->id()); });
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<OsmArea> OsmAreas::areas() {
    std::sort(m_areas.begin(), m_areas.end(),
              [](const OsmArea& a, const OsmArea& b) { return a.relation < b.relation; });
    std::sort(broken.begin(), broken.end());
    return std::move(m_areas);
}

}  // namespace jt::source
