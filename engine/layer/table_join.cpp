#include "layer/table_join.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "layer/join.hpp"
#include "layer/join_spec.hpp"
#include "layer/layer.hpp"
#include "layer/rows.hpp"

#include <algorithm>

namespace jt::layer {
namespace {

using nlohmann::json;
using registry::Kind;

std::string word(const json& params, const char* name) {
    return params.at(name).get<std::string>();
}

/// The one of these columns that the table has.
const Column& first_column(const Table& table, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        if (table.has(name)) {
            return table.column(name);
        }
    }
    throw base::data_error("layer.join.alias_column", base::join_some(names),
                           base::join_some(table.names()));
}

Aliases aliases_of(const registry::Call& call) {
    Aliases out;
    if (!call.has("aliases")) {
        return out;
    }
    const auto& table = call.in<Table>("aliases");
    const Column& names = first_column(table, {"name", "名称", "规范名称", "现名", "现用名"});
    const Column& others =
        first_column(table, {"alias", "别名", "历史名称", "曾用名", "原名", "简称"});
    for (std::size_t row = 0; row < table.rows(); ++row) {
        out.add(names.show(row), others.show(row));
    }
    return out;
}

/// What diagnostics call one side: the layer's name, else the port.
std::string label_of(const Table& table, const std::string& port) {
    const auto* layer = dynamic_cast<const Layer*>(&table);
    return layer != nullptr && !layer->name().empty() ? layer->name() : port;
}

/// One row of the table for each key; where the first is taken, the others are told.
void judge_duplicates(registry::Call& call, const Table& table, const KeySide& keys) {
    std::vector<std::string> shown;
    std::vector<std::size_t> more;
    for (std::size_t i = 0; i < keys.keys.size(); ++i) {
        const auto& rows = keys.rows[i];
        if (rows.size() > 1) {
            std::vector<std::string> numbers;
            for (const std::int64_t id : row_ids(table, rows)) {
                numbers.push_back(fmt::format("{}", id));
            }
            shown.push_back(fmt::format("{} ({})", keys.keys[i], base::join_some(numbers)));
            more.insert(more.end(), rows.begin() + 1, rows.end());
        }
    }
    if (shown.empty()) {
        return;
    }
    if (word(call.params, "duplicates") == "error") {
        throw base::data_error("layer.join.duplicates", keys.what, shown.size(),
                               base::join_some(shown));
    }
    std::sort(more.begin(), more.end());
    call.diagnostics->features(
        base::Severity::warning,
        base::msg("layer.join.first", keys.what, shown.size(), base::join_some(shown)), "table",
        row_ids(table, more));
}

/// Tells how codes of different types were compared.
void tell_codes(registry::Call& call, const Join& join) {
    const auto type = [](const Table& table, const KeySide& keys) {
        return registry::column_type_name(table.column(keys.what).type());
    };
    const auto left = type(join.left, join.left_keys), right = type(join.right, join.right_keys);
    if (left != right) {
        call.diagnostics->info(
            base::msg("layer.join.types", join.left_keys.what, left, join.right_keys.what, right));
    }
    const auto pointed = [&](const Table& table, const KeySide& keys, const std::string& where) {
        if (!keys.pointed.empty()) {
            call.diagnostics->features(base::Severity::info,
                                       base::msg("layer.join.pointed", keys.what), where,
                                       row_ids(table, keys.pointed));
        }
    };
    pointed(join.left, join.left_keys, label_of(join.left, join.left_name));
    pointed(join.right, join.right_keys, "table");
}

void tell_folded(registry::Call& call, const Join& join, const Folded& folded) {
    if (!folded.pairs.empty()) {
        call.diagnostics->features(
            base::Severity::warning,
            base::msg("layer.join.folded", folded.pairs.size(), base::join_some(folded.pairs, 20)),
            label_of(join.left, join.left_name), row_ids(join.left, folded.left));
    }
}

void tell_unmatched(registry::Call& call, const Join& join, const Unmatched& unmatched) {
    const auto tell = [&](const char* id, const Table& table, const std::string& where,
                          const std::vector<std::size_t>& rows) {
        if (!rows.empty()) {
            call.diagnostics->features(base::Severity::warning,
                                       base::msg(id, rows.size(), table.rows()), where,
                                       row_ids(table, rows));
        }
    };
    const bool drop = word(call.params, "unmatched") == "drop";
    tell(drop ? "layer.join.dropped" : "layer.join.unmatched", join.left,
         label_of(join.left, join.left_name), unmatched.left);
    tell("layer.join.unused", join.right, "table", unmatched.right);
    if (unmatched.offers > 0) {
        call.diagnostics->warn(base::msg("layer.join.offers", unmatched.offers));
    }
    if (!unmatched.near) {
        call.diagnostics->info(base::msg("layer.join.far"));
    }
}

/// Where every feature must have a match: the keys that have none, with their offers.
void judge_unmatched(const registry::Call& call, const Join& join, const Unmatched& unmatched) {
    if (word(call.params, "unmatched") != "error" || unmatched.left.empty()) {
        return;
    }
    std::vector<std::string> shown;
    const Table& table = *unmatched.table;
    for (std::size_t i = 0; i < unmatched.left.size(); ++i) {  // the left comes first
        const std::string key = table.column("key").show(i), offer = table.column("offer").show(i);
        shown.push_back(fmt::format("{} {}", table.column("id").show(i), key.empty() ? "-" : key) +
                        (offer.empty() ? "" : " (? " + offer + ")"));
    }
    throw base::data_error("layer.join.missing", unmatched.left.size(),
                           label_of(join.left, join.left_name), base::join_some(shown));
}

Column take_or_null(const Column& column, const std::vector<std::size_t>& rows) {
    ColumnBuilder out(column.type());
    for (const std::size_t row : rows) {
        if (row == kNoRow || !column.valid(row)) {
            out.null();
        } else if (column.type() == Type::real) {
            out.real(column.number(row));
        } else if (column.type() == Type::text) {
            out.text(column.text(row));
        } else {
            out.integer(column.integer(row));
        }
    }
    return out.build();
}

/// Adds the columns asked for, by default all but the key.
void add_columns(registry::Call& call, const Join& join, const std::vector<std::size_t>& rows,
                 Table& out) {
    std::vector<std::string> names = join_words(call.params, "keep");
    if (names.empty()) {
        names = join.right.names();
        std::erase(names, join.right.field(join.right_keys.what).name);
    }
    for (const std::string& name : names) {
        Field field = join.right.field(name);
        const std::string wanted = word(call.params, "prefix") + field.name;
        field.name = wanted;
        while (out.has(field.name)) {
            field.name += kJoinSuffix;
        }
        if (field.name != wanted) {
            call.diagnostics->info(base::msg("layer.join.renamed", wanted, field.name));
        }
        out.set(field, take_or_null(join.right.column(name), rows));
    }
}

Join make_join(registry::Call& call, const std::string& left_name) {
    const auto& left = call.in<Table>(left_name);
    const auto& right = call.in<Table>("table");
    const bool codes = word(call.params, "by") == "code";
    const std::string on = word(call.params, "on"), to = word(call.params, "to");
    const auto keys = [&](const Table& table, const std::string& column, const std::string& port) {
        return base::within(base::msg("layer.join.port", port),
                            [&] { return keys_of(table, column, codes); });
    };
    Join out{left,
             right,
             left_name,
             keys(left, on, left_name),
             keys(right, to.empty() ? on : to, "table"),
             {},
             aliases_of(call)};
    judge_duplicates(call, right, out.right_keys);
    const JoinFolds asked = join_folds(call.params);
    out.matching = match_keys(out.left_keys, out.right_keys, asked.folds,
                              asked.aliases ? &out.aliases : nullptr);
    return out;
}

std::vector<std::size_t> matched(const std::vector<std::size_t>& rows) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i] != kNoRow) {
            out.push_back(i);
        }
    }
    return out;
}

/// T is the class of the left side: Layer or Table.
template <class T>
registry::Outputs run_join(registry::Call& call, const std::string& left_name,
                           const std::string& output) {
    check_join_params(call.params, call.has("aliases") ? 1 : 0);
    const Join join = make_join(call, left_name);
    const Folded folded = folded_of(join);
    const Unmatched unmatched = unmatched_of(join);
    judge_unmatched(call, join, unmatched);
    tell_codes(call, join);
    tell_folded(call, join, folded);
    tell_unmatched(call, join, unmatched);
    const std::vector<std::size_t> rows = joined_rows(join);
    const std::vector<std::size_t> met = matched(rows);
    call.diagnostics->info(base::msg("layer.join.matched", met.size(), rows.size(),
                                     join.right.rows() - unmatched.right.size(), join.right.rows()),
                           label_of(join.left, left_name));
    T out = dynamic_cast<const T&>(join.left);
    add_columns(call, join, rows, out);
    const bool drop = word(call.params, "unmatched") == "drop" && met.size() < rows.size();
    return {{output, std::make_shared<T>(drop ? take(out, met) : std::move(out))},
            {"unmatched", unmatched.table},
            {"folded", folded.table}};
}

}  // namespace

void register_table_join(registry::Registry& registry) {
    registry.add(join_spec("table.join", "layer", Kind::layer, {"表连接", "Join a table"},
                           {"图层的要素", "the features of a layer"}),
                 [](registry::Call& call) { return run_join<Layer>(call, "layer", "layer"); });
    registry.add(
        join_spec("table.join_tables", "left", Kind::table, {"两表连接", "Join two tables"},
                  {"另一张表的行", "the rows of another table"}),
        [](registry::Call& call) { return run_join<Table>(call, "left", "joined"); });
}

}  // namespace jt::layer
