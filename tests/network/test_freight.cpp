// Freight: trucks, terminals, rail and waterways.
#include "network/helpers.hpp"
#include "network/reach/route.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <map>

using namespace jt;

namespace {

struct FreightLine {
    std::vector<double> xy;
    std::string line, kind = "rail";
    double per_day = 24, per_week = NAN, capacity = 52, cost_km = 20, speed = NAN;
};

struct Terminal {
    double x = 0, y = 0;
    std::string line;
    double handling = 10, cost = 50;
};

std::shared_ptr<layer::Layer> line_layer(const std::vector<FreightLine>& lines) {
    std::vector<test::Road> roads;
    std::vector<std::string> line, kind;
    std::vector<double> day, week, capacity, cost, speed;
    for (const FreightLine& one : lines) {
        roads.push_back({one.xy});
        line.push_back(one.line);
        kind.push_back(one.kind);
        day.push_back(one.per_day);
        week.push_back(one.per_week);
        capacity.push_back(one.capacity);
        cost.push_back(one.cost_km);
        speed.push_back(one.speed);
    }
    auto out = test::roads(roads, "freight");
    const auto real = [&](const char* name, const std::vector<double>& values) {
        out->set({name, layer::Type::real, "", {}}, layer::Column::of_reals(values));
    };
    out->set({"line", layer::Type::text, "", {}}, layer::Column::of_texts(line));
    out->set({"kind", layer::Type::text, "", {}}, layer::Column::of_texts(kind));
    real("per_day", day);
    real("per_week", week);
    real("capacity", capacity);
    real("cost_km", cost);
    real("speed", speed);
    return out;
}

std::shared_ptr<layer::Layer> terminal_layer(const std::vector<Terminal>& list) {
    std::vector<double> xy, handling, cost;
    std::vector<std::string> line;
    for (const Terminal& one : list) {
        xy.insert(xy.end(), {one.x, one.y});
        line.push_back(one.line);
        handling.push_back(one.handling);
        cost.push_back(one.cost);
    }
    auto out = test::points(xy);
    out->set({"line", layer::Type::text, "", {}}, layer::Column::of_texts(line));
    out->set({"handling", layer::Type::real, "", {}}, layer::Column::of_reals(handling));
    out->set({"handling_cost", layer::Type::real, "", {}}, layer::Column::of_reals(cost));
    return out;
}

const std::vector<test::Road> kRoads = {{{0, 0, 100, 0}, "west"}, {{1000, 0, 1100, 0}, "east"}};
const std::vector<Terminal> kTerminals = {{100, 0, "R"}, {1000, 0, "R"}};

network::BuildOptions truck_options() {
    auto options = network::options_from({{"modes", {"car", "freight"}}, {"snap", 0}});
    options.access_speed = 3.6;
    return options;
}

test::Built freight(const std::vector<FreightLine>& lines, const std::vector<Terminal>& terminals,
                    const network::BuildOptions& options = truck_options(),
                    const std::vector<test::Road>& roads = kRoads) {
    test::Built built;
    network::BuildInputs inputs;
    inputs.roads = {test::roads(roads)};
    const auto line = line_layer(lines), sites = terminal_layer(terminals);
    inputs.freight = line.get();
    inputs.terminals = sites.get();
    built.network = network::build(inputs, options, built.diagnostics);
    return built;
}

network::Route trip(const network::Network& net, double x1, double x2) {
    base::Diagnostics quiet;
    const auto from = network::connect(net, *test::points({x1, 0}), "", quiet);
    const auto to = network::connect(net, *test::points({x2, 0}), "", quiet);
    return network::routes(net, from, to).front();
}

/// ms by mode.
std::map<std::string, std::uint64_t> split(const network::Route& route) {
    std::map<std::string, std::uint64_t> out;
    for (const auto& leg : route.legs) {
        out[network::leg_mode_name(leg.mode)] += leg.ms;
    }
    return out;
}

}  // namespace

TEST_CASE(
    "road, handling, wait and line haul are told apart and add up; money by km and handling") {
    const auto net = freight({{{100, 0, 1000, 0}, "R"}}, kTerminals);
    const auto route = trip(*net.network, 0, 1100);
    // 2 x 10 s by road; 10 min handling; half of 60 min; 900 m at 60 km/h.
    CHECK(route.ms == 2474000);
    auto ms = split(route);
    CHECK(ms["car"] == 20000);
    CHECK(ms["handling"] == 600000);
    CHECK(ms["wait"] == 1800000);
    CHECK(ms["freight"] == 54000);
    CHECK(ms["car"] + ms["handling"] + ms["wait"] + ms["freight"] == route.ms);
    CHECK(route.fen == 5000 + 1800);
    CHECK(route.capacity == 52);
    CHECK(test::cost(*net.network, 0, 0, 1100, 0) == route.ms);
    CHECK(trip(*net.network, 0, 100).capacity == 0);
}

TEST_CASE("departures a week are a headway; water is slower; a given speed wins") {
    const auto weekly = freight({{{100, 0, 1000, 0}, "R", "water", NAN, 7, 100, 1}}, kTerminals);
    CHECK(trip(*weekly.network, 0, 1100).ms == 20000 + 600000 + 43200000 + 216000);
    const auto fast = freight({{{100, 0, 1000, 0}, "R", "rail", 24, NAN, 52, 20, 120}}, kTerminals);
    CHECK(trip(*fast.network, 0, 1100).ms == 2474000 - 27000);
}

TEST_CASE("with a value of time, money decides between road and rail") {
    auto roads = kRoads;
    roads.push_back({{100, 0, 500, 900, 1000, 0}, "round", "arterial", 3});  // 40 min and more
    auto options = truck_options();
    const auto by_time = freight({{{100, 0, 1000, 0}, "R"}}, kTerminals, options, roads);
    CHECK(split(trip(*by_time.network, 0, 1100)).count("freight") == 0);
    options.value_of_time = 60;
    const auto dear = freight({{{100, 0, 1000, 0}, "R"}}, kTerminals, options);
    // 50 yuan are 50 min of handling, 18 yuan 18 min of line haul.
    CHECK(trip(*dear.network, 0, 1100).ms == 2474000 + 3000000 + 1080000);
}

TEST_CASE("from rail to water in a port: handled again, and half the headway of the second line") {
    const std::vector<test::Road> roads = {{{0, 0, 100, 0}, "a"}, {{2000, 0, 2100, 0}, "b"}};
    auto options = truck_options();
    options.station_access_m = 10;  // no truck comes to the port between
    const auto net =
        freight({{{100, 0, 1000, 0}, "R"}, {{1000, 0, 2000, 0}, "W", "water", 48, NAN, 40}},
                {{100, 0, "R"}, {1000, 0, "R;W", 30, 5}, {2000, 0, "W"}}, options, roads);
    const auto route = trip(*net.network, 0, 2100);
    auto ms = split(route);
    CHECK(ms["handling"] == 600000 + 1800000);
    CHECK(ms["wait"] == 1800000 + 900000);
    CHECK(ms["freight"] == 54000 + 240000);
    CHECK(route.capacity == 40);
    CHECK(route.fen == 5000 + 1800 + 500 + 2000);
    CHECK(test::said(net.diagnostics, "network.freight.terminal_alone").find("10 m") !=
          std::string::npos);
}

TEST_CASE("a truck that comes by a road with turn rules is boarded too") {
    test::Built net;
    network::BuildInputs inputs;
    const auto lines = line_layer({{{100, 0, 1000, 0}, "R"}});
    const auto terminals = terminal_layer(kTerminals);
    auto roads = kRoads;
    roads.push_back({{100, 0, 100, 50}, "side"});
    roads.push_back({{100, 0, 100, -50}, "other"});
    inputs.roads = {test::roads(roads)};
    inputs.freight = lines.get();
    inputs.terminals = terminals.get();
    auto options = truck_options();
    options.turn_costs.left = 5000;
    net.network = network::build(inputs, options, net.diagnostics);
    CHECK(trip(*net.network, 0, 1100).ms == 2474000);
    CHECK(!net.t().approaches.empty());
}

TEST_CASE("what is not given is taken from the parameters and told; nonsense is refused") {
    const auto net = freight({{{100, 0, 1000, 0}, "R", "", NAN, NAN, NAN, NAN}},
                             {{100, 0, "R", NAN, NAN}, {1000, 0, "R", NAN, NAN}});
    CHECK(trip(*net.network, 0, 1100).ms == 20000 + 180000 + 54000);
    for (const char* id :
         {"network.freight.headway", "network.freight.speed", "network.freight.cost",
          "network.freight.handling", "network.freight.handling_cost"}) {
        CHECK(!test::said(net.diagnostics, id).empty());
    }
    const auto error = [&](const FreightLine& line, const Terminal& terminal, const char* part) {
        const std::string text = test::error_text([&] {
            freight({line}, {terminal, kTerminals[1]});
        });
        INFO(text);
        CHECK(text.find(part) != std::string::npos);
    };
    const std::vector<double> xy = {100, 0, 1000, 0};
    error({xy, "R", "rail", 0}, kTerminals[0], "per_day");
    error({xy, "R", "rail", 24, 7}, kTerminals[0], "more than one of");
    error({xy, "R", "air"}, kTerminals[0], "unknown kind 'air'");
    error({xy, "R", "rail", 24, NAN, -1}, kTerminals[0], "capacity");
    error({xy, "R", "rail", 24, NAN, 52, -2}, kTerminals[0], "cost_km");
    error({xy, "R", "rail", 24, NAN, 52, 20, 0}, kTerminals[0], "speed");
    error({xy, "R"}, {100, 0, "R", -1}, "handling");
    error({xy, "R"}, {100, 0, "Q"}, "no line 'Q'");
    CHECK(test::error_of([] { network::options_from({{"modes", {"freight"}}}); }).has_value());
    CHECK(test::error_of([] {
              network::options_from({{"modes", {"car", "walk", "freight"}}});
          }).has_value());
    base::Diagnostics told;
    network::BuildInputs inputs;
    inputs.roads = {test::roads(kRoads)};
    network::build(inputs, truck_options(), told);
    CHECK(!test::said(told, "network.freight.absent").empty());
}
