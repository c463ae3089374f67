#include "network/graph/noding.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/unset.hpp"
#include "network/graph/plane_metric.hpp"
#include "network/reach/shares.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>

namespace jt::network {
Noder::Noder(const base::UnsetVector<RawLink>& links, const Contacts& contacts,
             const Transit& transit, const IdNodes& nodes, Topology& out)
    : m_links(links), m_contacts(contacts), m_transit(transit), m_nodes(nodes), m_out(out) {
    const auto special = base::numbers_where(
        links.size(), [&](std::size_t l) { return links[l].given != &kNoneGiven; });
    for (const std::size_t l : special) {
        const Given& given = *links[l].given;
        m_timed = m_timed || given.cost_ms > 0;
        m_priced = m_priced || given.fen > 0 || given.fen_km > 0;
        if (given.from_id != kNoId) {
            m_ids_at.emplace_back(nodes.at[given.from_id], given.from_id);
            m_ids_at.emplace_back(nodes.at[given.to_id], given.to_id);
            m_ids_at.emplace_back(links[l].points.front(), given.from_id);
            m_ids_at.emplace_back(links[l].points.back(), given.to_id);
        }
    }
    sort_unique(m_ids_at);
}

void Noder::run(double transfer_m) {
    collect_names();
    cut_links();
    number_nodes();
    add_street_edges();
    add_transit(transfer_m);
    measure();
    time_links();
    time_rides();
    price_links();
}

/// Blocks of links side by side, each with pieces of its own that then follow each other.
void Noder::cut_links() {
    constexpr std::size_t kBlock = 4096;
    const std::size_t count = (m_links.size() + kBlock - 1) / kBlock;
    const auto& cuts = m_contacts.cuts;  // by link
    std::vector<Cutting> blocks(count);
    base::parallel_blocks(m_links.size(), kBlock, [&](std::size_t begin, std::size_t end) {
        Cutting& out = blocks[begin / kBlock];
        out.pieces.reserve(end - begin);
        auto cut = std::ranges::lower_bound(cuts, begin, {}, &Cut::link);
        for (std::size_t l = begin; l < end; ++l) {
            const auto first = cut;
            while (cut != cuts.end() && cut->link == l) {
                ++cut;
            }
            cut_link(static_cast<std::uint32_t>(l), {first, cut}, out);
        }
    });
    std::vector<std::size_t> first(count + 1, 0);
    for (std::size_t b = 0; b < count; ++b) {
        first[b + 1] = first[b] + blocks[b].pieces.size();
        m_cut.take(std::move(blocks[b].points));
    }
    m_pieces.resize(first.back());
    base::parallel_blocks(count, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t b = begin; b < end; ++b) {
            std::ranges::copy(blocks[b].pieces, m_pieces.begin() + static_cast<Step>(first[b]));
        }
    });
}

/// A link without cuts is one piece, its own points.
void Noder::cut_link(std::uint32_t link, std::vector<Cut> cuts, Cutting& out) const {
    const LinePoints& points = m_links[link].points;
    const auto put = [&](std::span<const Point> piece) {
        out.pieces.push_back({piece.data(), piece.data() + piece.size(), link, 0, 0});
    };
    if (cuts.empty()) {
        put(points);
        return;
    }
    std::ranges::sort(cuts, [&](const Cut& a, const Cut& b) {
        if (a.segment != b.segment) {
            return a.segment < b.segment;
        }
        const Wide da = distance2(points[a.segment], a.at), db = distance2(points[b.segment], b.at);
        return da != db ? da < db : a.at < b.at;
    });
    std::vector<Point> piece;
    const auto add = [&](Point p) {
        if (piece.empty() || piece.back() != p) {
            piece.push_back(p);
        }
    };
    const auto end = [&] {
        if (piece.size() >= 2) {  // else two cuts at one place
            put(out.points.add(piece));
        }
        piece.clear();
    };
    add(points.front());
    std::size_t vertex = 1;
    for (const Cut& cut : cuts) {
        for (; vertex <= cut.segment; ++vertex) {
            add(points[vertex]);
        }
        add(cut.at);
        end();
        add(cut.at);
    }
    for (; vertex < points.size(); ++vertex) {
        add(points[vertex]);
    }
    end();
}

void Noder::add_coordinates(const Point* begin, const Point* end) {
    for (const Point* p = begin; p != end; ++p) {
        m_out.edge_xy.push_back(metres(p->x));
        m_out.edge_xy.push_back(metres(p->y));
    }
    m_out.first_coordinate.push_back(m_out.edge_xy.size() / 2);
}

void Noder::add_street_edges() {
    Topology& t = m_out;
    base::resize_in_parallel(t.links, m_links.size());
    base::resize_in_parallel(t.edges, m_pieces.size());
    t.first_edge.resize(m_links.size());
    t.first_coordinate.resize(m_pieces.size() + 1);
    t.first_coordinate.front() = 0;
    base::parallel_blocks(m_links.size(), 4096, [&](std::size_t begin, std::size_t end) {
        std::map<std::string_view, std::uint32_t> classes;
        for (std::size_t l = begin; l < end; ++l) {
            t.links[l] = street_link(static_cast<std::uint32_t>(l), classes);
        }
        auto piece = static_cast<std::size_t>(
            std::ranges::lower_bound(m_pieces, begin, {}, &Piece::link) - m_pieces.begin());
        for (std::size_t l = begin; l < end; ++l) {
            t.first_edge[l] = static_cast<std::uint32_t>(piece);
            for (; piece < m_pieces.size() && m_pieces[piece].link == l; ++piece) {
                t.edges[piece] = {m_pieces[piece].from, m_pieces[piece].to,
                                  static_cast<std::uint32_t>(l), 0};
                t.first_coordinate[piece + 1] =
                    static_cast<std::uint64_t>(m_pieces[piece].last - m_pieces[piece].first);
            }
        }
    });
    std::partial_sum(t.first_coordinate.begin(), t.first_coordinate.end(),
                     t.first_coordinate.begin());
    base::resize_in_parallel(t.edge_xy, 2 * t.first_coordinate.back());
    base::parallel_blocks(m_pieces.size(), 8192, [&](std::size_t begin, std::size_t end) {
        double* out = t.edge_xy.data() + 2 * t.first_coordinate[begin];
        for (std::size_t piece = begin; piece < end; ++piece) {
            for (const Point* p = m_pieces[piece].first; p != m_pieces[piece].last; ++p) {
                *out++ = metres(p->x);
                *out++ = metres(p->y);
            }
        }
    });
}

/// `classes`: numbers of the names met so far.
Link Noder::street_link(std::uint32_t l, std::map<std::string_view, std::uint32_t>& classes) const {
    const RawLink& raw = m_links[l];
    auto known = classes.find(raw.name);
    if (known == classes.end()) {
        known = classes.emplace(raw.name, name(raw.name)).first;
    }
    Link link;
    link.feature = raw.feature;
    link.speed = raw.speed;
    link.year_open = raw.year;
    link.id = m_id_of[l];
    link.name = known->second;
    link.layer = raw.layer;
    link.flags = raw.flags;
    link.level = raw.level;
    return link;
}

void Noder::measure() {
    Topology& t = m_out;
    t.first_edge.push_back(static_cast<std::uint32_t>(t.edges.size()));
    std::vector<double> length(t.edges.size());
    const PlaneMetric metric(t.crs, t.edge_xy);
    base::parallel_blocks(t.links.size(), 1024, [&](std::size_t begin, std::size_t end) {
        const std::uint32_t first = t.first_edge[begin], last = t.first_edge[end];
        const std::uint64_t from = t.first_coordinate[first], to = t.first_coordinate[last];
        if (first == last) {
            return;
        }
        // Between the ends of neighbours too, for nothing.
        std::vector<double> segments(to - from - 1);
        metric.segments(std::span(t.edge_xy).subspan(2 * from, 2 * (to - from)), segments);
        for (std::uint32_t e = first; e < last; ++e) {
            length[e] = metric.length(t.coordinates(e),
                                      std::span(segments).subspan(t.first_coordinate[e] - from));
        }
        std::vector<std::uint64_t> weights;
        for (std::size_t l = begin; l < end; ++l) {
            measure_link(l, metric, length, weights);
        }
    });
}

/// `length`: of the edges, in metres; those of the link are measured anew where it must be exact.
void Noder::measure_link(std::size_t l, const PlaneMetric& metric, std::vector<double>& length,
                         std::vector<std::uint64_t>& weights) {
    Topology& t = m_out;
    const std::uint32_t first = t.first_edge[l], last = t.first_edge[l + 1];
    double total = 0;
    for (std::uint32_t e = first; e < last; ++e) {
        total += length[e];
    }
    // The millimetres are those of geodesic measuring: near a half it is done in full.
    const double rest = total * 1000 - std::floor(total * 1000) - 0.5;
    if (!(std::abs(rest) > 1e-6 + total * 1000 * PlaneMetric::kError)) {
        total = 0;
        for (std::uint32_t e = first; e < last; ++e) {
            length[e] = metric.exact_length(t.coordinates(e));
            total += length[e];
        }
    }
    if (l < m_links.size() && m_links[l].given->length_mm > 0) {
        total = m_links[l].given->length_mm / 1000;
    }
    const double mm = std::max(1.0, std::round(total * 1000));
    if (!(mm < 4e9)) {
        throw base::data_error("network.link.long", t.links[l].feature, total / 1000);
    }
    t.links[l].length_mm = static_cast<std::uint32_t>(mm);
    if (last - first == 1) {
        t.edges[first].length_mm = t.links[l].length_mm;
        return;
    }
    weights.clear();
    for (std::uint32_t e = first; e < last; ++e) {
        weights.push_back(static_cast<std::uint64_t>(std::llround(length[e] * 1e6)));
    }
    const auto shares = largest_remainder(t.links[l].length_mm, weights);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        t.edges[first + i].length_mm = shares[i];
    }
}

}  // namespace jt::network
