// What other modules know of colours and styles, handed in: source/ does not know of maps.
#pragma once

#include "layer/layer.hpp"
#include "source/style/class_style.hpp"

#include <functional>
#include <nlohmann/json.hpp>

namespace jt::source {

struct StyleHooks {
    /// A style of a map sheet, as scenarios write it, for a layer; `lang` is that of the legend.
    /// Throws for JSON that is no style.
    std::function<LayerStyle(const nlohmann::json& style, const std::string& name,
                             const layer::Layer& layer, const std::string& lang)>
        style;
    /// Throws what `style` would throw for the JSON alone.
    std::function<void(const nlohmann::json& style)> check;
    /// Colours for the values of a column, by a word: automatic, landuse or distinct.
    std::function<ClassColours(const std::string& word)> colours;
};

}  // namespace jt::source
