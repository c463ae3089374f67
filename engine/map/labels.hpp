// Labels in a map frame: one list for all layers, placed by priority so that no two boxes meet.
#pragma once

#include "base/diagnostic.hpp"
#include "map/content.hpp"
#include "map/sheet.hpp"

#include <string>

namespace jt::map {

/// Places the labels of the frame's layers, highest priority first, then the topmost layer, then
/// the order of the features. A label keeps clear of the other labels, of all markers and of the
/// frame's edge; what finds no room goes to sheet.dropped and into a diagnostic with feature ids.
/// A label field that a layer lacks is a data error, or a diagnostic where only a role assumed it.
void add_labels(const FrameContent& content, std::size_t frame, const std::string& slot,
                Sheet& sheet, base::Diagnostics& diagnostics);

}  // namespace jt::map
