// score.constraints with zones by name, score.occupation and score.sheet.
#include "base/files.hpp"
#include "score/occupation.hpp"
#include "score/register.hpp"
#include "support/errors.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace jt;
using layer::Column;
using layer::Table;
using layer::Type;
using nlohmann::json;
using test::error_text;

namespace {

registry::Outputs run(const std::string& name,
                      std::map<std::string, std::vector<registry::ObjectPtr>> inputs,
                      const json& params) {
    static const registry::Registry all = [] {
        registry::Registry out;
        score::register_operators(out);
        return out;
    }();
    static base::Diagnostics told;
    registry::Call call;
    call.inputs = std::move(inputs);
    call.params = params;
    call.diagnostics = &told;
    return all.run(name, call);
}

const Table& table_of(const registry::Outputs& outputs, const std::string& name = "table") {
    return dynamic_cast<const Table&>(*outputs.at(name));
}

std::shared_ptr<Table> table(std::vector<std::string> texts,
                             std::vector<std::pair<std::string, std::vector<double>>> numbers) {
    auto out = std::make_shared<Table>(texts.size());
    out->set({"id", Type::text, "", {}}, Column::of_texts(texts));
    for (const auto& [name, values] : numbers) {
        out->set({name, Type::real, "", {}}, Column::of_reals(values));
    }
    return out;
}

/// What vector.occupation gives of three parks of 1 km2, 10 ha and 1 ha, and two zones.
std::shared_ptr<Table> taken() {
    auto out = table({"P1", "P2", "P3", "P3", "P2", "P1"},
                     {{"feature_m2", {1e6, 1e5, 1e4, 1e4, 1e5, 1e6}},
                      {"inside_m2", {250000, 0, 0.5, 1e4, 4e4, 1e6}}});
    out->set({"zone", Type::text, "", {}},
             Column::of_texts({"红线", "红线", "红线", "边界", "边界", "边界"}));
    return out;
}

json rules() {
    return {
        {{"name", "生态保护红线"}, {"zone", "红线"}, {"source", "某办法"}, {"clause", "第一条"}},
        {{"name", "边界"}, {"measure", "outside"}, {"severity", "warning"}},
        {{"name", "陡坡"},
         {"measure", "share"},
         {"column", "mean"},
         {"max_share", "10 %"},
         {"severity", "warning"}}};
}

std::vector<registry::ObjectPtr> steep() {
    return {table({"P3", "P1", "P2"}, {{"mean", {0.05, 0.2, NAN}}})};
}

registry::Outputs judged(const json& more = json::object()) {
    json params = {{"rules", rules()}};
    params.update(more);
    return run(
        "score.constraints",
        {{"data", {table({"P1", "P2", "P3"}, {})}}, {"overlaps", {taken()}}, {"values", steep()}},
        params);
}

std::string wrong(const json& more) {
    return error_text([&] { judged(more); });
}

}  // namespace

TEST_CASE("zones are found by name, shares in tables by id, and what fails keeps its areas") {
    const auto out = judged();
    const Table &rows = table_of(out), &checks = table_of(out, "checks");
    CHECK_FALSE(rows.column("feasible").boolean(0));
    CHECK(rows.column("feasible").boolean(1));
    CHECK(rows.column("failed_rules").show(0) == "生态保护红线");
    CHECK(rows.column("warnings").show(0) == "陡坡");
    CHECK(rows.column("warnings").show(1) == "边界; 陡坡?");
    CHECK(rows.column("warnings").show(2) == "");
    REQUIRE(checks.rows() == 9);
    CHECK(checks.column("area_mu").number(0) == Approx(375));
    CHECK(checks.column("area_ha").number(0) == Approx(25));
    CHECK(checks.column("share").number(0) == 0.25);
    CHECK(checks.column("source").show(0) == "某办法");
    CHECK(checks.column("clause").show(0) == "第一条");
    CHECK(checks.column("limit").show(0) == "≤ 1 m²");
    CHECK(checks.column("area_m2").number(2) == Approx(200000));
    CHECK(checks.column("area_m2").number(4) == 60000);
    CHECK(checks.column("limit").show(2) == "≤ 10 %");
}

TEST_CASE("rules come from a file, are changed by name and chosen") {
    const test::TempFolder folder;
    const auto path = folder / "rules.json";
    base::write_file(path, json{{"rules", rules()}}.dump());
    const json changed = {{"rules", {{{"name", "生态保护红线"}, {"severity", "warning"}}}},
                          {"file", path.string()},
                          {"only", {"生态保护红线", "边界"}}};
    const auto out = judged(changed);
    CHECK(table_of(out).column("feasible").boolean(0));
    CHECK(table_of(out).column("warnings").show(0) == "生态保护红线");
    CHECK(table_of(out, "checks").rows() == 6);
    CHECK(table_of(out, "checks").column("source").show(0) == "某办法");
    CHECK(wrong({{"only", {"红"}}}).find("parameter 'only' names '红'") == 0);
    base::write_file(path, "no json");
    CHECK(wrong({{"rules", nullptr}, {"file", path.string()}}).find("is not JSON") !=
          std::string::npos);
    CHECK(
        wrong({{"rules", nullptr}}) ==
        "no rules are given: name them in 'rules' or in a 'file'\n  in operator score.constraints");
}

TEST_CASE("zones, columns and shares that do not fit are named") {
    const auto with = [](json rule) { return wrong({{"rules", {std::move(rule)}}}); };
    CHECK(with({{"name", "红线区"}}) ==
          "the overlap tables know no layer '红线区'; did you mean '红线'?\n"
          "  in rule '红线区'\n  in operator score.constraints");
    CHECK(with({{"name", "a"}, {"measure", "share"}, {"column", "men"}, {"max_share", 1}})
              .find("in rule 'a'") != std::string::npos);
    const auto shares = table({"P1", "P2", "P3"}, {{"s", {0.1, 12, 0}}});
    CHECK(error_text([&] {
              run("score.constraints", {{"data", {shares}}},
                  {{"rules",
                    {{{"name", "a"}, {"measure", "share"}, {"column", "s"}, {"max_share", 1}}}}});
          }) ==
          "column 's' holds 12 for 'P2'; a share is 0 to 1\n  in rule 'a'\n"
          "  in operator score.constraints");
    auto twice = taken();
    CHECK(error_text([&] {
              auto doubled = std::make_shared<Table>(2);
              doubled->set({"id", Type::text, "", {}}, Column::of_texts({"P1", "P1"}));
              doubled->set({"zone", Type::text, "", {}}, Column::of_texts({"z", "z"}));
              doubled->set({"feature_m2", Type::real, "", {}}, Column::of_reals({1, 1}));
              doubled->set({"inside_m2", Type::real, "", {}}, Column::of_reals({1, 1}));
              run("score.constraints", {{"data", {table({"P1"}, {})}}, {"overlaps", {doubled}}},
                  {{"rules", {{{"name", "z"}}}}});
          }) ==
          "the overlap tables have layer 'z' twice for 'P1'\n  in operator score.constraints");
    CHECK(error_text([&] {
              run("score.constraints", {{"data", {table({"P1", "P9"}, {})}}, {"overlaps", {twice}}},
                  {{"rules", {{{"name", "红线"}}}}});
          }).find("row 'P9' is not in the overlap table\n  in layer ") == 0);
}

TEST_CASE("the summary has 0 where nothing is taken, findings, sources and a total") {
    const auto checks = judged().at("checks");
    auto names = table({"P1", "P2", "P3"}, {});
    names->set({"name", Type::text, "", {}}, Column::of_texts({"甲", "乙", "丙"}));
    const auto out = run("score.occupation", {{"checks", {checks}}, {"data", {names}}},
                         {{"rules", {"生态保护红线", "边界"}}});
    const Table& sheet = table_of(out);
    REQUIRE(sheet.rows() == 4);
    CHECK(sheet.column("name").show(0) == "甲");
    CHECK(sheet.column("name").show(3) == "合计");
    CHECK(sheet.column("area_mu").number(3) == Approx(1665));
    CHECK(sheet.column("生态保护红线_mu").number(0) == 375);
    CHECK(sheet.column("生态保护红线_mu").number(1) == 0);
    CHECK(sheet.column("生态保护红线_mu").number(3) == 375);
    CHECK(sheet.column("生态保护红线_pct").number(0) == 25);
    CHECK(sheet.column("生态保护红线_pct").number(3) == Approx(22.52));
    CHECK(sheet.column("生态保护红线_verdict").show(0) == "不可行");
    CHECK(sheet.column("生态保护红线_verdict").show(1) == "未占用");
    CHECK(sheet.column("生态保护红线_verdict").show(2) == "限值内");
    CHECK(sheet.column("生态保护红线_verdict").show(3) == "1 个不可行");
    CHECK(sheet.column("生态保护红线_source").show(1) == "某办法 第一条");
    CHECK(sheet.column("边界_ha").number(1) == 6);
    CHECK(sheet.column("边界_verdict").show(0) == "界内");
    CHECK(sheet.column("边界_verdict").show(1) == "提醒");
    CHECK(sheet.column("standing").show(0) == "不可行");
    CHECK(sheet.column("standing").show(1) == "可行，有提醒");
    CHECK(sheet.column("standing").show(2) == "可行");
    const Table& rules = table_of(out, "rules");
    REQUIRE(rules.rows() == 2);
    CHECK(rules.column("touched").number(0) == 2);
    CHECK(rules.column("failed").number(0) == 1);
    const auto refused = [&](const json& params) {
        return error_text([&] { run("score.occupation", {{"checks", {checks}}}, params); });
    };
    CHECK(refused({{"rules", {"红"}}}).find("the checks have no rule '红'") == 0);
    CHECK(table_of(run("score.occupation", {{"checks", {checks}}}, {{"lang", "en"}}))
              .column("生态保护红线_verdict")
              .show(0) == "infeasible");
    const auto bare = table({"P1"}, {});
    CHECK(error_text([&] {
              run("score.occupation", {{"checks", {checks}}, {"data", {bare}}}, {{"name", "id"}});
          }) == "the table at port 'data' has no row 'P2'\n  in operator score.occupation");
}

TEST_CASE("rounded areas add up to the rounded total") {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        std::vector<double> areas;
        double sum = 0;
        for (int i = 0; i < 20; ++i) {
            areas.push_back(i % 7 == 0 ? 0 : static_cast<double>(random() % 1000000000) / 1e3);
            sum += areas.back();
        }
        areas.push_back(NAN);
        const auto closed = score::closed_areas(areas, "mu", 2);
        REQUIRE(closed.size() == 22);
        CHECK(std::isnan(closed[20]));
        long long cents = 0;
        for (std::size_t i = 0; i < 20; ++i) {
            cents += std::llround(closed[i] * 100);
            CHECK(std::abs(closed[i] - areas[i] * 15 / 1e4) < 0.01 + 1e-9);
            CHECK((areas[i] == 0) == (closed[i] == 0));
        }
        CHECK(cents == std::llround(closed.back() * 100));
        CHECK(closed.back() == Approx(sum * 15 / 1e4).margin(0.005));
    }
    CHECK(score::closed_areas({}, "ha", 2) == std::vector<double>{0});
}

TEST_CASE("the sheet ranks with and without the infeasible and shows what each factor gives") {
    auto data =
        table({"P1", "P2", "P3"},
              {{"minutes", {12.345, 60, NAN}}, {"v_hub", {90, 40, 20}}, {"v_land", {80, 20, 60}}});
    data->set({"minutes", Type::real, "min", {}}, Column::of_reals({12.345, 60, NAN}));
    const auto scored = run("score.wlc", {{"data", {data}}},
                            {{"columns", {"v_hub", "v_land"}}, {"weights", {0.75, 0.25}}});
    auto sure = table({"P2", "P3"}, {{"mean", {35, 30}},
                                     {"sd", {2, 3}},
                                     {"expected_rank", {1.3, 1.7}},
                                     {"p_first", {0.7, 0.3}},
                                     {"p_top", {1, 1}},
                                     {"score_p05", {30, 20}},
                                     {"score_p95", {40, 35}},
                                     {"rank_p05", {1, 1}},
                                     {"rank_p95", {2, 2}}});
    const auto out = run("score.sheet",
                         {{"data", {scored.at("table")}},
                          {"constraints", {judged().at("table")}},
                          {"robustness", {sure}}},
                         {{"factors",
                           {{{"column", "v_hub"}, {"value", "minutes"}, {"name", "到枢纽"}},
                            {{"column", "v_land"}}}},
                          {"weights", {0.75, 0.25}}});
    const Table& sheet = table_of(out);
    CHECK(sheet.column("id").show(0) == "P2");
    CHECK(sheet.column("rank").number(0) == 1);
    CHECK(sheet.column("rank_all").number(0) == 2);
    CHECK(sheet.column("id").show(2) == "P1");
    CHECK_FALSE(sheet.column("rank").valid(2));
    CHECK(sheet.column("rank_all").number(2) == 1);
    CHECK(sheet.column("score").number(2) == Approx(87.5));
    CHECK(sheet.column("failed_rules").show(2) == "生态保护红线");
    CHECK(sheet.column("p_first").number(0) == 0.7);
    CHECK_FALSE(sheet.column("p_first").valid(2));
    CHECK(sheet.column("rank_p95").number(1) == 2);
    CHECK(sheet.field("v_hub").title.zh == "到枢纽（×0.750）");
    const Table& factors = table_of(out, "factors");
    REQUIRE(factors.rows() == 6);
    CHECK(factors.column("factor").show(4) == "到枢纽");
    CHECK(factors.column("shown").show(4) == "12.35");
    CHECK(factors.column("unit").show(4) == "min");
    CHECK(factors.column("part").number(4) == Approx(67.5));
    CHECK(factors.column("pct").number(4) == Approx(100 * 67.5 / 87.5));
    CHECK(factors.column("shown").show(2) == "");
    CHECK_FALSE(factors.column("value").valid(2));
    const auto wrong_factor = [&](const json& factor) {
        return error_text([&] {
            run("score.sheet", {{"data", {scored.at("table")}}},
                {{"factors", {factor}}, {"weights", {1}}});
        });
    };
    CHECK(wrong_factor({{"colum", "v_hub"}}) ==
          "a factor has no 'colum'; did you mean 'column'?\n  in operator score.sheet");
    CHECK(wrong_factor("v_hub") ==
          "factor 1 wants to be a table with 'column', and 'value' and "
          "'name' where wanted\n  in operator score.sheet");
    CHECK(wrong_factor({{"column", "v_hub"}, {"name", 3}}) ==
          "'name' of factor 1 wants a text\n  in operator score.sheet");
}
