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

const registry::Registry& operators() {
    static const registry::Registry all = [] {
        registry::Registry out;
        score::register_operators(out);
        return out;
    }();
    return all;
}

std::shared_ptr<Table> parks() {
    auto out = std::make_shared<Table>(3);
    out->set({"id", Type::text, "", {}}, Column::of_texts({"P01", "P02", "P03"}));
    out->set({"minutes", Type::real, "min", {"时间", "time"}}, Column::of_reals({23, 70, NAN}));
    out->set({"land", Type::real, "", {}}, Column::of_reals({40, 80, 60}));
    out->set({"code", Type::text, "", {}}, Column::of_texts({"1001", "0701", "1001"}));
    return out;
}

struct Ran {
    registry::Outputs outputs;
    base::Diagnostics diagnostics;
    const Table& table(const std::string& name = "table") const {
        return dynamic_cast<const Table&>(*outputs.at(name));
    }
};

Ran run(const std::string& name, std::map<std::string, std::vector<registry::ObjectPtr>> inputs,
        const json& params) {
    Ran out;
    registry::Call call;
    call.inputs = std::move(inputs);
    call.params = params;
    call.diagnostics = &out.diagnostics;
    out.outputs = operators().run(name, call);
    return out;
}

std::vector<std::string> texts(const base::Diagnostics& diagnostics) {
    std::vector<std::string> out;
    for (const auto& one : diagnostics.list()) {
        out.push_back(base::render(one, base::Lang::en));
    }
    return out;
}

const json kMatrix = {{1, 3, 5}, {"1/3", 1, 3}, {"1/5", "1/3", 1}};

}  // namespace

TEST_CASE("score.value adds a column and lists what is missing or clamped") {
    const auto out = run("score.value", {{"data", {parks()}}},
                         {{"column", "minutes"},
                          {"as", "access"},
                          {"function", {{"kind", "linear"}, {"from", {"1 h", "20 min"}}}}});
    const auto& access = out.table().column("access");
    CHECK(access.number(0) == Approx(92.5));
    CHECK(access.number(1) == 0);
    CHECK_FALSE(access.valid(2));
    CHECK(out.table().has("code"));
    CHECK(texts(out.diagnostics) ==
          std::vector<std::string>{
              "warning: 1 rows have no value in 'minutes' and get no score: P03 (1 features: 3)",
              "info: 1 rows of 'minutes' lie outside the declared bounds 20 to 60 and score as the "
              "nearest bound: P02 (1 features: 2)"});
}

TEST_CASE("score.value refuses text where numbers are wanted, and unknown columns") {
    CHECK(error_text([] {
              run("score.value", {{"data", {parks()}}},
                  {{"column", "code"}, {"function", {{"kind", "linear"}, {"from", {0, 1}}}}});
          }) ==
          "value function 'linear' wants numbers, but column 'code' is text\n"
          "  in column 'code'\n  in operator score.value");
    CHECK(error_text([] {
              run("score.value", {{"data", {parks()}}},
                  {{"column", "minute"}, {"function", {{"kind", "linear"}, {"from", {0, 1}}}}});
          }) ==
          "unknown column 'minute'; did you mean 'minutes'?\n"
          "  in column 'minute'\n  in operator score.value");
}

TEST_CASE("score.ahp makes a table of weights that score.wlc takes by name") {
    const auto ahp =
        run("score.ahp", {}, {{"names", {"access", "land", "industry"}}, {"matrix", kMatrix}});
    const auto& weights = ahp.table();
    CHECK(weights.column("name").text(0) == "access");
    CHECK(weights.column("weight").number(0) == Approx(0.637).margin(0.0005));
    CHECK(ahp.table("check").column("cr").number(0) == Approx(0.0332).margin(0.0002));
    CHECK(texts(ahp.diagnostics) ==
          std::vector<std::string>{"info: AHP of 3 criteria: lambda_max 3.0385, CI 0.0193, RI 0.58 "
                                   "(Saaty), CR 0.0332, accepted up to 0.1"});
    auto data = std::make_shared<Table>(1);
    for (const char* name : {"land", "industry", "access"}) {
        data->set({name, Type::real, "", {}},
                  Column::of_reals({std::string(name) == "land" ? 1.0 : 0.0}));
    }
    const auto wlc = run("score.wlc", {{"data", {data}}, {"weights", {ahp.outputs.at("table")}}},
                         {{"columns", {"land", "industry", "access"}}});
    CHECK(wlc.table().column("score").number(0) == weights.column("weight").number(1));
    CHECK(wlc.table().column("land_part").number(0) == weights.column("weight").number(1));
    CHECK(error_text([&] {
              run("score.wlc", {{"data", {data}}, {"weights", {ahp.outputs.at("table")}}},
                  {{"columns", {"land", "access"}}});
          }) ==
          "the table at port 'weights' weighs 'industry', which is not among the columns\n"
          "  in operator score.wlc\n"
          "  hint: name every criterion of the weights in 'columns', in the same spelling");
}

TEST_CASE("score.ahp warns where an inconsistent matrix was accepted on purpose") {
    const auto out =
        run("score.ahp", {},
            {{"names", test::letters(8)}, {"matrix", test::kHouse}, {"accept_cr", 0.2}});
    REQUIRE(out.diagnostics.list().size() == 2);
    CHECK(texts(out.diagnostics)[1] ==
          "warning: CR 0.1691 is above 0.1, the usual limit; it was accepted because accept_cr is "
          "0.2");
    CHECK(error_text([] {
              run("score.ahp", {}, {{"names", {"a", "b"}}, {"matrix", {{1, "x"}, {2, 1}}}});
          }) ==
          "row 'a' of the comparison matrix holds \"x\", which is neither a number nor a fraction\n"
          "  in operator score.ahp\n  hint: write numbers, or fractions as texts: \"1/3\"");
    CHECK(error_text([] {
              run("score.ahp", {}, {{"names", {"a", "a"}}, {"matrix", {{1, 1}, {1, 1}}}});
          }) == "names must be distinct texts; found [\"a\",\"a\"]\n  in operator score.ahp");
}

TEST_CASE("score.wlc wants weights from one place and lists rows without a score") {
    const auto out = run("score.wlc", {{"data", {parks()}}},
                         {{"columns", {"minutes", "land"}}, {"weights", {"0.25", 0.75}}});
    CHECK(out.table().column("score").number(0) == Approx(35.75));
    CHECK_FALSE(out.table().column("score").valid(2));
    CHECK(texts(out.diagnostics) ==
          std::vector<std::string>{
              "warning: 1 rows lack an indicator and get no score: P03 (1 features: 3)"});
    CHECK(error_text([] {
              run("score.wlc", {{"data", {parks()}}}, {{"columns", {"land"}}});
          }) ==
          "give the weights either as parameter 'weights' or at port 'weights'\n"
          "  in operator score.wlc");
    CHECK(error_text([] {
              run("score.wlc", {{"data", {parks()}}}, {{"columns", {"code"}}, {"weights", {1}}});
          }) == "column 'code' is text, numbers are wanted\n  in operator score.wlc");
}

TEST_CASE("score.topsis and score.entropy work on the fighter aircraft") {
    auto data = std::make_shared<Table>(4);
    const auto names = test::letters(6);
    for (std::size_t j = 0; j < 6; ++j) {
        data->set({names[j], Type::real, "", {}}, Column::of_reals(test::kFighters[j]));
    }
    const auto out = run("score.topsis", {{"data", {data}}},
                         {{"columns", names},
                          {"weights", {.2, .1, .1, .1, .2, .3}},
                          {"directions", {"max", "max", "max", "min", "max", "max"}}});
    CHECK(out.table().column("score").number(0) == Approx(0.643).margin(0.0006));
    const auto entropy = run("score.entropy", {{"data", {data}}}, {{"columns", names}});
    CHECK(entropy.table().column("weight").number(4) == Approx(0.3587).margin(0.0001));
    CHECK(error_text([&] {
              run("score.topsis", {{"data", {data}}},
                  {{"columns", {"a"}}, {"weights", {1}}, {"directions", {"up"}}});
          }) == "a direction is 'max' or 'min', not 'up'\n  in operator score.topsis");
}

TEST_CASE("constraints list every failed rule and ranking skips the infeasible") {
    auto red = std::make_shared<Table>(3);
    red->set({"id", Type::text, "", {}}, Column::of_texts({"P03", "P02", "P01"}));
    red->set({"area_m2", Type::real, "m2", {}}, Column::of_reals({3000, 2000, 1000}));
    red->set({"covered_m2", Type::real, "m2", {}}, Column::of_reals({0, 500, 0.5}));
    const json rules = {
        {{"name", "生态保护红线"}},
        {{"name", "可达"}, {"column", "minutes"}, {"max", 60}, {"severity", "warning"}}};
    const auto out =
        run("score.constraints", {{"data", {parks()}}, {"overlaps", {red}}}, {{"rules", rules}});
    const auto& table = out.table();
    CHECK(table.column("feasible").boolean(0));
    CHECK_FALSE(table.column("feasible").boolean(1));
    CHECK(table.column("failed_rules").text(1) == "生态保护红线");
    CHECK(table.column("warnings").text(1) == "可达");
    CHECK(table.column("warnings").text(2) == "可达?");
    const auto& checks = out.table("checks");
    REQUIRE(checks.rows() == 6);
    CHECK(checks.column("area_m2").number(2) == 500);
    CHECK(checks.column("share").number(2) == Approx(0.25));
    CHECK(checks.column("verdict").text(5) == "unknown");
    CHECK(texts(out.diagnostics) ==
          std::vector<std::string>{
              "warning: 1 of 3 rows are infeasible: P02 (1 features: 2)",
              "warning: 2 rows break rules that only warn: P02, P03 (2 features: 2, 3)",
              "warning: 1 rules could not be measured; where the rule is hard the row counts as "
              "infeasible: P03 (可达)"});

    const auto ranked =
        run("score.rank", {{"data", {parks()}}, {"constraints", {out.outputs.at("table")}}},
            {{"column", "land"}});
    CHECK(ranked.table().column("rank").number(0) == 2);
    CHECK_FALSE(ranked.table().column("rank").valid(1));
    CHECK(ranked.table().column("rank").number(2) == 1);
    CHECK(ranked.table().column("land").number(1) == 80);
    CHECK(ranked.table().column("failed_rules").text(1) == "生态保护红线");
    CHECK(ranked.table().column("position").number(1) == 3);
    CHECK(
        error_text([&] {
            run("score.constraints", {{"data", {parks()}}}, {{"rules", rules}});
        }) ==
        "1 rules measure overlaps, but there are 0 tables at port 'overlaps'\n"
        "  in operator score.constraints\n"
        "  hint: give one table of vector.coverage for each such rule, in the order of the rules");
}

TEST_CASE("a layer is scored by its features, named by their ids") {
    geo::GeometryArray points(geo::Shape::point);
    points.add_point(104, 30);
    points.add_point(105, 30);
    auto layer = std::make_shared<layer::Layer>("parks", geo::Crs(), points,
                                                std::vector<std::int64_t>{71, 72});
    layer->set({"x", Type::real, "", {}}, Column::of_reals({NAN, 1}));
    const auto out = run("score.rank", {{"data", {layer}}}, {{"column", "x"}});
    CHECK(out.table().kind() == registry::Kind::table);
    CHECK(texts(out.diagnostics) ==
          std::vector<std::string>{
              "warning: 1 rows have no score and are not ranked: 71 (1 features: 71)"});
}

TEST_CASE("an empty table gives empty results") {
    auto none = std::make_shared<Table>(0);
    none->set({"x", Type::real, "", {}}, Column::of_reals({}));
    CHECK(run("score.rank", {{"data", {none}}}, {{"column", "x"}}).table().rows() == 0);
    CHECK(run("score.wlc", {{"data", {none}}}, {{"columns", {"x"}}, {"weights", {1}}})
              .table()
              .rows() == 0);
}
