#include "score/swing.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace jt::score {
namespace {

constexpr double kBest = 100;

}  // namespace

std::vector<double> swing_weights(const std::vector<std::string>& names,
                                  const std::vector<double>& points) {
    if (names.empty() || names.size() != points.size()) {
        throw base::data_error("score.swing.count", points.size(), names.size());
    }
    std::vector<std::string> bad;
    double sum = 0;
    for (std::size_t j = 0; j < points.size(); ++j) {
        if (!(points[j] >= 0 && points[j] <= kBest)) {
            bad.push_back(fmt::format("{} = {}", names[j], points[j]));
        }
        sum += points[j];
    }
    if (!bad.empty()) {
        throw base::data_error("score.swing.points", base::join_some(bad));
    }
    if (std::ranges::find(points, kBest) == points.end()) {
        const auto most = std::ranges::max_element(points) - points.begin();
        throw base::data_error("score.swing.best", names[static_cast<std::size_t>(most)],
                               points[static_cast<std::size_t>(most)]);
    }
    std::vector<double> out;
    for (const double value : points) {
        out.push_back(value / sum);
    }
    return out;
}

}  // namespace jt::score
