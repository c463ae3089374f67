// Random numbers by counter: draw d of a stream is a function of (stream, d) alone, so draws come
// in any order, on any thread, and the same in every scenario (common random numbers).
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace jt::score {

/// Draws that are worked on side by side.
inline constexpr std::size_t kLanes = 16;
struct alignas(64) Lanes {
    double at[kLanes];
};
/// Half of the lanes, for loops that compilers do not turn into vector code by themselves.
using HalfLanes = double __attribute__((vector_size(64), may_alias));
inline HalfLanes* halves(Lanes& lanes) { return reinterpret_cast<HalfLanes*>(lanes.at); }
inline const HalfLanes* halves(const Lanes& lanes) {
    return reinterpret_cast<const HalfLanes*>(lanes.at);
}

/// The stream of (seed, names): what it is for, the criterion, the row. Names do not run together.
std::uint64_t stream_of(std::uint64_t seed, std::initializer_list<std::string_view> names);

// Draws first .. first + kLanes - 1 of a stream. The bits are the same with and without vector
// code, and in every C library: logarithm and exponential are our own.

/// In (0, 1), multiples of 2^-53: SplitMix64 (Steele, Lea & Flood 2014) at position d.
void draw_uniforms(std::uint64_t stream, std::uint64_t first, Lanes& out);
/// Exponential, mean 1: -log u.
void draw_exponentials(std::uint64_t stream, std::uint64_t first, Lanes& out);
/// Standard normal: the inverse of the distribution function (Wichura 1988, AS 241) at u.
void draw_normals(std::uint64_t stream, std::uint64_t first, Lanes& out);
/// Factors of mean 1 and the given relative standard deviation cv: lognormal e^(s z - s^2 / 2) with
/// s^2 = log(1 + cv^2), or normal 1 + cv z.
void draw_factors(std::uint64_t stream, double cv, bool lognormal, std::uint64_t first, Lanes& out);
/// Gamma of scale 1 (Marsaglia & Tsang 2000; shapes below 1 by their note). A shape of 0 gives 0.
void draw_gammas(std::uint64_t stream, double shape, std::uint64_t first, Lanes& out);

/// How weights vary around their base.
enum class Vary {
    none,
    dirichlet,  ///< mean = base, var_j = w_j (1 - w_j) / (amount + 1); amount = concentration
    uniform,    ///< each weight times 1 - amount .. 1 + amount, brought back to sum 1
    free,       ///< uniform on the simplex: SMAA-2 (Lahdelma & Salminen 2001)
    ordinal     ///< uniform on the simplex where the weights descend in `importance`
};

struct WeightModel {
    Vary vary = Vary::none;
    double amount = 0;
    std::vector<std::size_t> importance;  ///< all criteria, the most important first; for ordinal
};

/// Mean weights under `ordinal`, in the order of the names: rank order centroid (Barron & Barrett
/// 1996).
std::vector<double> centroid_weights(const std::vector<std::size_t>& importance);

/// Draws of the weights of named criteria: each is a function of (seed, draw, name) and the sum.
class WeightDraws {
public:
    /// `base`: checked weights, one for each name. Sums run in the order of the names given.
    WeightDraws(std::uint64_t seed, const std::vector<std::string>& names, std::vector<double> base,
                WeightModel model);
    /// out[j]: the weight of criterion j in draws first .. first + kLanes - 1; sum 1.
    void at(std::uint64_t first, Lanes* out) const;

private:
    void raw(std::uint64_t first, Lanes* out) const;
    std::vector<std::uint64_t> m_streams;
    std::vector<double> m_base;
    WeightModel m_model;
};

}  // namespace jt::score
