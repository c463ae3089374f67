#include "support/errors.hpp"
#include "surface/fixtures.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using surface::Cell;
using surface::Surface;
using test::error_text;

TEST_CASE("a place lies in the cell east and south of its borders, or outside") {
    const auto grid = test::metre_grid(3, 2);
    CHECK(surface::cell_at(grid, 500000, 3390000) == Cell{0, 0});
    CHECK(surface::cell_at(grid, 500010, 3389990) == Cell{1, 1});
    CHECK(surface::cell_at(grid, 500029.9, 3389980.1) == Cell{1, 2});
    CHECK_FALSE(surface::cell_at(grid, 500030, 3389995));
    CHECK_FALSE(surface::cell_at(grid, 499999, 3389995));
    CHECK_FALSE(surface::cell_at(grid, 500005, 3389980));
    CHECK_FALSE(surface::cell_at(grid, NAN, 3389995));
    CHECK(grid.x(0) == 500005);
    CHECK(grid.y(1) == 3389985);
}

TEST_CASE("a surface comes back from its bytes, in both precisions") {
    const auto doubles = test::filled(test::metre_grid(4, 3), "EPSG:4544", [](double x, double y) {
        return x > 500030 ? NAN : x + y / 7;
    });
    const Surface floats(test::metre_grid(2, 1), geo::Crs(), std::vector<float>{1.5F, NAN});
    for (const Surface* one : {&doubles, &floats}) {
        base::Writer out;
        one->write(out);
        base::Reader in(out.bytes());
        const auto back = test::operators().read(registry::Kind::surface, in);
        in.expect_end();
        const auto& read = dynamic_cast<const Surface&>(*back);
        CHECK(registry::content_hash(read) == registry::content_hash(*one));
        CHECK(read.grid() == one->grid());
        CHECK(read.double_precision() == one->double_precision());
        CHECK(read.valid_count() == one->valid_count());
        CHECK(read.crs().known() == one->crs().known());
    }
    CHECK(doubles.valid_count() == 9);
    CHECK(floats.valid_count() == 1);
    CHECK(floats.sample(500005, 3389995) == 1.5);
    CHECK(std::isnan(floats.sample(500015, 3389995)));
    CHECK(std::isnan(floats.sample(0, 0)));
}

TEST_CASE("an impossible grid is refused") {
    surface::Grid grid = test::metre_grid(2, 2);
    grid.cell_y = 0;
    CHECK(error_text([&] { Surface(grid, geo::Crs(), std::vector<float>(4)); }) ==
          "not a grid: 2 columns, 2 rows, cells of 10 x 0");
    CHECK(error_text([&] { Surface(test::metre_grid(2, 2), geo::Crs(), std::vector<float>(3)); }) ==
          "3 values for 4 cells");
}
