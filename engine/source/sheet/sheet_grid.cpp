// The cells of a sheet, and what a number, a name and a title look like in it.
#include "base/error.hpp"
#include "base/fold.hpp"
#include "base/text.hpp"
#include "source/sheet/sheet.hpp"
#include "source/text/csv.hpp"

#include <algorithm>
#include <filesystem>

namespace jt::source {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Without the commas of "1,234,567.8"; as it is where they stand elsewhere.
std::string without_thousands(const std::string& text) {
    const std::size_t start = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    const std::size_t end = std::min(text.find('.'), text.size());
    const std::size_t first = text.find(',');
    if (first == std::string::npos || first > end || first == start || first - start > 3) {
        return text;
    }
    std::string out = text.substr(0, first);
    for (std::size_t at = first; at < end; at += 4) {
        const std::string group = text.substr(at + 1, std::min<std::size_t>(3, end - at - 1));
        const bool whole = group.size() == 3 && std::all_of(group.begin(), group.end(), is_digit);
        if (text[at] != ',' || !whole) {
            return text;
        }
        out += group;
    }
    return out + text.substr(end);
}

/// Runs of white space as one space; yearbooks break and pad their headings.
std::string heading(const std::string& cell) {
    std::string out;
    bool space = false;
    for (const char32_t c : base::code_points(cell)) {
        const std::string character = base::to_utf8(c);
        if (base::fold_spaces(character).empty()) {
            space = !out.empty();
        } else {
            out += (space ? " " : "") + character;
            space = false;
        }
    }
    return out;
}

Grid grid_of_csv(const LoadOptions& options, Loaded& out, base::Diagnostics& diagnostics) {
    const std::string text = csv_file_text(options, out.encoding, diagnostics);
    out.driver = "CSV";
    out.name = std::filesystem::path(options.path).stem().string();
    if (!options.layer.empty() && options.layer != out.name) {
        throw unknown_layer(options.layer, {out.name});
    }
    Grid grid;
    grid.rows = csv_cells(text);
    return grid;
}

Grid grid_of_xlsx(const LoadOptions& options, Format format, Loaded& out) {
    const Dataset dataset(options.path, format, SheetCells::as_written);
    OGRLayerH layer = dataset.layer(options.layer);
    out.driver = dataset.driver();
    if (out.driver != "XLSX") {
        throw base::data_error("source.sheet.format");
    }
    out.name = OGR_L_GetName(layer);
    out.encoding = {"UTF-8", 1, base::msg("source.encoding.format"), {}};
    Grid grid;
    OGR_L_ResetReading(layer);
    const int columns = OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(layer));
    while (const OwnedFeature feature{OGR_L_GetNextFeature(layer)}) {
        const auto row =
            static_cast<std::size_t>(std::max<GIntBig>(1, OGR_F_GetFID(feature.get())));
        grid.rows.resize(std::max(grid.rows.size(), row));
        for (int i = 0; i < columns; ++i) {
            grid.rows[row - 1].emplace_back(OGR_F_IsFieldSetAndNotNull(feature.get(), i)
                                                ? OGR_F_GetFieldAsString(feature.get(), i)
                                                : "");
        }
    }
    return grid;
}

}  // namespace

std::string Grid::cell(std::size_t row, std::size_t column) const {
    return row < rows.size() && column < rows[row].size() ? base::trim(rows[row][column]) : "";
}

std::size_t Grid::filled(std::size_t row) const {
    std::size_t out = 0;
    for (std::size_t c = 0; c < width; ++c) {
        out += base::fold_spaces(cell(row, c)).empty() ? 0 : 1;
    }
    return out;
}

Grid read_grid(const LoadOptions& options, Format format, Loaded& out,
               base::Diagnostics& diagnostics) {
    out.where = std::filesystem::path(options.path).filename().string();
    if (format != Format::csv && format != Format::other) {
        throw base::data_error("source.sheet.format");
    }
    Grid grid = format == Format::csv ? grid_of_csv(options, out, diagnostics)
                                      : grid_of_xlsx(options, format, out);
    for (const auto& row : grid.rows) {
        grid.width = std::max(grid.width, row.size());
    }
    return grid;
}

std::string plain_number(const std::string& cell) {
    const std::string narrow = without_thousands(base::fold_spaces(base::fold_width(cell)));
    const bool digits = std::any_of(narrow.begin(), narrow.end(), is_digit);
    return digits && parse_number(narrow) ? narrow : "";
}

std::vector<std::string> sheet_names(const Grid& grid, std::size_t first, std::size_t count,
                                     std::vector<std::string>& told) {
    std::vector<std::string> out(grid.width);
    for (std::size_t row = first; row < first + count; ++row) {
        const bool last = row + 1 == first + count;
        std::string left;
        for (std::size_t c = 0; c < grid.width; ++c) {
            std::string part = heading(grid.cell(row, c));
            const bool below = !last && part.empty() && !grid.cell(row + 1, c).empty();
            const bool carried = below && !left.empty();
            left = part.empty() && below ? left : part;
            part = carried ? left : part;
            if (!part.empty()) {
                out[c] += (out[c].empty() ? "" : " ") + part;
            }
            if (carried) {
                told.push_back(part + " " + heading(grid.cell(row + 1, c)));
            }
        }
    }
    return out;
}

std::optional<base::Message> suggest_header(const Grid& grid) {
    constexpr std::size_t kLooked = 12;
    if (grid.width < 2 || grid.rows.empty() || grid.filled(0) > 1) {
        return std::nullopt;
    }
    for (std::size_t row = 1; row < std::min(kLooked, grid.rows.size()); ++row) {
        bool words = true;
        for (std::size_t c = 0; c < grid.width; ++c) {
            words = words && plain_number(grid.cell(row, c)).empty();
        }
        if (words && grid.filled(row) >= 2 && 2 * grid.filled(row) > grid.width) {
            return base::msg("source.sheet.title", grid.cell(0, 0), row + 1);
        }
    }
    return std::nullopt;
}

void suggest_header(OGRLayerH layer, const LoadOptions& options, base::Diagnostics& diagnostics,
                    const std::string& where) {
    // GDAL calls columns without a name "Field2": only then is the sheet looked at again.
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
    const int columns = OGR_FD_GetFieldCount(definition);
    int nameless = 0;
    for (int i = 0; i < columns; ++i) {
        const std::string name = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, i));
        nameless += name == fmt::format("Field{}", i + 1) ? 1 : 0;
    }
    if (columns < 2 || nameless + 1 < columns) {
        return;
    }
    Loaded unused;
    LoadOptions again = options;
    again.layer = OGR_L_GetName(layer);
    base::Diagnostics told;
    if (const auto title = suggest_header(read_grid(again, Format::other, unused, told))) {
        diagnostics.warn(*title, where);
    }
}

}  // namespace jt::source
