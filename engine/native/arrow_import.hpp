// What a native plugin hands over, checked and copied into the engine's objects.
#pragma once

#include "base/error.hpp"
#include "geo/crs.hpp"
#include "geo/geometry.hpp"
#include "layer/column.hpp"
#include "registry/spec.hpp"
#include "sdk/jt_plugin.h"

#include <functional>
#include <string>

namespace jt::native {

/// Gives the CRS that a text of a plugin means; an empty text is an unknown CRS.
using CrsOf = std::function<geo::Crs(const std::string&)>;

/// Builds the object of one output. Data errors name the column and the row: a kind or column that
/// differs from the declaration, a format that is not supported, an array of the wrong length or
/// without its buffers, text that is no UTF-8, geometry that does not fit its shape or its status.
/// Columns that `spec` declares take unit and title from there, others from their metadata.
registry::ObjectPtr import_object(const jt_object& object, const registry::OutputSpec& spec,
                                  const CrsOf& crs_of);

// Steps of import_object, in files of their own.

/// Whether the structs have this format and so many buffers and children, and none is a null
/// pointer; data error "native.arrow.*" otherwise.
void check_layout(const ArrowSchema& schema, const ArrowArray& array, std::string_view format,
                  std::int64_t buffers, std::int64_t children);

/// The same, and no nulls.
void check_full(const ArrowSchema& schema, const ArrowArray& array, std::string_view format,
                std::int64_t buffers, std::int64_t children);

/// The values of a buffer from the array's offset on; data error where there is none but values
/// are wanted.
template <class T>
const T* values_of(const ArrowArray& array, std::size_t buffer, std::int64_t values);

layer::Column import_column(const ArrowSchema& schema, const ArrowArray& array);

geo::GeometryArray import_geometry(geo::Shape shape, const ArrowSchema& schema,
                                   const ArrowArray& array, const ArrowArray& status);

base::Error null_error(const char* what);

template <class T>
const T* values_of(const ArrowArray& array, std::size_t buffer, std::int64_t values) {
    const void* data = array.buffers[buffer];
    if (data == nullptr && values > 0) {
        throw null_error("buffers");
    }
    return data == nullptr ? nullptr : static_cast<const T*>(data) + array.offset;
}

}  // namespace jt::native
