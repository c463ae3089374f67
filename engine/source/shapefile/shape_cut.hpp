// A shape of a timetable cut at the stops of a line. Internal to source/.
#pragma once

#include <span>
#include <vector>

namespace jt::source {

/// Metres from a stop to its shape, beyond which it is another's shape. [K]
constexpr double kShapeReach = 500;

/// The pieces of the shape between consecutive stops (interleaved x, y; degrees or metres). The
/// stops are put on the shape in their order so that the sum of the squared distances is least, so
/// a shape that passes a place twice is cut right. A piece shorter than 1 m is the straight line
/// between its stops. Nothing where the shape has no length, where a stop lies farther than
/// `kShapeReach` from its place, or where stops times coordinates are more than 4 million.
std::vector<std::vector<double>> cut_shape(std::span<const double> shape,
                                           std::span<const double> stops);

/// Straight lines between the stops.
std::vector<std::vector<double>> straight_pieces(std::span<const double> stops);

}  // namespace jt::source
