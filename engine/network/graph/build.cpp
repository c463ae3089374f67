#include "network/graph/build.hpp"

#include "base/error.hpp"
#include "network/graph/freight.hpp"
#include "network/graph/noding.hpp"
#include "network/graph/snapping.hpp"
#include "network/graph/turns.hpp"

#include <algorithm>
#include <iterator>
#include <map>

namespace jt::network {
namespace {

class Builder {
public:
    Builder(const BuildInputs& inputs, const BuildOptions& options, base::Diagnostics& diagnostics)
        : m_inputs(inputs), m_roads(inputs.roads), m_options(options), m_diagnostics(diagnostics) {}

    std::shared_ptr<const Network> run() {
        read_links();
        const Transit transit = read_lines();
        auto topology = std::make_shared<Topology>();
        fill_options(*topology);
        Noder(m_links.links, m_contacts, transit, m_nodes, *topology).run(m_options.transfer_m);
        m_links = {};  // room for the arcs
        make_turns(*topology, m_inputs.turns.get(), m_options, m_diagnostics);
        topology->make_arcs();
        topology->find_components();
        report(*topology);
        return std::make_shared<Network>(topology, baseline(*topology));
    }

private:
    /// Links that name their nodes come behind the others: snapping and noding leave them alone.
    void read_links() {
        m_links = read_roads(m_roads, m_options, m_diagnostics);
        if (!m_roads.empty()) {
            m_crs = m_roads.front()->crs();
        }
        if (!m_links.links.empty()) {
            repair();
        }
        if (!m_inputs.by_id.links.empty()) {
            RawLinks by_id =
                read_id_links(m_inputs.by_id, m_options, m_crs, m_roads, m_nodes, m_diagnostics);
            std::ranges::move(by_id.links, std::back_inserter(m_links.links));
            m_links.take_stores(by_id);
        }
        if (m_links.links.empty()) {
            throw base::data_error("network.empty");
        }
    }

    Transit read_lines() {
        const layer::Layer* lines = m_options.freight ? m_inputs.freight : m_inputs.transit;
        const layer::Layer* stops = m_options.freight ? m_inputs.terminals : m_inputs.stations;
        Transit out;
        if (!m_options.metro && !m_options.freight) {
            return out;
        }
        if (lines == nullptr || (m_options.freight && stops == nullptr)) {
            m_diagnostics.warn(
                base::msg(m_options.freight ? "network.freight.absent" : "network.transit.absent"));
            return out;
        }
        for (const layer::Layer* layer : {lines, stops}) {
            if (layer != nullptr) {
                check_crs(*layer, m_crs);
            }
        }
        out = m_options.freight ? read_freight(*lines, *stops, m_options, m_diagnostics)
                                : read_transit(*lines, stops, m_options, m_diagnostics);
        join_stations(out, m_links.links, m_contacts, m_crs, m_options, m_diagnostics);
        return out;
    }

    void fill_options(Topology& t) const {
        t.crs = m_crs;
        t.freight = m_options.freight;
        t.value_of_time = m_options.value_of_time;
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
        const auto vanished = merge_ends(m_links.links, merged);
        by_layer(base::Severity::warning, base::msg("network.link.zero"), vanished);
        if (merged > 0) {
            m_diagnostics.info(base::msg("network.snap.merged", merged, kTouch));
        }
        if (m_links.links.empty()) {
            return;
        }
        m_contacts = find_contacts(m_links.links, m_options.crossings);
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
        m_contacts = find_contacts(m_links.links, m_options.crossings);
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
        if (m_options.value_of_time > 0) {
            m_diagnostics.info(base::msg("network.money.counts", m_options.value_of_time));
        }
        if (!m_options.period.empty()) {
            m_diagnostics.info(base::msg("network.period.used", m_options.period));
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

    const BuildInputs& m_inputs;
    Layers m_roads;  ///< and, behind them, the links by id
    const BuildOptions& m_options;
    base::Diagnostics& m_diagnostics;
    geo::Crs m_crs;
    IdNodes m_nodes;
    RawLinks m_links;
    Contacts m_contacts;
};

}  // namespace

std::shared_ptr<const Network> build(const BuildInputs& inputs, const BuildOptions& options,
                                     base::Diagnostics& diagnostics) {
    return Builder(inputs, options, diagnostics).run();
}

std::shared_ptr<const Network> build(const Layers& roads, const layer::Layer* transit,
                                     const layer::Layer* stations, const BuildOptions& options,
                                     base::Diagnostics& diagnostics) {
    BuildInputs inputs;
    inputs.roads = roads;
    inputs.transit = transit;
    inputs.stations = stations;
    return build(inputs, options, diagnostics);
}

}  // namespace jt::network
