#include "network/hierarchy/hierarchy.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"
#include "network/hierarchy/contraction.hpp"
#include "network/hierarchy/what_if.hpp"

#include <algorithm>

namespace jt::network {
namespace {

/// Rows that cover the arcs, and arcs that lead to smaller places.
bool good_rows(std::uint32_t size, const std::vector<std::uint32_t>& first,
               const std::vector<Arc>& arcs) {
    if (first.size() != std::size_t{size} + 1 || first.front() != 0 ||
        first.back() != arcs.size() || !std::is_sorted(first.begin(), first.end())) {
        return false;
    }
    for (std::uint32_t place = 0; place < size; ++place) {
        for (std::uint32_t a = first[place]; a < first[place + 1]; ++a) {
            if (arcs[a].to >= place || arcs[a].cost >= kFar) {
                return false;
            }
        }
    }
    return true;
}

bool good_places(const Hierarchy& h) {
    if (h.place.size() != h.node.size()) {
        return false;
    }
    for (std::uint32_t node = 0; node < h.size(); ++node) {
        if (h.place[node] >= h.size() || h.node[h.place[node]] != node) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::string graph_hash(std::span<const std::uint32_t> first, std::span<const Arc> arcs) {
    base::Hasher hasher;
    hasher.add_span(first);
    hasher.add_span(arcs);
    return hasher.hex();
}

void write_hierarchy(base::Writer& out, const Hierarchy& hierarchy, std::string_view graph) {
    out.text(graph);
    out.values(hierarchy.place);
    out.values(hierarchy.node);
    out.values(hierarchy.up_first);
    out.values(hierarchy.up);
    out.values(hierarchy.down_first);
    out.values(hierarchy.down);
}

Hierarchy read_hierarchy(base::Reader& in, std::string_view graph) {
    const std::string of = in.text();
    Hierarchy h;
    h.place = in.values<std::uint32_t>();
    h.node = in.values<std::uint32_t>();
    h.up_first = in.values<std::uint32_t>();
    h.up = in.values<Arc>();
    h.down_first = in.values<std::uint32_t>();
    h.down = in.values<Arc>();
    if (of != graph || !good_places(h) || !good_rows(h.size(), h.up_first, h.up) ||
        !good_rows(h.size(), h.down_first, h.down)) {
        throw base::data_error("network.hierarchy.damaged");
    }
    return h;
}

std::shared_ptr<const Hierarchy> Network::contracted(const base::Progress& progress) const {
    if (m_prepared.hierarchy) {
        return m_prepared.hierarchy;
    }
    const std::lock_guard lock(m_making);
    if (!m_contracted) {
        m_contracted =
            std::make_shared<const Hierarchy>(contract(m_topology->first_arc, m_arcs, progress));
    }
    return m_contracted;
}

std::shared_ptr<const Hierarchy> Network::customised(const base::Progress& progress) const {
    const std::lock_guard lock(m_making);
    if (!m_customised) {
        const auto what_if = m_prepared.what_if ? m_prepared.what_if
                                                : std::make_shared<const WhatIf>(*this, progress);
        m_customised = std::make_shared<const Hierarchy>(what_if->of(*this));
    }
    return m_customised;
}

}  // namespace jt::network
