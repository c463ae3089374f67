// Which class each feature of a layer is drawn in.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/layer.hpp"
#include "map/style.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace jt::map {

struct DrawClass {
    base::Text label;
    Symbol symbol;
};

struct Classified {
    std::vector<DrawClass> classes;       ///< in legend order
    std::vector<std::size_t> draw_order;  ///< class indices, bottom first
    std::vector<std::int32_t> of_row;     ///< class of each listed row; -1: not drawn
    std::vector<double> breaks = {};      ///< graduated: inner limits between the classes
    bool rest = false;  ///< the last class holds what no other does: other values, no value
};

/// Classes of the listed rows. What is not drawn or falls into the class of other values is a
/// diagnostic with feature ids. Data errors: an unknown field (unless a role only assumed it), text
/// where numbers are needed, "map.style.colours" for more categories than distinct colours.
Classified classify(const layer::Layer& layer, const std::vector<std::size_t>& rows,
                    const LayerStyle& style, base::Diagnostics& diagnostics,
                    const std::string& where);

}  // namespace jt::map
