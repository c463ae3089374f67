// What is in a data set, with evidence for what is guessed, and what is wrong with it.
#pragma once

#include "base/message.hpp"
#include "base/progress.hpp"
#include "source/read.hpp"

#include <nlohmann/json.hpp>
#include <string>

namespace jt::source {

struct InfoOptions {
    std::string path;
    std::string layer;     ///< "" for all
    std::string encoding;  ///< "" for by evidence
    std::string crs;       ///< "" for by evidence
    std::string role;      ///< hold every layer to this role's contract; "" for none
    /// A data set to hold every layer against, to find the shift of web maps; "" for none. Of a
    /// file with several layers: "file:layer".
    std::string reference = {};
    std::string contract = {};    ///< name or file to check every layer against; "" for none
    ServiceOptions service = {};  ///< of timetables
    std::string dictionary = {};  ///< file that names the fields (dictionary.hpp); "" for none
    bool topology = false;        ///< look for overlaps, gaps and slivers of polygons
};

/// Never throws for bad data: what is wrong becomes a problem. Shape:
/// {"path", "driver", "files": [{"name", "bytes", "sha256"}], "problems": [problem],
///  "layers": [{"name", "geometry": "point|line|polygon|none|table", "features": n,
///    "extent": [min_x, min_y, max_x, max_y] or null,
///    "crs": {"code", "name", "evidence": message} or null,
///    "advice": as advice_of() gives it, of layers with geometry,
///    "encoding": {"name", "confidence", "evidence": message},
///    "fields": [{"name", "title": {"zh", "en"} where there is one, "type", "source_type",
///      "nulls", "examples": [text], "min", "max"}],
///    "problems": [problem], "notes": [problem],
///    "standard": {"name", "title": {"zh", "en"}, "source", "passed", "findings": [problem]},
///    "topology": as describe_topology() in topology.hpp, where it was asked for}]}
/// A message is {"id", "args"}; a problem is a diagnostic (base::to_json) with "context":
/// [message].
nlohmann::json describe(const InfoOptions& options, const base::Progress& progress = {});

/// Is there a problem of severity error anywhere?
bool has_errors(const nlohmann::json& description);

/// For the terminal.
std::string render_info(const nlohmann::json& description, base::Lang lang);

}  // namespace jt::source
