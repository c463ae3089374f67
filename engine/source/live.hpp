// Data that may change between two runs of a scenario without any file changing: a database, or a
// .vrt that leads anywhere. Internal to source/.
#pragma once

#include "registry/spec.hpp"
#include "source/read.hpp"

namespace jt::source {

/// "PG:..." or a .vrt?
bool is_live(const std::string& path);

/// The rule for scenarios: live data are read only where `live` says so, a database by the name of
/// a table, and without a password in the string, which run.json keeps. Data errors say what to
/// write instead; also for `live` with a plain file.
void check_live(const ReadOptions& options);

/// What a live layer holds now, for the cache key and run.json: its place (without a password) and
/// a hash over columns, ids and geometry as they are read. So a step is taken from the cache only
/// where the data are the same, and data that change while it runs are noticed.
registry::ExternalInput live_state(const ReadOptions& options);

/// Tells that so many rows came from a live source; nothing for a file.
void tell_live(const ReadOptions& options, std::size_t rows, base::Diagnostics& diagnostics);

}  // namespace jt::source
