#include "source/transit/gtfs_tables.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/text/csv.hpp"

#include <algorithm>
#include <charconv>

namespace jt::source {
namespace {

constexpr std::size_t kAbsent = static_cast<std::size_t>(-1);

/// Where the columns stand in the header.
void find_columns(const Names& header, const Names& wanted, bool required, const std::string& table,
                  std::vector<std::size_t>& places) {
    for (const std::string& name : wanted) {
        const auto found = std::find(header.begin(), header.end(), name);
        if (found == header.end() && required) {
            throw base::unknown_name_error("source.gtfs.column", name, header, table);
        }
        places.push_back(found == header.end() ? kAbsent
                                               : static_cast<std::size_t>(found - header.begin()));
    }
}

}  // namespace

void each_row(const FeedFiles& files, const std::string& table, const Names& required,
              const Names& optional, Problems& problems, const Visit& visit) {
    if (!files.has(table)) {
        return;
    }
    std::vector<std::size_t> places;
    Names cells(required.size() + optional.size());
    std::int64_t row = 0;
    base::Diagnostics ragged;
    base::within(base::msg("source.context.file", table + ".txt"), [&] {
        each_csv_row(
            files.text(table), !problems.strict(), ragged, table + ".txt",
            [&](const Names& header) {
                find_columns(header, required, true, table, places);
                find_columns(header, optional, false, table, places);
            },
            [&](const Names& found, std::size_t) {
                for (std::size_t i = 0; i < cells.size(); ++i) {
                    cells[i] = places[i] == kAbsent ? "" : base::trim(found[places[i]]);
                }
                visit(cells, ++row);
            });
    });
    for (base::Diagnostic one : ragged.list()) {
        one.severity = problems.severity();
        problems.diagnostics().add(std::move(one));
    }
}

std::optional<std::int32_t> whole_number_of(const std::string& text) {
    std::int32_t out = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), out);
    return failure == std::errc() && end == text.data() + text.size() ? std::optional(out)
                                                                      : std::nullopt;
}

std::string at_row(std::int64_t row, const std::string& value) {
    return fmt::format("{} ('{}')", row, value);
}

void check_feed_tables(const std::function<bool(const std::string& table)>& has) {
    Names missing;
    for (const char* table : {"stops", "routes", "trips", "stop_times"}) {
        if (!has(table)) {
            missing.push_back(std::string(table) + ".txt");
        }
    }
    if (!has("calendar") && !has("calendar_dates")) {
        missing.emplace_back("calendar.txt / calendar_dates.txt");
    }
    if (!missing.empty()) {
        throw base::data_error("source.gtfs.missing", base::join_some(missing));
    }
}

}  // namespace jt::source
