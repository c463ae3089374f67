// Draws of what was measured, before the value function: travel times above all.
#include "score/robustness.hpp"
#include "score/run.hpp"
#include "support/errors.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using namespace jt::score;
using layer::Column;
using layer::Table;
using layer::Type;
using nlohmann::json;
using test::error_text;

namespace {

const json kHub = {{"kind", "linear"}, {"from", {120, 0}}};  // minutes to a score of 0 to 100

double hub_score(double minutes) { return 100 * std::clamp((120 - minutes) / 120, 0.0, 1.0); }

/// Parks with minutes to a hub, their score, and a second criterion that does not vary.
std::shared_ptr<Table> parks(const std::vector<double>& minutes) {
    std::vector<std::string> ids;
    std::vector<double> scores, land;
    for (std::size_t i = 0; i < minutes.size(); ++i) {
        ids.push_back("P" + std::to_string(i));
        scores.push_back(hub_score(minutes[i]));
        land.push_back(10.0 * static_cast<double>(i));
    }
    auto out = std::make_shared<Table>(ids.size());
    out->set({"id", Type::text, "", {}}, Column::of_texts(ids));
    out->set({"minutes", Type::real, "min", {}}, Column::of_reals(minutes));
    out->set({"hub", Type::real, "", {}}, Column::of_reals(scores));
    out->set({"land", Type::real, "", {}}, Column::of_reals(land));
    return out;
}

json params(const json& entry, std::uint64_t draws = 4000) {
    return {{"columns", {"hub", "land"}},
            {"weights", {0.7, 0.3}},
            {"vary", "none"},
            {"seed", 5},
            {"draws", draws},
            {"values", {{"hub", entry}}}};
}

json entry(const json& more) {
    json out = {{"raw", "minutes"}, {"function", kHub}};
    out.update(more);
    return out;
}

/// The factor of one draw written out: e^(s z - s^2/2) or 1 + cv z, z by the inverse distribution.
double factor(std::uint64_t stream, double cv, bool lognormal, std::uint64_t draw) {
    Lanes z;
    draw_normals(stream, draw, z);
    const double s2 = std::log(1 + cv * cv);
    return lognormal ? std::exp(std::sqrt(s2) * z.at[0] - s2 / 2) : 1 + cv * z.at[0];
}

struct Moments {
    double mean = 0, sd = 0;
};

Moments moments(const std::vector<double>& values) {
    Moments out;
    for (const double value : values) {
        out.mean += value / static_cast<double>(values.size());
    }
    for (const double value : values) {
        out.sd += (value - out.mean) * (value - out.mean) / static_cast<double>(values.size() - 1);
    }
    out.sd = std::sqrt(out.sd);
    return out;
}

/// All draws of one park's score, one after the other.
std::vector<double> plain_scores(double minutes, const std::string& id, double land, double own,
                                 double common, bool lognormal, std::uint64_t draws) {
    std::vector<double> out;
    for (std::uint64_t d = 0; d < draws; ++d) {
        const double time = minutes *
                            factor(stream_of(5, {"value", id, "hub"}), own, lognormal, d) *
                            factor(stream_of(5, {"common", "minutes"}), common, lognormal, d);
        out.push_back(0.7 * hub_score(time) + 0.3 * land);
    }
    return out;
}

}  // namespace

TEST_CASE("factors have mean 1 and the asked relative standard deviation") {
    for (const bool lognormal : {true, false}) {
        std::vector<double> all;
        for (std::uint64_t d = 0; d < 200000; d += kLanes) {
            Lanes out;
            draw_factors(11, 0.25, lognormal, d, out);
            all.insert(all.end(), out.at, out.at + kLanes);
            if (d < 160) {
                CHECK(out.at[3] == Approx(factor(11, 0.25, lognormal, d + 3)).epsilon(1e-13));
            }
        }
        const auto found = moments(all);
        CHECK(found.mean == Approx(1).margin(0.003));
        CHECK(found.sd == Approx(0.25).margin(0.003));
    }
    Lanes none;
    draw_factors(3, 0, true, 0, none);
    CHECK(std::ranges::all_of(none.at, [](double x) { return x == 1; }));
}

TEST_CASE("drawn times go through the value function, draw by draw") {
    const std::vector<double> minutes = {20, 45, 60, 110};
    for (const bool lognormal : {true, false}) {
        const auto out =
            test::run_score("score.robustness", {{"data", {parks(minutes)}}},
                            params(entry({{"relative", 0.2},
                                          {"common", 0.15},
                                          {"distribution", lognormal ? "lognormal" : "normal"}})));
        REQUIRE(out.table().rows() == 4);
        for (std::size_t i = 0; i < 4; ++i) {
            auto plain = plain_scores(minutes[i], "P" + std::to_string(i),
                                      10.0 * static_cast<double>(i), 0.2, 0.15, lognormal, 4000);
            const auto found = moments(plain);
            CHECK(out.number("mean", i) == Approx(found.mean).epsilon(1e-10));
            CHECK(out.number("sd", i) == Approx(found.sd).epsilon(1e-8));
            std::ranges::sort(plain);
            CHECK(out.number("score_p05", i) == Approx(plain[199]).epsilon(1e-10));
            CHECK(out.number("score_p95", i) == Approx(plain[3799]).epsilon(1e-10));
        }
    }
}

TEST_CASE(
    "a common factor moves all rows together: no rank changes, one's own factor changes them") {
    const auto table = parks({40, 42, 44});
    auto only = [](const json& more) {
        json out = params(entry(more));
        out["columns"] = {"hub"};
        out["weights"] = {1};
        return out;
    };
    const auto together =
        test::run_score("score.robustness", {{"data", {table}}}, only({{"common", 0.3}}));
    CHECK(together.number("p_first", 0) == 1);
    CHECK(together.number("sd", 0) > 5);
    const auto apart =
        test::run_score("score.robustness", {{"data", {table}}}, only({{"relative", 0.3}}));
    CHECK(apart.number("p_first", 0) < 0.6);
}

TEST_CASE("two criteria that name one factor get the same draws of it") {
    auto table = parks({30, 60});
    table->set({"air", Type::real, "", {}}, Column::of_reals({hub_score(30), hub_score(60)}));
    json more = params(entry({{"common", 0.2}, {"factor", "slow"}}));
    more["columns"] = {"hub", "air"};
    more["weights"] = {0.5, 0.5};
    more["values"]["air"] = more["values"]["hub"];
    const auto both = test::run_score("score.robustness", {{"data", {table}}}, more);
    more["values"]["air"]["factor"] = "other";
    const auto other = test::run_score("score.robustness", {{"data", {table}}}, more);
    const double alone = 100.0 / 120 * 30 * 0.2;  // sd of one score where nothing is clipped
    CHECK(both.number("sd", 0) == Approx(alone).epsilon(0.05));
    CHECK(other.number("sd", 0) == Approx(alone / std::sqrt(2)).epsilon(0.05));
}

TEST_CASE("scenarios share the luck: the interval of their difference is that of the scenarios") {
    const auto before = parks({60, 80}), after = parks({50, 80});
    const auto out =
        test::run_score("score.compare_robust", {{"before", {before}}, {"after", {after}}},
                        params(entry({{"common", 0.2}})));
    // Differences by hand, with the same factor on both sides.
    std::vector<double> plain;
    const auto a = plain_scores(60, "P0", 0, 0, 0.2, true, 4000),
               b = plain_scores(50, "P0", 0, 0, 0.2, true, 4000);
    for (std::size_t d = 0; d < a.size(); ++d) {
        plain.push_back(b[d] - a[d]);
    }
    CHECK(out.number("mean", 0) == Approx(moments(plain).mean).epsilon(1e-10));
    CHECK(out.number("sd", 0) == Approx(moments(plain).sd).epsilon(1e-8));
    std::ranges::sort(plain);
    CHECK(out.number("p05", 0) == Approx(plain[199]).epsilon(1e-10));
    CHECK(out.number("p_improves", 0) == 1);
    CHECK(out.number("sd", 0) < 0.3 * moments(a).sd);  // far less than that of either score
    CHECK(out.number("sd", 1) == 0);                   // nothing changed there
    const auto again =
        test::run_score("score.compare_robust", {{"before", {before}}, {"after", {after}}},
                        params(entry({{"common", 0.2}})));
    CHECK(registry::content_hash(*out.outputs.at("table")) ==
          registry::content_hash(*again.outputs.at("table")));
}

TEST_CASE("raw values that do not make the criterion are refused, with row and numbers") {
    const auto refused = [](const json& more) {
        const auto text = error_text([&] {
            test::run_score("score.robustness", {{"data", {parks({40, 60})}}}, params(more));
        });
        return text.substr(0, text.find("\n  in "));
    };
    json half = entry({{"relative", 0.2}});
    half["function"]["from"] = {60, 0};
    CHECK(refused(half).find("row 'P0': the function makes 33.") == 0);
    CHECK(refused({{"raw", "minutes"}}) ==
          "'raw' needs 'function', the value function that makes the criterion of it");
    CHECK(refused(entry({{"relative", -1}})) == "'relative' is -1; it should be 0 or more");
    CHECK(refused(entry({{"sd", 1}})) ==
          "an entry of 'values' has no 'sd'; it takes: raw, function, relative, common, factor, "
          "distribution, min, max");
    CHECK(refused(entry({{"distribution", "gamma"}})).find("there is no distribution 'gamma'") ==
          0);
    CHECK(refused({{"raw", "minuts"}, {"function", kHub}}).find("minuts") != std::string::npos);
    CHECK(refused(entry({{"factor", 3}})) == "'factor' wants a text, found 3");
}
