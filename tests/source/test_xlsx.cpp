#include "fixtures.hpp"
#include "source/convert.hpp"
#include "source/read.hpp"
#include "source/sheet/xlsx_column.hpp"
#include "source/write.hpp"

#include <catch2/catch.hpp>
#include <limits>

using namespace jt::source;
using fixtures::contains;
using fixtures::error_text;
using fixtures::TempFolder;
using fixtures::told;
using jt::layer::Column;
using jt::layer::ColumnBuilder;
using jt::layer::Field;
using jt::layer::Layer;
using jt::layer::Table;
using jt::layer::Type;

namespace {

void set_texts(Table& table, const std::string& name, const std::vector<std::string>& values) {
    table.set(Field{name, Type::text, "", {}}, Column::of_texts(values));
}

std::string writing(const std::string& path, const std::vector<NamedTable>& tables,
                    const WriteOptions& options = {}) {
    return error_text([&] {
        jt::base::Diagnostics diagnostics;
        write_dataset(path, tables, options, diagnostics);
    });
}

Table read_sheet(const std::string& path, const std::string& sheet) {
    ReadOptions options;
    options.path = path;
    options.layer = sheet;
    jt::base::Diagnostics diagnostics;
    return read_table(options, diagnostics);
}

/// One row of each type, and one of nulls.
Table every_type() {
    Table out(2);
    ColumnBuilder real(Type::real), integer(Type::integer), big(Type::integer), flag(Type::boolean);
    real.real(0.1);
    real.null();
    integer.integer(-999999999999999);
    integer.null();
    big.integer(9223372036854775807);
    big.integer(-1);
    flag.integer(1);
    flag.null();
    out.set(Field{"面积", Type::real, "ha", {}}, real.build());
    out.set(Field{"n", Type::integer, "", {}}, integer.build());
    out.set(Field{"big", Type::integer, "", {}}, big.build());
    out.set(Field{"ok", Type::boolean, "", {}}, flag.build());
    set_texts(out, "代码", {"0701", "007"});
    set_texts(out, "日期", {"2020-05-25", "1987-12-31"});
    set_texts(out, "时刻", {"2020-05-25T13:14:15", "2020-05-25 00:00:00"});
    set_texts(out, "text", {" a\n<b>&\"c\"_x0041_ ", "2020-05-25"});
    return out;
}

}  // namespace

TEST_CASE("Days are counted as spreadsheets count them") {
    CHECK(serial_date("1900-03-01") == 61.0);
    CHECK(serial_date("1970-01-01") == 25569.0);
    CHECK(serial_date("2000-02-29") == 36585.0);
    CHECK(serial_date("2020-05-25") == 43976.0);
    CHECK(serial_date("2020-05-25T12:00:00") == 43976.5);
    CHECK(serial_date("2020-05-25 18:00:00") == 43976.75);
    CHECK(serial_date("9999-12-31") == 2958465.0);
    for (const char* none :
         {"", "1900-02-28", "1899-12-31", "2019-02-29", "1900-02-29", "2020-13-01", "2020-00-10",
          "2020-04-31", "2020-5-25", "20200525", "2020/05/25", "2020-05-25T24:00:00",
          "2020-05-25T12:00:00Z", "2020-05-25T12:00", "2020-05-25T12:00:00.5", "2020-05-25x",
          "天2020-05-25"}) {
        INFO(none);
        CHECK_FALSE(serial_date(none).has_value());
    }
}

TEST_CASE("A workbook keeps every type, and tells what it cannot keep as it was") {
    const TempFolder folder;
    const Table before = every_type();
    jt::base::Diagnostics diagnostics;
    write_dataset(folder / "a.xlsx", {{"甲", &before}}, {}, diagnostics);
    CHECK(told(diagnostics) ==
          "warning: integers of big have more than the 15 digits that a spreadsheet shows; the "
          "column is written as text (甲; 1 features: 0)\n"
          "info: every value of 日期 is a date; the cells are dates (甲)\n"
          "info: every value of 时刻 is a date; the cells are dates (甲)\n");
    const Table after = read_sheet(folder / "a.xlsx", "甲");
    CHECK(after.names() == before.names());
    CHECK(after.column("面积").number(0) == 0.1);
    CHECK_FALSE(after.column("面积").valid(1));
    CHECK(after.field("n").type == Type::integer);
    CHECK(after.column("n").integer(0) == -999999999999999);
    CHECK(after.column("big").show(0) == "9223372036854775807");
    CHECK(after.column("ok").show(0) == before.column("ok").show(0));
    CHECK(after.column("代码").text(0) == "0701");
    CHECK(after.column("代码").text(1) == "007");
    CHECK(after.column("日期").text(0) == "2020-05-25");
    CHECK(after.column("时刻").text(0) == "2020-05-25T13:14:15");
    CHECK(contains(std::string(after.column("text").text(0)), " a\n<b>&\"c\""));
    CHECK(folder.names() == std::vector<std::string>{"a.xlsx"});
}

TEST_CASE("A workbook has the same bytes every time") {
    const TempFolder folder;
    const Table table = every_type();
    for (const char* name : {"a.xlsx", "b.xlsx"}) {
        CHECK(writing(folder / name, {{"甲", &table}, {"乙", &table}}).empty());
    }
    CHECK(jt::base::read_file(folder / "a.xlsx") == jt::base::read_file(folder / "b.xlsx"));
}

TEST_CASE("Layers become sheets: points with their coordinates, other shapes without, and told") {
    const TempFolder folder;
    jt::geo::GeometryArray points(jt::geo::Shape::point), lines(jt::geo::Shape::line);
    points.add_point(104.066123456789, 30.5);
    points.null_feature();
    lines.add_line(std::vector<double>{104, 30, 105, 31});
    Layer stops("站点", jt::geo::Crs::from("EPSG:4490"), std::move(points), {0, 1});
    set_texts(stops, "name", {"天府广场", "春熙路"});
    Layer roads("道路", jt::geo::Crs::from("EPSG:4490"), std::move(lines), {0});
    set_texts(roads, "name", {"天府大道"});
    jt::base::Diagnostics diagnostics;
    write_dataset(folder / "a.xlsx", {{"站点", &stops}, {"道路", &roads}}, {}, diagnostics);
    CHECK(told(diagnostics) ==
          "warning: the geometry was not written: a sheet keeps single points only (道路)\n");
    const Table sheet = read_sheet(folder / "a.xlsx", "站点");
    CHECK(sheet.names() == std::vector<std::string>{"name", "x", "y"});
    CHECK(sheet.column("x").number(0) == 104.066123456789);
    CHECK_FALSE(sheet.column("y").valid(1));
    CHECK(list_layers(folder / "a.xlsx").size() == 2);
    CHECK(takes_many_layers("a.XLSX"));
}

TEST_CASE("A sheet of text alone keeps its first row as its header") {
    const TempFolder folder;
    Table table(2);
    set_texts(table, "代码", {"0701", "0702"});
    set_texts(table, "名称", {"甲", "乙"});
    CHECK(writing(folder / "a.xlsx", {{"表", &table}}).empty());
    const Table back = read_sheet(folder / "a.xlsx", "表");
    CHECK(back.names() == table.names());
    CHECK(back.rows() == 2);
    CHECK(back.column("代码").text(1) == "0702");
}

TEST_CASE("The limits of a workbook are errors") {
    const TempFolder folder;
    const std::string path = folder / "a.xlsx";
    const std::string tail = "\n  in writing " + path;
    Table table(1);
    set_texts(table, "t", {"x"});
    CHECK(
        writing(path, {{"这是一个超过三十一个字符的图层名称这是一个超过三十一个字符的图", &table}})
            .empty());
    CHECK(writing(path,
                  {{"这是一个超过三十一个字符的图层名称这是一个超过三十一个字符的图层", &table}},
                  {"UTF-8", true}) ==
          "the name '这是一个超过三十一个字符的图层名称这是一个超过三十一个字符的图层' has 32 "
          "characters; that of a sheet has 31 at most" +
              tail + "\n  hint: give the layer a shorter name, or write .gpkg");
    for (const char* bad : {"a/b", "a[1]", "'a", "a'", "History", "", "a:b", "a?"}) {
        CHECK(contains(writing(path, {{bad, &table}}, {"UTF-8", true}),
                       "is no possible name of a sheet"));
    }
    CHECK(
        contains(writing(path, {{"a", &table}, {"A", &table}}, {"UTF-8", true}), "is given twice"));
    CHECK(contains(writing(path, {{"a", &table}}), "a.xlsx exists"));
    CHECK(contains(writing(path, {{"a", &table}}, {"GBK", true}), "keeps text as UTF-8"));
    CHECK(contains(writing(folder / "none/a.xlsx", {{"a", &table}}), "does not exist"));

    Table wide(0);
    const auto column = std::make_shared<const Column>(Column::of_texts({}));
    for (int i = 0; i < 16385; ++i) {
        wide.set(Field{fmt::format("f{}", i), Type::text, "", {}}, column);
    }
    CHECK(writing(path, {{"a", &wide}}, {"UTF-8", true}) ==
          "a sheet takes 16384 columns, but there are 16385" + tail +
              "\n  hint: write .csv or .gpkg");
    Table tall(1048576);
    tall.set(Field{"n", Type::integer, "", {}},
             Column::of_integers(std::vector<std::int64_t>(1048576)));
    CHECK(writing(path, {{"a", &tall}}, {"UTF-8", true}) ==
          "a sheet takes 1048575 rows beside its header, but there are 1048576" + tail +
              "\n  hint: write .csv or .gpkg");
    Table long_text(2);
    set_texts(long_text, "备注", {std::string(32767, 'x'), std::string(32766, 'x') + "𠀀"});
    CHECK(writing(path, {{"a", &long_text}}, {"UTF-8", true}) ==
          "a text of 32768 characters does not fit into a cell, which keeps 32767\n"
          "  in feature 1, field 备注" +
              tail + "\n  hint: write .csv or .gpkg");
    Table endless(1);
    endless.set(Field{"v", Type::real, "", {}},
                Column::of_reals({std::numeric_limits<double>::infinity()}));
    CHECK(contains(writing(path, {{"a", &endless}}, {"UTF-8", true}),
                   "the number inf has no place in a spreadsheet\n  in feature 0, field v"));
    Table zero(1);
    set_texts(zero, "t", {std::string("a\0b", 3)});
    CHECK(contains(writing(path, {{"a", &zero}}, {"UTF-8", true}), "the text holds a zero byte"));
    // What was there before all this is as it was.
    CHECK(read_sheet(path, "").column("t").text(0) == "x");
    CHECK(folder.names() == std::vector<std::string>{"a.xlsx"});
}

TEST_CASE("Digits that a spreadsheet drops are told") {
    const TempFolder folder;
    Table table(1);
    table.set(Field{"v", Type::real, "", {}}, Column::of_reals({0.1 + 0.2}));
    jt::base::Diagnostics diagnostics;
    write_dataset(folder / "a.xlsx", {{"a", &table}}, {}, diagnostics);
    CHECK(told(diagnostics) ==
          "info: values of v keep 16 digits in a spreadsheet, and lose the 17th (a)\n");
    CHECK(escaped_cell("_x0041_ _x00_ x _x000d_") == "_x005F_x0041_ _x00_ x _x005F_x000d_");
}
