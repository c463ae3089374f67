// Which tags of OpenStreetMap make which layer. Internal to source/.
#pragma once

#include "geo/geometry.hpp"
#include "layer/column.hpp"

#include <string>
#include <vector>

namespace jt::source {

struct OsmColumn {
    const char *name, *key;
    layer::Type type = layer::Type::text;  ///< or integer: other texts are null, and told
};

/// A tag that puts an object into a layer; no value: any.
struct OsmTag {
    const char *key, *value = nullptr;
};

struct OsmLayer {
    const char* name;
    geo::Shape shape;
    std::vector<OsmTag> wanted;  ///< an object has one of them
    std::vector<OsmColumn> columns;
};

const std::vector<OsmLayer>& osm_layer_table();
/// Data error with the close name for an unknown one, and where none is given.
const OsmLayer& osm_layer(const std::string& name);

}  // namespace jt::source
