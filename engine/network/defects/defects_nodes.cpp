// Defects of networks whose lines name their nodes.
#include "base/text.hpp"
#include "network/defects/defects_lines.hpp"

#include <algorithm>
#include <tuple>

namespace jt::network {
namespace {

/// An end of a feature that names its node.
struct NamedEnd {
    std::string node;
    Point at;
    std::int64_t feature = 0;
    auto operator<=>(const NamedEnd&) const = default;
};

Defect made(DefectKind kind, std::int64_t feature, const DefectFrame& frame, Point at,
            std::string note) {
    Defect defect;
    defect.kind = kind;
    defect.feature = feature;
    std::tie(defect.x, defect.y) = frame.coordinates(at);
    defect.note = std::move(note);
    return defect;
}

class NodeCheck {
public:
    NodeCheck(const layer::Layer& lines, const DefectFrame& frame, std::vector<Defect>& defects)
        : m_lines(lines), m_frame(frame), m_defects(defects) {}

    void read(const std::string& name, const char* role, bool last) {
        const layer::Column& column = m_lines.column(name);
        for (std::size_t row = 0; row < m_lines.rows(); ++row) {
            const geo::Status status = m_lines.geometry().status(row);
            if (status != geo::Status::ok && status != geo::Status::invalid) {
                continue;  // told when the lines were read
            }
            const auto xy = m_lines.geometry().coordinates(row);
            const Point at = last ? m_frame.place(xy[xy.size() - 2], xy[xy.size() - 1])
                                  : m_frame.place(xy[0], xy[1]);
            const std::int64_t feature = m_lines.ids()[row];
            std::string node = base::trim(column.show(row));
            if (!column.valid(row) || node.empty()) {
                m_defects.push_back(made(DefectKind::missing_node, feature, m_frame, at, role));
            } else {
                m_ends.push_back({std::move(node), at, feature});
            }
        }
    }

    void compare(double tolerance_m) {
        std::ranges::sort(m_ends);
        for (auto first = m_ends.begin(); first != m_ends.end();) {
            const auto last = std::find_if(
                first, m_ends.end(), [&](const NamedEnd& end) { return end.node != first->node; });
            compare(first, last, tolerance_m);
            first = last;
        }
    }

private:
    using It = std::vector<NamedEnd>::const_iterator;

    static It after_place(It it, It last) {
        return std::find_if(it, last, [&](const NamedEnd& end) { return end.at != it->at; });
    }

    /// The place where most ends have this node, of equal ones the lowest, is right.
    void compare(It first, It last, double tolerance_m) {
        It right = first;
        std::ptrdiff_t most = 0;
        for (It it = first; it != last;) {
            const It next = after_place(it, last);
            if (next - it > most) {
                most = next - it;
                right = it;
            }
            it = next;
        }
        for (It it = first; it != last; ++it) {
            const double distance = m_frame.distance(it->at, right->at);
            if (distance > tolerance_m) {
                Defect defect =
                    made(DefectKind::node_mismatch, it->feature, m_frame, it->at, it->node);
                defect.other = right->feature;
                defect.distance_m = distance;
                m_defects.push_back(std::move(defect));
            }
        }
    }

    const layer::Layer& m_lines;
    const DefectFrame& m_frame;
    std::vector<Defect>& m_defects;
    std::vector<NamedEnd> m_ends;
};

}  // namespace

void check_nodes(const layer::Layer& lines, const DefectOptions& options, const DefectFrame& frame,
                 std::vector<Defect>& defects) {
    NodeCheck check(lines, frame, defects);
    if (!options.from.empty()) {
        check.read(options.from, "from", false);
    }
    if (!options.to.empty()) {
        check.read(options.to, "to", true);
    }
    check.compare(options.tolerance_m);
}

}  // namespace jt::network
