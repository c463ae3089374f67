// Least accumulated cost over a friction surface.
#pragma once

#include "surface/distance.hpp"

namespace jt::surface {

enum class CostMethod {
    dijkstra,  ///< steps between the eight neighbours: up to 8.3 % too much between their
               ///< directions
    eikonal,   ///< straight lines between neighbours: fast marching, free of the eight directions
};

/// cost: 64 bit, in units of friction x metre; 0 on sources. back: degrees clockwise from north to
/// where the least way comes from; none on sources. nearest: the value of the source that the way
/// leads to. All are nodata where no way leads or it costs more than the rule's max.
struct CostDistance {
    Surface cost, back, nearest;
    std::size_t sources = 0;
    std::size_t on_barriers = 0;  ///< sources on cells without friction: left out
    std::size_t unreached = 0;    ///< cells with a friction without a way within max
};

/// Friction is cost per metre; a step costs its length times the mean of both cells. Cells without
/// a friction are barriers; a diagonal step does not squeeze between two of them.
/// dijkstra: Dijkstra (1959) on a heap of four branches; of equal ways the one found first, cells
/// in row order. eikonal: fast marching (Sethian 1996, PNAS 93; Tsitsiklis 1995, IEEE TAC 40) over
/// the eight triangles around a cell, |grad cost| = friction of the cell that is entered.
/// Data errors: those of metre_sides(); "surface.aligned"; "surface.cost.friction" (count, row,
/// column of the first) where a friction is not above 0.
CostDistance cost_distance(const SurfacePtr& friction, const SurfacePtr& sources,
                           const SourceRule& rule, CostMethod method);

}  // namespace jt::surface
