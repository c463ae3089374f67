#include "base/parallel.hpp"
#include "network/access/catchment.hpp"
#include "network/desk.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

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

double sum(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

/// A seeded region: every demand reaches some supply within 30 min, every supply some demand.
struct Region {
    std::shared_ptr<layer::Matrix> matrix;
    std::vector<double> demand, supply;

    explicit Region(std::uint64_t seed) {
        test::Random random{seed};
        std::vector<std::string> rows, columns;
        for (int i = 0; i < 30; ++i) {
            rows.push_back("d" + std::to_string(i));
            demand.push_back(1 + random.below(500));
        }
        for (int j = 0; j < 12; ++j) {
            columns.push_back("s" + std::to_string(j));
            supply.push_back(random.below(40));
        }
        std::vector<std::uint32_t> cells;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            for (std::size_t j = 0; j < columns.size(); ++j) {
                const bool near = i % columns.size() == j;
                cells.push_back(near                    ? random.below(25)
                                : random.below(10) == 0 ? layer::kUnreachable
                                                        : random.below(90));
            }
        }
        matrix = minutes(rows, columns, cells);
    }
    double w(std::size_t i, std::size_t j, const Decay& decay) const {
        const std::uint32_t ms = matrix->at(i, j);
        return ms <= layer::kMaxCost ? decay(ms / 60000.0) : 0;
    }
};

/// The published formulas, cell by cell, from a full table of weights.
std::vector<double> plain(const Region& r, Catchment method, const Decay& decay) {
    const std::size_t n = r.demand.size(), m = r.supply.size();
    std::vector<std::vector<double>> w(n, std::vector<double>(m));
    std::vector<double> row(n, 0), column(m, 0), access(n, 0);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < m; ++j) {
            w[i][j] = r.w(i, j, decay);
            row[i] += w[i][j];
            column[j] += w[i][j];
        }
    }
    for (std::size_t j = 0; j < m; ++j) {
        double load = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const double selected = row[i] > 0 ? w[i][j] / row[i] : 0;
            load += r.demand[i] * (method == Catchment::two_step     ? w[i][j]
                                   : method == Catchment::three_step ? selected * w[i][j]
                                                                     : selected);
        }
        for (std::size_t i = 0; i < n && load > 0; ++i) {
            const double selected = row[i] > 0 ? w[i][j] / row[i] : 0;
            const double part = method == Catchment::two_step     ? w[i][j]
                                : method == Catchment::three_step ? selected * w[i][j]
                                                                  : w[i][j] / column[j];
            access[i] += r.supply[j] / load * part;
        }
    }
    return access;
}

}  // namespace

TEST_CASE("G9: 2SFCA of four consumers and six providers, all within reach") {
    Desk desk;
    const auto matrix = minutes({"1", "2", "3", "4"}, {"a", "b", "c", "d", "e", "f"},
                                std::vector<std::uint32_t>(24, 5));
    const std::vector<double> people = {1, 2, 3, 4};
    const auto out =
        desk.run("network.catchment",
                 {{"matrix", {matrix}},
                  {"supply", {amounts({"a", "b", "c", "d", "e", "f"}, "beds", {1, 2, 3, 4, 5, 6})}},
                  {"demand", {amounts({"1", "2", "3", "4"}, "people", people)}}},
                 {{"capacity", "beds"}, {"population", "people"}});
    const auto access = numbers(table(out, "access"), "access");
    const std::vector<double> shares = {21, 10.5, 7, 5.25};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(access[i] == Approx(2.1).epsilon(1e-14));
        CHECK(access[i] * sum(people) / people[i] == Approx(shares[i]).epsilon(1e-14));
    }
    CHECK(test::said(desk.diagnostics, "network.catchment.threshold") ==
          "info: catchments end at 30 min, as no threshold is given");
}

TEST_CASE("G10: Gaussian 2SFCA of three consumers and two providers on a line") {
    const auto matrix = minutes({"0", "1", "2"}, {"a", "b"}, {0, 2, 1, 1, 2, 0});
    const auto found = catchments(*matrix, {100, 100, 100}, {10, 10}, Catchment::two_step,
                                  Decay({.form = DecayForm::gaussian, .sigma = 1}));
    CHECK(found.access[0] == Approx(0.065179).margin(5e-7));
    CHECK(found.access[1] == Approx(0.069641).margin(5e-7));
    CHECK(found.access[2] == Approx(0.065179).margin(5e-7));
}

TEST_CASE("every method equals the formulas written out, and keeps what it must keep") {
    const Decay decays[] = {
        Decay::step(30), Decay({.form = DecayForm::gaussian_dai, .threshold = 45}),
        Decay({.form = DecayForm::zones, .points = {{10, 1}, {20, 0.68}, {30, 0.22}}}),
        Decay({.form = DecayForm::exponential, .beta = 0.05})};
    for (const std::uint64_t seed : {1, 2, 3}) {
        const Region region(seed);
        for (const Decay& decay : decays) {
            for (const Catchment method :
                 {Catchment::two_step, Catchment::three_step, Catchment::balanced}) {
                const auto found =
                    catchments(*region.matrix, region.demand, region.supply, method, decay);
                const auto wanted = plain(region, method, decay);
                double product = 0, shared = 0;
                for (std::size_t i = 0; i < wanted.size(); ++i) {
                    CHECK(found.access[i] == Approx(wanted[i]).epsilon(1e-12));
                    product += region.demand[i] * found.access[i];
                }
                for (std::size_t j = 0; j < region.supply.size(); ++j) {
                    shared += found.ratio[j] * found.load[j];
                }
                CHECK(shared == Approx(sum(region.supply)).epsilon(1e-12));
                if (method == Catchment::balanced) {
                    CHECK(sum(found.access) == Approx(sum(found.ratio)).epsilon(1e-12));
                    CHECK(sum(found.load) == Approx(sum(region.demand)).epsilon(1e-12));
                } else {
                    CHECK(product == Approx(sum(region.supply)).epsilon(1e-12));
                }
            }
        }
    }
}

TEST_CASE("3SFCA and the balanced method tell demands with a choice from those without") {
    // Wan et al. 2012: a demand that may choose between two equal supplies burdens each by half.
    const auto matrix = minutes({"p", "q"}, {"a", "b"}, {5, 5, 5, layer::kUnreachable});
    const auto three =
        catchments(*matrix, {100, 100}, {10, 10}, Catchment::three_step, Decay::step(30));
    CHECK(three.load == std::vector<double>{150, 50});
    CHECK(three.access[0] == Approx(0.5 * 10 / 150 + 0.5 * 10 / 50));
    CHECK(three.access[1] == Approx(10.0 / 150));
    const auto balanced =
        catchments(*matrix, {100, 100}, {10, 10}, Catchment::balanced, Decay::step(30));
    CHECK(balanced.load == std::vector<double>{150, 50});
    CHECK(balanced.access[0] == Approx(0.5 * 10 / 150 + 10.0 / 50));
    CHECK(balanced.access[1] == Approx(0.5 * 10 / 150));
}

TEST_CASE("supply and demand without the other are listed and keep a status") {
    Desk desk;
    const std::uint32_t off = layer::kOffNetwork;
    const auto matrix = minutes({"p", "q", "r", "s"}, {"a", "b", "c", "d"},
                                {5, 50, off, 8,       //
                                 50, 50, off, 50,     //
                                 off, off, off, off,  //
                                 50, 50, off, layer::kCutOff});
    const auto out =
        desk.run("network.catchment",
                 {{"matrix", {matrix}},
                  {"supply", {amounts({"a", "b", "c", "d"}, "beds", {3, 4, 5, 0})}},
                  {"demand", {amounts({"p", "q", "r", "s"}, "people", {6, 7, 8, 0})}}},
                 {{"capacity", "beds"}, {"population", "people"}, {"threshold", "30 min"}});
    const auto& access = table(out, "access");
    CHECK(texts(access, "access") == std::vector<std::string>{"0.5", "0", "", "0"});
    CHECK(texts(access, "status") ==
          std::vector<std::string>{"ok", "no_supply", "off_network", "no_supply"});
    const auto& ratios = table(out, "ratios");
    CHECK(texts(ratios, "ratio") == std::vector<std::string>{"0.5", "", "", "0"});
    CHECK(texts(ratios, "status") ==
          std::vector<std::string>{"ok", "no_demand", "off_network", "ok"});
    CHECK(texts(table(out, "totals"), "item") ==
          std::vector<std::string>{"supply", "supply_shared_out", "demand", "demand_with_supply",
                                   "load", "access_times_demand", "sum_of_access",
                                   "sum_of_ratios"});
    CHECK(numbers(table(out, "totals"), "value") ==
          std::vector<double>{12, 3, 21, 6, 12, 3, 0.5, 0.5});
    CHECK(test::said(desk.diagnostics, "network.catchment.no_supply") ==
          "warning: 3 demands reach no supply: q, r, s");
    CHECK(test::said(desk.diagnostics, "network.catchment.no_demand") ==
          "warning: 2 supplies are reached by no demand and are not shared out: b, c");
}

TEST_CASE("a demand of 0 gives no ratio, no infinite access") {
    const auto matrix = minutes({"p", "q"}, {"a"}, {5, 5});
    for (const Catchment method :
         {Catchment::two_step, Catchment::three_step, Catchment::balanced}) {
        const auto found = catchments(*matrix, {0, 0}, {10}, method, Decay::step(30));
        CHECK(std::isnan(found.ratio[0]));
        CHECK(found.access == std::vector<double>{0, 0});
    }
}

TEST_CASE("catchments are the same for any number of threads and any order") {
    const Region region(9);
    const Decay decay({.form = DecayForm::gaussian_dai, .threshold = 60});
    const auto one = [&](int threads, Catchment method) {
        base::set_threads(threads);
        const auto found = catchments(*region.matrix, region.demand, region.supply, method, decay);
        base::set_threads(0);
        return found.access;
    };
    // The same region with the rows and the columns the other way round.
    const std::size_t n = region.demand.size(), m = region.supply.size();
    layer::Matrix turned;
    std::vector<double> demand(region.demand.rbegin(), region.demand.rend());
    std::vector<double> supply(region.supply.rbegin(), region.supply.rend());
    turned.row_ids.assign(region.matrix->row_ids.rbegin(), region.matrix->row_ids.rend());
    turned.column_ids.assign(region.matrix->column_ids.rbegin(), region.matrix->column_ids.rend());
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < m; ++j) {
            turned.cost.push_back(region.matrix->at(n - 1 - i, m - 1 - j));
        }
    }
    for (const Catchment method :
         {Catchment::two_step, Catchment::three_step, Catchment::balanced}) {
        const auto access = one(1, method);
        CHECK(access == one(4, method));
        auto back = catchments(turned, demand, supply, method, decay).access;
        std::reverse(back.begin(), back.end());
        CHECK(access == back);
    }
}

TEST_CASE("catchments refuse fields and ids that do not fit") {
    Desk desk;
    const auto matrix = minutes({"p", "q"}, {"a"}, {5, 5});
    const auto beds = amounts({"a"}, "beds", {3});
    const auto people = amounts({"p", "q"}, "people", {1, 2});
    const auto fail = [&](const std::shared_ptr<layer::Table>& supply,
                          const std::shared_ptr<layer::Table>& demand, json params) {
        params["population"] = "people";
        return desk.refused("network.catchment",
                            {{"matrix", {matrix}}, {"supply", {supply}}, {"demand", {demand}}},
                            params);
    };
    CHECK(fail(beds, people, {}).find("capacity") != std::string::npos);
    CHECK(fail(beds, people, {{"capacity", ""}}) == "capacity is empty: name the field");
    CHECK(fail(beds, people, {{"capacity", "bets"}}).find("beds") != std::string::npos);
    CHECK(fail(amounts({"a"}, "beds", {std::nan("")}), people, {{"capacity", "beds"}})
              .find("field beds of supply: 1 values are no number of at least 0: a ()") == 0);
    CHECK(fail(amounts({"x"}, "beds", {1}), people, {{"capacity", "beds"}})
              .find("supply lacks 1 ids: a") == 0);
    CHECK(fail(beds, amounts({"p"}, "people", {1}), {{"capacity", "beds"}})
              .find("demand lacks 1 ids: q") == 0);
    CHECK(fail(beds, people, {{"capacity", "beds"}, {"method", "e2sfca"}})
              .find("decay zones has no breakpoints") == 0);
    CHECK(fail(beds, people, {{"capacity", "beds"}, {"method", "4sfca"}}).find("method") !=
          std::string::npos);
}

TEST_CASE("empty tables give empty catchments") {
    Desk desk;
    const auto out = desk.run("network.catchment",
                              {{"matrix", {minutes({}, {}, {})}},
                               {"supply", {amounts({}, "beds", {})}},
                               {"demand", {amounts({}, "people", {})}}},
                              {{"capacity", "beds"}, {"population", "people"}});
    CHECK(table(out, "access").rows() == 0);
    CHECK(numbers(table(out, "totals"), "value") == std::vector<double>(8, 0));
}
