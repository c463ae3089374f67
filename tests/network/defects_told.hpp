// Reports on defects as lines of text.
#pragma once

#include "network/defects/defects.hpp"
#include "network/helpers.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

namespace jt::test {

using Texts = std::vector<std::string>;

inline network::DefectReport find(const layer::Layer& lines,
                                  const network::DefectOptions& options = {}) {
    base::Diagnostics diagnostics;
    return network::find_defects(lines, options, diagnostics);
}

/// "near_miss 1>2 @100,0 5 note" of each defect of these kinds, coordinates from (kX, kY).
inline Texts told(const network::DefectReport& report,
                  const std::vector<network::DefectKind>& kinds) {
    Texts out;
    for (const network::Defect& d : report.defects) {
        if (std::ranges::find(kinds, d.kind) == kinds.end()) {
            continue;
        }
        std::string text = fmt::format("{} {}", network::defect_name(d.kind), d.feature);
        text += d.other ? fmt::format(">{}", *d.other) : "";
        text += fmt::format(" @{:g},{:g}", d.x - kX, d.y - kY);
        text += std::isnan(d.distance_m) ? "" : fmt::format(" {:.3f}", d.distance_m);
        out.push_back(text + (d.note.empty() ? "" : " " + d.note));
    }
    return out;
}

}  // namespace jt::test
