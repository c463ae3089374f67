#include "layer/random_table.hpp"
#include "layer/register.hpp"
#include "layer/sample.hpp"
#include "registry/registry.hpp"
#include "support/errors.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <numeric>
#include <set>

using namespace jt::layer;
using jt::base::Lang;
using jt::test::error_text;
using nlohmann::json;

namespace {

/// A street of two parts that meets a second one, a line without length, and one without geometry.
Layer streets() {
    jt::geo::GeometryArray lines(jt::geo::Shape::line);
    lines.begin_feature();
    for (const double y : {0.0, 100.0}) {
        lines.begin_part();
        lines.begin_ring();
        lines.add(0, y);
        lines.add(5, y);
        lines.add(10, y);
    }
    lines.end_feature();
    lines.null_feature();
    lines.add_line(std::array{10.0, 0.0, 10.0, 50.0});
    lines.add_line(std::array{10.0, 50.0, 10.0, 50.0});
    return {"streets", {}, std::move(lines), {7, 8, 9, 10}};
}

Layer sampled(const Layer& layer, const json& params, jt::base::Diagnostics& diagnostics) {
    static const auto all = [] {
        jt::registry::Registry out;
        register_operators(out);
        return out;
    }();
    jt::registry::Call call;
    call.inputs["layer"] = {std::make_shared<Layer>(layer)};
    call.params = params;
    call.diagnostics = &diagnostics;
    return dynamic_cast<const Layer&>(*all.run("layer.sample_points", call).at("points"));
}

std::string failure(const Layer& layer, const json& params, Lang lang = Lang::en) {
    jt::base::Diagnostics ignored;
    return error_text([&] { sampled(layer, params, ignored); }, lang);
}

}  // namespace

TEST_CASE("the places of lines are the ends of their parts, each once, with its first feature") {
    const Places places = places_of(streets());
    CHECK(places.xy == std::vector<double>{0, 0, 10, 0, 0, 100, 10, 100, 10, 50});
    CHECK(places.features == std::vector<std::int64_t>{7, 7, 7, 7, 9});
}

TEST_CASE("a layer without features has no places") {
    CHECK(places_of(Layer("none", {}, jt::geo::GeometryArray(), {})).features.empty());
}

TEST_CASE("a draw is ascending, without repeats, and the same for one seed") {
    for (std::size_t total = 0; total < 12; ++total) {
        for (std::size_t count = 0; count <= total; ++count) {
            const auto drawn = draw(total, count, 42);
            CHECK(drawn == draw(total, count, 42));
            CHECK(drawn.size() == count);
            const std::set<std::size_t> distinct(drawn.begin(), drawn.end());
            CHECK(std::vector<std::size_t>(distinct.begin(), distinct.end()) == drawn);
            CHECK((drawn.empty() || drawn.back() < total));
        }
    }
    CHECK(draw(1000, 5, 1) != draw(1000, 5, 2));
    CHECK(draw(12766, 4, 20200525) == std::vector<std::size_t>{3156, 7989, 9803, 10978});
}

TEST_CASE("every place is drawn about as often as another") {
    std::array<int, 10> counts{};
    for (std::uint64_t seed = 0; seed < 6000; ++seed) {
        for (const std::size_t i : draw(counts.size(), 3, seed)) {
            ++counts.at(i);
        }
    }
    for (const int count : counts) {  // 1800 each; the standard deviation is 35
        CHECK(count > 1800 - 5 * 36);
        CHECK(count < 1800 + 5 * 36);
    }
}

TEST_CASE("layer.sample_points gives points with ids of one length, and says what it drew from") {
    jt::base::Diagnostics diagnostics;
    const Layer all = sampled(streets(), {{"count", 5}, {"seed", 1}, {"prefix", "O"}}, diagnostics);
    CHECK(all.geometry().shape() == jt::geo::Shape::point);
    CHECK(all.ids() == std::vector<std::int64_t>{1, 2, 3, 4, 5});
    CHECK(all.column("id").text(4) == "O5");
    CHECK(all.column("name").text(4) == "O5");
    CHECK(all.column("feature").integer(4) == 9);
    CHECK(all.geometry().coordinates(4)[1] == 50);
    REQUIRE(diagnostics.list().size() == 1);
    CHECK(jt::base::render(diagnostics.list()[0], Lang::en) ==
          "info: 5 of 5 places drawn with seed 1 (streets)");
    Layer many("many", {}, jt::test::some_lines(40), [] {
        std::vector<std::int64_t> ids(40);
        std::iota(ids.begin(), ids.end(), 0);
        return ids;
    }());
    CHECK(sampled(many, {{"count", 12}, {"seed", 1}}, diagnostics).column("id").text(0) == "S01");
}

TEST_CASE("what cannot be sampled is refused") {
    CHECK(failure(streets(), {{"count", 6}, {"seed", 1}}) ==
          "6 points are wanted, but layer 'streets' has 5 different places\n"
          "  in operator layer.sample_points\n"
          "  hint: lower count");
    CHECK(failure(streets(), {{"count", 6}, {"seed", 1}}, Lang::zh) ==
          "需要 6 个点，而图层“streets”只有 5 个不同位置\n"
          "  位置：算子 layer.sample_points\n"
          "  建议：请减小 count");
    jt::geo::GeometryArray areas(jt::geo::Shape::polygon);
    areas.add_ring(std::array{0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0});
    CHECK(failure(Layer("areas", {}, std::move(areas), {1}), {{"count", 1}, {"seed", 1}}) ==
          "places are sampled from lines or points, not from polygon features\n"
          "  in layer 'areas'\n"
          "  in operator layer.sample_points");
    CHECK(failure(streets(), {{"count", 0}, {"seed", 1}}) ==
          "parameter 'count' is 0, but at least 1 is wanted\n"
          "  in operator layer.sample_points");
}
