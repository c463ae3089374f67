// Published comparison matrices and what was published for them.
#pragma once

#include <string>
#include <vector>

namespace jt::test {

using Rows = std::vector<std::vector<double>>;

inline std::vector<std::string> letters(std::size_t n) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < n; ++i) {
        out.push_back(std::string(1, static_cast<char>('a' + i)));
    }
    return out;
}

/// Saaty 1990, buying a house.
inline const Rows kHouse = {{1, 5, 3, 7, 6, 6, 1.0 / 3, 1.0 / 4},
                            {1.0 / 5, 1, 1.0 / 3, 5, 3, 3, 1.0 / 5, 1.0 / 7},
                            {1.0 / 3, 3, 1, 6, 3, 4, 6, 1.0 / 5},
                            {1.0 / 7, 1.0 / 5, 1.0 / 6, 1, 1.0 / 3, 1.0 / 4, 1.0 / 7, 1.0 / 8},
                            {1.0 / 6, 1.0 / 3, 1.0 / 3, 3, 1, 1.0 / 2, 1.0 / 5, 1.0 / 6},
                            {1.0 / 6, 1.0 / 3, 1.0 / 4, 4, 2, 1, 1.0 / 5, 1.0 / 6},
                            {3, 5, 1.0 / 6, 7, 5, 5, 1, 1.0 / 2},
                            {4, 7, 5, 8, 6, 6, 2, 1}};

/// Saaty, distances from Philadelphia.
inline const Rows kDistances = {{1, 1.0 / 3, 8, 3, 3, 7},
                                {3, 1, 9, 3, 3, 9},
                                {1.0 / 8, 1.0 / 9, 1, 1.0 / 6, 1.0 / 5, 2},
                                {1.0 / 3, 1.0 / 3, 6, 1, 1.0 / 3, 6},
                                {1.0 / 3, 1.0 / 3, 5, 3, 1, 6},
                                {1.0 / 7, 1.0 / 9, 1.0 / 2, 1.0 / 6, 1.0 / 6, 1}};

/// Choosing a leader.
inline const Rows kLeader = {
    {1, 4, 3, 7}, {1.0 / 4, 1, 1.0 / 3, 3}, {1.0 / 3, 3, 1, 5}, {1.0 / 7, 1.0 / 3, 1.0 / 5, 1}};

/// Four cars under style, reliability and fuel (test of the R package MCDA).
inline const Rows kCarCriteria = {{1, 0.5, 3}, {2, 1, 4}, {1.0 / 3, 0.25, 1}};
inline const std::vector<Rows> kCars = {
    {{1, 0.25, 4, 1.0 / 6}, {4, 1, 4, 0.25}, {0.25, 0.25, 1, 0.2}, {6, 4, 5, 1}},
    {{1, 2, 5, 1}, {0.5, 1, 3, 2}, {0.2, 1.0 / 3, 1, 0.25}, {1, 0.5, 4, 1}},
    {{1, 2, 4, 1}, {0.5, 1, 3, 2}, {0.25, 1.0 / 3, 1, 0.2}, {1, 0.5, 5, 1}}};

/// Tzeng & Huang 2011, Multiple Attribute Decision Making: four alternatives by three criteria, by
/// columns; closeness as the tests of scikit-criteria (test_TOPSIS_tzeng2011multiple) have it.
inline const Rows kTzeng = {{5, 7, 8, 7}, {8, 6, 8, 4}, {4, 8, 6, 6}};
inline const std::vector<double> kTzengWeights = {.3, .4, .3};
inline const std::vector<double> kTzengCloseness = {0.5037, 0.6581, 0.7482, 0.3340};

/// Diakoulaki, Mavrotas & Papayannakis 1995: eight firms by three criteria, by columns; weights as
/// the tests of scikit-criteria (test_Critic_diakoulaki1995determining) have them.
inline const Rows kFirms = {{61, 20.7, 16.3, 9, 5.4, 4, -6.1, -34.6},
                            {1.08, 0.26, 1.98, 3.29, 2.77, 4.12, 3.52, 3.31},
                            {4.33, 4.34, 2.53, 1.65, 2.33, 1.21, 2.10, 0.98}};
inline const std::vector<double> kFirmsWeights = {0.20222554, 0.48090173, 0.31687273};

/// Hwang & Yoon 1981: four fighter aircraft by six attributes, by columns.
inline const Rows kFighters = {{2.0, 2.5, 1.8, 2.2},
                               {1500, 2700, 2000, 1800},
                               {20000, 18000, 21000, 20000},
                               {5.5, 6.5, 4.5, 5.0},
                               {5, 3, 7, 5},
                               {9, 5, 7, 5}};

inline std::vector<double> flat(const Rows& rows) {
    std::vector<double> out;
    for (const auto& row : rows) {
        out.insert(out.end(), row.begin(), row.end());
    }
    return out;
}

}  // namespace jt::test
