// The transverse Mercator projection by Krueger's series in the third flattening, sixth order
// (Krueger 1912; Karney 2011, "Transverse Mercator with an accuracy of a few nanometers").
#pragma once

#include <array>
#include <span>

namespace jt::geo {

/// Parameters as PROJ's +proj=tmerc has them, of a projection whose origin lies on the equator.
struct GaussKrugerDefinition {
    double semi_major = 0, flattening = 0;
    double central_meridian = 0;  ///< degrees
    double scale = 1, false_easting = 0, false_northing = 0;
};

/// Exact to some nanometres within kReach of the central meridian; beyond it, and near the poles,
/// a caller asks PROJ.
class GaussKruger {
public:
    static constexpr double kReach = 20;         ///< degrees of longitude
    static constexpr double kMostLatitude = 85;  ///< degrees

    explicit GaussKruger(const GaussKrugerDefinition& definition);

    /// Degrees to metres, in place: interleaved x, y, all of them covered. The same bits however
    /// the coordinates are split into calls.
    void forward(std::span<double> xy) const;
    /// Metres to degrees, in place.
    void inverse(double& x, double& y) const;
    /// May these degrees be projected here, not by PROJ? NaN may not.
    bool covers(double lon, double lat) const;
    /// May these metres be taken back here?
    bool covers_plane(double x, double y) const;

private:
    using Series = std::array<double, 6>;
    GaussKrugerDefinition m_definition;
    double m_radius = 0;         ///< of the rectifying sphere times scale
    double m_eccentricity2 = 0;  ///< first eccentricity squared
    Series m_alpha{}, m_beta{}, m_delta{};
};

}  // namespace jt::geo
