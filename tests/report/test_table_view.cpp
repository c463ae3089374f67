#include "base/error.hpp"
#include "report/sample.hpp"
#include "report/table_view.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt::report;
using jt::base::Lang;

namespace {

TableView view_of(std::vector<ColumnView> columns, Lang lang = Lang::zh) {
    TableSpec spec;
    spec.name = "t";
    spec.columns = std::move(columns);
    return TableView(std::move(spec), sample::times(), lang);
}

std::string error_text(const std::function<void()>& body) {
    try {
        body();
    } catch (const jt::base::Error& error) {
        return error.text(Lang::en);
    }
    return "";
}

}  // namespace

TEST_CASE("numbers print with fixed digits, a true minus and no negative zero", "[fast]") {
    CHECK(format_number(1.25, 1) == "1.2");
    CHECK(format_number(-3.456, 2) == "−3.46");
    CHECK(format_number(-0.04, 1) == "0.0");
    CHECK(format_number(2.5, 1, true) == "+2.5");
    CHECK(format_number(0.01, 1, true) == "0.0");
    CHECK(format_number(NAN, 1) == "—");
    CHECK(format_number(INFINITY, 0) == "—");
    CHECK(format_number(1e15, 0) == "1000000000000000");
}

TEST_CASE("a view takes titles from the table and adds the unit shown", "[fast]") {
    const TableView zh = view_of({{"before", "", "min", 1, false}, {"id", "", "", {}, false}});
    CHECK(zh.columns()[0].title == "现状（min）");
    CHECK(zh.columns()[1].title == "编号");
    CHECK(zh.cell(0, zh.columns()[0]).text == "59.4");
    CHECK(*zh.cell(0, zh.columns()[0]).sort == Approx(59.35));
    const TableView en = view_of({{"before", "Travel time", "min", 0, false}}, Lang::en);
    CHECK(en.columns()[0].title == "Travel time (min)");
}

TEST_CASE("without columns every column is shown, with digits by size", "[fast]") {
    const TableView view = view_of({});
    REQUIRE(view.columns().size() == 6);
    CHECK(view.columns()[2].title == "现状（s）");
    CHECK(view.columns()[2].digits == 1);  // as it was rounded, though there are thousands
    CHECK(view.cell(3, view.columns()[3]).text == "—");
    CHECK_FALSE(view.cell(3, view.columns()[3]).sort);
    CHECK(view.cell(1, view.columns()[5]).text == "是");
    const TableView minutes = view_of({{"before", "", "min", {}, false},
                                       {"diff", "", "min", {}, false},
                                       {"after", "", "min", 3, false}});
    CHECK(minutes.columns()[0].digits == 2);
    CHECK(minutes.columns()[1].digits == 2);  // one unit, one number of digits
    CHECK(minutes.columns()[2].digits == 3);  // asked for
    TableSpec spec;
    spec.name = "scores";
    const TableView scores(spec, sample::scores(), Lang::zh);
    CHECK(scores.columns()[3].digits == 3);  // as it was rounded
    CHECK(scores.columns()[2].title == "面积（m²）");
}

TEST_CASE("parts that were closed to their total are printed so that they add up", "[fast]") {
    auto table = std::make_shared<jt::layer::Table>(3);
    table->set({"raw", jt::layer::Type::real, "mu", {}},
               jt::layer::Column::of_reals({9911.60595, 44117.89704, 54029.50299}));
    table->set({"closed", jt::layer::Type::real, "mu", {}},
               jt::layer::Column::of_reals({9911.6, 44117.9, 54029.5}));
    TableSpec spec;
    spec.name = "areas";
    const TableView view(spec, table, Lang::en);
    CHECK(view.cell(0, view.columns()[0]).text == "9912");
    CHECK(view.cell(0, view.columns()[1]).text == "9911.6");
    CHECK(view.cell(1, view.columns()[1]).text == "44117.9");
    CHECK(view.cell(2, view.columns()[1]).text == "54029.5");
}

TEST_CASE("areas are shown in mu", "[fast]") {
    TableSpec spec;
    spec.name = "scores";
    spec.columns = {{"area", "", "mu", 1, false}};
    const TableView view(spec, sample::scores(), Lang::zh);
    CHECK(view.columns()[0].title == "面积（亩）");
    CHECK(view.cell(0, view.columns()[0]).text == "87000.0");
}

TEST_CASE("long and wide tables are cut in print, and the note says so", "[fast]") {
    TableSpec spec;
    spec.name = "wide";
    spec.note = "注。";
    spec.rows = 5;
    const Grid grid = TableView(spec, sample::wide(), Lang::zh).grid();
    CHECK(grid.rows.size() == 5);
    CHECK(grid.columns.size() == 12);
    CHECK(grid.note ==
          "注。另有4列见tables.xlsx：单项指标名称（min）, 单项指标名称（min）, "
          "单项指标名称（min）, 单项指标名称（min）。此处列出前5行，全部30行见tables.xlsx。");
    spec.note.clear();
    spec.columns = {{"c0", "", "", {}, false}};
    const Grid chosen = TableView(spec, sample::wide(), Lang::en).grid();
    CHECK(chosen.columns.size() == 1);
    CHECK(chosen.note == "The first 5 of 30 rows are printed; tables.xlsx has them all.");
}

TEST_CASE("values are found by key, as shown or with other digits", "[fast]") {
    const TableView view = view_of({{"diff", "", "min", 1, true}});
    CHECK(view.value("KLJ1-C08", "diff", {}) == "−28.8");
    CHECK(view.value("KLJ1-C08", "diff", 3) == "−28.767");
    CHECK(view.value("P01-Z01", "name", {}) == "天邛产业园至天府新区");  // not shown, still there
}

TEST_CASE("a view names what is wrong", "[fast]") {
    CHECK(error_text([] {
              view_of({{"diff", "", "km", 1, false}});
          }) == "'1 s' is measured in s, but km is wanted\n  in table t");
    const std::string unknown = error_text([] { view_of({{"befor", "", "", {}, false}}); });
    CHECK_THAT(unknown, Catch::Contains("befor") && Catch::Contains("before") &&
                            Catch::Contains("in table t"));
    CHECK(error_text([] { view_of({}).value("KLJ1-C09", "diff", {}); }) ==
          "table t has no row 'KLJ1-C09' (column id); did you mean 'KLJ1-C08'?");
    CHECK(error_text([] { view_of({}).value("?", "diff", {}); }) ==
          "table t has no row '?' (column id); rows are KLJ1-C08, P01-Z01, P04-Z06, X|<script>");
}

TEST_CASE("a field dictionary's name heads its column, and finds it", "[fast]") {
    auto table = std::make_shared<jt::layer::Table>(1);
    table->set({"GHMC", jt::layer::Type::text, "", {"规划名称", "name"}},
               jt::layer::Column::of_texts({"两江新区"}));
    table->set({"MJ", jt::layer::Type::real, "km2", {"面积", "area"}},
               jt::layer::Column::of_reals({1200}));
    TableSpec spec;
    spec.name = "t";
    CHECK(TableView(spec, table, Lang::zh).columns()[0].title == "规划名称");
    spec.columns = {{"面积", "", "", {}, false}, {"name", "", "", {}, false}};
    const TableView view(spec, table, Lang::zh);
    CHECK(view.columns()[0].title == "面积（km²）");
    CHECK(view.cell(0, view.columns()[1]).text == "两江新区");
    CHECK(error_text([&] { view.value("兩江新區", "面积", {}); }) ==
          "table t has no row '兩江新區' (column GHMC); did you mean '两江新区'?");
}
