#include "source/osm/osm_restrictions.hpp"

#include "layer/column.hpp"

#include <osmium/io/any_input.hpp>
#include <osmium/osm/relation.hpp>

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

namespace jt::source {
namespace {

struct Restriction {
    std::int64_t relation = 0, from = 0, via = 0, to = 0;
    std::string kind;
    auto operator<=>(const Restriction&) const = default;
};

/// Relations that make no restriction of a car at a node, by what is told of them.
struct LeftOut {
    std::vector<std::int64_t> via_ways, incomplete, other_vehicles, no_node;
};

bool lists(const char* value, std::string_view word) {
    const std::string text = value == nullptr ? "" : ";" + std::string(value) + ";";
    return text.find(";" + std::string(word) + ";") != std::string::npos;
}

void take(const osmium::Relation& relation, std::vector<Restriction>& out, LeftOut& left) {
    const char* const type = relation.tags()["type"];
    if (type == nullptr || std::string_view(type) != "restriction") {
        return;
    }
    const char* const kind = relation.tags()["restriction"];
    const char* const except = relation.tags()["except"];
    if (kind == nullptr || lists(except, "motorcar") || lists(except, "motor_vehicle")) {
        left.other_vehicles.push_back(relation.id());
        return;
    }
    std::vector<std::int64_t> from, to, via;
    bool via_way = false;
    for (const osmium::RelationMember& member : relation.members()) {
        const std::string_view role = member.role();
        const bool way = member.type() == osmium::item_type::way;
        if (way && role == "from") {
            from.push_back(member.ref());
        } else if (way && role == "to") {
            to.push_back(member.ref());
        } else if (role == "via") {
            via_way = via_way || way;
            via.push_back(member.ref());
        }
    }
    if (via_way || via.size() > 1) {
        left.via_ways.push_back(relation.id());
        return;
    }
    if (from.empty() || to.empty() || via.empty()) {
        left.incomplete.push_back(relation.id());
        return;
    }
    for (const std::int64_t a : from) {
        for (const std::int64_t b : to) {
            out.push_back({relation.id(), a, via.front(), b, kind});
        }
    }
}

std::map<std::int64_t, osmium::Location> places_of(const std::string& path,
                                                   const std::vector<Restriction>& rules,
                                                   const std::string& where,
                                                   const base::Progress& progress) {
    std::map<std::int64_t, osmium::Location> out;
    for (const Restriction& rule : rules) {
        out[rule.via];
    }
    osmium::io::Reader file(path, osmium::osm_entity_bits::node);
    const double size = std::max(1.0, static_cast<double>(file.file_size()));
    while (osmium::memory::Buffer buffer = file.read()) {
        progress.at(static_cast<double>(file.offset()) / size, where);
        for (const auto& node : buffer.select<osmium::Node>()) {
            if (const auto it = out.find(node.id()); it != out.end()) {
                it->second = node.location();
            }
        }
    }
    file.close();
    return out;
}

void fill(const std::vector<Restriction>& rules,
          const std::map<std::int64_t, osmium::Location>& places, Loaded& out, LeftOut& left) {
    layer::ColumnBuilder relation(layer::Type::text), from(layer::Type::text),
        via(layer::Type::text), to(layer::Type::text), kind(layer::Type::text);
    for (const Restriction& rule : rules) {
        const auto it = places.find(rule.via);
        if (it == places.end() || !it->second.valid()) {
            left.no_node.push_back(rule.relation);
            continue;
        }
        out.geometry.add_point(it->second.lon(), it->second.lat());
        out.ids.push_back(static_cast<std::int64_t>(out.ids.size()) + 1);
        relation.text(std::to_string(rule.relation));
        from.text(std::to_string(rule.from));
        via.text(std::to_string(rule.via));
        to.text(std::to_string(rule.to));
        kind.text(rule.kind);
    }
    out.findings.by_shape[static_cast<std::size_t>(geo::Shape::point) - 1] = out.ids;
    out.table = layer::Table(out.ids.size());
    const auto set = [&](const char* name, layer::ColumnBuilder& values) {
        out.table.set(layer::Field{name, layer::Type::text, "", {}}, values.build());
    };
    set("relation", relation);
    set("from_way", from);
    set("via_node", via);
    set("to_way", to);
    set("kind", kind);
}

void tell(base::Diagnostics& diagnostics, const char* id, const std::string& where,
          std::vector<std::int64_t> relations) {
    if (!relations.empty()) {
        std::sort(relations.begin(), relations.end());
        relations.erase(std::unique(relations.begin(), relations.end()), relations.end());
        diagnostics.features(base::Severity::warning, base::msg(id), where, relations);
    }
}

}  // namespace

void read_restrictions(const std::string& path, bool header_only, Loaded& out,
                       base::Diagnostics& diagnostics, const base::Progress& progress) {
    std::vector<Restriction> rules;
    std::map<std::int64_t, osmium::Location> places;
    LeftOut left;
    if (!header_only) {
        osmium::io::Reader file(path, osmium::osm_entity_bits::relation);
        while (osmium::memory::Buffer buffer = file.read()) {
            for (const auto& relation : buffer.select<osmium::Relation>()) {
                take(relation, rules, left);
            }
        }
        file.close();
        std::sort(rules.begin(), rules.end());
        places = places_of(path, rules, out.where, progress);
    }
    fill(rules, places, out, left);
    tell(diagnostics, "source.osm.via_ways", out.where, left.via_ways);
    tell(diagnostics, "source.osm.restriction_parts", out.where, left.incomplete);
    tell(diagnostics, "source.osm.other_vehicles", out.where, left.other_vehicles);
    tell(diagnostics, "source.osm.via_lost", out.where, left.no_node);
}

}  // namespace jt::source
