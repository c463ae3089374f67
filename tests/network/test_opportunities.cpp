#include "base/parallel.hpp"
#include "network/access/nearest.hpp"
#include "network/access/reverse_sweep.hpp"
#include "network/desk.hpp"
#include "network/scenario.hpp"
#include "network/town.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using nlohmann::json;
using test::Desk;
using test::numbers;
using test::table;
using test::texts;
using test::Town;

namespace {

/// Every third point of a town, with jobs.
std::shared_ptr<layer::Layer> offices(const Town& town) {
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < town.points->rows(); i += 3) {
        rows.push_back(i);
    }
    auto out = std::make_shared<layer::Layer>(layer::take(*town.points, rows));
    test::Random random{11};
    std::vector<double> jobs;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        jobs.push_back(random.unit() * 100);
    }
    out->set({"jobs", layer::Type::real, "", {}}, layer::Column::of_reals(std::move(jobs)));
    return out;
}

}  // namespace

TEST_CASE("opportunities by searches backwards equal those over the matrix, to the last bit") {
    for (const std::uint64_t seed : {1, 2, 3}) {
        const Town town(seed);
        const auto to = offices(town);
        std::vector<network::Touched> touched;
        const auto now = town.build(town.roads);
        const auto later = network::modify(*now, {.year = 2025}, touched);
        for (const bool with_itself : {true, false}) {
            for (const auto& net : {now, later}) {
                Desk desk;
                const test::Inputs inputs = {
                    {"network", {net}}, {"origins", {town.points}}, {"destinations", {to}}};
                json params = {
                    {"cutoffs", {1, 2.5, 20}}, {"fields", {"jobs"}}, {"with_itself", with_itself}};
                const auto back = desk.run("network.opportunities", inputs, params);
                const auto matrix = desk.run("network.matrix", inputs, {{"cutoff", 20}});
                const auto forward =
                    desk.run("network.cumulative",
                             {{"matrix", {matrix.at("matrix")}}, {"destinations", {to}}}, params);
                CHECK(test::bytes(*back.at("values")) == test::bytes(*forward.at("values")));
                const auto nearest =
                    desk.run("network.nearest", {{"matrix", {matrix.at("matrix")}}},
                             {{"with_itself", with_itself}});
                const auto& found = table(back, "nearest");
                CHECK(texts(found, "nearest") == texts(table(nearest, "nearest"), "nearest"));
                CHECK(texts(found, "minutes") == texts(table(nearest, "nearest"), "minutes"));
            }
        }
    }
}

TEST_CASE("opportunities are the same for any number of threads and order of destinations") {
    const Town town(4);
    const auto net = town.build(town.roads);
    const auto to = offices(town);
    std::vector<std::size_t> back;
    for (std::size_t i = to->rows(); i > 0; --i) {
        back.push_back(i - 1);
    }
    const auto turned = std::make_shared<layer::Layer>(layer::take(*to, back));
    const auto run = [&](int threads, const std::shared_ptr<layer::Layer>& destinations) {
        Desk desk;
        base::set_threads(threads);
        const auto out = desk.run(
            "network.opportunities",
            {{"network", {net}}, {"origins", {town.points}}, {"destinations", {destinations}}},
            {{"fields", {"jobs"}}});
        base::set_threads(0);
        return test::bytes(*out.at("values"));
    };
    CHECK(run(1, to) == run(4, to));
    CHECK(run(1, to) == run(2, turned));
}

TEST_CASE("what is off the network has no opportunities, and that is a status") {
    Desk desk;
    const auto run = [&](const std::shared_ptr<layer::Layer>& from,
                         const std::shared_ptr<layer::Layer>& to) {
        return desk.run("network.opportunities",
                        {{"network", {desk.cross()}}, {"origins", {from}}, {"destinations", {to}}},
                        {{"cutoffs", {"1 min"}}});
    };
    const auto here = test::points({0, 0, 90000, 0, 1000, 0}, {"a", "far", "b"});
    const auto out = run(here, test::points({10, 0}));
    CHECK(texts(table(out, "values"), "count_1min") == std::vector<std::string>{"1", "", "0"});
    CHECK(texts(table(out, "values"), "status") ==
          std::vector<std::string>{"ok", "off_network", "ok"});
    CHECK(texts(table(out, "nearest"), "status") ==
          std::vector<std::string>{"ok", "off_network", "cut_off"});
    const auto none = run(here, test::points({90000, 0}));
    CHECK(texts(table(none, "values"), "status") == std::vector<std::string>(3, "off_network"));
    CHECK(table(run(here, test::points({})), "values").column("value").number(0) == 0);
    CHECK(table(run(test::points({}), here), "values").rows() == 0);
}

TEST_CASE("opportunities refuse cutoffs, fields and ids that are none") {
    Desk desk;
    const auto from = test::points({0, 0});
    const auto to = test::points({10, 0, 20, 0}, {"x", "x"});
    const auto fail = [&](const std::shared_ptr<layer::Layer>& destinations, const json& params) {
        return desk.refused(
            "network.opportunities",
            {{"network", {desk.cross()}}, {"origins", {from}}, {"destinations", {destinations}}},
            params);
    };
    CHECK(fail(to, {}).find("destinations: 1 ids stand twice: x") == 0);
    CHECK(fail(from, {{"cutoffs", json::array()}}).find("cutoffs is empty") == 0);
    CHECK(fail(from, {{"cutoffs", {0}}}).find("cutoffs") != std::string::npos);
    CHECK(fail(from, {{"fields", {"jobs"}}}).find("jobs") != std::string::npos);
}
