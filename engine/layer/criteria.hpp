// Criterion trees (准则树): goal > groups of factors > factors, as data that rows and cells share.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace jt::layer {

/// How a group makes one score of those of its factors: weighted sum (WLC), weighted product, OWA,
/// or the worst of them.
enum class Merge { sum, product, owa, minimum };
std::string merge_name(Merge merge);

/// A group of factors, or a factor. Of a group `factors` are the numbers of what is in it.
struct Criterion {
    std::string name;
    std::size_t parent = 0, level = 0;  ///< the root is its own parent, at level 0
    bool group = false;

    std::string column;   ///< factor: of the data, or the name of a surface
    std::string unit;     ///< factor: what its values are measured in; "" = as the column says
    std::string applies;  ///< factor: a boolean column; where it is false the factor is left out
    nlohmann::json function;  ///< factor: value function; null: the values are scores already

    Merge merge = Merge::sum;
    double orness = 0.5;                ///< owa
    std::vector<double> order_weights;  ///< owa; empty: by orness
    nlohmann::json weights;             ///< null: equal; a list of numbers; {"method": ...}
    std::vector<std::size_t> factors;
};

/// {"name", "factors": [...], "merge", "orness" | "order_weights", "weights", "weight"} is a group,
/// {"name", "column", "function", "unit", "applies", "weight"} a factor. Names are distinct in the
/// whole tree. The weights of a group stand in "weights" (of the group) or in "weight" of
/// everything in it, not in both.
class CriteriaTree {
public:
    /// Data errors "criteria.*" with the way to the place: unknown keys (did you mean ...), groups
    /// without factors, names used twice, weights given in part or twice, functions that are wrong.
    static CriteriaTree from_json(const nlohmann::json& json);

    /// Groups before what is in them, in the order given; the root is the first.
    const std::vector<Criterion>& nodes() const { return m_nodes; }
    const Criterion& root() const { return m_nodes.front(); }
    /// The factors, in their order.
    std::vector<std::size_t> factors() const;
    /// The names of what is in a group.
    std::vector<std::string> names_in(std::size_t group) const;
    /// "location > time to hub", without the root.
    std::string path(std::size_t node) const;
    /// Data error with the nearest name.
    std::size_t find(const std::string& name) const;
    /// All groups above, up to the root, are weighted sums: then weights multiply and parts add up.
    bool adds_up(std::size_t node) const;

private:
    friend class CriteriaReader;
    std::vector<Criterion> m_nodes;
};

/// Weights multiplied along the way from the root. `local[i]` is that of node i in its group (1 for
/// the root; NaN where the group does not weigh).
std::vector<double> global_weights(const CriteriaTree& tree, const std::vector<double>& local);

}  // namespace jt::layer
