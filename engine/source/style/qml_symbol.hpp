// One symbol of a QML document. Internal to source/.
#pragma once

#include "geo/geometry.hpp"
#include "source/style/layer_style.hpp"
#include "source/text/xml_text.hpp"

namespace jt::source {

/// <symbol>: areas are filled, then hatched, then outlined, lines are cased, then drawn, each over
/// all classes of the layer before the next begins: that is the order of passes, where there are
/// `levels` classes and this is of a `level`.
void add_qml_symbol(XmlText& xml, const std::string& name, const StyleSymbol& symbol,
                    geo::Shape shape, std::size_t level, std::size_t levels);

std::string qml_colour(Colour colour);  ///< "255,204,0,255"

}  // namespace jt::source
