#include "overlay/interpolation.hpp"

#include "geo/measure.hpp"

#include <algorithm>
#include <cmath>

namespace jt::overlay {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

double or_zero(double value) { return std::isnan(value) ? 0 : value; }

/// The features of one side: their areas as the sum of their parts, where the parts do not overlap.
struct Side {
    std::vector<double> area, outside;  ///< m2
    std::vector<std::size_t> twice;
    std::vector<Failure> failures;
};

Side side_of(const geo::GeometryArray& own, const geo::GeometryArray& other, const geo::Crs& crs,
             const std::vector<std::size_t>& rows, const std::vector<double>& areas,
             const std::vector<double>& planar) {
    const Carved rest = carve(own, other, Keep::outside);
    const auto rest_planar = geo::planar_areas(rest.geometry);
    Side out{geo::areas(own, crs), geo::areas(rest.geometry, crs), {}, rest.failures};
    std::vector<double> sums(own.size(), 0), planar_sums(own.size(), 0);
    for (std::size_t i = 0; i < own.size(); ++i) {
        out.outside[i] = or_zero(out.outside[i]);
        sums[i] = out.outside[i];
        planar_sums[i] = or_zero(rest_planar[i]);
    }
    for (std::size_t k = 0; k < rows.size(); ++k) {
        sums[rows[k]] += areas[k];
        planar_sums[rows[k]] += planar[k];
    }
    out.twice = unbalanced(own, planar_sums);
    for (std::size_t i = 0; i < own.size(); ++i) {
        const bool adds_up = !std::binary_search(out.twice.begin(), out.twice.end(), i);
        if (own.status(i) == geo::Status::ok && adds_up) {
            out.area[i] = sums[i];
        }
    }
    return out;
}

}  // namespace

Shares shares_of(const geo::GeometryArray& sources, const geo::GeometryArray& targets,
                 const geo::Crs& crs) {
    const Pieces pieces = common_pieces(sources, targets);
    const auto areas = geo::areas(pieces.geometry, crs);
    const auto planar = geo::planar_areas(pieces.geometry);
    Side source = side_of(sources, targets, crs, pieces.a, areas, planar);
    Side target = side_of(targets, sources, crs, pieces.b, areas, planar);
    Shares out;
    for (std::size_t k = 0; k < pieces.size(); ++k) {
        const double whole = source.area[pieces.a[k]];
        if (areas[k] > 0 && whole > 0) {
            out.list.push_back({pieces.a[k], pieces.b[k], areas[k], areas[k] / whole});
        }
    }
    out.covered.assign(targets.size(), kMissing);
    for (std::size_t j = 0; j < targets.size(); ++j) {
        if (targets.status(j) == geo::Status::ok && target.area[j] > 0) {
            out.covered[j] = std::clamp(1 - target.outside[j] / target.area[j], 0.0, 1.0);
        }
    }
    out.sources_twice = std::move(source.twice);
    out.targets_twice = std::move(target.twice);
    out.source_failures = pieces.failures;
    out.source_failures.insert(out.source_failures.end(), source.failures.begin(),
                               source.failures.end());
    out.target_failures = std::move(target.failures);
    return out;
}

std::vector<double> extensive_values(const Shares& shares, const std::vector<double>& values,
                                     std::size_t targets) {
    std::vector<double> out(targets, kMissing);
    for (const Share& share : shares.list) {
        const double value = values[share.source];
        if (!std::isnan(value)) {
            out[share.target] = or_zero(out[share.target]) + value * share.of_source;
        }
    }
    return out;
}

std::vector<double> intensive_values(const Shares& shares, const std::vector<double>& values,
                                     std::size_t targets) {
    std::vector<double> out(targets, kMissing), weight(targets, 0);
    for (const Share& share : shares.list) {
        const double value = values[share.source];
        if (!std::isnan(value)) {
            out[share.target] = or_zero(out[share.target]) + value * share.area_m2;
            weight[share.target] += share.area_m2;
        }
    }
    for (std::size_t j = 0; j < targets; ++j) {
        out[j] /= weight[j];
    }
    return out;
}

}  // namespace jt::overlay
