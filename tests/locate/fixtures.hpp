// Location problems as tables, and all subsets of sites tried one by one.
#pragma once

#include "layer/layer.hpp"
#include "layer/matrix.hpp"
#include "locate/models.hpp"
#include "locate/register.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>

namespace jt::test {

inline const registry::Registry& operators() {
    static const registry::Registry all = [] {
        registry::Registry out;
        locate::register_operators(out);
        return out;
    }();
    return all;
}

struct Ran {
    registry::Outputs outputs;
    base::Diagnostics diagnostics;
    const layer::Table& table(const std::string& name) const {
        return dynamic_cast<const layer::Table&>(*outputs.at(name));
    }
    double number(const std::string& column) const {
        return table("summary").column(column).number(0);
    }
    std::string word(const std::string& column) const {
        return table("summary").column(column).show(0);
    }
    std::vector<std::string> chosen() const {
        std::vector<std::string> out;
        const auto& sites = table("sites");
        for (std::size_t row = 0; row < sites.rows(); ++row) {
            if (sites.column("chosen").boolean(row)) {
                out.push_back(sites.column("id").show(row));
            }
        }
        return out;
    }
    std::vector<std::string> texts() const {
        std::vector<std::string> out;
        for (const auto& one : diagnostics.list()) {
            out.push_back(base::render(one, base::Lang::en));
        }
        return out;
    }
};

using Inputs = std::map<std::string, std::vector<registry::ObjectPtr>>;

inline Ran run(const std::string& name, Inputs inputs, const nlohmann::json& params) {
    Ran out;
    registry::Call call;
    call.inputs = std::move(inputs);
    call.params = params;
    call.diagnostics = &out.diagnostics;
    out.outputs = operators().run(name, call);
    return out;
}

inline layer::Field text_field(const std::string& name) {
    return {name, layer::Type::text, "", {}};
}
inline layer::Field real_field(const std::string& name) {
    return {name, layer::Type::real, "", {}};
}

/// Demand, candidates and pairs (origin, destination, minutes), rows in any order.
struct Tables {
    std::shared_ptr<layer::Table> demand, candidates, costs;
    Inputs inputs() const {
        return {{"demand", {demand}}, {"candidates", {candidates}}, {"costs", {costs}}};
    }
};

/// Rows of the problem, shuffled where there is a seed.
inline Tables tables_of(const locate::Problem& problem, unsigned seed = 0) {
    std::mt19937 random(seed);
    const auto shuffled = [&](std::size_t count) {
        std::vector<std::size_t> order(count);
        for (std::size_t i = 0; i < count; ++i) {
            order[i] = i;
        }
        if (seed != 0) {
            std::shuffle(order.begin(), order.end(), random);
        }
        return order;
    };
    std::vector<std::string> ids, sites, from, to;
    std::vector<double> weights, capacities, costs;
    for (const std::size_t i : shuffled(problem.demand.size())) {
        ids.push_back(problem.demand[i]);
        weights.push_back(problem.weight[i]);
        for (const auto& link : problem.links[i]) {
            from.push_back(problem.demand[i]);
            to.push_back(problem.site[link.site]);
            costs.push_back(link.cost);
        }
    }
    for (const std::size_t j : shuffled(problem.site.size())) {
        sites.push_back(problem.site[j]);
        capacities.push_back(problem.capacity.empty() ? 0 : problem.capacity[j]);
    }
    Tables out{std::make_shared<layer::Table>(ids.size()),
               std::make_shared<layer::Table>(sites.size()),
               std::make_shared<layer::Table>(from.size())};
    out.demand->set(text_field("id"), layer::Column::of_texts(ids));
    out.demand->set(real_field("people"), layer::Column::of_reals(weights));
    out.candidates->set(text_field("id"), layer::Column::of_texts(sites));
    out.candidates->set(real_field("room"), layer::Column::of_reals(capacities));
    out.costs->set(text_field("origin"), layer::Column::of_texts(from));
    out.costs->set(text_field("destination"), layer::Column::of_texts(to));
    out.costs->set(real_field("minutes"), layer::Column::of_reals(costs));
    return out;
}

/// A problem from a table of costs by demand and site, NaN for none.
inline locate::Problem problem_of(const std::vector<std::vector<double>>& costs,
                                  std::vector<double> weights) {
    locate::Problem out;
    const auto name = [](char letter, std::size_t i) {
        return letter + std::string(i < 10 ? "0" : "") + std::to_string(i);
    };
    out.weight = std::move(weights);
    for (std::size_t j = 0; j < costs.front().size(); ++j) {
        out.site.push_back(name('S', j));
        out.role.push_back(locate::Role::candidate);
    }
    for (std::size_t i = 0; i < costs.size(); ++i) {
        out.demand.push_back(name('D', i));
        out.links.emplace_back();
        for (std::size_t j = 0; j < costs[i].size(); ++j) {
            if (!std::isnan(costs[i][j])) {
                out.links[i].push_back({j, costs[i][j]});
            }
        }
        std::sort(out.links[i].begin(), out.links[i].end(),
                  [](const locate::Link& a, const locate::Link& b) {
                      return a.cost != b.cost ? a.cost < b.cost : a.site < b.site;
                  });
    }
    return out;
}

/// What all subsets of the sites can do within a cutoff: by their number, NaN where none can.
struct Tried {
    std::map<std::size_t, double> median, radius, covered;
    std::size_t fewest = 0;  ///< 0: no set reaches all
};

/// Sites are put in or left out one by one; what the demand pays is carried along.
class Trying {
public:
    Trying(const locate::Problem& problem, double cutoff)
        : m_p(problem),
          m_paid(problem.site.size() + 1,
                 std::vector<double>(problem.demand.size(), locate::kInfinite)) {
        for (std::size_t i = 0; i < problem.demand.size(); ++i) {
            m_cost.emplace_back(problem.site.size(), locate::kInfinite);
            for (const auto& link : problem.links[i]) {
                m_cost[i][link.site] = link.cost <= cutoff ? link.cost : locate::kInfinite;
            }
        }
        branch(0, 0);
    }
    Tried out;

private:
    void branch(std::size_t site, std::size_t count) {
        if (site == m_p.site.size()) {
            weigh(m_paid[site], count);
            return;
        }
        if (m_p.role[site] != locate::Role::required) {
            m_paid[site + 1] = m_paid[site];
            branch(site + 1, count);
        }
        if (m_p.role[site] != locate::Role::forbidden) {
            for (std::size_t i = 0; i < m_cost.size(); ++i) {
                m_paid[site + 1][i] = std::min(m_paid[site][i], m_cost[i][site]);
            }
            branch(site + 1, count + 1);
        }
    }

    void weigh(const std::vector<double>& paid, std::size_t count) {
        double cost = 0, radius = 0, covered = 0;
        bool all = true;
        for (std::size_t i = 0; i < paid.size(); ++i) {
            all = all && paid[i] < locate::kInfinite;
            if (paid[i] < locate::kInfinite) {
                cost += m_p.weight[i] * paid[i];
                radius = std::max(radius, paid[i]);
                covered += m_p.weight[i];
            }
        }
        const auto better = [&](std::map<std::size_t, double>& best, double value, double sign) {
            const auto [found, fresh] = best.emplace(count, value);
            if (!fresh && sign * value < sign * found->second) {
                found->second = value;
            }
        };
        better(out.covered, covered, -1);
        if (all) {
            better(out.median, cost, 1);
            better(out.radius, radius, 1);
            out.fewest = out.fewest == 0 ? count : std::min(out.fewest, count);
        }
    }

    const locate::Problem& m_p;
    std::vector<std::vector<double>> m_cost, m_paid;
};

inline Tried try_all(const locate::Problem& problem, double cutoff = locate::kInfinite) {
    return Trying(problem, cutoff).out;
}

}  // namespace jt::test
