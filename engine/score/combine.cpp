#include "score/combine.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <cmath>
#include <map>

namespace jt::score {
namespace {

std::map<std::string, double> by_name(const NamedWeights& from) {
    std::map<std::string, double> out;
    for (std::size_t j = 0; j < from.names.size(); ++j) {
        if (!out.emplace(from.names[j], from.weights[j]).second) {
            throw base::data_error("score.combine.twice", from.names[j]);
        }
    }
    return out;
}

/// Names of a that b lacks.
std::vector<std::string> without(const NamedWeights& a, const std::map<std::string, double>& b) {
    std::vector<std::string> out;
    for (const auto& name : a.names) {
        if (!b.contains(name)) {
            out.push_back(name);
        }
    }
    return out;
}

}  // namespace

std::vector<double> matched_weights(const NamedWeights& first, const NamedWeights& second) {
    const auto a = by_name(first);
    const auto b = by_name(second);
    const auto only_first = without(first, b);
    const auto only_second = without(second, a);
    if (!only_first.empty() || !only_second.empty()) {
        const auto list = [](const std::vector<std::string>& names) {
            return names.empty() ? "-" : base::join_some(names, names.size());
        };
        throw base::data_error("score.combine.unmatched", list(only_first), list(only_second));
    }
    std::vector<double> out;
    for (const auto& name : first.names) {
        out.push_back(b.at(name));
    }
    return out;
}

std::vector<double> combine_weights(const NamedWeights& first, const NamedWeights& second,
                                    double alpha, Combination how) {
    const auto other = matched_weights(first, second);
    std::vector<double> out;
    double sum = 0;
    for (std::size_t j = 0; j < other.size(); ++j) {
        const double a = first.weights[j];
        const double b = other[j];
        out.push_back(how == Combination::linear ? alpha * a + (1 - alpha) * b
                                                 : std::pow(a, alpha) * std::pow(b, 1 - alpha));
        sum += out.back();
    }
    if (how == Combination::linear) {
        return out;
    }
    if (sum <= 0) {
        throw base::data_error("score.combine.nothing");
    }
    for (double& weight : out) {
        weight /= sum;
    }
    return out;
}

}  // namespace jt::score
