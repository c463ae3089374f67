#include "locate/interchange.hpp"

#include "base/progress.hpp"

#include <algorithm>

namespace jt::locate {
namespace {

constexpr double kLeastGain = 1e-12;  // share of the total: less is rounding

class Search {
public:
    explicit Search(const Payments& payments) : m_p(payments), m_open(payments.role.size(), false) {
        m_users.resize(payments.role.size());
        for (std::size_t i = 0; i < payments.links.size(); ++i) {
            for (const Link& link : payments.links[i]) {
                m_users[link.site].push_back({i, link.cost});
            }
        }
        for (std::size_t site = 0; site < m_open.size(); ++site) {
            m_open[site] = payments.role[site] == Role::required;
        }
        renew();
    }

    void add_best() {
        std::size_t best = kNoSite;
        double most = -1;
        for (std::size_t site = 0; site < m_open.size(); ++site) {
            if (!m_open[site] && m_p.role[site] != Role::forbidden && gain(site) > most) {
                most = gain(site);
                best = site;
            }
        }
        if (best != kNoSite) {
            m_open[best] = true;
            renew();
        }
    }

    /// The exchange that saves most; false where none does.
    bool exchange() {
        double most = kLeastGain * m_total;
        std::size_t in = kNoSite, out = kNoSite;
        for (std::size_t site = 0; site < m_open.size(); ++site) {
            if (m_open[site] || m_p.role[site] == Role::forbidden) {
                continue;
            }
            const auto [other, saved] = best_exchange(site);
            if (saved > most) {
                most = saved;
                in = site;
                out = other;
            }
        }
        if (in == kNoSite) {
            return false;
        }
        m_open[in] = true;
        m_open[out] = false;
        renew();
        return true;
    }

    const std::vector<bool>& open() const { return m_open; }

private:
    struct User {
        std::size_t demand = 0;
        double cost = 0;
    };

    /// The nearest and second nearest open site of each demand, and what closing a site costs.
    void renew() {
        m_first.assign(m_p.links.size(), kNoSite);
        m_best = m_p.unserved;
        m_second = m_p.unserved;
        m_loss.assign(m_open.size(), 0);
        m_total = 0;
        for (std::size_t i = 0; i < m_p.links.size(); ++i) {
            for (const Link& link : m_p.links[i]) {
                if (!m_open[link.site]) {
                    continue;
                }
                if (link.cost < m_best[i]) {
                    m_second[i] = m_best[i];
                    m_best[i] = link.cost;
                    m_first[i] = link.site;
                } else {
                    m_second[i] = std::min(m_second[i], link.cost);
                }
            }
            m_total += m_best[i];
            if (m_first[i] != kNoSite) {
                m_loss[m_first[i]] += m_second[i] - m_best[i];
            }
        }
        base::check_cancel();
    }

    double gain(std::size_t site) const {
        double out = 0;
        for (const User& user : m_users[site]) {
            out += std::max(0.0, m_best[user.demand] - user.cost);
        }
        return out;
    }

    std::pair<std::size_t, double> best_exchange(std::size_t in) const {
        std::vector<double> loss = m_loss;
        double gained = 0;
        for (const User& user : m_users[in]) {
            const std::size_t i = user.demand;
            gained += std::max(0.0, m_best[i] - user.cost);
            if (m_first[i] != kNoSite) {
                loss[m_first[i]] -= std::max(0.0, m_second[i] - std::max(m_best[i], user.cost));
            }
        }
        std::size_t out = kNoSite;
        for (std::size_t site = 0; site < m_open.size(); ++site) {
            if (m_open[site] && m_p.role[site] == Role::candidate &&
                (out == kNoSite || loss[site] < loss[out])) {
                out = site;
            }
        }
        return {out, out == kNoSite ? 0 : gained - loss[out]};
    }

    const Payments& m_p;
    std::vector<bool> m_open;
    std::vector<std::vector<User>> m_users;
    std::vector<std::size_t> m_first;
    std::vector<double> m_best, m_second, m_loss;
    double m_total = 0;
};

}  // namespace

std::vector<bool> interchange(const Payments& payments, std::size_t count) {
    Search search(payments);
    const auto required = std::count(payments.role.begin(), payments.role.end(), Role::required);
    for (std::size_t n = static_cast<std::size_t>(required); n < count; ++n) {
        search.add_best();
    }
    while (search.exchange()) {
    }
    return search.open();
}

std::vector<bool> greedy_cover(const Problem& problem) {
    const std::size_t sites = problem.site.size();
    std::vector<bool> open(sites, false);
    std::vector<std::size_t> served(problem.demand.size(), 0);  // by how many open sites
    std::vector<std::vector<std::size_t>> users(sites);
    for (std::size_t i = 0; i < problem.links.size(); ++i) {
        for (const Link& link : problem.links[i]) {
            users[link.site].push_back(i);
        }
    }
    const auto add = [&](std::size_t site) {
        open[site] = true;
        for (const std::size_t i : users[site]) {
            ++served[i];
        }
    };
    for (std::size_t site = 0; site < sites; ++site) {
        if (problem.role[site] == Role::required) {
            add(site);
        }
    }
    while (true) {
        std::size_t best = kNoSite, most = 0;
        for (std::size_t site = 0; site < sites; ++site) {
            const auto fresh = static_cast<std::size_t>(
                std::count_if(users[site].begin(), users[site].end(),
                              [&](std::size_t i) { return served[i] == 0; }));
            if (fresh > most) {
                most = fresh;
                best = site;
            }
        }
        if (best == kNoSite) {
            break;
        }
        add(best);
    }
    for (std::size_t site = sites; site-- > 0;) {
        const bool spare = std::all_of(users[site].begin(), users[site].end(),
                                       [&](std::size_t i) { return served[i] > 1; });
        if (open[site] && problem.role[site] == Role::candidate && spare) {
            open[site] = false;
            for (const std::size_t i : users[site]) {
                --served[i];
            }
        }
    }
    return open;
}

}  // namespace jt::locate
