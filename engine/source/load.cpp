#include "source/loaded.hpp"

#include "source/database/connection.hpp"
#include "source/database/load_database.hpp"
#include "source/dataset.hpp"
#include "source/gdal/load_gdal.hpp"
#include "source/gdal/zip_input.hpp"
#include "source/osm/load_osm.hpp"
#include "source/shapefile/load_shapefile.hpp"
#include "source/sheet/sheet.hpp"
#include "source/transit/load_gtfs.hpp"
#include "source/transit/load_timetable.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace jt::source {
namespace {

/// A layer that is read whole, in one piece.
class WholeStream : public LayerStream {
public:
    using Load = std::function<Loaded(base::Diagnostics&, const base::Progress&)>;
    explicit WholeStream(Load load) : m_load(std::move(load)) {}
    std::optional<Loaded> next(std::size_t, base::Diagnostics& diagnostics,
                               const base::Progress& progress) override {
        const Load load = std::exchange(m_load, nullptr);
        return load ? std::optional(load(diagnostics, progress)) : std::nullopt;
    }

private:
    Load m_load;
};

/// A CSV, or what is made of it where it is a timetable.
Loaded load_text(const LoadOptions& options, bool header_only, base::Diagnostics& diagnostics) {
    return wants_timetable(options) ? load_timetable(options, header_only, diagnostics)
                                    : load_csv(options, diagnostics);
}

/// Window, date and stops are of timetables alone.
void check_service(const LoadOptions& options, Format format) {
    const bool timetable =
        format == Format::gtfs || (format == Format::csv && is_service_layer(options.layer));
    if (options.service.any() && !timetable) {
        throw base::data_error("source.service.format");
    }
}

bool is_dbase(Format format) { return format == Format::shapefile || format == Format::dbf; }

}  // namespace

EncodingDecision decide(const EncodingEvidence& evidence, bool lenient,
                        base::Diagnostics& diagnostics, const std::string& where) {
    EncodingDecision out;
    try {
        out = decide_encoding(evidence);
    } catch (const base::Error& error) {
        if (!lenient) {
            throw;
        }
        diagnostics.add({base::Severity::error, error.message(), where, {}, 0});
        out = guess_encoding(evidence.texts);
    }
    for (const base::Message& note : out.notes) {
        diagnostics.warn(note, where);
    }
    return out;
}

void tell(const EncodingDecision& decision, base::Diagnostics& diagnostics,
          const std::string& where) {
    const base::Message message = base::msg("source.encoding.decided", decision.encoding,
                                            fmt::format("{:.0f}", 100 * decision.confidence));
    diagnostics.info(message, where);
    decision.confidence < 0.9 ? diagnostics.warn(decision.evidence, where)
                              : diagnostics.info(decision.evidence, where);
}

bool Loaded::mixed() const {
    for (std::size_t i = 0; i < findings.by_shape.size(); ++i) {
        // Shape::none is 0, so the lists of points, lines and polygons are those of i + 1.
        if (!findings.by_shape[i].empty() && geometry.shape() != static_cast<geo::Shape>(i + 1)) {
            return true;
        }
    }
    return false;
}

base::Message file_context(const std::string& path) {
    return base::msg("source.context.file", shown_path(path));
}

std::unique_ptr<LayerStream> open_stream(const LoadOptions& given, base::Diagnostics& diagnostics) {
    LoadOptions options = given;
    options.path = unpacked(given.path);
    const Format format = check_path(options.path, options.repair, options.live);
    check_service(options, format);
    if (!options.sheet.plain()) {
        return std::make_unique<WholeStream>([=](base::Diagnostics& told, const base::Progress&) {
            return load_sheet(options, format, told);
        });
    }
    if (format == Format::database) {
        return open_database_layer(options, diagnostics);
    }
    if (is_dbase(format)) {
        return open_shapefile(options, format, diagnostics);
    }
    if (format == Format::csv || format == Format::gtfs || format == Format::osm) {
        return std::make_unique<WholeStream>(
            [=](base::Diagnostics& told, const base::Progress& progress) {
                return format == Format::csv    ? load_text(options, false, told)
                       : format == Format::gtfs ? load_gtfs(options, false, told)
                                                : load_osm(options, false, told, progress);
            });
    }
    return open_gdal(options, format, diagnostics);
}

Loaded load(const LoadOptions& options, base::Diagnostics& diagnostics,
            const base::Progress& progress) {
    return *open_stream(options, diagnostics)->next(kWholeLayer, diagnostics, progress);
}

Loaded load_header(const LoadOptions& given, base::Diagnostics& diagnostics) {
    LoadOptions options = given;
    options.path = unpacked(given.path);
    const Format format = check_path(options.path, options.repair, options.live);
    check_service(options, format);
    if (!options.sheet.plain()) {
        return load_sheet(options, format, diagnostics);
    }
    if (format == Format::database) {
        return database_header(options, diagnostics);
    }
    if (is_dbase(format)) {
        return shapefile_header(options, format, diagnostics);
    }
    if (format == Format::csv || format == Format::gtfs) {
        return format == Format::csv ? load_text(options, true, diagnostics)
                                     : load_gtfs(options, true, diagnostics);
    }
    return format == Format::osm ? load_osm(options, true, diagnostics, base::Progress())
                                 : gdal_header(options, format, diagnostics);
}

}  // namespace jt::source
