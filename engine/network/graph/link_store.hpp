// What links hold many of, points and texts, side by side in few blocks of memory: not one
// allocation for each link.
#pragma once

#include "network/reach/lattice.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

namespace jt::network {

/// Keeps what is added where it is until the store goes; moving the store moves nothing in it.
template <class T>
class Store {
public:
    Store() = default;
    Store(Store&&) = default;
    Store& operator=(Store&&) = default;

    std::span<T> add(std::span<const T> items) {
        if (m_blocks.empty() ||
            m_blocks.back().capacity() - m_blocks.back().size() < items.size()) {
            m_room = std::min(2 * m_room, kMostRoom);
            m_blocks.emplace_back().reserve(std::max(m_room, items.size()));
        }
        std::vector<T>& block = m_blocks.back();
        const std::size_t first = block.size();
        block.insert(block.end(), items.begin(), items.end());
        return std::span(block).subspan(first);
    }

    /// Room for so many items in one block.
    void expect(std::size_t items) { m_blocks.emplace_back().reserve(items); }

    /// What the other store keeps belongs to this one.
    void take(Store other) {
        m_blocks.insert(m_blocks.begin(), std::make_move_iterator(other.m_blocks.begin()),
                        std::make_move_iterator(other.m_blocks.end()));
    }

private:
    static constexpr std::size_t kMostRoom = 32768;
    std::size_t m_room = 512;  ///< of the last block
    std::vector<std::vector<T>> m_blocks;
};

/// The points of one link, which lie in a store; compared point by point.
struct LinePoints : std::span<Point> {
    LinePoints() = default;
    LinePoints(std::span<Point> points) : std::span<Point>(points) {}

    friend bool operator==(const LinePoints& a, const LinePoints& b) {
        return std::ranges::equal(a, b);
    }
    friend bool operator<(const LinePoints& a, const LinePoints& b) {
        return std::ranges::lexicographical_compare(a, b);
    }
};

}  // namespace jt::network
