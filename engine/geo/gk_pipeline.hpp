// Private to geo/: the Gauss-Kruger steps of a PROJ pipeline that the engine computes itself, some
// times faster. PROJ stays the reference.
#pragma once

#include "geo/gauss_kruger.hpp"

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace jt::geo {

/// From the plane of one projection, from degrees, to the plane of another, to degrees.
class GkPipeline {
public:
    /// Of "+proj=pipeline +step ..."; nothing where a step is anything but transverse Mercator
    /// from the equator and degrees to radians.
    static std::optional<GkPipeline> parse(const std::string& pipeline);

    /// Interleaved x, y in place. False, and nothing changed, where one of them is outside the
    /// reach of the series.
    bool apply(std::span<double> xy) const;
    /// A few places from all over the reach, to hold it against PROJ: in the source's coordinates.
    std::vector<std::pair<double, double>> samples() const;
    bool to_degrees() const { return !m_to; }

private:
    std::optional<GaussKruger> m_from, m_to;
    double m_meridian = 0;  ///< of the first projection
};

}  // namespace jt::geo
