#include "network/defects/defects.hpp"

#include "base/parallel.hpp"
#include "network/defects/defects_ends.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace jt::network {
namespace {

constexpr std::size_t kGrain = 512;  ///< lines in a block of the parallel loop
constexpr double kMillimetres = 1000;

/// Puts the parts of the search together.
class Finder {
public:
    Finder(const layer::Layer& layer, const DefectOptions& options, base::Diagnostics& diagnostics)
        : m_layer(layer), m_options(options), m_diagnostics(diagnostics), m_frame(layer) {}

    DefectReport run() {
        list_kinds();
        m_lines = read_lines(m_layer, m_options, m_frame, m_out.defects, m_diagnostics);
        check_nodes(m_layer, m_options, m_frame, m_out.defects);
        m_meetings = find_meetings(m_lines.lines);
        check_ends(m_layer, m_options, m_frame, m_lines, m_meetings, m_out.defects);
        check_crossings();
        check_overlaps();
        m_graph = make_graph(m_lines.lines, m_meetings);
        if (oneway()) {
            check_oneway();
        }
        check_components();
        sort();
        return std::move(m_out);
    }

private:
    bool oneway() const { return !m_options.oneway.empty() || m_options.digitised_direction; }

    void list_kinds() {
        for (int k = 0; k <= static_cast<int>(DefectKind::zero_length); ++k) {
            const auto kind = static_cast<DefectKind>(k);
            const bool nodes =
                kind == DefectKind::missing_node || kind == DefectKind::node_mismatch;
            if ((nodes && m_options.from.empty() && m_options.to.empty()) ||
                (kind == DefectKind::oneway_trap && !oneway())) {
                continue;
            }
            m_out.checked.push_back(kind);
        }
    }

    std::size_t row(std::uint32_t line) const {
        return static_cast<std::size_t>(m_lines.lines[line].feature);
    }
    std::int64_t id(std::uint32_t line) const { return m_layer.ids()[row(line)]; }

    Defect& add(DefectKind kind, std::int64_t feature, Point at) {
        Defect defect;
        defect.kind = kind;
        defect.feature = feature;
        std::tie(defect.x, defect.y) = m_frame.coordinates(at);
        m_out.defects.push_back(std::move(defect));
        return m_out.defects.back();
    }

    Defect& add(DefectKind kind, std::uint32_t a, std::uint32_t b, Point at) {
        const auto [low, high] = std::minmax({id(a), id(b)});
        Defect& defect = add(kind, low, at);
        defect.other = high;
        return defect;
    }

    void check_crossings() {
        std::size_t crossed = 0;
        for (const Crossing& c : m_meetings.crossings) {
            if (row(c.a) == row(c.b)) {  // of two parts of a feature too
                add(DefectKind::self_crossing, id(c.a), c.at).note = c.touch ? "back" : "";
            } else {
                add(DefectKind::crossing, c.a, c.b, c.at).note = c.touch ? "touch" : "";
                ++crossed;
            }
        }
        if (crossed > 0 && m_options.level.empty()) {
            m_diagnostics.info(base::msg("network.defects.no_level", crossed), m_layer.name());
        }
    }

    /// One defect for two lines, however often they run together; the place is the lowest one.
    void check_overlaps() {
        std::map<std::pair<std::uint32_t, std::uint32_t>, std::pair<Point, double>> shared;
        for (const Overlap& o : m_meetings.overlaps) {
            const auto [it, fresh] = shared.try_emplace({o.a, o.b}, o.from, 0.0);
            it->second.first = std::min(it->second.first, o.from);
            it->second.second += m_frame.distance(o.from, o.to);
        }
        for (const auto& [pair, stretch] : shared) {
            if (row(pair.first) != row(pair.second)) {
                add(DefectKind::overlap_line, pair.first, pair.second, stretch.first).distance_m =
                    stretch.second;
            }
        }
    }

    /// Named after the feature of lowest id that leads there.
    void check_oneway() {
        const std::vector<Trap> traps = find_traps(m_graph, m_lines.lines);
        std::map<std::uint32_t, std::size_t> trap_of;  // by node
        for (std::size_t t = 0; t < traps.size(); ++t) {
            for (const std::uint32_t node : traps[t].nodes) {
                trap_of[node] = t;
            }
        }
        std::vector<std::int64_t> feature(traps.size(), std::numeric_limits<std::int64_t>::max());
        for (const PlaceGraph::Edge& edge : m_graph.edges) {
            for (const std::uint32_t node : {edge.from, edge.to}) {
                if (const auto it = trap_of.find(node); it != trap_of.end()) {
                    feature[it->second] = std::min(feature[it->second], id(edge.line));
                }
            }
        }
        for (std::size_t t = 0; t < traps.size(); ++t) {
            add(DefectKind::oneway_trap, feature[t], m_graph.nodes[traps[t].nodes.front()]).note =
                fmt::format("{} places={}", traps[t].no_exit ? "no_exit" : "no_entry",
                            traps[t].nodes.size());
        }
    }

    struct Component {
        std::vector<std::size_t> rows;
        std::int64_t mm = 0;
        std::uint32_t node = 0;  ///< the lowest
    };

    /// The length in mm of each member of each line, all drawn copies counted.
    std::vector<std::int64_t> member_lengths() const {
        std::vector<std::int64_t> out(m_lines.lines.size(), 0);
        base::parallel_blocks(out.size(), kGrain, [&](std::size_t begin, std::size_t end) {
            for (std::size_t l = begin; l < end; ++l) {
                for (const DefectMember& member : m_lines.members[l]) {
                    const geo::GeometryArray& geometry = m_layer.geometry();
                    const std::size_t part =
                        geometry.parts_begin(member.row) + static_cast<std::size_t>(member.part);
                    const double metres =
                        m_frame.measure().length(geometry.ring(geometry.rings_begin(part)));
                    out[l] += std::isfinite(metres) ? std::llround(metres * kMillimetres) : 0;
                }
            }
        });
        return out;
    }

    std::vector<Component> components() const {
        const std::vector<std::int64_t> mm = member_lengths();
        std::map<std::uint32_t, Component> by_node;
        for (std::uint32_t l = 0; l < m_lines.lines.size(); ++l) {
            Component& component = by_node[m_graph.line_component[l]];
            component.node = m_graph.line_component[l];
            component.mm += mm[l];
            for (const DefectMember& member : m_lines.members[l]) {
                component.rows.push_back(member.row);
            }
        }
        std::vector<Component> out;
        for (auto& [node, component] : by_node) {
            sort_unique(component.rows);
            out.push_back(std::move(component));
        }
        std::ranges::sort(out, [](const Component& a, const Component& b) {
            return std::tuple(b.rows.size(), b.mm, a.node) <
                   std::tuple(a.rows.size(), a.mm, b.node);
        });
        return out;
    }

    void check_components() {
        std::int64_t number = 0;
        for (const Component& component : components()) {
            ++number;
            const auto features = static_cast<std::int64_t>(component.rows.size());
            std::vector<std::int64_t> ids;
            for (const std::size_t each : component.rows) {
                ids.push_back(m_layer.ids()[each]);
            }
            std::ranges::sort(ids);
            const double km = static_cast<double>(component.mm) / (kMillimetres * 1000);
            for (const std::int64_t feature : ids) {
                m_out.components.push_back({feature, number, features, km});
            }
            if (number > 1) {
                add(DefectKind::small_component, ids.front(), m_graph.nodes[component.node]).note =
                    fmt::format("features={}", features);
            }
        }
    }

    void sort() {
        const auto key = [](const Defect& d) {
            return std::tuple(d.kind, d.feature, d.x, d.y, d.other, std::string_view(d.note),
                              std::isnan(d.distance_m) ? -1.0 : d.distance_m);
        };
        const auto less = [&](const Defect& a, const Defect& b) { return key(a) < key(b); };
        const auto same = [&](const Defect& a, const Defect& b) { return key(a) == key(b); };
        auto& list = m_out.defects;
        std::sort(list.begin(), list.end(), less);
        list.erase(std::unique(list.begin(), list.end(), same), list.end());
    }

    const layer::Layer& m_layer;
    const DefectOptions& m_options;
    base::Diagnostics& m_diagnostics;
    DefectFrame m_frame;
    DefectLines m_lines;
    Meetings m_meetings;
    PlaceGraph m_graph;
    DefectReport m_out;
};

}  // namespace

std::string_view defect_name(DefectKind kind) {
    switch (kind) {
        case DefectKind::crossing: return "crossing";
        case DefectKind::dangle: return "dangle";
        case DefectKind::duplicate: return "duplicate";
        case DefectKind::missing_node: return "missing_node";
        case DefectKind::near_miss: return "near_miss";
        case DefectKind::node_mismatch: return "node_mismatch";
        case DefectKind::oneway_trap: return "oneway_trap";
        case DefectKind::overlap_line: return "overlap_line";
        case DefectKind::pseudo_node: return "pseudo_node";
        case DefectKind::self_crossing: return "self_crossing";
        case DefectKind::small_component: return "small_component";
        case DefectKind::zero_length: return "zero_length";
    }
    return "";
}

DefectReport find_defects(const layer::Layer& lines, const DefectOptions& options,
                          base::Diagnostics& diagnostics) {
    return Finder(lines, options, diagnostics).run();
}

}  // namespace jt::network
