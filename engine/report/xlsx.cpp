#include "report/xlsx.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "report/process.hpp"

#include <xlsxwriter.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>

namespace jt::report {
namespace {

constexpr std::size_t kLongestName = 31;

std::string first_characters(const std::string& text, std::size_t count) {
    std::string out;
    for (const char32_t c : base::code_points(text)) {
        if (count-- == 0) {
            break;
        }
        out += base::to_utf8(c);
    }
    return out;
}

std::string allowed_name(const std::string& caption) {
    std::string out;
    for (const char c : caption) {
        out += std::string_view("[]:*?/\\").find(c) != std::string_view::npos ? '_' : c;
    }
    out = first_characters(base::trim(out), kLongestName);
    while (out.starts_with("'")) {
        out.erase(0, 1);
    }
    while (out.ends_with("'")) {
        out.pop_back();
    }
    return out.empty() ? "Sheet" : out;
}

/// The formats of a workbook, made once each.
class Formats {
public:
    explicit Formats(lxw_workbook* book) : m_book(book), m_head(workbook_add_format(book)) {
        format_set_bold(m_head);
        format_set_align(m_head, LXW_ALIGN_CENTER);
        format_set_align(m_head, LXW_ALIGN_VERTICAL_CENTER);
        format_set_text_wrap(m_head);
        format_set_bg_color(m_head, 0xDCE6F1);
        format_set_bottom(m_head, LXW_BORDER_MEDIUM);
        format_set_top(m_head, LXW_BORDER_MEDIUM);
    }
    lxw_format* head() const { return m_head; }
    lxw_format* number(int digits, bool sign) {
        lxw_format*& format = m_numbers[{digits, sign}];
        if (format == nullptr) {
            format = workbook_add_format(m_book);
            const std::string zeros =
                digits == 0 ? "0" : "0." + std::string(static_cast<std::size_t>(digits), '0');
            const std::string code = sign ? "+" + zeros + ";-" + zeros + ";" + zeros : zeros;
            format_set_num_format(format, code.c_str());
        }
        return format;
    }

private:
    lxw_workbook* m_book;
    lxw_format* m_head;
    std::map<std::pair<int, bool>, lxw_format*> m_numbers;
};

void check(lxw_error error, const std::string& table, std::size_t row) {
    if (error != LXW_NO_ERROR) {
        throw base::data_error("report.xlsx.cell", table, row + 1, lxw_strerror(error));
    }
}

double column_width(const TableView& view, const ShownColumn& column) {
    std::size_t width = base::display_width(column.title) + 2;
    for (std::size_t row = 0; row < std::min<std::size_t>(view.table().rows(), 500); ++row) {
        width = std::max(width, base::display_width(view.cell(row, column).text) + 2);
    }
    return static_cast<double>(std::clamp<std::size_t>(width, 8, 60));
}

lxw_error write_cell(lxw_worksheet* sheet, const TableView& view, const ShownColumn& column,
                     std::size_t row, lxw_col_t at, Formats& formats) {
    const Cell cell = view.cell(row, column);
    const auto line = static_cast<lxw_row_t>(row + 1);
    if (column.type == layer::Type::text) {
        return view.table().column(column.index).valid(row)
                   ? worksheet_write_string(sheet, line, at, cell.text.c_str(), nullptr)
                   : LXW_NO_ERROR;
    }
    if (!cell.sort) {
        return LXW_NO_ERROR;
    }
    if (column.type == layer::Type::boolean) {
        return worksheet_write_boolean(sheet, line, at, *cell.sort != 0 ? 1 : 0, nullptr);
    }
    const int digits = column.type == layer::Type::integer ? 0 : column.digits;
    return worksheet_write_number(sheet, line, at, *cell.sort, formats.number(digits, column.sign));
}

void write_sheet(lxw_worksheet* sheet, const TableView& view, Formats& formats) {
    if (view.table().rows() >= LXW_ROW_MAX) {
        throw base::data_error("report.xlsx.rows", view.spec().name, view.table().rows(),
                               LXW_ROW_MAX - 1);
    }
    lxw_col_t at = 0;
    for (const auto& column : view.columns()) {
        worksheet_set_column(sheet, at, at, column_width(view, column), nullptr);
        check(worksheet_write_string(sheet, 0, at, column.title.c_str(), formats.head()),
              view.spec().name, 0);
        for (std::size_t row = 0; row < view.table().rows(); ++row) {
            check(write_cell(sheet, view, column, row, at, formats), view.spec().name, row);
        }
        ++at;
    }
    worksheet_freeze_panes(sheet, 1, 0);
    if (at > 0 && view.table().rows() > 0) {
        worksheet_autofilter(sheet, 0, 0, static_cast<lxw_row_t>(view.table().rows()),
                             static_cast<lxw_col_t>(at - 1));
    }
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9);  // A4
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
}

}  // namespace

std::vector<std::string> sheet_names(const std::vector<TableView>& tables) {
    std::vector<std::string> out;
    std::set<std::string> taken = {"history"};  // reserved by the program that opens them
    for (const auto& view : tables) {
        const auto& spec = view.spec();
        const std::string wanted = allowed_name(spec.caption.empty() ? spec.name : spec.caption);
        std::string name = wanted;
        for (int n = 2; !taken.insert(base::lower(name)).second; ++n) {
            const std::string tail = "_" + std::to_string(n);
            name = first_characters(wanted, kLongestName - tail.size()) + tail;
        }
        out.push_back(std::move(name));
    }
    return out;
}

std::string to_xlsx(const std::vector<TableView>& tables, const std::string& title) {
    const ScratchFolder folder;
    const std::string file = (folder.path() / "tables.xlsx").string();
    std::string temporary = folder.path().string();
    lxw_workbook_options options{};
    options.constant_memory = LXW_FALSE;
    options.tmpdir = temporary.data();
    std::unique_ptr<lxw_workbook, void (*)(lxw_workbook*)> book(
        workbook_new_opt(file.c_str(), &options), lxw_workbook_free);
    if (!book) {
        throw base::machine_error("base.file.write", file, "libxlsxwriter");
    }
    std::string heading = title.substr(0, 255), comment = "Jiangtian";
    lxw_doc_properties properties{};
    properties.title = heading.data();
    properties.comments = comment.data();
    properties.created = 315532800;  // 1980-01-01: no clock in the file
    workbook_set_properties(book.get(), &properties);
    Formats formats(book.get());
    const auto names = sheet_names(tables);
    for (std::size_t i = 0; i < tables.size(); ++i) {
        write_sheet(workbook_add_worksheet(book.get(), names[i].c_str()), tables[i], formats);
    }
    const lxw_error error = workbook_close(book.release());
    if (error != LXW_NO_ERROR) {
        throw base::machine_error("base.file.write", file, lxw_strerror(error));
    }
    return base::read_file(file);
}

}  // namespace jt::report
