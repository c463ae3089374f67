// Freight lines (rail, waterway) and their terminals, before they join the roads.
#pragma once

#include "network/graph/transit.hpp"

namespace jt::network {

/// Reads freight lines and terminals. Lines have the fields of read_transit() and, in place of a
/// headway, per_day or per_week (departures); kind (rail, or water), which decides the speed where
/// none is given; capacity (units a departure); cost_km (yuan a unit and km). Terminals have those
/// of stations and handling (min each time a unit is loaded or changes lines) and handling_cost
/// (yuan a unit). What is taken from the options is told. Data errors: those of read_transit(), no
/// terminals, numbers below 0, an unknown kind, more than one of headway, per_day, per_week.
Transit read_freight(const layer::Layer& lines, const layer::Layer& terminals,
                     const BuildOptions& options, base::Diagnostics& diagnostics);

}  // namespace jt::network
