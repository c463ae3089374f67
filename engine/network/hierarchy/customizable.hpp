// Customizable contraction hierarchies: Dibbelt, Strasser, Wagner, "Customizable Contraction
// Hierarchies" (2014; ACM Journal of Experimental Algorithmics 21, 2016). The first of three
// phases: what depends on the streets alone and serves every scenario.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace jt::network {

/// The graph and the shortcuts that contraction in a given order needs whatever the costs are: a
/// chordal graph. Immutable once made.
///
/// Places are numbered as in Hierarchy, 0 the most important, so that the nodes below a place p of
/// the elimination tree are the places p + 1 .. end[p] - 1. An arc of the supergraph stands for
/// both directions and belongs to its lower end, the larger place.
class Customizable {
public:
    static constexpr std::uint32_t kNoArc = 0xFFFFFFFFU;

    Customizable() = default;
    /// From a graph in compressed rows (ends of the arcs of node n: to[first[n]] ..
    /// to[first[n + 1] - 1]; loops and repeated arcs are fine) and an order of its nodes, the
    /// first to contract first. A graph of no node has `first` empty or {0}.
    Customizable(std::span<const std::uint32_t> first, std::span<const std::uint32_t> to,
                 std::span<const std::uint32_t> order);

    std::uint32_t size() const { return static_cast<std::uint32_t>(node.size()); }
    std::size_t arcs() const { return up_to.size(); }
    /// The arc of two places, `lower` being the larger; kNoArc where they are not joined.
    std::uint32_t arc_of(std::uint32_t lower, std::uint32_t upper) const;
    /// Calls body(a, b) for the arcs that the two ends of an arc have with each place below both:
    /// a to its lower end, b to its upper end, in ascending order of places. With the arc they are
    /// the lower triangles; body says whether to go on.
    template <class Body>
    void below(std::uint32_t arc, Body&& body) const;

    /// Lower triangles: what a customisation looks at.
    std::uint64_t triangles() const;

    std::vector<std::uint32_t> place;  ///< of each node
    std::vector<std::uint32_t> node;   ///< at each place
    std::vector<std::uint32_t> end;    ///< of each place: one past the places below it
    // Arcs of place p upwards: up_first[p] .. up_first[p + 1], by ascending place of the other end.
    // The last one leads to p's parent in the elimination tree.
    std::vector<std::uint32_t> up_first, up_to;
    std::vector<std::uint32_t> tail;  ///< lower end of each arc
    // Arcs that reach place p from below, by ascending place of the other end.
    std::vector<std::uint32_t> down_first, down_arc;
    // The arcs of the graph under arc a, ascending: upwards those at given_first[2 * a], downwards
    // those at given_first[2 * a + 1].
    std::vector<std::uint32_t> given_first, given;
    /// The arc of the supergraph over each arc of the graph; kNoArc for loops.
    std::vector<std::uint32_t> over;

    /// Places begin .. end - 1 that no arc joins with those of another part: all places below some
    /// places, with these.
    struct Part {
        std::uint32_t begin = 0, end = 0;
    };
    std::vector<Part> parts;           ///< what can be customised side by side, in ascending order
    std::vector<std::uint32_t> crown;  ///< the places above all parts, ascending

private:
    void number(std::span<const std::uint32_t> first, std::span<const std::uint32_t> to,
                std::span<const std::uint32_t> order);
    void fill(std::span<const std::uint32_t> first, std::span<const std::uint32_t> to);
    void turn_round();
    void cover(std::span<const std::uint32_t> first, std::span<const std::uint32_t> to);
    void divide();
};

template <class Body>
void Customizable::below(std::uint32_t arc, Body&& body) const {
    const std::uint32_t lower = tail[arc], upper = up_to[arc];
    for (std::uint32_t d = down_first[lower]; d < down_first[lower + 1]; ++d) {
        const std::uint32_t a = down_arc[d];
        const std::uint32_t b = arc_of(tail[a], upper);
        if (b != kNoArc && !body(a, b)) {
            return;
        }
    }
}

}  // namespace jt::network
