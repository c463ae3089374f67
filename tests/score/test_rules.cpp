#include "layer/layer.hpp"
#include "score/register.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using layer::Column;
using layer::Type;
using test::error_text;

namespace {

nlohmann::json rules() {
    return nlohmann::json::parse(R"({"name": "n", "edition": "e", "source": "s",
        "inputs": {"slope": {}, "flood": {}},
        "steps": [{"id": "g", "zh": "坡度", "en": "slope", "clause": "条一", "kind": "grades", "of": "slope",
                   "breaks": [3, 8], "grades": [1, 2, 3]},
                  {"id": "h", "clause": "条二", "kind": "shift", "start": "g", "of": "flood",
                   "doubtful": "次序不明", "cases": [{"is": 1, "set": 5}]},
                  {"id": "k", "clause": "条三", "kind": "fold", "of": "h", "groups": [[1, 2], [3, 4, 5]]}],
        "classes": [{"zh": "适宜", "en": "good"}, {"zh": "不适宜", "en": "bad"}]})");
}

registry::Outputs run(const nlohmann::json& params) {
    static const registry::Registry all = [] {
        registry::Registry out;
        score::register_operators(out);
        return out;
    }();
    auto data = std::make_shared<layer::Table>(3);
    data->set({"id", Type::text, "", {}}, Column::of_texts({"P01", "P02", "P03"}));
    data->set({"PD", Type::real, "", {}}, Column::of_reals({2, 20, NAN}));
    data->set({"flood", Type::real, "", {}}, Column::of_reals({1, 0, 0}));
    registry::Call call;
    base::Diagnostics diagnostics;
    call.inputs = {{"data", {data}}};
    call.params = params;
    call.diagnostics = &diagnostics;
    auto out = all.run("score.rules", call);
    CHECK(base::render(diagnostics.list().back().message, base::Lang::en) ==
          "1 rows lack what a step needs and have no grade: P03");
    return out;
}

}  // namespace

TEST_CASE("rows are graded step by step, with the step that decided and its clause") {
    const auto out = run({{"rules", rules()}, {"fields", {{"slope", "PD"}}}});
    const auto& table = dynamic_cast<const layer::Table&>(*out.at("table"));
    CHECK(table.column("rule_g").number(1) == 3);
    CHECK(table.column("rule_h").number(0) == 5);
    CHECK(table.column("rule_result").number(0) == 2);
    CHECK(table.column("rule_class").text(0) == "不适宜");
    CHECK(table.column("rule_decided").text(0) == "h");
    CHECK(table.column("rule_clause").text(0) == "条二");
    CHECK(table.column("rule_doubtful").text(0) == "h: 次序不明");
    CHECK(table.column("rule_doubtful").text(1) == "");  // it did not change the grade
    CHECK(table.column("rule_decided").text(1) == "g");
    CHECK_FALSE(table.column("rule_result").valid(2));
    CHECK(table.column("rule_clause").text(2) == "");
    CHECK(table.column("PD").number(1) == 20);
}

TEST_CASE("changes make another edition of a rule set, which says so") {
    nlohmann::json params = {{"rules", rules()}, {"fields", {{"slope", "PD"}}}};
    params["changes"] = {{"edition", "illustrative"},
                         {"steps", nlohmann::json::array({{{"id", "g"}, {"breaks", {30, 80}}}})}};
    const auto out = run(params);
    CHECK(dynamic_cast<const layer::Table&>(*out.at("table")).column("rule_g").number(1) == 1);
    params["changes"]["steps"][0]["id"] = "gg";
    CHECK(error_text([&] { run(params); }).find("there is no step 'gg'") == 0);
    params["changes"].erase("edition");
    CHECK(error_text([&] { run(params); }).find("give 'edition' in changes") != std::string::npos);
    params["changes"] = {{"editon", "x"}};
    CHECK(error_text([&] { run(params); }).find("did you mean 'edition'") != std::string::npos);
}

TEST_CASE("columns of a rule set that are not there are named") {
    CHECK(error_text([] {
              run({{"rules", rules()}});
          }).find("the rule set needs: slope") != std::string::npos);
    CHECK(error_text([] {
              run({{"rules", rules()}, {"fields", {{"slope", "PX"}}}});
          }).find("PX") != std::string::npos);
    CHECK(error_text([] {
              run({{"rules", rules()}, {"fields", {{"slop", "PD"}}}});
          }).find("did you mean 'slope'") != std::string::npos);
    CHECK(error_text([] { run({{"file", "/none.json"}}); }) != "");
}

TEST_CASE("draws of weights are rows of sum 1, the same for the same seed") {
    registry::Registry all;
    score::register_operators(all);
    const auto draw = [&](std::int64_t seed) {
        registry::Call call;
        base::Diagnostics diagnostics;
        call.params = {{"columns", {"a", "b", "c"}},
                       {"weights", {0.5, 0.3, 0.2}},
                       {"seed", seed},
                       {"draws", 1001}};
        call.diagnostics = &diagnostics;
        return all.run("score.weight_draws", call).at("table");
    };
    const auto object = draw(7), again = draw(7), other = draw(8);
    const auto& table = dynamic_cast<const layer::Table&>(*object);
    REQUIRE(table.rows() == 1001);
    double mean = 0;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const double a = table.column("a").number(row), b = table.column("b").number(row),
                     c = table.column("c").number(row);
        CHECK(a + b + c == Approx(1).epsilon(1e-12));
        CHECK(std::min({a, b, c}) >= 0);
        mean += a / 1001;
    }
    CHECK(mean == Approx(0.5).margin(0.01));
    CHECK(registry::content_hash(*object) == registry::content_hash(*again));
    CHECK(registry::content_hash(*object) != registry::content_hash(*other));
}
