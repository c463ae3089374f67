// The nearest of many items on the ellipsoid, by boxes that grow until nothing nearer can be left.
#pragma once

#include "geo/index.hpp"
#include "geo/local_plane.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace jt::overlay {

/// Farther than any place of the Earth, metres.
constexpr double kEverywhere = 3e7;

struct Nearest {
    std::size_t item = 0;
    double distance = 0;  ///< metres
};

/// The boxes of many items, and which of them is nearest to a place.
class NearestSearch {
public:
    /// Boxes in the CRS of the planes; empty ones are never found. `spacing` as typical_spacing.
    NearestSearch(std::vector<geo::Box> boxes, const geo::LocalPlanes& planes, double spacing)
        : m_boxes(std::move(boxes)), m_index(m_boxes), m_planes(planes), m_spacing(spacing) {}

    /// The item of least distance(item), metres, among those within `most` metres of the box, the
    /// first of equals. Nothing where no item is that near; distances that are NaN do not count.
    template <class Distance>
    std::optional<Nearest> find(const geo::Box& from, double most, const Distance& distance) const {
        constexpr double kGrowth = 3, kHair = 1.001;
        double reach = std::min(std::max(m_spacing, 1.0), most);
        for (;;) {
            const auto best = nearest_within(from, reach, most, distance);
            if ((best && best->distance <= reach) || reach >= most) {
                return best;
            }
            reach = std::min(most, best ? best->distance * kHair : reach * kGrowth);
        }
    }

private:
    /// Of the items that may be within `reach`; from the nearest box on, so that most of the others
    /// need no measuring.
    template <class Distance>
    std::optional<Nearest> nearest_within(const geo::Box& from, double reach, double most,
                                          const Distance& distance) const {
        constexpr double kShrunk = 0.7;  // of the reach, when boxes are worth a new look
        geo::Box near = m_planes.around(from, reach);
        std::optional<Nearest> best;
        for (const std::size_t item : by_gap(from, m_index.find(near))) {
            if (!m_boxes[item].meets(near)) {
                continue;
            }
            const double here = distance(item);
            if (!(here <= most) || (best && (here > best->distance ||
                                             (here == best->distance && item > best->item)))) {
                continue;
            }
            best = Nearest{item, here};
            if (here < kShrunk * reach) {
                reach = std::max(here, kLeastReach);
                near = m_planes.around(from, reach);
            }
        }
        return best;
    }

    /// By the gap between the boxes, in units of the coordinates.
    std::vector<std::size_t> by_gap(const geo::Box& from, std::vector<std::size_t> items) const {
        const auto gap = [&](std::size_t item) {
            const geo::Box& box = m_boxes[item];
            return std::hypot(std::max({0.0, box.min_x - from.max_x, from.min_x - box.max_x}),
                              std::max({0.0, box.min_y - from.max_y, from.min_y - box.max_y}));
        };
        std::vector<std::pair<double, std::size_t>> order;
        for (const std::size_t item : items) {
            order.emplace_back(gap(item), item);
        }
        std::sort(order.begin(), order.end());
        for (std::size_t k = 0; k < items.size(); ++k) {
            items[k] = order[k].second;
        }
        return items;
    }

    static constexpr double kLeastReach = 1;  ///< metres
    std::vector<geo::Box> m_boxes;
    geo::BoxIndex m_index;
    const geo::LocalPlanes& m_planes;
    double m_spacing;
};

/// Where to start: the side of the square that one item would have, in metres, were the items
/// spread evenly over their box.
double typical_spacing(const geo::Box& box, std::size_t items, const geo::LocalPlanes& planes);

}  // namespace jt::overlay
