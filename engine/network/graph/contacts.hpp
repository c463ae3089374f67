// Where links meet away from their ends: crossings and T-junctions, found on the lattice.
#pragma once

#include "network/graph/road_links.hpp"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace jt::network {

/// Ends this near (mm) to another line lie on it; ends this near to each other are one place.
constexpr std::int64_t kTouch = 10;

/// A link is cut at this place of a segment; a place at a vertex is kept with the segment that
/// starts there.
struct Cut {
    std::uint32_t link = 0, segment = 0;
    Point at;
    auto operator<=>(const Cut&) const = default;
};

struct Contacts {
    std::vector<Cut> cuts;                                       ///< sorted, unique
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;  ///< links that meet; a < b, sorted
    std::vector<Point> crossings, junctions, passed;  ///< places; passed: of two levels, left alone
};

/// All contacts of links of one level under the rule. Lines that run together are not cut where
/// they only pass through the same vertices; they are where they part. Parallel and
/// deterministic.
Contacts find_contacts(const base::UnsetVector<RawLink>& links, Crossings rule);

/// A cut where the place lies on the segment, brought to the form above; false where it is an end
/// of the link.
bool make_cut(const base::UnsetVector<RawLink>& links, std::uint32_t link, std::uint32_t segment,
              Point at, Cut& cut);

}  // namespace jt::network
