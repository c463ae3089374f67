// Timetables: the tables of a GTFS feed, one after the other under lines "== name", or (without
// such a line) a CSV timetable; then the lines that are made of them.
#include "base/text.hpp"
#include "fuzz/fuzz.hpp"
#include "source/transit/gtfs_feed.hpp"
#include "source/transit/service_lines.hpp"
#include "source/transit/timetable_csv.hpp"

#include <cmath>
#include <map>

using namespace jt;

namespace {

void check(const std::vector<source::ServiceLine>& lines) {
    for (const source::ServiceLine& line : lines) {
        bool good = line.headway_min > 0 && std::isfinite(line.headway_min) && line.run_min > 0 &&
                    line.stops.size() == line.pieces.size() + 1 &&
                    line.pieces.size() == line.piece_min.size() && !line.line.empty();
        double sum = 0;
        for (std::size_t i = 0; good && i < line.pieces.size(); ++i) {
            good = line.piece_min[i] > 0 && line.pieces[i].size() >= 4;
            sum += line.piece_min[i];
            for (const double value : line.pieces[i]) {
                good = good && std::isfinite(value);
            }
        }
        if (!good || std::abs(sum - line.run_min) > 1e-6 * line.run_min) {
            __builtin_trap();
        }
    }
}

void read(const std::string& text, source::Problems& problems) {
    std::map<std::string, std::string> tables;
    for (std::size_t at = text.find("== "); at != std::string::npos;) {
        const std::size_t line = std::min(text.find('\n', at), text.size());
        const std::size_t next = text.find("\n== ", line);
        tables[text.substr(at + 3, line - at - 3)] =
            line < text.size() ? text.substr(line + 1, next - line) : "";
        at = next == std::string::npos ? next : next + 1;
    }
    const source::TimeWindow window;
    if (tables.empty()) {
        const source::Csv csv =
            source::parse_csv(text, !problems.strict(), problems.diagnostics(), "fuzz");
        check(source::service_lines(source::read_timetable(csv, std::nullopt, problems), window,
                                    problems));
        return;
    }
    const source::FeedFiles files = {
        [&](const std::string& table) { return tables.contains(table) && !tables[table].empty(); },
        [&](const std::string& table) { return tables.at(table); }};
    check(
        source::service_lines(source::read_feed(files, {"", window}, problems), window, problems));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(fuzz::text_of(data, size));
    if (!base::is_utf8(text)) {
        return 0;  // decoded before it gets there
    }
    for (const bool repair : {true, false}) {
        fuzz::answered([&] {
            base::Diagnostics diagnostics;
            source::Problems problems(repair, false, diagnostics, "fuzz");
            read(text, problems);
        });
    }
    return 0;
}
