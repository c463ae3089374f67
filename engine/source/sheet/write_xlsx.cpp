#include "source/sheet/write_xlsx.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/progress.hpp"
#include "base/text.hpp"
#include "source/gdal/ogr_writer.hpp"
#include "source/sheet/xlsx_column.hpp"
#include "source/text/codec.hpp"
#include "source/text/flat_table.hpp"

#include <xlsxwriter.h>
#include <algorithm>
#include <filesystem>
#include <set>

namespace fs = std::filesystem;

namespace jt::source {
namespace {

constexpr std::size_t kLongestName = 31, kWidthRows = 200;

void check_name(const std::string& name) {
    const bool letters = name.find_first_of("[]:*?/\\") != std::string::npos;
    const bool quote = name.starts_with("'") || name.ends_with("'");
    if (name.empty() || !base::is_utf8(name) || letters || quote ||
        base::lower(name) == "history") {  // reserved by the program that opens it
        throw base::data_error("source.xlsx.sheet_letters", name);
    }
    const std::size_t length = base::code_points(name).size();
    if (length > kLongestName) {
        throw base::data_error("source.xlsx.sheet_name", name, length);
    }
}

void check_size(const layer::Table& table) {
    if (table.rows() >= LXW_ROW_MAX) {
        throw base::data_error("source.xlsx.rows", table.rows(), LXW_ROW_MAX - 1);
    }
    if (table.fields().size() > LXW_COL_MAX) {
        throw base::data_error("source.xlsx.columns", table.fields().size(), LXW_COL_MAX);
    }
}

void check(lxw_error error) {
    if (error != LXW_NO_ERROR) {
        throw base::machine_error("source.write.failed", lxw_strerror(error));
    }
}

/// Wide enough for the name and the first values.
double width_of(const layer::Column& column, const std::string& name) {
    std::size_t width = base::display_width(name);
    for (std::size_t row = 0; row < std::min(column.size(), kWidthRows); ++row) {
        width = std::max(width, base::display_width(column.show(row)));
    }
    return static_cast<double>(std::clamp<std::size_t>(width + 2, 8, 60));
}

}  // namespace

struct XlsxWriter::State {
    State(const std::string& path, bool overwrite, base::Diagnostics& told)
        : target(path),
          pending(fs::absolute(target).parent_path() / (target.filename().string() + ".parts"),
                  true),
          temporary(pending.path().string()),
          diagnostics(told) {
        if (fs::exists(target) && !overwrite) {
            throw base::data_error("source.write.exists", path);
        }
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;  // a row at a time
        options.tmpdir = temporary.data();
        book = workbook_new_opt((pending.path() / target.filename()).c_str(), &options);
        if (book == nullptr) {
            throw base::machine_error("source.write.failed", "libxlsxwriter");
        }
        lxw_doc_properties properties{};
        properties.created = 315532800;  // 1980-01-01: no clock in the file
        workbook_set_properties(book, &properties);
        head = format("@");
        format_set_bold(head);
        date = format("yyyy-mm-dd");
        time = format("yyyy-mm-dd hh:mm:ss");
    }
    ~State() { lxw_workbook_free(book); }

    lxw_format* format(const char* code) const {
        lxw_format* out = workbook_add_format(book);
        format_set_num_format(out, code);
        return out;
    }

    lxw_error write(lxw_worksheet* sheet, lxw_row_t line, lxw_col_t at, const layer::Column& column,
                    std::size_t row, CellType type) const {
        if (!column.valid(row)) {
            return LXW_NO_ERROR;
        }
        switch (type) {
            case CellType::number:
                return worksheet_write_number(sheet, line, at, column.number(row), nullptr);
            case CellType::boolean:
                return worksheet_write_boolean(sheet, line, at, column.boolean(row) ? 1 : 0,
                                               nullptr);
            case CellType::date:
            case CellType::time:
                return worksheet_write_number(sheet, line, at, *serial_date(column.text(row)),
                                              type == CellType::date ? date : time);
            case CellType::text: break;
        }
        const std::string text =
            column.type() == layer::Type::text ? escaped_cell(column.text(row)) : column.show(row);
        return worksheet_write_string(sheet, line, at, text.c_str(), nullptr);
    }

    fs::path target;
    base::PendingFolder pending;
    std::string temporary;
    base::Diagnostics& diagnostics;
    lxw_workbook* book = nullptr;
    lxw_format *head = nullptr, *date = nullptr, *time = nullptr;
    std::set<std::string> names;
};

XlsxWriter::XlsxWriter(const std::string& path, const WriteOptions& options,
                       base::Diagnostics& diagnostics) {
    if (!options.encoding.empty() && canonical_encoding(options.encoding) != "UTF-8") {
        throw base::data_error("source.write.utf8_only", ".xlsx", options.encoding);
    }
    const fs::path folder = fs::path(path).parent_path();
    std::error_code code;
    if (!folder.empty() && !fs::is_directory(folder, code)) {
        throw base::data_error("source.write.no_folder", folder.string());
    }
    m_state = std::make_unique<State>(path, options.overwrite, diagnostics);
}

XlsxWriter::~XlsxWriter() = default;

void XlsxWriter::begin(const std::string& name, const layer::Table& first, bool) {
    State& in = *m_state;
    check_name(name);
    if (!in.names.insert(base::lower(name)).second) {
        throw base::data_error("source.write.same_name", name);
    }
    const layer::Table table =
        flat_table(first, base::msg("source.xlsx.geometry"), in.diagnostics, name);
    check_size(table);
    const auto ids = ids_of(first);
    lxw_worksheet* sheet = workbook_add_worksheet(in.book, name.c_str());
    std::vector<CellType> types;
    for (std::size_t c = 0; c < table.fields().size(); ++c) {
        const std::string& field = table.fields()[c].name;
        const auto at = static_cast<lxw_col_t>(c);
        types.push_back(cell_type(table.column(c), field, ids, in.diagnostics, name));
        check(worksheet_set_column(sheet, at, at, width_of(table.column(c), field), nullptr));
        check(worksheet_write_string(sheet, 0, at, escaped_cell(field).c_str(), in.head));
    }
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (row % 4096 == 0) {
            base::check_cancel();
        }
        for (std::size_t c = 0; c < types.size(); ++c) {
            check(in.write(sheet, static_cast<lxw_row_t>(row + 1), static_cast<lxw_col_t>(c),
                           table.column(c), row, types[c]));
        }
    }
    worksheet_freeze_panes(sheet, 1, 0);
}

void XlsxWriter::finish() {
    State& in = *m_state;
    const lxw_error error = workbook_close(in.book);
    in.book = nullptr;
    check(error);
    // Through our own writer, which notices a full disk.
    base::write_file(in.target, base::read_file(in.pending.path() / in.target.filename()));
}

}  // namespace jt::source
