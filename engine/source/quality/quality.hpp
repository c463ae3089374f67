// A layer held against a contract (数据质检). Internal to source/.
#pragma once

#include "base/error.hpp"
#include "geo/crs.hpp"
#include "source/loaded.hpp"
#include "source/quality/contract.hpp"

namespace jt::source {

/// Everything that does not meet the contract, with feature ids: geometry type, datum, CRS,
/// validity, duplicates, overlaps (of more than a square metre) and gaps (up to
/// geo::kLargestGap), and for each field presence, type, width, values. Each finding is of severity
/// error; columns that a contract other than a role does not know are one information. `where` of a
/// finding is the field, "" for the layer. A layer without features meets what is asked of values.
base::Diagnostics check_contract(const Loaded& loaded, const geo::Crs& crs,
                                 const Contract& contract);

/// A finding as notes of an error: the field and features concerned, then what is wrong.
void add_finding(base::Error& error, const base::Diagnostic& finding);

/// Data error with every finding of severity error; nothing where there is none. `given` is what
/// the user called the contract, for the hint.
void require_contract(const Loaded& loaded, const geo::Crs& crs, const Contract& contract,
                      const std::string& given);

}  // namespace jt::source
