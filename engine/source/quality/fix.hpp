// Faults of a layer that can be mended without losing or guessing anything. Internal to source/.
#pragma once

#include "source/loaded.hpp"
#include "source/quality/contract.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace jt::source {

/// One change: of a value, of a feature's geometry (field ""), or of a field (no feature).
struct Fix {
    static constexpr std::int64_t kNoFeature = -1;
    std::int64_t feature = kNoFeature;
    std::string field, kind, before, after;
};

/// All changes of a layer, in the order they were made.
struct Fixes {
    std::vector<Fix> list;
    /// As a table: feature (null for a field), field, kind, before, after.
    layer::Table table() const;
};

/// Mends a layer in place:
///   point     coordinates that repeat the one before them in a line or ring go
///   blank     blanks of any width at the ends of a text go; a text of blanks alone is missing
///   width     full-width letters, digits and signs in a text that is a code: ASCII once they are
///             folded, with a digit in it
/// and where a contract is given
///   name      a field whose name differs in case, width or blanks only gets the contract's name
///   type      numbers as text become numbers, whole numbers text or integers, as the contract
///             wants, where every value of the column allows it without loss (007 stays text);
///             one change for the field
///   date      dates get the form 2020-05-25; 5/6/2020 stays, as it could be May or June
///   order     the contract's fields come first, in its order
///   duplicate of features with the same geometry and values the later ones go, where the contract
///             has no_duplicates
/// Each kind is told for each field with its feature ids and its first example. What cannot be
/// mended so stays: overlaps, missing values, values out of their domain.
Fixes fix_layer(Loaded& loaded, const Contract* contract, base::Diagnostics& diagnostics);

// The parts, each adding to the list.
void fix_names(Loaded& loaded, const Contract& contract, Fixes& fixes);
void fix_values(Loaded& loaded, const Contract* contract, Fixes& fixes);
void fix_types(Loaded& loaded, const Contract& contract, Fixes& fixes);
void fix_order(Loaded& loaded, const Contract& contract, Fixes& fixes);
void fix_points(Loaded& loaded, Fixes& fixes);
void fix_duplicates(Loaded& loaded, Fixes& fixes);

}  // namespace jt::source
