// Metro lines and stations as stops and rides, before they join the street network.
#pragma once

#include "network/graph/contacts.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace jt::network {

struct RawStation {
    Point at;
    std::string id;
    std::string name;
    std::int64_t feature = 0;
    bool joined = false;          ///< a walkable street is near enough
    Point foot;                   ///< its place on that street, where the street gets a node
    int level = 0;                ///< level of that street
    std::uint32_t access_mm = 0;  ///< straight way between station and foot
    std::uint32_t handling_ms = 0, handling_fen = 0;  ///< freight
};

struct RawLine {
    std::string id;
    double headway_min = 0;
};

struct RawStop {
    std::uint32_t station = 0;
    std::uint32_t segment = 0;  ///< of the ride's points
    Point at;                   ///< on that segment
};

/// One part of a transit feature, from its first stop to its last; a whole feature where its ends
/// or its run time are given.
struct RawRide {
    std::vector<Point> points;
    std::vector<RawStop> stops;  ///< in order along the points; at least two
    std::uint32_t line = 0;
    std::int64_t feature = 0;
    int year = 0;
    double speed = 0;
    double run_min = 0;  ///< from the first stop to the last; 0 where speed says it
    std::uint32_t directions = kForward | kBackward;  ///< LinkFlag
    std::string from_stop, to_stop;  ///< ids of stations; both "" where places decide
    double fen_km = 0;               ///< freight: fen a unit and km
    std::uint32_t capacity = 0;      ///< freight: units; 0 = not given
    bool oneway() const { return directions != (kForward | kBackward); }
    bool ends_given() const { return !from_stop.empty(); }
};

struct Transit {
    std::vector<RawLine> lines;        ///< by id
    std::vector<RawStation> stations;  ///< by place, then feature
    std::vector<RawRide> rides;
};

/// Reads transit lines (fields line or id, headway in min, speed in km/h, year_open; run_time in
/// min from the first stop to the last wins over speed; oneway as of roads; from_stop and to_stop,
/// ids of stations, make the feature the ride between these two, wherever they lie) and stations
/// (points; fields id, line, several divided by ; , / 、, and name). Without a station layer the
/// vertices of the lines are the stops, which is reported. Data errors: wrong shapes, a line
/// without id, headway, speed or run time not above 0, one line with two headways, a station of an
/// unknown line, an unknown station or one of the two without the other. Stations too far from
/// their line and features with fewer than two stops stay out and are reported.
Transit read_transit(const layer::Layer& lines, const layer::Layer* stations,
                     const BuildOptions& options, base::Diagnostics& diagnostics);

/// Finds each station's foot on the nearest walkable link (existing ones first; of freight: on the
/// nearest driven link that is not controlled-access) and adds the cuts there. Stations without one
/// within the limit are reported.
void join_stations(Transit& transit, const base::UnsetVector<RawLink>& links, Contacts& contacts,
                   const geo::Crs& crs, const BuildOptions& options,
                   base::Diagnostics& diagnostics);

}  // namespace jt::network
