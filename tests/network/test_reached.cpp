// What many origins reach, chosen pairs and nearest few, against plain ways of getting the same.
#include "base/parallel.hpp"
#include "network/helpers.hpp"
#include "network/reach/cost_rows.hpp"
#include "network/reach/isochrone.hpp"
#include "network/reach/pair_costs.hpp"
#include "network/reach/reached.hpp"
#include "network/reach/shares.hpp"
#include "network/register.hpp"
#include "network/town.hpp"
#include "registry/registry.hpp"
#include "support/errors.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <set>

using namespace jt;
using network::Engine;
using nlohmann::json;

namespace {

network::Points points_of(const network::Network& net, const layer::Layer& layer) {
    base::Diagnostics quiet;
    return network::connect(net, layer, "", quiet);
}

struct Wanted {
    std::uint64_t mm = 0;
    std::uint32_t nodes = 0;
    int cuts = 0;  ///< pieces that end inside an edge
};

/// Reached millimetres and nodes by the pieces of isochrones: every millimetre that a piece covers.
Wanted by_pieces(network::Search& search, const network::Network& net, const network::Place& origin,
                 std::uint32_t limit) {
    Wanted out;
    std::map<std::uint32_t, std::vector<std::pair<std::uint32_t, std::uint32_t>>> stretches;
    for (const auto& piece : network::reach(search, net, {&origin}, {limit})) {
        stretches[piece.edge].push_back(std::minmax(piece.from_mm, piece.to_mm));
        const std::uint32_t length = net.topology().edges[piece.edge].length_mm;
        out.cuts += piece.to_mm > 0 && piece.to_mm < length ? 1 : 0;
    }
    for (auto& [edge, list] : stretches) {
        std::sort(list.begin(), list.end());
        std::uint32_t end = 0;
        for (const auto& [from, to] : list) {
            out.mm += to > end ? to - std::max(from, end) : 0;
            end = std::max(end, to);
        }
    }
    const auto& t = net.topology();
    for (std::uint32_t n = 0; n < t.nodes; ++n) {
        const bool near = (t.car && search.cost(n) <= limit) ||
                          (t.walk && search.cost(t.walk_base() + n) <= limit);
        out.nodes += near ? 1 : 0;
    }
    return out;
}

struct Desk {
    registry::Registry registry;
    base::Diagnostics diagnostics;

    Desk() { network::register_operators(registry); }
    registry::Outputs run(const std::string& name,
                          std::map<std::string, std::vector<registry::ObjectPtr>> inputs,
                          json params = json::object()) {
        registry::Call call;
        call.inputs = std::move(inputs);
        call.params = std::move(params);
        call.diagnostics = &diagnostics;
        call.registry = &registry;
        return registry.run(name, std::move(call));
    }
};

const layer::Table& table(const registry::Outputs& outputs, const char* name) {
    return dynamic_cast<const layer::Table&>(*outputs.at(name));
}

/// A row as text, fields by "|".
std::string row_text(const layer::Table& table, std::size_t row) {
    std::string out;
    for (const std::string& name : table.names()) {
        out += (out.empty() ? "" : "|") + table.column(name).show(row);
    }
    return out;
}

std::shared_ptr<layer::Table> pair_table(const std::vector<std::string>& from,
                                         const std::vector<std::string>& to) {
    auto out = std::make_shared<layer::Table>(from.size());
    out->set({"origin", layer::Type::text, "", {}}, layer::Column::of_texts(from));
    out->set({"destination", layer::Type::text, "", {}}, layer::Column::of_texts(to));
    return out;
}

}  // namespace

TEST_CASE("a traveller comes as far along an edge as the limit lets, to the millisecond") {
    test::Random random{11};
    for (int round = 0; round < 4000; ++round) {
        const std::uint32_t length = 1 + random.below(600), cost = random.below(90);
        const std::uint32_t offset = random.below(length + 1), ms = random.below(20);
        const std::uint32_t limit = ms + random.below(60);
        const std::uint32_t step = cost == 0 ? length : length / cost + 1;
        const auto at = [&](std::uint32_t place) {
            const std::uint32_t a = network::cost_before(cost, offset, length);
            const std::uint32_t b = network::cost_before(cost, place, length);
            return ms + (a > b ? a - b : b - a);
        };
        const auto forward = network::farthest_forward(cost, length, offset, ms, limit);
        const auto backward = network::farthest_backward(cost, length, offset, ms, limit);
        REQUIRE(forward >= offset);
        REQUIRE(forward <= length);
        REQUIRE(backward <= offset);
        REQUIRE(at(forward) <= limit);
        REQUIRE(at(backward) <= limit);
        REQUIRE((forward + step >= length || at(forward + step) >= limit));
        REQUIRE((backward <= step || at(backward - step) >= limit));
    }
}

TEST_CASE("what is reached is what the pieces of isochrones cover, by either engine") {
    const std::vector<std::uint32_t> limits{1, 30000, 120000, 400000, 2000000};
    std::size_t parts = 0;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const test::Town town(seed);
        const auto net = town.build(town.roads);
        const auto places = points_of(*net, *town.points);
        const auto searched =
            network::reached(*net, places, limits, Engine::dijkstra, base::Progress());
        const auto swept =
            network::reached(*net, places, limits, Engine::contraction, base::Progress());
        REQUIRE(searched.size() == places.places.size() * limits.size());
        network::Search search(*net);
        for (std::size_t i = 0; i < searched.size(); ++i) {
            CHECK(swept[i].mm == searched[i].mm);
            CHECK(swept[i].nodes == searched[i].nodes);
            const auto wanted = by_pieces(search, *net, places.places[i / limits.size()],
                                          limits[i % limits.size()]);
            CHECK(searched[i].nodes == wanted.nodes);
            // A piece ends where the time is a whole millisecond, at 80 km/h within 22 mm.
            const double apart =
                static_cast<double>(searched[i].mm) - static_cast<double>(wanted.mm);
            CHECK(std::abs(apart) <= 22.3 * wanted.cuts);
            parts += wanted.mm > 0 && wanted.mm < 10000000 ? 1 : 0;
        }
    }
    CHECK(parts > 50);
}

TEST_CASE("what is reached is the same for 1 thread and 2") {
    const test::Town town(7);
    const auto net = town.build(town.roads);
    const auto places = points_of(*net, *town.points);
    for (const Engine engine : {Engine::dijkstra, Engine::contraction}) {
        base::set_threads(1);
        const auto one = network::reached(*net, places, {300000}, engine, base::Progress());
        base::set_threads(2);
        const auto two = network::reached(*net, places, {300000}, engine, base::Progress());
        base::set_threads(0);
        for (std::size_t i = 0; i < one.size(); ++i) {
            CHECK(one[i].mm == two[i].mm);
            CHECK(one[i].nodes == two[i].nodes);
        }
    }
}

TEST_CASE("on one street what is reached can be told by hand") {
    // 1 km at 1 m/s; an origin at 300 m reaches 200 m to both sides in 200 s, and all in 700 s.
    const auto built = test::build({{.xy = {0, 0, 1000, 0}, .speed = 3.6}});
    const auto places = points_of(*built.network, *test::points({300, 0, 0, 90000}));
    for (const Engine engine : {Engine::dijkstra, Engine::contraction}) {
        const auto found = network::reached(*built.network, places, {200000, 400000, 700000},
                                            engine, base::Progress());
        CHECK(found[0].mm == 400000);
        CHECK(found[0].nodes == 0);
        CHECK(found[1].mm == 700000);
        CHECK(found[1].nodes == 1);
        CHECK(found[2].mm == 1000000);
        CHECK(found[2].nodes == 2);
        CHECK(found[3].mm + found[4].mm + found[5].mm == 0);  // off the network
    }
}

TEST_CASE("network.reached gives a row for each origin and limit") {
    Desk desk;
    const auto built = test::build({{.xy = {0, 0, 1000, 0}, .speed = 3.6}});
    const auto origins = test::points({300, 0, 0, 90000}, {"a", "b"});
    auto shops = std::make_shared<layer::Layer>(*test::points({400, 0, 900, 0, 0, 80000}));
    shops->set({"beds", layer::Type::integer, "", {}}, layer::Column::of_integers({5, 20, 100}));
    const auto out =
        desk.run("network.reached",
                 {{"network", {built.network}}, {"origins", {origins}}, {"destinations", {shops}}},
                 {{"cutoffs", {"600 s", 2.5}}, {"weight", "beds"}});
    const auto& rows = table(out, "reached");
    REQUIRE(rows.rows() == 4);
    CHECK(row_text(rows, 0) == "a|2.5|0|0.3|1|5|ok");
    CHECK(row_text(rows, 1) == "a|10|1|0.9|2|25|ok");
    CHECK(row_text(rows, 2) == "b|2.5|||||off_network");
    CHECK(test::said(desk.diagnostics, "network.engine.few") != "");
    const auto bare =
        desk.run("network.reached", {{"network", {built.network}}, {"origins", {origins}}},
                 {{"cutoffs", {10}}, {"engine", "contraction"}});
    CHECK(row_text(table(bare, "reached"), 0) == "a|10|1|0.9|||ok");
    const auto none = desk.run("network.reached",
                               {{"network", {built.network}}, {"origins", {test::points({})}}});
    CHECK(table(none, "reached").rows() == 0);
}

TEST_CASE("network.reached refuses limits and weights that mean nothing") {
    Desk desk;
    const auto built = test::build({{{0, 0, 1000, 0}}});
    const auto refused = [&](const json& params) {
        return test::error_text([&] {
            desk.run("network.reached",
                     {{"network", {built.network}}, {"origins", {test::points({0, 0})}}}, params);
        });
    };
    CHECK(
        refused({{"cutoffs", {0}}}).rfind("cutoffs: 0 is no time above 0 and up to 30000 min", 0) ==
        0);
    CHECK(refused({{"cutoffs", {30001}}}).rfind("cutoffs: 30001 is no time", 0) == 0);
    CHECK(refused({{"cutoffs", json::array()}}).rfind("cutoffs is empty", 0) == 0);
    CHECK(refused({{"weight", "beds"}}) ==
          "weight names the field beds, but there are no destinations\n"
          "  in operator network.reached\n  hint: give the layer to the port destinations");
    CHECK(refused({{"engine", "fast"}}) != "");
}

TEST_CASE("network.prepare gives the same network with its hierarchy") {
    Desk desk;
    const test::Town town(2);
    const auto net = town.build(town.roads);
    const auto out = desk.run("network.prepare", {{"network", {net}}});
    const auto prepared = std::dynamic_pointer_cast<const network::Network>(out.at("network"));
    REQUIRE(prepared != nullptr);
    CHECK(prepared->prepared());
    CHECK(test::said(desk.diagnostics, "network.prepared") != "");
    CHECK(test::bytes(test::matrix(*prepared, *town.points, *town.points)) ==
          test::bytes(test::matrix(*net, *town.points, *town.points)));
}

TEST_CASE("costs of pairs are those of the matrix, in the order of the pairs") {
    std::set<std::uint32_t> met;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        const test::Town town(seed);
        const auto net = town.build(town.roads);
        const auto places = points_of(*net, *town.points);
        test::Random random{seed};
        std::vector<network::Pair> pairs;
        for (int i = 0; i < 300; ++i) {
            const auto n = static_cast<std::uint32_t>(places.places.size());
            pairs.push_back({random.below(n), random.below(n)});
        }
        for (const std::uint32_t cutoff : {150000U, 400000U, layer::kMaxCost - 1}) {
            const auto matrix = test::matrix(*net, *town.points, *town.points, cutoff);
            for (const Engine engine : {Engine::dijkstra, Engine::contraction}) {
                const auto costs = network::pair_costs(
                    *net, places, places, pairs, cutoff,
                    network::hierarchy_for(engine, *net, base::Progress()), base::Progress());
                REQUIRE(costs.size() == pairs.size());
                std::size_t wrong = 0;
                for (std::size_t i = 0; i < pairs.size(); ++i) {
                    const std::uint32_t wanted = matrix.at(pairs[i].origin, pairs[i].destination);
                    wrong += costs[i] == wanted ? 0 : 1;
                    met.insert(std::min(wanted, layer::kMaxCost));
                }
                CHECK(wrong == 0);
            }
        }
    }
    CHECK(met.size() > 100);
}

TEST_CASE("network.pair_costs keeps the rows of its table and refuses ids that are not there") {
    Desk desk;
    const auto built = test::build({{{0, 0, 1000, 0}}, {{0, 5000, 1000, 5000}}});
    const auto origins = test::points({0, 0, 1000, 0}, {"a", "b"});
    const auto ends = test::points({500, 0, 0, 5000, 0, 90000}, {"x", "y", "z"});
    const auto run = [&](const std::shared_ptr<layer::Table>& pairs, const json& params = {}) {
        return desk.run("network.pair_costs",
                        {{"network", {built.network}},
                         {"origins", {origins}},
                         {"destinations", {ends}},
                         {"pairs", {pairs}}},
                        params.is_null() ? json::object() : params);
    };
    for (const char* engine : {"auto", "contraction"}) {
        const auto out = run(pair_table({"b", "a", "b", "a", "b"}, {"x", "z", "y", "x", "x"}),
                             {{"engine", engine}});
        const auto& rows = table(out, "costs");
        REQUIRE(rows.rows() == 5);
        CHECK(rows.column("status").show(0) == "ok");
        CHECK(rows.column("minutes").number(0) == Approx(50.0 / 60));
        CHECK(row_text(rows, 1) == "a|z||off_network");
        CHECK(row_text(rows, 2) == "b|y||unreachable");
        CHECK(rows.column("minutes").number(3) == Approx(50.0 / 60));
        CHECK(row_text(rows, 4) == row_text(rows, 0));
    }
    CHECK(table(run(pair_table({}, {})), "costs").rows() == 0);
    CHECK(test::error_text([&] {
              run(pair_table({"a", "c"}, {"x", "x"}));
          }).rfind("row 2 of the pairs: no origin has the id 'c' (origin)", 0) == 0);
    CHECK(test::error_text([&] {
              run(pair_table({"a"}, {"w"}));
          }).rfind("row 1 of the pairs: no destination has the id 'w' (destination)", 0) == 0);
    CHECK(test::error_text([&] { run(pair_table({"a"}, {"x"}), {{"origin", "from"}}); }) != "");
    auto holes = std::make_shared<layer::Table>(1);
    layer::ColumnBuilder null(layer::Type::text);
    null.null();
    holes->set({"origin", layer::Type::text, "", {}}, null.build());
    holes->set({"destination", layer::Type::text, "", {}}, layer::Column::of_texts({"x"}));
    CHECK(test::error_text([&] { run(holes); }).rfind("row 1 of the pairs: origin is empty", 0) ==
          0);
}

TEST_CASE("the nearest few are the first columns of a sorted row of the matrix") {
    const test::Town town(6);
    const auto net = town.build(town.roads);
    const auto places = points_of(*net, *town.points);
    for (const bool with_itself : {true, false}) {
        for (const std::uint32_t cutoff : {200000U, layer::kMaxCost - 1}) {
            const auto matrix = test::matrix(*net, *town.points, *town.points, cutoff);
            const auto few = network::nearest_few(
                *net, places, places, 3, with_itself, cutoff,
                network::hierarchy_for(Engine::contraction, *net, base::Progress()),
                base::Progress());
            std::size_t at = 0;
            for (std::uint32_t row = 0; row < matrix.row_ids.size(); ++row) {
                std::vector<std::pair<std::uint32_t, std::uint32_t>> sorted;
                for (std::uint32_t c = 0; c < matrix.column_ids.size(); ++c) {
                    if (matrix.at(row, c) <= layer::kMaxCost && (with_itself || c != row)) {
                        sorted.emplace_back(matrix.at(row, c), c);
                    }
                }
                std::sort(sorted.begin(), sorted.end());
                sorted.resize(std::min<std::size_t>(3, sorted.size()));
                CHECK((few.status[row] == 0) == !sorted.empty());
                for (const auto& [ms, column] : sorted) {
                    REQUIRE(at < few.pairs.size());
                    CHECK(few.pairs[at].origin == row);
                    CHECK(few.pairs[at].destination == column);
                    CHECK(few.ms[at++] == ms);
                }
            }
            CHECK(at == few.pairs.size());
        }
    }
}

TEST_CASE("network.k_nearest ranks destinations and says why an origin has none") {
    Desk desk;
    const auto built = test::build({{{0, 0, 1000, 0}}, {{0, 5000, 1000, 5000}}});
    const auto out =
        desk.run("network.k_nearest",
                 {{"network", {built.network}},
                  {"origins", {test::points({0, 0, 0, 5000, 0, 90000}, {"a", "b", "c"})}},
                  {"destinations", {test::points({600, 0, 300, 0, 900, 0}, {"x", "y", "z"})}}},
                 {{"k", 2}});
    const auto& rows = table(out, "nearest");
    REQUIRE(rows.rows() == 4);
    CHECK(row_text(rows, 0) == "a|1|y|0.5|ok");
    CHECK(row_text(rows, 1) == "a|2|x|1|ok");
    CHECK(row_text(rows, 2) == "b||||unreachable");
    CHECK(row_text(rows, 3) == "c||||off_network");
    const auto alone = desk.run("network.k_nearest",
                                {{"network", {built.network}},
                                 {"origins", {test::points({0, 0}, {"a"})}},
                                 {"destinations", {test::points({0, 0}, {"a"})}}},
                                {{"with_itself", false}});
    CHECK(row_text(table(alone, "nearest"), 0) == "a||||unreachable");
}

TEST_CASE("network.matrix_file holds the matrix as a NumPy file, and the ids beside it") {
    Desk desk;
    const test::Town town(3);
    const auto net = town.build(town.roads);
    const auto matrix = test::matrix(*net, *town.points, *town.points, 300000);
    const auto out =
        desk.run("network.matrix_file",
                 {{"network", {net}}, {"origins", {town.points}}, {"destinations", {town.points}}},
                 {{"cutoff", 5}});
    const auto& sizes = table(out, "matrices");
    const auto& files = dynamic_cast<const registry::Files&>(*out.at("files")).files;
    REQUIRE(files.size() == 2);
    const std::string name(sizes.column("file").text(0));
    const std::string& bytes = files.at(name);
    const std::size_t n = matrix.row_ids.size();
    REQUIRE(bytes.size() % 64 == (4 * n * n) % 64);
    CHECK(bytes.substr(0, 6) == "\x93NUMPY");
    const std::string shape = "'shape': (" + std::to_string(n) + ", " + std::to_string(n) + "), }";
    CHECK(bytes.find("{'descr': '<u4', 'fortran_order': False, " + shape) == 10);
    CHECK(std::memcmp(bytes.data() + bytes.size() - 4 * n * n, matrix.cost.data(), 4 * n * n) == 0);
    std::int64_t pairs = 0;
    for (const char* count : {"ok", "unreachable", "cut_off", "off_network"}) {
        pairs += sizes.column(count).integer(0);
    }
    CHECK(pairs == static_cast<std::int64_t>(n * n));
    CHECK(sizes.column("ok").integer(0) ==
          std::count_if(matrix.cost.begin(), matrix.cost.end(),
                        [](std::uint32_t cost) { return cost <= layer::kMaxCost; }));
    const std::string& ids =
        files.begin()->first == name ? files.rbegin()->second : files.begin()->second;
    CHECK(ids.find("side,number,id\norigin,0,p1\norigin,1,p2\n") == 3);
    CHECK(ids.find("\ndestination,0,p1\n") != std::string::npos);
    const auto none = desk.run(
        "network.matrix_file",
        {{"network", {net}}, {"origins", {test::points({})}}, {"destinations", {town.points}}});
    CHECK(table(none, "matrices").column("rows").integer(0) == 0);
}
