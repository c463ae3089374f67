#include "network/desk.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using nlohmann::json;
using test::amounts;
using test::Desk;
using test::numbers;
using test::table;

namespace {

const double kNone = std::nan("");

std::shared_ptr<layer::Table> pairs(const std::vector<std::string>& from,
                                    const std::vector<std::string>& to,
                                    std::vector<double> minutes) {
    auto out = std::make_shared<layer::Table>(from.size());
    out->set({"origin", layer::Type::text, "", {}}, layer::Column::of_texts(from));
    out->set({"destination", layer::Type::text, "", {}}, layer::Column::of_texts(to));
    out->set({"minutes", layer::Type::real, "min", {}},
             layer::Column::of_reals(std::move(minutes)));
    return out;
}

const layer::Matrix& matrix(const registry::Outputs& outputs) {
    return dynamic_cast<const layer::Matrix&>(*outputs.at("matrix"));
}

}  // namespace

TEST_CASE("a matrix from pairs accounts for those present, missing, zero and without a time") {
    Desk desk;
    const auto out = desk.run(
        "network.matrix_from_table",
        {{"pairs", {pairs({"b", "a", "b", "a"}, {"x", "x", "y", "z"}, {1.5, 0, 12.0001, kNone})}}});
    const auto& m = matrix(out);
    CHECK(m.row_ids == std::vector<std::string>{"a", "b"});
    CHECK(m.column_ids == std::vector<std::string>{"x", "y", "z"});
    CHECK(m.cost == std::vector<std::uint32_t>{0, layer::kMissing, layer::kMissing, 90000, 720006,
                                               layer::kMissing});
    CHECK(numbers(table(out, "counts"), "pairs") == std::vector<double>{2, 3, 6, 4, 2, 1, 1});
    CHECK(test::said(desk.diagnostics, "network.pairs.counts") ==
          "info: 2 x 3 cells: 4 pairs present, 2 missing; of those present 1 are 0 and 1 have no "
          "time");
    CHECK(std::string(layer::cost_status_name(layer::kMissing)) == "missing");
}

TEST_CASE("lists of origins and destinations give the order, and cells that no pair names") {
    Desk desk;
    const auto out = desk.run("network.matrix_from_table",
                              {{"pairs", {pairs({"b"}, {"x"}, {7})}},
                               {"origins", {amounts({"c", "b"}, "n", {0, 0})}},
                               {"destinations", {amounts({"x"}, "n", {0})}}},
                              {{"unit", "s"}});
    CHECK(matrix(out).row_ids == std::vector<std::string>{"c", "b"});
    CHECK(matrix(out).cost == std::vector<std::uint32_t>{layer::kMissing, 7000});
}

TEST_CASE("network.pairs and network.matrix_from_table undo each other") {
    Desk desk;
    const auto before = test::minutes(
        {"a", "b"}, {"x", "y", "z"},
        {1, layer::kUnreachable, layer::kCutOff, 0, layer::kOffNetwork, layer::kMissing});
    const auto listed = desk.run("network.pairs", {{"matrix", {before}}});
    const auto after = desk.run("network.matrix_from_table", {{"pairs", {listed.at("pairs")}}});
    CHECK(test::bytes(*before) == test::bytes(matrix(after)));
}

TEST_CASE("the order of rows changes nothing in a matrix from pairs") {
    Desk desk;
    const auto one =
        desk.run("network.matrix_from_table", {{"pairs", {pairs({"a", "b"}, {"x", "y"}, {1, 2})}}});
    const auto two =
        desk.run("network.matrix_from_table", {{"pairs", {pairs({"b", "a"}, {"y", "x"}, {2, 1})}}});
    CHECK(test::bytes(matrix(one)) == test::bytes(matrix(two)));
}

TEST_CASE("pairs that are wrong are refused, each kind with all its cases") {
    Desk desk;
    const auto fail = [&](test::Inputs inputs, json params = json::object()) {
        return desk.refused("network.matrix_from_table", std::move(inputs), std::move(params));
    };
    CHECK(
        fail({{"pairs",
               {pairs({"a", "a", "b", "b", "a"}, {"x", "x", "y", "y", "y"}, {1, 1, 1, 2, 3})}}}) ==
        "2 pairs stand twice: a -> x, b -> y\n  hint: keep one row a pair");
    CHECK(fail({{"pairs", {pairs({"a", "b", "c"}, {"x", "x", "x"}, {-1, 1e9, 5})}}}) ==
          "field minutes: 2 times are negative, too long or no number: a -> x (-1), b -> x "
          "(1000000000)\n"
          "  hint: leave out pairs that have no time, or leave their time empty");
    CHECK(fail({{"pairs", {pairs({"a", ""}, {"", "x"}, {1, 1})}}}) ==
          "2 rows lack an origin or a destination: 1, 2");
    CHECK(fail({{"pairs", {pairs({"a", "b"}, {"x", "x"}, {1, 1})}},
                {"origins", {amounts({"b"}, "n", {0})}}}) ==
          "1 ids of the pairs are not among the origins: a");
    const auto texts = pairs({"a", "b", "c"}, {"x", "x", "x"}, {1, 1, 1});
    texts->set({"minutes", layer::Type::text, "", {}},
               layer::Column::of_texts(std::vector<std::string>{"7", "NA", "8 min"}));
    CHECK(fail({{"pairs", {texts}}})
              .find("field minutes: 2 times are negative, too long or no number: b -> x (NA), c -> "
                    "x (8 "
                    "min)\n") == 0);
    const auto states = pairs({"a"}, {"x"}, {1});
    states->set({"status", layer::Type::text, "", {}},
                layer::Column::of_texts(std::vector<std::string>{"fast"}));
    CHECK(fail({{"pairs", {states}}}) ==
          "field status: 1 unknown statuses: fast\n"
          "  hint: ok, unreachable, cut_off, off_network, missing or empty");
    CHECK(fail({{"pairs", {states}}}, {{"origin", "from"}}).find("from") != std::string::npos);
    CHECK(fail({{"pairs", {states}}}, {{"unit", "days"}}).find("unit") != std::string::npos);
}

TEST_CASE("texts that are numbers are read, and an empty table gives a matrix without cells") {
    Desk desk;
    const auto texts = pairs({"a", "b"}, {"x", "x"}, {1, 1});
    texts->set({"minutes", layer::Type::text, "", {}},
               layer::Column::of_texts(std::vector<std::string>{" 7.5", ""}));
    CHECK(matrix(desk.run("network.matrix_from_table", {{"pairs", {texts}}})).cost ==
          std::vector<std::uint32_t>{450000, layer::kMissing});
    const auto none = desk.run("network.matrix_from_table", {{"pairs", {pairs({}, {}, {})}}});
    CHECK(matrix(none).cost.empty());
}
