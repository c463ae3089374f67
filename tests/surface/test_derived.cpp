#include "base/parallel.hpp"
#include "support/errors.hpp"
#include "surface/derived.hpp"
#include "surface/fixtures.hpp"
#include "surface/terrain.hpp"

#include <array>
#include <catch2/catch.hpp>

using namespace jt;
using surface::Surface;
using surface::SurfacePtr;
using surface::Window;
using test::error_text;

namespace {

/// Seeded values, some missing; 32 bit or 64.
SurfacePtr random(std::size_t columns, std::size_t rows, std::uint64_t seed, bool wide = false) {
    const auto grid = test::metre_grid(columns, rows);
    std::vector<double> values;
    for (std::size_t i = 0; i < grid.cells(); ++i) {
        seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
        values.push_back((seed >> 30U) % 50 == 0 ? NAN : static_cast<double>(seed >> 33U) / 1e7);
    }
    const auto crs = geo::Crs::from("EPSG:4544");
    if (wide) {
        return test::shared({grid, crs, std::move(values)});
    }
    return test::shared({grid, crs, std::vector<float>(values.begin(), values.end())});
}

Surface sum(std::vector<SurfacePtr> inputs, const std::vector<double>& weights) {
    return surface::derived({"weighted_sum", {{"weights", weights}}, std::move(inputs)});
}

/// A model of several steps; `step` may hold what a step gives.
template <class Step>
Surface model(const std::vector<SurfacePtr>& in, const Step& step) {
    base::Diagnostics diagnostics;
    const auto slope = test::shared(step(surface::slope(in[0], diagnostics)));
    const auto relief = test::shared(step(surface::relief(in[1], 3)));
    const auto both = test::shared(step(sum({slope, relief, in[2]}, {0.3, 0.1, 0.6})));
    return surface::relief(test::shared(step(sum({both, in[3]}, {0.9, 0.7}))), 2);
}

}  // namespace

TEST_CASE("a weighted sum is the sum, without a value where any has none") {
    for (const bool wide : {false, true}) {
        const auto a = random(37, 21, 1, wide), b = random(37, 21, 2);
        const auto all = sum({a, b}, {0.25, 0.75});
        CHECK(all.double_precision() == wide);
        for (std::size_t row = 0; row < 21; ++row) {
            for (std::size_t column = 0; column < 37; ++column) {
                const double x = a->at(row, column), y = b->at(row, column);
                const double found = all.at(row, column);
                if (std::isnan(x) || std::isnan(y)) {
                    CHECK(std::isnan(found));
                } else if (wide) {
                    CHECK(found == 0.25 * x + 0.75 * y);
                } else {
                    CHECK(found == 0.25F * static_cast<float>(x) + 0.75F * static_cast<float>(y));
                }
            }
        }
    }
}

TEST_CASE("steps computed in one go are the bits of steps held in between") {
    const std::vector<SurfacePtr> in = {random(300, 290, 1), random(300, 290, 2),
                                        random(300, 290, 3), random(300, 290, 4)};
    const auto fused = model(in, [](Surface s) { return s; });
    const auto held = model(in, [](const Surface& s) { return surface::computed(s); });
    const auto wanted = test::values_of(surface::computed(held));
    CHECK(test::alike(test::values_of(fused), wanted));
    for (const int threads : {1, 2, 3}) {
        base::set_threads(threads);
        CHECK(test::alike(test::values_of(surface::computed(fused)), wanted));
    }
    base::set_threads(0);
    // Windows of any size.
    for (const std::size_t side : {1U, 7U, 64U, 250U}) {
        std::vector<double> found(wanted.size());
        for (std::size_t row = 0; row < 290; row += side) {
            for (std::size_t column = 0; column < 300; column += 2 * side) {
                const Window part{row, column, std::min<std::size_t>(side, 290 - row),
                                  std::min<std::size_t>(2 * side, 300 - column)};
                const auto values = fused.window<double>(part);
                for (std::size_t i = 0; i < values.size(); ++i) {
                    found[(row + i / part.columns) * 300 + column + i % part.columns] = values[i];
                }
            }
        }
        CHECK(test::alike(found, wanted));
        if (side == 7) {
            break;  // one cell at a time takes long enough
        }
    }
}

TEST_CASE("windows cover a grid once, whatever the blocks") {
    for (const surface::Block block : {surface::Block{0, 0}, {1, 1000}, {256, 256}, {3, 7}}) {
        for (const std::size_t reach : {0U, 1U, 40U}) {
            const auto grid = test::metre_grid(1000, 613);
            std::vector<int> seen(grid.cells(), 0);
            surface::for_windows(grid, block, reach, [&](const Window& window) {
                for (std::size_t r = 0; r < window.rows; ++r) {
                    for (std::size_t c = 0; c < window.columns; ++c) {
                        ++seen[(window.row + r) * 1000 + window.column + c];
                    }
                }
            });
            CHECK(std::ranges::all_of(seen, [](int count) { return count == 1; }));
        }
    }
}

TEST_CASE("a derived surface comes back from its bytes as what it is made of") {
    const auto made =
        model({random(40, 30, 1), random(40, 30, 2), random(40, 30, 3, true), random(40, 30, 4)},
              [](Surface s) { return s; });
    base::Writer out;
    made.write(out);
    base::Reader in(out.bytes());
    const auto back = test::operators().read(registry::Kind::surface, in);
    in.expect_end();
    CHECK(registry::content_hash(*back) == registry::content_hash(made));
    CHECK(test::alike(test::values_of(dynamic_cast<const Surface&>(*back)), test::values_of(made)));
}

TEST_CASE("surfaces of other grids are refused with what differs") {
    const auto good = random(20, 20, 1);
    const auto with = [&](surface::Grid grid, const char* crs) {
        return error_text([&] {
            sum({good, test::shared({grid, geo::Crs::from(crs), std::vector<float>(grid.cells())})},
                {1, 1});
        });
    };
    auto grid = test::metre_grid(20, 20);
    CHECK(with(grid, "EPSG:4543").find("different CRS") != std::string::npos);
    grid.cell_x = 12;
    CHECK(with(grid, "EPSG:4544").find("12 x 10") != std::string::npos);
    grid = test::metre_grid(20, 20);
    grid.left += 5;
    CHECK(with(grid, "EPSG:4544").find("different corners") != std::string::npos);
    CHECK(with(test::metre_grid(20, 21), "EPSG:4544").find("20 x 21") != std::string::npos);
    CHECK(error_text([&] {
              test::run("surface.weighted_sum", {{"surfaces", {good, good}}}, {{"weights", {1.0}}});
          }).find("1 weights for 2 surfaces") != std::string::npos);
    CHECK(error_text([&] {
              test::run("surface.weighted_sum", {{"surfaces", {good, good}}},
                        {{"weights", {1.0, "x"}}});
          }).find("'x' does not start with a number") != std::string::npos);
    const auto weighted = [&](const nlohmann::json& params) {
        return error_text([&] {
            test::run("surface.weighted_sum", {{"surfaces", {good, good}}}, params);
        });
    };
    CHECK(weighted({{"weights", {0.5, 0.6}}}).find("the weights add up to 1.1, not to 1") == 0);
    CHECK(weighted({{"weights", {1.5, -0.5}}}).find("is -0.5, but at least 0 is wanted") !=
          std::string::npos);
    CHECK(weighted({{"weights", {0, 0}}, {"normalise", true}}).find("all weights are 0") == 0);
    CHECK(weighted({{"weights", {0.5, 0.6}}, {"normalise", true}}) == "(no error)");
}

TEST_CASE("value functions score cells as they score columns") {
    const auto in = random(50, 40, 9);
    const auto score = [&](const char* function) {
        return test::run("surface.value", {{"surface", {in}}},
                         {{"function", nlohmann::json::parse(function)}});
    };
    const auto ran = score(R"({"kind": "ranges", "breaks": [50, 100], "scores": [5, 3, 1]})");
    for (std::size_t i = 0; i < 2000; ++i) {
        const double value = in->at(i / 50, i % 50), found = ran.surface().at(i / 50, i % 50);
        CHECK((std::isnan(value) ? std::isnan(found)
                                 : found == (value <= 50    ? 5
                                             : value <= 100 ? 3
                                                            : 1)));
    }
    const auto missing =
        score(R"({"kind": "linear", "from": [50, 100], "outside": "missing"})").outputs;
    const auto& linear = dynamic_cast<const Surface&>(*missing.at("surface"));
    CHECK(linear.valid_count() > 0);
    CHECK(linear.valid_count() < in->valid_count());
    CHECK(error_text([&] {
              score(R"({"kind": "linear", "from": [50, 100], "outside": "error"})")
                  .surface()
                  .valid_count();
          }).find("lies outside the declared bounds 50 to 100") != std::string::npos);
    CHECK(error_text([&] { score(R"({"kind": "linear"})"); }).find("needs 'from'") !=
          std::string::npos);
}

TEST_CASE("classes of cells are numbers") {
    const auto in = test::shared(
        {test::metre_grid(3, 1), geo::Crs::from("EPSG:4544"), std::vector<float>{1, 2, NAN}});
    const auto score = [&](const char* function) {
        return test::values_of(test::run("surface.value", {{"surface", {in}}},
                                         {{"function", nlohmann::json::parse(function)}})
                                   .surface());
    };
    CHECK(test::alike(score(R"({"kind": "categorical", "scores": {"1": 10, "2": 20}})"),
                      {10, 20, NAN}));
    CHECK(test::alike(score(R"({"kind": "categorical", "scores": {"1": 10}, "other": 7})"),
                      {10, 7, NAN}));
    CHECK(error_text([&] {
              score(R"({"kind": "categorical", "scores": {"1": 10}})");
          }).find("there is no score for class 2") != std::string::npos);
    CHECK(error_text([&] {
              score(R"({"kind": "categorical", "scores": {"wood": 10}})");
          }).find("a score for 'wood', but the classes of a surface are numbers") !=
          std::string::npos);
}

TEST_CASE("the raster calculator takes the expressions of columns") {
    const auto a = random(60, 50, 11), b = random(60, 50, 12);
    const auto compute = [&](const char* value, nlohmann::json names) {
        return test::run("surface.compute", {{"surfaces", {a, b}}},
                         {{"names", std::move(names)}, {"value", nlohmann::json::parse(value)}});
    };
    const auto ran = compute(R"({"op": "if", "args": [{"op": "is_null", "args": [{"col": "a"}]},
        {"num": -1}, {"op": "+", "args": [{"col": "a"}, {"op": "*", "args": [{"col": "b"}, {"num": 2}]}]}]})",
                             {"a", "b"});
    for (std::size_t i = 0; i < 3000; ++i) {
        const double x = a->at(i / 60, i % 60), y = b->at(i / 60, i % 60);
        const double found = ran.surface().at(i / 60, i % 60);
        if (std::isnan(x)) {
            CHECK(found == -1);
        } else if (std::isnan(y)) {
            CHECK(std::isnan(found));
        } else {
            CHECK(found == static_cast<double>(static_cast<float>(x + 2 * y)));
        }
    }
    CHECK(error_text([&] {
              compute(R"({"col": "c"})", {"a", "b"});
          }).find("'c'") != std::string::npos);
    CHECK(error_text([&] { compute(R"({"col": "a"})", {"a"}); }).find("1 names for 2") !=
          std::string::npos);
    CHECK(error_text([&] {
              compute(R"({"col": "a"})", {"a", "a"});
          }).find("two surfaces are called 'a'") != std::string::npos);
}

TEST_CASE("class probabilities are the shares of the draws, cell by cell") {
    const auto a = random(70, 60, 21), b = random(70, 60, 22), c = random(70, 60, 23);
    const std::size_t count = 57;
    std::vector<double> wa, wb, wc;
    std::uint64_t seed = 3;
    for (std::size_t d = 0; d < count; ++d) {
        seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
        const double x = static_cast<double>(seed >> 40U) / (1 << 24), y = (1 - x) / 3;
        wa.push_back(x);
        wb.push_back(y);
        wc.push_back(1 - x - y);
    }
    auto table = std::make_shared<layer::Table>(count);
    table->set({"a", layer::Type::real, "", {}}, layer::Column::of_reals(wa));
    table->set({"b", layer::Type::real, "", {}}, layer::Column::of_reals(wb));
    table->set({"c", layer::Type::real, "", {}}, layer::Column::of_reals(wc));
    const auto run = [&](nlohmann::json params) {
        params["names"] = {"a", "b", "c"};
        params["breaks"] = {60, 110};
        return test::run("surface.class_probability", {{"surfaces", {a, b, c}}, {"draws", {table}}},
                         params);
    };
    const auto likely = run({}), second = run({{"class", 2}});
    const auto& share = dynamic_cast<const Surface&>(*likely.outputs.at("probability"));
    const auto& of_second = dynamic_cast<const Surface&>(*second.outputs.at("probability"));
    for (std::size_t i = 0; i < 4200; ++i) {
        const double x = a->at(i / 70, i % 70), y = b->at(i / 70, i % 70),
                     z = c->at(i / 70, i % 70);
        if (std::isnan(x + y + z)) {
            CHECK(std::isnan(share.at(i / 70, i % 70)));
            continue;
        }
        std::array<int, 3> seen{};
        for (std::size_t d = 0; d < count; ++d) {
            float sum = static_cast<float>(wa[d]) * static_cast<float>(x);
            sum += static_cast<float>(wb[d]) * static_cast<float>(y);
            sum += static_cast<float>(wc[d]) * static_cast<float>(z);
            ++seen[sum > 110 ? 2 : sum > 60 ? 1 : 0];
        }
        const auto best = std::max_element(seen.begin(), seen.end()) - seen.begin();
        CHECK(likely.surface().at(i / 70, i % 70) == static_cast<double>(best + 1));
        CHECK(share.at(i / 70, i % 70) ==
              static_cast<float>(seen[static_cast<std::size_t>(best)]) / static_cast<float>(count));
        CHECK(of_second.at(i / 70, i % 70) ==
              static_cast<float>(seen[1]) / static_cast<float>(count));
    }
    CHECK(error_text([&] {
              run({{"class", 4}});
          }).find("there is no class 4") != std::string::npos);
}
