#include "geo/gauss_kruger.hpp"

#include "geo/vectors.hpp"

#include <algorithm>

#include <cmath>
#include <numbers>

namespace jt::geo {
namespace {

constexpr std::size_t kBlock = 256;  ///< coordinates in a call of the kernel
constexpr double kDegree = std::numbers::pi / 180;

/// Polynomial in n without constant term: c[0] n + c[1] n^2 ... c[5] n^6.
double powers(double n, const std::array<double, 6>& c) {
    return n * (c[0] + n * (c[1] + n * (c[2] + n * (c[3] + n * (c[4] + n * c[5])))));
}

/// Sums of c[j-1] sin 2jz over j for complex z = xi + i eta (Clenshaw), given the sine and cosine
/// of 2 xi, and the hyperbolic ones of 2 eta.
struct Sums {
    double real, imaginary;
};
Sums clenshaw(const std::array<double, 6>& c, double sin2, double cos2, double sinh2,
              double cosh2) {
    const double ar = 2 * cos2 * cosh2, ai = -2 * sin2 * sinh2;  // 2 cos 2z
    double br = c[5], bi = 0, cr = 0, ci = 0;
    for (std::size_t j = 5; j-- > 0;) {
        const double next_r = ar * br - ai * bi - cr + c[j];
        const double next_i = ar * bi + ai * br - ci;
        cr = br;
        ci = bi;
        br = next_r;
        bi = next_i;
    }
    const double sr = sin2 * cosh2, si = cos2 * sinh2;  // sin 2z
    return {sr * br - si * bi, sr * bi + si * br};
}

}  // namespace

GaussKruger::GaussKruger(const GaussKrugerDefinition& definition) : m_definition(definition) {
    const double f = definition.flattening, n = f / (2 - f), n2 = n * n;
    m_eccentricity2 = f * (2 - f);
    m_radius = definition.scale * definition.semi_major / (1 + n) *
               (1 + n2 / 4 + n2 * n2 / 64 + n2 * n2 * n2 / 256);
    m_alpha = {powers(n, {1.0 / 2, -2.0 / 3, 5.0 / 16, 41.0 / 180, -127.0 / 288, 7891.0 / 37800}),
               powers(n, {0, 13.0 / 48, -3.0 / 5, 557.0 / 1440, 281.0 / 630, -1983433.0 / 1935360}),
               powers(n, {0, 0, 61.0 / 240, -103.0 / 140, 15061.0 / 26880, 167603.0 / 181440}),
               powers(n, {0, 0, 0, 49561.0 / 161280, -179.0 / 168, 6601661.0 / 7257600}),
               powers(n, {0, 0, 0, 0, 34729.0 / 80640, -3418889.0 / 1995840}),
               powers(n, {0, 0, 0, 0, 0, 212378941.0 / 319334400})};
    m_beta = {powers(n, {1.0 / 2, -2.0 / 3, 37.0 / 96, -1.0 / 360, -81.0 / 512, 96199.0 / 604800}),
              powers(n, {0, 1.0 / 48, 1.0 / 15, -437.0 / 1440, 46.0 / 105, -1118711.0 / 3870720}),
              powers(n, {0, 0, 17.0 / 480, -37.0 / 840, -209.0 / 4480, 5569.0 / 90720}),
              powers(n, {0, 0, 0, 4397.0 / 161280, -11.0 / 504, -830251.0 / 7257600}),
              powers(n, {0, 0, 0, 0, 4583.0 / 161280, -108847.0 / 3991680}),
              powers(n, {0, 0, 0, 0, 0, 20648693.0 / 638668800})};
    m_delta = {powers(n, {2, -2.0 / 3, -2, 116.0 / 45, 26.0 / 45, -2854.0 / 675}),
               powers(n, {0, 7.0 / 3, -8.0 / 5, -227.0 / 45, 2704.0 / 315, 2323.0 / 945}),
               powers(n, {0, 0, 56.0 / 15, -136.0 / 35, -1262.0 / 105, 73814.0 / 2835}),
               powers(n, {0, 0, 0, 4279.0 / 630, -332.0 / 35, -399572.0 / 14175}),
               powers(n, {0, 0, 0, 0, 4174.0 / 315, -144838.0 / 6237}),
               powers(n, {0, 0, 0, 0, 0, 601676.0 / 22275})};
}

bool GaussKruger::covers(double lon, double lat) const {
    return std::fabs(lon - m_definition.central_meridian) <= kReach &&
           std::fabs(lat) <= kMostLatitude;
}

bool GaussKruger::covers_plane(double x, double y) const {
    // Some 19 degrees from the meridian at the equator, far more in higher latitudes: the series
    // hold to xi, eta of about a third.
    return std::fabs(x - m_definition.false_easting) <= 0.33 * m_radius &&
           std::fabs(y - m_definition.false_northing) <= 1.48 * m_radius;
}

namespace {

// Functions of small arguments by their power series, so that a loop over coordinates has no calls
// and no branches and becomes vector code. Each is good to the last digits of a double.

/// For |x| <= pi/4.
inline double sine(double x) {
    const double q = x * x;
    return x *
           (1 + q * (-1.0 / 6 +
                     q * (1.0 / 120 + q * (-1.0 / 5040 +
                                           q * (1.0 / 362880 +
                                                q * (-1.0 / 39916800 +
                                                     q * (1.0 / 6227020800 +
                                                          q * (-1.0 / 1307674368000 +
                                                               q * (1.0 / 355687428096000)))))))));
}
inline double cosine(double x) {
    const double q = x * x;
    return 1 + q * (-1.0 / 2 +
                    q * (1.0 / 24 +
                         q * (-1.0 / 720 +
                              q * (1.0 / 40320 + q * (-1.0 / 3628800 +
                                                      q * (1.0 / 479001600 +
                                                           q * (-1.0 / 87178291200 +
                                                                q * (1.0 / 20922789888000))))))));
}

/// For |t| <= 0.2.
inline double arc_tangent(double t) {
    const double q = t * t;
    return t *
           (1 + q * (-1.0 / 3 +
                     q * (1.0 / 5 +
                          q * (-1.0 / 7 +
                               q * (1.0 / 9 +
                                    q * (-1.0 / 11 +
                                         q * (1.0 / 13 +
                                              q * (-1.0 / 15 +
                                                   q * (1.0 / 17 +
                                                        q * (-1.0 / 19 + q * (1.0 / 21)))))))))));
}
inline double area_tangent(double t) {  // artanh
    const double q = t * t;
    return t *
           (1 + q * (1.0 / 3 +
                     q * (1.0 / 5 +
                          q * (1.0 / 7 +
                               q * (1.0 / 9 +
                                    q * (1.0 / 11 +
                                         q * (1.0 / 13 +
                                              q * (1.0 / 15 +
                                                   q * (1.0 / 17 +
                                                        q * (1.0 / 19 + q * (1.0 / 21)))))))))));
}

struct Constants {
    double meridian, e2, radius, easting, northing;
    std::array<double, 6> alpha;
};

/// kBlock coordinates; what is above the number wanted is computed for nothing.
JT_VECTORS void project(const Constants& c, const double* __restrict lon,
                        const double* __restrict lat, double* __restrict east,
                        double* __restrict north) {
    for (std::size_t i = 0; i < kBlock; ++i) {
        const double half = lat[i] * (kDegree / 2), lambda = (lon[i] - c.meridian) * kDegree;
        const double s_half = sine(half), c_half = cosine(half);
        const double sin_phi = 2 * s_half * c_half, cos_phi = 1 - 2 * s_half * s_half;
        const double sin_lambda = sine(lambda), cos_lambda = cosine(lambda);
        // sigma = sinh(e artanh(e sin phi)): both series are short, e^2 being below 0.007.
        const double s2 = c.e2 * sin_phi * sin_phi;
        const double t = c.e2 * sin_phi *
                         (1 + s2 * (1.0 / 3 + s2 * (1.0 / 5 + s2 * (1.0 / 7 + s2 * (1.0 / 9)))));
        const double sigma = t * (1 + t * t * (1.0 / 6 + t * t / 120));
        // Of the conformal latitude chi: tan chi = (sin phi sqrt(1 + sigma^2) - sigma ) / cos phi.
        const double up = sin_phi * std::sqrt(1 + sigma * sigma) - sigma;
        const double across = cos_phi * cos_lambda, aside = cos_phi * sin_lambda;
        const double h2 = up * up + across * across, h = std::sqrt(h2);
        // xi = atan(up / across) by the tangents of its half, quarter and eighth.
        const double t2 = up / (h + across);
        const double t4 = t2 / (1 + std::sqrt(1 + t2 * t2));
        const double t8 = t4 / (1 + std::sqrt(1 + t4 * t4));
        const double xi = 8 * arc_tangent(t8);
        // eta = arsinh(aside / h) by the hyperbolic tangent of its half.
        const double sinh_eta = aside / h, cosh_eta = std::sqrt(1 + sinh_eta * sinh_eta);
        const double eta = 2 * area_tangent(sinh_eta / (1 + cosh_eta));
        const double sin2 = 2 * up * across / h2, cos2 = (across * across - up * up) / h2;
        const double sinh2 = 2 * sinh_eta * cosh_eta, cosh2 = 1 + 2 * sinh_eta * sinh_eta;
        // Clenshaw's sum of alpha_j sin 2j(xi + i eta).
        const double ar = 2 * cos2 * cosh2, ai = -2 * sin2 * sinh2;
        const double r5 = ar * c.alpha[5] + c.alpha[4], i5 = ai * c.alpha[5];
        const double r4 = ar * r5 - ai * i5 - c.alpha[5] + c.alpha[3], i4 = ar * i5 + ai * r5;
        const double r3 = ar * r4 - ai * i4 - r5 + c.alpha[2], i3 = ar * i4 + ai * r4 - i5;
        const double r2 = ar * r3 - ai * i3 - r4 + c.alpha[1], i2 = ar * i3 + ai * r3 - i4;
        const double br = ar * r2 - ai * i2 - r3 + c.alpha[0], bi = ar * i2 + ai * r2 - i3;
        const double sr = sin2 * cosh2, si = cos2 * sinh2;
        east[i] = c.easting + c.radius * (eta + sr * bi + si * br);
        north[i] = c.northing + c.radius * (xi + sr * br - si * bi);
    }
}

}  // namespace

void GaussKruger::forward(std::span<double> xy) const {
    const Constants constants{
        m_definition.central_meridian, m_eccentricity2, m_radius, m_definition.false_easting,
        m_definition.false_northing,   m_alpha};
    std::array<double, kBlock> lon{}, lat{}, east{}, north{};
    const std::size_t count = xy.size() / 2;
    for (std::size_t first = 0; first < count; first += kBlock) {
        const std::size_t size = std::min(kBlock, count - first);
        for (std::size_t i = 0; i < size; ++i) {
            lon[i] = xy[2 * (first + i)];
            lat[i] = xy[2 * (first + i) + 1];
        }
        std::fill(lon.begin() + static_cast<std::ptrdiff_t>(size), lon.end(), constants.meridian);
        std::fill(lat.begin() + static_cast<std::ptrdiff_t>(size), lat.end(), 0.0);
        project(constants, lon.data(), lat.data(), east.data(), north.data());
        for (std::size_t i = 0; i < size; ++i) {
            xy[2 * (first + i)] = east[i];
            xy[2 * (first + i) + 1] = north[i];
        }
    }
}

void GaussKruger::inverse(double& x, double& y) const {
    const double xi = (y - m_definition.false_northing) / m_radius;
    const double eta = (x - m_definition.false_easting) / m_radius;
    const double sinh2 = std::sinh(2 * eta), cosh2 = std::sqrt(1 + sinh2 * sinh2);
    const Sums sums = clenshaw(m_beta, std::sin(2 * xi), std::cos(2 * xi), sinh2, cosh2);
    const double xi_c = xi - sums.real, eta_c = eta - sums.imaginary;
    const double sin_xi = std::sin(xi_c), cos_xi = std::cos(xi_c), sinh_eta = std::sinh(eta_c);
    const double across = std::sqrt(sinh_eta * sinh_eta + cos_xi * cos_xi);
    const double chi = std::atan2(sin_xi, across);
    const double length2 = sin_xi * sin_xi + across * across;
    const Sums phi = clenshaw(m_delta, 2 * sin_xi * across / length2,
                              (across * across - sin_xi * sin_xi) / length2, 0, 1);
    x = m_definition.central_meridian + std::atan2(sinh_eta, cos_xi) / kDegree;
    y = (chi + phi.real) / kDegree;
}

}  // namespace jt::geo
