#include "score/entropy.hpp"

#include "base/error.hpp"
#include "score/combine_rows.hpp"

#include <algorithm>
#include <cmath>

namespace jt::score {
namespace {

double entropy(const std::string& name, const std::vector<double>& column,
               const std::vector<std::size_t>& rows) {
    double sum = 0;
    bool constant = true;
    for (const std::size_t row : rows) {
        if (!(column[row] >= 0 && std::isfinite(column[row]))) {
            throw base::data_error("score.entropy.negative", name, column[row], row + 1);
        }
        sum += column[row];
        constant = constant && column[row] == column[rows.front()];
    }
    if (constant) {
        return 1;  // exactly, so that rounding gives it no weight
    }
    double e = 0;
    for (const std::size_t row : rows) {
        const double p = column[row] / sum;
        e -= p > 0 ? p * std::log(p) : 0;
    }
    return std::min(1.0, e / std::log(static_cast<double>(rows.size())));  // rounding may pass 1
}

}  // namespace

EntropyResult entropy_weights(const std::vector<std::string>& names, const Criteria& criteria) {
    EntropyResult out;
    const auto used = complete_rows(criteria, out.missing);
    if (used.size() < 2) {
        throw base::data_error("score.entropy.rows", used.size());
    }
    double sum = 0;
    for (std::size_t j = 0; j < criteria.size(); ++j) {
        out.entropy.push_back(entropy(names[j], criteria[j], used));
        if (out.entropy.back() >= 1) {
            out.constant.push_back(j);
        }
        sum += 1 - out.entropy.back();
    }
    if (sum <= 0) {
        throw base::data_error("score.entropy.constant");
    }
    for (const double e : out.entropy) {
        out.weights.push_back((1 - e) / sum);
    }
    return out;
}

}  // namespace jt::score
