// Where the values of a surface come from: memory, a file, or other surfaces, part by part.
#pragma once

#include "base/archive.hpp"
#include "surface/grid.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace jt::surface {

/// The band of a file that values are read from, and the hash of the file.
struct FileBand {
    std::string path, sha256;
    int band = 1;
};

/// Values in row-major order, NaN = nodata; immutable. read() may be called from several threads.
class Cells {
public:
    virtual ~Cells() = default;
    Cells() = default;
    Cells(const Cells&) = delete;
    Cells& operator=(const Cells&) = delete;

    /// 64 bit values; else 32 bit.
    virtual bool wide() const = 0;
    /// The values of a window inside the grid, as many as it has cells. The other width than
    /// wide() is converted; 64 to 32 bit rounds.
    virtual void read(const Window& window, std::span<float> out) const;
    virtual void read(const Window& window, std::span<double> out) const;
    /// Rows and columns of a part that is read at one go; 0 x 0 where any will do.
    virtual Block block() const { return {}; }
    /// Cells beyond a window that are read to compute it, in all steps together.
    virtual std::size_t reach() const { return 0; }
    /// Nothing where the values are held or computed.
    virtual std::optional<FileBand> file() const { return std::nullopt; }
    /// Bytes that tell these values from others: values, or how they are come by.
    virtual void write(base::Writer& out) const = 0;

protected:
    Cells(Cells&&) = default;
    Cells& operator=(Cells&&) = default;
};

using CellsPtr = std::shared_ptr<const Cells>;

/// Values held in memory, as many as the grid has cells (internal error otherwise).
CellsPtr cells_of(const Grid& grid, std::vector<float> values);
CellsPtr cells_of(const Grid& grid, std::vector<double> values);

/// Reads as `Value`, without naming the span's type at each call.
template <class Value>
std::vector<Value> read_window(const Cells& cells, const Window& window) {
    std::vector<Value> out(window.cells());
    cells.read(window, std::span<Value>(out));
    return out;
}

}  // namespace jt::surface
