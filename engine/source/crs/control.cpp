#include "source/crs/control.hpp"

#include "base/error.hpp"
#include "geo/control_points.hpp"
#include "geo/datum_shift.hpp"
#include "source/crs/control_report.hpp"
#include "source/crs/control_table.hpp"
#include "source/crs/crs_file.hpp"
#include "source/crs/reproject.hpp"

#include <numbers>

namespace jt::source {
namespace {

bool is_seven(const ReadOptions& options) { return options.control_method == "seven"; }

void check_control_options(const ReadOptions& options) {
    if (options.control_method != "four" && !is_seven(options)) {
        throw base::unknown_name_error("source.control.method", options.control_method,
                                       {"four", "seven"});
    }
    if (options.control.empty() && is_seven(options)) {
        throw base::data_error("source.control.alone", "control_method");
    }
    if (!options.control_from.empty() && !is_seven(options)) {
        throw base::data_error("source.control.from_four");
    }
    if (is_seven(options) && options.crs.empty()) {
        throw base::data_error("source.control.target");
    }
}

}  // namespace

void check_shift_options(const ReadOptions& options) {
    check_control_options(options);
    if (options.helmert.empty()) {
        return;
    }
    if (!options.control.empty()) {
        throw base::data_error("source.helmert.control");
    }
    if (options.to.empty()) {
        throw base::data_error("source.helmert.target");
    }
}

void apply_control_points(Loaded& loaded, const ReadOptions& options,
                          base::Diagnostics& diagnostics) {
    base::within(base::msg("source.context.control", options.control), [&] {
        is_seven(options) ? apply_seven(loaded, options, diagnostics)
                          : apply_four(loaded, options, diagnostics);
    });
}

void check_control_points(const ReadOptions& options) {
    base::within(base::msg("source.context.control", options.control),
                 [&] { read_control_table(options.control, !is_seven(options)); });
}

void apply_four(Loaded& loaded, const ReadOptions& options, base::Diagnostics& diagnostics) {
    if (!options.crs.empty() && crs_of(options.crs).geographic()) {
        throw base::data_error("source.control.geographic", crs_of(options.crs).label());
    }
    const ControlTable table = read_control_table(options.control, true);
    const std::vector<double> from = plane_of(table.from, {}), to = plane_of(table.to, {});
    const geo::SimilarityFit fit = geo::fit_similarity(from, to, &diagnostics);
    const geo::Similarity& found = fit.transform;
    diagnostics.info(
        base::msg("source.control.fit", table.names.size(), metres(found.dx()), metres(found.dy()),
                  fmt::format("{:.6f}", found.rotation() * 180 / std::numbers::pi),
                  fmt::format("{:.4f}", (found.scale() - 1) * 1e6), found.proj()),
        loaded.where);
    for (std::size_t i = 0; i < table.names.size(); ++i) {
        diagnostics.info(base::msg("source.control.residual", table.names[i],
                                   metres(fit.quality.residuals[2 * i]),
                                   metres(fit.quality.residuals[2 * i + 1])),
                         loaded.where);
    }
    tell_quality(fit.quality, table.names, diagnostics, loaded.where);
    tell_outside(loaded, from, diagnostics);
    found.apply(loaded.geometry.xy());
}

geo::Crs with_given_shift(const geo::Crs& crs, const ReadOptions& options,
                          base::Diagnostics& diagnostics, const std::string& where) {
    if (options.helmert.empty()) {
        return crs;
    }
    return base::within(base::msg("source.context.helmert"), [&] {
        const geo::Helmert shift = geo::parse_helmert(options.helmert);
        const geo::Crs target = target_of(options.to);
        const geo::Crs out = geo::with_helmert(crs, target, shift);
        diagnostics.info(base::msg("source.helmert.read", options.helmert, shift.proj()), where);
        diagnostics.warn(
            base::msg("source.helmert.given", crs.geodetic().label(), target.geodetic().label()),
            where);
        return out;
    });
}

}  // namespace jt::source
