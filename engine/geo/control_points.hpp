// Transforms between coordinate systems from control points that are known in both: least squares,
// every point of the same weight.
#pragma once

#include "base/diagnostic.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace jt::geo {

/// What speaks for a fit and against it.
struct FitQuality {
    std::vector<double> residuals;  ///< given less fitted, m: x, y (z) of each point in turn
    std::vector<double> lengths;    ///< of each point's residual, m
    double rmse = 0;                ///< root of the mean square of those lengths
    double sigma = 0;               ///< standard deviation of one coordinate: root of the sum of
                                    ///< squares over the degrees of freedom; NaN without any
    std::size_t degrees_of_freedom = 0;  ///< 0: the points decide the parameters and test nothing
    std::size_t worst = 0;  ///< the point with the longest residual, the first of equals
    bool swapped = false;  ///< with x and y of the source exchanged the rmse is a hundredth or less
};

/// Four-parameter similarity of planes: x' = dx + m (x cos r - y sin r),
/// y' = dy + m (x sin r + y cos r); r counter-clockwise when x is east and y north.
class Similarity {
public:
    Similarity() = default;  ///< the identity
    /// Metres, radians; the scale m must be above 0 and all be finite (data error
    /// "geo.control.parameters").
    Similarity(double dx, double dy, double rotation, double scale);

    double dx() const;
    double dy() const;
    double rotation() const;  ///< radians, -pi ... pi
    double scale() const;
    /// Interleaved x, y in place; there and back are the same to some nanometres.
    void apply(std::span<double> xy) const;
    void invert(std::span<double> xy) const;
    /// "+proj=helmert +x= +y= +s= +theta=": PROJ's two-dimensional Helmert, its theta in arc
    /// seconds clockwise. It has no +convention: PROJ takes that for the 3D rotations only.
    std::string proj() const;

private:
    friend struct SimilarityFit fit_similarity(std::span<const double> from,
                                               std::span<const double> to,
                                               base::Diagnostics* diagnostics);
    // About a centre among the points: parameters at the far origin would cost digits.
    double m_a = 1, m_b = 0;  ///< m cos r, m sin r
    std::array<double, 2> m_from{}, m_to{};
};

struct SimilarityFit {
    Similarity transform;
    FitQuality quality;
};

/// From two points on, interleaved x, y in metres, `to` in the order of `from`. A warning
/// "geo.control.swapped" goes to the diagnostics, if there are any, where x and y look exchanged
/// in one of the systems (three points at least). Data errors: "geo.control.pairs" (unlike
/// lengths), "geo.control.few", "geo.control.number" (NaN, infinite), "geo.control.together" (all
/// points within a centimetre).
SimilarityFit fit_similarity(std::span<const double> from, std::span<const double> to,
                             base::Diagnostics* diagnostics = nullptr);

/// Seven-parameter transform of geocentric coordinates, position vector convention (EPSG method
/// 1033; Bursa 1962, Wolf 1963): X' = T + (1 + s) (X + R x X), rotations small.
class Helmert {
public:
    Helmert() = default;                  ///< the identity
    std::array<double, 3> translation{};  ///< m
    std::array<double, 3> rotation{};     ///< radians, about x, y, z
    double scale_ppm = 0;

    /// Interleaved X, Y, Z in place. The inverse is exact, where PROJ's transposes the rotation
    /// matrix and so comes back within r^2 of the distance (4 mm for 5").
    void apply(std::span<double> xyz) const;
    void invert(std::span<double> xyz) const;
    /// "+proj=helmert +convention=position_vector ...": metres, arc seconds, ppm.
    std::string proj() const;
};

struct HelmertFit {
    Helmert transform;
    FitQuality quality;
};

/// From three points on that are not in line (a point must stand off the line through the centre
/// by more than a thousandth of the extent); interleaved geocentric X, Y, Z in metres. Data errors
/// as above, "geo.control.line", and "geo.control.rotation" for a rotation above a minute of arc:
/// the linear form does not hold there, and such points are rather exchanged.
HelmertFit fit_helmert(std::span<const double> from, std::span<const double> to,
                       base::Diagnostics* diagnostics = nullptr);

}  // namespace jt::geo
