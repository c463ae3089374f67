#include "source/quality/repair.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/text.hpp"
#include "geo/topology.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace jt::source {
namespace {

using base::Severity;

void tell_all(const Loaded& loaded, base::Diagnostics& diagnostics) {
    const GeometryFindings& found = loaded.findings;
    const auto tell = [&](Severity severity, const char* id, const std::vector<std::int64_t>& ids) {
        if (!ids.empty()) {
            diagnostics.features(severity, base::msg(id), loaded.where, ids);
        }
    };
    tell(Severity::info, "source.geometry.z", found.z);
    tell(Severity::info, "source.geometry.m", found.m);
    tell(Severity::info, "source.geometry.curves", found.curves);
    tell(Severity::warning, "source.geometry.unclosed", found.unclosed);
    tell(Severity::warning, "source.geometry.turned", found.turned);
    tell(Severity::warning, "source.geometry.zero_length",
         zero_length_lines(loaded.geometry, loaded.ids));
}

struct MissingText {
    geo::Status status;
    const char *kept, *skipped;  ///< message ids
};
constexpr std::array<MissingText, 3> kMissing = {
    {{geo::Status::null, "source.geometry.null", "source.geometry.null_skipped"},
     {geo::Status::empty, "source.geometry.empty", "source.geometry.empty_skipped"},
     {geo::Status::not_finite, "source.geometry.not_finite",
      "source.geometry.not_finite_skipped"}}};

/// Features without geometry, by status, told; their rows.
std::vector<std::size_t> tell_missing(const Loaded& loaded, base::Diagnostics& diagnostics,
                                      bool skip) {
    std::vector<std::size_t> rows;
    for (const MissingText& text : kMissing) {
        std::vector<std::int64_t> ids;
        for (std::size_t i = 0; i < loaded.geometry.size(); ++i) {
            if (loaded.geometry.status(i) == text.status) {
                ids.push_back(loaded.ids[i]);
                rows.push_back(i);
            }
        }
        if (!ids.empty()) {
            diagnostics.features(Severity::warning, base::msg(skip ? text.skipped : text.kept),
                                 loaded.where, ids);
        }
    }
    return rows;
}

[[noreturn]] void refuse_invalid(const Loaded& loaded, const std::vector<Invalid>& invalid) {
    std::vector<std::string> ids, reasons;
    for (const Invalid& one : invalid) {
        ids.push_back(fmt::format("{}", loaded.ids[one.row]));
        if (reasons.size() < 5) {
            reasons.push_back(ids.back() + ": " + one.reason);
        }
    }
    base::Error error =
        base::data_error("source.geometry.invalid", invalid.size(), base::join_some(ids));
    for (const std::string& reason : reasons) {
        error.add_note(base::msg("source.place.feature", reason));
    }
    throw error;
}

void skip_rows(Loaded& loaded, std::vector<std::size_t> missing,
               const std::vector<Invalid>& invalid, base::Diagnostics& diagnostics) {
    std::vector<std::int64_t> ids;
    for (const Invalid& one : invalid) {
        missing.push_back(one.row);
        ids.push_back(loaded.ids[one.row]);
    }
    if (!ids.empty()) {
        diagnostics.features(Severity::warning, base::msg("source.geometry.skipped"), loaded.where,
                             ids);
    }
    std::sort(missing.begin(), missing.end());
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < loaded.ids.size(); ++row) {
        if (!std::binary_search(missing.begin(), missing.end(), row)) {
            rows.push_back(row);
        }
    }
    if (rows.size() < loaded.ids.size()) {
        keep_rows(loaded, rows);
    }
}

bool no_length(const geo::GeometryArray& geometry, std::size_t row) {
    const auto xy = geometry.coordinates(row);
    for (std::size_t i = 2; i + 1 < xy.size(); i += 2) {
        if (xy[i] != xy[0] || xy[i + 1] != xy[1]) {
            return false;
        }
    }
    return true;
}

}  // namespace

Repair repair_from_name(const std::string& name) {
    if (name == "strict" || name == "repair" || name == "skip") {
        return name == "strict" ? Repair::strict : name == "skip" ? Repair::skip : Repair::repair;
    }
    throw base::data_error("source.repair.unknown", name);
}

std::vector<Invalid> find_invalid(const geo::GeometryArray& geometry,
                                  const std::vector<std::int64_t>& ids,
                                  const GeometryFindings& findings) {
    std::vector<std::int64_t> lone = findings.short_lines;
    std::sort(lone.begin(), lone.end());
    const auto reason = [&](std::size_t row) -> std::string {
        if (geometry.status(row) == geo::Status::invalid) {
            return std::binary_search(lone.begin(), lone.end(), ids[row]) ? "Line of one point"
                                                                          : "";
        }
        const bool judged =
            geometry.shape() == geo::Shape::polygon && geometry.status(row) == geo::Status::ok;
        return judged ? geo::invalid_reason(geometry, row) : "";
    };
    std::vector<Invalid> out;
    for (const std::size_t row :
         base::numbers_where(geometry.size(), [&](std::size_t i) { return !reason(i).empty(); })) {
        out.push_back({row, reason(row)});
    }
    return out;
}

geo::GeometryArray without_invalid(const geo::GeometryArray& geometry,
                                   const std::vector<Invalid>& invalid) {
    geo::GeometryArray out = geometry;
    for (const Invalid& one : invalid) {
        out.set_status(one.row, geo::Status::invalid);
    }
    return out;
}

std::vector<std::int64_t> zero_length_lines(const geo::GeometryArray& geometry,
                                            const std::vector<std::int64_t>& ids) {
    std::vector<std::int64_t> out;
    const bool lines = geometry.shape() == geo::Shape::line;
    for (const std::size_t row :
         base::numbers_where(lines ? geometry.size() : 0, [&](std::size_t i) {
             return geometry.status(i) == geo::Status::ok && no_length(geometry, i);
         })) {
        out.push_back(ids[row]);
    }
    return out;
}

std::vector<std::vector<std::size_t>> equal_geometries(const geo::GeometryArray& geometry) {
    std::vector<std::size_t> rows(geometry.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    const auto less = [&](std::size_t a, std::size_t b) {
        const auto xa = geometry.coordinates(a), xb = geometry.coordinates(b);
        return std::lexicographical_compare(xa.begin(), xa.end(), xb.begin(), xb.end());
    };
    std::erase_if(rows, [&](std::size_t row) { return geometry.status(row) != geo::Status::ok; });
    std::stable_sort(rows.begin(), rows.end(), less);
    std::vector<std::vector<std::size_t>> out;
    for (std::size_t i = 0; i < rows.size();) {
        std::size_t end = i + 1;
        while (end < rows.size() && !less(rows[i], rows[end])) {
            ++end;
        }
        if (end > i + 1) {
            out.emplace_back(rows.begin() + static_cast<std::ptrdiff_t>(i),
                             rows.begin() + static_cast<std::ptrdiff_t>(end));
        }
        i = end;
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<std::int64_t> duplicates(const geo::GeometryArray& geometry,
                                     const std::vector<std::int64_t>& ids) {
    std::vector<std::int64_t> out;
    for (const auto& group : equal_geometries(geometry)) {
        for (std::size_t i = 1; i < group.size(); ++i) {
            out.push_back(ids[group[i]]);
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<std::size_t> tell_findings(const Loaded& loaded, Repair policy,
                                       base::Diagnostics& diagnostics) {
    tell_all(loaded, diagnostics);
    return tell_missing(loaded, diagnostics, policy == Repair::skip);
}

void refuse_mixed(const Loaded& loaded) {
    if (!loaded.mixed()) {
        return;
    }
    const auto& by_shape = loaded.findings.by_shape;
    base::Error error =
        base::data_error("source.geometry.mixed", by_shape[0].size(), by_shape[1].size(),
                         by_shape[2].size(), by_shape[3].size());
    for (const auto& ids : by_shape) {
        if (!ids.empty()) {
            const auto shape = static_cast<std::size_t>(&ids - by_shape.data());
            const char* names[] = {"point", "line", "polygon", "other"};
            error.add_note(base::msg("source.geometry.mixed_first", names[shape], ids.front()));
        }
    }
    throw error;
}

void pick_shape(Loaded& loaded, geo::Shape shape, base::Diagnostics& diagnostics) {
    std::vector<std::int64_t> others;
    for (std::size_t i = 0; i < loaded.findings.by_shape.size(); ++i) {
        if (i + 1 != static_cast<std::size_t>(shape)) {
            auto& ids = loaded.findings.by_shape[i];
            others.insert(others.end(), ids.begin(), ids.end());
            ids.clear();
        }
    }
    if (others.empty()) {
        return;
    }
    std::sort(others.begin(), others.end());
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < loaded.ids.size(); ++row) {
        if (!std::binary_search(others.begin(), others.end(), loaded.ids[row])) {
            rows.push_back(row);
        }
    }
    keep_rows(loaded, rows);
    diagnostics.features(Severity::info,
                         base::msg("source.geometry.others_left", geo::shape_name(shape)),
                         loaded.where, others);
}

void keep_rows(Loaded& loaded, const std::vector<std::size_t>& rows) {
    std::vector<std::int64_t> ids;
    for (const std::size_t row : rows) {
        ids.push_back(loaded.ids[row]);
    }
    loaded.geometry.keep(rows);
    loaded.table = layer::take(loaded.table, rows);
    loaded.ids = std::move(ids);
}

void apply_policy(Loaded& loaded, const geo::Crs& crs, Repair policy,
                  base::Diagnostics& diagnostics) {
    refuse_mixed(loaded);
    const auto missing = tell_findings(loaded, policy, diagnostics);
    const auto invalid = find_invalid(loaded.geometry, loaded.ids, loaded.findings);
    if (!invalid.empty() && policy == Repair::strict) {
        refuse_invalid(loaded, invalid);
    }
    if (policy == Repair::repair) {
        loaded.repairs.geometry = geo::GeometryArray(loaded.geometry.shape());
        if (!invalid.empty()) {
            mend(loaded, crs, invalid, diagnostics);
        }
        keep_findings(loaded, crs);
    }
    if (policy == Repair::skip) {
        skip_rows(loaded, missing, invalid, diagnostics);
    }
}

}  // namespace jt::source
