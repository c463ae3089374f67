// Reading of the lines that are searched for defects.
#include "network/defects/defects_lines.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "network/graph/contacts.hpp"
#include "network/graph/snapping.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace jt::network {
namespace {

using Ids = std::vector<std::int64_t>;

const layer::Column* named(const layer::Layer& lines, const std::string& name) {
    return name.empty() ? nullptr : &lines.column(name);
}

/// The words that say "neither bridge nor tunnel" in the layers of offices are one level.
std::string level_of(const layer::Column* column, std::size_t row) {
    if (column == nullptr || !column->valid(row)) {
        return "";
    }
    const std::string text = base::lower(base::trim(column->show(row)));
    for (const char* ground : {"0", "f", "n", "no", "false", "否"}) {
        if (text == ground) {
            return "";
        }
    }
    return text;
}

std::uint32_t turned(std::uint32_t flags) {
    return ((flags & kForward) != 0 ? 0U + kBackward : 0U) |
           ((flags & kBackward) != 0 ? 0U + kForward : 0U);
}

class Reader {
public:
    Reader(const layer::Layer& lines, const DefectOptions& options, const DefectFrame& frame,
           std::vector<Defect>& defects)
        : m_lines(lines), m_options(options), m_frame(frame), m_defects(defects) {
        if (lines.geometry().shape() != geo::Shape::line && lines.rows() > 0) {
            throw base::data_error("network.shape.line", lines.name(),
                                   geo::shape_name(lines.geometry().shape()));
        }
        number_levels();
        m_oneway = named(lines, options.oneway);
    }

    RawLinks read(base::Diagnostics& diagnostics) {
        RawLinks out;
        for (std::size_t row = 0; row < m_lines.rows(); ++row) {
            read_row(row, out);
        }
        std::size_t merged = 0;
        for (const auto& [layer, row] : merge_ends(out.links, merged)) {
            zero(static_cast<std::size_t>(row), "10 mm");
        }
        report(diagnostics, merged);
        return out;
    }

private:
    /// Levels in the order of their texts, whatever the order of the features.
    void number_levels() {
        const layer::Column* const column = named(m_lines, m_options.level);
        std::set<std::string> texts;
        for (std::size_t row = 0; row < m_lines.rows(); ++row) {
            m_level.push_back(0);
            texts.insert(level_of(column, row));
        }
        for (std::size_t row = 0; column != nullptr && row < m_lines.rows(); ++row) {
            m_level[row] =
                static_cast<int>(std::distance(texts.begin(), texts.find(level_of(column, row))));
        }
    }

    void read_row(std::size_t row, RawLinks& out) {
        const geo::Status status = m_lines.geometry().status(row);
        const std::int64_t id = m_lines.ids()[row];
        if (status == geo::Status::not_finite) {
            m_not_finite.push_back(id);
            return;
        }
        if (status == geo::Status::null || status == geo::Status::empty) {
            m_missing.push_back(id);
            return;
        }
        RawLink link;
        link.feature = static_cast<std::int64_t>(row);
        link.level = m_level[row];
        const std::string code = m_oneway != nullptr ? m_oneway->show(row) : "";
        link.flags = drive_flags(code, m_options.digitised_direction);
        if (link.flags == 0) {
            m_codes.insert(code);
            m_bad_code.push_back(id);
            link.flags = kForward | kBackward;
        }
        read_parts(row, link, out);
    }

    void read_parts(std::size_t row, RawLink& link, RawLinks& out) {
        const geo::GeometryArray& geometry = m_lines.geometry();
        for (std::size_t p = geometry.parts_begin(row); p < geometry.parts_end(row); ++p) {
            const auto xy = geometry.ring(geometry.rings_begin(p));
            std::vector<Point> line;
            for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
                const Point point = m_frame.place(xy[i], xy[i + 1]);
                if (line.empty() || line.back() != point) {
                    line.push_back(point);
                }
            }
            if (line.size() >= 2) {
                link.points = out.points.add(line);
                out.links.push_back(link);
            } else {
                add(DefectKind::zero_length, row, line.front());
            }
            ++link.part;
        }
    }

    void zero(std::size_t row, const char* note) {
        const geo::GeometryArray& geometry = m_lines.geometry();
        const auto xy = geometry.coordinates(row);
        add(DefectKind::zero_length, row, m_frame.place(xy[0], xy[1]));
        m_defects.back().note = note;
    }

    void add(DefectKind kind, std::size_t row, Point at) {
        Defect defect;
        defect.kind = kind;
        defect.feature = m_lines.ids()[row];
        std::tie(defect.x, defect.y) = m_frame.coordinates(at);
        m_defects.push_back(std::move(defect));
    }

    void report(base::Diagnostics& diagnostics, std::size_t merged) {
        const auto tell = [&](base::Message message, Ids& ids) {
            if (!ids.empty()) {
                std::ranges::sort(ids);
                diagnostics.features(base::Severity::warning, std::move(message), m_lines.name(),
                                     ids);
            }
        };
        tell(base::msg("network.defects.missing"), m_missing);
        tell(base::msg("network.defects.not_finite"), m_not_finite);
        tell(base::msg("network.defects.oneway", base::join_some({m_codes.begin(), m_codes.end()})),
             m_bad_code);
        if (merged > 0) {
            diagnostics.info(base::msg("network.defects.close", merged, kTouch), m_lines.name());
        }
    }

    const layer::Layer& m_lines;
    const DefectOptions& m_options;
    const DefectFrame& m_frame;
    std::vector<Defect>& m_defects;
    const layer::Column* m_oneway = nullptr;
    std::vector<int> m_level;
    Ids m_missing, m_not_finite, m_bad_code;
    std::set<std::string> m_codes;
};

/// Turned so that the coordinates sort first.
void turn(RawLink& link) {
    std::vector<Point> reversed(link.points.rbegin(), link.points.rend());
    if (LinePoints(reversed) < link.points) {
        std::ranges::copy(reversed, link.points.begin());
        link.flags = turned(link.flags);
    }
}

/// A later member is a duplicate when it is driven in a direction that an earlier one is driven in.
void tell_duplicates(const layer::Layer& layer, const DefectFrame& frame, const RawLink& line,
                     const std::vector<DefectMember>& members, std::vector<Defect>& defects) {
    for (std::size_t i = 1; i < members.size(); ++i) {
        const auto earlier = std::find_if(
            members.begin(), members.begin() + static_cast<std::ptrdiff_t>(i),
            [&](const DefectMember& other) { return (other.flags & members[i].flags) != 0; });
        if (earlier == members.begin() + static_cast<std::ptrdiff_t>(i)) {
            continue;
        }
        Defect defect;
        defect.kind = DefectKind::duplicate;
        defect.feature = layer.ids()[members[i].row];
        defect.other = layer.ids()[earlier->row];
        std::tie(defect.x, defect.y) = frame.coordinates(line.points.front());
        defects.push_back(std::move(defect));
    }
}

}  // namespace

DefectLines read_lines(const layer::Layer& layer, const DefectOptions& options,
                       const DefectFrame& frame, std::vector<Defect>& defects,
                       base::Diagnostics& diagnostics) {
    RawLinks read = Reader(layer, options, frame, defects).read(diagnostics);
    auto& links = read.links;
    for (RawLink& link : links) {
        turn(link);
    }
    const auto id = [&](const RawLink& link) {
        return layer.ids()[static_cast<std::size_t>(link.feature)];
    };
    std::ranges::sort(links, [&](const RawLink& a, const RawLink& b) {
        const auto left = std::tie(a.level, a.points), right = std::tie(b.level, b.points);
        return left != right
                   ? left < right
                   : std::tuple(id(a), a.feature, a.part) < std::tuple(id(b), b.feature, b.part);
    });
    DefectLines out;
    out.points = std::move(read.points);
    for (RawLink& link : links) {
        const DefectMember member{static_cast<std::size_t>(link.feature), link.part, link.flags};
        if (out.lines.empty() || out.lines.back().level != link.level ||
            out.lines.back().points != link.points) {
            out.lines.push_back(std::move(link));
            out.members.emplace_back();
        }
        out.lines.back().flags |= member.flags;
        out.members.back().push_back(member);
    }
    for (std::size_t l = 0; l < out.lines.size(); ++l) {
        tell_duplicates(layer, frame, out.lines[l], out.members[l], defects);
    }
    return out;
}

}  // namespace jt::network
