// A layer read piece by piece, so that memory stays bounded whatever the size of the file. Internal
// to source/.
#pragma once

#include "source/loaded.hpp"

#include <limits>
#include <memory>
#include <optional>

namespace jt::source {

constexpr std::size_t kWholeLayer = std::numeric_limits<std::size_t>::max();

/// Encoding, fields and CRS are decided once, on opening or with the first piece; what is found in
/// values and geometry is told for each piece.
class LayerStream {
public:
    LayerStream() = default;
    virtual ~LayerStream() = default;
    LayerStream(const LayerStream&) = delete;
    LayerStream& operator=(const LayerStream&) = delete;

    /// The next features: at least one, and as many as come to about `bytes` of the file. The first
    /// call gives a layer even where there are no features; nothing after the last piece.
    virtual std::optional<Loaded> next(std::size_t bytes, base::Diagnostics& diagnostics,
                                       const base::Progress& progress) = 0;
};

/// Opens one layer or table of any format. Formats that are read whole (CSV, spreadsheets, OSM,
/// GTFS) come in one piece. Errors as load().
std::unique_ptr<LayerStream> open_stream(const LoadOptions& options,
                                         base::Diagnostics& diagnostics);

}  // namespace jt::source
