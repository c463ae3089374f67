// The operators of weights and aggregation: tables in, tables out, and what is told.
#include "layer/layer.hpp"
#include "score/goldens.hpp"
#include "score/register.hpp"
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

using Inputs = std::map<std::string, std::vector<registry::ObjectPtr>>;

struct Ran {
    registry::Outputs outputs;
    std::vector<std::string> told;
    const Table& table(const std::string& name = "table") const {
        return dynamic_cast<const Table&>(*outputs.at(name));
    }
    double number(const std::string& column, std::size_t row = 0,
                  const std::string& name = "table") const {
        return table(name).column(column).number(row);
    }
    std::string text(const std::string& column, std::size_t row = 0,
                     const std::string& name = "table") const {
        return table(name).column(column).show(row);
    }
};

Ran run(const std::string& name, Inputs inputs, const json& params) {
    static const registry::Registry operators = [] {
        registry::Registry out;
        score::register_operators(out);
        return out;
    }();
    Ran out;
    base::Diagnostics diagnostics;
    registry::Call call;
    call.inputs = std::move(inputs);
    call.params = params;
    call.diagnostics = &diagnostics;
    out.outputs = operators.run(name, call);
    for (const auto& one : diagnostics.list()) {
        out.told.push_back(base::render(one, base::Lang::en));
    }
    return out;
}

using Texts = std::vector<std::string>;
using Reals = std::vector<double>;

std::shared_ptr<Table> make(const std::vector<std::pair<std::string, Texts>>& texts,
                            const std::vector<std::pair<std::string, Reals>>& reals) {
    auto out = std::make_shared<Table>();
    for (const auto& [name, values] : texts) {
        out->set({name, Type::text, "", {}}, Column::of_texts(values));
    }
    for (const auto& [name, values] : reals) {
        out->set({name, Type::real, "", {}}, Column::of_reals(values));
    }
    return out;
}

/// Two judges who agree on the order, and one in circles.
std::shared_ptr<Table> panel() {
    return make({{"first", {"access", "access", "land"}},
                 {"second", {"land", "industry", "industry"}},
                 {"Li", {"2", "4", "2"}},
                 {"Wang", {"3", "5", ""}},
                 {"Zhou", {"5", "1/5", "5"}}},
                {});
}

std::shared_ptr<Table> weights(const Texts& names, const Reals& values) {
    return make({{"name", names}}, {{"weight", values}});
}

std::shared_ptr<Table> parks() {
    return make({{"id", {"P01", "P02", "P03"}}}, {{"land", {4, 9, 1}}, {"access", {9, NAN, 16}}});
}

const std::string kIn = "\n  in operator ";

}  // namespace

TEST_CASE("score.ahp tells blanks, the worst triad and the repair") {
    const json names = {"access", "land", "industry", "slope"};
    const auto out =
        run("score.ahp", {},
            {{"names", names},
             {"method", "geometric"},
             {"matrix",
              {{1, "2", "", 8}, {"", 1, 2, nullptr}, {"", "1/2", 1, 2}, {"1/8", "", "1/2", 1}}}});
    CHECK(out.number("weight", 0) == Approx(8.0 / 15));
    CHECK(out.number("missing", 0, "check") == 2);
    CHECK(out.told ==
          Texts{"info: 1 blank cells took the reciprocal of their mirror: (land, access)",
                "warning: 2 of 6 comparisons are missing and were treated by Harker 1987; RI is "
                "that of complete matrices, so CR is lenient: (access, industry), (land, slope)",
                "info: AHP of 4 criteria: lambda_max 4.0000, CI 0.0000, RI 0.9 (Saaty), CR 0.0000, "
                "accepted up to 0.1"});
    const auto house =
        run("score.ahp", {},
            {{"names", test::letters(8)}, {"matrix", test::kHouse}, {"accept_cr", 0.2}});
    CHECK(house.text("triad", 0, "check") == "a, c, g");
    CHECK(house.number("triad_factor", 0, "check") == Approx(54));
    CHECK(house.text("repair", 0, "check") == "c, g");
    CHECK(house.number("repair_to", 0, "check") == 0.5);
    CHECK(house.number("repair_cr", 0, "check") < 0.1);
    CHECK(error_text([&] {
              run("score.ahp", {},
                  {{"names", {"a", "b", "c"}}, {"matrix", {{1, 2, ""}, {"", 1, ""}, {"", "", 1}}}});
          })
              .find("the comparisons do not connect all criteria; these groups were never compared "
                    "with each other: (a, b), (c)") == 0);
}

TEST_CASE("score.group_ahp keeps who judged what, and refuses who contradicts himself") {
    const json base_params = {{"judges", {"Li", "Wang", "Zhou"}}};
    CHECK(
        error_text([&] {
            run("score.group_ahp", {{"comparisons", {panel()}}}, base_params);
        }) ==
        "1 judges contradict themselves, CR above 0.1: Zhou (CR 2.7586; (access, land): 5 -> "
        "1/9, CR 0.1009)" +
            kIn +
            "score.group_ahp\n  hint: ask them to review the judgement named, raise accept_cr, or "
            "set inconsistent = \"warn\" or \"exclude\"");
    auto params = base_params;
    params["inconsistent"] = "exclude";
    const auto out = run("score.group_ahp", {{"comparisons", {panel()}}}, params);
    CHECK(out.table().rows() == 3);
    CHECK(out.text("name", 0) == "access");
    CHECK(out.number("value", 0, "comparisons") == Approx(std::sqrt(6.0)));
    CHECK(out.number("judges", 2, "comparisons") == 1);  // Wang left it out
    CHECK(out.number("judge_weight", 0, "judges") == 0.5);
    CHECK_FALSE(out.table("judges").column("used").boolean(2));
    CHECK(out.number("cr", 2, "judges") == Approx(2.7586).margin(0.0001));
    CHECK(out.number("comparisons", 1, "judges") == 2);
    CHECK(out.number("weight", 0, "judge_weights") == Approx(4.0 / 7));
    CHECK(out.table("judge_weights").rows() == 9);
    REQUIRE(out.table("judgements").rows() == 8);
    CHECK(out.text("judge", 7, "judgements") == "Zhou");
    CHECK(out.number("value", 7, "judgements") == 5);
    CHECK(out.number("judges", 0, "check") == 2);
    CHECK(out.number("lowest", 0) == Approx(4.0 / 7));
    CHECK(out.number("spread", 0) == Approx(15.0 / 23 - 4.0 / 7));
    CHECK(out.told ==
          Texts{"warning: 1 judges contradict themselves, CR above 0.1; they are left out and "
                "their weight goes to the others: Zhou (CR 2.7586; (access, land): 5 -> 1/9, CR "
                "0.1009)",
                "info: 1 pairs were compared by some judges only; their weights were brought to 1: "
                "(land, industry)",
                "info: AHP of 2 judges and 3 criteria: CR of the group " +
                    fmt::format("{:.4f}", out.number("cr", 0, "check"))});
}

TEST_CASE("score.group_ahp reads a column of judges, their weights, and any order of rows") {
    const auto lines = make({{"judge", {"Li", "Li", "Wang", "Wang"}},
                             {"first", {"a", "b", "c", "b"}},
                             {"second", {"b", "c", "b", "a"}}},
                            {{"value", {2, 3, 1, 0.125}}});
    const auto out = run("score.group_ahp", {{"comparisons", {lines}}},
                         {{"weights", {{"Li", 0.75}, {"Wang", 0.25}}}, {"names", {"c", "b", "a"}}});
    CHECK(out.text("name", 0) == "c");
    const double ab = std::pow(2, .75) * std::pow(8, .25);
    CHECK(out.number("value", 1, "comparisons") == Approx(1 / ab));
    CHECK(out.number("weight", 2) / out.number("weight", 1) == Approx(ab));
    const auto fails = [&](const std::shared_ptr<Table>& table, const json& params) {
        return error_text([&] { run("score.group_ahp", {{"comparisons", {table}}}, params); });
    };
    CHECK(fails(lines, {{"weights", {{"Li", 1}, {"Zhao", 1}}}}) ==
          "weights of judges do not match the judges: no weight for Wang; no judge Zhao" + kIn +
              "score.group_ahp");
    CHECK(fails(lines, {{"weights", {{"Li", 3}, {"Wang", 1}}}})
              .find("the weights add up to 4, not to 1") == 0);
    CHECK(fails(lines, {{"names", {"a", "b"}}}) ==
          "the comparisons speak of criteria that are not among names: c" + kIn +
              "score.group_ahp");
    CHECK(fails(make({{"judge", {"Li", "Li"}}, {"first", {"a", "a"}}, {"second", {"b", "b"}}},
                     {{"value", {2, 3}}}),
                json::object()) ==
          "(a, b) is judged twice, again in row 2 of the comparisons\n  in judge 'Li'" + kIn +
              "score.group_ahp");
    CHECK(fails(make({{"judge", {"Li", "Li"}}, {"first", {"a", "b"}}, {"second", {"b", "a"}}},
                     {{"value", {2, 3}}}),
                json::object())
              .find("the comparison matrix is not reciprocal: (a, b) = 2, (b, a) = 3") == 0);
    CHECK(fails(make({{"judge", {"Li"}}, {"first", {"a"}}, {"second", {" "}}}, {{"value", {2}}}),
                json::object())
              .find("column 'second' is blank in row 1") == 0);
    CHECK(
        fails(make({{"judge", {"Li"}}, {"first", {"a"}}, {"second", {"b"}}, {"value", {"x"}}}, {}),
              json::object())
            .find("column 'value' holds 'x' in row 1") == 0);
    CHECK(
        fails(make({{"judge", {}}, {"first", {}}, {"second", {}}}, {{"value", {}}}), json::object())
            .find("there are no comparisons") == 0);
}

TEST_CASE("score.critic and score.entropy tell constant columns and rows with gaps") {
    const auto data = make({{"id", {"A", "B", "C", "D"}}},
                           {{"x", {1, 2, 3, NAN}}, {"y", {2, 5, 1, 7}}, {"z", {4, 4, 4, 4}}});
    for (const std::string name : {"score.critic", "score.entropy"}) {
        const auto out = run(name, {{"data", {data}}}, {{"columns", {"x", "y", "z"}}});
        CHECK(out.number("weight", 2) == 0);
        CHECK(out.number("weight", 0) + out.number("weight", 1) == Approx(1));
        CHECK(out.told ==
              Texts{"warning: 1 rows lack an indicator and are left out of the weights: D (1 "
                    "features: 4)",
                    "warning: 1 columns are constant and weigh 0: z"});
    }
    CHECK(run("score.critic", {{"data", {data}}},
              {{"columns", {"x", "y"}}, {"directions", {"max", "min"}}})
              .number("conflict") < 1);
}

TEST_CASE("score.swing takes parameters or a table") {
    const auto given = run("score.swing", {}, {{"names", {"a", "b"}}, {"points", {100, 25}}});
    CHECK(given.number("weight", 0) == 0.8);
    CHECK(given.number("points", 1) == 25);
    const auto table = make({{"name", {"a", "b"}}}, {{"points", {100, NAN}}});
    CHECK(error_text([&] {
              run("score.swing", {{"data", {table}}}, json::object());
          }) == "points are 0 to 100: b = nan" + kIn + "score.swing");
    CHECK(error_text([&] {
              run("score.swing", {{"data", {table}}}, {{"names", {"a"}}});
          }).find("give the points either as parameters") == 0);
    CHECK(error_text([] {
              run("score.swing", {}, {{"names", {"a", "a"}}, {"points", {100, 1}}});
          }).find("the criterion 'a' stands twice") == 0);
}

TEST_CASE("score.combine_weights checks both tables and tells what became 0") {
    const auto a = weights({"x", "y"}, {.4, .6});
    const auto b = weights({"y", "x"}, {1, 0});
    const auto out = run("score.combine_weights", {{"first", {a}}, {"second", {b}}},
                         {{"alpha", 0.25}, {"method", "multiplicative"}});
    CHECK(out.number("weight", 0) == 0);
    CHECK(out.number("second", 1) == 1);
    CHECK(out.told == Texts{"warning: 1 criteria that one weighting counts weigh 0 in the "
                            "combination: x"});
    CHECK(run("score.combine_weights", {{"first", {a}}, {"second", {b}}}, {{"alpha", 0.25}})
              .number("weight", 0) == Approx(.1));
    const auto fails = [&](const std::shared_ptr<Table>& other) {
        return error_text([&] {
            run("score.combine_weights", {{"first", {a}}, {"second", {other}}}, {});
        });
    };
    CHECK(fails(weights({"x", "y"}, {.4, .7}))
              .find("the weights add up to 1.1, not to 1\n  in "
                    "port 'second'") == 0);
    CHECK(fails(weights({"x", "y"}, {-.4, 1.4})).find("the weight of 'x' is -0.4") == 0);
    CHECK(fails(weights({"x", "y"}, {0, 0})).find("all weights are 0") == 0);
    CHECK(fails(weights({"x", "z"}, {.5, .5}))
              .find("only in the first: y; only in the second: "
                    "z") != std::string::npos);
}

TEST_CASE("score.wpm refuses values that no product takes, by row and column") {
    const auto good = run("score.wpm", {{"data", {parks()}}},
                          {{"columns", {"land", "access"}}, {"weights", {.5, .5}}});
    CHECK(good.number("score", 0) == Approx(6));
    CHECK(good.number("access_part", 0) == Approx(3));
    CHECK_FALSE(good.table().column("score").valid(1));
    CHECK(good.told ==
          Texts{"warning: 1 rows lack an indicator and get no score: P02 (1 features: 2)"});
    const auto bad = make({{"id", {"P1", "P2"}}}, {{"land", {0, 4}}, {"access", {-2, 9}}});
    json params = {{"columns", {"land", "access"}}, {"weights", {.5, .5}}};
    CHECK(error_text([&] {
              run("score.wpm", {{"data", {bad}}}, params);
          }) ==
          "a weighted product wants values above 0; 1 rows have others: P1: land = 0, P1: access = "
          "-2" +
              kIn +
              "score.wpm\n  hint: rescale the indicator with score.value, or set nonpositive = "
              "\"missing\"");
    params["nonpositive"] = "missing";
    const auto out = run("score.wpm", {{"data", {bad}}}, params);
    CHECK_FALSE(out.table().column("score").valid(0));
    CHECK(out.number("score", 1) == Approx(6));
    CHECK(out.told == Texts{"warning: 1 rows have values of 0 or less and get no score: P1: land = "
                            "0, P1: access = -2 (1 features: 1)"});
}

TEST_CASE("score.owa gives its strategy, and takes order weights or orness but not both") {
    const auto data = make({}, {{"a", {.7}}, {"b", {1}}, {"c", {.3}}, {"d", {.6}}});
    const json columns = {"a", "b", "c", "d"};
    const auto out = run("score.owa", {{"data", {data}}},
                         {{"columns", columns}, {"order_weights", {.4, .3, .2, .1}}});
    CHECK(out.number("score") == Approx(.76));
    CHECK(out.number("orness", 0, "strategy") == Approx(2.0 / 3));
    CHECK(out.number("andness", 0, "strategy") == Approx(1.0 / 3));
    CHECK(out.number("tradeoff", 0, "strategy") == Approx(1 - std::sqrt(.05 * 4 / 3)));
    CHECK(out.number("weight", 3, "order_weights") == .1);
    const auto sum = run("score.owa", {{"data", {data}}},
                         {{"columns", columns}, {"orness", .5}, {"weights", {.1, .2, .3, .4}}});
    CHECK(sum.number("score") == Approx(.07 + .2 + .09 + .24));
    const auto fails = [&](json params) {
        params["columns"] = columns;
        return error_text([&] { run("score.owa", {{"data", {data}}}, params); });
    };
    CHECK(fails({{"orness", .5}, {"order_weights", {1, 0, 0, 0}}}) ==
          "give either 'order_weights' or 'orness'" + kIn + "score.owa");
    CHECK(fails({{"order_weights", {1, 0}}}).find("2 order weights for 4 columns") == 0);
    CHECK(fails({{"order_weights", {1, 1, 0, 0}}})
              .find("the weights add up to 2, not to 1\n  in parameter 'order_weights'") == 0);
    CHECK(fails({{"order_weights", {2, -1, 0, 0}}}).find("the weight of 'v2' is -1") == 0);
    CHECK(fails({{"orness", 1.5}}) != "(no error)");
}

TEST_CASE("score.minimum names the factor that decides, into a column of the asked name") {
    const auto out = run("score.minimum", {{"data", {parks()}}},
                         {{"columns", {"land", "access"}}, {"into", "land"}});
    CHECK(out.number("land", 2) == 1);
    CHECK(out.text("worst_factor", 0) == "land");
    CHECK_FALSE(out.table().column("worst_factor").valid(1));
    CHECK(out.told[1] ==
          "warning: the data have a column 'land' already; the result takes its place (give "
          "another name by into)");
    CHECK(run("score.minimum", {{"data", {parks()}}},
              {{"columns", {"land", "access"}}, {"order", "ascending"}})
              .text("worst_factor", 2) == "access");
}

TEST_CASE("score.agreement ranks each row by each method and compares the methods") {
    const auto data =
        make({{"id", {"A", "B", "C", "D"}}},
             {{"wlc", {90, 70, 80, NAN}}, {"topsis", {.9, .8, .1, .5}}, {"flat", {1, 1, 1, 1}}});
    const auto out = run("score.agreement", {{"data", {data}}},
                         {{"columns", {"wlc", "topsis", "flat"}}, {"k", 2}});
    CHECK(out.number("wlc_rank", 1) == 3);
    CHECK(out.number("topsis_rank", 1) == 2);
    CHECK(out.number("rank_mean", 1) == Approx(2));
    CHECK(out.number("rank_best", 1) == 1);
    CHECK(out.number("rank_spread", 1) == 2);
    CHECK_FALSE(out.table().column("rank_mean").valid(3));
    CHECK(out.number("topsis", 3) == .5);
    REQUIRE(out.table("pairs").rows() == 3);
    CHECK(out.number("tau_b", 0, "pairs") == Approx(1.0 / 3));
    CHECK(out.number("rho", 0, "pairs") == Approx(.5));
    CHECK(out.number("first_alike", 0, "pairs") == 1);
    CHECK(out.number("top_alike", 0, "pairs") == 1);
    CHECK(out.number("top_second", 1, "pairs") == 3);
    CHECK_FALSE(out.table("pairs").column("rho").valid(1));
    CHECK(out.told ==
          Texts{"warning: 1 rows lack a score and are not ranked: D (1 features: 4)",
                "warning: 2 pairs have no rank correlation: fewer than two rows, or a constant "
                "score: (wlc, flat), (topsis, flat)"});
    CHECK(error_text([&] {
              run("score.agreement", {{"data", {data}}}, {{"columns", {"wlc"}}});
          }).find("agreement wants at least two columns of scores; only 'wlc' is given") == 0);
}

TEST_CASE("two methods in one table: each has its own column") {
    const auto data = make({}, {{"a", {1, 2}}, {"b", {4, 1}}});
    const json params = {{"columns", {"a", "b"}}, {"weights", {.5, .5}}};
    const auto sum = run("score.wlc", {{"data", {data}}}, params);
    auto more = params;
    more["directions"] = {"max", "max"};
    more["into"] = "topsis";
    const auto both = run("score.topsis", {{"data", {sum.outputs.at("table")}}}, more);
    CHECK(both.told.empty());
    CHECK(both.number("score", 0) == 2.5);
    CHECK(both.number("topsis", 0) > 0);
}
