#include "network/change/select.hpp"

#include "base/text.hpp"
#include "layer/expression.hpp"
#include "network/graph/road_links.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace jt::network {
namespace {

bool ride(const Topology& t, std::uint32_t link) { return (t.links[link].flags & kRide) != 0; }

const char* oneway_code(std::uint32_t flags) {
    switch (flags & (kForward | kBackward)) {
        case kForward: return "FT";
        case kBackward: return "TF";
        case kForward | kBackward: return "B";
        default: return "";
    }
}

layer::Field text_field(const char* name) { return {name, layer::Type::text, "", {}}; }
layer::Field whole_field(const char* name) { return {name, layer::Type::integer, "", {}}; }

}  // namespace

layer::Table link_table(const Topology& t, const std::vector<std::uint32_t>& links) {
    std::vector<std::string> id, name, layer, oneway;
    std::vector<std::int64_t> feature, year, level;
    std::vector<double> speed, km;
    for (const std::uint32_t l : links) {
        const Link& link = t.links[l];
        id.push_back(t.id_of(l));
        name.push_back(t.name_of(l));
        layer.push_back(link.layer >= 0 ? t.layers[static_cast<std::size_t>(link.layer)] : "");
        oneway.emplace_back(oneway_code(link.flags));
        feature.push_back(link.feature);
        year.push_back(link.year_open);
        level.push_back(link.level);
        speed.push_back(link.speed > 0 ? link.speed : std::nan(""));
        km.push_back(link.length_mm / 1e6);
    }
    layer::Table table(links.size());
    table.set(text_field("id"), layer::Column::of_texts(id));
    table.set(text_field("class"), layer::Column::of_texts(name));
    table.set(text_field("layer"), layer::Column::of_texts(layer));
    table.set(text_field("oneway"), layer::Column::of_texts(oneway));
    table.set(whole_field("feature"), layer::Column::of_integers(std::move(feature)));
    table.set(whole_field("year_open"), layer::Column::of_integers(std::move(year)));
    table.set(whole_field("level"), layer::Column::of_integers(std::move(level)));
    table.set({"speed", layer::Type::real, "km/h", {}}, layer::Column::of_reals(std::move(speed)));
    table.set({"km", layer::Type::real, "km", {}}, layer::Column::of_reals(std::move(km)));
    return table;
}

Selector::Selector(const Topology& topology) : m_topology(topology) {
    for (std::uint32_t l = 0; l < topology.links.size(); ++l) {
        m_links_of[topology.id_of(l)].push_back(l);
    }
}

Picked Selector::pick(const Change& change, Problems& problems) const {
    Picked picked;
    const Target& target = change.target;
    if (target.ids.empty() && target.where.is_null() && !target.features && !target.area &&
        !target.all) {
        problems.add(base::data_error("network.change.target", action_name(change.action)), change);
        return picked;
    }
    picked.links = candidates(change, problems);
    try {
        keep_features(change, picked.links);
        keep_where(change, picked.links);
        keep_inside(change, picked);
    } catch (base::Error& error) {
        problems.add(std::move(error), change);
        return {};
    }
    return picked;
}

std::vector<std::uint32_t> Selector::candidates(const Change& change, Problems& problems) const {
    std::vector<std::uint32_t> links =
        change.target.ids.empty() ? of_layer(change) : of_ids(change, problems);
    sort_unique(links);
    return links;
}

std::vector<std::uint32_t> Selector::of_layer(const Change& change) const {
    std::vector<std::uint32_t> links;
    for (std::uint32_t l = 0; l < m_topology.links.size(); ++l) {
        if (change.target.layer == kAnyLayer ? !ride(m_topology, l)
                                             : m_topology.links[l].layer == change.target.layer) {
            links.push_back(l);
        }
    }
    return links;
}

std::vector<std::uint32_t> Selector::of_ids(const Change& change, Problems& problems) const {
    std::vector<std::uint32_t> links;
    const char* action = action_name(change.action);
    for (const std::string& id : change.target.ids) {
        std::vector<std::uint32_t> found;
        std::set<std::int32_t> layers;
        if (const auto it = m_links_of.find(id); it != m_links_of.end()) {
            for (const std::uint32_t l : it->second) {
                const std::int32_t layer = m_topology.links[l].layer;
                if (change.target.layer == kAnyLayer || layer == change.target.layer) {
                    found.push_back(l);
                    layers.insert(layer);
                }
            }
        }
        if (layers.size() > 1) {
            problems.add(base::data_error("network.scenario.ambiguous", action, id), change);
        } else if (found.empty()) {
            std::vector<std::string> known;
            for (const auto& [name, of_name] : m_links_of) {
                const std::int32_t layer = m_topology.links[of_name.front()].layer;
                if (change.target.layer == kAnyLayer || layer == change.target.layer) {
                    known.push_back(name);
                }
            }
            const std::string close = base::did_you_mean(id, known);
            problems.add(close.empty() ? base::data_error("network.scenario.unknown", action, id)
                                       : base::data_error("network.scenario.unknown_close", action,
                                                          id, close),
                         change);
        } else {
            links.insert(links.end(), found.begin(), found.end());
        }
    }
    return links;
}

void Selector::keep_features(const Change& change, std::vector<std::uint32_t>& links) const {
    if (!change.target.features) {
        return;
    }
    std::vector<std::int64_t> features = change.target.features->ids();
    std::ranges::sort(features);
    std::erase_if(links, [&](std::uint32_t l) {
        return !std::ranges::binary_search(features, m_topology.links[l].feature);
    });
}

void Selector::keep_where(const Change& change, std::vector<std::uint32_t>& links) const {
    if (change.target.where.is_null()) {
        return;
    }
    const auto rows = layer::where(change.target.where, link_table(m_topology, links));
    std::vector<std::uint32_t> kept;
    for (const std::size_t row : rows) {
        kept.push_back(links[row]);
    }
    links = std::move(kept);
}

void Selector::keep_inside(const Change& change, Picked& picked) const {
    if (!change.target.area) {
        return;
    }
    const geo::GeometryArray polygons =
        area_polygons(*change.target.area, m_topology, change.near_m);
    const auto shares = shares_inside(m_topology, picked.links, polygons);
    std::vector<std::uint32_t> kept;
    std::size_t next = 0;
    for (const std::uint32_t link : picked.links) {
        double inside = 0, whole = 0;
        const std::size_t first = next;
        for (; next < shares.size() && m_topology.edges[shares[next].first].link == link; ++next) {
            const double mm = m_topology.edges[shares[next].first].length_mm;
            inside += mm * shares[next].second;
            whole += mm;
        }
        const bool part = change.action == Action::factor;
        if (inside > 0 && (part || inside >= change.share * whole)) {
            kept.push_back(link);
            picked.edges.insert(picked.edges.end(),
                                shares.begin() + static_cast<std::ptrdiff_t>(first),
                                shares.begin() + static_cast<std::ptrdiff_t>(next));
        }
    }
    picked.links = std::move(kept);
}

base::Error no_line_error(const Topology& t, Action action, const std::string& id) {
    std::vector<std::string> known;
    for (const Line& line : t.lines) {
        known.push_back(t.names[line.id]);
    }
    return base::unknown_name_error("network.change.no_line", id, known, action_name(action));
}

base::Error no_class_error(const Topology& t, const std::string& name) {
    std::vector<std::string> known;
    for (const auto& [of_speed, speed] : t.class_speed) {
        known.push_back(of_speed);
    }
    return base::unknown_name_error("network.change.class", name, known);
}

std::uint32_t platform_of(const Topology& t, std::uint32_t line, const std::string& stop) {
    std::vector<std::string> known;
    for (std::uint32_t p = 0; p < t.platforms.size(); ++p) {
        if (t.platforms[p].line != line) {
            continue;
        }
        const Station& station = t.stations[t.platforms[p].station];
        const std::string &name = t.names[station.name], &id = t.names[station.id];
        if (stop == name || stop == id || stop == std::to_string(station.feature)) {
            return p;
        }
        known.push_back(!name.empty() ? name : id);
    }
    throw base::unknown_name_error("network.change.stop", stop, known, t.names[t.lines[line].id]);
}

}  // namespace jt::network
