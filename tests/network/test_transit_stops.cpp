// Transit features that name their stops, their run time and their direction.
#include "network/helpers.hpp"
#include "network/scenario.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using test::said;

namespace {

layer::Column texts(const std::vector<std::string>& values) {
    return layer::Column::of_texts(values);
}

/// A street of 2400 m (1 m/s on foot), stations A, B, C 100 m beside it, 800 m apart, and a line of
/// two pieces that names them: 2 min from A to B, 3.5 min from B to C, every 8 min.
struct Pieces {
    std::shared_ptr<layer::Layer> lines =
        test::roads({{.xy = {400, 110, 1200, 110}}, {.xy = {1200, 110, 2000, 110}}}, "lines");
    std::shared_ptr<layer::Layer> stations =
        test::points({400, 100, 1200, 100, 2000, 100}, {"A", "B", "C"});
    network::BuildOptions options = test::car_options();
    base::Diagnostics diagnostics;

    Pieces() {
        options.car = false;
        options.walk = options.metro = true;
        options.walk_speed = 3.6;
        set("line", {"L", "L"});
        set("oneway", {"FT", "FT"});
        set("from_stop", {"A", "B"});
        set("to_stop", {"B", "C"});
        real("headway", {8, 8});
        real("run_time", {2, 3.5});
        stations->set({"line", layer::Type::text, "", {}}, texts({"L", "L", "L"}));
    }
    void set(const char* field, const std::vector<std::string>& values) {
        lines->set({field, layer::Type::text, "", {}}, texts(values));
    }
    void real(const char* field, std::vector<double> values) {
        lines->set({field, layer::Type::real, "min", {}},
                   layer::Column::of_reals(std::move(values)));
    }
    std::shared_ptr<const network::Network> build() {
        return network::build({test::roads({{{0, 0, 2400, 0}}})}, lines.get(), stations.get(),
                              options, diagnostics);
    }
};

constexpr std::uint32_t kAccess = 100000, kWait = 240000;

}  // namespace

TEST_CASE("a ride takes the run times of its pieces, whatever their lengths") {
    Pieces pieces;
    const auto net = pieces.build();
    CHECK(net->topology().platforms.size() == 3);
    CHECK(net->topology().edges.size() == 3 + 3);  // the street is cut at three feet, rides twice
    CHECK(test::cost(*net, 400, 0, 2000, 0) == kAccess + kWait + 120000 + 210000 + kAccess);
    CHECK(test::cost(*net, 400, 0, 1200, 0) == kAccess + kWait + 120000 + kAccess);
}

TEST_CASE("a line is ridden as drawn only, and its last stop can be left on foot") {
    Pieces pieces;
    auto net = pieces.build();
    CHECK(test::cost(*net, 2000, 0, 400, 0) == 1600000);  // on foot
    pieces.set("oneway", {"TF", "TF"});                   // from_stop and to_stop as drawn
    net = pieces.build();
    CHECK(test::cost(*net, 400, 0, 2000, 0) == 1600000);
    CHECK(test::cost(*net, 2000, 0, 400, 0) == kAccess + kWait + 330000 + kAccess);
    pieces.set("oneway", {"", "B"});
    net = pieces.build();
    CHECK(test::cost(*net, 2000, 0, 400, 0) == kAccess + kWait + 330000 + kAccess);
}

TEST_CASE("from the last stop of a one-way line one may change to another") {
    Pieces pieces;
    pieces.options.transfer_speed = 3.6;
    pieces.set("line", {"L", "M"});
    pieces.real("headway", {8, 4});
    pieces.stations->set({"line", layer::Type::text, "", {}}, texts({"L", "L;M", "M"}));
    const auto net = pieces.build();
    CHECK(test::cost(*net, 400, 0, 2000, 0) ==
          kAccess + kWait + 120000 + 120000 + 210000 + kAccess);
}

TEST_CASE("stations near a piece that are none of its ends are no stops of it") {
    Pieces pieces;
    pieces.options.station_snap_m = 5000;
    const auto net = pieces.build();
    CHECK(net->topology().edges.size() == 3 + 3);
    CHECK(said(pieces.diagnostics, "network.transit.station_far").empty());
}

TEST_CASE("a piece without length still takes its time, and a speed of a scenario replaces it") {
    Pieces pieces;
    pieces.lines = test::roads({{.xy = {400, 110, 400, 110}}, {.xy = {1200, 110, 2000, 110}}}, "L");
    pieces.set("line", {"L", "L"});
    pieces.set("from_stop", {"A", "B"});
    pieces.set("to_stop", {"B", "C"});
    pieces.real("headway", {8, 8});
    pieces.real("run_time", {2, 3.5});
    const auto net = pieces.build();
    CHECK(test::cost(*net, 400, 0, 1200, 0) == kAccess + kWait + 120000 + kAccess);
    std::vector<network::Touched> touched;
    const auto fast = network::modify(*net, {.speeds = {{"L", 288}}}, touched);
    CHECK(test::cost(*fast, 1200, 0, 2000, 0) == kAccess + kWait + 10000 + kAccess);
}

TEST_CASE("a run time without stops is that from the first to the last of the line") {
    Pieces pieces;
    pieces.lines = test::roads({{.xy = {300, 110, 2100, 110}}}, "lines");
    pieces.set("line", {"L"});
    pieces.real("headway", {8});
    pieces.real("run_time", {4});
    const auto net = pieces.build();
    CHECK(test::cost(*net, 400, 0, 2000, 0) == kAccess + kWait + 240000 + kAccess);
    CHECK(test::cost(*net, 400, 0, 1200, 0) == kAccess + kWait + 120000 + kAccess);
}

TEST_CASE("what a transit feature says of its stops must be so") {
    Pieces pieces;
    pieces.set("to_stop", {"B", ""});
    CHECK(test::error_text([&] { pieces.build(); }) ==
          "layer lines, feature 2: one of from_stop and to_stop is empty");
    pieces.set("to_stop", {"B", "X"});
    CHECK(test::error_text([&] { pieces.build(); }) ==
          "layer lines, feature 2: station 'X' has no place in layer points\n  hint: from_stop and "
          "to_stop are values of the field id of the stations");
    pieces.set("to_stop", {"B", "C"});
    pieces.set("oneway", {"FT", "maybe"});
    CHECK(test::error_text([&] { pieces.build(); }) ==
          "layer lines, feature 2: unknown oneway code 'maybe'\n  hint: codes: empty or B both "
          "ways, FT as drawn, TF against the drawing");
    pieces.set("oneway", {"FT", "FT"});
    pieces.real("run_time", {2, -1});
    CHECK(test::error_text([&] { pieces.build(); }) ==
          "field run_time of layer lines, feature 2: -1 is not above 0");
    Pieces twice;
    twice.stations = test::points({400, 100, 1200, 100, 2000, 100}, {"A", "B", "B"});
    twice.stations->set({"line", layer::Type::text, "", {}}, texts({"L", "L", "L"}));
    twice.set("to_stop", {"B", "A"});
    CHECK(test::error_text([&] { twice.build(); }) == "layer points: two stations have the id 'B'");
}
