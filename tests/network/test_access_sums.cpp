#include "network/access/nearest.hpp"
#include "network/access/sums.hpp"
#include "network/desk.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using namespace jt::network;
using nlohmann::json;
using test::amounts;
using test::Desk;
using test::minutes;
using test::numbers;
using test::table;
using test::texts;

namespace {

layer::Table summed(const layer::Matrix& matrix, const std::vector<double>& weights,
                    bool with_itself, const Decay& decay) {
    Sums sums(matrix.row_ids.size(), {{"access", decay}}, {{"jobs", weights}});
    add_matrix(sums, matrix, with_itself);
    return sums_table(matrix.row_ids, sums, rows_off(matrix), false);
}

}  // namespace

TEST_CASE("G12: Hansen accessibility of 100 and 50 opportunities at 10 and 20 minutes") {
    const auto matrix = minutes({"a"}, {"x", "y"}, {10, 20});
    const auto power = summed(*matrix, {100, 50}, true, Decay({.form = DecayForm::power}));
    CHECK(power.column("value").number(0) == Approx(12.5).epsilon(1e-12));
    const auto exponential =
        summed(*matrix, {100, 50}, true, Decay({.form = DecayForm::exponential, .beta = 0.1}));
    CHECK(exponential.column("value").number(0) == Approx(43.5547).epsilon(1e-6));
}

TEST_CASE("cumulative opportunities count what lies within, and say what is not known") {
    const auto matrix =
        minutes({"a", "b", "c"}, {"a", "x"},
                {0, 30, 31, layer::kCutOff, layer::kOffNetwork, layer::kOffNetwork});
    const auto whole = summed(*matrix, {10, 5}, true, Decay::step(30));
    CHECK(whole.column("value").number(0) == 15);
    CHECK(whole.column("share").number(0) == 1);
    CHECK(whole.column("reached").integer(0) == 2);
    CHECK(whole.column("value").number(1) == 0);
    CHECK(whole.column("status").text(1) == "ok");
    CHECK(!whole.column("value").valid(2));
    CHECK(whole.column("status").text(2) == "off_network");
    CHECK(summed(*matrix, {10, 5}, false, Decay::step(30)).column("value").number(0) == 5);
}

TEST_CASE("the nearest destination is the first of the fastest") {
    const auto matrix = minutes({"a", "b", "c"}, {"a", "x", "y"},
                                {0, 7, 7, layer::kUnreachable, 9, 8, layer::kUnreachable,
                                 layer::kUnreachable, layer::kUnreachable});
    const auto found = nearest(*matrix, false);
    CHECK(texts(found, "nearest") == std::vector<std::string>{"x", "y", ""});
    CHECK(found.column("minutes").number(0) == 7);
    CHECK(texts(found, "status") == std::vector<std::string>{"ok", "ok", "unreachable"});
    CHECK(!found.column("minutes").valid(2));
    const auto off = minutes({"a"}, {"x", "y"}, {layer::kOffNetwork, layer::kCutOff});
    CHECK(texts(nearest(*off, true), "status") == std::vector<std::string>{"cut_off"});
}

TEST_CASE("several cutoffs and fields in one go equal each cutoff and field alone") {
    Desk desk;
    test::Random random{7};
    std::vector<std::string> rows, columns;
    std::vector<std::uint32_t> cells;
    std::vector<double> jobs, schools;
    for (int i = 0; i < 40; ++i) {
        rows.push_back("r" + std::to_string(i));
        columns.push_back("c" + std::to_string(i));
        jobs.push_back(random.unit() * 1000);
        schools.push_back(random.below(5));
    }
    for (std::size_t i = 0; i < rows.size() * columns.size(); ++i) {
        cells.push_back(random.below(9) == 0 ? layer::kUnreachable : random.below(70));
    }
    const auto matrix = minutes(rows, columns, cells);
    const auto to = amounts(columns, "jobs", jobs);
    to->set({"schools", layer::Type::real, "", {}}, layer::Column::of_reals(schools));
    const auto run = [&](json params) {
        return table(desk.run("network.cumulative", {{"matrix", {matrix}}, {"destinations", {to}}},
                              std::move(params)),
                     "values");
    };
    const auto all = run({{"cutoffs", {15, 30.5, "1 h"}}, {"fields", {"jobs", "schools"}}});
    CHECK(all.names() == std::vector<std::string>{"id", "value", "reached", "share", "status",
                                                  "jobs_15min", "schools_15min", "jobs_30.5min",
                                                  "schools_30.5min", "jobs_60min",
                                                  "schools_60min"});
    std::size_t differ = 0;
    for (const auto& [cutoff, name] :
         {std::pair(15.0, "15min"), std::pair(30.5, "30.5min"), std::pair(60.0, "60min")}) {
        for (const std::string field : {"jobs", "schools"}) {
            const auto one = run({{"threshold", cutoff}, {"weight", field}});
            CHECK(numbers(one, "value") == numbers(all, field + "_" + name));
            for (std::size_t i = 0; i < rows.size(); ++i) {  // and a plain sum
                double sum = 0;
                for (std::size_t c = 0; c < columns.size(); ++c) {
                    const std::uint32_t t = cells[i * columns.size() + c];
                    sum += t <= cutoff ? (field == "jobs" ? jobs : schools)[c] : 0;
                }
                differ += std::abs(sum - one.column("value").number(i)) > 1e-9 * (1 + sum) ? 1 : 0;
            }
        }
    }
    CHECK(differ == 0);
    CHECK(numbers(all, "value") == numbers(all, "jobs_15min"));
}

TEST_CASE("sums are the same to the last bit for any order of destinations") {
    test::Random random{3};
    std::vector<std::string> columns;
    std::vector<double> jobs;
    for (int i = 0; i < 50; ++i) {
        columns.push_back("c" + std::to_string(i));
        jobs.push_back(random.unit());
    }
    const auto value = [&](const std::vector<std::size_t>& order) {
        layer::Matrix matrix;
        matrix.row_ids = {"r"};
        std::vector<double> weights;
        for (const std::size_t i : order) {
            matrix.column_ids.push_back(columns[i]);
            matrix.cost.push_back(static_cast<std::uint32_t>(i) * 60000);
            weights.push_back(jobs[i]);
        }
        return summed(matrix, weights, true, Decay({.form = DecayForm::exponential, .beta = 0.1}))
            .column("value")
            .number(0);
    };
    std::vector<std::size_t> order(50), back(50);
    for (std::size_t i = 0; i < 50; ++i) {
        order[i] = i;
        back[i] = 49 - i;
    }
    CHECK(value(order) == value(back));
}

TEST_CASE("weights follow the matrix by id; what does not fit is refused and listed") {
    Desk desk;
    const auto matrix = minutes({"a"}, {"x", "y", "z"}, {10, 20, 25});
    const auto run = [&](const std::shared_ptr<layer::Table>& to, json params) {
        return desk.run("network.cumulative", {{"matrix", {matrix}}, {"destinations", {to}}},
                        std::move(params));
    };
    const auto fail = [&](const std::shared_ptr<layer::Table>& to, const json& params) {
        return desk.refused("network.cumulative", {{"matrix", {matrix}}, {"destinations", {to}}},
                            params);
    };
    const json jobs = {{"weight", "jobs"}};
    CHECK(table(run(amounts({"z", "y", "x", "w"}, "jobs", {1, 2, 4, 8}), jobs), "values")
              .column("value")
              .number(0) == 7);
    CHECK(test::said(desk.diagnostics, "layer.ids.unused") ==
          "warning: rows whose ids the times do not name do not count (destinations; 1 features: "
          "4)");
    CHECK(fail(amounts({"x"}, "jobs", {1}), jobs) ==
          "destinations lacks 2 ids: y, z\n"
          "  hint: use the same table and id field as for the times");
    const double none = std::nan(""), infinite = std::numeric_limits<double>::infinity();
    CHECK(fail(amounts({"x", "y", "z"}, "jobs", {none, -1, infinite}), jobs) ==
          "field jobs of destinations: 3 values are no number of at least 0: x (), y (-1), z "
          "(inf)\n  hint: fill or correct them; what is none is 0");
    CHECK(fail(amounts({"x", "y", "x", "y"}, "jobs", {1, 1, 1, 1}), jobs) ==
          "destinations: 2 ids stand twice: x, y\n  hint: name another id field");
    CHECK(fail(amounts({"x", "", "z"}, "jobs", {1, 1, 1}), jobs) ==
          "destinations: 1 rows have no id: 2\n"
          "  hint: fill the id field, or name another one");
    const auto good = amounts({"x", "y", "z"}, "jobs", {1, 1, 1});
    CHECK(fail(good, {{"weight", "id"}}) == "field id holds text where numbers are needed");
    CHECK(fail(good, {{"cutoffs", {30, "30 min"}}}) == "cutoffs: 30min stands twice");
    CHECK(fail(good, {{"cutoffs", {0}}}).find("cutoffs") != std::string::npos);
    CHECK(fail(good, {{"fields", {"jobs", "jobs"}}}) == "fields: jobs stands twice");
    CHECK(fail(good, {{"fields", {1}}}) == "fields: 1 is no name of a field");
    CHECK(desk.refused("network.cumulative", {{"matrix", {matrix}}}, jobs) ==
          "the field jobs needs destinations to take it from\n"
          "  hint: give the port destinations");
}

TEST_CASE("without destinations each column counts 1; an empty matrix gives an empty table") {
    Desk desk;
    const auto matrix = minutes({"a"}, {"x", "y"}, {10, 50});
    CHECK(table(desk.run("network.cumulative", {{"matrix", {matrix}}}), "values")
              .column("value")
              .number(0) == 1);
    const auto none = minutes({}, {}, {});
    CHECK(table(desk.run("network.cumulative", {{"matrix", {none}}}), "values").rows() == 0);
    const auto no_columns = minutes({"a"}, {}, {});
    const auto out = desk.run("network.cumulative", {{"matrix", {no_columns}}});
    const auto& empty = table(out, "values");
    CHECK(empty.column("value").number(0) == 0);
    CHECK(!empty.column("share").valid(0));
    CHECK(empty.column("status").text(0) == "ok");
}
