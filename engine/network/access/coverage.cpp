#include "network/access/coverage.hpp"

namespace jt::network {
namespace {

void add(Covered& to, double amount, double minutes, std::uint32_t status, double cutoff) {
    to.total += amount;
    double* part = &to.unknown;
    switch (status) {
        case 0: part = minutes <= cutoff ? &to.within : &to.beyond; break;
        case layer::kCutOff: part = &to.beyond; break;
        case layer::kUnreachable: part = &to.unreachable; break;
        case layer::kOffNetwork: part = &to.off_network; break;
        default: break;
    }
    *part += amount;
}

}  // namespace

std::vector<Covered> cover(const std::vector<double>& minutes,
                           const std::vector<std::uint32_t>& status,
                           const std::vector<std::size_t>& group, std::size_t groups,
                           const std::vector<Amount>& amounts, const std::vector<double>& cutoffs,
                           const std::vector<std::size_t>& order) {
    std::vector<Covered> out;
    for (std::size_t g = 0; g <= groups; ++g) {
        for (std::size_t a = 0; a < amounts.size(); ++a) {
            for (std::size_t c = 0; c < cutoffs.size(); ++c) {
                out.push_back({.group = g, .amount = a, .cutoff = c});
            }
        }
    }
    const std::size_t cells = amounts.size() * cutoffs.size();
    for (const std::size_t point : order) {
        for (const std::size_t g : {group[point], groups}) {
            for (std::size_t i = 0; g != kNoGroup && i < cells; ++i) {
                Covered& to = out[g * cells + i];
                ++to.points;
                add(to, amounts[to.amount].of[point], minutes[point], status[point],
                    cutoffs[to.cutoff]);
            }
        }
    }
    for (Covered& to : out) {
        const std::vector<double>& alone = amounts[to.amount].without_point;
        for (std::size_t g = 0; g < alone.size(); ++g) {
            if (to.group == g || to.group == groups) {
                add(to, alone[g], 0, layer::kMissing, 0);
            }
        }
    }
    return out;
}

}  // namespace jt::network
