#include "base/diagnostic.hpp"

#include <catch2/catch.hpp>

#include <numeric>

using namespace jt::base;

TEST_CASE("a diagnostic about features keeps the count and the first ids") {
    std::vector<std::int64_t> ids(25);
    std::iota(ids.begin(), ids.end(), 1);
    Diagnostics diagnostics;
    diagnostics.features(Severity::warning, msg("base.interrupted"), "roads", ids);
    const auto& kept = diagnostics.list().at(0);
    CHECK(kept.count == 25);
    CHECK(kept.features.size() == Diagnostic::kMaxFeatures);
    CHECK(render(kept, Lang::en) ==
          "warning: interrupted; nothing was written (roads; 25 features: 1, 2, 3, 4, 5, 6, 7, 8, "
          "9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, ...)");
    CHECK(render(kept, Lang::zh).substr(0, 60) ==
          std::string("警告: 已中断；没有写出任何结果 (roads; 25 个要素").substr(0, 60));
}

TEST_CASE("a diagnostic is one line with what applies") {
    Diagnostics diagnostics;
    diagnostics.info(msg("base.interrupted"));
    diagnostics.warn(msg("base.interrupted"), "a.shp");
    diagnostics.features(Severity::error, msg("base.interrupted"), "", {4});
    CHECK(render(diagnostics.list()[0], Lang::en) == "info: interrupted; nothing was written");
    CHECK(render(diagnostics.list()[1], Lang::en) ==
          "warning: interrupted; nothing was written (a.shp)");
    CHECK(render(diagnostics.list()[2], Lang::en) ==
          "error: interrupted; nothing was written (1 features: 4)");
    diagnostics.add({Severity::info, msg("base.interrupted"), "", {}, 3});
    CHECK(render(diagnostics.list()[3], Lang::en) ==
          "info: interrupted; nothing was written (3 features)");
}

TEST_CASE("diagnostics survive JSON and keep the order of adding") {
    Diagnostics first, second;
    first.info(msg("base.hint", "道路", 1.5), "第一步");
    second.features(Severity::error, msg("base.interrupted"), "", {3, 1, 2});
    second.warn(msg("base.interrupted"));
    first.append(second);
    REQUIRE(first.list().size() == 3);
    for (const auto& diagnostic : first.list()) {
        const auto json = nlohmann::json::parse(to_json(diagnostic).dump());
        CHECK(diagnostic_from_json(json) == diagnostic);
    }
    CHECK(first.list()[1].features == std::vector<std::int64_t>{3, 1, 2});
}
