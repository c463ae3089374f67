// Floating catchment areas: supply shared out among those who reach it.
#pragma once

#include "layer/matrix.hpp"
#include "network/access/decay.hpp"

#include <cstdint>
#include <vector>

namespace jt::network {

/// With S_j the capacity, P_i the demand, w_ij = f(t_ij):
enum class Catchment {
    two_step,    ///< R_j = S_j / sum_i P_i w_ij; A_i = sum_j R_j w_ij. With f a step: Luo & Wang
                 ///< 2003; zones: Luo & Qi 2009 (E2SFCA); gaussian_dai: Dai 2010
    three_step,  ///< as two_step with G_ij w_ij for w_ij, G_ij = w_ij / sum_k w_ik: each demand
                 ///< chooses among the supplies it reaches (Huff 1964; Wan, Zou & Sternberg 2012)
    balanced     ///< R_j = S_j / sum_i P_i w_ij / sum_k w_ik; A_i = sum_j R_j w_ij / sum_k w_kj:
                 ///< neither demand nor level of service is counted twice (Paez, Higgins & Vivona
                 ///< 2019)
};

struct Catchments {
    std::vector<double> access;         ///< of each row, capacity per unit of demand
    std::vector<double> ratio;          ///< of each column; NaN where nobody's demand reaches it
    std::vector<double> load;           ///< demand that falls to each column
    std::vector<std::int64_t> reached;  ///< columns of each row with a weight above 0
    std::vector<std::int64_t> served;   ///< rows of each column with a weight above 0
};

/// Rows of the matrix are demand, columns supply; cells without a cost have the weight 0. A column
/// with a ratio of NaN adds nothing. What holds where every ratio is defined: sum P_i A_i = sum S_j
/// in two_step and three_step; sum A_i = sum R_j and sum load_j = sum P_i (of rows that reach
/// something) in balanced; in all, sum R_j load_j = sum S_j. No rows or no columns: empty or 0.
Catchments catchments(const layer::Matrix& matrix, const std::vector<double>& demand,
                      const std::vector<double>& supply, Catchment method, const Decay& decay);

}  // namespace jt::network
