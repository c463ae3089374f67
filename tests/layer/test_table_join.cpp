#include "layer/layer.hpp"
#include "layer/random_table.hpp"
#include "layer/register.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt::layer;
using jt::test::error_text;
using nlohmann::json;
using Texts = std::vector<std::string>;
using Inputs = std::map<std::string, std::vector<jt::registry::ObjectPtr>>;

namespace {

struct Ran {
    jt::registry::Outputs outputs;
    jt::base::Diagnostics diagnostics;
    const Table& table(const std::string& name) const {
        return dynamic_cast<const Table&>(*outputs.at(name));
    }
    const Layer& layer() const { return dynamic_cast<const Layer&>(table("layer")); }
    Texts told() const {
        Texts out;
        for (const auto& one : diagnostics.list()) {
            out.push_back(jt::base::render(one, jt::base::Lang::en));
        }
        return out;
    }
    /// The rows of a table, cells joined by "|".
    Texts rows(const std::string& name) const {
        Texts out;
        for (std::size_t r = 0; r < table(name).rows(); ++r) {
            std::string text;
            for (std::size_t c = 0; c < table(name).fields().size(); ++c) {
                text += (c == 0 ? "" : "|") + table(name).column(c).show(r);
            }
            out.push_back(text);
        }
        return out;
    }
    Texts column(const std::string& output, const std::string& name) const {
        Texts out;
        for (std::size_t r = 0; r < table(output).rows(); ++r) {
            out.push_back(table(output).column(name).show(r));
        }
        return out;
    }
};

Ran join(Inputs inputs, const json& params, const std::string& name = "table.join") {
    static const auto registry = [] {
        jt::registry::Registry out;
        register_operators(out);
        return out;
    }();
    Ran out;
    jt::registry::Call call;
    call.inputs = std::move(inputs);
    call.params = params;
    call.diagnostics = &out.diagnostics;
    out.outputs = registry.run(name, call);
    return out;
}

Field text(const std::string& name) { return {name, Type::text, "", {}}; }
Field real(const std::string& name) { return {name, Type::real, "", {}}; }
Field whole(const std::string& name) { return {name, Type::integer, "", {}}; }

/// Features 1, 2 ... with names; "" is null.
std::shared_ptr<Layer> zones(const Texts& names) {
    std::vector<std::int64_t> ids;
    ColumnBuilder column(Type::text);
    for (const std::string& name : names) {
        ids.push_back(static_cast<std::int64_t>(ids.size()) + 1);
        name.empty() ? column.null() : column.text(name);
    }
    auto out = std::make_shared<Layer>("区县", jt::geo::Crs(), jt::test::some_lines(names.size()),
                                       std::move(ids));
    out->set(text("名称"), column.build());
    return out;
}

std::shared_ptr<Table> yearbook(const Texts& names, const std::vector<double>& people) {
    auto out = std::make_shared<Table>(names.size());
    out->set(text("地区"), Column::of_texts(names));
    Field field = real("人口");
    field.unit = "";
    field.title = {"常住人口", "residents"};
    out->set(field, Column::of_reals(people));
    return out;
}

Inputs both(std::shared_ptr<const Table> layer, std::shared_ptr<const Table> table) {
    return {{"layer", {std::move(layer)}}, {"table", {std::move(table)}}};
}

const json kByName = {{"on", "名称"}, {"to", "地区"}};

json with(json params, const json& more) {
    params.update(more);
    return params;
}

}  // namespace

TEST_CASE("a table is joined by name, and every unmatched row of both sides is listed") {
    const auto out =
        join(both(zones({"锦江区", "兩江新區", "", "涪陵县", "锦江区"}),
                  yearbook({"锦江区", "两江新区", "涪陵区", "简阳市"}, {90.2, 1, 2, 3})),
             kByName);
    CHECK(out.layer().names() == Texts{"名称", "人口"});
    CHECK(out.layer().field("人口").title.zh == "常住人口");
    CHECK(out.column("layer", "人口") == Texts{"90.2", "", "", "", "90.2"});
    CHECK(out.rows("unmatched") ==
          Texts{"layer|2|兩江新區|两江新区|2|traditional/simplified", "layer|3||||no key",
                "layer|4|涪陵县|涪陵区|3|administrative suffix (市/区/县)",
                "table|2|两江新区|兩江新區|2|traditional/simplified",
                "table|3|涪陵区|涪陵县|4|administrative suffix (市/区/县)", "table|4|简阳市|||"});
    CHECK(out.rows("folded").empty());
    CHECK(out.told() ==
          Texts{"warning: 3 of 5 have no row in the table; their joined values are null (区县; 3 "
                "features: 2, 3, 4)",
                "warning: 3 of 4 rows of the table were not joined (table; 3 features: 2, 3, 4)",
                "warning: 4 unmatched rows have a likely counterpart; see the table 'unmatched'. "
                "None was applied",
                "info: 2 of 5 joined, with 1 of 4 rows of the table (区县)"});
}

TEST_CASE("only what is asked for is overlooked, and every pair is told") {
    const auto sides = both(zones({"兩江新區", "涪陵县", "锦江区"}),
                            yearbook({"两江新区", "涪陵区", "锦江 区"}, {1, 2, 3}));
    const auto out = join(sides, with(kByName, {{"fold", {"traditional", "space"}}}));
    CHECK(out.column("layer", "人口") == Texts{"1", "", "3"});
    CHECK(out.rows("folded") ==
          Texts{"兩江新區|两江新区|traditional/simplified|1", "锦江区|锦江 区|spaces|1"});
    CHECK(out.told()[0] ==
          "warning: 2 keys met only once folded, as asked: 兩江新區 = 两江新区 "
          "(traditional/simplified), 锦江区 = 锦江 区 (spaces) (区县; 2 features: 1, 3)");
    const auto all = join(sides, with(kByName, {{"fold", {"traditional", "space", "suffix"}}}));
    CHECK(all.column("layer", "人口") == Texts{"1", "2", "3"});
    CHECK(all.rows("unmatched").empty());
}

TEST_CASE("aliases are offered, and applied only where asked for") {
    auto aliases = std::make_shared<Table>(1);
    aliases->set(text("名称"), Column::of_texts({"龙泉驿区"}));
    aliases->set(text("历史名称"), Column::of_texts({"簡陽東區"}));
    auto sides = both(zones({"简阳东区"}), yearbook({"龙泉驿区"}, {7}));
    sides["aliases"] = {aliases};
    CHECK(join(sides, kByName).rows("unmatched") ==
          Texts{"layer|1|简阳东区|龙泉驿区|1|alias", "table|1|龙泉驿区|简阳东区|1|alias"});
    const auto out = join(sides, with(kByName, {{"fold", {"alias"}}}));
    CHECK(out.column("layer", "人口") == Texts{"7"});
    CHECK(out.rows("folded") == Texts{"简阳东区|龙泉驿区|alias|1"});
}

TEST_CASE("codes meet whatever their type") {
    auto layer = zones({"a", "b", "c", "d"});
    layer->set(whole("代码"), Column::of_integers({510104, 510105, 510100, 701}));
    auto table = std::make_shared<Table>(4);
    table->set(text("code"), Column::of_texts({"510104", "510105.0", "510106", "0701"}));
    table->set(real("人口"), Column::of_reals({1, 2, 3, 4}));
    const json params = {{"on", "代码"}, {"to", "code"}, {"by", "code"}};
    const auto out = join(both(layer, table), params);
    CHECK(out.column("layer", "人口") == Texts{"1", "2", "", ""});
    CHECK(out.rows("unmatched") ==
          Texts{"layer|3|510100|510106|3|code of another level: 510100 vs 510106",
                "layer|4|701|0701|4|leading zeros",
                "table|3|510106|510100|3|code of another level: 510106 vs 510100",
                "table|4|0701|701|4|leading zeros"});
    CHECK(out.told()[0] == "info: '代码' is integer and 'code' is text: compared as digits");
    CHECK(out.told()[1] ==
          "info: codes of 'code' end in .0, as spreadsheets write numbers: read without it (table; "
          "1 features: 2)");
    auto reals = std::make_shared<Table>(2);
    reals->set(real("代码"), Column::of_reals({510104, 510105.5}));
    CHECK(error_text([&] {
              join(both(layer, reals), {{"on", "代码"}, {"by", "code"}});
          }) ==
          "column '代码' holds 510105.5, which is no code (row 2)\n  in port table\n  in operator "
          "table.join");
}

TEST_CASE("codes of one division in several lengths meet where zeros are overlooked") {
    auto layer = zones({"510100", "510104"});
    auto table = yearbook({"510100000000", "510104000"}, {1, 2});
    const json params = with(kByName, {{"by", "code"}});
    CHECK(join(both(layer, table), params).column("unmatched", "why") ==
          Texts(4, "zeros of the code"));
    CHECK(join(both(layer, table), with(params, {{"fold", {"zeros"}}})).column("layer", "人口") ==
          Texts{"1", "2"});
}

TEST_CASE("several rows for a key are an error, or the first is taken and the others listed") {
    const auto sides = both(zones({"锦江区"}), yearbook({"锦江区", "青羊区", "锦江区"}, {1, 2, 3}));
    CHECK(error_text([&] { join(sides, kByName); }) ==
          "column '地区' of the table has 1 keys in several rows: 锦江区 (1, 3)\n  in operator "
          "table.join\n  hint: rows stand in brackets; leave one row for each key, or take the "
          "first with duplicates = \"first\"");
    const auto out = join(sides, with(kByName, {{"duplicates", "first"}}));
    CHECK(out.column("layer", "人口") == Texts{"1"});
    CHECK(out.told()[0] ==
          "warning: column '地区' of the table has 1 keys in several rows, the first of which was "
          "taken: 锦江区 (1, 3) (table; 1 features: 3)");
    CHECK(out.rows("unmatched") == Texts{"table|2|青羊区|||", "table|3|锦江区|||duplicate key"});
}

TEST_CASE("features without a match are kept, dropped or an error") {
    const auto sides = both(zones({"甲区", "锦江區"}), yearbook({"锦江区", "甲区"}, {1, 2}));
    const auto out = join(sides, with(kByName, {{"unmatched", "drop"}}));
    CHECK(out.layer().ids() == std::vector<std::int64_t>{1});
    CHECK(out.told()[0] ==
          "warning: 1 of 2 have no row in the table and are left out (区县; 1 "
          "features: 2)");
    CHECK(error_text([&] {
              join(sides, with(kByName, {{"unmatched", "error"}}));
          }) ==
          "1 rows of 区县 have no row in the table: 2 锦江區 (? 锦江区)\n  in operator table.join\n"
          "  hint: (? ...) is the closest candidate; overlook differences with fold, correct the "
          "keys, or keep them with unmatched = \"keep\"");
}

TEST_CASE("joined columns are chosen, prefixed, and renamed where the name is taken") {
    auto table = yearbook({"锦江区"}, {1});
    table->set(text("名称"), Column::of_texts({"x"}));
    const auto sides = both(zones({"锦江区"}), table);
    CHECK(join(sides, kByName).layer().names() == Texts{"名称", "人口", "名称_table"});
    CHECK(join(sides, with(kByName, {{"keep", {"人口", "地区"}}, {"prefix", "年鉴_"}}))
              .layer()
              .names() == Texts{"名称", "年鉴_人口", "年鉴_地区"});
    CHECK(error_text([&] {
              join(sides, with(kByName, {{"keep", {"人囗"}}}));
          }) == "unknown column '人囗'; did you mean '人口'?\n  in operator table.join");
}

TEST_CASE("what does not fit is refused before anything is joined") {
    const auto sides = both(zones({"锦江区"}), yearbook({"锦江区"}, {1}));
    CHECK(error_text([&] {
              join(sides, {{"on", "名字"}, {"to", "地区"}});
          }) ==
          "unknown column '名字'; did you mean '名称'?\n  in layer '区县'\n  in port layer\n  in "
          "operator table.join");
    CHECK(error_text([&] {
              join(sides, {{"on", "名称"}, {"to", "人口"}});
          }) ==
          "column '人口' holds real, and names are text\n  in port table\n  in operator "
          "table.join\n  hint: join codes with by = \"code\"");
    CHECK(error_text([&] {
              join(sides, with(kByName, {{"fold", {"tradition"}}}));
          }) == "unknown fold 'tradition'; did you mean 'traditional'?\n  in operator table.join");
    CHECK(error_text([&] {
              join(sides, with(kByName, {{"fold", {"zeros"}}}));
          }) ==
          "fold 'zeros' is for keys by code, and this join is by name\n  in operator table.join");
    CHECK(error_text([&] {
              join(sides, with(kByName, {{"fold", {"alias"}}}));
          }) ==
          "fold 'alias' needs a table of aliases\n  in operator table.join\n  hint: give the port "
          "aliases a table with columns name and alias");
    auto wrong = sides;
    wrong["aliases"] = {yearbook({"a"}, {1})};
    CHECK(error_text([&] { join(wrong, kByName); }) ==
          "the table of aliases has none of the columns name, 名称, 规范名称, 现名, 现用名; it "
          "has 地区, 人口\n  in operator table.join");
}

TEST_CASE("empty sides join to nothing") {
    const auto out = join(both(zones({}), yearbook({"锦江区"}, {1})), kByName);
    CHECK(out.layer().rows() == 0);
    CHECK(out.layer().names() == Texts{"名称", "人口"});
    CHECK(out.rows("unmatched") == Texts{"table|1|锦江区|||"});
    CHECK(join(both(zones({"锦江区"}), yearbook({}, {})), kByName).rows("unmatched") ==
          Texts{"layer|1|锦江区|||"});
}

TEST_CASE("two tables are joined alike") {
    const Inputs sides = {{"left", {yearbook({"锦江区", "青羊区"}, {1, 2})}},
                          {"table", {yearbook({"青羊区"}, {3})}}};
    const auto out = join(sides, {{"on", "地区"}}, "table.join_tables");
    CHECK(out.rows("joined") == Texts{"锦江区|1|", "青羊区|2|3"});
    CHECK(out.table("joined").names() == Texts{"地区", "人口", "人口_table"});
    CHECK(out.rows("unmatched") == Texts{"left|1|锦江区|||"});
}

TEST_CASE("too many unmatched names are listed without looking for small differences") {
    Texts names, others;
    for (int i = 0; i < 1100; ++i) {
        names.push_back("甲" + std::to_string(i) + "乙丙");
        others.push_back("甲" + std::to_string(i) + "丁丙");
    }
    const auto out =
        join(both(zones(names), yearbook(others, std::vector<double>(others.size(), 1))), kByName);
    CHECK(out.table("unmatched").rows() == 2200);
    CHECK(out.table("unmatched").column("offer").null_count() == 2200);
    CHECK(out.told()[2] ==
          "info: too many rows are unmatched to look for small differences of "
          "spelling");
}
