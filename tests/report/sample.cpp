#include "report/sample.hpp"

#include "base/error.hpp"
#include "report/register.hpp"
#include "report/zip.hpp"

#include <cstdlib>

namespace sample {
namespace {

using jt::layer::Column;
using jt::layer::Table;
using jt::layer::Type;
using nlohmann::json;

void put(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        out += static_cast<char>((value >> static_cast<unsigned>(shift)) & 0xFFU);
    }
}

std::uint32_t crc(const std::string& bytes) {
    std::uint32_t value = 0xFFFFFFFFU;
    for (const char c : bytes) {
        value ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            value = (value & 1U) != 0 ? 0xEDB88320U ^ (value >> 1U) : value >> 1U;
        }
    }
    return value ^ 0xFFFFFFFFU;
}

void chunk(std::string& out, const std::string& name, const std::string& bytes) {
    put(out, static_cast<std::uint32_t>(bytes.size()));
    out += name + bytes;
    put(out, crc(name + bytes));
}

json run_facts() {
    json diagnostics = json::array();
    jt::base::Diagnostics list;
    list.info(jt::base::msg("base.unit.unknown", "x", "y"), "道路.shp");
    list.features(jt::base::Severity::warning, jt::base::msg("base.archive.short"), "园区.shp",
                  {7, 12, 31});
    for (const auto& item : list.list()) {
        diagnostics.push_back(jt::base::to_json(item));
    }
    return {{"name", "01_half_hour_circle.lua"},
            {"crs", "EPSG:4544 CGCS2000 / 3-degree Gauss-Kruger CM 105E"},
            {"seed", 20200525},
            {"engine", "0.1.0"},
            {"hash", "5f2c0de1a9b84c7733e1d0a4b6c8f9025f2c0de1a9b84c7733e1d0a4b6c8f902"},
            {"inputs",
             {{{"path", "道路.shp"},
               {"sha256", "aa00bb11cc22dd33ee44"},
               {"role", "roads"},
               {"features", 128},
               {"encoding", "GBK"},
               {"crs", "EPSG:4523"},
               {"schematic", 128},
               {"evidence", {diagnostics[0]}}},
              {{"path", "园区.shp"}, {"sha256", "0123456789abcdef"}, {"features", 24}}}},
            {"scenarios",
             {{{"name", "现状"}, {"year", 2020}},
              {{"name", "2025"},
               {"year", 2025},
               {"changes", {"成龙简快速通道（KLJ）开通", "13 号线、S13 开行，间隔 6 min"}}}}},
            {"diagnostics", diagnostics},
            {"params", {{"cutoff", "30 min"}, {"snap", {{"tolerance", "20 m"}}}}},
            {"formulas",
             {{{"title", "累积机会（半小时覆盖）"},
               {"tex", R"(A_i = \sum_{j} O_j \cdot [t_{ij} \le T])"},
               {"where", "$A_i$为节点$i$的可达机会，$O_j$为目的地$j$的机会量，$T$取30 min"},
               {"source", "Wachs & Kumagai 1973"}}}},
            {"operators", {{{"name", "network.build"}, {"version", 1}, {"title", "建立交通网络"}}}},
            {"versions", {{"GDAL", "3.6.2"}, {"PROJ", "9.1.1"}}}};
}

}  // namespace

std::string png(unsigned width, unsigned height) {
    std::string head, rows, data = "\x78\x01";
    put(head, width);
    put(head, height);
    head += std::string("\x08\x00\x00\x00\x00", 5);
    for (unsigned y = 0; y < height; ++y) {
        rows += '\0' + std::string(width, static_cast<char>(0xB0 + y % 64));
    }
    std::uint32_t a = 1, b = 0;
    for (const char c : rows) {
        a = (a + static_cast<unsigned char>(c)) % 65521;
        b = (b + a) % 65521;
    }
    for (std::size_t at = 0; at < rows.size(); at += 65535) {
        const std::string block = rows.substr(at, 65535);
        const auto size = static_cast<std::uint32_t>(block.size());
        data += at + 65535 >= rows.size() ? '\x01' : '\0';
        for (const std::uint32_t n : {size, ~size}) {
            data += static_cast<char>(n & 0xFFU);
            data += static_cast<char>((n >> 8U) & 0xFFU);
        }
        data += block;
    }
    put(data, b << 16U | a);
    std::string out = "\x89PNG\r\n\x1a\n";
    chunk(out, "IHDR", head);
    chunk(out, "IDAT", data);
    chunk(out, "IEND", "");
    return out;
}

std::string pdf(int width, int height, const std::string& text) {
    const std::string drawing = "BT /F1 24 Tf 40 40 Td (" + text + ") Tj ET";
    const std::vector<std::string> objects = {
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 " + std::to_string(width) + " " +
            std::to_string(height) +
            "] /Contents 4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 "
            "/BaseFont /Helvetica >> >> >> >>",
        "<< /Length " + std::to_string(drawing.size()) + " >>\nstream\n" + drawing + "\nendstream"};
    std::string out = "%PDF-1.4\n", table;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        table += fmt::format("{:010} 00000 n \n", out.size());
        out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const std::size_t start = out.size();
    return out + "xref\n0 5\n0000000000 65535 f \n" + table +
           "trailer << /Size 5 /Root 1 0 R >>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
}

std::shared_ptr<Table> times() {
    auto table = std::make_shared<Table>(4);
    table->set({"id", Type::text, "", {"编号", "id"}},
               Column::of_texts({"KLJ1-C08", "P01-Z01", "P04-Z06", "X|<script>"}));
    table->set({"name", Type::text, "", {"名称", "name"}},
               Column::of_texts({"成龙简快速通道起点至简阳", "天邛产业园至天府新区",
                                 "淮州新城至西部（成都）科学城", "转义 & <b> \"引号\" |竖线|"}));
    table->set({"before", Type::real, "s", {"现状", "before"}},
               Column::of_reals({3561, 2640.5, 3120, 600}));
    table->set({"after", Type::real, "s", {"2025年", "2025"}},
               Column::of_reals({1835, 1391, 3120, std::numeric_limits<double>::quiet_NaN()}));
    table->set({"diff", Type::real, "s", {"变化", "change"}},
               Column::of_reals({-1726, -1249.5, 0, std::numeric_limits<double>::quiet_NaN()}));
    table->set({"covered", Type::boolean, "", {"半小时覆盖", "within 30 min"}},
               Column::of_booleans({false, true, false, true}));
    return table;
}

std::shared_ptr<Table> wide() {
    auto table = std::make_shared<Table>(30);
    std::vector<double> values;
    for (int i = 0; i < 30; ++i) {
        values.push_back(i * 123.456);
    }
    for (int i = 0; i < 16; ++i) {
        table->set({"c" + std::to_string(i), Type::real, "min", {"单项指标名称", "indicator"}},
                   Column::of_reals(values));
    }
    return table;
}

std::shared_ptr<Table> scores() {
    auto table = std::make_shared<Table>(3);
    table->set({"id", Type::text, "", {"编号", "id"}}, Column::of_texts({"P01", "P02", "P04"}));
    table->set({"name", Type::text, "", {"园区", "park"}},
               Column::of_texts({"天邛产业园", "中德（蒲江）产业新城", "淮州新城"}));
    table->set({"area", Type::real, "m2", {"面积", "area"}},
               Column::of_reals({58e6, 21.35e6, 36.2e6}));
    table->set({"score", Type::real, "", {"综合得分", "score"}},
               Column::of_reals({78.25, 64.1, 71.875}));
    table->set({"rank", Type::integer, "", {"排名", "rank"}}, Column::of_integers({1, 3, 2}));
    return table;
}

std::shared_ptr<Table> weights() {
    auto table = std::make_shared<Table>(3);
    table->set({"name", Type::text, "", {"准则", "criterion"}},
               Column::of_texts({"交通可达性", "用地条件", "产业匹配"}));
    table->set({"weight", Type::real, "", {"权重", "weight"}},
               Column::of_reals({0.636986, 0.258285, 0.104729}));
    return table;
}

std::shared_ptr<Table> consistency() {
    auto table = std::make_shared<Table>(1);
    table->set({"lambda_max", Type::real, "", {}}, Column::of_reals({3.038511}));
    table->set({"ci", Type::real, "", {}}, Column::of_reals({0.019256}));
    table->set({"ri", Type::real, "", {}}, Column::of_reals({0.58}));
    table->set({"cr", Type::real, "", {}}, Column::of_reals({0.033199}));
    return table;
}

std::shared_ptr<jt::registry::Files> sheets() {
    auto out = std::make_shared<jt::registry::Files>();
    out->files["maps/01.png"] = png(420, 297);
    out->files["maps/01.pdf"] = pdf(1191, 842, "sheet one");
    out->files["maps/01.sheet.json"] = std::string(R"({"title":"交通等时圈图"})");
    out->files["maps/02.png"] = png(420, 297);
    out->files["maps/02.pdf"] = pdf(1191, 842, "sheet two");
    out->files["maps/03.png"] = png(210, 297);
    return out;
}

json params() {
    return {
        {"title", "成渝半小时交通圈专题报告"},
        {"subtitle", "交通联系与飞地园区适宜性评价"},
        {"tables",
         {{{"name", "cmp.time"},
           {"role", "compare"},
           {"caption", {{"zh", "通行时间对比"}, {"en", "Travel times"}}},
           {"note", "注：变化为负表示缩短；— 表示无通路。"},
           {"columns",
            {"id",
             "name",
             {{"name", "before"}, {"unit", "min"}, {"digits", 1}},
             {{"name", "after"}, {"unit", "min"}, {"digits", 1}},
             {{"name", "diff"}, {"unit", "min"}, {"digits", 1}, {"sign", true}},
             "covered"}}},
          {{"name", "fit"},
           {"caption", "园区适宜性得分"},
           {"chapter", "园区适宜性评价"},
           {"columns",
            {"id", "name", {{"name", "area"}, {"unit", "mu"}, {"digits", 0}}, "score", "rank"}}},
          {{"name", "ahp"},
           {"role", "weights"},
           {"caption", "适宜性准则"},
           {"check", "ahp.check"},
           {"note", "Saaty（1980）"}},
          {{"name", "ahp.check"}, {"role", "hidden"}}}},
        {"figures",
         {{{"file", "maps/01"}, {"chapter", "交通联系评价"}},
          {{"file", "maps/02.png"}, {"caption", "园区适宜性评价图"}, {"chapter", "园区适宜性评价"}},
          {{"file", "maps/03"}, {"caption", "情景对比图"}, {"role", "compare"}}}},
        {"run", run_facts()},
    };
}

Result run(const json& params, const std::string& name,
           const std::vector<std::shared_ptr<Table>>& more) {
    jt::registry::Registry registry;
    jt::report::register_operators(registry);
    Result out;
    const jt::base::Progress progress;
    jt::registry::Call call;
    call.params = params;
    call.inputs["tables"] = {times(), scores(), weights(), consistency()};
    call.inputs["tables"].insert(call.inputs["tables"].end(), more.begin(), more.end());
    if (name == "report.document") {
        call.inputs["files"] = {sheets()};
    }
    call.diagnostics = &out.diagnostics;
    call.progress = &progress;
    const auto outputs = registry.run(name, std::move(call));
    const auto& files = dynamic_cast<const jt::registry::Files&>(*outputs.at("files")).files;
    for (const auto& [path, bytes] : files) {
        out.files[path] = bytes.str();
    }
    return out;
}

std::string error_of(const json& params, const std::string& name) {
    try {
        run(params, name);
    } catch (const jt::base::Error& error) {
        std::string text = error.text(jt::base::Lang::en);
        const std::string context = "\n  in operator " + name;
        const auto at = text.find(context);
        return at == std::string::npos ? text : text.erase(at, context.size());
    }
    return "";
}

Variable::Variable(std::string name, const std::string& value) : m_name(std::move(name)) {
    if (const char* before = std::getenv(m_name.c_str())) {
        m_before = before;
        m_was_set = true;
    }
    ::setenv(m_name.c_str(), value.c_str(), 1);
}

Variable::~Variable() {
    if (m_was_set) {
        ::setenv(m_name.c_str(), m_before.c_str(), 1);
    } else {
        ::unsetenv(m_name.c_str());
    }
}

std::string output_of(const std::string& program, const std::vector<std::string>& arguments) {
    const auto path = jt::report::find_program(program);
    if (!path) {
        return "";
    }
    jt::report::ProgramCall call;
    call.program = *path;
    call.arguments = arguments;
    call.environment["LC_ALL"] = "C.UTF-8";
    return jt::report::run_program(call).output;
}

}  // namespace sample
