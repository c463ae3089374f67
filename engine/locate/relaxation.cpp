#include "locate/relaxation.hpp"

#include "base/progress.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace jt::locate {
namespace {

constexpr double kRounding = 1e-9;  // share of the cost that sums may be off

class Prices {
public:
    Prices(const Problem& problem, std::size_t count, const std::vector<bool>& begin)
        : m_p(problem),
          m_count(count),
          m_price(problem.links.size()),
          m_worth(problem.site.size()),
          m_order(problem.site.size()) {
        m_out.open = begin;
        m_out.cost = total_cost(problem, nearest_open(problem, begin));
        for (std::size_t i = 0; i < m_price.size(); ++i) {
            const auto& list = problem.links[i];
            m_price[i] = problem.weight[i] * list[std::min<std::size_t>(1, list.size() - 1)].cost;
        }
        m_best_price = m_price;
    }

    void climb() {
        constexpr int kSteps = 2000, kPatience = 25;
        double stride = 1.5;
        int waited = 0;
        m_out.bound = 0;  // costs are not negative
        for (int step = 0; step < kSteps && stride > 1e-4; ++step) {
            const double bound = evaluate();
            if (bound > m_out.bound * (1 + kRounding)) {
                m_out.bound = bound;
                m_best_price = m_price;
                waited = 0;
                try_chosen();
            } else if (++waited == kPatience) {
                stride /= 2;
                waited = 0;
                m_price = m_best_price;
                continue;
            }
            const double room = m_out.cost - bound;
            if (m_out.cost - m_out.bound <= kRounding * m_out.cost || !move(stride, room)) {
                break;
            }
            base::check_cancel();
        }
    }

    /// Leaves out what costs more than the best set.
    Relaxation reduced() {
        m_price = m_best_price;
        m_out.bound = std::min(evaluate(), m_out.cost);
        const double most = m_out.cost * (1 + kRounding) + kRounding;
        const double last = worth_at(m_count - 1);
        const double next = m_free > m_count ? worth_at(m_count) : kInfinite;
        const auto assigned = nearest_open(m_p, m_out.open);
        m_out.rest = m_p;
        std::vector<double> extra(m_p.site.size(), 0);  // the bound's rise where a site is used
        for (std::size_t rank = 0; rank < m_order.size(); ++rank) {
            const std::size_t site = m_order[rank];
            if (m_p.role[site] != Role::candidate) {
                continue;
            }
            Role& role = m_out.rest.role[site];
            if (rank >= m_count) {
                extra[site] = m_worth[site] - last;
                role =
                    m_out.bound + extra[site] > most && !m_out.open[site] ? Role::forbidden : role;
            } else if (m_out.bound + next - m_worth[site] > most && m_out.open[site]) {
                role = Role::required;
            }
        }
        for (std::size_t i = 0; i < m_p.links.size(); ++i) {
            auto& list = m_out.rest.links[i];
            list.erase(std::remove_if(
                           list.begin(), list.end(),
                           [&](const Link& link) {
                               const double over = m_p.weight[i] * link.cost - m_price[i];
                               return link.site != assigned[i] &&
                                      (m_out.rest.role[link.site] == Role::forbidden ||
                                       m_out.bound + extra[link.site] + std::max(0.0, over) > most);
                           }),
                       list.end());
        }
        return m_out;
    }

private:
    double worth_at(std::size_t rank) const { return m_worth[m_order[rank]]; }

    /// The bound at these prices; puts the sites into the order in which they are taken.
    double evaluate() {
        std::fill(m_worth.begin(), m_worth.end(), 0.0);
        double out = 0;
        for (std::size_t i = 0; i < m_price.size(); ++i) {
            out += m_price[i];
            for (const Link& link : m_p.links[i]) {
                const double over = m_p.weight[i] * link.cost - m_price[i];
                if (over >= 0) {
                    break;
                }
                m_worth[link.site] += over;
            }
        }
        std::iota(m_order.begin(), m_order.end(), std::size_t{0});
        std::stable_sort(m_order.begin(), m_order.end(), [&](std::size_t a, std::size_t b) {
            const auto rank = [&](std::size_t site) {
                return m_p.role[site] == Role::required    ? 0
                       : m_p.role[site] == Role::candidate ? 1
                                                           : 2;
            };
            return rank(a) != rank(b) ? rank(a) < rank(b) : m_worth[a] < m_worth[b];
        });
        m_free = m_p.available();
        m_chosen.assign(m_p.site.size(), false);
        for (std::size_t rank = 0; rank < m_count; ++rank) {
            m_chosen[m_order[rank]] = true;
            out += worth_at(rank);
        }
        return out;
    }

    /// A step towards prices at which each demand goes to one site; false where all do.
    bool move(double stride, double room) {
        std::vector<double> slope(m_price.size(), 1);
        double length = 0;
        for (std::size_t i = 0; i < m_price.size(); ++i) {
            for (const Link& link : m_p.links[i]) {
                if (m_p.weight[i] * link.cost >= m_price[i]) {
                    break;
                }
                slope[i] -= m_chosen[link.site] ? 1 : 0;
            }
            length += slope[i] * slope[i];
        }
        if (length == 0) {
            return false;
        }
        for (std::size_t i = 0; i < m_price.size(); ++i) {
            m_price[i] = std::max(0.0, m_price[i] + stride * room / length * slope[i]);
        }
        return true;
    }

    /// The sites that are taken at these prices may be a better set.
    void try_chosen() {
        const auto assigned = nearest_open(m_p, m_chosen);
        if (std::find(assigned.begin(), assigned.end(), kNoSite) == assigned.end()) {
            const double cost = total_cost(m_p, assigned);
            if (cost < m_out.cost) {
                m_out.cost = cost;
                m_out.open = m_chosen;
            }
        }
    }

    const Problem& m_p;
    std::size_t m_count, m_free = 0;
    std::vector<double> m_price, m_best_price, m_worth;
    std::vector<std::size_t> m_order;
    std::vector<bool> m_chosen;
    Relaxation m_out;
};

}  // namespace

Relaxation relaxed(const Problem& problem, std::size_t count, const std::vector<bool>& begin) {
    Prices prices(problem, count, begin);
    prices.climb();
    return prices.reduced();
}

}  // namespace jt::locate
