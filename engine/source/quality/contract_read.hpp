// What reading does with a contract, and with `fix`. Internal to source/.
#pragma once

#include "geo/crs.hpp"
#include "source/loaded.hpp"
#include "source/quality/contract.hpp"
#include "source/read.hpp"

#include <optional>

namespace jt::source {

/// The repair policy: `fix` means "repair". Data error where it stands beside "skip", which leaves
/// features out.
Repair policy_of(const ReadOptions& options);

/// The contract of the options; nothing where there is none.
std::optional<Contract> contract_of(const ReadOptions& options);

/// Mends where the options say `fix`, and holds the layer to the contract: what does not meet it is
/// a data error, or with `tell_contract` told; numbers get its units. What was changed, as a table;
/// nothing where nothing was.
std::optional<layer::Table> hold_to(const std::optional<Contract>& contract, Loaded& loaded,
                                    const geo::Crs& crs, const ReadOptions& options,
                                    base::Diagnostics& diagnostics);

/// Of a header alone: the fields that hold_to() leaves, for a layer that meets the contract.
void foresee_fix(const std::optional<Contract>& contract, Loaded& header,
                 const ReadOptions& options);

}  // namespace jt::source
