#include "base/parallel.hpp"
#include "geo/topology.hpp"
#include "support/errors.hpp"
#include "surface/fixtures.hpp"
#include "surface/rasterise.hpp"
#include "surface/resample.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <random>

using namespace jt;
using surface::Grid;
using surface::Overlap;
using surface::ResampleMethod;
using surface::Surface;
using surface::TakeRule;
using test::alike;
using test::error_text;
using test::shared;
using test::values_of;

namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

Grid grid_of(std::size_t columns, std::size_t rows, double cell, double left = 500000,
             double top = 3390000) {
    Grid grid = test::metre_grid(columns, rows, cell);
    grid.left = left;
    grid.top = top;
    return grid;
}

Surface surface_of(const Grid& grid, std::vector<float> values) {
    return {grid, geo::Crs::from("EPSG:4544"), std::move(values)};
}

/// West, south, east, north in metres from the corner (500000, 3390000) of the grids.
void add_box(geo::GeometryArray& out, double w, double s, double e, double n) {
    const double x = 500000, y = 3390000;
    out.add_ring(
        std::vector<double>{x + w, y + s, x + e, y + s, x + e, y + n, x + w, y + n, x + w, y + s});
}

geo::GeometryArray box(double w, double s, double e, double n) {
    geo::GeometryArray out(geo::Shape::polygon);
    add_box(out, w, s, e, n);
    return out;
}

/// Mean or majority of a new cell by cutting all cells into `cuts` x `cuts` pieces.
std::vector<double> by_pieces(const Surface& source, const Grid& grid, ResampleMethod method,
                              int cuts) {
    std::vector<double> out;
    for (std::size_t i = 0; i < grid.cells(); ++i) {
        double sum = 0;
        std::map<double, int> count;
        int all = 0;
        for (int k = 0; k < cuts * cuts; ++k) {
            const double x =
                grid.left +
                (static_cast<double>(i % grid.columns) + (k % cuts + 0.5) / cuts) * grid.cell_x;
            const double y =
                grid.top -
                (static_cast<double>(i / grid.columns) + (k / cuts + 0.5) / cuts) * grid.cell_y;
            const double value = source.sample(x, y);
            if (!std::isnan(value)) {
                sum += value;
                ++all;
                ++count[value];
            }
        }
        const auto most = std::max_element(count.begin(), count.end(),
                                           [](auto& a, auto& b) { return a.second < b.second; });
        const bool mean = method == ResampleMethod::mean;
        out.push_back(all == 0 ? kNone : mean ? sum / all : most->first);
    }
    return out;
}

}  // namespace

TEST_CASE("mean and majority are those of small pieces") {
    std::mt19937 random(7);
    for (int round = 0; round < 30; ++round) {
        const Grid from = grid_of(9, 8, 10);
        std::vector<float> values(from.cells());
        for (float& value : values) {
            value = random() % 5 == 0 ? kNone : static_cast<float>(random() % 3);
        }
        const Surface source = surface_of(from, values);
        // Edges on tenths of the pieces: every piece lies in one cell.
        const Grid to = grid_of(3, 4, 20 + 5 * static_cast<double>(round % 3),
                                500000 - 15 + 5 * static_cast<double>(round % 4), 3390005);
        const int cuts = static_cast<int>(to.cell_x) / 5 * 2;
        for (const auto method : {ResampleMethod::mean, ResampleMethod::majority}) {
            const auto found = values_of(surface::resampled(source, to, source.crs(), method));
            const auto wanted = by_pieces(source, to, method, cuts);
            for (std::size_t i = 0; i < found.size(); ++i) {
                CHECK(std::isnan(found[i]) == std::isnan(wanted[i]));
                if (!std::isnan(wanted[i])) {
                    CHECK(found[i] == Approx(wanted[i]).margin(1e-6));
                }
            }
        }
    }
}

TEST_CASE("nearest takes the cell under the centre, bilinear a plane as it is") {
    const Grid from = grid_of(10, 10, 10), to = grid_of(33, 33, 3);
    const auto plane = test::filled(
        from, "EPSG:4544", [](double x, double y) { return 2 * (x - 500000) - (y - 3390000); });
    const auto near = surface::resampled(plane, to, plane.crs(), ResampleMethod::nearest);
    const auto even = surface::resampled(plane, to, plane.crs(), ResampleMethod::bilinear);
    for (std::size_t row = 2; row < 31; ++row) {
        for (std::size_t column = 2; column < 31; ++column) {
            const double x = to.x(column), y = to.y(row);
            CHECK(near.at(row, column) == plane.sample(x, y));
            CHECK(even.at(row, column) == Approx(2 * (x - 500000) - (y - 3390000)));
        }
    }
    CHECK(even.at(0, 0) == plane.at(0, 0));
    // The same grid gives the same values, whatever the method.
    for (const auto method : {ResampleMethod::nearest, ResampleMethod::bilinear,
                              ResampleMethod::mean, ResampleMethod::majority}) {
        for (const int threads : {1, 2}) {
            base::set_threads(threads);
            CHECK(values_of(surface::resampled(plane, from, plane.crs(), method)) ==
                  values_of(plane));
        }
    }
    base::set_threads(0);
}

TEST_CASE("to another CRS centres are transformed") {
    const Grid from = grid_of(40, 40, 100);
    const auto east = test::filled(from, "EPSG:4544", [](double x, double) { return x; });
    Grid to = grid_of(20, 20, 0.001);
    const geo::Crs degrees = geo::Crs::from("EPSG:4490");
    double x = 501000, y = 3389000;
    const geo::Transform forward(east.crs(), degrees), back(degrees, east.crs());
    forward.apply(x, y);
    to.left = x;
    to.top = y;
    const auto found = surface::resampled(east, to, degrees, ResampleMethod::bilinear);
    double px = to.x(7), py = to.y(5);
    back.apply(px, py);
    CHECK(found.at(5, 7) == Approx(px).epsilon(1e-9));
    CHECK(error_text([&] {
              surface::resampled(east, to, degrees, ResampleMethod::mean);
          }).find("areas cannot be shared out between") == 0);
}

TEST_CASE("resample as an operator says what it did") {
    const auto source = shared(surface_of(grid_of(6, 6, 10), std::vector<float>(36, 2)));
    const auto ran = test::run("surface.resample", {{"surface", {source}}},
                               {{"method", "nearest"}, {"cell", 30}});
    CHECK(ran.texts() ==
          std::vector<std::string>{
              "info: cells of 10 x 10 to cells of 30 x 30 by nearest; 4 of 4 have a value",
              "warning: the new cells are more than twice as large: nearest leaves most of the old "
              "ones unread"});
    const auto wide = test::run(
        "surface.resample", {{"surface", {source}}},
        {{"method", "mean"}, {"cell", 20}, {"extent", {499980, 3389960, 500020, 3390000}}});
    CHECK(alike(values_of(wide.surface()), {kNone, 2, kNone, 2}));
    const auto none = [&] {
        test::run("surface.resample", {{"surface", {source}}}, {{"method", "mean"}});
    };
    CHECK(error_text(none).find("the new grid is not given in one way") != std::string::npos);
    const auto bad = [&] {
        test::run("surface.resample", {{"surface", {source}}},
                  {{"method", "mean"}, {"cell", 20}, {"extent", {5, 1, 2, 3}}});
    };
    CHECK(error_text(bad).find("parameter 'extent' wants west, south, east, north") !=
          std::string::npos);
}

TEST_CASE("a grid in another CRS needs a cell alone") {
    Grid degrees = grid_of(8, 6, 0.01, 104, 30.5);
    const auto source = shared(test::filled(
        degrees, "EPSG:4490", [](double x, double y) { return 100 * (x - 104) + 10 * (y - 30); }));
    const auto ran = test::run("surface.resample", {{"surface", {source}}},
                               {{"method", "bilinear"}, {"cell", 250}, {"crs", "EPSG:4544"}});
    const Grid& grid = ran.surface().grid();
    CHECK(ran.surface().crs().code() == "EPSG:4544");
    CHECK(std::fmod(grid.left, 250) == 0);
    CHECK(std::fmod(grid.top, 250) == 0);
    const geo::Transform back(geo::Crs::from("EPSG:4544"), geo::Crs::from("EPSG:4490"));
    std::size_t inside = 0;
    for (std::size_t row = 0; row < grid.rows; ++row) {
        for (std::size_t column = 0; column < grid.columns; ++column) {
            double x = grid.x(column), y = grid.y(row);
            back.apply(x, y);
            const double found = ran.surface().at(row, column);
            if (x > 104.005 && x < 104.075 && y > 30.445 && y < 30.495) {  // between the centres
                ++inside;
                CHECK(found == Approx(100 * (x - 104) + 10 * (y - 30)));
            } else if (x < 104 || x > 104.08 || y < 30.44 || y > 30.5) {
                CHECK(std::isnan(found));
            }
        }
    }
    CHECK(inside > 400);
    CHECK(error_text([&] {
              test::run("surface.resample", {{"surface", {source}}, {"like", {source}}},
                        {{"method", "nearest"}, {"crs", "EPSG:4544"}});
          }).find("not given in one way") != std::string::npos);
}

TEST_CASE("polygons take cells by the rule") {
    const Grid grid = grid_of(4, 1, 10);
    // From 4 to 24 m: the centres 5 and 15, 0.6 + 1 + 0.4 of the first three cells.
    const auto one = box(4, -10, 24, 0);
    const auto cells = [&](TakeRule rule) {
        return surface::rasterised(grid, one, {5}, rule, Overlap::last).values;
    };
    CHECK(alike(cells(TakeRule::centre), {5, 5, kNone, kNone}));
    CHECK(alike(cells(TakeRule::touched), {5, 5, 5, kNone}));
    CHECK(alike(cells(TakeRule::majority), {5, 5, kNone, kNone}));
    const auto small =
        surface::rasterised(grid, box(1, -3, 3, -1), {5}, TakeRule::majority, Overlap::last);
    CHECK(small.without == std::vector<std::size_t>{0});
}

TEST_CASE("rasterised polygons are those of asking all centres, whoever comes last") {
    std::mt19937 random(8);
    const Grid grid = grid_of(40, 30, 10);
    geo::GeometryArray boxes(geo::Shape::polygon);
    std::vector<double> values;
    for (int i = 0; i < 1500; ++i) {
        const double w = static_cast<double>(random() % 400) + 0.3;
        const double s = -static_cast<double>(random() % 300) - 0.3;
        add_box(boxes, w, s, w + static_cast<double>(1 + random() % 40),
                s + static_cast<double>(1 + random() % 40));
        values.push_back(static_cast<double>(random() % 9));
    }
    const auto wanted = [&](Overlap overlap) {
        std::vector<double> out(grid.cells(), kNone);
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            for (std::size_t k = 0; k < out.size(); ++k) {
                if (geo::contains_point(boxes, i, grid.x(k % 40), grid.y(k / 40))) {
                    const bool fresh = std::isnan(out[k]);
                    const bool takes = overlap == Overlap::last ||
                                       (overlap == Overlap::min && values[i] < out[k]) ||
                                       (overlap == Overlap::max && values[i] > out[k]);
                    out[k] = fresh || takes ? values[i] : out[k];
                }
            }
        }
        return out;
    };
    for (const Overlap overlap : {Overlap::first, Overlap::last, Overlap::min, Overlap::max}) {
        for (const int threads : {1, 2}) {
            base::set_threads(threads);
            CHECK(alike(surface::rasterised(grid, boxes, values, TakeRule::centre, overlap).values,
                        wanted(overlap)));
        }
    }
    base::set_threads(0);
}

TEST_CASE("lines and points take the cells that they touch, and the operator tells") {
    const auto like = shared(surface_of(grid_of(4, 2, 10), std::vector<float>(8, 0)));
    geo::GeometryArray line(geo::Shape::line);
    line.add_line(std::vector<double>{500002, 3389995, 500028, 3389995});
    const auto lines = test::run("surface.rasterise",
                                 {{"features", {test::layer_of("road", line)}}, {"like", {like}}});
    CHECK(alike(values_of(lines.surface()), {1, 1, 1, kNone, kNone, kNone, kNone, kNone}));
    geo::GeometryArray points(geo::Shape::point);
    points.add_point(500035, 3389985);
    points.add_point(500035, 3389983);
    points.add_point(400000, 3389985);
    points.add_point(500001, 3389999);
    auto layer = test::layer_of("places", points);
    layer->set({"size", layer::Type::real, "", {}},
               layer::Column::of_reals({3, 2, 7, std::numeric_limits<double>::quiet_NaN()}));
    layer->set({"name", layer::Type::text, "", {}}, layer::Column::of_texts({"a", "b", "c", "d"}));
    const auto ran = test::run("surface.rasterise", {{"features", {layer}}, {"like", {like}}},
                               {{"field", "size"}, {"overlap", "max"}});
    CHECK(ran.surface().at(1, 3) == 3);
    CHECK(ran.surface().valid_count() == 1);
    CHECK(ran.texts() ==
          std::vector<std::string>{
              "warning: 1 features have no value in the field and take no cell (places; 1 "
              "features: 4)",
              "warning: 1 features take no cell: off the grid, or smaller than the rule asks "
              "(places; 1 features: 3)",
              "info: cells taken by several features: 1 times, decided by 'max'"});
    const auto text = [&] {
        test::run("surface.rasterise", {{"features", {layer}}, {"like", {like}}},
                  {{"field", "name"}});
    };
    CHECK(error_text(text).find("field 'name' is text, numbers are wanted") != std::string::npos);
}
