// A user adds a scorer by copying a plugin folder and changing formulas, without touching C++.
#include "geo/crs.hpp"
#include "layer/layer.hpp"
#include "layer/register.hpp"
#include "overlay/register.hpp"
#include "report/register.hpp"
#include "scenario/register.hpp"
#include "score/register.hpp"
#include "script/lua.hpp"
#include "script/plan.hpp"
#include "script/plugin.hpp"

#include <catch2/catch.hpp>

using jt::layer::Column;
using jt::layer::Layer;
using jt::layer::Table;
using jt::layer::Type;
using jt::test::TempFolder;
using nlohmann::json;

namespace fs = std::filesystem;

namespace {

std::string edited(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

void edit(const fs::path& file, const std::string& from, const std::string& to) {
    jt::base::write_file(file, edited(jt::base::read_file(file), from, to));
}

/// The folder of park_suitability as "park_comfort" beside the plugins of the engine.
class CopiedPlugin {
public:
    CopiedPlugin() {
        const fs::path from = jt::test::source_home().plugins.front() / "park_suitability";
        fs::copy(from, path(), fs::copy_options::recursive);
        for (int i = 0; i < 2; ++i) {  // of the plugin, and of its operator
            edit(path() / "plugin.lua", "name = \"park_suitability\"", "name = \"park_comfort\"");
        }
        edit(path() / "body.lua", "function M.park_suitability(call)",
             "function M.park_comfort(call)");
    }

    fs::path path() const { return folder / "park_comfort"; }

    jt::script::Home home() const {
        auto out = jt::test::source_home();
        out.plugins.push_back(folder.path());
        return out;
    }

    jt::registry::Registry registry() const {
        jt::registry::Registry out;
        jt::layer::register_operators(out);
        jt::score::register_operators(out);
        jt::overlay::register_operators(out);
        for (const auto& plugin : jt::script::find_plugins(home())) {
            if (plugin.kind == "lua") {
                jt::script::register_plugin(plugin, home(), out);
            }
        }
        return out;
    }

    TempFolder folder;
};

std::shared_ptr<Layer> parks() {
    jt::geo::GeometryArray squares;
    for (int i = 0; i < 3; ++i) {
        const double x = 500'000 + 2000.0 * i;
        const std::vector<double> ring = {x,         3'300'000, x + 1000,  3'300'000, x + 1000,
                                          3'301'000, x,         3'301'000, x,         3'300'000};
        squares.add_ring(ring);
    }
    auto out = std::make_shared<Layer>("园区", jt::geo::Crs::from("EPSG:4544"), squares,
                                       std::vector<std::int64_t>{1, 2, 3});
    out->set({"id", Type::text, "", {}}, Column::of_texts({"P01", "P02", "P03"}));
    out->set({"name", Type::text, "", {}}, Column::of_texts({"甲", "乙", "丙"}));
    out->set({"land_ha", Type::real, "ha", {}}, Column::of_reals({50, 200, 1000}));
    out->set({"industry", Type::text, "", {}}, Column::of_texts({"汽车", "港口物流", "其他"}));
    return out;
}

jt::registry::Outputs ran(const jt::registry::Registry& registry, const std::string& name) {
    jt::registry::Call call;
    call.inputs["parks"] = {parks()};
    call.params = {
        {"weights", {{"method", "direct"}, {"weights", {{"land", 0.5}, {"industry", 0.5}}}}}};
    return registry.run(name, std::move(call));
}

std::vector<double> scores(const jt::registry::Outputs& outputs) {
    const auto& table = dynamic_cast<const Table&>(*outputs.at("parks"));
    std::vector<double> out;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        out.push_back(table.column("score").number(row));
    }
    return out;
}

}  // namespace

TEST_CASE("a copied plugin folder with a changed formula is a scorer beside the first") {
    const CopiedPlugin copy;
    // the value function of land: a full score from 200 ha on, instead of 70
    edit(copy.path() / "criteria.lua", "{ 200, 70 }", "{ 200, 100 }");
    const auto registry = copy.registry();
    // land 40, 70, 100 and industry 100, 70, 50, half each
    CHECK(scores(ran(registry, "park_suitability")) == std::vector<double>{70, 70, 75});
    CHECK(scores(ran(registry, "park_comfort")) == std::vector<double>{70, 85, 75});
    CHECK(registry.find("park_comfort").spec.origin == "lua:park_comfort");
    CHECK(registry.find("park_comfort").spec.fingerprint !=
          registry.find("park_suitability").spec.fingerprint);
}

TEST_CASE("a change of a copied formula is seen at once, and by the cache key") {
    const CopiedPlugin copy;
    const auto before = copy.registry().find("park_comfort").spec.fingerprint;
    CHECK(scores(ran(copy.registry(), "park_comfort")) == std::vector<double>{70, 70, 75});
    edit(copy.path() / "criteria.lua", "other = 50", "other = 0");
    const auto registry = copy.registry();
    CHECK(scores(ran(registry, "park_comfort")) == std::vector<double>{70, 70, 50});
    CHECK(registry.find("park_comfort").spec.fingerprint != before);
}

TEST_CASE("a scenario uses the copied scorer by its name") {
    const CopiedPlugin copy;
    const jt::test::PlanFolder folder;
    folder.write(
        "s.lua",
        "local jt = require 'jiangtian'\n"
        "local P = jt.project { api = 1, name = 'n', crs = 'EPSG:4544', data = '" +
            folder.folder.path().string() +
            "' }\n"
            "local parks = P:layer { 'parks.csv', xy = { 'lon', 'lat' }, crs = 'EPSG:4490' }\n"
            "local now = P:baseline { '现状', year = 2020 }\n"
            "local fit = P:score { 'park_comfort', parks = parks,\n"
            "    weights = jt.weights { land = 1 } }\n"
            "local y = now:with { 'later', year = 2030 }\n"
            "P:compare { now, y, of = { fit.score, fit.rank } }\n"
            "return P\n");
    auto registry = copy.registry();
    jt::source::register_operators(registry);
    jt::scenario::register_operators(registry);
    jt::report::register_operators(registry);
    const auto loaded = jt::script::load_scenario((folder.folder / "s.lua").string(), {}, registry,
                                                  copy.home(), jt::base::Lang::en);
    for (const auto& error : loaded.errors) {
        UNSCOPED_INFO(error.text(jt::base::Lang::en));
    }
    REQUIRE(loaded.errors.empty());
    std::size_t steps = 0;
    for (const auto& step : loaded.plan.steps) {
        steps += step.op == "park_comfort" ? 1 : 0;
    }
    CHECK(steps == 1);  // nothing differs between the scenarios, so it is one step
}

TEST_CASE("a copy that keeps the old name, or forgets the body, is told what to change") {
    const CopiedPlugin copy;
    edit(copy.path() / "plugin.lua", "name = \"park_comfort\"", "name = \"park_suitability\"");
    CHECK(jt::test::error_text([&] {
              copy.registry();
          }).find("two plugins are named 'park_suitability': ") == 0);
    edit(copy.path() / "plugin.lua", "name = \"park_suitability\"", "name = \"park_comfort\"");
    edit(copy.path() / "body.lua", "M.park_comfort", "M.park_suitability");
    CHECK(jt::test::error_text([&] { ran(copy.registry(), "park_comfort"); }) ==
          (copy.path() / "body.lua").string() +
              ": the manifest declares 'park_comfort', wanted a function, found nil\n"
              "  in plugin 'park_comfort'\n  in operator park_comfort");
}
