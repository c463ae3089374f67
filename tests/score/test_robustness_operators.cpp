#include "score/run.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using layer::Column;
using layer::Table;
using layer::Type;
using nlohmann::json;
using test::error_text;

namespace {

constexpr auto run = test::run_score;

std::shared_ptr<Table> parks() {
    auto out = std::make_shared<Table>(5);
    out->set({"id", Type::text, "", {}}, Column::of_texts({"P1", "P2", "P3", "P4", "P5"}));
    out->set({"access", Type::real, "", {}}, Column::of_reals({90, 40, 70, NAN, 99}));
    out->set({"land", Type::real, "", {}}, Column::of_reals({30, 80, 60, 50, 99}));
    out->set({"land_sd", Type::real, "", {}}, Column::of_reals({0, 5, 5, NAN, -1}));
    out->set({"fits", Type::boolean, "", {}}, Column::of_booleans({true, true, true, true, false}));
    return out;
}

json base_params() {
    return {{"columns", {"access", "land"}},
            {"weights", {0.6, 0.4}},
            {"feasible", "fits"},
            {"seed", 1},
            {"draws", 4000}};
}

json with(json params, const json& more) {
    params.update(more);
    return params;
}

/// What score.robustness says to other parameters, without the line that names the operator.
std::string refused(const json& more) {
    const auto text = error_text([&] {
        run("score.robustness", {{"data", {parks()}}}, with(base_params(), more));
    });
    return text.substr(0, text.find("\n  in operator"));
}

std::shared_ptr<Table> one_column(std::vector<std::string> ids, std::vector<double> values) {
    auto out = std::make_shared<Table>(ids.size());
    out->set({"id", Type::text, "", {}}, Column::of_texts(ids));
    out->set({"x", Type::real, "", {}}, Column::of_reals(std::move(values)));
    return out;
}

}  // namespace

TEST_CASE("score.robustness ranks complete feasible rows and lists the others") {
    const auto out =
        run("score.robustness", {{"data", {parks()}}},
            with(base_params(),
                 {{"values", {{"land", {{"sd", "land_sd"}}}}}, {"ranks", 2}, {"top", 2}}));
    CHECK(out.told ==
          std::vector<std::string>{
              "info: 1 rows are infeasible and not ranked: P5 (1 features: 5)",
              "warning: 1 rows lack a value and are left out of the ranking: P4 (1 features: 4)",
              "info: 4000 draws over 3 rows, seed 1, weights: dirichlet"});
    REQUIRE(out.table().rows() == 3);
    CHECK(out.table().column("id").text(2) == "P3");
    CHECK(out.number("score", 0) == Approx(66));
    CHECK(out.number("rank", 0) == 1);
    CHECK(out.number("rank", 1) == 3);
    CHECK(out.number("mean", 0) == Approx(66).margin(0.5));
    // 60 w of variance 0.24 / 51.
    CHECK(out.number("sd", 0) == Approx(60 * std::sqrt(0.24 / 51)).epsilon(0.05));
    CHECK(out.number("p_first", 0) + out.number("p_first", 1) + out.number("p_first", 2) ==
          Approx(1));
    CHECK(out.number("rank_p05", 0) == 1);
    CHECK(out.number("expected_rank", 1) > 2);
    const auto& shares = out.table("acceptability");
    REQUIRE(shares.rows() == 6);
    CHECK(shares.column("rank").number(3) == 2);
    CHECK(out.number("probability", 0, "acceptability") +
              out.number("probability", 1, "acceptability") ==
          Approx(out.number("p_top", 0)));
    const auto& central = out.table("central");
    CHECK(central.column("criterion").text(1) == "land");
    CHECK(out.number("weight", 0, "central") > 0.6);
    CHECK(out.number("weight", 0, "central") + out.number("weight", 1, "central") == Approx(1));
}

TEST_CASE("score.robustness finds weights for free and ordinal by itself") {
    auto params = base_params();
    params.erase("weights");
    const auto free =
        run("score.robustness", {{"data", {parks()}}}, with(params, {{"vary", "free"}}));
    CHECK(free.number("score", 0) == Approx(60));
    const auto ordinal =
        run("score.robustness", {{"data", {parks()}}},
            with(params, {{"vary", "ordinal"}, {"importance", {"land", "access"}}}));
    CHECK(ordinal.number("score", 0) == Approx(45));
    const auto still =
        run("score.robustness", {{"data", {parks()}}}, with(base_params(), {{"vary", "none"}}));
    CHECK(still.told[2] == "warning: neither weights nor values vary: every draw is the same");
    CHECK(still.number("p_first", 0) == 1);
    CHECK(still.number("sd", 0) == 0);
}

TEST_CASE("score.robustness refuses what it cannot draw") {
    CHECK(refused({{"weights", {0.7, -0.1}}}) ==
          "the weight of 'land' is -0.1; weights are 0 or more");
    CHECK(refused({{"weights", {0, 0}}}) == "all weights are 0");
    CHECK(refused({{"weights", {0.6, 0.6}}}) == "the weights add up to 1.2, not to 1");
    CHECK(refused({{"draws", 0}}) == "parameter 'draws' is 0, but at least 1 is wanted");
    CHECK(refused({{"concentration", 0.5}}) ==
          "parameter 'concentration' is 0.5, but at least 1 is wanted");
    CHECK(refused({{"share", 0.5}}) ==
          "parameter 'share' belongs to vary = uniform, but vary is dirichlet");
    CHECK(refused({{"importance", {"land", "access"}}}) ==
          "parameter 'importance' belongs to vary = ordinal, but vary is dirichlet");
    const auto ordinal = [](const json& names) {
        return refused({{"vary", "ordinal"}, {"importance", names}});
    };
    CHECK(ordinal({"land", "land"}) ==
          "parameter 'importance' names 'land' twice; each column has its own place");
    CHECK(ordinal({"land", "acces"}) ==
          "parameter 'importance' names 'acces', which is not among the columns; did you mean "
          "'access'?");
    CHECK(ordinal({"land", "climate"}) ==
          "parameter 'importance' names 'climate', which is not among the columns: access, land");
    CHECK(ordinal({"land"}) ==
          "parameter 'importance' names 1 of 2 columns; vary = ordinal wants all of them, the most "
          "important first");
    CHECK(refused({{"feasible", "land"}}) == "column 'land' wants to be boolean");
    auto twins = one_column({"a", "a"}, {1, 2});
    CHECK(error_text([&] {
              run("score.robustness", {{"data", {twins}}},
                  {{"columns", {"x"}}, {"weights", {1}}, {"seed", 1}});
          }) == "the id 'a' names two rows\n  in operator score.robustness");
    std::vector<std::string> ids;
    for (int i = 0; i < 4097; ++i) {
        ids.push_back(std::to_string(i));
    }
    CHECK(error_text([&] {
              run("score.robustness", {{"data", {one_column(ids, std::vector<double>(4097))}}},
                  {{"columns", {"x"}}, {"weights", {1}}, {"seed", 1}});
          }) ==
          "4097 rows can be ranked, at most 4096 are taken; keep the candidates only\n"
          "  in operator score.robustness");
}

TEST_CASE("score.robustness refuses spreads that make no sense, naming the column") {
    const auto spread = [](const json& entry) {
        return refused({{"feasible", nullptr}, {"values", {{"land", entry}}}});
    };
    const std::string in = "\n  in column 'land'";
    CHECK(spread({{"sd", -1}}) == "'sd' is -1; it should be 0 or more" + in);
    CHECK(spread({{"sd", "land_sd"}}) ==
          "the standard deviation of row 'P5' is -1; it should be 0 or more" + in);
    CHECK(spread({{"sd", true}}) == "'sd' wants a number or the name of a column, found true" + in);
    CHECK(spread({{"low", -0.1}}) == "'low' is -0.1; it should be 0 or more" + in);
    CHECK(spread({{"low", "a"}}) == "'low' wants a number, found \"a\"" + in);
    CHECK(spread({{"sd", 1}, {"min", 5}, {"max", 4}}) == "'min' 5 is above 'max' 4" + in);
    CHECK(spread({{"sd", 1}, {"mim", 5}}) ==
          "an entry of 'values' has no 'mim'; did you mean 'min'?" + in);
    CHECK(spread({{"sd", 1}, {"distribution", 5}}) ==
          "an entry of 'values' has no 'distribution'; it takes: sd, low, high, min, max" + in);
    const std::string form =
        "an entry of 'values' is a table with either 'sd', or 'low' and 'high', or 'raw' and "
        "'function'" +
        in;
    CHECK(spread({{"sd", 1}, {"low", 0.1}}) == form);
    CHECK(spread({{"min", 1}}) == form);
    CHECK(spread(3) == form);
    CHECK(refused({{"values", {{"lend", {{"sd", 1}}}}}}) ==
          "'lend' is not among the columns; did you mean 'land'?");
    CHECK(refused({{"values", {{"climate", {{"sd", 1}}}}}}) ==
          "'climate' is not among the columns: access, land");
    auto nulls = parks();
    nulls->set({"land_sd", Type::real, "", {}}, Column::of_reals({1, NAN, 1, 1, 1}));
    CHECK(error_text([&] {
              run("score.robustness", {{"data", {nulls}}},
                  with(base_params(), {{"values", {{"land", {{"sd", "land_sd"}}}}}}));
          }) == "the standard deviation of row 'P2' is nan; it should be 0 or more" + in +
                    "\n  in operator score.robustness");
}

TEST_CASE("all rows infeasible give empty results, and say so") {
    auto none = parks();
    none->set({"fits", Type::boolean, "", {}}, Column::of_booleans(std::vector<bool>(5, false)));
    const auto out = run("score.robustness", {{"data", {none}}}, base_params());
    CHECK(out.table().rows() == 0);
    CHECK(out.table("central").rows() == 0);
    CHECK(out.told[0] ==
          "info: 5 rows are infeasible and not ranked: P1, P2, P3, P4, P5 (5 "
          "features: 1, 2, 3, 4, 5)");
    auto params = base_params();
    params.erase("seed");
    params.erase("draws");
    CHECK(run("score.sensitivity", {{"data", {none}}}, params).table("leads").rows() == 0);
    params["row"] = "P1";
    CHECK(error_text([&] {
              run("score.waterfall", {{"data", {none}}}, params);
          }) == "no row 'P1' among those that can be ranked: -\n  in operator score.waterfall");
}

TEST_CASE("score.compare_robust meets rows by their ids") {
    const auto before = one_column({"a", "b", "c"}, {10, 20, 30});
    const auto after = one_column({"c", "d", "a"}, {30, 1, 12});
    const json params = {{"columns", {"x"}}, {"weights", {1}}, {"seed", 4},
                         {"draws", 500},     {"vary", "none"}, {"values", {{"x", {{"sd", 50}}}}}};
    const auto out =
        run("score.compare_robust", {{"before", {before}}, {"after", {after}}}, params);
    REQUIRE(out.table().rows() == 2);
    CHECK(out.told[0] ==
          "warning: 2 rows can be ranked in only one of the tables and are left out: b, d");
    CHECK(out.number("before", 0) == 10);
    CHECK(out.number("difference", 0) == 2);
    CHECK(out.number("mean", 0) == Approx(2));
    CHECK(out.number("p05", 0) == Approx(2));
    CHECK(out.number("p_improves", 0) == 1);
    CHECK(out.table().column("id").text(1) == "c");
    CHECK(out.number("sd", 1) == 0);
    CHECK(out.number("p_improves", 1) == 0);
}

TEST_CASE("score.sensitivity tells who is nearest to the first") {
    auto params = base_params();
    params.erase("seed");
    params.erase("draws");
    const auto out = run("score.sensitivity", {{"data", {parks()}}}, params);
    // P1 and P3 at 66: P1 is first by id; P3 is level already.
    CHECK(out.told[2] ==
          "info: P1 is first; nearest to it is P3, level when weight 0 moves to 'land'");
    REQUIRE(out.table().rows() == 2);
    CHECK(out.table().column("id").text(0) == "P2");
    CHECK(out.number("change", 0) == Approx(0.2));  // level at equal weights
    CHECK(out.number("largest", 0) == Approx(0.1));
    CHECK(out.table().column("raised").text(0) == "land");
    CHECK(out.table("weights").rows() == 4);
    CHECK(out.number("weight", 1, "weights") == Approx(0.5));
    CHECK(out.number("change", 1, "weights") == Approx(0.1));
    CHECK(out.table("steps").rows() == 2 * 21 * 3);
    const auto& leads = out.table("leads");
    CHECK(leads.column("id").text(0) == "P2");
    CHECK(leads.column("to").number(0) == Approx(0.4));
    CHECK(leads.column("id").text(1) == "P3");
    CHECK(leads.column("to").number(1) == Approx(0.6));
    CHECK(leads.column("id").text(2) == "P1");
    CHECK_FALSE(leads.column("now").boolean(0));
    CHECK(error_text([] {
              run("score.sensitivity", {{"data", {parks()}}},
                  {{"columns", {"land"}}, {"weights", {1}}});
          }) ==
          "one criterion has no weight to move: give at least two columns\n"
          "  in operator score.sensitivity");
    auto all = params;
    all.erase("feasible");
    const auto always = run("score.sensitivity", {{"data", {parks()}}}, all);
    CHECK(always.told[1] == "info: P5 is first whatever the weights");
    CHECK_FALSE(always.table().column("possible").boolean(0));
    CHECK_FALSE(always.table().column("change").valid(0));
}

TEST_CASE("score.counterfactual says what would make a row first") {
    json params = {{"columns", {"access", "land"}},
                   {"weights", {0.6, 0.4}},
                   {"feasible", "fits"},
                   {"row", "P2"},
                   {"bounds", {{"access", {0, 100}}, {"land", {0, 100}}}}};
    const auto out = run("score.counterfactual", {{"data", {parks()}}}, params);
    REQUIRE(out.table().rows() == 1);
    CHECK(out.table().column("criterion").text(0) == "access");
    CHECK(out.number("to", 0) == Approx(40 + 10 / 0.6));
    CHECK(out.number("gain", 0) == Approx(10));
    CHECK(out.number("gap", 0, "summary") == Approx(10));
    CHECK(out.number("criteria", 0, "summary") == 1);
    CHECK(out.number("missing", 0, "summary") == 0);

    params["bounds"] = {{"land", {0, 100}}};
    const auto none = run("score.counterfactual", {{"data", {parks()}}}, params);
    CHECK(none.told[2] ==
          "warning: P2 cannot be first within the bounds: it lacks 10, the bounds allow 8, 2 are "
          "missing");
    CHECK_FALSE(none.table("summary").column("possible").boolean(0));
    CHECK_FALSE(none.table("summary").column("cost").valid(0));
    CHECK(none.number("missing", 0, "summary") == Approx(2));

    params["row"] = "P1";
    CHECK(run("score.counterfactual", {{"data", {parks()}}}, params).told[2] ==
          "info: P1 is first already");
}

TEST_CASE("score.counterfactual refuses bounds, costs and rows it cannot use") {
    const auto says = [](const json& more) {
        json params = {{"columns", {"access", "land"}},
                       {"weights", {0.6, 0.4}},
                       {"feasible", "fits"},
                       {"row", "P2"},
                       {"bounds", {{"land", {0, 100}}}}};
        params.update(more);
        const auto text = error_text([&] {
            run("score.counterfactual", {{"data", {parks()}}}, params);
        });
        return text.substr(0, text.find('\n'));
    };
    CHECK(says({{"bounds", {{"land", {100, 0}}}}}) ==
          "the bounds of 'land' are two ascending numbers, found [100,0]");
    CHECK(says({{"bounds", {{"land", {0, 70}}}}}) ==
          "the value 80 of 'land' lies outside its bounds 0 to 70");
    CHECK(says({{"bounds", {{"lamd", {0, 70}}}}}) ==
          "'lamd' is not among the columns; did you mean 'land'?");
    CHECK(says({{"costs", {{"land", -1}}}}) ==
          "the cost of 'land' is a number of 0 or more, found -1");
    CHECK(says({{"row", "P5"}}) ==
          "no row 'P5' among those that can be ranked; did you mean 'P1'?");
    Table wide(2);
    json columns = json::array(), weights = json::array(), bounds = json::object();
    for (int j = 0; j < 21; ++j) {
        const std::string name = "c" + std::to_string(j);
        wide.set({name, Type::real, "", {}}, Column::of_reals({1, 0}));
        columns.push_back(name);
        weights.push_back(1);
        bounds[name] = {0, 2};
    }
    CHECK(error_text([&] {
              run("score.counterfactual", {{"data", {std::make_shared<Table>(wide)}}},
                  {{"columns", columns},
                   {"weights", weights},
                   {"normalise", true},
                   {"row", "2"},
                   {"bounds", bounds}});
          }) == "21 columns may change, at most 20 are taken\n  in operator score.counterfactual");
}

TEST_CASE("score.waterfall makes the bars of a figure") {
    const json params = {{"columns", {"access", "land"}},
                         {"weights", {0.6, 0.4}},
                         {"feasible", "fits"},
                         {"row", "P2"},
                         {"order", "size"}};
    const auto out = run("score.waterfall", {{"data", {parks()}}}, params);
    REQUIRE(out.table().rows() == 4);
    // Means of the three feasible, complete rows: 200 / 3 and 170 / 3.
    CHECK(out.number("end", 0) == Approx((0.6 * 200 + 0.4 * 170) / 3));
    CHECK(out.table().column("step").text(1) == "access");
    CHECK(out.number("part", 1) == Approx(0.6 * (40 - 200.0 / 3)));
    CHECK(out.number("start", 1) == out.number("end", 0));
    CHECK(out.number("part", 2) == Approx(0.4 * (80 - 170.0 / 3)));
    CHECK(out.table().column("kind").text(3) == "total");
    CHECK(out.number("end", 3) == Approx(56));
    CHECK(out.number("end", 2) == Approx(56));
    CHECK_FALSE(out.table().column("weight").valid(0));
    const auto zero =
        run("score.waterfall", {{"data", {parks()}}}, with(params, {{"reference", "zero"}}));
    CHECK(zero.number("end", 0) == 0);
    CHECK(zero.number("part", 1) == Approx(32));  // land, the larger one
}
