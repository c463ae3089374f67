// Geometry of many features in columns: feature -> parts -> rings -> coordinates, interleaved x, y.
#pragma once

#include "base/archive.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace jt::geo {

enum class Shape { none, point, line, polygon };
std::string_view shape_name(Shape shape);

/// Why a feature has no usable geometry, or that it has one.
enum class Status : std::uint8_t { ok, null, empty, not_finite, invalid };
std::string_view status_name(Status status);

struct Box {
    double min_x = 0, min_y = 0, max_x = -1, max_y = -1;
    bool empty() const { return max_x < min_x; }
    void add(double x, double y);
    void add(const Box& other);
    bool meets(const Box& o) const {
        return !empty() && !o.empty() && min_x <= o.max_x && o.min_x <= max_x && min_y <= o.max_y &&
               o.min_y <= max_y;
    }
    Box grown(double by) const { return {min_x - by, min_y - by, max_x + by, max_y + by}; }
};

/// All features are of one shape and may have several parts. A point part has one ring of one
/// coordinate, a line part one ring; in a polygon part the first ring is the shell and the others
/// are holes; rings are closed.
class GeometryArray {
public:
    explicit GeometryArray(Shape shape = Shape::none) : m_shape(shape) {}

    Shape shape() const { return m_shape; }
    std::size_t size() const { return m_status.size(); }
    Status status(std::size_t i) const { return m_status[i]; }
    void set_status(std::size_t i, Status status) { m_status[i] = status; }

    std::size_t parts_begin(std::size_t feature) const {
        return static_cast<std::size_t>(m_parts[feature]);
    }
    std::size_t parts_end(std::size_t feature) const {
        return static_cast<std::size_t>(m_parts[feature + 1]);
    }
    std::size_t rings_begin(std::size_t part) const {
        return static_cast<std::size_t>(m_rings[part]);
    }
    std::size_t rings_end(std::size_t part) const {
        return static_cast<std::size_t>(m_rings[part + 1]);
    }
    /// Interleaved x, y of a ring.
    std::span<const double> ring(std::size_t r) const {
        return {m_xy.data() + 2 * m_coords[r],
                static_cast<std::size_t>(2 * (m_coords[r + 1] - m_coords[r]))};
    }
    /// Interleaved x, y of all coordinates of a feature.
    std::span<const double> coordinates(std::size_t feature) const;
    std::span<const double> xy() const { return m_xy; }
    std::span<double> xy() { return m_xy; }
    /// Empty where there are no coordinates or some are not finite.
    Box box(std::size_t feature) const;
    Box box() const;

    // Building: features are appended whole. begin_feature, then for each part begin_part, for each
    // ring begin_ring and add; end_feature closes it. null_feature appends a feature without
    // geometry.
    void null_feature(Status status = Status::null);
    void begin_feature();
    void begin_part();
    void begin_ring();
    void add(double x, double y) {
        m_xy.push_back(x);
        m_xy.push_back(y);
    }
    /// Interleaved x, y as they lie in a file, not aligned.
    void add_raw(const char* bytes, std::size_t coordinates);
    void reserve(std::size_t features, std::size_t coordinates);
    /// Closes counts; a feature without coordinates gets Status::empty, one with NaN or inf
    /// Status::not_finite. Rings and parts without coordinates are left out.
    void end_feature();

    void add_point(double x, double y);
    void add_line(std::span<const double> xy);
    void add_ring(std::span<const double> xy);  ///< one-ring polygon feature

    GeometryArray take(std::span<const std::size_t> rows) const;
    /// Keeps these rows, ascending, in place: take() without a second copy of large layers.
    void keep(std::span<const std::size_t> rows);
    /// Appends a copy with its status; the arrays must be of one shape.
    void append(const GeometryArray& other, std::size_t feature);
    void write(base::Writer& out) const;
    static GeometryArray read(base::Reader& in);

private:
    void drop_empty_ring();
    void drop_empty_ends();
    Shape m_shape;
    std::vector<Status> m_status;
    std::vector<std::int64_t> m_parts{0}, m_rings{0}, m_coords{0};
    std::vector<double> m_xy;
};

}  // namespace jt::geo
