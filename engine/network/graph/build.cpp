#include "network/graph/build.hpp"

#include "base/error.hpp"
#include "network/graph/noding.hpp"
#include "network/graph/snapping.hpp"

#include <algorithm>
#include <map>

namespace jt::network {
namespace {

class Builder {
public:
    Builder(const Layers& roads, const BuildOptions& options, base::Diagnostics& diagnostics)
        : m_roads(roads), m_options(options), m_diagnostics(diagnostics) {}

    std::shared_ptr<const Network> run(const layer::Layer* transit, const layer::Layer* stations) {
        m_links = read_roads(m_roads, m_options, m_diagnostics);
        repair();
        Transit metro;
        const geo::Crs& crs = m_roads.front()->crs();
        if (m_options.metro && transit != nullptr) {
            check_crs(*transit, crs);
            if (stations != nullptr) {
                check_crs(*stations, crs);
            }
            metro = read_transit(*transit, stations, m_options, m_diagnostics);
            join_stations(metro, m_links, m_contacts, crs, m_options, m_diagnostics);
        } else if (m_options.metro) {
            m_diagnostics.warn(base::msg("network.transit.absent"));
        }
        auto topology = std::make_shared<Topology>();
        fill_options(*topology, crs);
        Noder(m_links, m_contacts, metro, *topology).run(m_options.transfer_m);
        topology->make_arcs();
        topology->find_components();
        report(*topology);
        return std::make_shared<Network>(topology, baseline(*topology));
    }

private:
    void fill_options(Topology& t, const geo::Crs& crs) const {
        t.crs = crs;
        for (const auto& layer : m_roads) {
            t.layers.push_back(layer->name());
        }
        t.car = m_options.car;
        t.walk = m_options.walk;
        t.walk_speed = m_options.walk_speed;
        t.transfer_speed = m_options.transfer_speed;
        t.access_speed = m_options.access_speed;
        t.max_snap_m = m_options.max_snap_m;
        t.class_speed = m_options.speeds;
        for (const auto& [name, factor] : m_options.peak_factor) {
            if (const auto it = t.class_speed.find(name); it != t.class_speed.end()) {
                it->second *= factor;
            }
        }
        t.park_ms = static_cast<std::uint32_t>(m_options.park_penalty_min * 60000.0 + 0.5);
    }

    void repair() {
        std::size_t merged = 0;
        const auto vanished = merge_ends(m_links, merged);
        if (m_links.empty()) {
            throw base::data_error("network.empty");
        }
        by_layer(base::Severity::warning, base::msg("network.link.zero"), vanished);
        if (merged > 0) {
            m_diagnostics.info(base::msg("network.snap.merged", merged, kTouch));
        }
        m_contacts = find_contacts(m_links, m_options.crossings);
        const auto joins =
            join_loose_ends(m_links, m_contacts, m_options.snap_m, m_options.crossings);
        if (joins.empty()) {
            return;
        }
        double widest = 0;
        std::vector<std::pair<int, std::int64_t>> features;
        for (const Join& join : joins) {
            widest = std::max(widest, join.gap_m);
            features.emplace_back(join.layer, join.feature);
        }
        by_layer(base::Severity::warning,
                 base::msg("network.snap.joined", m_options.snap_m, fmt::format("{:.2f}", widest)),
                 features);
        m_contacts = find_contacts(m_links, m_options.crossings);
    }

    void by_layer(base::Severity severity, const base::Message& message,
                  const std::vector<std::pair<int, std::int64_t>>& features) {
        std::map<int, std::vector<std::int64_t>> ids;
        for (const auto& [layer, feature] : features) {
            ids[layer].push_back(feature);
        }
        for (auto& [layer, list] : ids) {
            std::ranges::sort(list);
            m_diagnostics.features(severity, message,
                                   m_roads[static_cast<std::size_t>(layer)]->name(), list);
        }
    }

    void report(const Topology& t) {
        if (!m_contacts.crossings.empty() || !m_contacts.junctions.empty()) {
            m_diagnostics.info(base::msg("network.noded", m_contacts.crossings.size(),
                                         m_contacts.junctions.size()));
        }
        if (!m_contacts.passed.empty()) {
            m_diagnostics.info(base::msg("network.levels", m_contacts.passed.size()));
        }
        std::vector<std::uint32_t> sizes;
        for (const std::uint32_t c : t.component) {
            if (c >= sizes.size()) {
                sizes.resize(c + 1, 0);
            }
            ++sizes[c];
        }
        m_diagnostics.info(base::msg("network.built", t.links.size(), t.edges.size(), t.nodes,
                                     t.platforms.size()));
        if (sizes.size() > 1) {
            m_diagnostics.warn(base::msg("network.components", sizes.size(), sizes[0], t.nodes));
        } else {
            m_diagnostics.info(base::msg("network.one_component"));
        }
    }

    ScenarioState baseline(Topology& t) const {
        ScenarioState state;
        state.year = m_options.year;
        state.word.assign(t.links.size(), static_cast<std::uint8_t>(Word::none));
        for (Link& link : t.links) {
            state.speed.push_back(link.speed);
            if (open_by_year(link.year_open, m_options.year)) {
                link.flags |= kBaseline;
            }
        }
        for (const Line& line : t.lines) {
            state.headway_min.push_back(line.headway_min);
        }
        return state;
    }

    const Layers& m_roads;
    const BuildOptions& m_options;
    base::Diagnostics& m_diagnostics;
    std::vector<RawLink> m_links;
    Contacts m_contacts;
};

}  // namespace

std::shared_ptr<const Network> build(const Layers& roads, const layer::Layer* transit,
                                     const layer::Layer* stations, const BuildOptions& options,
                                     base::Diagnostics& diagnostics) {
    return Builder(roads, options, diagnostics).run(transit, stations);
}

}  // namespace jt::network
