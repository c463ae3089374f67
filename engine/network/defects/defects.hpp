// What is wrong with a layer of lines that is to become a network: found, not repaired.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/layer.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jt::network {

/// In the order of their names, which is the order of the result.
///
/// Ends within kTouch (10 mm) of each other are one place, as in building; an end that lies within
/// it on the inside of another line meets that line. Lines of different levels meet at common ends
/// only. Lines of one geometry (either direction) count as one line in everything but `duplicate`.
enum class DefectKind : std::uint8_t {
    crossing,         ///< two lines cross (note "touch": touch) inside without a common vertex
    dangle,           ///< an end that meets nothing
    duplicate,        ///< the coordinates of a line of lower id, either way round; lines that are
                      ///< driven in opposite directions only are no duplicates
    missing_node,     ///< no node id; note: from or to
    near_miss,        ///< a dangle within the tolerance of another line, of its own level but for
                      ///< ends; told for each such end
    node_mismatch,    ///< a node id (note) away from the place where most ends have it
    oneway_trap,      ///< note no_exit: places that are reached and not left; no_entry: the reverse
    overlap_line,     ///< two lines that run together for a while; distance: for how long
    pseudo_node,      ///< exactly two ends meet, and nothing changes there
    self_crossing,    ///< a line meets its own inside (note "back": turns back on itself)
    small_component,  ///< connected lines apart from the largest component
    zero_length,      ///< all coordinates of a part in one place (note "10 mm": within that)
};
std::string_view defect_name(DefectKind kind);

/// Column names are "" where the layer has none.
struct DefectOptions {
    double tolerance_m = 10;
    std::string level;                 ///< null, "", 0, F, N, no, false, 否 are all ground level
    std::vector<std::string> same;     ///< a pseudo node has equal values in them on both sides
    std::string oneway;                ///< codes as in network.build
    bool digitised_direction = false;  ///< lines without a oneway code run as drawn only
    std::string from, to;              ///< ids of the nodes at the first and last coordinate
};

struct Defect {
    DefectKind kind = DefectKind::dangle;
    std::int64_t feature = 0;
    double x = 0, y = 0;  ///< in the layer's CRS, rounded to a millimetre
    std::optional<std::int64_t> other;
    double distance_m = std::numeric_limits<double>::quiet_NaN();
    std::string note;
};

/// A feature and the component that it (or some of its parts) belongs to.
struct ComponentRow {
    std::int64_t feature = 0, component = 0;  ///< from 1: the most features, then the longest
    std::int64_t features = 0;                ///< in the component
    double km = 0;                            ///< of the component, geodesic
};

struct DefectReport {
    std::vector<DefectKind> checked;       ///< oneway_trap and the kinds of nodes only when asked
    std::vector<Defect> defects;           ///< by kind, feature, place
    std::vector<ComponentRow> components;  ///< by component, feature; features of no length apart
};

/// Distances are planar in a projected CRS and geodesic in a geographic one, metres in both; lines
/// are straight in the coordinates given. The order of features changes nothing, nor does the
/// number of threads. Features without usable geometry are warnings and are not checked; an unknown
/// oneway code is a warning and counts as both ways. An empty layer gives an empty report. Data
/// errors: not lines, a CRS that is unknown, Web Mercator, or projected in another unit than
/// metres; coordinates that are no degrees; an unknown column.
DefectReport find_defects(const layer::Layer& lines, const DefectOptions& options,
                          base::Diagnostics& diagnostics);

}  // namespace jt::network
