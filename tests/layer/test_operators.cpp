#include "layer/expression.hpp"
#include "layer/random_table.hpp"
#include "layer/register.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt::layer;
using jt::base::Lang;
using jt::test::error_text;
using nlohmann::json;

namespace {

Layer roads() {
    Layer layer("道路", {}, jt::test::some_lines(4), {1, 2, 3, 4});
    layer.set({"id", Type::text, "", {}}, Column::of_texts({"KLJ", "TQ", "G318", "TQ"}));
    layer.set({"year_open", Type::real, "", {}},
              Column::of_reals({2025, 2035, std::numeric_limits<double>::quiet_NaN(), 2035}));
    layer.set({"km", Type::real, "km", {}}, Column::of_reals({32, 54, 10, 5}));
    return layer;
}

const jt::registry::Registry& registry() {
    static const auto all = [] {
        jt::registry::Registry out;
        register_operators(out);
        return out;
    }();
    return all;
}

jt::registry::ObjectPtr ran(const std::string& name, const Layer& layer, const json& params,
                            jt::base::Diagnostics* diagnostics = nullptr) {
    jt::registry::Call call;
    const std::string port = registry().find(name).spec.ports.at(0).name;
    call.inputs[port] = {std::make_shared<Layer>(layer)};
    call.params = params;
    call.diagnostics = diagnostics;
    return registry().run(name, call).begin()->second;
}

std::vector<std::int64_t> ids_in_year(const json& params, const Layer& layer = roads()) {
    return dynamic_cast<const Layer&>(*ran("layer.in_year", layer, params)).ids();
}

using Ids = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("layer.where keeps the features where the expression is true, and says how many") {
    jt::base::Diagnostics diagnostics;
    const json where = {{"op", "ge"}, {"args", {{{"col", "km"}}, {{"text", "32 km"}}}}};
    const auto out = ran("layer.where", roads(), {{"where", where}}, &diagnostics);
    CHECK(dynamic_cast<const Layer&>(*out).ids() == Ids{1, 2});
    REQUIRE(diagnostics.list().size() == 1);
    CHECK(jt::base::render(diagnostics.list()[0], Lang::en) == "info: 2 of 4 features kept (道路)");
    CHECK(error_text([] {
              ran("layer.where", roads(), {{"where", {{"col", "kms"}}}});
          }) ==
          "unknown column 'kms'; did you mean 'km'?\n  in layer '道路'\n  in operator layer.where");
}

TEST_CASE("layer.compute adds a column with the type and unit of its expression") {
    const json twice = {{"op", "*"}, {"args", {{{"col", "km"}}, {{"num", 2}}}}};
    const auto out = ran("layer.compute", roads(), {{"name", "两倍"}, {"value", twice}});
    const auto& layer = dynamic_cast<const Layer&>(*out);
    CHECK(layer.field("两倍").unit == "km");
    CHECK(layer.column("两倍").number(0) == 64);
    CHECK(layer.names().size() == 4);
}

TEST_CASE("layer.in_year keeps what exists, is opened and is not closed") {
    CHECK(ids_in_year({{"year", 2020}}) == Ids{3});
    CHECK(ids_in_year({{"year", 2025}}) == Ids{1, 3});
    CHECK(ids_in_year({{"year", 2040}}) == Ids{1, 2, 3, 4});
    CHECK(ids_in_year({{"year", 2020}, {"open", {"TQ"}}}) == Ids{2, 3, 4});
    CHECK(ids_in_year({{"year", 2025}, {"close", {"KLJ", "G318"}}}) == Ids{});
    CHECK(ids_in_year({{"year", 2025}, {"open", {"TQ"}}, {"close", {"TQ"}}}) == Ids{1, 3});
    jt::base::Diagnostics diagnostics;
    ran("layer.in_year", roads(), {{"year", 2020}}, &diagnostics);
    REQUIRE(diagnostics.list().size() == 1);
    CHECK(jt::base::render(diagnostics.list()[0], Lang::en) ==
          "info: 1 of 4 features exist in 2020 (道路)");
}

TEST_CASE("a layer without opening years exists, but for what is closed") {
    Layer layer = roads();
    layer.remove("year_open");
    CHECK(ids_in_year({{"year", 1900}}, layer) == Ids{1, 2, 3, 4});
    CHECK(ids_in_year({{"year", 1900}, {"close", {"TQ"}}}, layer) == Ids{1, 3});
}

TEST_CASE("ids may be numbers, in the list as in the column") {
    Layer layer = roads();
    layer.set({"id", Type::integer, "", {}}, Column::of_integers({7, 8, 9, 8}));
    CHECK(ids_in_year({{"year", 2020}, {"open", {8}}}, layer) == Ids{2, 3, 4});
    CHECK(ids_in_year({{"year", 2020}, {"open", {"8"}}}, layer) == Ids{2, 3, 4});
}

TEST_CASE("an id that no feature has, and years that are no numbers, are errors") {
    const std::string in = "\n  in layer '道路'\n  in operator layer.in_year";
    CHECK(error_text([] {
              ids_in_year({{"year", 2020}, {"open", {"KLY"}}});
          }) == "there is no feature 'KLY' in column 'id'; did you mean 'KLJ'?" + in);
    CHECK(error_text([] {
              ids_in_year({{"year", 2020}, {"close", {"S13"}}});
          }) == "there is no feature 'S13' in column 'id'; there are: G318, KLJ, TQ" + in);
    CHECK(error_text([] {
              ids_in_year({{"year", 2020}, {"open", {"TQ"}}, {"key", "code"}});
          }) == "unknown column 'code'; there are: id, year_open, km" + in);
    Layer layer = roads();
    layer.set({"year_open", Type::text, "", {}}, Column::of_texts({"a", "b", "c", "d"}));
    CHECK(error_text([&] {
              ids_in_year({{"year", 2020}}, layer);
          }) == "column 'year_open' holds text; years are numbers" + in);
}

TEST_CASE("planned features exist only where they are opened") {
    const auto out = ran("layer.planned", roads(), {});
    const auto& planned = dynamic_cast<const Layer&>(*out);
    CHECK(ids_in_year({{"year", 2050}}, planned) == Ids{});
    CHECK(ids_in_year({{"year", 2020}, {"open", {"KLJ"}}}, planned) == Ids{1});
}

TEST_CASE("layer.column takes ids and one column of values") {
    const auto out = ran("layer.column", roads(), {{"column", "km"}});
    const auto& table = dynamic_cast<const Table&>(*out);
    CHECK(table.kind() == jt::registry::Kind::table);
    CHECK(table.names() == std::vector<std::string>{"id", "value"});
    CHECK(table.field("value").unit == "km");
    CHECK(table.column("id").text(2) == "G318");
    CHECK(table.column("value").number(1) == 54);
}

TEST_CASE("a filter that names a value in another spelling is told, and nothing is replaced") {
    Layer layer("新区", {}, jt::test::some_lines(3), {1, 2, 3});
    layer.set({"GHMC", Type::text, "", {"规划名称", "name"}},
              Column::of_texts({"两江新区", "天府新区", "G42"}));
    const auto told = [&](const json& where) {
        jt::base::Diagnostics diagnostics;
        ran("layer.where", layer, {{"where", where}}, &diagnostics);
        std::vector<std::string> out;
        for (const auto& one : diagnostics.list()) {
            out.push_back(jt::base::render(one, Lang::en));
        }
        return out;
    };
    const json name = {{"col", "GHMC"}};
    const json eq = {{"op", "eq"}, {"args", {name, {{"text", "兩江新區"}}}}};
    CHECK(told(eq) == std::vector<std::string>{
                          "warning: no value of GHMC is '兩江新區', but '两江新区' is the same in "
                          "another spelling (新区)",
                          "info: 0 of 3 features kept (新区)"});
    // By its title the column is found too.
    const json in = {{"op", "in"},
                     {"args", {{{"col", "规划名称"}}, {{"text", "Ｇ42"}}, {{"text", "天府新区"}}}}};
    const json both = {{"op", "not"}, {"args", {{{"op", "or"}, {"args", {eq, in}}}}}};
    CHECK(told(both).size() == 3);
    CHECK(told({{"op", "eq"}, {"args", {name, {{"text", "东部新区"}}}}}).size() == 1);
    CHECK(check({{"col", "规划名称"}}, layer.fields()).name == "GHMC");
    CHECK(error_text([&] { layer.column("規劃名稱"); }) ==
          "unknown column '規劃名稱'; did you mean '规划名称'?\n  in layer '新区'");
}
