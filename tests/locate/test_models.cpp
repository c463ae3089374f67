#include "locate/fixtures.hpp"

#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using locate::Problem;
using locate::Role;
using nlohmann::json;
using test::run;
using test::tables_of;
using test::try_all;

namespace {

Problem random_problem(std::mt19937& random, std::size_t demand, std::size_t sites, bool gaps) {
    std::vector<std::vector<double>> costs(demand, std::vector<double>(sites));
    std::vector<double> weights(demand);
    for (std::size_t i = 0; i < demand; ++i) {
        weights[i] = static_cast<double>(random() % 50);
        for (double& cost : costs[i]) {
            cost = gaps && random() % 4 == 0 ? NAN : static_cast<double>(random() % 40) + 0.25;
        }
        if (gaps && random() % 3 != 0) {
            costs[i][random() % sites] = 7;
        }
    }
    return test::problem_of(costs, weights);
}

json with(json params) {
    params["weight"] = "people";
    return params;
}

}  // namespace

namespace {

/// How many cases were solved, and how many have no solution.
struct Seen {
    std::size_t solved = 0, impossible = 0;
};

/// A random case with required and forbidden sites, whose links these have lost.
Problem random_case(std::mt19937& random, int round) {
    const std::size_t sites = 3 + random() % 7;
    Problem problem = random_problem(random, 2 + random() % 14, sites, round % 2 == 1);
    if (round % 3 == 0) {
        problem.role[random() % sites] = Role::required;
        for (auto& role : problem.role) {
            role = role == Role::candidate && random() % 5 == 0 ? Role::forbidden : role;
        }
    }
    for (auto& list : problem.links) {
        list.erase(std::remove_if(list.begin(), list.end(),
                                  [&](const locate::Link& link) {
                                      return problem.role[link.site] == Role::forbidden;
                                  }),
                   list.end());
    }
    std::vector<std::size_t> left_out;
    const double cutoff = round % 4 == 0 ? 20 : locate::kInfinite;
    return locate::without_unreached(locate::within(problem, cutoff), left_out);
}

long number_of(const std::vector<bool>& open) { return std::count(open.begin(), open.end(), true); }

void check_count(const Problem& problem, std::size_t p, const test::Tried& expected, Seen& seen) {
    const base::Progress quiet;
    const auto cover = locate::max_cover(problem, p, {}, quiet);
    CHECK(cover.objective == Approx(expected.covered.at(p)));
    CHECK(cover.bound == cover.objective);
    if (expected.median.count(p) == 0) {
        ++seen.impossible;
        CHECK(test::error_text([&] { locate::p_median(problem, p, {}, quiet); }) ==
              std::to_string(p) + " sites cannot reach all demand within the cutoff: at least " +
                  std::to_string(expected.fewest) +
                  " are needed\n  hint: raise p or the cutoff, or use locate.max_cover");
        CHECK_THROWS_AS(locate::p_centre(problem, p, {}, quiet), base::Error);
        return;
    }
    ++seen.solved;
    const auto median = locate::p_median(problem, p, {}, quiet);
    const auto centre = locate::p_centre(problem, p, {}, quiet);
    CHECK(median.objective == Approx(expected.median.at(p)));
    CHECK(median.end == locate::End::optimal);
    CHECK(centre.objective == expected.radius.at(p));
    CHECK(number_of(median.open) == static_cast<long>(p));
    CHECK(number_of(centre.open) == static_cast<long>(p));
    // Of the sets with the least radius, the one with the least weighted cost.
    const auto within_radius = try_all(locate::within(problem, centre.objective));
    CHECK(locate::total_cost(problem, centre.assigned) ==
          Approx(within_radius.median.at(p)).margin(1e-9));
}

}  // namespace

TEST_CASE("all models find the optimum of every subset of small random cases") {
    std::mt19937 random(20200525);
    Seen seen;
    for (int round = 0; round < 60; ++round) {
        const Problem problem = random_case(random, round);
        const auto expected = try_all(problem);
        CAPTURE(round, problem.site.size(), problem.demand.size());
        for (std::size_t p = std::max<std::size_t>(1, problem.count(Role::required));
             p <= problem.available(); ++p) {
            CAPTURE(p);
            check_count(problem, p, expected, seen);
        }
        if (expected.fewest > 0) {
            const auto cover = locate::cover_all(problem, {}, base::Progress());
            CHECK(cover.objective == static_cast<double>(expected.fewest));
            CHECK(locate::total_cost(problem, cover.assigned) ==
                  Approx(expected.median.at(expected.fewest)).margin(1e-9));
        }
    }
    CHECK(seen.solved > 150);
    CHECK(seen.impossible > 10);
}

TEST_CASE("capacities hold each demand whole at one site") {
    std::mt19937 random(7);
    std::size_t solved = 0, refused = 0;
    for (int round = 0; round < 40; ++round) {
        const std::size_t demand = 3 + random() % 4, sites = 3;
        Problem problem = random_problem(random, demand, sites, false);
        for (double& weight : problem.weight) {
            weight += 1;
        }
        for (std::size_t j = 0; j < sites; ++j) {
            problem.capacity.push_back(40 + static_cast<double>(random() % 60));
        }
        // Every way to send each demand to one of two sites.
        double best = locate::kInfinite;
        for (std::size_t closed = 0; closed < sites; ++closed) {
            for (std::size_t ways = 0; ways < (std::size_t{1} << demand); ++ways) {
                std::vector<double> load(sites, 0);
                double cost = 0;
                for (std::size_t i = 0; i < demand; ++i) {
                    const std::size_t at = (closed + 1 + ((ways >> i) & 1U)) % sites;
                    load[at] += problem.weight[i];
                    cost += problem.weight[i] * locate::cost_between(problem, i, at);
                }
                bool fits = true;
                for (std::size_t j = 0; j < sites; ++j) {
                    fits = fits && load[j] <= problem.capacity[j];
                }
                best = fits ? std::min(best, cost) : best;
            }
        }
        CAPTURE(round);
        const auto attempt = [&] { return locate::p_median(problem, 2, {}, base::Progress()); };
        if (best == locate::kInfinite) {
            ++refused;
            const std::string text = test::error_text(attempt);
            CHECK((text.find("capacit") != std::string::npos ||
                   text.find("hold") != std::string::npos));
        } else {
            ++solved;
            CHECK(attempt().objective == Approx(best));
        }
    }
    CHECK(solved > 5);
    CHECK(refused > 5);
}

TEST_CASE("the order of rows changes no byte") {
    std::mt19937 random(3);
    const Problem problem = random_problem(random, 30, 8, true);
    const auto bytes = [&](const std::string& op, unsigned seed, json params) {
        const auto ran = run(op, tables_of(problem, seed).inputs(), with(std::move(params)));
        std::string out;
        for (const auto& [name, object] : ran.outputs) {
            out += name + registry::content_hash(*object);
        }
        return out;
    };
    for (const unsigned seed : {1U, 2U, 3U}) {
        CHECK(bytes("locate.p_median", 0, {{"p", 4}}) ==
              bytes("locate.p_median", seed, {{"p", 4}}));
        CHECK(bytes("locate.p_centre", 0, {{"p", 4}}) ==
              bytes("locate.p_centre", seed, {{"p", 4}}));
        CHECK(bytes("locate.cover_all", 0, {{"cutoff", 20}}) ==
              bytes("locate.cover_all", seed, {{"cutoff", 20}}));
        CHECK(bytes("locate.max_cover", 0, {{"p", 2}, {"cutoff", 9}}) ==
              bytes("locate.max_cover", seed, {{"p", 2}, {"cutoff", 9}}));
    }
}

TEST_CASE("a search that is cut short gives a set and an honest bound") {
    std::mt19937 random(11);
    const Problem problem = random_problem(random, 60, 20, false);
    const base::Progress quiet;
    const auto whole = locate::p_median(problem, 4, {}, quiet);
    REQUIRE(whole.end == locate::End::optimal);
    for (const std::int64_t nodes : {0, 1, 5}) {
        locate::Limits limits;
        limits.nodes = nodes;
        const auto cut = locate::p_median(problem, 4, limits, quiet);
        CAPTURE(nodes, locate::end_name(cut.end));
        CHECK(cut.objective >= whole.objective);
        CHECK(cut.bound <= whole.objective + 1e-6);
        CHECK(cut.bound > 0.5 * whole.objective);
    }
    locate::Limits gap;
    gap.gap = 0.2;
    const auto rough = locate::p_median(problem, 4, gap, quiet);
    CHECK(rough.objective - rough.bound <= 0.2 * rough.objective + 1e-6);
    CHECK(rough.bound <= whole.objective + 1e-6);
    locate::Limits clock;
    clock.seconds = 1e-3;
    const auto hurried = locate::p_median(problem, 4, clock, quiet);
    CHECK(hurried.open.size() == 20);
    CHECK(hurried.bound <= whole.objective + 1e-6);
}
