#include "source/shapefile/shape_cut.hpp"

#include "source/transit/timetable.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

namespace jt::source {
namespace {

constexpr std::size_t kMaxPairs = 4'000'000;
constexpr double kFar = std::numeric_limits<double>::infinity();

struct Spot {
    std::size_t segment = 0;
    double along = 0;  ///< of the segment, 0..1
    double metres2 = 0;
};

/// Dynamic programming over stops and segments: places never go back.
class Cutter {
public:
    Cutter(std::span<const double> shape, std::span<const double> stops)
        : m_shape(shape), m_stops(stops), m_segments(shape.size() / 2 - 1) {
        // Distances are compared near each other: one scale east for the whole shape will do.
        const bool degrees = std::abs(shape[0]) <= 180 && std::abs(shape[1]) <= 90;
        m_north = degrees ? 6371008.8 * std::numbers::pi / 180 : 1;
        m_east = degrees ? m_north * std::cos(shape[1] * std::numbers::pi / 180) : 1;
    }

    std::vector<Spot> run() const {
        const std::size_t count = m_stops.size() / 2;
        std::vector<double> cost(m_segments, 0), before(m_segments, 0);
        std::vector<double> along(count * m_segments);
        std::vector<std::uint32_t> from(count * m_segments);
        for (std::size_t s = 0; s < count; ++s) {
            double best = kFar;  // of the segments before this one
            std::uint32_t arg = 0;
            for (std::uint32_t g = 0; g < m_segments; ++g) {
                // On the segment of the stop before, not behind it.
                const double least = s == 0 ? 0 : along[(s - 1) * m_segments + g];
                const Spot here = spot(s, g, 0), after = spot(s, g, least);
                const bool stay = before[g] + after.metres2 < best + here.metres2;
                cost[g] = stay ? before[g] + after.metres2 : best + here.metres2;
                along[s * m_segments + g] = stay ? after.along : here.along;
                from[s * m_segments + g] = stay ? g : arg;
                if (before[g] < best) {
                    best = before[g];
                    arg = g;
                }
            }
            before.swap(cost);
        }
        return trace(before, along, from);
    }

    std::vector<double> piece(const Spot& a, const Spot& b) const {
        std::vector<double> xy;
        const auto add = [&](double x, double y) {
            if (xy.empty() || xy[xy.size() - 2] != x || xy.back() != y) {
                xy.insert(xy.end(), {x, y});
            }
        };
        add(x_of(a), y_of(a));
        for (std::size_t v = a.segment + 1; v <= b.segment; ++v) {
            add(m_shape[2 * v], m_shape[2 * v + 1]);
        }
        add(x_of(b), y_of(b));
        return xy;
    }

private:
    std::vector<Spot> trace(const std::vector<double>& cost, const std::vector<double>& along,
                            const std::vector<std::uint32_t>& from) const {
        std::vector<Spot> out(m_stops.size() / 2);
        auto at =
            static_cast<std::size_t>(std::min_element(cost.begin(), cost.end()) - cost.begin());
        for (std::size_t s = out.size(); s-- > 0;) {
            out[s] = spot(s, at, along[s * m_segments + at]);
            at = from[s * m_segments + at];
        }
        return out;
    }

    /// The nearest place on the segment, at `least` along it or after.
    Spot spot(std::size_t stop, std::size_t segment, double least) const {
        const double* p = &m_shape[2 * segment];
        const double dx = (p[2] - p[0]) * m_east, dy = (p[3] - p[1]) * m_north;
        const double px = (m_stops[2 * stop] - p[0]) * m_east;
        const double py = (m_stops[2 * stop + 1] - p[1]) * m_north;
        const double square = dx * dx + dy * dy;
        const double along =
            square > 0 ? std::clamp((px * dx + py * dy) / square, least, 1.0) : least;
        const double ex = px - along * dx, ey = py - along * dy;
        return {segment, along, ex * ex + ey * ey};
    }
    double x_of(const Spot& s) const {
        const double* p = &m_shape[2 * s.segment];
        return p[0] + s.along * (p[2] - p[0]);
    }
    double y_of(const Spot& s) const {
        const double* p = &m_shape[2 * s.segment];
        return p[1] + s.along * (p[3] - p[1]);
    }

    std::span<const double> m_shape, m_stops;
    std::size_t m_segments;
    double m_east = 1, m_north = 1;
};

}  // namespace

std::vector<std::vector<double>> straight_pieces(std::span<const double> stops) {
    std::vector<std::vector<double>> out;
    for (std::size_t i = 0; i + 3 < stops.size(); i += 2) {
        out.push_back({stops[i], stops[i + 1], stops[i + 2], stops[i + 3]});
    }
    return out;
}

std::vector<std::vector<double>> cut_shape(std::span<const double> shape,
                                           std::span<const double> stops) {
    if (shape.size() < 4 || stops.size() < 4 ||
        (shape.size() / 2) * (stops.size() / 2) > kMaxPairs) {
        return {};
    }
    const Cutter cutter(shape, stops);
    const std::vector<Spot> spots = cutter.run();
    const bool near = std::all_of(spots.begin(), spots.end(), [&](const Spot& spot) {
        return spot.metres2 <= kShapeReach * kShapeReach;
    });
    if (!near || (spots.front().segment == spots.back().segment &&
                  spots.front().along == spots.back().along)) {
        return {};
    }
    std::vector<std::vector<double>> out;
    for (std::size_t s = 0; s + 1 < spots.size(); ++s) {
        out.push_back(cutter.piece(spots[s], spots[s + 1]));
        if (rough_length(out.back()) < 1) {
            out.back() = {stops[2 * s], stops[2 * s + 1], stops[2 * s + 2], stops[2 * s + 3]};
        }
    }
    return out;
}

}  // namespace jt::source
