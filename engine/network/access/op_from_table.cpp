// network.matrix_from_table
#include "network/access/from_table.hpp"
#include "network/access/register.hpp"
#include "network/declare.hpp"

#include <map>
#include <optional>

namespace jt::network {
namespace {

using registry::ColumnType;
using registry::Kind;
using registry::ParamType;

const std::map<std::string, double> kMilliseconds = {
    {"min", 60000}, {"s", 1000}, {"ms", 1}, {"h", 3600000}};

registry::OperatorSpec from_table_spec() {
    registry::OperatorSpec spec;
    spec.name = "network.matrix_from_table";
    spec.title = {"由起讫对表建矩阵", "Matrix from a table of pairs"};
    spec.help = {
        "读入其他程序的时间表；表中没有的对标为 missing，重复的对、负值或非数报错并列出",
        "Takes times from another program: pairs that the table does not name get the status "
        "missing; pairs that stand twice, negative times and what is no number are errors that "
        "list them"};
    spec.ports = {port("pairs", Kind::table, "起讫对", "pairs"),
                  port("origins", Kind::table, "全部起点，定行序；缺省取表中的编号",
                       "all origins, in the order of rows; default: the ids of the table", false),
                  port("destinations", Kind::table, "全部讫点，定列序",
                       "all destinations, in the order of columns", false)};
    spec.params = {
        param("origin", ParamType::text, "origin", "起点字段", "field of the origin"),
        param("destination", ParamType::text, "destination", "讫点字段",
              "field of the destination"),
        param("time", ParamType::text, "minutes", "时间字段", "field of the time"),
        choice("unit", {"min", "s", "ms", "h"}, "时间单位", "unit of the time"),
        param("status", ParamType::text, "status", "状态字段（表中有时才用）",
              "field of a status, used where the table has it"),
        param("origin_id", ParamType::text, "", "起点表的编号字段；缺省 id，没有则要素号",
              "id field of the origins; default id, else the feature id"),
        param("destination_id", ParamType::text, "", "讫点表的编号字段",
              "id field of the destinations")};
    spec.outputs = {{"matrix", Kind::matrix, {"时间矩阵（ms）", "matrix of times in ms"}, {}},
                    {"counts",
                     Kind::table,
                     {"清点", "counts"},
                     {column("item", ColumnType::text, "", "项目", "item"),
                      column("pairs", ColumnType::integer, "", "对数", "pairs")}}};
    return spec;
}

layer::Table counts_table(const PairCounts& counts, std::size_t rows, std::size_t columns) {
    const auto count = [](std::size_t n) { return static_cast<std::int64_t>(n); };
    const auto fields = from_table_spec().outputs[1].columns;
    layer::Table table(7);
    table.set(fields[0], layer::Column::of_texts({"origins", "destinations", "cells", "present",
                                                  "missing", "zero", "without_time"}));
    table.set(fields[1],
              layer::Column::of_integers({count(rows), count(columns), count(rows * columns),
                                          count(counts.present), count(counts.missing),
                                          count(counts.zero), count(counts.no_time)}));
    return table;
}

registry::Outputs run_from_table(registry::Call& call) {
    const auto& pairs = call.in<layer::Table>("pairs");
    PairFields fields{text_param(call, "origin"), text_param(call, "destination"),
                      text_param(call, "time")};
    const std::string status = text_param(call, "status");
    fields.status = pairs.has(status) ? status : "";
    fields.ms_per_unit = kMilliseconds.at(text_param(call, "unit"));
    const auto ids = [&](const char* port, const char* field) {
        std::optional<std::vector<std::string>> out;
        if (call.has(port)) {
            out = keyed(call.in<layer::Table>(port), port, text_param(call, field)).ids;
        }
        return out;
    };
    PairCounts counts;
    auto matrix = std::make_shared<layer::Matrix>(matrix_from_pairs(
        pairs, fields, ids("origins", "origin_id"), ids("destinations", "destination_id"), counts));
    const std::size_t rows = matrix->row_ids.size(), columns = matrix->column_ids.size();
    call.diagnostics->info(base::msg("network.pairs.counts", rows, columns, counts.present,
                                     counts.missing, counts.zero, counts.no_time));
    return {{"matrix", matrix},
            {"counts", std::make_shared<layer::Table>(counts_table(counts, rows, columns))}};
}

}  // namespace

void register_from_table(registry::Registry& registry) {
    registry.add(from_table_spec(), run_from_table);
}

}  // namespace jt::network
