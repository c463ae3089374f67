#include "score/draws.hpp"

#include "base/error.hpp"
#include "geo/vectors.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#define JT_INLINE __attribute__((always_inline)) inline

namespace jt::score {
namespace {

constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15ULL;

/// The finaliser of SplitMix64.
JT_INLINE std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

/// In (0, 1): 52 bits and a half.
JT_INLINE double uniform_at(std::uint64_t stream, std::uint64_t draw) {
    const std::uint64_t bits = mixed(stream + (draw + 1) * kGolden);
    return std::bit_cast<double>(bits >> 12 | 0x3FF0000000000000ULL) - (1 - 0x1p-53);
}

/// Streams that belong to one: the attempts of a rejection method.
JT_INLINE std::uint64_t part_of(std::uint64_t stream, std::uint64_t part) {
    return mixed(stream ^ mixed((part + 1) * kGolden));
}

/// log x of a normal x > 0, within 1 ulp: the method of fdlibm's e_log.c (Sun 1993), branch-free.
JT_INLINE double log_of(double x) {
    constexpr std::uint64_t kRoot = 0x3FE6A09E00000000ULL;  // sqrt(1/2): the mantissa's lower end
    const std::uint64_t shifted = std::bit_cast<std::uint64_t>(x) + (0x3FF0000000000000ULL - kRoot);
    // An integer below 2^52 as a double: put it under the exponent of 2^52.
    const double k = std::bit_cast<double>((shifted >> 52) | 0x4330000000000000ULL) - 0x1p52 - 1023;
    const double f = std::bit_cast<double>((shifted & 0x000FFFFFFFFFFFFFULL) + kRoot) - 1;
    const double s = f / (2 + f), z = s * s, w = z * z;
    const double even = w * (3.999999999940941908e-01 +
                             w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    const double odd = z * (6.666666666666735130e-01 +
                            w * (2.857142874366239149e-01 +
                                 w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    const double half = 0.5 * f * f;
    return s * (half + even + odd) + k * 1.90821492927058770002e-10 - half + f +
           k * 6.93147180369123816490e-01;
}

/// exp x for x <= 0; 0 below -700. Taylor's series on half of log 2, relative error below 1e-15.
JT_INLINE double exp_of(double x) {
    const double inside = x < -700 ? -700 : x;
    const double k = inside * 1.44269504088896338700e+00 + 0x1.8p52;  // rounds to a whole number
    const double whole = k - 0x1.8p52;
    const double r =
        inside - whole * 6.93147180369123816490e-01 - whole * 1.90821492927058770002e-10;
    double sum = 1;
    for (int i = 16; i > 0; --i) {
        sum = 1 + sum * r / i;
    }
    const double power = std::bit_cast<double>((std::bit_cast<std::uint64_t>(k) + 1023) << 52);
    return x < -700 ? 0 : sum * power;
}

template <std::size_t N>
JT_INLINE double polynomial(const double (&c)[N], double x) {
    double out = c[N - 1];
    for (std::size_t i = N - 1; i > 0; --i) {
        out = out * x + c[i - 1];
    }
    return out;
}

/// Wichura 1988, Algorithm AS 241, PPND16: relative error about 1e-16. Without `Far` NaN beyond 6.4
/// standard deviations, for vector code: one draw in 7e9.
template <bool Far>
JT_INLINE double normal_of(double p) {
    constexpr double kA[] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                             1.9715909503065514427e+3, 1.3731693765509461125e+4,
                             4.5921953931549871457e+4, 6.7265770927008700853e+4,
                             3.3430575583588128105e+4, 2.5090809287301226727e+3};
    constexpr double kB[] = {1.0,
                             4.2313330701600911252e+1,
                             6.8718700749205790830e+2,
                             5.3941960214247511077e+3,
                             2.1213794301586595867e+4,
                             3.9307895800092710610e+4,
                             2.8729085735721942674e+4,
                             5.2264952788528545610e+3};
    constexpr double kC[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                             5.76949722146069140550e0,  3.64784832476320460504e0,
                             1.27045825245236838258e0,  2.41780725177450611770e-1,
                             2.27238449892691845833e-2, 7.74545014278341407640e-4};
    constexpr double kD[] = {1.0,
                             2.05319162663775882187e0,
                             1.67638483018380384940e0,
                             6.89767334985100004550e-1,
                             1.48103976427480074590e-1,
                             1.51986665636164571966e-2,
                             5.47593808499534494600e-4,
                             1.05075007164441684324e-9};
    constexpr double kE[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                             1.78482653991729133580e0,  2.96560571828504891230e-1,
                             2.65321895265761230930e-2, 1.24266094738807843860e-3,
                             2.71155556874348757815e-5, 2.01033439929228813265e-7};
    constexpr double kF[] = {1.0,
                             5.99832206555887937690e-1,
                             1.36929880922735805310e-1,
                             1.48753612908506148525e-2,
                             7.86869131145613259100e-4,
                             1.84631831751005468180e-5,
                             1.42151175831644588870e-7,
                             2.04426310338993978564e-15};
    const double q = p - 0.5;
    const double square = 0.180625 - q * q;
    const double central = q * polynomial(kA, square) / polynomial(kB, square);
    const double r = __builtin_sqrt(-log_of(q < 0 ? p : 1 - p));
    const double near = polynomial(kC, r - 1.6) / polynomial(kD, r - 1.6);
    const double far = Far ? polynomial(kE, r - 5) / polynomial(kF, r - 5) : NAN;
    const double tail = r <= 5 ? near : far;
    return square >= 0 ? central : (q < 0 ? -tail : tail);
}

/// One attempt of Marsaglia & Tsang 2000: d v when it is accepted, else -1.
JT_INLINE double gamma_attempt(double d, double c, double u, double x) {
    const double t = 1 + c * x;
    const double v = t > 0 ? t * t * t : 1;
    const bool good = log_of(u) < 0.5 * x * x + d * (1 - v + log_of(v));
    return ((t > 0) & good) ? d * v : -1;
}

/// All attempts, one draw at a time, where the first was not accepted: a few in a hundred.
double gamma_retry(std::uint64_t stream, double d, double c, std::uint64_t draw) {
    for (std::uint64_t attempt = 0;; attempt += 2) {
        const double u = uniform_at(part_of(stream, attempt), draw);
        const double x = normal_of<true>(uniform_at(part_of(stream, attempt + 1), draw));
        const double out = gamma_attempt(d, c, u, x);
        if (out >= 0) {
            return out;
        }
    }
}

JT_VECTORS void near_normals(std::uint64_t stream, std::uint64_t first, Lanes& out) {
    for (std::size_t l = 0; l < kLanes; ++l) {
        out.at[l] = normal_of<false>(uniform_at(stream, first + l));
    }
}

JT_VECTORS void first_attempts(std::uint64_t u_stream, std::uint64_t x_stream, double d, double c,
                               std::uint64_t first, Lanes& out) {
    for (std::size_t l = 0; l < kLanes; ++l) {
        const double x = normal_of<false>(uniform_at(x_stream, first + l));
        out.at[l] = gamma_attempt(d, c, uniform_at(u_stream, first + l), x);
    }
}

/// Times u^(1 / shape): from shape + 1 to shape.
JT_VECTORS void lower_shape(std::uint64_t stream, double shape, std::uint64_t first, Lanes& out) {
    for (std::size_t l = 0; l < kLanes; ++l) {
        out.at[l] *= exp_of(log_of(uniform_at(stream, first + l)) / shape);
    }
}

/// e^(s z - s^2 / 2), z in `out`.
JT_VECTORS void to_lognormal(double s, Lanes& out) {
    for (std::size_t l = 0; l < kLanes; ++l) {
        const double x = s * out.at[l] - 0.5 * s * s;
        const double power = exp_of(x < 0 ? x : -x);
        out.at[l] = x < 0 ? power : 1 / power;
    }
}

JT_VECTORS void to_normal(double cv, Lanes& out) {
    for (std::size_t l = 0; l < kLanes; ++l) {
        out.at[l] = 1 + cv * out.at[l];
    }
}

JT_VECTORS void spread(double base, double share, Lanes& out) {
    for (std::size_t l = 0; l < kLanes; ++l) {
        out.at[l] = base * (1 + share * (2 * out.at[l] - 1));
    }
}

/// Divides by the sum; where it is 0 the base stands.
JT_VECTORS void to_sum_one(const double* base, std::size_t criteria, Lanes* out) {
    Lanes sum{};
    for (std::size_t j = 0; j < criteria; ++j) {
        for (std::size_t l = 0; l < kLanes; ++l) {
            sum.at[l] += out[j].at[l];
        }
    }
    for (std::size_t j = 0; j < criteria; ++j) {
        for (std::size_t l = 0; l < kLanes; ++l) {
            out[j].at[l] = sum.at[l] > 0 ? out[j].at[l] / sum.at[l] : base[j];
        }
    }
}

/// From masses on the corners of the ordered simplex, (1, 0 ...), (1/2, 1/2, 0 ...), ..., to
/// weights: uniform masses on a simplex give uniform points.
JT_VECTORS void from_corners(const std::size_t* importance, std::size_t criteria, Lanes* out) {
    HalfLanes carried[2] = {};
    for (std::size_t k = criteria; k > 0; --k) {
        HalfLanes* weight = halves(out[importance[k - 1]]);
        const double share = 1 / static_cast<double>(k);
        for (int h = 0; h < 2; ++h) {
            carried[h] += weight[h] * share;
            weight[h] = carried[h];
        }
    }
}

}  // namespace

std::uint64_t stream_of(std::uint64_t seed, std::initializer_list<std::string_view> names) {
    std::uint64_t out = mixed(seed + kGolden);
    for (const std::string_view name : names) {
        std::uint64_t hash = 0xCBF29CE484222325ULL;  // FNV-1a
        for (const char c : name) {
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
        }
        out = mixed((out ^ mixed(hash + name.size())) * kGolden + 1);
    }
    return out;
}

JT_VECTORS void draw_uniforms(std::uint64_t stream, std::uint64_t first, Lanes& out) {
    for (std::size_t l = 0; l < kLanes; ++l) {
        out.at[l] = uniform_at(stream, first + l);
    }
}

JT_VECTORS void draw_exponentials(std::uint64_t stream, std::uint64_t first, Lanes& out) {
    for (std::size_t l = 0; l < kLanes; ++l) {
        out.at[l] = -log_of(uniform_at(stream, first + l));
    }
}

void draw_normals(std::uint64_t stream, std::uint64_t first, Lanes& out) {
    near_normals(stream, first, out);
    for (std::size_t l = 0; l < kLanes; ++l) {
        if (std::isnan(out.at[l])) {
            out.at[l] = normal_of<true>(uniform_at(stream, first + l));
        }
    }
}

void draw_factors(std::uint64_t stream, double cv, bool lognormal, std::uint64_t first,
                  Lanes& out) {
    draw_normals(stream, first, out);
    if (lognormal) {
        to_lognormal(std::sqrt(std::log1p(cv * cv)), out);
    } else {
        to_normal(cv, out);
    }
}

void draw_gammas(std::uint64_t stream, double shape, std::uint64_t first, Lanes& out) {
    if (shape <= 0) {
        out = {};
        return;
    }
    const double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3;
    const double c = 1 / __builtin_sqrt(9 * d);
    first_attempts(part_of(stream, 0), part_of(stream, 1), d, c, first, out);
    for (std::size_t l = 0; l < kLanes; ++l) {
        if (out.at[l] < 0) {
            out.at[l] = gamma_retry(stream, d, c, first + l);
        }
    }
    if (shape < 1) {
        lower_shape(stream, shape, first, out);
    }
}

std::vector<double> centroid_weights(const std::vector<std::size_t>& importance) {
    std::vector<double> out(importance.size());
    double carried = 0;
    for (std::size_t k = importance.size(); k > 0; --k) {
        carried += 1.0 / static_cast<double>(k);
        out[importance[k - 1]] = carried / static_cast<double>(importance.size());
    }
    return out;
}

WeightDraws::WeightDraws(std::uint64_t seed, const std::vector<std::string>& names,
                         std::vector<double> base, WeightModel model)
    : m_base(std::move(base)), m_model(std::move(model)) {
    if (names.size() != m_base.size() ||
        (m_model.vary == Vary::ordinal && m_model.importance.size() != names.size())) {
        throw base::internal_error("score.lengths", names.size(), m_base.size());
    }
    for (const auto& name : names) {
        m_streams.push_back(stream_of(seed, {"weight", name}));
    }
}

void WeightDraws::raw(std::uint64_t first, Lanes* out) const {
    for (std::size_t j = 0; j < m_base.size(); ++j) {
        switch (m_model.vary) {
            case Vary::none: std::fill_n(out[j].at, kLanes, m_base[j]); break;
            case Vary::dirichlet:
                draw_gammas(m_streams[j], m_model.amount * m_base[j], first, out[j]);
                break;
            case Vary::uniform:
                draw_uniforms(m_streams[j], first, out[j]);
                spread(m_base[j], m_model.amount, out[j]);
                break;
            case Vary::free:
            case Vary::ordinal: draw_exponentials(m_streams[j], first, out[j]); break;
        }
    }
}

void WeightDraws::at(std::uint64_t first, Lanes* out) const {
    raw(first, out);
    if (m_model.vary != Vary::none) {
        to_sum_one(m_base.data(), m_base.size(), out);
    }
    if (m_model.vary == Vary::ordinal) {
        from_corners(m_model.importance.data(), m_model.importance.size(), out);
    }
}

}  // namespace jt::score
