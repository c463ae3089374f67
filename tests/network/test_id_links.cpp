// Links that name their end nodes: joined by ids, whatever the drawing.
#include "network/helpers.hpp"
#include "network/reach/route.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt;

namespace {

struct IdLink {
    std::string from, to;
    double cost = NAN, reverse = NAN;
    std::string id = "";
    double speed = NAN;
};

struct IdNode {
    std::string id;
    double x = 0, y = 0;
};

std::shared_ptr<layer::Table> link_table(const std::vector<IdLink>& links, bool reverse = true,
                                         bool cost = true) {
    std::vector<std::string> id, from, to;
    std::vector<double> costs, reverses, speeds;
    for (const IdLink& link : links) {
        id.push_back(link.id.empty() ? "L" + std::to_string(id.size() + 1) : link.id);
        from.push_back(link.from);
        to.push_back(link.to);
        costs.push_back(link.cost);
        reverses.push_back(link.reverse);
        speeds.push_back(link.speed);
    }
    auto out = std::make_shared<layer::Table>(links.size());
    out->set({"id", layer::Type::text, "", {}}, layer::Column::of_texts(id));
    out->set({"from_node", layer::Type::text, "", {}}, layer::Column::of_texts(from));
    out->set({"to_node", layer::Type::text, "", {}}, layer::Column::of_texts(to));
    out->set({"speed", layer::Type::real, "", {}}, layer::Column::of_reals(speeds));
    if (cost) {
        out->set({"cost", layer::Type::real, "", {}}, layer::Column::of_reals(costs));
    }
    if (reverse) {
        out->set({"reverse_cost", layer::Type::real, "", {}}, layer::Column::of_reals(reverses));
    }
    return out;
}

std::shared_ptr<layer::Table> node_table(const std::vector<IdNode>& nodes) {
    std::vector<std::string> id;
    std::vector<double> x, y;
    for (const IdNode& node : nodes) {
        id.push_back(node.id);
        x.push_back(test::kX + node.x);
        y.push_back(test::kY + node.y);
    }
    auto out = std::make_shared<layer::Table>(nodes.size());
    out->set({"id", layer::Type::text, "", {}}, layer::Column::of_texts(id));
    out->set({"x", layer::Type::real, "", {}}, layer::Column::of_reals(x));
    out->set({"y", layer::Type::real, "", {}}, layer::Column::of_reals(y));
    return out;
}

network::BuildOptions id_options() {
    auto options = test::car_options();
    options.crs = "EPSG:4544";
    return options;
}

test::Built build_ids(const std::shared_ptr<const layer::Table>& links,
                      const std::shared_ptr<const layer::Table>& nodes,
                      const network::BuildOptions& options = id_options(),
                      const network::Layers& roads = {}) {
    test::Built built;
    network::BuildInputs inputs;
    inputs.roads = roads;
    inputs.by_id.links = {links};
    inputs.by_id.nodes = nodes;
    built.network = network::build(inputs, options, built.diagnostics);
    return built;
}

/// Cost between two nodes by their ids.
std::uint32_t between(const network::Network& net, const std::string& from, const std::string& to) {
    const auto at = [&](const std::string& id) {
        const auto& t = net.topology();
        for (std::uint32_t n = 0; n < t.nodes; ++n) {
            if (t.node_ids[n] != network::kNone && t.names[t.node_ids[n]] == id) {
                auto out = test::points(
                    {t.place_xy[2 * n] - test::kX, t.place_xy[2 * n + 1] - test::kY}, {id});
                out->set({"node", layer::Type::text, "", {}}, layer::Column::of_texts({id}));
                return out;
            }
        }
        throw std::runtime_error("no node " + id);
    };
    return test::matrix(net, *at(from), *at(to)).cost.at(0);
}

const std::vector<IdNode> kNodes = {{"a", 0, 0}, {"b", 1000, 0}, {"c", 1000, 1000}, {"d", 0, 0}};

}  // namespace

TEST_CASE("links join by ids: costs by direction, -1 is closed, places do not matter") {
    // a and d lie at one place and are two nodes.
    const auto net = build_ids(
        link_table({{"a", "b", 2, 3}, {"b", "c", 1, -1}, {"d", "c", 5, 5}, {"c", "a", -1, 7}}),
        node_table(kNodes));
    CHECK(net.t().nodes == 4);
    CHECK(between(*net.network, "a", "b") == 120000);
    CHECK(between(*net.network, "b", "a") == 180000);
    CHECK(between(*net.network, "a", "c") == 180000);
    CHECK(between(*net.network, "c", "b") == layer::kUnreachable);
    CHECK(between(*net.network, "b", "d") == 360000);
    CHECK(between(*net.network, "c", "d") == 300000);
    CHECK(test::said(net.diagnostics, "network.links.by_id").find("5 links") != std::string::npos);
    CHECK(!test::said(net.diagnostics, "network.links.straight").empty());
}

TEST_CASE("units of costs: hours to milliseconds, and lengths that take the speed") {
    const std::vector<IdLink> links = {{"a", "b", 2, 2, "", 36}, {"b", "c", 4, 4, "", 72}};
    const std::vector<std::pair<network::CostUnit, std::uint32_t>> units = {
        {network::CostUnit::h, 21600000}, {network::CostUnit::min, 360000},
        {network::CostUnit::s, 6000},     {network::CostUnit::ms, 6},
        {network::CostUnit::km, 400000},  {network::CostUnit::m, 400}};
    for (const auto& [unit, ms] : units) {
        auto options = id_options();
        options.cost_unit = unit;
        const auto net = build_ids(link_table(links), node_table(kNodes), options);
        CHECK(between(*net.network, "a", "c") == ms);
        if (unit == network::CostUnit::km) {
            CHECK(net.t().links[0].length_mm + net.t().links[1].length_mm == 6000000);
        }
    }
}

TEST_CASE("without costs, length and speed decide; without reverse_cost the direction does") {
    const std::vector<IdLink> links = {{"a", "b", NAN, NAN, "", 36}, {"b", "c", NAN, NAN, "", 72}};
    const auto plain = build_ids(link_table(links, false, false), node_table(kNodes));
    CHECK(between(*plain.network, "a", "c") == 150000);
    CHECK(between(*plain.network, "c", "a") == 150000);
    auto options = id_options();
    options.digitised_direction = true;
    const auto drawn =
        build_ids(link_table({{"a", "b", 1}, {"b", "c", 1}}, false), node_table(kNodes), options);
    CHECK(between(*drawn.network, "a", "c") == 120000);
    CHECK(between(*drawn.network, "c", "a") == layer::kUnreachable);
}

TEST_CASE("lines without a table of nodes: nodes are where the lines end, gaps are told") {
    const auto lines = test::roads({{{0, 0, 500, 0}}, {{540, 0, 1000, 0}}, {{500, -9, 500, 9}}});
    lines->set({"from_node", layer::Type::integer, "", {}}, layer::Column::of_integers({1, 2, 8}));
    lines->set({"to_node", layer::Type::integer, "", {}}, layer::Column::of_integers({2, 3, 9}));
    const auto net = build_ids(lines, nullptr);
    CHECK(net.t().nodes == 5);  // nothing is noded, nothing snapped
    CHECK(between(*net.network, "1", "3") == 96000);
    CHECK(between(*net.network, "1", "8") == layer::kUnreachable);
    CHECK(test::said(net.diagnostics, "network.nodes.of_ends").find("40.00") != std::string::npos);
}

TEST_CASE("a line drawn the other way is turned; other roads meet a node at its very place") {
    const auto lines = test::roads({{{1000, 0, 0, 0}, "x", "arterial", 36, "FT"}});
    lines->set({"from_node", layer::Type::text, "", {}}, layer::Column::of_texts({"a"}));
    lines->set({"to_node", layer::Type::text, "", {}}, layer::Column::of_texts({"b"}));
    const auto net = build_ids(lines, node_table({{"a", 0, 0}, {"b", 1000, 0}}), id_options(),
                               {test::roads({{{1000, 0, 1000, 500}}})});
    CHECK(test::said(net.diagnostics, "network.links.turned").find("1 features") !=
          std::string::npos);
    CHECK(between(*net.network, "a", "b") == 100000);
    CHECK(between(*net.network, "b", "a") == layer::kUnreachable);
    CHECK(test::cost(*net.network, 0, 0, 1000, 500) == 150000);
}

TEST_CASE("a line that ends beside its node meets other roads at that end; idle nodes are told") {
    const auto lines = test::roads({{{0, 3, 1000, 0}}});
    lines->set({"from_node", layer::Type::text, "", {}}, layer::Column::of_texts({"a"}));
    lines->set({"to_node", layer::Type::text, "", {}}, layer::Column::of_texts({"b"}));
    const auto net =
        build_ids(lines, node_table(kNodes), id_options(), {test::roads({{{0, 3, 0, 503}}})});
    CHECK(net.t().nodes == 3);
    CHECK(test::cost(*net.network, 0, 503, 1000, 0) / 10 == 15000);
    CHECK(test::said(net.diagnostics, "network.nodes.unused").find("2 of 4 nodes") !=
          std::string::npos);
}

TEST_CASE("a cost of 0 counts as 1 ms, and a link between two nodes at one place has one") {
    const auto net =
        build_ids(link_table({{"a", "d", 0, 0}, {"d", "c", 1, 1}}), node_table(kNodes));
    CHECK(between(*net.network, "a", "d") == 0);  // one place
    CHECK(between(*net.network, "a", "c") == 60001);
    CHECK(test::said(net.diagnostics, "network.links.zero_cost").find("1 features: 1") !=
          std::string::npos);
}

TEST_CASE("the order of rows changes nothing") {
    const std::vector<IdLink> links = {{"a", "b", 2, 3, "p"}, {"b", "c", 1, 1, "q"}};
    const auto one = build_ids(link_table(links), node_table(kNodes));
    const auto other = build_ids(link_table({links[1], links[0]}),
                                 node_table({kNodes[2], kNodes[1], kNodes[3], kNodes[0]}));
    CHECK(one.t().place_xy == other.t().place_xy);
    CHECK(one.t().arc_to == other.t().arc_to);
    CHECK(between(*one.network, "c", "a") == between(*other.network, "c", "a"));
}

TEST_CASE("bad links and nodes are refused with their ids") {
    const auto nodes = node_table(kNodes);
    const auto error = [&](const std::shared_ptr<const layer::Table>& links,
                           const std::shared_ptr<const layer::Table>& table) {
        return test::error_text([&] { build_ids(links, table); });
    };
    const auto has = [](const std::string& text, const std::string& part) {
        INFO(text);
        CHECK(text.find(part) != std::string::npos);
    };
    has(error(link_table({{"a", "z", 1, 1}, {"y", "b", 1, 1}}), nodes),
        "2 nodes that are not there: y, z");
    has(error(link_table({{"a", "b", 1, 1}}), node_table({{"a"}, {"b"}, {"b"}, {"a"}})),
        "2 ids stand for two nodes: a, b");
    has(error(link_table({{"a", "", 1, 1}}), nodes), "to_node is empty in features 1");
    has(error(link_table({{"a", "b", NAN, 1}, {"a", "c", 1, INFINITY}}), nodes), "features 1, 2");
    has(error(link_table({{"a", "b", 1e9, 1}}), nodes), "too large, in features 1");
    has(error(link_table({{"a", "b", 1, 1}}), node_table({{"a", NAN, 0}, {"b"}})),
        "without coordinates: 1");
    has(error(link_table({{"a", "b", 1, 1}}), nullptr), "2 nodes have no place: a, b");
    has(error(node_table(kNodes), nodes), "has no field from_node");
    has(error(link_table({{"a", "b", 1, 1}}), link_table({{"a", "b", 1, 1}})), "no field x");
    has(error(link_table({{"a", "b", NAN, NAN, "", -5}}, false, false), nodes), "not above 0");
    has(error(link_table({}), nodes), "no line is left");
    auto texts = link_table({{"a", "b"}}, false, false);
    texts->set({"cost", layer::Type::text, "", {}}, layer::Column::of_texts({"long"}));
    has(error(texts, nodes), "holds text where numbers are needed");
}

TEST_CASE("points that name their node join it alone; an unknown one is refused") {
    const auto net =
        build_ids(link_table({{"a", "b", 1, 1}, {"d", "c", 1, 1}}), node_table(kNodes));
    CHECK(between(*net.network, "a", "c") == layer::kUnreachable);  // d lies at a's place
    auto point = test::points({0, 0});
    point->set({"node", layer::Type::text, "", {}}, layer::Column::of_texts({"q"}));
    CHECK(test::error_text([&] {
              test::matrix(*net.network, *point, *point);
          }).find("1 nodes that are not there: q") != std::string::npos);
}
