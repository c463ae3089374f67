// Times and money that are given for links: declared in noding.hpp.
#include "base/error.hpp"
#include "network/graph/noding.hpp"
#include "network/reach/shares.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace jt::network {

/// The speed at which a link takes the cost that is given for it; the factor of its speed (of a
/// peak) counts as well.
void Noder::time_links() {
    for (std::size_t l = 0; m_timed && l < m_links.size(); ++l) {
        const double cost_ms = m_links[l].given->cost_ms;
        if (cost_ms > 0 && m_links[l].speed > 0) {
            Link& link = m_out.links[l];
            link.speed = link.length_mm * 3.6 / cost_ms * m_links[l].speed;
        }
    }
}

/// Money by feature and by km, in fen, rounded once for a feature; its parts share it by length.
void Noder::price_links() {
    std::map<std::tuple<int, std::int64_t, std::uint32_t>, std::vector<std::size_t>> features;
    for (std::size_t l = 0; m_priced && l < m_links.size(); ++l) {
        const RawLink& raw = m_links[l];
        if (raw.given->fen > 0 || raw.given->fen_km > 0) {
            // The two directions of one feature may be two links; each is paid in full.
            const std::uint32_t way =
                raw.given->cost_ms > 0 || raw.given->length_mm > 0 ? raw.flags : 0U;
            features[{raw.layer, raw.feature, way}].push_back(l);
        }
    }
    for (const auto& [feature, links] : features) {
        const RawLink& raw = m_links[links.front()];
        std::vector<std::uint64_t> lengths;
        double km = 0;
        for (const std::size_t l : links) {
            lengths.push_back(m_out.links[l].length_mm);
            km += m_out.links[l].length_mm / 1e6;
        }
        const double fen = std::round(raw.given->fen + raw.given->fen_km * km);
        if (!(fen < 4e9)) {
            throw base::data_error("network.toll.large", raw.feature, fen / 100);
        }
        const auto shares = largest_remainder(static_cast<std::uint32_t>(fen), lengths);
        for (std::size_t i = 0; i < links.size(); ++i) {
            m_out.links[links[i]].fen = shares[i];
        }
    }
    const std::size_t first = m_out.links.size() - m_transit.rides.size();
    for (std::size_t i = 0; i < m_transit.rides.size(); ++i) {
        Link& link = m_out.links[first + i];
        const double fen = std::round(m_transit.rides[i].fen_km * link.length_mm / 1e6);
        if (!(fen < 4e9)) {
            throw base::data_error("network.toll.large", link.feature, fen / 100);
        }
        link.fen = static_cast<std::uint32_t>(fen);
        link.capacity = m_transit.rides[i].capacity;
    }
}

}  // namespace jt::network
