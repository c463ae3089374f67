// Repairs before noding: ends that nearly meet are brought together.
#pragma once

#include "network/graph/contacts.hpp"

#include <string>
#include <vector>

namespace jt::network {

/// Brings ends within kTouch of each other to one place (that of the lowest x, y). Links that
/// vanish by this are removed; their features are returned as (layer, feature), sorted. `merged`
/// counts the ends that moved.
std::vector<std::pair<int, std::int64_t>> merge_ends(base::UnsetVector<RawLink>& links,
                                                     std::size_t& merged);

struct Join {
    int layer = 0;
    std::int64_t feature = 0;
    double gap_m = 0;  ///< straight, between the end and the place it was joined to
};

/// Extends loose ends to the nearest place within the tolerance: an end of another link if there is
/// one, else (rule split only) a place on a link of the same level. Loose is an end where one link
/// ends (or several that run together there) and nothing else touches; ends of several links of one
/// layer are joined to ends of another layer only. A link shorter than five tolerances is not
/// joined to its own neighbours: that is a short dead end, not a gap.
std::vector<Join> join_loose_ends(RawLinks& links, const Contacts& contacts, double tolerance_m,
                                  Crossings rule);

}  // namespace jt::network
