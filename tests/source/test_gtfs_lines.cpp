// Transit lines and stations of GTFS feeds, against numbers worked out by hand.
#include "feed.hpp"
#include "source/info.hpp"
#include "source/read.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace jt;
using fixtures::contains;
using fixtures::error_text;
using fixtures::Feed;
using fixtures::TempFolder;

namespace {

struct Asked {
    std::string layer = "lines", window = "", date = "2024-05-14", role = "transit";
    source::Repair repair = source::Repair::strict;
};

layer::Layer read(const Feed& feed, const Asked& asked = {}, std::string* heard = nullptr) {
    const TempFolder folder;
    source::ReadOptions options;
    options.path = feed.write(folder);
    options.layer = asked.layer;
    options.role = asked.layer == "lines" ? asked.role : "";
    options.repair = asked.repair;
    options.service = {asked.window, asked.date, ""};
    base::Diagnostics diagnostics;
    layer::Layer out = source::read_layer(options, diagnostics);
    if (heard != nullptr) {
        *heard = fixtures::told(diagnostics);
    }
    return out;
}

/// The first line of the error, without the context, which has a folder that changes.
std::string refusal(const Feed& feed, const Asked& asked = {}) {
    const std::string text = error_text([&] { read(feed, asked); });
    return text.substr(0, text.find('\n'));
}

/// "line headway run trips shared: from-to minutes, ..." of every line, in order.
std::string summary(const layer::Layer& lines) {
    std::string out, last;
    const auto number = [&](const char* field, std::size_t row) {
        return fmt::format("{:.4g}", lines.column(field).number(row));
    };
    const auto text = [&](const char* field, std::size_t row) {
        return std::string(lines.column(field).text(row));
    };
    for (std::size_t row = 0; row < lines.rows(); ++row) {
        if (text("line", row) != last) {
            last = text("line", row);
            out += (out.empty() ? "" : "\n") + last + " headway " + number("headway", row) +
                   " run " + number("line_time", row) + " trips " + number("trips", row) + "+" +
                   number("trips_shared", row) + ":";
        }
        out += " " + text("from_stop", row) + "-" + text("to_stop", row) + " " +
               number("run_time", row);
    }
    return out;
}

}  // namespace

TEST_CASE("patterns become lines with the headway and the mean run times of their trips") {
    std::string heard;
    const layer::Layer lines = read(Feed(), {}, &heard);
    // A-B-C is called at by t1, t2 and t3: three departures in 120 min, and the mean of 9, 11, 11.
    CHECK(summary(lines) ==
          "1.0 headway 60 run 16 trips 2+0: A-B 5 B-C 5 C-D 6\n"
          "1.0.2 headway 40 run 10.33 trips 3+2: A-B 5 B-C 5.333\n"
          "1.1 headway 120 run 14 trips 1+0: D-C 6 C-B 4 B-A 4");
    CHECK(lines.crs().code() == "EPSG:4326");
    CHECK(lines.column("id").text(1) == "1.0:2");
    CHECK(lines.column("name").text(0) == "一路");
    CHECK(lines.column("mode").text(0) == "bus");
    CHECK(lines.column("direction").text(0) == "0");
    CHECK(lines.column("oneway").text(0) == "FT");
    CHECK(lines.column("route_id").text(0) == "R1");
    // 0.01 degrees of longitude at 29.5 N are 969.66 m on the ellipsoid: in 5 min 11.636 km/h.
    CHECK(lines.column("speed").number(0) == Approx(11.6359).margin(0.0001));
    CHECK(contains(heard, "info: 3 lines have departures between 07:00-09:00 (lines)"));
    CHECK(contains(heard,
                   "info: 3 lines have no shape that fits; they are straight between their "
                   "stops: 1.0, 1.0.2, 1.1 (lines)"));
}

TEST_CASE("stations are the stops of the lines with the lines that call there") {
    const layer::Layer stations = read(Feed(), {.layer = "stations"});
    REQUIRE(stations.rows() == 4);
    CHECK(stations.ids() == std::vector<std::int64_t>{1, 2, 3, 5});  // rows of stops.txt
    CHECK(stations.column("id").text(3) == "D");                     // D1 is a platform of it
    CHECK(stations.column("name").text(3) == "丁");
    CHECK(stations.column("line").text(0) == "1.0;1.0.2;1.1");
    CHECK(stations.column("line").text(3) == "1.0;1.1");
    CHECK(stations.geometry().coordinates(3)[0] == 106.53);
}

TEST_CASE("the window is half open, and times past midnight belong to the day before") {
    CHECK(summary(read(Feed(), {.window = "07:30-09:01"})) ==
          "1.0 headway 45.5 run 16 trips 2+0: A-B 5 B-C 5 C-D 6\n"
          "1.0.2 headway 30.33 run 10.33 trips 3+2: A-B 5 B-C 5.333");
    CHECK(summary(read(Feed(), {.window = "08:00-09:00"})) ==
          "1.0 headway 60 run 11 trips 1+0: A-B 5 B-C 6");
    // t6 of Monday at 24:30 is Tuesday's 0:30; that of Tuesday is 24:30 of the Tuesday asked for.
    const std::string night = "1.0 headway 60 run 5 trips 1+0: A-B 5";
    CHECK(summary(read(Feed(), {.window = "00:00-01:00"})) == night);
    CHECK(summary(read(Feed(), {.window = "24:00-25:00"})) == night);
    CHECK(refusal(Feed(), {.window = "09:00-07:00"}) == "'09:00-07:00' is no window of time");
    CHECK(refusal(Feed(), {.window = "7-9"}) == "'7-9' is no window of time");
    CHECK(refusal(Feed(), {.window = "0:00-24:01"}) == "'0:00-24:01' is no window of time");
}

TEST_CASE("without a date the weekday with most trips is taken, and told") {
    std::string heard;
    const layer::Layer lines = read(Feed(), {.date = ""}, &heard);
    CHECK(contains(summary(lines), "R2 headway 120 run 10 trips 1+0: A-C 10"));
    CHECK(contains(heard,
                   "warning: no date was given: 2024-05-22 is taken, the weekday with most "
                   "trips (7) (lines)"));
}

TEST_CASE("days of service and exceptions") {
    CHECK(read(Feed(), {.date = "2024-05-18"}).rows() == 8);  // a Saturday that was added
    CHECK(read(Feed(), {.date = "2024年5月17日"}).rows() == 8);
    CHECK(refusal(Feed(), {.date = "2024-05-15"}) ==
          "no trip runs on 2024-05-15; the nearest day with trips is 2024-05-14, the calendar goes "
          "from 2024-05-13 to 2024-05-31");
    CHECK(refusal(Feed(), {.date = "2024-06-01"}) ==
          "no trip runs on 2024-06-01; the nearest day with trips is 2024-05-31, the calendar goes "
          "from 2024-05-13 to 2024-05-31");
    CHECK(refusal(Feed(), {.date = "14 May"}) == "'14 May' is no date");
    Feed only_dates;
    only_dates.tables.erase("calendar");
    only_dates.tables["calendar_dates"] =
        "service_id,date,exception_type\nWD,20240514,1\nEX,20240514,1\n";
    CHECK(contains(summary(read(only_dates)), "R2 headway 120"));
    only_dates.tables["calendar_dates"] =
        "service_id,date,exception_type\nWD,20240514,2\nEX,20240514,2\n";
    CHECK(refusal(only_dates) == "no trip of the feed runs on any day");
}

TEST_CASE("frequencies count by their share of the window, or exactly") {
    Feed feed;
    feed.row("trips", "R2,WD,f,,")
        .row("stop_times", "f,00:00:00,00:00:00,B,1")
        .row("stop_times", "f,00:08:00,00:08:00,C,2");
    feed.tables["frequencies"] =
        "trip_id,start_time,end_time,headway_secs\nf,6:00:00,8:00:00,1000\n";
    // 60 of 120 min with a departure every 1000 s: 3.6 departures.
    CHECK(contains(summary(read(feed)), "R2 headway 33.33 run 8 trips 3.6+0: B-C 8"));
    // 6:00 + k * 16:40: 7:06:40, 7:23:20, 7:40 and 7:56:40.
    feed.tables["frequencies"] =
        "trip_id,start_time,end_time,headway_secs,exact_times\nf,6:00:00,8:00:00,1000,1\n";
    CHECK(contains(summary(read(feed)), "R2 headway 30 run 8 trips 4+0: B-C 8"));
    feed.tables["frequencies"] = "trip_id,start_time,end_time,headway_secs\nf,6:00:00,8:00:00,0\n";
    CHECK(
        refusal(feed) ==
        "1 rows of frequencies.txt have values in start_time, end_time, headway_secs that make no "
        "sense: 1 ('6:00:00, 8:00:00, 0')");
}

TEST_CASE("calls without times get them by distance, and departures at one time count once") {
    Feed feed;
    // B lies a third of the way from A to D, C two thirds.
    feed.row("trips", "R2,WD,g,0,").row("trips", "R2,WD,h,0,");
    for (const char* trip : {"g", "h"}) {
        feed.row("stop_times", std::string(trip) + ",07:20:00,07:20:00,A,1");
        feed.row("stop_times", std::string(trip) + ",,,B,2");
        feed.row("stop_times", std::string(trip) + ",,,C,3");
        feed.row("stop_times", std::string(trip) + ",07:35:00,,D,4");
    }
    std::string heard;
    CHECK(contains(summary(read(feed, {}, &heard)),
                   "R2.0 headway 120 run 15 trips 1+0: A-B 5 B-C 5 C-D 5"));
    CHECK(contains(heard,
                   "info: 4 calls of 2 trips have no time; they get it by distance between "
                   "their neighbours (lines)"));
    CHECK(contains(heard,
                   "info: 1 lines have several departures at one time, which count once: R2.0"
                   " (lines)"));
}

TEST_CASE("stops at the same minute share the time by distance") {
    Feed feed;
    feed.row("trips", "R2,WD,g,0,");
    for (const char* call : {"7:20:00,A,1", "7:20:00,B,2", "7:24:00,C,3", "7:24:00,D,4"}) {
        const std::string text = call, time = text.substr(0, 7);
        feed.row("stop_times", "g," + time + "," + text);
    }
    std::string heard;
    CHECK(contains(summary(read(feed, {}, &heard)),
                   "R2.0 headway 120 run 4 trips 1+0: A-B 2 B-C 1 "
                   "C-D 1"));
    CHECK(contains(heard,
                   "info: 1 lines have stops at the same minute; they share the time to the "
                   "next by distance: R2.0 (lines)"));
}

TEST_CASE("a loop calls at its first stop again") {
    Feed feed;
    feed.row("trips", "R2,WD,g,0,");
    for (const char* call : {"7:20:00,A,1", "7:24:00,B,2", "7:29:00,C,3", "7:39:00,A,4"}) {
        const std::string text = call, time = text.substr(0, 7);
        feed.row("stop_times", "g," + time + "," + text);
    }
    const layer::Layer lines = read(feed);
    CHECK(contains(summary(lines), "R2.0 headway 120 run 19 trips 1+0: A-B 4 B-C 5 C-A 10"));
    CHECK(read(feed, {.layer = "stations"}).column("line").text(2) == "1.0;1.0.2;1.1;R2.0");
}

TEST_CASE("shapes are cut at the stops, in their order even where they pass a place twice") {
    Feed feed;
    // Out along 29.5 N to C, back on the same street to B, then north to a stop E.
    feed.row("stops", "E,戊,29.51,106.51,");
    feed.row("trips", "R2,WD,g,0,s");
    for (const char* call : {"7:20:00,A,1", "7:25:00,C,2", "7:30:00,B,3", "7:35:00,E,4"}) {
        const std::string text = call, time = text.substr(0, 7);
        feed.row("stop_times", "g," + time + "," + text);
    }
    feed.tables["shapes"] =
        "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\ns,29.5,106.49,1\ns,29.5,106.51,30\n"
        "s,29.5,106.52,2000\ns,29.5,106.51,3000\ns,29.52,106.51,4000\n";
    std::string heard;
    const layer::Layer lines = read(feed, {}, &heard);
    std::vector<std::vector<double>> pieces;
    for (std::size_t row = 0; row < lines.rows(); ++row) {
        if (lines.column("line").text(row) == "R2.0") {
            const auto xy = lines.geometry().coordinates(row);
            pieces.emplace_back(xy.begin(), xy.end());
        }
    }
    REQUIRE(pieces.size() == 3);
    CHECK(pieces[0] == std::vector<double>{106.5, 29.5, 106.51, 29.5, 106.52, 29.5});
    CHECK(pieces[1] == std::vector<double>{106.52, 29.5, 106.51, 29.5});
    CHECK(pieces[2] == std::vector<double>{106.51, 29.5, 106.51, 29.51});
    CHECK(!contains(heard, "R2.0"));
    feed.tables["shapes"] =
        "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n"
        "s,30.5,106.49,1\ns,30.5,106.52,2\n";
    read(feed, {}, &heard);
    CHECK(contains(heard, "straight between their stops: 1.0, 1.0.2, 1.1, R2.0 (lines)"));
}

TEST_CASE("calls without times on a shape get them by the way along it") {
    Feed feed;
    feed.row("trips", "R2,WD,g,0,s")
        .row("stop_times", "g,7:20:00,7:20:00,A,1")
        .row("stop_times", "g,,,B,2")
        .row("stop_times", "g,7:32:00,7:32:00,C,3");
    feed.tables["shapes"] =
        "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\ns,29.5,106.5,1\ns,29.51,106.5,2\n"
        "s,29.51,106.51,3\ns,29.5,106.51,4\ns,29.5,106.52,5\n";
    // 1112 + 968 + 1112 m round to B, 968 m on to C: 9.21 and 2.79 of the 12 min.
    CHECK(contains(summary(read(feed)), "R2.0 headway 120 run 12 trips 1+0: A-B 9.208 B-C 2.792"));
}

TEST_CASE("a feed that contradicts itself is refused with the ids, and read with repair") {
    const auto both = [](const Feed& feed, const std::string& message, const std::string& lines) {
        CHECK(refusal(feed) == message);
        std::string heard;
        CHECK(contains(summary(read(feed, {.repair = source::Repair::repair}, &heard)), lines));
        CHECK(contains(heard, "warning: " + message));
    };
    const std::string usual = "1.0 headway 60 run 16";
    both(Feed().row("trips", "R8,WD,x,0,").row("trips", "R9,WD,y,0,"),
         "2 rows of trips.txt have a route_id that routes.txt does not have: R8, R9", usual);
    both(Feed().row("trips", "R1,NO,x,0,"),
         "1 rows of trips.txt have a service_id that calendar.txt does not have: NO", usual);
    both(Feed().row("stop_times", "x,7:00:00,7:00:00,A,1"),
         "1 rows of stop_times.txt have a trip_id that trips.txt does not have: x", usual);
    both(Feed().row("stop_times", "t1,7:20:00,7:20:00,X,11"),
         "1 rows of stop_times.txt have a stop_id that stops.txt does not have: X", usual);
    both(Feed().row("stops", "F,己,29.5,106.6,X"),
         "1 rows of stops.txt have a parent_station that stops.txt does not have: X", usual);
    both(Feed().row("stops", "A,甲,29.5,106.6,"),
         "1 rows of stops.txt have a stop_id that stands there already: A", usual);
    both(Feed().row("stop_times", "t1,7:20,x,B,11"),
         "1 rows of stop_times.txt have values in arrival_time, departure_time that make no sense: "
         "24 ('x')",
         "headway 120 run 17 trips 1+0: A-B 5 B-C 6 C-D 6");
    both(Feed().row("stop_times", "t2,07:50:00,07:50:00,B,4"),
         "1 trips have a stop_sequence twice: t2", "headway 120 run 15");
    both(Feed().row("stop_times", "t2,07:10:00,07:10:00,B,5"),
         "1 trips have times that run backwards: t2", "1.0 headway 120 run 15");
    both(Feed().row("stop_times", "t2,,,B,5"),
         "1 trips have no time at their first or last stop: t2", "1.0 headway 120 run 15");
    both(Feed().row("stops", "F,己,,,").row("stop_times", "t2,07:50:00,07:50:00,F,5"),
         "1 calls are at stops without a place: F", usual);
}

TEST_CASE("trips of one stop are left out; missing tables are listed") {
    std::string heard;
    read(Feed().row("trips", "R1,WD,x,0,").row("stop_times", "x,7:00:00,7:00:00,A,1"), {}, &heard);
    CHECK(contains(heard, "warning: 1 trips with fewer than two stops are left out: x (lines)"));
    Feed feed;
    for (const char* table : {"routes", "calendar", "calendar_dates"}) {
        feed.tables.erase(table);
    }
    CHECK(refusal(feed) ==
          "lines cannot be made of this feed: it has no routes.txt, calendar.txt / "
          "calendar_dates.txt");
    const TempFolder folder;
    std::vector<std::string> names;
    for (const auto& one : source::list_layers(feed.write(folder))) {
        names.push_back(one.name);
    }
    CHECK(names == std::vector<std::string>{"stop_times", "stops", "trips"});
}

TEST_CASE("lines of a name and marks that part the lines of a station") {
    Feed feed;
    feed.tables["routes"] = "route_id,route_short_name,route_type\nR1,1/2,3\nR2,1/2,700\n";
    std::string heard;
    const layer::Layer lines = read(feed, {.date = "2024-05-22"}, &heard);
    CHECK(lines.column("line").text(0) == "1-2_R1.0");
    CHECK(lines.column("line").text(8) == "1-2_R2");
    CHECK(lines.column("mode").text(8) == "bus");
    CHECK(
        contains(heard, "info: 1 names belong to several routes, whose id is added: 1/2 (lines)"));
}

TEST_CASE("columns are known without the values, and options of timetables belong to timetables") {
    const TempFolder folder;
    source::ReadOptions options;
    options.path = Feed().write(folder);
    options.layer = "lines";
    options.role = "transit";
    std::vector<std::string> names;
    for (const layer::Field& field : source::probe_columns(options)) {
        names.push_back(field.name);
    }
    CHECK(names == std::vector<std::string>{"id", "line", "name", "route_id", "mode", "direction",
                                            "from_stop", "to_stop", "oneway", "seq", "headway",
                                            "run_time", "speed", "line_time", "trips",
                                            "trips_shared"});
    options.service.date = "someday";
    CHECK(contains(error_text([&] { source::check_header(options); }), "'someday' is no date"));
    options.service.date = "";
    options.service.stops = "x.csv";
    CHECK(contains(error_text([&] { source::probe_columns(options); }),
                   "a GTFS feed has its own stops"));
    options = {};
    options.path = folder.write("a.geojson", R"({"type":"FeatureCollection","features":[]})");
    options.service.window = "07:00-08:00";
    CHECK(contains(error_text([&] { source::probe_columns(options); }),
                   "window, date and stops are for the layers lines and stations"));
}

TEST_CASE("info describes lines and stations, and tells what is wrong with the feed") {
    const TempFolder folder;
    source::InfoOptions options;
    options.path = Feed().write(folder);
    CHECK(!source::has_errors(source::describe(options)));
    const TempFolder broken;
    options.path = Feed().row("trips", "R8,WD,x,0,").write(broken);
    options.layer = "lines";
    const auto found = source::describe(options);
    CHECK(source::has_errors(found));
    CHECK(found["layers"][0]["features"] == 9);
}
