#include "layer/matrix.hpp"
#include "layer/random_table.hpp"
#include "layer/rows.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt::layer;
using jt::base::ErrorKind;
using jt::base::Lang;
using jt::registry::content_hash;
using jt::test::bytes_of;
using jt::test::error_of;
using jt::test::error_text;
using jt::test::ids_from;
using jt::test::some_lines;

namespace {

Table roads() {
    Table table;
    table.set({"speed", Type::real, "km/h", {"速度", "speed"}}, Column::of_reals({80, 60, 40}));
    table.set({"名称", Type::text, "", {}}, Column::of_texts({"天府路", "两江路", ""}));
    return table;
}

Layer sample_layer(std::size_t rows) {
    return Layer("道路", jt::geo::Crs::from("EPSG:4490"), some_lines(rows), ids_from(7, rows));
}

}  // namespace

TEST_CASE("columns are found by name and kept in the order of adding") {
    const Table table = roads();
    CHECK(table.rows() == 3);
    CHECK(table.names() == std::vector<std::string>{"speed", "名称"});
    CHECK(table.index_of("名称") == 1);
    CHECK_FALSE(table.has("Speed"));
    CHECK(table.field("speed").unit == "km/h");
    CHECK(table.column("名称").text(0) == "天府路");
    CHECK(table.shared_column("speed").get() == &table.column(0));
}

TEST_CASE("an unknown column names the close one, else the columns there are") {
    CHECK(error_text([] { roads().column("sped"); }) ==
          "unknown column 'sped'; did you mean 'speed'?");
    CHECK(error_text([] { roads().field("宽度"); }) ==
          "unknown column '宽度'; there are: speed, 名称");
    CHECK(error_text([] { Table().column("x"); }) == "unknown column 'x'; there are: -");
    Layer layer = sample_layer(3);
    layer.set({"lanes", Type::integer, "", {}}, Column::of_integers({1, 2, 3}));
    CHECK(error_text([&] { layer.column("lane"); }) ==
          "unknown column 'lane'; did you mean 'lanes'?\n  in layer '道路'");
    CHECK(error_text([&] { layer.shared_column("x"); }, Lang::zh) ==
          "未知的列“x”；现有：lanes\n  位置：图层“道路”");
}

TEST_CASE("a column of a known name replaces, one of another length or type is our bug") {
    Table table = roads();
    table.set({"speed", Type::integer, "", {}}, Column::of_integers({1, 2, 3}));
    CHECK(table.names() == std::vector<std::string>{"speed", "名称"});
    CHECK(table.field("speed").type == Type::integer);
    const auto longer = error_of([&] {
        table.set({"x", Type::real, "", {}}, Column::of_reals({1}));
    });
    CHECK(longer->kind() == ErrorKind::internal);
    CHECK(longer->text(Lang::en) == "column 'x' has 1 rows, the table has 3");
    CHECK(error_text([&] {
              table.set({"x", Type::text, "", {}}, Column::of_reals({1, 2, 3}));
          }) == "column 'x' is declared as text, but its values are real");
}

TEST_CASE("only a table made without a number of rows takes it from its first column") {
    Table open;
    open.set({"x", Type::real, "", {}}, Column::of_reals({}));
    CHECK(open.rows() == 0);
    Table fixed(0);
    CHECK(error_text([&] {
              fixed.set({"x", Type::real, "", {}}, Column::of_reals({1}));
          }) == "column 'x' has 1 rows, the table has 0");
    Layer empty;
    CHECK(error_text([&] {
              empty.set({"x", Type::real, "", {}}, Column::of_reals({1}));
          }) == "column 'x' has 1 rows, the table has 0");
}

TEST_CASE("columns are renamed and removed") {
    Table table = roads();
    table.rename("speed", "v");
    table.rename("v", "v");
    CHECK(table.names() == std::vector<std::string>{"v", "名称"});
    CHECK(error_text([&] { table.rename("v", "名称"); }) ==
          "column 'v' cannot be renamed to '名称': there is a column of that name");
    CHECK(error_text([&] { table.rename("speed", "x"); }) ==
          "unknown column 'speed'; there are: v, 名称");
    table.remove("v");
    CHECK(table.names() == std::vector<std::string>{"名称"});
    CHECK(table.rows() == 3);
    CHECK(error_text([&] { table.remove("v"); }) == "unknown column 'v'; there are: 名称");
}

TEST_CASE("a copied table shares its columns and changes alone") {
    const Table first = roads();
    Table second = first;
    second.set({"speed", Type::real, "km/h", {}}, Column::of_reals({1, 2, 3}));
    CHECK(first.column("speed").number(0) == 80);
    CHECK(second.column("名称").chars().data() == first.column("名称").chars().data());
}

TEST_CASE("random tables survive their bytes") {
    std::mt19937_64 random(3);
    for (int round = 0; round < 200; ++round) {
        Table table(random() % 3 == 0 ? 0 : random() % 20);
        jt::test::fill(table, random);
        const std::string bytes = bytes_of(table);
        jt::base::Reader in(bytes);
        const auto again = Table::read(in);
        in.expect_end();
        const auto& read = dynamic_cast<const Table&>(*again);
        REQUIRE(bytes_of(read) == bytes);
        REQUIRE(read.rows() == table.rows());
        REQUIRE(read.fields() == table.fields());
        REQUIRE(content_hash(read) == content_hash(table));
    }
}

TEST_CASE("random layers survive their bytes, and taking rows keeps ids with features") {
    std::mt19937_64 random(4);
    for (int round = 0; round < 100; ++round) {
        Layer layer = sample_layer(random() % 3 == 0 ? 0 : random() % 20);
        jt::test::fill(layer, random);
        const std::string bytes = bytes_of(layer);
        jt::base::Reader in(bytes);
        const auto again = Layer::read(in);
        in.expect_end();
        const auto& read = dynamic_cast<const Layer&>(*again);
        REQUIRE(bytes_of(read) == bytes);
        REQUIRE(content_hash(read) == content_hash(layer));
        REQUIRE(read.kind() == jt::registry::Kind::layer);
        REQUIRE(read.name() == "道路");
        REQUIRE(read.ids() == layer.ids());
        REQUIRE(read.crs().code() == "EPSG:4490");
        REQUIRE(read.crs().same(layer.crs()));
        std::vector<std::size_t> rows;
        for (std::size_t i = layer.rows(); i-- > 0;) {
            if (random() % 2 == 0) {
                rows.push_back(i);
            }
        }
        const Layer taken = take(layer, rows);
        REQUIRE(taken.rows() == rows.size());
        REQUIRE(taken.fields() == layer.fields());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            REQUIRE(taken.ids()[i] == layer.ids()[rows[i]]);
            REQUIRE(taken.geometry().status(i) == layer.geometry().status(rows[i]));
            for (std::size_t column = 0; column < layer.fields().size(); ++column) {
                REQUIRE(taken.column(column).show(i) == layer.column(column).show(rows[i]));
            }
        }
    }
}

TEST_CASE("a layer keeps its CRS in the cache: one with a code, one without, and none") {
    const auto lambert =
        jt::geo::Crs::from("+proj=lcc +lat_1=25 +lat_2=47 +lon_0=105 +ellps=GRS80 +units=m");
    for (const auto& crs : {jt::geo::Crs::from("EPSG:4544"), lambert, jt::geo::Crs()}) {
        const Layer layer("x", crs, some_lines(2), ids_from(0, 2));
        const std::string bytes = bytes_of(layer);
        jt::base::Reader in(bytes);
        const auto again = Layer::read(in);
        const auto& read = dynamic_cast<const Layer&>(*again);
        CHECK(read.crs().known() == crs.known());
        CHECK(bytes_of(read) == bytes);
        if (crs.known()) {
            CHECK(read.crs().same(crs));
            CHECK(read.crs().code() == crs.code());
        }
    }
}

TEST_CASE("a table port may read a layer as a table, columns and all") {
    Layer layer = sample_layer(2);
    layer.set({"v", Type::integer, "", {}}, Column::of_integers({5, 6}));
    const Table& table = layer;
    CHECK(table.rows() == 2);
    const Table columns = columns_of(table);
    CHECK(columns.kind() == jt::registry::Kind::table);
    CHECK(columns.column("v").integer(1) == 6);
    const std::vector<std::size_t> second = {1};
    CHECK(take(table, second).column("v").integer(0) == 6);
}

TEST_CASE("a layer without the right number of ids or geometries cannot be made") {
    CHECK(error_text([] { Layer("x", {}, some_lines(2), {1}); }) ==
          "layer 'x' has 1 ids and 2 geometries");
    const Layer layer = sample_layer(2);
    CHECK(error_text([&] { layer.with_geometry(some_lines(3), {}); }) ==
          "layer '道路' has 2 ids and 3 geometries");
    const Layer moved = layer.with_geometry(some_lines(2), jt::geo::Crs::from("EPSG:4326"));
    CHECK(moved.crs().code() == "EPSG:4326");
    CHECK(moved.ids() == layer.ids());
}

TEST_CASE("rows are named by the asked column, by id, by feature, or by number") {
    Layer layer = sample_layer(2);
    const std::vector<std::size_t> last = {1};
    CHECK(row_names(layer).integer(1) == 10);
    CHECK(row_ids(layer, last) == std::vector<std::int64_t>{10});
    CHECK(row_names(columns_of(layer)).integer(1) == 2);
    CHECK(row_ids(columns_of(layer), last) == std::vector<std::int64_t>{2});
    layer.set({"id", Type::text, "", {}}, Column::of_texts({"A", "B"}));
    layer.set({"code", Type::text, "", {}}, Column::of_texts({"C", "D"}));
    CHECK(row_names(layer).text(1) == "B");
    CHECK(row_names(layer, "code").text(1) == "D");
    CHECK(error_text([&] { row_names(layer, "cod"); }) ==
          "unknown column 'cod'; did you mean 'code'?\n  in layer '道路'");
}

TEST_CASE("a matrix survives its bytes and tells the status of every pair") {
    Matrix matrix;
    matrix.row_ids = {"Z01", "Z02"};
    matrix.column_ids = {"P01", "P02", "成都"};
    matrix.cost = {0, 1000, kUnreachable, kCutOff, kOffNetwork, kMaxCost};
    const std::string bytes = bytes_of(matrix);
    jt::base::Reader in(bytes);
    const auto again = Matrix::read(in);
    in.expect_end();
    const auto& read = dynamic_cast<const Matrix&>(*again);
    CHECK(bytes_of(read) == bytes);
    CHECK(read.at(1, 0) == kCutOff);
    CHECK(cost_status_name(read.at(0, 1)) == std::string("ok"));
    CHECK(cost_status_name(read.at(0, 2)) == std::string("unreachable"));
    CHECK(cost_status_name(read.at(1, 0)) == std::string("cut_off"));
    CHECK(cost_status_name(read.at(1, 1)) == std::string("off_network"));
    CHECK(cost_status_name(read.at(1, 2)) == std::string("ok"));
    matrix.cost.pop_back();
    const std::string torn = bytes_of(matrix);
    jt::base::Reader broken(torn);
    CHECK(error_text([&] { Matrix::read(broken); }) ==
          "the stored matrix does not fit its row and column ids");
}
