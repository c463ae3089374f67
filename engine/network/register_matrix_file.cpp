// network.matrix_file
#include "base/hash.hpp"
#include "base/mapped_file.hpp"
#include "network/declare.hpp"
#include "network/reach/cost_rows.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>

namespace jt::network {
namespace {

using registry::ColumnType;
using registry::Kind;
using registry::ParamType;

registry::OperatorSpec matrix_file_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.matrix_file";
    spec.title = {"大矩阵文件", "A large matrix as a file"};
    spec.help = {
        "按块计算全部起讫点对的时间，写成 NumPy 文件（.npy，uint32 "
        "毫秒，按行）及编号表（.csv）；4294967295 为 unreachable，4294967294 为 "
        "cut_off，4294967293 为 off_network",
        "Times of all pairs, computed block by block, as a NumPy file (.npy, uint32 "
        "milliseconds, by rows) and a list of the ids (.csv); 4294967295 is unreachable, "
        "4294967294 cut_off, 4294967293 off_network"};
    spec.ports = {port("network", Kind::network, "网络", "network"),
                  port("origins", Kind::layer, "起点", "origins"),
                  port("destinations", Kind::layer, "讫点", "destinations")};
    spec.params = {
        number("cutoff", "min", nullptr, 0, 60000, "上限；更远者标为 cut_off",
               "limit; what is farther gets the status cut_off"),
        param("origin_id", ParamType::text, "", "起点编号字段；缺省 id，没有则要素号",
              "id field of origins; default id, else the feature id"),
        param("destination_id", ParamType::text, "", "讫点编号字段", "id field of destinations"),
        engine_param()};
    spec.outputs = {
        {"matrices",
         Kind::table,
         {"矩阵文件一览", "the file, and what is in it"},
         {column("file", ColumnType::text, "", "文件", "file"),
          column("rows", ColumnType::integer, "", "行数（起点）", "rows: origins"),
          column("columns", ColumnType::integer, "", "列数（讫点）", "columns: destinations"),
          column("ok", ColumnType::integer, "", "有时间的对数", "pairs with a time"),
          column("unreachable", ColumnType::integer, "", "不可达", "unreachable"),
          column("cut_off", ColumnType::integer, "", "超出上限", "cut off"),
          column("off_network", ColumnType::integer, "", "不在网络上", "off the network")}},
        {"files", Kind::files, {"文件", "files"}, {}}};
    return spec;
}

/// The start of a file of format 1.0 (NumPy Enhancement Proposal 1), a multiple of 64 bytes.
std::string npy_header(std::size_t rows, std::size_t columns) {
    std::string text = fmt::format(
        "{{'descr': '<u4', 'fortran_order': False, 'shape': ({}, {}), }}", rows, columns);
    constexpr std::size_t kBefore = 10;
    text.append(63 - (kBefore + text.size()) % 64, ' ');
    text += '\n';
    std::string out = "\x93NUMPY";
    out += '\x01';
    out += '\0';
    out += static_cast<char>(text.size() & 0xFF);
    out += static_cast<char>(text.size() >> 8);
    return out + text;
}

/// RFC 4180: quotes where they are needed.
std::string csv_text(const std::string& text) {
    if (text.find_first_of("\",\r\n") == std::string::npos) {
        return text;
    }
    std::string out = "\"";
    for (const char c : text) {
        out += c == '"' ? "\"\"" : std::string(1, c);
    }
    return out + '"';
}

std::string ids_csv(const Points& origins, const Points& destinations) {
    std::string out = "\xEF\xBB\xBFside,number,id\n";
    for (const auto& [side, points] :
         {std::pair("origin", &origins), std::pair("destination", &destinations)}) {
        for (std::size_t i = 0; i < points->ids.size(); ++i) {
            out += fmt::format("{},{},{}\n", side, i, csv_text(points->ids[i]));
        }
    }
    return out;
}

/// 16 MiB of numbers, for any number of destinations.
constexpr std::size_t kNumbersAtOnce = std::size_t{1} << 22;

/// Pairs with a time, and of each status: ok, unreachable, cut_off, off_network.
using Counts = std::array<std::int64_t, 4>;

void count(const std::vector<std::uint32_t>& costs, Counts& counts) {
    for (const std::uint32_t cost : costs) {
        ++counts[cost <= layer::kMaxCost       ? 0
                 : cost == layer::kUnreachable ? 1
                 : cost == layer::kCutOff      ? 2
                                               : 3];
    }
}

/// Little-endian, whatever the machine.
void append_numbers(std::string& bytes, const std::vector<std::uint32_t>& numbers) {
    for (const std::uint32_t number : numbers) {
        const std::array<char, 4> four{
            static_cast<char>(number & 0xFF), static_cast<char>(number >> 8 & 0xFF),
            static_cast<char>(number >> 16 & 0xFF), static_cast<char>(number >> 24)};
        bytes.append(four.data(), four.size());
    }
}

/// Block by block to the disk; never more than a block is held.
std::shared_ptr<const base::MappedFile> matrix_file(const CostRows& costs, std::size_t size,
                                                    const base::Progress& progress,
                                                    Counts& counts) {
    std::string bytes = npy_header(size, costs.columns());
    base::ScratchFile file(bytes.size() + 4 * std::uint64_t{size} * costs.columns());
    const std::size_t rows = std::clamp<std::size_t>(
        kNumbersAtOnce / std::max<std::size_t>(1, costs.columns()), 1, kRowsAtOnce);
    std::vector<std::uint32_t> block;
    for (std::size_t begin = 0; begin < size; begin += rows) {
        const std::size_t end = std::min(size, begin + rows);
        block.resize((end - begin) * costs.columns());
        costs.rows(begin, end, block.data());
        count(block, counts);
        append_numbers(bytes, block);
        file.append(bytes);
        bytes.clear();
        progress.at(static_cast<double>(end) / static_cast<double>(size), "matrix");
    }
    file.append(bytes);  // the start alone, where there are no origins
    return file.mapped();
}

registry::Outputs run_matrix_file(registry::Call& call) {
    const auto& network = call.in<Network>("network");
    const Points origins = connect(network, call.in<layer::Layer>("origins"),
                                   text_param(call, "origin_id"), *call.diagnostics);
    const Points destinations = connect(network, call.in<layer::Layer>("destinations"),
                                        text_param(call, "destination_id"), *call.diagnostics);
    const base::Progress quiet;
    const base::Progress& progress = call.progress != nullptr ? *call.progress : quiet;
    const std::uint32_t cutoff = limit_ms(call.params.at("cutoff"));
    const Engine engine =
        choose_engine(engine_of(call), network, origins, cutoff, *call.diagnostics);
    const CostRows costs(network, origins, destinations, cutoff,
                         hierarchy_for(engine, network, progress));
    Counts counts{};
    const auto matrix = matrix_file(costs, origins.places.size(), progress, counts);
    // Named by content: the matrices of two scenarios are two files.
    const std::string name = "matrices/" + base::sha256(matrix->bytes()).substr(0, 12);
    auto table = std::make_shared<layer::Table>(1);
    const auto columns = matrix_file_spec().outputs[0].columns;
    table->set(columns[0], layer::Column::of_texts(std::vector<std::string>{name + ".npy"}));
    const std::array<std::int64_t, 6> numbers{static_cast<std::int64_t>(origins.ids.size()),
                                              static_cast<std::int64_t>(destinations.ids.size()),
                                              counts[0],
                                              counts[1],
                                              counts[2],
                                              counts[3]};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        table->set(columns[i + 1], layer::Column::of_integers({numbers[i]}));
    }
    auto files = std::make_shared<registry::Files>();
    files->files.emplace(name + ".npy", registry::Bytes(matrix, matrix->bytes()));
    files->files.emplace(name + ".csv", ids_csv(origins, destinations));
    return {{"matrices", table}, {"files", files}};
}

}  // namespace

void register_matrix_file(registry::Registry& registry) {
    registry.add(matrix_file_spec(), run_matrix_file);
}

}  // namespace jt::network
