#include "source/convert.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/crs/datum.hpp"
#include "source/database/connection.hpp"
#include "source/database/load_database.hpp"
#include "source/dataset.hpp"
#include "source/piece_diagnostics.hpp"
#include "source/stream.hpp"

#include <filesystem>
#include <memory>

namespace jt::source {
namespace {

/// The layers to convert: the named one, or all where the target takes all.
std::vector<LayerName> wanted_layers(const ConvertOptions& options, bool takes_many) {
    if (is_connection(options.read.path) && !options.read.layer.empty()) {
        return {database_table(options.read.path, options.read.layer)};
    }
    const auto all = list_layers(options.read.path, options.read.repair);
    if (takes_many && options.read.layer.empty()) {
        return all;
    }
    for (const LayerName& one : all) {
        if (one.name == options.read.layer || (options.read.layer.empty() && all.size() == 1)) {
            return {one};
        }
    }
    return {{options.read.layer, true}};  // reading it tells what is wrong with the name
}

/// The layer in the datum that is asked for.
layer::Layer shifted(layer::Layer layer, const ConvertOptions& options,
                     base::Diagnostics& diagnostics) {
    if (options.to_datum.empty()) {
        return layer;
    }
    geo::GeometryArray geometry = layer.geometry();
    shift_datum(geometry, layer.crs(), geo::WebDatum::wgs84,
                geo::web_datum_from_name(options.to_datum), layer.ids(), diagnostics, layer.name());
    return layer.with_geometry(std::move(geometry), layer.crs());
}

/// Thrown where a piece does not have what the first one promised: the layer is read whole then.
struct NotInPieces {};

class Conversion {
public:
    Conversion(const ConvertOptions& options, std::size_t piece_bytes,
               base::Diagnostics& diagnostics, const base::Progress& progress)
        : m_options(options),
          m_piece_bytes(piece_bytes),
          m_progress(progress),
          m_diagnostics(diagnostics),
          m_writer(base::within(
              base::msg("source.context.writing", shown_path(options.target)),
              [&] { return open_writer(options.target, options.write, m_written); })) {}
    ~Conversion() { m_diagnostics.append(m_written); }
    Conversion(const Conversion&) = delete;
    Conversion& operator=(const Conversion&) = delete;

    void run() {
        const auto wanted = wanted_layers(m_options, m_writer->takes_many());
        m_many = wanted.size() > 1;
        for (const LayerName& one : wanted) {
            ReadOptions read = m_options.read;
            read.layer = one.name;
            one.spatial || !read.xy.empty() ? layer(read) : table(read, one.name);
        }
        writing([&] { m_writer->finish(); });
    }

private:
    void table(const ReadOptions& read, const std::string& name) {
        const ReadTable found = read_table_with_fixes(read, m_diagnostics, m_progress);
        writing([&] { m_writer->begin(name, found.table, false); });
        m_writer->end();
        write_fixes(name, found.fixes);
    }

    /// What a piece says is told once for all of them.
    std::optional<ReadResult> next(PieceReader& reader, PieceDiagnostics& told) const {
        const bool whole = m_options.read.whole() || !m_writer->takes_pieces();
        base::Diagnostics said;
        const auto keep = [&] { told.add(said); };
        try {
            auto piece = reader.next(whole ? kWholeLayer : m_piece_bytes, said, m_progress);
            if (piece) {
                piece->layer = shifted(std::move(piece->layer), m_options, said);
            }
            keep();
            return piece;
        } catch (...) {
            keep();
            throw;
        }
    }

    void layer(const ReadOptions& read) {
        PieceDiagnostics told(m_diagnostics);
        PieceReader reader(read, m_diagnostics);
        std::vector<layer::Layer> repairs;
        std::optional<layer::Table> fixes;  // of the whole layer: then there is one piece
        auto piece = next(reader, told);
        const std::string name = piece->layer.name();
        ClassValues values(m_options.class_field);
        for (bool first = true; piece; first = false) {
            if (piece->repairs) {
                repairs.push_back(std::move(*piece->repairs));
            }
            if (piece->fixes) {
                fixes = std::move(piece->fixes);
            }
            auto after = next(reader, told);
            style_by_class(values, piece->layer, !after.has_value());
            write(name, piece->layer, first, after.has_value());
            piece = std::move(after);
        }
        m_writer->end();
        if (m_writer->keeps_changes() && !repairs.empty()) {
            write_repairs(m_many ? "_repairs_" + name : "_repairs", repairs);
        }
        write_fixes(name, fixes);
    }

    /// Collects the classes of all pieces; the last one has them all.
    void style_by_class(ClassValues& values, const layer::Layer& piece, bool last) {
        const std::string& field = m_options.class_field;
        if (field.empty()) {
            return;
        }
        if (m_many && !piece.has(field)) {
            m_written.warn(base::msg("source.class.missing", field), piece.name());
            return;
        }
        values.add(piece);
        if (last) {
            const bool lines = piece.geometry().shape() == geo::Shape::line;
            m_writer->set_styles(
                {values.style(m_options.colours, piece.name(), lines, m_written, piece.name())});
        }
    }

    void write(const std::string& name, const layer::Table& piece, bool first, bool more) {
        writing([&] {
            if (first) {
                m_writer->begin(name, piece, more);
            } else if (!m_writer->append(piece)) {
                throw NotInPieces();
            }
        });
    }

    void write_fixes(const std::string& name, const std::optional<layer::Table>& fixes) {
        if (fixes && m_writer->keeps_changes()) {
            write(m_many ? "_fixes_" + name : "_fixes", *fixes, true, false);
            m_writer->end();
        }
    }

    void write_repairs(const std::string& name, std::vector<layer::Layer>& repairs) {
        base::Diagnostics told_before;  // the layer's own shift has been told
        for (std::size_t i = 0; i < repairs.size(); ++i) {
            write(name, shifted(std::move(repairs[i]), m_options, told_before), i == 0,
                  i + 1 < repairs.size());
        }
        m_writer->end();
    }

    template <class Work>
    void writing(Work&& work) const {
        base::within(base::msg("source.context.writing", shown_path(m_options.target)), work);
    }

    const ConvertOptions& m_options;
    std::size_t m_piece_bytes;
    const base::Progress& m_progress;
    base::Diagnostics& m_diagnostics;
    base::Diagnostics m_written;  ///< what writing told: comes after all that reading told
    std::unique_ptr<DatasetWriter> m_writer;
    bool m_many = false;
};

/// What only some formats can be asked for.
void check_target(const ConvertOptions& options) {
    const std::string extension =
        base::lower(std::filesystem::path(options.target).extension().string());
    if (!options.class_field.empty() && extension != ".dxf" && extension != ".gpkg") {
        throw base::data_error("source.class.target", extension);
    }
    if (options.read.rename_fields && options.read.dictionary.empty()) {
        throw base::data_error("source.dictionary.rename");
    }
    if (!options.write.label.empty() && extension != ".dxf") {
        throw base::data_error("source.dxf.only", "--label", extension);
    }
    if (options.write.label_height > 0 && extension != ".dxf") {
        throw base::data_error("source.dxf.only", "--label-height", extension);
    }
}

}  // namespace

void convert(const ConvertOptions& options, base::Diagnostics& diagnostics,
             const base::Progress& progress) {
    check_target(options);
    if (!options.read.dictionary.empty() && !options.read.rename_fields &&
        base::lower(std::filesystem::path(options.target).extension().string()) != ".gpkg") {
        diagnostics.warn(base::msg("source.dictionary.no_titles"), shown_path(options.target));
    }
    base::Diagnostics told;
    try {
        Conversion(options, options.piece_bytes, told, progress).run();
        diagnostics.append(told);
        if (keeps_styles(options.read.path)) {
            diagnostics.info(base::msg("source.style.left"), shown_path(options.read.path));
        }
    } catch (const NotInPieces&) {
        diagnostics.info(base::msg("source.convert.whole"), shown_path(options.read.path));
        Conversion(options, kWholeLayer, diagnostics, progress).run();
    } catch (...) {
        diagnostics.append(told);
        throw;
    }
}

}  // namespace jt::source
