#include "geo/control_points.hpp"

#include "base/error.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace jt::geo {
namespace {

constexpr double kArcSecond = std::numbers::pi / 648000;
constexpr double kTogether = 0.01;     ///< m: points within it are one
constexpr double kLeastSpread = 1e-3;  ///< off the line, in parts of the extent
constexpr double kMostRotation = 60 * kArcSecond;
constexpr double kSwapGain = 100;   ///< how much better a fit of exchanged axes must be
constexpr double kSwapRmse = 0.01;  ///< m: a fit this good is not doubted

template <std::size_t N>
using Vector = std::array<double, N>;
using Vector3 = Vector<3>;

template <std::size_t N>
Vector<N> at(std::span<const double> values, std::size_t i) {
    Vector<N> out;
    std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(N * i), N, out.begin());
    return out;
}

template <std::size_t N>
Vector<N> minus(const Vector<N>& a, const Vector<N>& b) {
    Vector<N> out;
    for (std::size_t k = 0; k < N; ++k) {
        out[k] = a[k] - b[k];
    }
    return out;
}

template <std::size_t N>
double dot(const Vector<N>& a, const Vector<N>& b) {
    double sum = 0;
    for (std::size_t k = 0; k < N; ++k) {
        sum += a[k] * b[k];
    }
    return sum;
}

Vector3 cross(const Vector3& a, const Vector3& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

/// The mean point, summed from the first one on so that far origins cost no digits.
template <std::size_t N>
Vector<N> centre(std::span<const double> values) {
    const std::size_t count = values.size() / N;
    const Vector<N> first = at<N>(values, 0);
    Vector<N> sum{};
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t k = 0; k < N; ++k) {
            sum[k] += values[N * i + k] - first[k];
        }
    }
    for (std::size_t k = 0; k < N; ++k) {
        sum[k] = first[k] + sum[k] / static_cast<double>(count);
    }
    return sum;
}

/// The vector from the centre to the farthest point.
template <std::size_t N>
Vector<N> reach(std::span<const double> values, const Vector<N>& middle) {
    Vector<N> out{};
    for (std::size_t i = 0; i < values.size() / N; ++i) {
        const Vector<N> d = minus(at<N>(values, i), middle);
        out = dot(d, d) > dot(out, out) ? d : out;
    }
    return out;
}

template <std::size_t N>
void check_numbers(std::span<const double> values, const char* system) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i])) {
            throw base::data_error("geo.control.number", i / N + 1, system, values[i]);
        }
    }
}

template <std::size_t N>
void check(std::span<const double> from, std::span<const double> to, std::size_t least) {
    if (from.size() != to.size() || from.size() % N != 0) {
        throw base::data_error("geo.control.pairs", from.size(), to.size(), N);
    }
    if (from.size() / N < least) {
        throw base::data_error("geo.control.few", from.size() / N, least);
    }
    check_numbers<N>(from, "from");
    check_numbers<N>(to, "to");
    for (const auto& values : {from, to}) {
        const Vector<N> far = reach<N>(values, centre<N>(values));
        if (std::sqrt(dot(far, far)) <= kTogether) {
            throw base::data_error("geo.control.together", from.size() / N);
        }
    }
}

void check_line(std::span<const double> xyz) {
    const Vector3 middle = centre<3>(xyz), far = reach<3>(xyz, middle);
    const double extent2 = dot(far, far);
    double off2 = 0;
    for (std::size_t i = 0; i < xyz.size() / 3; ++i) {
        const Vector3 area = cross(far, minus(at<3>(xyz, i), middle));
        off2 = std::max(off2, dot(area, area) / extent2);
    }
    if (off2 <= kLeastSpread * kLeastSpread * extent2) {
        throw base::data_error("geo.control.line", xyz.size() / 3);
    }
}

template <std::size_t N, class Transform>
FitQuality judge(const Transform& transform, std::span<const double> from,
                 std::span<const double> to, std::size_t parameters) {
    FitQuality out;
    out.residuals.assign(from.begin(), from.end());
    transform.apply(out.residuals);
    double squares = 0;
    for (std::size_t i = 0; i < from.size() / N; ++i) {
        double own = 0;
        for (std::size_t k = N * i; k < N * i + N; ++k) {
            out.residuals[k] = to[k] - out.residuals[k];
            own += out.residuals[k] * out.residuals[k];
        }
        squares += own;
        out.lengths.push_back(std::sqrt(own));
        out.worst = out.lengths[i] > out.lengths[out.worst] ? i : out.worst;
    }
    out.rmse = std::sqrt(squares / static_cast<double>(out.lengths.size()));
    out.degrees_of_freedom = from.size() - parameters;
    out.sigma = out.degrees_of_freedom > 0
                    ? std::sqrt(squares / static_cast<double>(out.degrees_of_freedom))
                    : std::numeric_limits<double>::quiet_NaN();
    return out;
}

template <std::size_t N>
std::vector<double> exchanged(std::span<const double> values) {
    std::vector<double> out(values.begin(), values.end());
    for (std::size_t i = 0; i + 1 < out.size(); i += N) {
        std::swap(out[i], out[i + 1]);
    }
    return out;
}

/// Marks and tells a fit that gets far better by exchanging x and y of the source.
void doubt(FitQuality& quality, double rmse_exchanged, base::Diagnostics* diagnostics) {
    quality.swapped = quality.degrees_of_freedom > 0 && quality.rmse > kSwapRmse &&
                      rmse_exchanged * kSwapGain <= quality.rmse;
    if (quality.swapped && diagnostics != nullptr) {
        diagnostics->warn(base::msg("geo.control.swapped", fmt::format("{:.3f}", quality.rmse),
                                    fmt::format("{:.3f}", rmse_exchanged)));
    }
}

/// A number for a PROJ string: every digit, and no -0.
std::string digits(double value) { return fmt::format("{}", value + 0.0); }

}  // namespace

Similarity::Similarity(double dx, double dy, double rotation, double scale)
    : m_a(scale * std::cos(rotation)), m_b(scale * std::sin(rotation)), m_to{dx, dy} {
    if (!std::isfinite(dx) || !std::isfinite(dy) || !std::isfinite(rotation) ||
        !std::isfinite(scale) || !(scale > 0)) {
        throw base::data_error("geo.control.parameters", dx, dy, rotation, scale);
    }
}

double Similarity::dx() const { return m_to[0] - (m_a * m_from[0] - m_b * m_from[1]); }

double Similarity::dy() const { return m_to[1] - (m_b * m_from[0] + m_a * m_from[1]); }

double Similarity::rotation() const { return std::atan2(m_b, m_a); }

double Similarity::scale() const { return std::hypot(m_a, m_b); }

void Similarity::apply(std::span<double> xy) const {
    for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
        const double x = xy[i] - m_from[0], y = xy[i + 1] - m_from[1];
        xy[i] = m_to[0] + (m_a * x - m_b * y);
        xy[i + 1] = m_to[1] + (m_b * x + m_a * y);
    }
}

void Similarity::invert(std::span<double> xy) const {
    const double square = m_a * m_a + m_b * m_b;
    for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
        const double x = xy[i] - m_to[0], y = xy[i + 1] - m_to[1];
        xy[i] = m_from[0] + (m_a * x + m_b * y) / square;
        xy[i + 1] = m_from[1] + (m_a * y - m_b * x) / square;
    }
}

std::string Similarity::proj() const {
    return "+proj=helmert +x=" + digits(dx()) + " +y=" + digits(dy()) + " +s=" + digits(scale()) +
           " +theta=" + digits(-rotation() / kArcSecond);
}

SimilarityFit fit_similarity(std::span<const double> from, std::span<const double> to,
                             base::Diagnostics* diagnostics) {
    check<2>(from, to, 2);
    const auto fit = [&](std::span<const double> source) {
        // About the centres the translation falls out, and the rest is a quotient of sums.
        SimilarityFit out;
        out.transform.m_from = centre<2>(source);
        out.transform.m_to = centre<2>(to);
        double along = 0, across = 0, square = 0;
        for (std::size_t i = 0; i < source.size() / 2; ++i) {
            const Vector<2> p = minus(at<2>(source, i), out.transform.m_from);
            const Vector<2> q = minus(at<2>(to, i), out.transform.m_to);
            along += dot(p, q);
            across += p[0] * q[1] - p[1] * q[0];
            square += dot(p, p);
        }
        out.transform.m_a = along / square;
        out.transform.m_b = across / square;
        out.quality = judge<2>(out.transform, source, to, 4);
        return out;
    };
    SimilarityFit out = fit(from);
    doubt(out.quality, fit(exchanged<2>(from)).quality.rmse, diagnostics);
    return out;
}

void Helmert::apply(std::span<double> xyz) const {
    const double m = 1 + scale_ppm * 1e-6;
    for (std::size_t i = 0; i + 2 < xyz.size(); i += 3) {
        const Vector3 p = at<3>(xyz, i / 3), turned = cross(rotation, p);
        for (std::size_t k = 0; k < 3; ++k) {
            xyz[i + k] = translation[k] + m * (p[k] + turned[k]);
        }
    }
}

void Helmert::invert(std::span<double> xyz) const {
    // (1 + K)^-1 v = (v - r x v + r (r . v)) / (1 + r^2) for K v = r x v.
    const double m = 1 + scale_ppm * 1e-6, square = 1 + dot(rotation, rotation);
    for (std::size_t i = 0; i + 2 < xyz.size(); i += 3) {
        const Vector3 v = minus(at<3>(xyz, i / 3), translation), turned = cross(rotation, v);
        const double along = dot(rotation, v);
        for (std::size_t k = 0; k < 3; ++k) {
            xyz[i + k] = (v[k] - turned[k] + rotation[k] * along) / (m * square);
        }
    }
}

std::string Helmert::proj() const {
    const auto seconds = [&](std::size_t k) { return digits(rotation[k] / kArcSecond); };
    return "+proj=helmert +convention=position_vector +x=" + digits(translation[0]) +
           " +y=" + digits(translation[1]) + " +z=" + digits(translation[2]) +
           " +rx=" + seconds(0) + " +ry=" + seconds(1) + " +rz=" + seconds(2) +
           " +s=" + digits(scale_ppm);
}

namespace {

/// Of a symmetric 3 x 3 matrix that is not singular, by Cramer's rule.
Vector3 solve(const std::array<Vector3, 3>& matrix, const Vector3& right) {
    const Vector3 c0 = cross(matrix[1], matrix[2]), c1 = cross(matrix[2], matrix[0]),
                  c2 = cross(matrix[0], matrix[1]);
    const double determinant = dot(matrix[0], c0);
    Vector3 out;
    for (std::size_t k = 0; k < 3; ++k) {  // the inverse of a symmetric matrix is symmetric
        out[k] = (c0[k] * right[0] + c1[k] * right[1] + c2[k] * right[2]) / determinant;
    }
    return out;
}

/// T, m and m r enter linearly. About the centres the normal equations fall apart: the translation
/// is that of the centres, m a quotient, and for w = m r stands sum(p^2 - p p') w = sum(p x q).
HelmertFit fit_linear(std::span<const double> from, std::span<const double> to) {
    const Vector3 here = centre<3>(from), there = centre<3>(to);
    std::array<Vector3, 3> normal{};
    Vector3 right{};
    double along = 0, square = 0;
    for (std::size_t i = 0; i < from.size() / 3; ++i) {
        const Vector3 p = minus(at<3>(from, i), here), q = minus(at<3>(to, i), there);
        const Vector3 turn = cross(p, q);
        const double own = dot(p, p);
        along += dot(p, q);
        square += own;
        for (std::size_t j = 0; j < 3; ++j) {
            right[j] += turn[j];
            for (std::size_t k = 0; k < 3; ++k) {
                normal[j][k] += (j == k ? own : 0.0) - p[j] * p[k];
            }
        }
    }
    const double m = along / square;
    const Vector3 w = solve(normal, right);
    HelmertFit out;
    out.transform.scale_ppm = (m - 1) * 1e6;
    const Vector3 turned = cross(w, here);
    for (std::size_t k = 0; k < 3; ++k) {
        out.transform.rotation[k] = w[k] / m;
        out.transform.translation[k] = there[k] - m * here[k] - turned[k];
    }
    out.quality = judge<3>(out.transform, from, to, 7);
    return out;
}

}  // namespace

HelmertFit fit_helmert(std::span<const double> from, std::span<const double> to,
                       base::Diagnostics* diagnostics) {
    check<3>(from, to, 3);
    check_line(from);
    HelmertFit out = fit_linear(from, to);
    doubt(out.quality, fit_linear(exchanged<3>(from), to).quality.rmse, diagnostics);
    for (const double angle : out.transform.rotation) {
        if (!(std::fabs(angle) <= kMostRotation)) {
            throw base::data_error("geo.control.rotation",
                                   fmt::format("{:.1f}", angle / kArcSecond));
        }
    }
    return out;
}

}  // namespace jt::geo
