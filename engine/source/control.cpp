#include "source/control.hpp"

#include "base/error.hpp"
#include "geo/control_points.hpp"

#include <numbers>

namespace jt::source {
namespace {

double number(const Loaded& table, const std::string& name, std::size_t row) {
    if (!table.table.has(name)) {
        throw base::unknown_name_error("source.control.column", name, table.table.names());
    }
    const layer::Column& column = table.table.column(name);
    if (column.type() == layer::Type::text || !column.valid(row)) {
        base::Error error = base::data_error("source.control.number", column.show(row));
        error.add_context(base::msg("source.place.value", table.ids[row], name));
        throw error;
    }
    return column.number(row);
}

std::string name_of(const Loaded& table, std::size_t row) {
    for (const char* column : {"id", "name", "点号", "点名"}) {
        if (table.table.has(column)) {
            return table.table.column(column).show(row);
        }
    }
    return std::to_string(row + 1);
}

}  // namespace

void apply_control_points(Loaded& loaded, const std::string& path, base::Diagnostics& diagnostics) {
    base::within(base::msg("source.context.control", path), [&] {
        LoadOptions options;
        options.path = path;
        base::Diagnostics unused;
        const Loaded table = load(options, unused, base::Progress());
        std::vector<double> from, to;
        for (std::size_t row = 0; row < table.ids.size(); ++row) {
            from.insert(from.end(), {number(table, "x", row), number(table, "y", row)});
            to.insert(to.end(), {number(table, "to_x", row), number(table, "to_y", row)});
        }
        const geo::SimilarityFit fit = geo::fit_similarity(from, to, &diagnostics);
        const geo::Similarity& found = fit.transform;
        diagnostics.info(
            base::msg("source.control.fit", table.ids.size(), fmt::format("{:.4f}", found.dx()),
                      fmt::format("{:.4f}", found.dy()),
                      fmt::format("{:.6f}", found.rotation() * 180 / std::numbers::pi),
                      fmt::format("{:.4f}", (found.scale() - 1) * 1e6), found.proj()),
            loaded.where);
        for (std::size_t i = 0; i < fit.quality.lengths.size(); ++i) {
            diagnostics.info(base::msg("source.control.residual", name_of(table, i),
                                       fmt::format("{:.4f}", fit.quality.residuals[2 * i]),
                                       fmt::format("{:.4f}", fit.quality.residuals[2 * i + 1])),
                             loaded.where);
        }
        diagnostics.warn(
            fit.quality.degrees_of_freedom == 0
                ? base::msg("source.control.untested")
                : base::msg("source.control.rmse", fmt::format("{:.4f}", fit.quality.rmse),
                            name_of(table, fit.quality.worst),
                            fmt::format("{:.4f}", fit.quality.lengths[fit.quality.worst])),
            loaded.where);
        found.apply(loaded.geometry.xy());
    });
}

}  // namespace jt::source
