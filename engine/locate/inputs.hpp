// What the operators of locate/ share: their ports and parameters, and the problem that these make.
#pragma once

#include "locate/models.hpp"
#include "registry/registry.hpp"

#include <string>
#include <vector>

namespace jt::locate {

/// demand, candidates, matrix and costs.
std::vector<registry::PortSpec> problem_ports();
/// Ids, weights, roles, how costs are read, and the limits of the search.
std::vector<registry::ParamSpec> problem_params();
registry::ParamSpec count_param();                ///< p
registry::ParamSpec cutoff_param(bool required);  ///< cutoff
registry::ParamSpec unreached_param();            ///< unreached

/// OperatorSpec::check: exactly one of the ports matrix and costs.
void check_given(const nlohmann::json& params, const std::map<std::string, std::size_t>& given);

/// Demand, candidates and costs of a call, and what was left out.
struct Inputs {
    Problem problem;                    ///< links within the cutoff, demand that has some
    Problem whole;                      ///< all of it
    std::vector<std::size_t> left_out;  ///< positions in `whole` of demand without a link
    double cutoff = kInfinite;
};

/// Reads a call. `covering`: demand without a link is no error and stays in the problem. Data
/// errors: of layer::keyed() and layer::amounts(); "locate.ids" for ids in `required` and
/// `forbidden` that no candidate has, "locate.role*"; "locate.costs.*"; "locate.unreached" lists
/// demand that no site can reach. Told: candidates without any cost, rows of costs that name
/// neither side, demand left out.
Inputs inputs_of(registry::Call& call, bool covering);

Limits limits_of(const registry::Call& call);
std::size_t count_of(const registry::Call& call);
const base::Progress& progress_of(const registry::Call& call);

}  // namespace jt::locate
