// Differences of tables and of areas: declared in difference.hpp.
#include "base/error.hpp"
#include "geo/cut.hpp"
#include "geo/measure.hpp"
#include "geo/topology.hpp"
#include "network/change/difference.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace jt::network {
namespace {

/// The row of each id; data error for an id that stands twice.
std::map<std::string, std::size_t> rows_by(const layer::Table& table, const std::string& key) {
    std::map<std::string, std::size_t> out;
    const layer::Column& ids = table.column(key);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (!out.emplace(ids.show(row), row).second) {
            throw base::data_error("network.difference.twice", key, ids.show(row));
        }
    }
    return out;
}

const layer::Column& numbers(const layer::Table& table, const std::string& name) {
    const layer::Column& column = table.column(name);
    if (column.type() == layer::Type::text) {
        throw base::data_error("network.difference.text", name);
    }
    return column;
}

struct Row {
    std::string id;
    double before = std::nan(""), after = std::nan("");

    double diff() const { return after - before; }
    const char* change() const {
        if (std::isnan(before) || std::isnan(after)) {
            return !std::isnan(after) ? "gained" : !std::isnan(before) ? "lost" : "none";
        }
        return after > before ? "more" : after < before ? "less" : "same";
    }
};

/// Features by the text of their keys, in order of first appearance.
using Groups = std::vector<std::pair<std::vector<std::string>, std::vector<std::size_t>>>;

Groups groups_of(const layer::Layer& layer, const std::vector<std::string>& keys) {
    Groups groups;
    for (std::size_t row = 0; row < layer.rows(); ++row) {
        std::vector<std::string> values;
        for (const std::string& key : keys) {
            values.push_back(layer.column(key).show(row));
        }
        auto it = std::ranges::find(groups, values, &Groups::value_type::first);
        if (it == groups.end()) {
            groups.push_back({values, {}});
            it = groups.end() - 1;
        }
        if (layer.geometry().status(row) == geo::Status::ok) {
            it->second.push_back(row);
        }
    }
    return groups;
}

/// The part of some features that others do not cover, as one feature; false where there is none.
bool part_outside(const layer::Layer& of, const std::vector<std::size_t>& rows,
                  const layer::Layer& others, const std::vector<std::size_t>& other_rows,
                  geo::GeometryArray& out) {
    if (rows.empty()) {
        return false;
    }
    geo::GeometryArray whole(geo::Shape::polygon), rest(geo::Shape::polygon);
    geo::unite(of.geometry().take(rows), whole);
    if (geo::difference(whole, 0, others.geometry(), other_rows, rest) == geo::Cut::none ||
        rest.status(0) != geo::Status::ok) {
        return false;
    }
    out.append(rest, 0);
    return true;
}

void check_areas(const layer::Layer& before, const layer::Layer& after,
                 const std::vector<std::string>& keys) {
    for (const layer::Layer* layer : {&before, &after}) {
        if (layer->rows() > 0 && layer->geometry().shape() != geo::Shape::polygon) {
            throw base::data_error("network.difference.shape", layer->name(),
                                   geo::shape_name(layer->geometry().shape()));
        }
        for (const std::string& key : keys) {
            layer->column(key);  // tells a name that is not there
        }
    }
    if (!before.crs().same(after.crs())) {
        throw base::data_error("network.crs.differs", after.crs().label(), before.crs().label());
    }
}

}  // namespace

layer::Table difference(const layer::Table& before, const layer::Table& after,
                        const std::string& key, const std::string& column) {
    const auto rows_before = rows_by(before, key), rows_after = rows_by(after, key);
    const layer::Column &first = numbers(before, column), &second = numbers(after, column);
    std::vector<Row> rows;
    for (std::size_t row = 0; row < before.rows(); ++row) {
        const std::string id = before.column(key).show(row);
        const auto it = rows_after.find(id);
        rows.push_back({id, first.number(row),
                        it == rows_after.end() ? std::nan("") : second.number(it->second)});
    }
    for (std::size_t row = 0; row < after.rows(); ++row) {
        const std::string id = after.column(key).show(row);
        if (!rows_before.contains(id)) {
            rows.push_back({id, std::nan(""), second.number(row)});
        }
    }
    std::ranges::stable_sort(rows, [](const Row& a, const Row& b) {
        const double da = std::abs(a.diff()), db = std::abs(b.diff());
        return std::isnan(db) ? !std::isnan(da) : da > db;
    });
    layer::Table out(rows.size());
    std::vector<std::string> ids, change;
    std::vector<double> values[4];
    layer::ColumnBuilder rank(layer::Type::integer);
    for (const Row& row : rows) {
        ids.push_back(row.id);
        change.emplace_back(row.change());
        values[0].push_back(row.before);
        values[1].push_back(row.after);
        values[2].push_back(row.diff());
        values[3].push_back(row.before != 0 ? row.diff() / row.before * 100 : std::nan(""));
        if (std::isnan(row.diff())) {
            rank.null();
        } else {
            rank.integer(static_cast<std::int64_t>(ids.size()));
        }
    }
    const std::string unit = before.field(column).unit;
    out.set({key, layer::Type::text, "", {}}, layer::Column::of_texts(ids));
    const char* names[] = {"before", "after", "diff", "percent"};
    for (std::size_t i = 0; i < 4; ++i) {
        out.set({names[i], layer::Type::real, i < 3 ? unit : "%", {}},
                layer::Column::of_reals(std::move(values[i])));
    }
    out.set({"change", layer::Type::text, "", {}}, layer::Column::of_texts(change));
    out.set({"rank", layer::Type::integer, "", {}}, rank.build());
    return out;
}

std::shared_ptr<layer::Layer> area_difference(const layer::Layer& before, const layer::Layer& after,
                                              const std::vector<std::string>& keys) {
    check_areas(before, after, keys);
    const Groups first = groups_of(before, keys), second = groups_of(after, keys);
    Groups all = first;
    for (const auto& group : second) {
        if (std::ranges::find(all, group.first, &Groups::value_type::first) == all.end()) {
            all.push_back(group);
        }
    }
    const auto rows_in = [](const Groups& groups, const std::vector<std::string>& values) {
        const auto it = std::ranges::find(groups, values, &Groups::value_type::first);
        return it == groups.end() ? std::vector<std::size_t>() : it->second;
    };
    geo::GeometryArray polygons(geo::Shape::polygon);
    std::vector<std::string> change;
    std::vector<std::vector<std::string>> values(keys.size());
    for (const auto& group : all) {
        const auto a = rows_in(first, group.first), b = rows_in(second, group.first);
        for (const bool gained : {true, false}) {
            if (gained ? part_outside(after, b, before, a, polygons)
                       : part_outside(before, a, after, b, polygons)) {
                change.emplace_back(gained ? "gained" : "lost");
                for (std::size_t k = 0; k < keys.size(); ++k) {
                    values[k].push_back(group.first[k]);
                }
            }
        }
    }
    std::vector<std::int64_t> ids(polygons.size());
    std::iota(ids.begin(), ids.end(), std::int64_t{1});
    std::vector<double> km2 = geo::areas(polygons, before.crs());
    for (double& area : km2) {
        area /= 1e6;
    }
    auto out = std::make_shared<layer::Layer>("difference", before.crs(), std::move(polygons),
                                              std::move(ids));
    for (std::size_t k = 0; k < keys.size(); ++k) {
        out->set({keys[k], layer::Type::text, "", {}}, layer::Column::of_texts(values[k]));
    }
    out->set({"change", layer::Type::text, "", {}}, layer::Column::of_texts(change));
    out->set({"area_km2", layer::Type::real, "km2", {}}, layer::Column::of_reals(std::move(km2)));
    return out;
}

}  // namespace jt::network
