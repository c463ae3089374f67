#include "source/shapefile/shapefile.hpp"

#include "base/error.hpp"
#include "source/shapefile/file_window.hpp"
#include "source/shapefile/shape_rings.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace jt::source {
namespace {

constexpr std::size_t kHeader = 100, kRecordHead = 8, kIndexEntry = 8;
constexpr std::uint32_t kMagic = 9994;
constexpr double kNoMeasure = -1e38;  ///< smaller ones say "no data"
constexpr std::size_t kProgressStep = 1 << 16;

double real(std::string_view bytes, std::size_t at) {
    double value = 0;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

/// Type without its Z or M.
std::uint32_t flat(std::uint32_t type) { return type == 31 ? type : type % 10; }
bool has_z(std::uint32_t type) { return type > 10 && type < 20; }
bool has_m(std::uint32_t type) { return type > 20 && type < 30; }

void remember(std::vector<std::int64_t>& ids, std::int64_t id) {
    if (ids.empty() || ids.back() != id) {
        ids.push_back(id);
    }
}

/// Takes records one after the other into the arrays.
class ShapeReader {
public:
    ShapeReader(ShapeGeometry& out, std::uint32_t type) : m_out(out), m_type(type) {}

    void read(std::string_view record, std::int64_t id) {
        const bool typed = record.size() >= 4;
        const std::uint32_t type = typed ? little32(record, 0) : 0;
        if (typed && type == 0) {
            m_out.geometry.null_feature(geo::Status::null);
        } else if (!typed || !fits(record, type)) {
            m_out.broken.push_back(id);
            m_out.geometry.null_feature(geo::Status::invalid);
        } else if (shape_of_type(type) != shape_of_type(m_type)) {
            m_out.findings.by_shape[static_cast<std::size_t>(shape_of_type(type)) - 1].push_back(
                id);
            m_out.geometry.null_feature(geo::Status::invalid);
        } else {
            take(record, type, id);
        }
    }

private:
    static std::size_t counted_head(std::uint32_t type) { return flat(type) == 8 ? 40 : 44; }

    /// Are the counts of the record such that its content is there?
    static bool fits(std::string_view record, std::uint32_t type) {
        if (!reads_shape_type(type)) {
            return false;
        }
        if (flat(type) == 1) {
            return record.size() >= 20;
        }
        const std::size_t head = counted_head(type);
        if (record.size() < head) {
            return false;
        }
        const std::uint64_t points = little32(record, head - 4);
        const std::uint64_t parts = flat(type) == 8 ? 0 : little32(record, 36);
        const std::uint64_t body = head + 4 * parts + 16 * points;
        if (body + (has_z(type) ? 16 + 8 * points : 0) > record.size()) {
            return false;
        }
        for (std::uint64_t i = 0; i < parts; ++i) {
            const std::uint32_t first = little32(record, head + 4 * i);
            const std::uint32_t before = i == 0 ? 0 : little32(record, head + 4 * (i - 1));
            if (first > points || first < before || (i == 0 && first != 0)) {
                return false;
            }
        }
        return parts > 0 || points == 0 || flat(type) == 8;
    }

    void take(std::string_view record, std::uint32_t type, std::int64_t id) {
        geo::GeometryArray& array = m_out.geometry;
        if (flat(type) == 1) {
            array.begin_feature();
            array.begin_part();
            array.begin_ring();
            array.add(real(record, 4), real(record, 12));
            array.end_feature();
            note(record, type, 20, 1, id);
            return;
        }
        const std::size_t head = counted_head(type);
        const std::size_t points = little32(record, head - 4);
        const std::size_t parts = flat(type) == 8 ? 0 : little32(record, 36);
        const std::size_t start = head + 4 * parts;
        const auto point = [&](std::size_t i) { return record.data() + start + 16 * i; };
        array.begin_feature();
        if (flat(type) == 8) {
            for (std::size_t i = 0; i < points; ++i) {
                array.begin_part();
                array.begin_ring();
                array.add_raw(point(i), 1);
            }
        } else {
            m_rings.clear();
            for (std::size_t i = 0; i < parts; ++i) {
                const std::size_t first = little32(record, head + 4 * i);
                const std::size_t next =
                    i + 1 < parts ? little32(record, head + 4 * (i + 1)) : points;
                if (next > first) {
                    m_rings.push_back({point(first), next - first});
                }
            }
            flat(type) == 3 ? lines(id) : polygon(id);
        }
        array.end_feature();
        if (flat(type) == 3 && !m_out.findings.short_lines.empty() &&
            m_out.findings.short_lines.back() == id) {
            array.set_status(array.size() - 1, geo::Status::invalid);
        }
        note(record, type, start + 16 * points, points, id);
    }

    void lines(std::int64_t id) {
        for (const RawRing& line : m_rings) {
            if (line.points < 2) {
                remember(m_out.findings.short_lines, id);
            }
            m_out.geometry.begin_part();
            m_out.geometry.begin_ring();
            m_out.geometry.add_raw(line.bytes, line.points);
        }
    }

    void polygon(std::int64_t id) {
        for (const RawPart& part : parts_of(m_rings)) {
            m_out.geometry.begin_part();
            ring(m_rings[part.shell], id);
            for (const std::size_t hole : part.holes) {
                ring(m_rings[hole], id);
            }
            if (part.turned) {
                remember(m_out.findings.turned, id);
            }
        }
    }

    void ring(const RawRing& ring, std::int64_t id) {
        m_out.geometry.begin_ring();
        m_out.geometry.add_raw(ring.bytes, ring.points);
        const std::string_view first(ring.bytes, 16);
        const std::string_view last(ring.bytes + 16 * (ring.points - 1), 16);
        const double x = real(first, 0), y = real(first, 8);
        if (std::isfinite(x + y + real(last, 0) + real(last, 8)) &&
            (x != real(last, 0) || y != real(last, 8))) {
            remember(m_out.findings.unclosed, id);
            m_out.geometry.add(x, y);
        }
    }

    /// What besides x and y the record has; `end` is where its x and y end.
    void note(std::string_view record, std::uint32_t type, std::size_t end, std::size_t points,
              std::int64_t id) {
        const auto shape = static_cast<std::size_t>(shape_of_type(type)) - 1;
        if (m_out.geometry.status(m_out.geometry.size() - 1) == geo::Status::empty) {
            return;
        }
        m_out.findings.by_shape[shape].push_back(id);
        const std::size_t range = flat(type) == 1 ? 0 : 16;
        if (has_z(type)) {
            m_out.findings.z.push_back(id);
            end += range + 8 * points;
        }
        if ((has_z(type) || has_m(type)) && record.size() >= end + range + 8 * points) {
            bool any = false;
            for (std::size_t i = 0; i < points && !any; ++i) {
                any = real(record, end + range + 8 * i) > kNoMeasure;
            }
            if (any || has_m(type)) {
                m_out.findings.m.push_back(id);
            }
        }
    }

    ShapeGeometry& m_out;
    std::uint32_t m_type;
    std::vector<RawRing> m_rings;
};

}  // namespace

ShapeHeader read_shape_header(const std::string& shp) {
    FileWindow file(shp);
    const std::string_view head = file.bytes(0, kHeader);
    if (head.size() < kHeader || big32(head, 0) != kMagic) {
        throw base::data_error("source.shp.broken");
    }
    ShapeHeader out;
    out.type = little32(head, 32);
    const geo::Box box{real(head, 36), real(head, 44), real(head, 52), real(head, 60)};
    const bool finite = std::isfinite(box.min_x + box.min_y + box.max_x + box.max_y);
    out.box = finite && file.size() > kHeader ? box : geo::Box();
    return out;
}

geo::Shape shape_of_type(std::uint32_t type) {
    switch (flat(type)) {
        case 1:
        case 8: return geo::Shape::point;
        case 3: return geo::Shape::line;
        case 5:
        case 31: return geo::Shape::polygon;
        default: return geo::Shape::none;
    }
}

bool reads_shape_type(std::uint32_t type) {
    const std::uint32_t kind = flat(type);
    return type < 30 && (type == 0 || kind == 1 || kind == 3 || kind == 5 || kind == 8);
}

ShapeIndex::ShapeIndex(const std::string& shp, const std::string& shx) {
    if (shx.empty()) {
        walk(shp);
        return;
    }
    m_file.emplace(shx);
    const std::string_view head = m_file->bytes(0, kHeader);
    if (head.size() < kHeader || big32(head, 0) != kMagic) {
        throw base::data_error("source.shx.broken");
    }
    m_size = static_cast<std::int64_t>((m_file->size() - kHeader) / kIndexEntry);
}

void ShapeIndex::walk(const std::string& shp) {
    FileWindow file(shp);
    for (std::uint64_t at = kHeader; at + kRecordHead <= file.size();) {
        const std::uint64_t length = 2 * std::uint64_t{big32(file.bytes(at, 8), 4)};
        if (at + kRecordHead + length > file.size()) {
            m_unread = file.size() - at;  // the last record was cut, or its length is none
            break;
        }
        m_walked.push_back({at + kRecordHead, static_cast<std::uint32_t>(length)});
        at += kRecordHead + length;
    }
    m_size = static_cast<std::int64_t>(m_walked.size());
}

std::vector<ShapeRecord> ShapeIndex::records(std::int64_t first, std::int64_t count) {
    count = std::min(count, m_size - first);
    if (!m_file) {
        return {m_walked.begin() + first, m_walked.begin() + first + count};
    }
    std::vector<ShapeRecord> out;
    out.reserve(static_cast<std::size_t>(count));
    for (std::int64_t i = first; i < first + count; ++i) {
        const std::string_view entry =
            m_file->bytes(kHeader + kIndexEntry * static_cast<std::uint64_t>(i), kIndexEntry);
        out.push_back({2 * std::uint64_t{big32(entry, 0)} + kRecordHead, 2 * big32(entry, 4)});
    }
    return out;
}

ShapeGeometry read_shapes(const std::string& shp, std::int64_t first,
                          const std::vector<ShapeRecord>& records,
                          const std::vector<std::int64_t>& ids, const base::Progress& progress) {
    const std::uint32_t type = read_shape_header(shp).type;
    const auto record_of = [&](std::int64_t id) -> const ShapeRecord& {
        return records[static_cast<std::size_t>(id - first)];
    };
    FileWindow file(shp);
    ShapeGeometry out;
    out.geometry = geo::GeometryArray(shape_of_type(type));
    std::uint64_t bytes = 0;
    for (const std::int64_t id : ids) {
        bytes += record_of(id).length;
    }
    // Lines and polygons begin with their type, box, numbers of parts and points, and one part.
    const std::uint64_t heads = ids.size() * (shape_of_type(type) == geo::Shape::point ? 4U : 48U);
    bytes = std::min(bytes, file.size());
    out.geometry.reserve(ids.size(),
                         static_cast<std::size_t>((bytes - std::min(bytes, heads)) / 16));
    ShapeReader reader(out, type);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (i % kProgressStep == 0) {
            progress.at(static_cast<double>(i) / static_cast<double>(ids.size()), shp);
        }
        const ShapeRecord& record = record_of(ids[i]);
        const std::string_view content = file.bytes(record.offset, record.length);
        // A record that is cut short by the end of the file is broken, not shorter.
        reader.read(content.size() < record.length ? std::string_view() : content, ids[i]);
    }
    return out;
}

}  // namespace jt::source
