#include "network/graph/turns.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "layer/layer.hpp"
#include "network/graph/turn_places.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <set>

namespace jt::network {
namespace {

constexpr double kViaDistance = 1.0;  // metres between x, y and the node

struct Move {
    std::uint32_t node = 0;
    Passage in, out;
    auto operator<=>(const Move&) const = default;
};

enum class RuleKind { ban, only, cost };

struct Rule {
    std::string from, to, via, kind;
    double x = NAN, y = NAN, cost = NAN;
    std::int64_t row = 0;
};

class TurnMaker {
public:
    TurnMaker(Topology& topology, base::Diagnostics& diagnostics)
        : m_topology(topology), m_places(topology), m_diagnostics(diagnostics) {}

    void everywhere(const TurnCosts& costs) {
        std::size_t junctions = 0;
        for (std::uint32_t node = 0; node < m_topology.nodes; ++node) {
            if (m_places.links(node) < 3) {
                continue;
            }
            ++junctions;
            for (const Passage& in : m_places.into(node)) {
                for (const Passage& out : m_places.out_of(node)) {
                    const std::uint32_t ms = cost_of(costs, m_places.side(in, out));
                    if (ms > 0) {
                        m_cost[{node, in, out}] = ms;
                    }
                }
            }
        }
        m_diagnostics.info(base::msg("network.turns.everywhere", junctions));
    }

    void read(const layer::Table& table) {
        collect_links();
        std::map<Move, std::uint32_t> costs;
        for (const Rule& rule : rules(table)) {
            take(rule, costs);
        }
        for (const auto& [move, ms] : costs) {
            m_cost[move] = ms;
        }
        for (const auto& [approach, allowed] : m_only) {
            for (const Passage& out : m_places.out_of(approach.first)) {
                if (!allowed.contains(out)) {
                    m_cost[{approach.first, approach.second, out}] = kClosed;
                }
            }
        }
        for (const Move& move : m_banned) {
            m_cost[move] = kClosed;
        }
        report();
    }

    void finish() {
        std::erase_if(m_cost, [](const auto& entry) { return entry.second == 0; });
        auto& approaches = m_topology.approaches;
        std::vector<std::uint32_t> nodes;
        for (const auto& [move, ms] : m_cost) {
            nodes.push_back(move.node);
        }
        drop_repeats(nodes);
        for (const std::uint32_t node : nodes) {
            for (const Passage& in : m_places.into(node)) {
                approaches.push_back({node, in.edge, in.forward});
            }
        }
        for (const auto& [move, ms] : m_cost) {
            const Approach approach{move.node, move.in.edge, move.in.forward};
            const auto it = std::ranges::lower_bound(approaches, approach);
            m_topology.turns.push_back({static_cast<std::uint32_t>(it - approaches.begin()),
                                        move.out.edge, move.out.forward, ms});
        }
    }

private:
    static std::uint32_t cost_of(const TurnCosts& costs, TurnSide side) {
        const std::uint32_t ms = side == TurnSide::left    ? costs.left
                                 : side == TurnSide::right ? costs.right
                                 : side == TurnSide::u     ? costs.u
                                                           : costs.straight;
        return ms == TurnCosts::kBan ? kClosed : ms;
    }

    void collect_links() {
        for (std::uint32_t node = 0; node < m_topology.nodes; ++node) {
            for (const Passage& in : m_places.into(node)) {
                m_nodes_of[id_of(in)].push_back(node);
            }
            for (const Passage& out : m_places.out_of(node)) {
                m_nodes_of[id_of(out)].push_back(node);
            }
            if (!m_topology.node_ids.empty() && m_topology.node_ids[node] != kNone) {
                m_node_by_id.emplace(m_topology.names[m_topology.node_ids[node]], node);
            }
        }
        for (auto& [id, nodes] : m_nodes_of) {
            sort_unique(nodes);
        }
    }

    const std::string& id_of(const Passage& passage) const {
        return m_topology.id_of(m_topology.edges[passage.edge].link);
    }

    static std::vector<Rule> rules(const layer::Table& table) {
        const char* const from = table.has("from_way") ? "from_way" : "from";
        const char* const to = table.has("to_way") ? "to_way" : "to";
        for (const char* field : {from, to, "kind"}) {
            table.column(field);  // data error for a missing one
        }
        const auto* layer = dynamic_cast<const layer::Layer*>(&table);
        std::vector<Rule> out(table.rows());
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const auto text = [&](const char* field) {
                return table.has(field) ? base::trim(table.column(field).show(row)) : "";
            };
            const auto number = [&](const char* field) {
                return table.has(field) && table.column(field).type() != layer::Type::text
                           ? table.column(field).number(row)
                           : NAN;
            };
            Rule& rule = out[row];
            rule.from = text(from);
            rule.to = text(to);
            rule.via = text(table.has("via") ? "via" : "via_node");
            rule.kind = base::lower(text("kind"));
            rule.x = number("x");
            rule.y = number("y");
            rule.cost = number("cost");
            rule.row = layer != nullptr ? layer->ids()[row] : static_cast<std::int64_t>(row) + 1;
            if (layer != nullptr && layer->geometry().shape() == geo::Shape::point &&
                layer->geometry().status(row) == geo::Status::ok) {
                rule.x = layer->geometry().coordinates(row)[0];
                rule.y = layer->geometry().coordinates(row)[1];
            }
        }
        return out;
    }

    /// Nodes where a rule may hold: where its links meet, and only the via node where one is given.
    /// Nothing where the rule names what is unknown, which is noted.
    std::optional<std::vector<std::uint32_t>> candidates(const Rule& rule) {
        const auto from = m_nodes_of.find(rule.from), to = m_nodes_of.find(rule.to);
        if (from == m_nodes_of.end() || to == m_nodes_of.end()) {
            m_left["network.turns.unknown_link"].push_back(rule.row);
            return std::nullopt;
        }
        std::vector<std::uint32_t> nodes;
        std::ranges::set_intersection(from->second, to->second, std::back_inserter(nodes));
        const bool placed = std::isfinite(rule.x) && std::isfinite(rule.y);
        if (!rule.via.empty() && !m_topology.node_ids.empty()) {
            const auto via = m_node_by_id.find(rule.via);
            if (via == m_node_by_id.end()) {
                m_left["network.turns.unknown_via"].push_back(rule.row);
                return std::nullopt;
            }
            std::erase_if(nodes, [&](std::uint32_t node) { return node != via->second; });
        } else if (placed) {
            std::erase_if(nodes, [&](std::uint32_t node) {
                return std::hypot(m_topology.place_xy[2 * node] - rule.x,
                                  m_topology.place_xy[2 * node + 1] - rule.y) > kViaDistance;
            });
        }
        return nodes;
    }

    std::vector<Move> moves(const Rule& rule, std::uint32_t node) const {
        std::vector<Move> all;
        for (const Passage& in : m_places.into(node)) {
            for (const Passage& out : m_places.out_of(node)) {
                if (id_of(in) == rule.from && id_of(out) == rule.to) {
                    all.push_back({node, in, out});
                }
            }
        }
        return all.size() < 2 ? all : of_kind(rule.kind, all);
    }

    /// Of several turns between two links, as where one passes the node: those of the side that the
    /// kind names, else all but turning back.
    std::vector<Move> of_kind(const std::string& kind, const std::vector<Move>& all) const {
        std::optional<TurnSide> wanted;
        const auto names = [&](const char* word) { return kind.find(word) != std::string::npos; };
        if (names("left")) {
            wanted = TurnSide::left;
        } else if (names("right")) {
            wanted = TurnSide::right;
        } else if (names("straight")) {
            wanted = TurnSide::straight;
        } else if (names("u_turn")) {
            wanted = TurnSide::u;
        }
        std::vector<Move> sided, ahead;
        for (const Move& move : all) {
            const TurnSide side = m_places.side(move.in, move.out);
            if (wanted && side == *wanted) {
                sided.push_back(move);
            }
            if (side != TurnSide::u) {
                ahead.push_back(move);
            }
        }
        return !sided.empty() ? sided : !ahead.empty() ? ahead : all;
    }

    std::optional<RuleKind> kind_of(const Rule& rule) {
        if (rule.kind.starts_with("no_")) {
            return RuleKind::ban;
        }
        if (rule.kind.starts_with("only_")) {
            return RuleKind::only;
        }
        if (rule.kind != "cost") {
            m_left["network.turns.unknown_kind"].push_back(rule.row);
            return std::nullopt;
        }
        if (!(rule.cost >= 0) || rule.cost > 86400) {
            m_left["network.turns.bad_cost"].push_back(rule.row);
            return std::nullopt;
        }
        return RuleKind::cost;
    }

    void take(const Rule& rule, std::map<Move, std::uint32_t>& costs) {
        const auto kind = kind_of(rule);
        if (!kind) {
            return;
        }
        if (rule.via == "way") {
            m_left["network.turns.via_way"].push_back(rule.row);
            return;
        }
        const auto nodes = candidates(rule);
        if (!nodes) {
            return;
        }
        std::vector<Move> found;
        std::size_t meetings = 0;
        for (const std::uint32_t node : *nodes) {
            const std::vector<Move> here = moves(rule, node);
            meetings += here.empty() ? 0 : 1;
            found.insert(found.end(), here.begin(), here.end());
        }
        if (found.empty() || meetings > 1) {
            m_left[found.empty() ? "network.turns.apart" : "network.turns.several"].push_back(
                rule.row);
            return;
        }
        ++m_taken;
        for (const Move& move : found) {
            if (*kind == RuleKind::ban) {
                m_banned.insert(move);
            } else if (*kind == RuleKind::only) {
                m_only[{move.node, move.in}].insert(move.out);
            } else {
                const auto ms = static_cast<std::uint32_t>(std::llround(rule.cost * 1000));
                std::uint32_t& known = costs[move];
                known = std::max(known, ms);
            }
        }
    }

    void report() {
        m_diagnostics.info(base::msg("network.turns.taken", m_taken));
        for (auto& [id, rows] : m_left) {
            std::ranges::sort(rows);
            m_diagnostics.features(base::Severity::warning, base::msg(id), "turns", rows);
        }
    }

    Topology& m_topology;
    TurnPlaces m_places;
    base::Diagnostics& m_diagnostics;
    std::map<std::string, std::vector<std::uint32_t>> m_nodes_of;  ///< by id of links
    std::map<std::string, std::uint32_t> m_node_by_id;
    std::map<Move, std::uint32_t> m_cost;
    std::map<std::pair<std::uint32_t, Passage>, std::set<Passage>> m_only;
    std::set<Move> m_banned;
    std::map<std::string, std::vector<std::int64_t>> m_left;  ///< rows not taken, by message
    std::size_t m_taken = 0;
};

}  // namespace

void make_turns(Topology& topology, const layer::Table* rules, const BuildOptions& options,
                base::Diagnostics& diagnostics) {
    if (!topology.car || (rules == nullptr && !options.turn_costs.any())) {
        return;
    }
    TurnMaker maker(topology, diagnostics);
    if (options.turn_costs.any()) {
        maker.everywhere(options.turn_costs);
    }
    if (rules != nullptr) {
        maker.read(*rules);
    }
    maker.finish();
}

}  // namespace jt::network
