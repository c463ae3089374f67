#include "geo/shift.hpp"

#include "base/parallel.hpp"
#include "geo/index.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

namespace jt::geo {
namespace {

constexpr std::size_t kSamples = 2000, kMostSegments = 2'000'000;
constexpr double kFarthest = 1500;  // metres; web datums shift by some 600 m, BD-09 by 1200 m
constexpr double kMetresPerDegree = 111'320;

/// A flat map around one place, in metres: good enough over the extent of a planning area, as only
/// short distances are measured in it.
struct LocalPlane {
    explicit LocalPlane(double latitude)
        : m_east(kMetresPerDegree * std::cos(latitude * std::numbers::pi / 180)) {}
    LonLat metres(LonLat p) const { return {p.lon * m_east, p.lat * kMetresPerDegree}; }

private:
    double m_east;
};

struct Offset {
    double east = 0, north = 0;
    double length() const { return std::hypot(east, north); }
};

std::vector<LonLat> samples_of(const GeometryArray& degrees) {
    const auto xy = degrees.xy();
    const std::size_t count = xy.size() / 2, step = std::max<std::size_t>(1, count / kSamples);
    std::vector<LonLat> out;
    for (std::size_t i = 0; i < count && out.size() < kSamples; i += step) {
        if (std::isfinite(xy[2 * i]) && std::isfinite(xy[2 * i + 1])) {
            out.push_back({xy[2 * i], xy[2 * i + 1]});
        }
    }
    return out;
}

/// The segments (or points) of the reference near the samples, on one flat map.
class Reference {
public:
    Reference(const GeometryArray& degrees, const LocalPlane& plane, const Box& near) {
        std::size_t near_segments = 0;
        for (std::size_t i = 0; i < degrees.size(); ++i) {
            near_segments += degrees.box(i).meets(near) ? degrees.coordinates(i).size() / 2 : 0;
        }
        const std::size_t step = near_segments / kMostSegments + 1;  // every step-th feature
        std::size_t met = 0;
        for (std::size_t i = 0; i < degrees.size(); ++i) {
            if (degrees.box(i).meets(near) && met++ % step == 0) {
                add(degrees, i, plane);
            }
        }
        m_index.emplace(m_boxes);
    }

    /// From the place to the nearest point of the reference; longer than kFarthest where there is
    /// none.
    Offset nearest(LonLat place) const {
        for (double reach = 40; reach < 5 * kFarthest; reach *= 4) {
            const Offset best = within(place, std::min(reach, kFarthest));
            if (best.length() <= reach || reach >= kFarthest) {
                return best;
            }
        }
        return {2 * kFarthest, 0};
    }

private:
    struct Segment {
        LonLat a, b;
    };

    void add(const GeometryArray& degrees, std::size_t i, const LocalPlane& plane) {
        for (std::size_t p = degrees.parts_begin(i); p < degrees.parts_end(i); ++p) {
            for (std::size_t r = degrees.rings_begin(p); r < degrees.rings_end(p); ++r) {
                const auto xy = degrees.ring(r);
                LonLat before = plane.metres({xy[0], xy[1]});
                for (std::size_t k = xy.size() == 2 ? 0 : 2; k < xy.size(); k += 2) {
                    const LonLat here = plane.metres({xy[k], xy[k + 1]});
                    m_segments.push_back({before, here});
                    m_boxes.push_back(
                        {std::min(before.lon, here.lon), std::min(before.lat, here.lat),
                         std::max(before.lon, here.lon), std::max(before.lat, here.lat)});
                    before = here;
                }
            }
        }
    }

    Offset within(LonLat place, double reach) const {
        Offset best{2 * kFarthest, 0};
        const Box box{place.lon, place.lat, place.lon, place.lat};
        for (const std::size_t i : m_index->find(box.grown(reach))) {
            const auto& [a, b] = m_segments[i];
            const double dx = b.lon - a.lon, dy = b.lat - a.lat, square = dx * dx + dy * dy;
            const double along = (place.lon - a.lon) * dx + (place.lat - a.lat) * dy;
            const double share = square > 0 ? std::clamp(along / square, 0.0, 1.0) : 0;
            const Offset to{a.lon + share * dx - place.lon, a.lat + share * dy - place.lat};
            best = to.length() < best.length() ? to : best;
        }
        return best;
    }

    std::vector<Segment> m_segments;
    std::vector<Box> m_boxes;
    std::optional<BoxIndex> m_index;
};

double median(std::vector<double> values) {
    if (values.empty()) {
        return std::numeric_limits<double>::infinity();
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// How the places lie against the reference.
struct Fit {
    std::size_t matched = 0;
    double distance = 0;  ///< median
    Offset shift;         ///< that would bring them nearer, by medians
};

Fit fit_of(const std::vector<LonLat>& places, Offset moved, const Reference& reference) {
    std::vector<Offset> offsets(places.size());
    base::parallel_blocks(places.size(), 64, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            offsets[i] =
                reference.nearest({places[i].lon + moved.east, places[i].lat + moved.north});
        }
    });
    std::vector<double> lengths, east, north;
    for (const Offset& offset : offsets) {
        if (offset.length() <= kFarthest) {
            lengths.push_back(offset.length());
            east.push_back(offset.east);
            north.push_back(offset.north);
        }
    }
    Fit out;
    out.matched = lengths.size();
    out.distance = median(lengths);
    if (!lengths.empty()) {
        out.shift = {median(east), median(north)};
    }
    return out;
}

/// The translation that is left once the places are read rightly.
Offset rest_of(const std::vector<LonLat>& places, const Reference& reference) {
    Offset moved;
    double best = fit_of(places, moved, reference).distance;
    for (int i = 0; i < 8; ++i) {
        const Fit fit = fit_of(places, moved, reference);
        const Offset next{moved.east + fit.shift.east, moved.north + fit.shift.north};
        const double distance = fit_of(places, next, reference).distance;
        if (!(distance < 0.99 * best)) {
            break;
        }
        best = distance;
        moved = next;
    }
    return moved;
}

}  // namespace

bool ShiftEstimate::comparable() const { return sampled > 0 && 2 * matched >= sampled; }

bool ShiftEstimate::shifted() const {
    constexpr double kClear = 30;  // metres; smaller shifts are no web datum's
    return comparable() && datum != WebDatum::wgs84 && before_m - after_m > kClear &&
           after_m < before_m / 2;
}

ShiftEstimate estimate_shift(const GeometryArray& degrees, const GeometryArray& reference) {
    ShiftEstimate out;
    const std::vector<LonLat> samples = samples_of(degrees);
    out.sampled = samples.size();
    Box box;
    for (const LonLat& p : samples) {
        box.add(p.lon, p.lat);
    }
    if (box.empty()) {
        return out;
    }
    const LocalPlane plane((box.min_y + box.max_y) / 2);
    const Reference there(reference, plane, box.grown(0.03));
    std::vector<LonLat> best, best_true;
    for (const WebDatum datum : {WebDatum::wgs84, WebDatum::gcj02, WebDatum::bd09}) {
        std::vector<LonLat> places, read;
        for (const LonLat& p : samples) {
            read.push_back(convert_web_datum(p, datum, WebDatum::wgs84));
            places.push_back(plane.metres(read.back()));
        }
        const Fit fit = fit_of(places, {}, there);
        out.before_m = datum == WebDatum::wgs84 ? fit.distance : out.before_m;
        if (best.empty() || fit.matched > 2 * out.matched ||
            (2 * fit.matched >= out.matched && fit.distance < out.after_m)) {
            out.datum = datum;
            out.matched = fit.matched;
            out.after_m = fit.distance;
            best = std::move(places);
            best_true = std::move(read);
        }
    }
    const Offset rest = rest_of(best, there);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const LocalPlane own(samples[i].lat);
        const LonLat as_is = own.metres(samples[i]), as_read = own.metres(best_true[i]);
        out.east_m += (as_is.lon - as_read.lon) / static_cast<double>(samples.size());
        out.north_m += (as_is.lat - as_read.lat) / static_cast<double>(samples.size());
    }
    out.east_m -= rest.east;
    out.north_m -= rest.north;
    return out;
}

}  // namespace jt::geo
