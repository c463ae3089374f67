// A table of control points: the same places in two coordinate systems. Internal to source/.
#pragma once

#include "geo/crs.hpp"

#include <string>
#include <vector>

namespace jt::source {

/// How one side of the table gives its places: metres (or degrees, where its CRS is geographic) in
/// columns x, y; longitude and latitude in lon, lat; or geocentric X, Y, Z in x, y, z.
enum class Places { plane, degrees, geocentric };

struct ControlSide {
    Places places = Places::plane;
    bool heights = false;        ///< ellipsoidal, in a column h; geocentric places always have them
    std::vector<double> values;  ///< three for each point; the height 0 where there are none
};

struct ControlTable {
    std::vector<std::string> names;  ///< of the points: id, name, 点号, 点名 or the row number
    ControlSide from, to;            ///< columns x ... and to_x ...
};

/// Reads the CSV (or any table). `plane_only`: columns x, y, to_x, to_y, whatever others there are.
/// Data errors: a column that is missing, a cell that is no number, x, y beside lon, lat, and
/// heights on one side only.
ControlTable read_control_table(const std::string& path, bool plane_only);

/// The side in geocentric X, Y, Z of the datum of its CRS, three for each point.
std::vector<double> geocentric_of(const ControlSide& side, const geo::Crs& crs);

/// The side in the plane of its CRS: x, y for each point.
std::vector<double> plane_of(const ControlSide& side, const geo::Crs& crs);

}  // namespace jt::source
