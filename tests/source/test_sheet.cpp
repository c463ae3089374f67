#include "fixtures.hpp"
#include "source/read.hpp"
#include "source/register.hpp"
#include "source/sheet/sheet.hpp"

#include <cpl_vsi.h>
#include <catch2/catch.hpp>

using namespace jt;
using fixtures::error_text;
using fixtures::TempFolder;
using fixtures::told;
using Rows = std::vector<std::vector<std::string>>;
using Texts = std::vector<std::string>;

namespace {

/// Writes one part of a zip file.
void part(const std::string& zip, const std::string& name, const std::string& text) {
    VSILFILE* file = VSIFOpenL(("/vsizip/{" + zip + "}/" + name).c_str(), "wb");
    REQUIRE(file != nullptr);
    VSIFWriteL(text.data(), 1, text.size(), file);
    VSIFCloseL(file);
}

const std::string kXml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
const std::string kOpen = "http://schemas.openxmlformats.org/";

/// An .xlsx with one sheet; empty cells and rows are not in the file, as Excel leaves them out, and
/// what begins with "#" is a number.
std::string workbook(const TempFolder& folder, const Rows& rows) {
    const std::string path = folder / "年鉴.xlsx", zip = folder / "a.zip";
    std::string cells;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        std::string row;
        for (std::size_t c = 0; c < rows[r].size(); ++c) {
            const std::string place = fmt::format("{}{}", static_cast<char>('A' + c), r + 1);
            const std::string& cell = rows[r][c];
            row += cell.empty() ? ""
                   : cell[0] == '#'
                       ? "<c r=\"" + place + "\"><v>" + cell.substr(1) + "</v></c>"
                       : "<c r=\"" + place + "\" t=\"inlineStr\"><is><t>" + cell + "</t></is></c>";
        }
        cells += row.empty() ? "" : fmt::format("<row r=\"{}\">{}</row>", r + 1, row);
    }
    const std::string main = kOpen + "spreadsheetml/2006/main";
    const std::string relations = kOpen + "officeDocument/2006/relationships";
    const std::string packages = kOpen + "package/2006/";
    const auto relation = [&](const std::string& type, const std::string& target) {
        return kXml + "<Relationships xmlns=\"" + packages +
               "relationships\"><Relationship Id=" + "\"rId1\" Type=\"" + relations + "/" + type +
               "\" Target=\"" + target + "\"/></Relationships>";
    };
    part(zip, "[Content_Types].xml",
         kXml + "<Types xmlns=\"" + packages +
             "content-types\"><Default Extension=\"rels\" ContentType=\"application/"
             "vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/"
             "workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument."
             "spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" "
             "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml."
             "worksheet+xml\"/></Types>");
    part(zip, "_rels/.rels", relation("officeDocument", "xl/workbook.xml"));
    part(zip, "xl/workbook.xml",
         kXml + "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + relations +
             "\"><sheets><sheet name=\"人口\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
    part(zip, "xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml"));
    part(zip, "xl/worksheets/sheet1.xml",
         kXml + "<worksheet xmlns=\"" + main + "\"><sheetData>" + cells +
             "</sheetData></worksheet>");
    std::filesystem::rename(zip, path);
    return path;
}

std::string csv(const TempFolder& folder, const Rows& rows) {
    std::string out;
    for (const auto& row : rows) {
        std::string line;
        for (const auto& cell : row) {
            const std::string text = cell.starts_with("#") ? cell.substr(1) : cell;
            line += (&cell == &row.front() ? "" : ",") +
                    (text.find_first_of(",\n") == std::string::npos ? text : "\"" + text + "\"");
        }
        out += line + "\n";
    }
    return folder.write("年鉴.csv", out);
}

/// What yearbooks are like.
const Rows kYearbook = {
    {"表1  2019年各区县人口", "", "", ""},
    {},
    {"地 区", "代码", "年末常住\n人口", "面积"},
    {"", "", "（万人）", "平方公里"},
    {"锦江区", "#510104", "70.7", "#62.2"},
    {"青羊区", "#510105.0", "1,234.5", "　66"},
    {"金牛区", "５１０１０６", "…", "#108"},
    {},
    {"两江新区", "", "1 200", "-"},
    {"注：人口为常住人口。", "", "", ""},
    {"资料来源：统计年鉴", "", "", ""},
};

source::ReadOptions options(const std::string& path, int header_row) {
    source::ReadOptions out;
    out.path = path;
    out.sheet.header_row = header_row;
    out.sheet.missing = {"…", "-"};
    return out;
}

Texts column(const layer::Table& table, const std::string& name) {
    Texts out;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        out.push_back(table.column(name).show(row));
    }
    return out;
}

}  // namespace

TEST_CASE("a yearbook is read from .xlsx and .csv alike, and what is dropped is told") {
    const TempFolder folder;
    for (const std::string& path : {workbook(folder, kYearbook), csv(folder, kYearbook)}) {
        INFO(path);
        auto asked = options(path, 3);
        asked.sheet.unit_row = 4;
        base::Diagnostics diagnostics;
        const layer::Table table = source::read_table(asked, diagnostics);
        CHECK(table.names() == Texts{"地 区", "代码", "年末常住 人口", "面积"});
        CHECK(column(table, "地 区") == Texts{"锦江区", "青羊区", "金牛区", "两江新区"});
        CHECK(column(table, "代码") == Texts{"510104", "510105", "510106", ""});
        CHECK(column(table, "年末常住 人口") == Texts{"70.7", "1234.5", "", "1200"});
        CHECK(column(table, "面积") == Texts{"62.2", "66", "108", ""});
        CHECK(table.field("面积").unit == "平方公里");
        CHECK(table.field("年末常住 人口").title.zh == "年末常住 人口（万人）");
        const std::string where = std::filesystem::path(path).filename().string();
        const std::string said = told(diagnostics);
        for (const std::string& line :
             {"info: a row was left out: 1 表1  2019年各区县人口 (" + where + ")",
              "warning: a row at the end reads like a note and was left out: 10 "
              "注：人口为常住人口。 (" +
                  where + ")",
              "warning: a row at the end reads like a note and was left out: 11 "
              "资料来源：统计年鉴 (" +
                  where + ")",
              "info: rows without a value were left out (" + where + "; 2 features: 2, 8)",
              "info: column 代码: numbers with spaces, thousands separators or full-width digits "
              "were read as numbers (" +
                  where + "; 1 features: 7)",
              "warning: column 年末常住 人口: signs for a missing value were read as no value (" +
                  where + "; 1 features: 7)",
              "info: column 年末常住 人口: numbers with spaces, thousands separators or "
              "full-width digits were read as numbers (" +
                  where + "; 2 features: 6, 9)",
              "info: the unit '万人' is none that the engine converts; it stands in the title of "
              "年末常住 人口 (" +
                  where + ")"}) {
            INFO(said);
            CHECK(fixtures::contains(said, line + "\n"));
        }
    }
}

TEST_CASE("names over merged cells are joined, and values of merged cells filled where asked") {
    const TempFolder folder;
    auto asked = options(csv(folder, {{"市", "区", "人口", "", "面积"},
                                      {"", "", "户籍", "常住", ""},
                                      {"成都", "锦江", "1", "2", "3"},
                                      {"", "青羊", "4", "5", "6"},
                                      {"重庆", "渝中", "7", "8", "9"}}),
                         1);
    asked.sheet.header_rows = 2;
    asked.sheet.fill_down = {"市"};
    base::Diagnostics diagnostics;
    const layer::Table table = source::read_table(asked, diagnostics);
    CHECK(table.names() == Texts{"市", "区", "人口 户籍", "人口 常住", "面积"});
    CHECK(column(table, "市") == Texts{"成都", "成都", "重庆"});
    CHECK(column(table, "人口 常住") == Texts{"2", "5", "8"});
    CHECK(fixtures::contains(told(diagnostics),
                             "info: names above merged cells were carried to the right: 人口 常住 "
                             "(年鉴.csv)\ninfo: column 市: empty cells took the value above, as "
                             "asked (年鉴.csv; 1 features: 4)\n"));
}

TEST_CASE("rows are chosen and skipped by their numbers") {
    const TempFolder folder;
    const std::string path =
        csv(folder, {{"a", "b"}, {"合计", "6"}, {"x", "1"}, {"y", "2"}, {"z", "3"}, {"注", "4"}});
    const auto read = [&](const std::string& rows, const std::vector<std::int64_t>& skip) {
        auto asked = options(path, 1);
        asked.sheet.rows = rows;
        asked.sheet.skip_rows = skip;
        base::Diagnostics diagnostics;
        return column(source::read_table(asked, diagnostics), "a");
    };
    CHECK(read("", {}) == Texts{"合计", "x", "y", "z"});
    CHECK(read("3-", {}) == Texts{"x", "y", "z", "注"});
    CHECK(read("3-5", {4}) == Texts{"x", "z"});
    CHECK(read("-3", {2}) == Texts{"x"});
    CHECK(error_text([&] { read("5-3", {}); }) ==
          "'5-3' is no range of rows\n  in file " + path +
              "\n  hint: write rows = \"5-26\", or \"5-\" for all from row 5");
    CHECK(fixtures::contains(error_text([&] { read("1-3", {}); }),
                             "rows 1-3 do not lie among those of the data, 2 to 6"));
    CHECK(fixtures::contains(error_text([&] { read("3-9", {}); }),
                             "rows 3-9 do not lie among those of the data, 2 to 6"));
    CHECK(fixtures::contains(error_text([&] { read("", {7}); }),
                             "there is no row 7; the sheet has 6"));
}

TEST_CASE("a column with words among its numbers stays text, and one of the words is told") {
    const TempFolder folder;
    auto asked = options(
        csv(folder,
            {{"a", "n", "code"}, {"x", "1", "0701"}, {"y", "约80", "0702"}, {"z", "3", "0703"}}),
        1);
    base::Diagnostics diagnostics;
    const layer::Table table = source::read_table(asked, diagnostics);
    CHECK(column(table, "n") == Texts{"1", "约80", "3"});
    CHECK(table.field("code").type == layer::Type::text);
    CHECK(fixtures::contains(told(diagnostics),
                             "warning: column n stays text: 2 cells are numbers, others are not "
                             "('约80') (年鉴.csv; 1 features: 3)\n"));
    asked.sheet.missing = {"约80"};
    asked.sheet.text = {"a", "code"};
    base::Diagnostics again;
    CHECK(column(source::read_table(asked, again), "n") == Texts{"1", "", "3"});
    asked.sheet.text = {"cod"};
    CHECK(fixtures::contains(error_text([&] { source::read_table(asked, again); }),
                             "there is no column 'cod'; did you mean 'code'?"));
}

TEST_CASE("numbers as people write them") {
    using source::plain_number;
    CHECK(plain_number("1,234,567.8") == "1234567.8");
    CHECK(plain_number("－１２．５") == "-12.5");
    CHECK(plain_number(" 1 200\xC2\xA0") == "1200");
    CHECK(plain_number("+7") == "+7");
    CHECK(plain_number("1,23") == "");
    CHECK(plain_number("1234,567") == "");
    CHECK(plain_number(",123") == "");
    CHECK(plain_number("1,2345") == "");
    CHECK(plain_number("12%") == "");
    CHECK(plain_number("nan") == "");
    CHECK(plain_number("") == "");
    CHECK(plain_number("-") == "");
}

TEST_CASE("a title in the first row is noticed, and the option that reads past it named") {
    const TempFolder folder;
    for (const std::string& path : {workbook(folder, kYearbook), csv(folder, kYearbook)}) {
        source::ReadOptions plain;
        plain.path = path;
        base::Diagnostics diagnostics;
        std::string said = error_text([&] { source::read_table(plain, diagnostics); });
        said += told(diagnostics);
        INFO(said);
        CHECK(fixtures::contains(said,
                                 "the first row looks like a title ('表1  2019年各区县人口') "
                                 "and row 3 like the names of the columns: read it with "
                                 "header_row = 3"));
    }
    source::ReadOptions usual;
    usual.path = folder.write("b.csv", "a,b\n1,2\n");
    base::Diagnostics diagnostics;
    source::read_table(usual, diagnostics);
    CHECK_FALSE(fixtures::contains(told(diagnostics), "title"));
}

TEST_CASE("what is no sheet has no rows of names") {
    const TempFolder folder;
    const std::string path = fixtures::points("DM", {"a"}).write(folder, "a");
    base::Diagnostics diagnostics;
    CHECK(error_text([&] { source::read_table(options(path, 1), diagnostics); }) ==
          "rows of names, units and data can be told of a CSV or a sheet of an .xlsx only\n  in "
          "file " +
              path);
    CHECK(fixtures::contains(
        error_text([&] {
            source::read_table(options(csv(folder, {{"a"}, {""}, {"b"}}), 2), diagnostics);
        }),
        "row 2 is empty and gives no names"));
    CHECK(fixtures::contains(
        error_text([&] {
            source::read_table(options(csv(folder, {{"a"}, {"b"}}), 5), diagnostics);
        }),
        "there is no row 5; the sheet has 2"));
}

TEST_CASE("parts of a sheet without header_row are refused by source.read_table") {
    const TempFolder folder;
    registry::Registry registry;
    source::register_operators(registry);
    registry::Call call;
    call.params = {{"path", folder.write("a.csv", "a,b\n1,2\n")}, {"rows", "2-3"}};
    CHECK(error_text([&] { registry.run("source.read_table", call); }) ==
          "rows needs header_row, the row of the names\n  in operator source.read_table");
    call.params = {{"path", folder.write("a.csv", "t,\na,b\n1,2\n")}, {"header_row", 2}};
    const auto outputs = registry.run("source.read_table", call);
    CHECK(dynamic_cast<const layer::Table&>(*outputs.at("table")).names() == Texts{"a", "b"});
}
