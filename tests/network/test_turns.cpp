// Turn restrictions and turn costs.
#include "network/change/explain_text.hpp"
#include "network/helpers.hpp"
#include "network/reach/isochrone.hpp"
#include "network/reach/route.hpp"
#include "network/reach/turn_reasons.hpp"
#include "network/turn_oracle.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>

using namespace jt;

namespace {

struct Row {
    std::string from, to, kind, via = "";
    double cost = NAN, x = NAN, y = NAN;
};

std::shared_ptr<layer::Table> turn_table(const std::vector<Row>& rows) {
    std::vector<std::string> from, to, kind, via;
    std::vector<double> cost, x, y;
    for (const Row& row : rows) {
        from.push_back(row.from);
        to.push_back(row.to);
        kind.push_back(row.kind);
        via.push_back(row.via);
        cost.push_back(row.cost);
        x.push_back(test::kX + row.x);
        y.push_back(test::kY + row.y);
    }
    auto out = std::make_shared<layer::Table>(rows.size());
    const auto text = [](const char* name) {
        return layer::Field{name, layer::Type::text, "", {}};
    };
    const auto real = [](const char* name) {
        return layer::Field{name, layer::Type::real, "", {}};
    };
    out->set(text("from"), layer::Column::of_texts(from));
    out->set(text("to"), layer::Column::of_texts(to));
    out->set(text("kind"), layer::Column::of_texts(kind));
    out->set(text("via"), layer::Column::of_texts(via));
    out->set(real("cost"), layer::Column::of_reals(cost));
    out->set(real("x"), layer::Column::of_reals(x));
    out->set(real("y"), layer::Column::of_reals(y));
    return out;
}

test::Built turned(const std::vector<test::Road>& list, const std::vector<Row>& rows,
                   network::BuildOptions options = test::car_options()) {
    test::Built built;
    network::BuildInputs inputs;
    inputs.roads = {test::roads(list)};
    if (!rows.empty()) {
        inputs.turns = turn_table(rows);
    }
    built.network = network::build(inputs, options, built.diagnostics);
    return built;
}

/// Four arms of 100 m (10 s) from (0, 0); a car can turn round at their ends only where free.
const std::vector<test::Road> kPlus = {
    {{-100, 0, 0, 0}, "w"}, {{0, 0, 100, 0}, "e"}, {{0, 0, 0, 100}, "n"}, {{0, 0, 0, -100}, "s"}};

struct Case {
    Row rule;
    std::uint32_t north, east, south;  ///< seconds from the end in the west
};

}  // namespace

TEST_CASE("each kind of restriction: from the west to the three other arms") {
    // What is banned goes to the nearest end that is allowed, turns there and comes back: 40 s.
    const std::vector<Case> cases = {{{"w", "n", "no_left_turn"}, 40, 20, 20},
                                     {{"w", "e", "no_straight_on"}, 20, 40, 20},
                                     {{"w", "s", "no_right_turn"}, 20, 20, 40},
                                     {{"w", "n", "no_entry"}, 40, 20, 20},
                                     {{"w", "n", "no_exit"}, 40, 20, 20},
                                     {{"w", "w", "no_u_turn"}, 20, 20, 20},
                                     {{"w", "n", "only_left_turn"}, 20, 40, 40},
                                     {{"w", "e", "only_straight_on"}, 40, 20, 40},
                                     {{"w", "s", "only_right_turn"}, 40, 40, 20},
                                     {{"w", "n", "cost", "", 7}, 27, 20, 20},
                                     {{"w", "n", "cost", "", 30}, 40, 20, 20},
                                     {{"w", "n", "cost", "", 0}, 20, 20, 20},
                                     {{"w", "n", "NO_LEFT_TURN ", "", NAN, 0.5, 0}, 40, 20, 20}};
    for (const Case& one : cases) {
        INFO(one.rule.kind << " to " << one.rule.to);
        const auto net = turned(kPlus, {one.rule});
        CHECK(test::cost(*net.network, -100, 0, 0, 100) == 1000 * one.north);
        CHECK(test::cost(*net.network, -100, 0, 100, 0) == 1000 * one.east);
        CHECK(test::cost(*net.network, -100, 0, 0, -100) == 1000 * one.south);
        CHECK(test::cost(*net.network, 100, 0, 0, 100) == 20000);  // other arms are as before
        CHECK(test::cost(*net.network, 0, 0, 0, 100) == 10000);    // and so is starting here
        CHECK(!test::said(net.diagnostics, "network.turns.taken").empty());
    }
}

TEST_CASE("a rule holds for who comes from inside the link and who goes to a place inside one") {
    const auto net = turned(kPlus, {{"w", "n", "no_left_turn"}});
    CHECK(test::cost(*net.network, -50, 0, 0, 100) == 35000);
    CHECK(test::cost(*net.network, -100, 0, 0, 50) == 35000);
    CHECK(test::cost(*net.network, -50, 0, 0, 50) == 30000);
    CHECK(test::cost(*net.network, -50, 0, 0, 0) == 5000);
    CHECK(test::cost(*net.network, -50, 0, 50, 0) == 10000);
    CHECK(test::cost(*net.network, -50, 0, -90, 0) == 4000);
}

TEST_CASE("several only_ rules allow all they name, a ban beats them and a cost") {
    const auto net = turned(kPlus, {{"w", "n", "only_left_turn"}, {"w", "e", "only_straight_on"}});
    CHECK(test::cost(*net.network, -100, 0, 0, 100) == 20000);
    CHECK(test::cost(*net.network, -100, 0, 100, 0) == 20000);
    CHECK(test::cost(*net.network, -100, 0, 0, -100) == 40000);
    const auto both = turned(kPlus, {{"w", "n", "cost", "", 1}, {"w", "n", "no_left_turn"}});
    CHECK(test::cost(*both.network, -100, 0, 0, 100) == 40000);
}

TEST_CASE("a street that passes the node: the kind says which of its directions is meant") {
    const std::vector<test::Road> roads = {{{-100, 0, 100, 0}, "main"}, {{0, 0, 0, 100}, "side"}};
    const auto net = turned(roads, {{"main", "side", "no_left_turn"}});
    CHECK(test::cost(*net.network, -100, 0, 0, 100) == 40000);
    CHECK(test::cost(*net.network, 100, 0, 0, 100) == 20000);
}

TEST_CASE("turn costs everywhere: at junctions of three links and more, right-hand traffic") {
    auto options = test::car_options();
    options.turn_costs.left = 5000;
    options.turn_costs.right = 2000;
    options.turn_costs.straight = 1000;
    const auto net = turned(kPlus, {}, options);
    CHECK(test::cost(*net.network, -100, 0, 0, 100) == 25000);
    CHECK(test::cost(*net.network, -100, 0, 0, -100) == 22000);
    CHECK(test::cost(*net.network, -100, 0, 100, 0) == 21000);
    const auto bend = turned({kPlus[0], kPlus[2]}, {}, options);
    CHECK(test::cost(*bend.network, -100, 0, 0, 100) == 20000);  // two links: no junction
}

TEST_CASE("turning back is banned at junctions and free at dead ends") {
    // From the west to the north by the east, whose end is a junction with two stubs.
    const std::vector<test::Road> roads = {
        kPlus[0], kPlus[1], kPlus[2], {{100, 0, 100, 50}, "stub"}, {{100, 0, 100, -70}, "far"}};
    auto options = test::car_options();
    const std::vector<Row> rules = {{"w", "n", "no_left_turn"}};
    CHECK(test::cost(*turned(roads, rules).network, -100, 0, 0, 100) == 40000);
    options.turn_costs.u = network::TurnCosts::kBan;
    const auto net = turned(roads, rules, options);
    CHECK(test::cost(*net.network, -100, 0, 0, 100) == 50000);
    CHECK(net.t().approaches.size() == 6);
}

TEST_CASE("a route tells the cost of its turns, and its legs add up") {
    const auto net = turned(kPlus, {{"w", "n", "cost", "", 7}});
    base::Diagnostics quiet;
    for (const double y : {100.0, 50.0}) {
        const auto from = network::connect(*net.network, *test::points({-100, 0}), "", quiet);
        const auto to = network::connect(*net.network, *test::points({0, y}), "", quiet);
        const auto route = network::routes(*net.network, from, to).front();
        CHECK(route.ms == 17000 + 100 * y);
        std::uint32_t sum = 0, turn = 0;
        for (const auto& leg : route.legs) {
            sum += leg.ms;
            turn += leg.mode == network::LegMode::turn ? leg.ms : 0;
        }
        CHECK(sum == route.ms);
        CHECK(turn == 7000);
    }
}

TEST_CASE("a route that would turn where it may not says so") {
    const auto net = turned(kPlus, {{"w", "n", "no_left_turn"}, {"w", "e", "cost", "", 3}});
    const auto free = network::without_turns(*net.network);
    network::Search search(*free);
    base::Diagnostics quiet;
    const auto reasons = [&](double x1, double y1, double x2, double y2) {
        const auto from = network::connect(*net.network, *test::points({x1, y1}), "", quiet);
        const auto to = network::connect(*net.network, *test::points({x2, y2}), "", quiet);
        return network::turn_reasons(*net.network, *free, search, from.places[0], to.places[0]);
    };
    for (const double x : {-100.0, -50.0}) {
        for (const double y : {100.0, 50.0}) {
            const auto found = reasons(x, 0, 0, y);
            REQUIRE(found.size() == 1);
            CHECK(net.t().id_of(found[0].from_link) == "w");
            CHECK(net.t().id_of(found[0].to_link) == "n");
            CHECK(found[0].ms == network::kClosed);
            CHECK(net.t().place_xy[2 * found[0].node] == test::kX);
        }
    }
    REQUIRE(reasons(-100, 0, 100, 0).size() == 1);
    CHECK(reasons(-100, 0, 100, 0)[0].ms == 3000);
    CHECK(reasons(-100, 0, 0, -100).empty());
    CHECK(reasons(100, 0, 0, 100).empty());
    CHECK(network::without_turns(*turned(kPlus, {}).network) == nullptr);
}

TEST_CASE("an explanation names the turns that keep a trip from its way without rules") {
    const auto net = turned(kPlus, {{"w", "n", "no_left_turn"}, {"w", "e", "cost", "", 3}});
    base::Diagnostics quiet;
    const auto explained = [&](double x, double y) {
        const auto from = network::connect(*net.network, *test::points({-100, 0}), "", quiet);
        const auto to = network::connect(*net.network, *test::points({x, y}), "", quiet);
        const auto found =
            network::explain(*net.network, from.places[0], to.places[0], base::Progress());
        return std::pair(found,
                         network::explanation_lines(found, *net.network, "a", "b", base::Lang::en));
    };
    const auto [north, lines] = explained(0, 100);
    CHECK(north.route.ms > 20000);
    CHECK(north.free_ms == 20000);
    REQUIRE(north.turns.size() == 1);
    CHECK(lines.back() ==
          "without turn rules: 0.3 min; on that way the turn from w into n is banned (at "
          "500000.00, 3390000.00)");
    CHECK(explained(100, 0).second.back() ==
          "without turn rules: 0.3 min; on that way the turn from w into e takes 3 s (at "
          "500000.00, 3390000.00)");
    CHECK(explained(0, -100).first.turns.empty());
}

TEST_CASE("rules that cannot be taken are told with their rows") {
    const std::vector<test::Road> roads = {{{-100, 0, 0, 0, 0, 100}, "twice"},
                                           {{-100, 0, 0, 100}, "chord"},
                                           {{500, 0, 600, 0}, "far"}};
    const auto net = turned(roads, {{"twice", "nowhere", "no_left_turn"},
                                    {"twice", "far", "no_left_turn"},
                                    {"twice", "chord", "no_entry"},
                                    {"twice", "chord", "forbidden"},
                                    {"twice", "chord", "cost", "", -1},
                                    {"twice", "chord", "no_left_turn", "way"},
                                    {"twice", "chord", "no_entry", "", NAN, 0, 100}});
    const auto said = [&](const char* id, const char* rows) {
        INFO(id << ": " << test::said(net.diagnostics, id));
        CHECK(test::said(net.diagnostics, id).find(rows) != std::string::npos);
    };
    said("network.turns.unknown_link", "1 features: 1");
    said("network.turns.apart", "1 features: 2");
    said("network.turns.several", "1 features: 3");
    said("network.turns.unknown_kind", "1 features: 4");
    said("network.turns.bad_cost", "1 features: 5");
    said("network.turns.via_way", "1 features: 6");
    said("network.turns.taken", "1 turn rules");
    CHECK(net.t().turns.size() == 1);
    auto short_table = std::make_shared<layer::Table>(0);
    short_table->set({"from", layer::Type::text, "", {}}, layer::Column::of_texts({}));
    network::BuildInputs inputs;
    inputs.roads = {test::roads(kPlus)};
    inputs.turns = short_table;
    base::Diagnostics quiet;
    CHECK(test::error_text([&] { network::build(inputs, test::car_options(), quiet); }) !=
          "(no error)");
}

TEST_CASE("a network with turns is stored and read, byte for byte") {
    const auto net = turned(kPlus, {{"w", "n", "cost", "", 7}, {"w", "s", "no_right_turn"}});
    const std::string bytes = test::bytes(*net.network);
    base::Reader in(bytes);
    const auto again =
        std::dynamic_pointer_cast<const network::Network>(network::Network::read(in));
    CHECK(test::bytes(*again) == bytes);
    CHECK(test::cost(*again, -100, 0, 0, 100) == 27000);
    CHECK(test::cost(*again, -100, 0, 0, -100) == 40000);
}
