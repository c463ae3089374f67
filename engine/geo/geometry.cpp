#include "geo/geometry.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace jt::geo {
namespace {

std::int64_t count_of(std::size_t size) { return static_cast<std::int64_t>(size); }

/// Offsets must start at 0, never fall, and end at the size of what they point into.
void check_offsets(const std::vector<std::int64_t>& offsets, std::size_t end, const char* what) {
    if (offsets.empty() || offsets.front() != 0 || offsets.back() != count_of(end) ||
        !std::is_sorted(offsets.begin(), offsets.end())) {
        throw base::data_error("geo.archive", what);
    }
}

}  // namespace

std::string_view shape_name(Shape shape) {
    switch (shape) {
        case Shape::none: return "none";
        case Shape::point: return "point";
        case Shape::line: return "line";
        case Shape::polygon: return "polygon";
    }
    return "none";
}

std::string_view status_name(Status status) {
    switch (status) {
        case Status::ok: return "ok";
        case Status::null: return "null";
        case Status::empty: return "empty";
        case Status::not_finite: return "not_finite";
        case Status::invalid: return "invalid";
    }
    return "invalid";
}

void Box::add(double x, double y) {
    if (empty()) {
        *this = {x, y, x, y};
        return;
    }
    min_x = std::min(min_x, x);
    min_y = std::min(min_y, y);
    max_x = std::max(max_x, x);
    max_y = std::max(max_y, y);
}

void Box::add(const Box& other) {
    if (!other.empty()) {
        add(other.min_x, other.min_y);
        add(other.max_x, other.max_y);
    }
}

std::span<const double> GeometryArray::coordinates(std::size_t feature) const {
    const auto at = [&](std::int64_t part) {
        const auto ring = m_rings[static_cast<std::size_t>(part)];
        return 2 * static_cast<std::size_t>(m_coords[static_cast<std::size_t>(ring)]);
    };
    const std::size_t first = at(m_parts[feature]);
    return {m_xy.data() + first, at(m_parts[feature + 1]) - first};
}

Box GeometryArray::box(std::size_t feature) const {
    Box out;
    if (m_status[feature] == Status::ok || m_status[feature] == Status::invalid) {
        const auto xy = coordinates(feature);
        if (xy.empty()) {
            return out;
        }
        out = {xy[0], xy[1], xy[0], xy[1]};
        for (std::size_t i = 2; i + 1 < xy.size(); i += 2) {
            out.min_x = std::min(out.min_x, xy[i]);
            out.min_y = std::min(out.min_y, xy[i + 1]);
            out.max_x = std::max(out.max_x, xy[i]);
            out.max_y = std::max(out.max_y, xy[i + 1]);
        }
    }
    return out;
}

Box GeometryArray::box() const {
    constexpr std::size_t kGrain = 4096;
    std::vector<Box> blocks(size() / kGrain + 1);
    base::parallel_blocks(size(), kGrain, [&](std::size_t begin, std::size_t end) {
        Box& block = blocks[begin / kGrain];
        for (std::size_t i = begin; i < end; ++i) {
            block.add(box(i));
        }
    });
    Box out;
    for (const Box& block : blocks) {
        out.add(block);
    }
    return out;
}

void GeometryArray::null_feature(Status status) {
    m_parts.push_back(m_parts.back());
    m_status.push_back(status);
}

void GeometryArray::begin_feature() {}

void GeometryArray::begin_part() {
    drop_empty_ends();
    m_rings.push_back(m_rings.back());
}

void GeometryArray::begin_ring() {
    drop_empty_ring();
    m_coords.push_back(count_of(m_xy.size() / 2));
    m_rings.back() = count_of(m_coords.size()) - 1;
}

void GeometryArray::drop_empty_ring() {
    const std::int64_t end = count_of(m_xy.size() / 2);
    const bool open = m_rings.size() > static_cast<std::size_t>(m_parts.back()) + 1 &&
                      m_rings.back() > m_rings[m_rings.size() - 2];
    if (!open) {
        return;
    }
    m_coords.back() = end;
    if (m_coords[m_coords.size() - 2] == end) {
        m_coords.pop_back();
        --m_rings.back();
    }
}

void GeometryArray::drop_empty_ends() {
    drop_empty_ring();
    const bool open = m_rings.size() > static_cast<std::size_t>(m_parts.back()) + 1;
    if (open && m_rings.back() == m_rings[m_rings.size() - 2]) {
        m_rings.pop_back();
    }
}

void GeometryArray::add_raw(const char* bytes, std::size_t coordinates) {
    const std::size_t before = m_xy.size();
    m_xy.resize(before + 2 * coordinates);
    std::memcpy(m_xy.data() + before, bytes, 2 * coordinates * sizeof(double));
}

void GeometryArray::reserve(std::size_t features, std::size_t coordinates) {
    m_status.reserve(features);
    m_parts.reserve(features + 1);
    m_rings.reserve(features + 1);
    m_coords.reserve(features + 1);
    m_xy.reserve(2 * coordinates);
}

void GeometryArray::end_feature() {
    drop_empty_ends();
    m_parts.push_back(count_of(m_rings.size()) - 1);
    m_status.push_back(Status::ok);
    const auto xy = coordinates(size() - 1);
    if (xy.empty()) {
        m_status.back() = Status::empty;
    } else if (!std::all_of(xy.begin(), xy.end(), [](double v) { return std::isfinite(v); })) {
        m_status.back() = Status::not_finite;
    }
}

void GeometryArray::add_point(double x, double y) {
    const double xy[] = {x, y};
    add_ring(xy);
}

void GeometryArray::add_line(std::span<const double> xy) { add_ring(xy); }

void GeometryArray::add_ring(std::span<const double> xy) {
    begin_feature();
    begin_part();
    begin_ring();
    m_xy.insert(m_xy.end(), xy.begin(), xy.end());
    end_feature();
}

GeometryArray GeometryArray::take(std::span<const std::size_t> rows) const {
    GeometryArray out(m_shape);
    out.m_status.reserve(rows.size());
    out.m_parts.reserve(rows.size() + 1);
    for (const std::size_t row : rows) {
        out.append(*this, row);
    }
    return out;
}

void GeometryArray::keep(std::span<const std::size_t> rows) {
    // Everything moves towards the front, so what is read lies never before what is written.
    std::size_t parts = 0, rings = 0, coordinates = 0, kept = 0;
    const auto at = [](std::int64_t offset) { return static_cast<std::size_t>(offset); };
    for (const std::size_t row : rows) {
        const std::size_t part_end = at(m_parts[row + 1]), first_part = parts;
        for (std::size_t p = at(m_parts[row]); p < part_end; ++p) {
            const std::size_t ring_end = at(m_rings[p + 1]), first_ring = rings;
            for (std::size_t r = at(m_rings[p]); r < ring_end; ++r) {
                const std::size_t first = at(m_coords[r]), end = at(m_coords[r + 1]);
                std::copy(m_xy.begin() + 2 * static_cast<std::ptrdiff_t>(first),
                          m_xy.begin() + 2 * static_cast<std::ptrdiff_t>(end),
                          m_xy.begin() + 2 * static_cast<std::ptrdiff_t>(coordinates));
                m_coords[rings++] = count_of(coordinates);
                coordinates += end - first;
            }
            m_rings[parts++] = count_of(first_ring);
        }
        m_status[kept] = m_status[row];
        m_parts[kept++] = count_of(first_part);
    }
    m_status.resize(kept);
    m_parts.resize(kept + 1);
    m_parts.back() = count_of(parts);
    m_rings.resize(parts + 1);
    m_rings.back() = count_of(rings);
    m_coords.resize(rings + 1);
    m_coords.back() = count_of(coordinates);
    m_xy.resize(2 * coordinates);
}

void GeometryArray::append(const GeometryArray& other, std::size_t feature) {
    if (other.parts_begin(feature) == other.parts_end(feature)) {
        null_feature(other.status(feature));
        return;
    }
    if (other.shape() != m_shape) {
        throw base::internal_error("geo.shape", "append", shape_name(other.shape()),
                                   shape_name(m_shape));
    }
    begin_feature();
    for (std::size_t part = other.parts_begin(feature); part < other.parts_end(feature); ++part) {
        begin_part();
        for (std::size_t r = other.rings_begin(part); r < other.rings_end(part); ++r) {
            begin_ring();
            const auto xy = other.ring(r);
            m_xy.insert(m_xy.end(), xy.begin(), xy.end());
        }
    }
    end_feature();
    m_status.back() = other.status(feature);
}

void GeometryArray::write(base::Writer& out) const {
    out.integer(static_cast<std::int64_t>(m_shape));
    out.values(m_status);
    out.values(m_parts);
    out.values(m_rings);
    out.values(m_coords);
    out.values(m_xy);
}

GeometryArray GeometryArray::read(base::Reader& in) {
    const std::int64_t shape = in.integer();
    if (shape < 0 || shape > static_cast<std::int64_t>(Shape::polygon)) {
        throw base::data_error("geo.archive", "shape");
    }
    GeometryArray out(static_cast<Shape>(shape));
    out.m_status = in.values<Status>();
    out.m_parts = in.values<std::int64_t>();
    out.m_rings = in.values<std::int64_t>();
    out.m_coords = in.values<std::int64_t>();
    out.m_xy = in.values<double>();
    if (out.m_parts.size() != out.m_status.size() + 1) {
        throw base::data_error("geo.archive", "status");
    }
    if (std::any_of(out.m_status.begin(), out.m_status.end(),
                    [](Status s) { return s > Status::invalid; })) {
        throw base::data_error("geo.archive", "status");
    }
    check_offsets(out.m_coords, out.m_xy.size() / 2, "coordinates");
    check_offsets(out.m_rings, out.m_coords.size() - 1, "rings");
    check_offsets(out.m_parts, out.m_rings.size() - 1, "parts");
    return out;
}

}  // namespace jt::geo
