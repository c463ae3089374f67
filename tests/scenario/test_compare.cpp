#include "scenario/compare.hpp"

#include "base/error.hpp"
#include "layer/register.hpp"
#include "scenario/register.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <limits>

using namespace jt::scenario;
using jt::layer::Column;
using jt::layer::Table;
using jt::layer::Type;
using jt::test::error_text;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
using Texts = std::vector<std::string>;

std::shared_ptr<Table> table(const Texts& ids, const Texts& names, Column values) {
    auto out = std::make_shared<Table>(ids.size());
    out->set({"id", Type::text, "", {"编号", "id"}}, Column::of_texts(ids));
    out->set({"name", Type::text, "", {"名称", "name"}}, Column::of_texts(names));
    const Type type = values.type();
    out->set({"value", type, "min", {"时间", "time"}}, std::move(values));
    return out;
}

Texts shown(const Table& from, const std::string& column) {
    Texts out;
    for (std::size_t row = 0; row < from.rows(); ++row) {
        out.push_back(from.column(column).show(row));
    }
    return out;
}

std::vector<ComparedTable> three() {
    return {{"现状", table({"a", "b"}, {"甲", "乙"}, Column::of_reals({60, 30}))},
            {"2025", table({"b", "a"}, {"乙", "甲"}, Column::of_reals({kNaN, 30.5}))},
            {"2035", table({"a", "c"}, {"甲", "丙"}, Column::of_reals({20, 5}))}};
}

}  // namespace

TEST_CASE("a comparison aligns by id and gives the differences to the first scenario") {
    const auto out = compare(three(), "id", {"name"}, "value");
    CHECK(out.names() == Texts{"id", "name", "现状", "2025", "2035", "diff@2025", "diff"});
    CHECK(shown(out, "id") == Texts{"a", "b", "c"});
    CHECK(shown(out, "name") == Texts{"甲", "乙", "丙"});
    CHECK(shown(out, "现状") == Texts{"60", "30", ""});
    CHECK(shown(out, "2025") == Texts{"30.5", "", ""});
    CHECK(shown(out, "2035") == Texts{"20", "", "5"});
    CHECK(shown(out, "diff@2025") == Texts{"-29.5", "", ""});
    CHECK(shown(out, "diff") == Texts{"-40", "", ""});
    CHECK(out.field("2025").unit == "min");
    CHECK(out.field("2025").title.zh == "2025");
    CHECK(out.field("diff").unit == "min");
    CHECK(out.field("diff").title.en == "2035 minus 现状");
    CHECK(out.field("diff@2025").title.zh == "2025较现状");
}

TEST_CASE("texts are compared side by side, without differences") {
    const std::vector<ComparedTable> tables = {
        {"a", table({"1", "2"}, {"", ""}, Column::of_texts({"x", "y"}))},
        {"b", table({"2", "1"}, {"", ""}, Column::of_texts({"z", "x"}))}};
    const auto out = compare(tables, "id", {}, "value");
    CHECK(out.names() == Texts{"id", "a", "b"});
    CHECK(shown(out, "b") == Texts{"x", "z"});
}

TEST_CASE("a scenario without any value goes with texts and with numbers") {
    const auto none = Column::of_reals({kNaN, kNaN});
    const auto texts = table({"1", "2"}, {"", ""}, Column::of_texts({"x", "y"}));
    const auto numbers = table({"1", "2"}, {"", ""}, Column::of_integers({4, 5}));
    const auto nothing = table({"1", "2"}, {"", ""}, none);
    CHECK(compare({{"a", nothing}, {"b", texts}}, "id", {}, "value").names() ==
          Texts{"id", "a", "b"});
    CHECK(shown(compare({{"a", nothing}, {"b", numbers}}, "id", {}, "value"), "diff") ==
          Texts{"", ""});
    CHECK(error_text([&] {
              compare({{"a", numbers}, {"b", texts}}, "id", {}, "value");
          }) == "column 'value' holds text in one scenario and numbers in another");
}

TEST_CASE("integers and booleans have differences, and numbers serve as ids") {
    auto counts = std::make_shared<Table>(2);
    counts->set({"id", Type::integer, "", {}}, Column::of_integers({7, 8}));
    counts->set({"feasible", Type::boolean, "", {}}, Column::of_booleans({true, false}));
    auto later = std::make_shared<Table>(2);
    later->set({"id", Type::integer, "", {}}, Column::of_integers({8, 7}));
    later->set({"feasible", Type::boolean, "", {}}, Column::of_booleans({true, true}));
    const auto out = compare({{"a", counts}, {"b", later}}, "id", {}, "feasible");
    CHECK(shown(out, "id") == Texts{"7", "8"});
    CHECK(shown(out, "diff") == Texts{"0", "1"});
    CHECK(out.field("diff").type == Type::real);
}

TEST_CASE("a comparison of empty tables is empty, and one table has no differences") {
    const auto none = table({}, {}, Column::of_reals({}));
    const auto out = compare({{"a", none}, {"b", none}}, "id", {"name"}, "value");
    CHECK(out.rows() == 0);
    CHECK(out.names() == Texts{"id", "name", "a", "b", "diff"});
    CHECK(compare({three()[0]}, "id", {}, "value").names() == Texts{"id", "现状"});
}

TEST_CASE("a comparison refuses what it cannot align") {
    CHECK(error_text([] { compare({}, "id", {}, "value"); }) ==
          "nothing to compare: no table was given");
    CHECK(error_text([] { compare(three(), "id", {}, "valu"); }) ==
          "unknown column 'valu'; did you mean 'value'?");
    CHECK(error_text([] { compare(three(), "code", {}, "value"); }) ==
          "unknown column 'code'; there are: id, name, value");
    auto twice = three();
    twice[1].table = table({"a", "a"}, {"", ""}, Column::of_reals({1, 2}));
    CHECK(error_text([&] { compare(twice, "id", {}, "value"); }) ==
          "the id 'a' of column 'id' stands twice in the table of scenario '2025'");
    for (const std::string name : {"id", "name", "现状"}) {
        auto clash = three();
        clash[1].scenario = name;
        CHECK(error_text([&] { compare(clash, "id", {"name"}, "value"); }) ==
              "the comparison has two columns '" + name +
                  "'\n  hint: give the scenario another name");
    }
    auto diff = three();
    diff[0].scenario = "diff";
    CHECK(error_text([&] { compare(diff, "id", {}, "value"); }) ==
          "the comparison has two columns 'diff'\n  hint: give the scenario another name");
}

TEST_CASE("the operator scenario.compare wants a name for each table") {
    jt::registry::Registry registry;
    register_operators(registry);
    const auto ran = [&](const nlohmann::json& names) {
        jt::registry::Call call;
        call.inputs["tables"] = {three()[0].table, three()[1].table};
        call.params = {{"names", names}, {"column", "value"}, {"labels", {"name"}}};
        return registry.run("scenario.compare", call).at("table");
    };
    CHECK(dynamic_cast<const Table&>(*ran({"现状", "2025"})).names() ==
          Texts{"id", "name", "现状", "2025", "diff"});
    CHECK(error_text([&] { ran({"现状"}); }) ==
          "1 scenario names for 2 tables\n  in operator scenario.compare");
    CHECK(error_text([&] {
              ran({"现状", 2025});
          }) == "the names of scenarios are texts, found 2025\n  in operator scenario.compare");
}
