// Every row of results in the manual's pages of pgRouting 3.4 on Dijkstra (shared data), reproduced
// by the engine on a network built from the sample table by node ids. Costs of 1 are 1 s.
#include "network/helpers.hpp"
#include "network/pgrouting.hpp"
#include "network/reach/route.hpp"
#include "support/shared_data.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace jt;

namespace {

struct Kind {
    bool undirected = false, one_way_costs = false;
    auto operator<=>(const Kind&) const = default;
};

using Pair = std::pair<int, int>;

/// The sample network in one reading of its costs.
class Sample {
public:
    Sample(const std::map<std::string, std::vector<double>>& edges,
           const std::map<std::string, std::vector<double>>& vertices, Kind kind)
        : m_edges(edges) {
        network::BuildInputs inputs;
        inputs.by_id.links = {links(kind)};
        inputs.by_id.nodes = points_of(vertices);
        auto options = test::car_options();
        options.cost_unit = network::CostUnit::s;
        options.digitised_direction = kind.one_way_costs && !kind.undirected;
        base::Diagnostics diagnostics;
        m_network = network::build(inputs, options, diagnostics);
        m_points = network::connect(*m_network, *points_of(vertices), "", diagnostics);
        m_matrix = network::cost_matrix(*m_network, m_points, m_points, layer::kMaxCost - 1,
                                        base::Progress());
    }

    /// Aggregate cost, -1 where there is no way.
    double cost(int from, int to) const {
        const std::uint32_t ms = m_matrix.at(at(from), at(to));
        return ms > layer::kMaxCost ? -1 : ms / 1000.0;
    }

    /// The edges of the engine's route.
    std::vector<int> route(int from, int to) const {
        network::Points origin, destination;
        for (auto* points : {&origin, &destination}) {
            const std::size_t i = at(points == &origin ? from : to);
            points->ids = {m_points.ids[i]};
            points->features = {m_points.features[i]};
            points->places = {m_points.places[i]};
        }
        const network::Route found = network::routes(*m_network, origin, destination).front();
        CHECK(found.ms == m_matrix.at(at(from), at(to)));
        std::vector<int> out;
        for (const network::Leg& leg : found.legs) {
            if (leg.mode == network::LegMode::car) {
                out.push_back(std::stoi(m_network->topology().id_of(leg.link)));
            }
        }
        return out;
    }

    /// Where an edge leads from a vertex, and what that costs; -1 where it does not.
    std::pair<int, double> along(int edge, int from) const {
        const auto i = static_cast<std::size_t>(edge) - 1;
        const int a = static_cast<int>(m_edges.at("source")[i]);
        const int b = static_cast<int>(m_edges.at("target")[i]);
        return from == a   ? std::pair(b, m_forward[i])
               : from == b ? std::pair(a, m_backward[i])
                           : std::pair(0, -1.0);
    }

    /// Costs of all vertices within a distance of the nearest root, by the engine's own search.
    std::map<int, double> within(const std::vector<int>& roots, double distance) const {
        network::Search search(*m_network);
        search.begin();
        for (const int root : roots) {
            for (const auto& gate : network::entries(*m_network, m_points.places[at(root)])) {
                search.add_source(gate.state, gate.ms);
            }
        }
        search.run(static_cast<std::uint32_t>(distance * 1000));
        std::map<int, double> out;
        for (std::size_t i = 0; i < m_points.places.size(); ++i) {
            for (const auto& gate : network::exits(*m_network, m_points.places[i])) {
                const std::uint32_t ms = search.cost(gate.state);
                if (ms != network::kClosed) {
                    out[std::stoi(m_points.ids[i])] = (ms + gate.ms) / 1000.0;
                }
            }
        }
        return out;
    }

private:
    std::size_t at(int id) const {
        const auto it = std::find(m_points.ids.begin(), m_points.ids.end(), std::to_string(id));
        REQUIRE(it != m_points.ids.end());
        return static_cast<std::size_t>(it - m_points.ids.begin());
    }

    std::shared_ptr<layer::Table> links(Kind kind) {
        std::vector<std::int64_t> id, from, to;
        std::vector<double> cost, reverse;
        for (std::size_t i = 0; i < m_edges.at("id").size(); ++i) {
            id.push_back(static_cast<std::int64_t>(m_edges.at("id")[i]));
            from.push_back(static_cast<std::int64_t>(m_edges.at("source")[i]));
            to.push_back(static_cast<std::int64_t>(m_edges.at("target")[i]));
            double a = m_edges.at("cost")[i];
            double b = kind.one_way_costs ? -1 : m_edges.at("reverse_cost")[i];
            if (kind.undirected) {  // the cheaper of those that are not negative, both ways
                a = b = a < 0 ? b : b < 0 ? a : std::min(a, b);
            }
            cost.push_back(a);
            reverse.push_back(b);
        }
        m_forward = cost;
        m_backward = reverse;
        auto out = std::make_shared<layer::Table>(id.size());
        out->set({"id", layer::Type::integer, "", {}}, layer::Column::of_integers(id));
        out->set({"from_node", layer::Type::integer, "", {}}, layer::Column::of_integers(from));
        out->set({"to_node", layer::Type::integer, "", {}}, layer::Column::of_integers(to));
        out->set({"cost", layer::Type::real, "", {}}, layer::Column::of_reals(cost));
        if (!kind.one_way_costs && !kind.undirected) {
            out->set({"reverse_cost", layer::Type::real, "", {}}, layer::Column::of_reals(reverse));
        }
        return out;
    }

    /// One unit of the sample is a kilometre.
    static std::shared_ptr<layer::Layer> points_of(
        const std::map<std::string, std::vector<double>>& vertices) {
        std::vector<double> xy;
        std::vector<std::string> ids;
        for (std::size_t i = 0; i < vertices.at("id").size(); ++i) {
            ids.push_back(std::to_string(static_cast<int>(vertices.at("id")[i])));
            xy.insert(xy.end(), {1000 * vertices.at("x")[i], 1000 * vertices.at("y")[i]});
        }
        auto out = test::points(xy, ids);
        out->set({"node", layer::Type::text, "", {}}, layer::Column::of_texts(ids));
        return out;
    }

    const std::map<std::string, std::vector<double>>& m_edges;
    std::vector<double> m_forward, m_backward;
    std::shared_ptr<const network::Network> m_network;
    network::Points m_points;
    layer::Matrix m_matrix;
};

/// A path of the page: its edges lead from row to row at their cost and add up.
void check_path(const Sample& sample, const std::vector<std::map<std::string, double>>& rows,
                Pair ends, std::size_t& same) {
    REQUIRE(rows.size() >= 2);
    CHECK(static_cast<int>(rows.front().at("node")) == ends.first);
    CHECK(static_cast<int>(rows.back().at("node")) == ends.second);
    CHECK(rows.back().at("agg_cost") == sample.cost(ends.first, ends.second));
    double sum = 0;
    std::vector<int> edges;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const int node = static_cast<int>(rows[i].at("node"));
        CHECK(rows[i].at("agg_cost") == sum);
        CHECK(sample.cost(ends.first, node) == sum);
        if (i + 1 < rows.size()) {
            edges.push_back(static_cast<int>(rows[i].at("edge")));
            const auto [next, cost] = sample.along(edges.back(), node);
            CHECK(next == static_cast<int>(rows[i + 1].at("node")));
            CHECK(cost == rows[i].at("cost"));
            sum += cost;
        }
    }
    const std::vector<int> own = sample.route(ends.first, ends.second);
    same += own == edges ? rows.size() : 0;
    int node = ends.first;
    double own_sum = 0;  // another path of the same cost
    for (const int edge : own) {
        const auto [next, cost] = sample.along(edge, node);
        CHECK(cost >= 0);
        node = next;
        own_sum += cost;
    }
    CHECK(node == ends.second);
    CHECK(own_sum == sum);
}

/// The pairs that a query asks for.
std::set<Pair> pairs_of(const test::Query& query, const std::set<Pair>& combinations) {
    std::set<Pair> out;
    if (query.sql.find("FROM combinations") != std::string::npos) {
        return combinations;
    }
    const std::size_t values = query.sql.find("VALUES");
    if (values != std::string::npos) {
        const auto list = test::whole_numbers(query.sql.substr(values));
        for (std::size_t i = 0; i + 1 < list.size(); i += 2) {
            out.emplace(list[i], list[i + 1]);
        }
        return out;
    }
    const std::size_t in = query.text.find(" IN ");  // the matrix of one list
    auto lists = in == std::string::npos
                     ? test::vertex_lists(query.text)
                     : std::vector<std::vector<int>>{test::whole_numbers(query.text.substr(in))};
    if (lists.size() == 1) {
        lists.push_back(lists.front());
    }
    REQUIRE(lists.size() == 2);
    for (const int from : lists[0]) {
        for (const int to : lists[1]) {
            if (from != to) {
                out.emplace(from, to);
            }
        }
    }
    return out;
}

struct Pages {
    std::map<std::string, std::vector<double>> edges, vertices;
    std::map<Kind, std::unique_ptr<Sample>> samples;

    const Sample& sample(const test::Query& query) {
        auto& one = samples[{query.undirected(), query.one_way_costs()}];
        if (!one) {
            one = std::make_unique<Sample>(edges, vertices,
                                           Kind{query.undirected(), query.one_way_costs()});
        }
        return *one;
    }
};

std::optional<Pages> sample_pages() {
    const auto edges = test::shared_text("data/peers/pgrouting/pgr_edges.csv");
    const auto vertices = test::shared_text("data/peers/pgrouting/pgr_vertices.csv");
    if (!edges || !vertices) {
        return std::nullopt;
    }
    Pages out;
    out.edges = test::number_csv(*edges);
    out.vertices = test::number_csv(*vertices);
    REQUIRE(out.edges.at("id").size() == 18);
    REQUIRE(out.vertices.at("id").size() == 17);
    return out;
}

/// Checks paths (with the column edge) and costs of pairs; gives the number of rows that held.
std::size_t check_page(const std::string& name, Pages& pages, std::size_t& same) {
    std::size_t held = 0;
    std::set<Pair> combinations;
    for (const test::Query& query : test::queries(*test::shared_text(name))) {
        if (query.function.empty()) {  // the table of combinations
            for (const auto& row : query.rows) {
                combinations.emplace(row.at("source"), row.at("target"));
            }
            held += query.rows.size();
            continue;
        }
        INFO(name << ": " << query.function << " " << query.text);
        const Sample& sample = pages.sample(query);
        if (query.function == "pgr_tsp") {  // a tour over the matrix; its steps are costs
            for (std::size_t i = 1; i < query.rows.size(); ++i) {
                CHECK(sample.cost(static_cast<int>(query.rows[i - 1].at("node")),
                                  static_cast<int>(query.rows[i].at("node"))) ==
                      query.rows[i].at("cost"));
            }
            held += query.rows.size();
            continue;
        }
        const std::set<Pair> pairs = pairs_of(query, combinations);
        std::map<Pair, std::vector<std::map<std::string, double>>> paths;
        for (const auto& row : query.rows) {
            const auto end = [&](const char* column, int only) {
                return static_cast<int>(row.count(column) != 0 ? row.at(column) : only);
            };
            paths[{end("start_vid", pairs.begin()->first), end("end_vid", pairs.begin()->second)}]
                .push_back(row);
        }
        for (const Pair& pair : pairs) {
            CHECK((sample.cost(pair.first, pair.second) >= 0) == (paths.count(pair) != 0));
        }
        for (const auto& [pair, rows] : paths) {
            CHECK(pairs.count(pair) == 1);
            if (query.has("edge")) {
                check_path(sample, rows, pair, same);
            } else {
                REQUIRE(rows.size() == 1);
                CHECK(rows[0].at("agg_cost") == sample.cost(pair.first, pair.second));
            }
            held += rows.size();
        }
    }
    return held;
}

}  // namespace

TEST_CASE("pgRouting: every row of its pages on paths and costs is the engine's") {
    auto pages = sample_pages();
    if (!pages) {
        return;
    }
    std::size_t same = 0;
    CHECK(check_page("data/peers/pgrouting/pgr_dijkstra.txt", *pages, same) == 302);
    CHECK(check_page("data/peers/pgrouting/pgr_dijkstraCost.txt", *pages, same) == 33);
    CHECK(check_page("data/peers/pgrouting/pgr_dijkstraCostMatrix.txt", *pages, same) == 17);
    INFO("rows of the same path: " << same);  // the rest: another path of the same cost
    CHECK(same >= 200);
    CHECK(pages->samples.size() == 4);
}

TEST_CASE("pgRouting: every row of its page on driving distances is the engine's") {
    auto pages = sample_pages();
    if (!pages) {
        return;
    }
    std::size_t held = 0;
    const auto text = test::shared_text("data/peers/pgrouting/pgr_drivingDistance.txt");
    for (const test::Query& query : test::queries(*text)) {
        REQUIRE(query.function == "pgr_drivingdistance");
        INFO(query.text);
        const Sample& sample = pages->sample(query);
        const auto lists = test::vertex_lists(query.text);
        REQUIRE(lists.size() == 2);
        const double distance = lists[1].front();
        std::map<int, std::map<int, double>> lists_of;  // root -> vertex -> cost
        for (const auto& row : query.rows) {
            const int root =
                row.count("from_v") != 0 ? static_cast<int>(row.at("from_v")) : lists[0].front();
            lists_of[root][static_cast<int>(row.at("node"))] = row.at("agg_cost");
        }
        const auto nearest = sample.within(lists[0], distance);
        std::map<int, double> any;
        for (const auto& [root, reached] : lists_of) {
            const auto own = sample.within({root}, distance);
            CHECK((query.equicost() || own == reached));
            for (const auto& [vertex, cost] : reached) {
                CHECK(own.at(vertex) == cost);
                CHECK((!query.equicost() || nearest.at(vertex) == cost));
                any[vertex] = cost;
            }
        }
        CHECK((!query.equicost() || any == nearest));
        for (const auto& row : query.rows) {  // the edge by which a vertex is reached
            const int node = static_cast<int>(row.at("node")),
                      edge = static_cast<int>(row.at("edge"));
            const int root =
                row.count("from_v") != 0 ? static_cast<int>(row.at("from_v")) : lists[0].front();
            ++held;
            if (edge < 0) {
                CHECK(node == root);
                CHECK(row.at("agg_cost") == 0);
                continue;
            }
            const int a =
                static_cast<int>(pages->edges.at("source")[static_cast<std::size_t>(edge) - 1]);
            const int b =
                static_cast<int>(pages->edges.at("target")[static_cast<std::size_t>(edge) - 1]);
            const int before = node == a ? b : a;
            CHECK(sample.along(edge, before) == std::pair(node, row.at("cost")));
            CHECK(sample.within({root}, distance).at(before) + row.at("cost") ==
                  row.at("agg_cost"));
        }
    }
    CHECK(held == 49);
}
