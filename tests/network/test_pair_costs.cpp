// Costs of chosen pairs, nearest few and matrices in files, against whole matrices.
#include "network/desk.hpp"
#include "network/reach/engine.hpp"
#include "network/reach/pair_costs.hpp"
#include "network/town.hpp"
#include "support/errors.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <set>

using namespace jt;
using network::Engine;
using nlohmann::json;
using test::Desk;
using test::points_of;
using test::row_text;
using test::table;

namespace {

std::shared_ptr<layer::Table> pair_table(const std::vector<std::string>& from,
                                         const std::vector<std::string>& to) {
    auto out = std::make_shared<layer::Table>(from.size());
    out->set({"origin", layer::Type::text, "", {}}, layer::Column::of_texts(from));
    out->set({"destination", layer::Type::text, "", {}}, layer::Column::of_texts(to));
    return out;
}

}  // namespace

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
    const std::string bytes = files.at(name).str();
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
    const std::string ids =
        (files.begin()->first == name ? files.rbegin() : std::prev(files.rend()))->second.str();
    CHECK(ids.find("side,number,id\norigin,0,p1\norigin,1,p2\n") == 3);
    CHECK(ids.find("\ndestination,0,p1\n") != std::string::npos);
    const auto none = desk.run(
        "network.matrix_file",
        {{"network", {net}}, {"origins", {test::points({})}}, {"destinations", {town.points}}});
    CHECK(table(none, "matrices").column("rows").integer(0) == 0);
}
