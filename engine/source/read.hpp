// Reading a layer or a table from a file, with evidence for what is guessed and a refusal for what
// would mislead.
#pragma once

#include "base/diagnostic.hpp"
#include "base/progress.hpp"
#include "layer/layer.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace jt::source {

/// What to do with broken features: refuse the layer, mend them, or leave them out.
enum class Repair { strict, repair, skip };
/// Data error for another word than "strict", "repair" and "skip".
Repair repair_from_name(const std::string& name);

/// What lines are made of a timetable with: layers `lines` and `stations` of GTFS feeds and of CSV
/// timetables.
struct ServiceOptions {
    std::string window;  ///< "07:00-09:00", which is the default
    std::string date;    ///< "2024-05-14"; "" for the weekday with most trips; GTFS only
    std::string stops;   ///< data set with the places of a CSV timetable's stops, "file:layer"
    bool any() const { return !window.empty() || !date.empty() || !stops.empty(); }
};

/// Where the table lies in a sheet that was made for people: a CSV or a sheet of an .xlsx. Rows are
/// counted from 1, as spreadsheets show them.
struct SheetOptions {
    int header_row = 0;   ///< row of the names; 0: a plain table, whose first row has them
    int header_rows = 1;  ///< rows of names from there on, an upper one over merged cells
    int unit_row = 0;     ///< row of the units; 0 for none
    std::string rows;     ///< rows of data, "5-26", "5-"; "" for all below the names but notes
    std::vector<std::int64_t> skip_rows = {};
    std::vector<std::string> missing = {};    ///< what stands for no value in columns of numbers
    std::vector<std::string> fill_down = {};  ///< columns whose empty cells take the value above
    std::vector<std::string> text = {};       ///< columns that stay text
    bool plain() const { return header_row == 0; }
};

struct ReadOptions {
    std::string path;      ///< of a file, or a database as "PG:dbname=..."
    bool live = false;     ///< take a .vrt, whose data may lie anywhere and change
    std::string layer;     ///< "" for the only one of the file
    std::string encoding;  ///< "" for by evidence
    std::string crs;       ///< of the file's coordinates, as crs_of() takes it; "" by evidence
    std::string to;        ///< CRS to transform to, the same way; "" for none
    std::string control;   ///< CSV of control points from the file's own system into `crs`
    std::string control_method = "four";  ///< parameters of that: "four" (plane) or "seven" (datum)
    std::string control_from;  ///< CRS of the file's own system, for "seven"; "" for the declared
    std::string helmert;       ///< seven known parameters towards `to`: geo::parse_helmert()
    std::string shape;  ///< "point", "line" or "polygon" of a layer that mixes them; "" for all
    std::string datum;  ///< of web maps: "gcj02", "bd09"; "" or "wgs84" for true coordinates
    Repair repair = Repair::strict;
    std::string role;                           ///< "" for none; see contract.hpp
    std::map<std::string, std::string> fields;  ///< name in the role -> field of the file
    std::vector<std::string> xy;                ///< columns of x (east) and y of a table, or none
    ServiceOptions service = {};                ///< of timetables
    std::string contract = {};    ///< name or file of one that the layer must meet; "" for none
    bool tell_contract = false;   ///< what does not meet it is told, instead of an error
    bool fix = false;             ///< mend what loses nothing (fix.hpp); repairs geometry too
    SheetOptions sheet = {};      ///< of read_table() alone
    std::string dictionary = {};  ///< file of an office's field dictionary (dictionary.hpp)
    bool rename_fields = false;   ///< fields take its names; else they keep theirs, with titles
    /// Does something concern all features together, so that no piece can be judged alone?
    bool whole() const { return !role.empty() || !contract.empty() || fix; }
};

/// Reads a layer. Points, lines or polygons, single and multi parts together; Z and M are dropped,
/// curves made linear. Feature ids are those of the source (shapefile rows from 0, CSV rows from
/// 1). Features without finite geometry stay, with their status. Everything guessed, mended or left
/// out is a diagnostic. Data errors, always with file and layer: see the messages "source.*". An
/// empty layer is an error only with a role.
layer::Layer read_layer(const ReadOptions& options, base::Diagnostics& diagnostics,
                        const base::Progress& progress = {});

/// The same, with what `repair` mended: the features concerned in the layer's final CRS, with
/// columns id, kind, reason, before_m2 and after_m2 (ellipsoid; null where there is no measuring).
/// Kinds: "invalid" (made valid; the geometry is that before, the reason that of GEOS), "unclosed"
/// (a ring was closed), "turned" (a ring ran the wrong way), "curve" (made straight): these with
/// the geometry as it was read. Nothing where nothing was mended.
struct ReadResult {
    layer::Layer layer;
    std::optional<layer::Layer> repairs;
    /// What `fix` changed: columns feature (null for a field), field, kind, before, after.
    std::optional<layer::Table> fixes = {};
};
ReadResult read_with_repairs(const ReadOptions& options, base::Diagnostics& diagnostics,
                             const base::Progress& progress = {});

class LayerStream;

/// The same piece by piece, for files that are larger than memory: each piece is judged as a layer
/// of its own. Not for layers with a role, whose keys must be unique in the whole.
class PieceReader {
public:
    /// Errors as read_layer().
    PieceReader(ReadOptions options, base::Diagnostics& diagnostics);
    ~PieceReader();
    PieceReader(const PieceReader&) = delete;
    PieceReader& operator=(const PieceReader&) = delete;
    /// The features that come to about `bytes` of the file, at least one; the first call gives a
    /// layer even where there are none; nothing after the last piece.
    std::optional<ReadResult> next(std::size_t bytes, base::Diagnostics& diagnostics,
                                   const base::Progress& progress = {});

private:
    ReadOptions m_options;
    std::unique_ptr<LayerStream> m_stream;
};

/// Reads attributes alone: a CSV, a sheet, a table of a GeoPackage; of a layer the geometry is left
/// aside, and that is told.
layer::Table read_table(const ReadOptions& options, base::Diagnostics& diagnostics,
                        const base::Progress& progress = {});

/// The same, with what `fix` changed.
struct ReadTable {
    layer::Table table;
    std::optional<layer::Table> fixes;
};
ReadTable read_table_with_fixes(const ReadOptions& options, base::Diagnostics& diagnostics,
                                const base::Progress& progress = {});

/// The columns that reading would give, from the header (a CSV is read whole: its types are its
/// values). The same errors as far as the header shows them.
std::vector<layer::Field> probe_columns(const ReadOptions& options);

/// Throws what reading would throw for the CRS, as far as the header shows it: none at all, one
/// that PROJ does not know, or no way from it to `options.to`. A layer without geometry passes.
void check_header(const ReadOptions& options);

struct LayerName {
    std::string name;
    bool spatial = false;
};
/// The layers and tables of a file, in its order.
std::vector<LayerName> list_layers(const std::string& path, Repair repair = Repair::strict);

/// The file and every side file that reading it may use, that exist; the file itself first.
std::vector<std::string> input_files(const std::string& path);

}  // namespace jt::source
