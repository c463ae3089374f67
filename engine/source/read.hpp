// Reading a layer or a table from a file, with evidence for what is guessed and a refusal for what
// would mislead.
#pragma once

#include "base/diagnostic.hpp"
#include "base/progress.hpp"
#include "layer/layer.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace jt::source {

/// What to do with broken features: refuse the layer, mend them, or leave them out.
enum class Repair { strict, repair, skip };
/// Data error for another word than "strict", "repair" and "skip".
Repair repair_from_name(const std::string& name);

struct ReadOptions {
    std::string path;
    std::string layer;     ///< "" for the only one of the file
    std::string encoding;  ///< "" for by evidence
    std::string crs;       ///< of the file's coordinates; "" for by evidence
    std::string to;        ///< CRS to transform to; "" for none
    std::string control;   ///< CSV of control points from the file's plane system into `crs`
    std::string shape;     ///< "point", "line" or "polygon" of a layer that mixes them; "" for all
    std::string datum;     ///< of web maps: "gcj02", "bd09"; "" or "wgs84" for true coordinates
    Repair repair = Repair::strict;
    std::string role;                           ///< "" for none; see contract.hpp
    std::map<std::string, std::string> fields;  ///< name in the role -> field of the file
    std::vector<std::string> xy;                ///< columns of x (east) and y of a table, or none
};

/// Reads a layer. Points, lines or polygons, single and multi parts together; Z and M are dropped,
/// curves made linear. Feature ids are those of the source (shapefile rows from 0, CSV rows from
/// 1). Features without finite geometry stay, with their status. Everything guessed, mended or left
/// out is a diagnostic. Data errors, always with file and layer: see the messages "source.*". An
/// empty layer is an error only with a role.
layer::Layer read_layer(const ReadOptions& options, base::Diagnostics& diagnostics,
                        const base::Progress& progress = {});

/// The same, with what was mended: the features whose geometry was made valid, as they were before,
/// in the layer's final CRS, with columns id, reason, before_m2 and after_m2 (ellipsoid; null where
/// the CRS allows no measuring); nothing where nothing was.
struct ReadResult {
    layer::Layer layer;
    std::optional<layer::Layer> repairs;
};
ReadResult read_with_repairs(const ReadOptions& options, base::Diagnostics& diagnostics,
                             const base::Progress& progress = {});

/// Reads attributes alone: a CSV, a sheet, a table of a GeoPackage; of a layer the geometry is left
/// aside, and that is told.
layer::Table read_table(const ReadOptions& options, base::Diagnostics& diagnostics,
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
