// A packed R-tree over boxes (sort-tile-recursive; Leutenegger et al. 1997). Built once, read by
// many threads.
#pragma once

#include "geo/geometry.hpp"

#include <cstddef>
#include <functional>
#include <vector>

namespace jt::geo {

class BoxIndex {
public:
    /// Empty boxes and boxes with NaN are never found.
    explicit BoxIndex(const std::vector<Box>& boxes);
    explicit BoxIndex(const GeometryArray& geometry);
    /// Items whose box meets the query box, in ascending order.
    std::vector<std::size_t> find(const Box& query) const;
    std::size_t size() const { return m_size; }

private:
    struct Node {
        Box box;
        std::size_t first = 0, last = 0;  ///< children in m_nodes, or one item when leaf
        bool leaf = false;
    };
    void build(const std::vector<Box>& boxes);
    void tile(std::size_t begin, std::size_t end);
    std::vector<Node> m_nodes;  ///< level by level, leaves first; the root is last
    std::size_t m_size = 0;
};

}  // namespace jt::geo
