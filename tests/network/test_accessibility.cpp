#include "network/helpers.hpp"
#include "network/reach/accessibility.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using namespace jt::network;

namespace {

layer::Matrix minutes(std::vector<std::string> rows, std::vector<std::string> columns,
                      const std::vector<std::uint32_t>& values) {
    layer::Matrix matrix;
    matrix.row_ids = std::move(rows);
    matrix.column_ids = std::move(columns);
    for (const std::uint32_t value : values) {
        matrix.cost.push_back(value > layer::kMaxCost ? value : value * 60000);
    }
    return matrix;
}

}  // namespace

TEST_CASE("G12: Hansen accessibility of 100 and 50 opportunities at 10 and 20 minutes") {
    const auto matrix = minutes({"a"}, {"x", "y"}, {10, 20});
    const std::vector<double> weights = {100, 50};
    const auto power =
        accumulate(matrix, weights, true, [](double t) { return hansen(Decay::power, 1, t, 1); });
    CHECK(power.column("value").number(0) == Approx(12.5).epsilon(1e-12));
    const auto exponential = accumulate(
        matrix, weights, true, [](double t) { return hansen(Decay::exponential, 0.1, t, 0); });
    CHECK(exponential.column("value").number(0) == Approx(43.5547).epsilon(1e-6));
}

TEST_CASE("G14: Gaussian decay at 0, 15 and 30 of 30 minutes") {
    CHECK(gaussian(0, 30) == Approx(1.0));
    CHECK(gaussian(15, 30) == Approx(0.70137).epsilon(1e-5));
    CHECK(gaussian(30, 30) == Approx(0.0).margin(1e-12));
    CHECK(gaussian(30.001, 30) == 0.0);
}

TEST_CASE("cumulative opportunities count what lies within, and say what is not known") {
    const auto matrix =
        minutes({"a", "b", "c"}, {"a", "x"},
                {0, 30, 31, layer::kCutOff, layer::kOffNetwork, layer::kOffNetwork});
    const auto within = [](double t) { return t <= 30 ? 1.0 : 0.0; };
    const auto table = accumulate(matrix, {10, 5}, true, within);
    CHECK(table.column("value").number(0) == 15);
    CHECK(table.column("share").number(0) == 1);
    CHECK(table.column("reached").integer(0) == 2);
    CHECK(table.column("value").number(1) == 0);
    CHECK(table.column("status").text(1) == "ok");
    CHECK(!table.column("value").valid(2));
    CHECK(table.column("status").text(2) == "off_network");
    const auto others = accumulate(matrix, {10, 5}, false, within);
    CHECK(others.column("value").number(0) == 5);
}

TEST_CASE("the nearest destination is the first of the fastest") {
    const auto matrix = minutes({"a", "b", "c"}, {"a", "x", "y"},
                                {0, 7, 7, layer::kUnreachable, 9, 8, layer::kUnreachable,
                                 layer::kUnreachable, layer::kUnreachable});
    const auto table = nearest(matrix, false);
    CHECK(table.column("nearest").text(0) == "x");
    CHECK(table.column("minutes").number(0) == 7);
    CHECK(table.column("nearest").text(1) == "y");
    CHECK(table.column("status").text(2) == "unreachable");
    CHECK(!table.column("minutes").valid(2));
}

TEST_CASE("weights follow the matrix by id; unknown ids and bad weights are refused") {
    auto layer = test::points({0, 0, 1, 1}, {"y", "x"});
    layer->set({"jobs", layer::Type::real, "", {}}, layer::Column::of_reals({50, 100}));
    const auto matrix = minutes({"a"}, {"x", "y"}, {10, 20});
    CHECK(weights_of(matrix, *layer, {"y", "x"}, "jobs") == std::vector<double>{100, 50});
    CHECK(weights_of(matrix, *layer, {"y", "x"}, "") == std::vector<double>{1, 1});
    CHECK(test::error_text([&] {
              weights_of(matrix, *layer, {"y", "z"}, "jobs");
          }) ==
          "the destinations have no feature with the id x of the matrix\n"
          "  hint: use the same layer and id field as for the matrix");
    layer->set({"jobs", layer::Type::real, "", {}}, layer::Column::of_reals({50, -1}));
    CHECK(test::error_text([&] {
              weights_of(matrix, *layer, {"y", "x"}, "jobs");
          }) == "field jobs of x: '-1' is no number of at least 0");
}
