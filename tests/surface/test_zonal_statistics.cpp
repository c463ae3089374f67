// Statistics against plain implementations, and that nothing depends on windows or threads.
#include "base/parallel.hpp"
#include "support/errors.hpp"
#include "surface/fixtures.hpp"
#include "surface/test_zonal_shapes.hpp"
#include "surface/zonal_parts.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <map>

using namespace jt;
using surface::ZonalMethod;
using surface::ZonalOptions;
using surface::ZoneStatistics;
using surface::ZoneStatus;

namespace {

/// The values of a function of the cell's number, read by blocks of any size.
class Blocks final : public surface::Cells {
public:
    Blocks(std::size_t columns, surface::Block block, std::size_t reach, bool wide)
        : m_columns(columns), m_block(block), m_reach(reach), m_wide(wide) {}
    bool wide() const override { return m_wide; }
    void read(const surface::Window& window, std::span<float> out) const override {
        fill(window, out);
    }
    void read(const surface::Window& window, std::span<double> out) const override {
        fill(window, out);
    }
    surface::Block block() const override { return m_block; }
    std::size_t reach() const override { return m_reach; }
    void write(base::Writer& /*out*/) const override {}

    static double value(std::size_t row, std::size_t column) {
        const std::size_t mixed = (row * 7919 + column * 104729) % 1013;
        const double height = 300 + 0.17 * static_cast<double>(row + 2 * column);
        const double tenths = std::floor(10 * height + static_cast<double>(mixed));
        return mixed % 19 == 0 ? NAN : static_cast<float>(tenths / 10);
    }

private:
    template <class Value>
    void fill(const surface::Window& window, std::span<Value> out) const {
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i] = static_cast<Value>(
                value(window.row + i / window.columns, window.column + i % window.columns));
        }
    }
    std::size_t m_columns;
    surface::Block m_block;
    std::size_t m_reach;
    bool m_wide;
};

surface::Surface blocks(const surface::Grid& grid, surface::Block block, std::size_t reach,
                        bool wide = false) {
    return {grid, geo::Crs::from("EPSG:4544"),
            std::make_shared<Blocks>(grid.columns, block, reach, wide)};
}

geo::GeometryArray zones_on(const surface::Grid& grid, int count) {
    std::mt19937 random(21);
    geo::GeometryArray out(geo::Shape::polygon);
    for (int i = 0; i < count; ++i) {
        test::add_zone(out, random, grid, i % 3 == 1, i % 5 == 2);
    }
    // A few large ones over many tiles.
    test::add_star(out, grid.x(grid.columns / 2), grid.y(grid.rows / 2), 900, random);
    test::add_star(out, grid.x(grid.columns / 3), grid.y(grid.rows / 2), 2500, random);
    return out;
}

ZonalOptions everything() {
    ZonalOptions out;
    out.variance = out.areas = out.classes = true;
    out.quantiles = {0.5, 0, 1, 0.05, 0.95, 1.0 / 3};
    return out;
}

std::string bytes_of(const std::vector<ZoneStatistics>& zones) {
    std::string out;
    const auto add = [&out](const auto& value) {
        char text[sizeof(value)];
        std::memcpy(text, &value, sizeof(value));
        out.append(text, sizeof(value));
    };
    for (const auto& zone : zones) {
        add(zone.status);
        add(zone.cells);
        for (const double value : {zone.count, zone.nodata_share, zone.sum, zone.mean,
                                   zone.variance, zone.min, zone.max, zone.area}) {
            add(value);
        }
        for (const double value : zone.quantiles) {
            add(value);
        }
        for (const auto& one : zone.classes) {
            for (const double value : {one.value, one.count, one.weight, one.area}) {
                add(value);
            }
        }
    }
    return out;
}

template <class Body>
std::string error_id(const Body& body) {
    const auto error = test::error_of(body);
    return error ? error->message().id : "(no error)";
}

struct Cell {
    double value, weight;
};

/// Straight from the definition in zonal_parts.hpp.
double plain_quantile(std::vector<Cell> cells, double p) {
    std::sort(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) {
        return std::pair(a.value, a.weight) < std::pair(b.value, b.weight);
    });
    std::vector<double> places;
    double before = 0;
    for (const auto& cell : cells) {
        places.push_back(before + cell.weight / 2);
        before += cell.weight;
    }
    const double place = places.front() + p * (places.back() - places.front());
    for (std::size_t i = 1; i < cells.size(); ++i) {
        if (place <= places[i]) {
            const double t = (place - places[i - 1]) / (places[i] - places[i - 1]);
            return cells[i - 1].value + t * (cells[i].value - cells[i - 1].value);
        }
    }
    return cells.back().value;
}

/// The cells of a zone with a value, and sums of long doubles.
struct Plain {
    std::vector<Cell> cells;
    std::map<double, double> classes;
    long double count = 0, nodata = 0, weight = 0, sum = 0, area = 0;
};

Plain plain(const surface::Surface& surface, const surface::Coverage& coverage,
            const ZonalOptions& options, const std::vector<double>& areas) {
    Plain out;
    surface::for_runs(coverage, {0, 0, surface.grid().rows, surface.grid().columns},
                      [&](std::size_t row, std::size_t column, std::size_t columns, double share) {
                          for (std::size_t c = column; c < column + columns; ++c) {
                              const double value = surface.at(row, c);
                              const double w = options.by_area ? share * areas[row] : share;
                              if (std::isnan(value)) {
                                  out.nodata += share;
                                  continue;
                              }
                              out.cells.push_back({value, w});
                              out.classes[value] += share;
                              out.count += share;
                              out.weight += w;
                              out.sum += static_cast<long double>(w) * value;
                              out.area += static_cast<long double>(share) * areas[row];
                          }
                      });
    return out;
}

bool is(double value, long double wanted) {
    const auto expected = static_cast<double>(wanted);
    return std::abs(value - expected) <= 1e-11 * std::abs(expected) + 1e-300;
}

void check_zone(const ZoneStatistics& zone, const Plain& wanted,
                const std::vector<double>& quantiles) {
    long double squares = 0;
    double low = wanted.cells.front().value, high = low;
    for (const auto& cell : wanted.cells) {
        const long double off = cell.value - wanted.sum / wanted.weight;
        squares += cell.weight * off * off;
        low = std::min(low, cell.value);
        high = std::max(high, cell.value);
    }
    CHECK(zone.cells == wanted.cells.size());
    CHECK(is(zone.count, wanted.count));
    CHECK(is(zone.nodata_share, wanted.nodata / (wanted.nodata + wanted.count)));
    CHECK(is(zone.sum, wanted.sum));
    CHECK(is(zone.mean, wanted.sum / wanted.weight));
    CHECK(std::abs(zone.variance - static_cast<double>(squares / wanted.weight)) <=
          1e-10 * static_cast<double>(squares / wanted.weight) + 1e-18);
    CHECK(zone.min == low);
    CHECK(zone.max == high);
    CHECK(is(zone.area, wanted.area));
    for (std::size_t q = 0; q < quantiles.size(); ++q) {
        CHECK(zone.quantiles[q] ==
              Approx(plain_quantile(wanted.cells, quantiles[q])).epsilon(1e-10));
    }
    REQUIRE(zone.classes.size() == wanted.classes.size());
    std::size_t k = 0;
    for (const auto& [value, share] : wanted.classes) {
        CHECK(zone.classes[k].value == value);
        CHECK(is(zone.classes[k].count, share));
        ++k;
    }
}

void check_against_plain(const surface::Surface& surface, const geo::GeometryArray& zones,
                         const ZonalOptions& options) {
    const auto found = surface::zonal_statistics(surface, zones, options);
    const surface::Grid& grid = surface.grid();
    const auto areas = surface::row_areas(surface);
    std::size_t checked = 0;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        const auto coverage = options.method == ZonalMethod::fractions
                                  ? surface::polygon_fractions(grid, zones, i)
                                  : surface::polygon_centres(grid, zones, i);
        const Plain wanted = plain(surface, coverage, options, areas);
        if (wanted.cells.empty()) {
            CHECK(found[i].status != ZoneStatus::cells);
            continue;
        }
        check_zone(found[i], wanted, options.quantiles);
        ++checked;
    }
    CHECK(checked > zones.size() / 2);
}

}  // namespace

TEST_CASE("zonal statistics are those of a plain implementation") {
    const auto grid = test::metre_grid(300, 200);
    const auto zones = zones_on(grid, 60);
    for (const bool wide : {false, true}) {
        const auto surface = blocks(grid, {}, 0, wide);
        ZonalOptions options = everything();
        check_against_plain(surface, zones, options);
        options.by_area = true;
        check_against_plain(surface, zones, options);
        options.method = ZonalMethod::centres;
        check_against_plain(surface, zones, options);
    }
}

TEST_CASE("a grid in degrees weighs by the area of its cells") {
    surface::Grid grid;
    grid.columns = 60;
    grid.rows = 80;
    grid.left = 100;
    grid.top = 62;
    grid.cell_x = grid.cell_y = 0.5;
    const surface::Surface surface(
        grid, geo::Crs::from("EPSG:4490"),
        std::make_shared<Blocks>(grid.columns, surface::Block{}, 0, true));
    std::mt19937 random(5);
    geo::GeometryArray zones(geo::Shape::polygon);
    for (int i = 0; i < 20; ++i) {
        test::add_zone(zones, random, grid, i % 2 == 0, false);
    }
    ZonalOptions options = everything();
    options.by_area = true;
    check_against_plain(surface, zones, options);
}

TEST_CASE("neither windows nor threads change a byte of zonal statistics") {
    const auto grid = test::metre_grid(2300, 700);
    const auto zones = zones_on(grid, 120);
    ZonalOptions options = everything();
    options.by_area = true;
    const std::string first =
        bytes_of(surface::zonal_statistics(blocks(grid, {}, 0), zones, options));
    for (const int threads : {1, 2, 5}) {
        base::set_threads(threads);
        for (const auto& [block, reach] :
             std::vector<std::pair<surface::Block, std::size_t>>{{{}, 0},
                                                                 {{}, 40},
                                                                 {{1, 2300}, 0},
                                                                 {{128, 128}, 3},
                                                                 {{300, 1100}, 0},
                                                                 {{700, 2300}, 1}}) {
            const bool same = bytes_of(surface::zonal_statistics(blocks(grid, block, reach), zones,
                                                                 options)) == first;
            CHECK(same);
        }
    }
    base::set_threads(0);
}

TEST_CASE("quantiles of zones too large to hold are the same") {
    const auto grid = test::metre_grid(2100, 300);
    const auto zones = zones_on(grid, 3);
    const std::vector<double> at = {0, 0.001, 0.25, 0.5, 0.5001, 0.99, 1};
    for (const bool wide : {false, true}) {
        for (const bool by_area : {false, true}) {
            const auto surface = blocks(grid, {}, 0, wide);
            ZonalOptions options;
            options.quantiles = at;
            options.by_area = by_area;
            const auto found = surface::zonal_statistics(surface, zones, options);
            const auto areas = surface::row_areas(surface);
            surface::Wanted wanted;
            wanted.weights = by_area ? areas.data() : nullptr;
            for (std::size_t i = 0; i < zones.size(); ++i) {
                if (found[i].count == 0) {
                    continue;
                }
                surface::Moments all;
                all.cells = found[i].cells;
                all.weight = found[i].sum / found[i].mean;
                all.min = found[i].min;
                all.max = found[i].max;
                for (const std::uint64_t held : {std::uint64_t{1} << 20, std::uint64_t{100}}) {
                    const auto narrowed = surface::narrowed_quantiles(
                        surface, surface::polygon_fractions(grid, zones, i), wanted, all, at, held);
                    for (std::size_t q = 0; q < at.size(); ++q) {
                        CHECK(narrowed[q] == Approx(found[i].quantiles[q]).epsilon(1e-9));
                    }
                }
            }
        }
    }
}

TEST_CASE("quantiles of whole cells are those of type 7") {
    const auto grid = test::metre_grid(5, 1);
    const surface::Surface surface(grid, geo::Crs::from("EPSG:4544"),
                                   std::vector<double>{7, -3, 1, 40, 12});
    ZonalOptions options;
    options.quantiles = {0, 0.1, 0.25, 0.5, 0.9, 1};
    const auto zone = test::box_feature(500000, 3389990, 500050, 3390000);
    // numpy.quantile([7, -3, 1, 40, 12], q)
    const std::vector<double> wanted = {-3, -1.4, 1, 7, 28.8, 40};
    const auto found = surface::zonal_statistics(surface, zone, options)[0].quantiles;
    for (std::size_t q = 0; q < wanted.size(); ++q) {
        CHECK(found[q] == Approx(wanted[q]));
    }
    // A quarter of the first cell and all of the second: places 0.125 and 0.75.
    const auto part = test::box_feature(500007.5, 3389990, 500020, 3390000);
    options.quantiles = {0, 0.5, 1};
    CHECK(surface::zonal_statistics(surface, part, options)[0].quantiles ==
          std::vector<double>{-3, 2, 7});
}

TEST_CASE("the variance of small differences far from zero") {
    const auto grid = test::metre_grid(1500, 100);
    std::vector<double> values(grid.cells());
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = 1e9 + static_cast<double>(i % 2);
    }
    const surface::Surface surface(grid, geo::Crs::from("EPSG:4544"), std::move(values));
    ZonalOptions options;
    options.variance = true;
    const auto zone = test::box_feature(500000, 3389000, 515000, 3390000);
    CHECK(surface::zonal_statistics(surface, zone, options)[0].variance ==
          Approx(0.25).epsilon(1e-9));
}

TEST_CASE("too many classes are refused") {
    const auto grid = test::metre_grid(300, 300);
    std::vector<double> values(grid.cells());
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = static_cast<double>(i) / 3;
    }
    const surface::Surface surface(grid, geo::Crs::from("EPSG:4544"), std::move(values));
    ZonalOptions options;
    options.classes = true;
    const auto zone = test::box_feature(500000, 3387000, 503000, 3390000);
    CHECK(error_id([&] { surface::zonal_statistics(surface, zone, options); }) ==
          "surface.zone.classes");
}
