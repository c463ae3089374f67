// Transit lines of a real feed, against what a script over the tables found.
#include "fixtures.hpp"
#include "source/read.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace jt;

TEST_CASE("Porto Alegre: headways and run times are those that a script finds in the tables") {
    const std::string data = fixtures::shared_data();
    if (data.empty()) {
        WARN("skipped: no shared data");
        return;
    }
    const auto feed = [&](const std::string& name, const std::string& layer,
                          const std::string& window) {
        source::ReadOptions options;
        options.path = data + "/transit/porto_alegre_r5r/" + name;
        options.layer = layer;
        options.role = layer == "lines" ? "transit" : "stations";
        options.service = {window, "2019-05-13", ""};
        base::Diagnostics diagnostics;
        return source::read_layer(options, diagnostics);
    };
    std::map<std::string, std::vector<double>>
        found;  // headway, run time, departures, shared, pieces
    const layer::Layer buses = feed("poa_eptc.zip", "lines", "13:00-15:00");
    const layer::Layer trains = feed("poa_trensurb.zip", "lines", "");
    for (const layer::Layer* lines : {&buses, &trains}) {
        for (std::size_t row = 0; row < lines->rows(); ++row) {
            auto& line = found[std::string(lines->column("line").text(row))];
            line = {lines->column("headway").number(row), lines->column("line_time").number(row),
                    lines->column("trips").number(row), lines->column("trips_shared").number(row),
                    lines->column("seq").number(row)};
            CHECK(lines->column("run_time").number(row) > 0);
            CHECK(lines->column("speed").number(row) < 120);
        }
    }
    CHECK(found["T1.0"] == std::vector<double>{10, 60, 12, 0, 66});
    CHECK(found["T1.1"] == std::vector<double>{10.909091, 60, 11, 0, 64});
    CHECK(found["R4.0"] == std::vector<double>{40, 60, 3, 0, 25});
    CHECK(found["2441.1"] == std::vector<double>{40, 35, 3, 0, 44});
    CHECK(found["179.0"] == std::vector<double>{24, 60, 5, 0, 72});
    CHECK(found["TR60.0"] == std::vector<double>{20, 32, 6, 0, 19});
    // Trensurb: trains of the whole line, and those that turn short beside them.
    CHECK(found["LINHA1"] == std::vector<double>{8.571429, 52.583333, 14, 0, 21});
    CHECK(found["LINHA1.2"] == std::vector<double>{9.230769, 52.583333, 13, 0, 21});
    CHECK(found["LINHA1.3"] == std::vector<double>{4.8, 32.583333, 25, 14, 14});
    const layer::Layer stations = feed("poa_trensurb.zip", "stations", "");
    CHECK(stations.rows() == 24);
}
