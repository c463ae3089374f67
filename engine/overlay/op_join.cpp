// vector.spatial_join.
#include "overlay/join.hpp"
#include "overlay/op_support.hpp"

#include "geo/measure.hpp"

#include <algorithm>
#include <cmath>

namespace jt::overlay {
namespace {

using geo::Shape;
using layer::Column;
using layer::Layer;
using layer::Type;
using registry::Kind;
using registry::ParamType;

constexpr const char* kSuffix = "_from";
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

const registry::ColumnSpec kCount{
    "count", Type::integer, "", {"相关要素数", "features that it relates to"}};
const registry::ColumnSpec kDistance{
    "distance_m",
    Type::real,
    "m",
    {"到最近要素的椭球面距离（nearest）", "to the nearest feature, on the ellipsoid (nearest)"}};
const registry::ColumnSpec kShared{
    "shared_m2", Type::real, "m2", {"公共面积（largest）", "area in common (largest)"}};

std::string word(const nlohmann::json& params, const char* name) {
    return params.at(name).get<std::string>();
}

/// Refuses what does not go together, before anything is computed.
void check_params(const nlohmann::json& params) {
    const bool nearest = word(params, "predicate") == "nearest";
    if (nearest && word(params, "take") == "largest") {
        throw base::data_error("overlay.join.largest");
    }
    if (!nearest && !params.at("max_distance").is_null()) {
        throw base::data_error("overlay.join.distance", word(params, "predicate"));
    }
}

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "vector.spatial_join";
    out.title = {"空间连接", "Spatial join"};
    out.help = {
        "给图层的每个要素连上与之有空间关系的另一图层要素的属性；边界算在内，无匹配的要素列出，其属"
        "性为空",
        "Gives each feature the attributes of the features of another layer that it relates "
        "to. The border counts as inside; features without a match are listed and get nulls"};
    out.ports = {layer_port("layer", {"要素", "features"}),
                 layer_port("from", {"提供属性的图层", "features whose attributes are joined"})};
    out.params = {
        make_param("predicate", ParamType::choice, "intersects",
                   {"layer 要素对 from 要素的关系：相交、在其内、包含、最近",
                    "how a feature of layer relates to one of from"}),
        make_param(
            "max_distance", ParamType::number, nullptr,
            {"最近要素的最大距离（仅用于 nearest）", "how far the nearest may be (nearest only)"}),
        make_param("take", ParamType::choice, "first",
                   {"有多个匹配时：取第一个、只计数、求和、平均、公共面积最大者（仅面）",
                    "of several matches: the first, only their count, sums, means, or the one of "
                    "the largest shared area (polygons only)"}),
        make_param("columns", ParamType::list, nlohmann::json::array(),
                   {"要连接的列；缺省为全部（求和、平均时为全部数值列）",
                    "columns to join; by default all, for sum and mean all that are numbers"})};
    out.params[0].choices = {"intersects", "within", "contains", "nearest"};
    out.params[1].unit = "m";
    out.params[1].min = 0;
    out.params[2].choices = {"first", "count", "sum", "mean", "largest"};
    out.outputs = {{"layer",
                    Kind::layer,
                    {"原要素，附连接的属性", "the features with what was joined"},
                    {kCount, kDistance, kShared},
                    {{"layer"}, {"from", kSuffix}}}};
    out.check = [](const nlohmann::json& params, const std::map<std::string, std::size_t>&) {
        check_params(params);
    };
    return out;
}

/// What each feature relates to, and for some ways the measure beside it.
struct Joined {
    std::vector<std::vector<std::size_t>> rows;
    std::vector<double> measure;
};

Joined join_nearest(registry::Call& call, const Layer& layer, const Layer& from) {
    const auto& most = call.params.at("max_distance");
    const auto found = nearest_rows(layer.geometry(), from.geometry(), layer.crs(),
                                    most.is_null() ? kEverywhere : most.get<double>());
    report_failures(call, layer, found.failures);
    Joined out{std::vector<std::vector<std::size_t>>(layer.rows()),
               std::vector<double>(layer.rows(), kMissing)};
    for (std::size_t i = 0; i < layer.rows(); ++i) {
        if (found.found[i]) {
            out.rows[i] = {found.found[i]->item};
            out.measure[i] = found.found[i]->distance;
        }
    }
    return out;
}

Joined join_related(registry::Call& call, const Layer& layer, const Layer& from) {
    const std::string name = word(call.params, "predicate");
    const Predicate predicate = name == "within"     ? Predicate::within
                                : name == "contains" ? Predicate::contains
                                                     : Predicate::intersects;
    auto matches = related(layer.geometry(), from.geometry(), predicate);
    report_failures(call, layer, matches.failures);
    return {std::move(matches.rows), {}};
}

/// Keeps of each feature's matches the one with the largest area in common; none where they only
/// touch.
void keep_largest(registry::Call& call, const Layer& layer, const Layer& from, Joined& joined) {
    const Pieces pieces = common_pieces(layer.geometry(), from.geometry());
    report_failures(call, layer, pieces.failures);
    const auto areas = geo::areas(pieces.geometry, layer.crs());
    std::vector<std::vector<std::size_t>> best(layer.rows());
    joined.measure.assign(layer.rows(), kMissing);
    for (std::size_t k = 0; k < pieces.size(); ++k) {
        const std::size_t i = pieces.a[k];
        const auto& matches = joined.rows[i];
        if (!std::binary_search(matches.begin(), matches.end(), pieces.b[k])) {
            continue;
        }
        if (best[i].empty() || areas[k] > joined.measure[i]) {
            best[i] = {pieces.b[k]};
            joined.measure[i] = areas[k];
        }
    }
    joined.rows = std::move(best);
}

/// The columns to join: those asked for, else all that the way of taking can use.
std::vector<std::string> columns_to_join(const registry::Call& call, const Layer& from) {
    const bool numbers = word(call.params, "take") == "sum" || word(call.params, "take") == "mean";
    auto out = names_in(call, "columns");
    for (const auto& name : out) {
        if (numbers) {
            number_column(from, name);
        } else {
            from.column(name);
        }
    }
    if (out.empty()) {
        for (const auto& field : from.fields()) {
            if (!numbers || field.type != Type::text) {
                out.push_back(field.name);
            }
        }
    }
    return out;
}

/// Sum or mean of a column over the matches; nulls are left out, NaN where none is left.
std::vector<double> summed(const Column& column, const Joined& joined, bool mean) {
    std::vector<double> out;
    for (const auto& rows : joined.rows) {
        double sum = 0, count = 0;
        for (const std::size_t row : rows) {
            if (column.valid(row)) {
                sum += column.number(row);
                ++count;
            }
        }
        out.push_back(count == 0 ? kMissing : mean ? sum / count : sum);
    }
    return out;
}

void add_attributes(registry::Call& call, const Layer& from, const Joined& joined,
                    const std::vector<registry::ColumnSpec>& reserved, Layer& out) {
    const std::string take = word(call.params, "take");
    if (take == "count") {
        return;
    }
    std::vector<std::size_t> first;
    for (const auto& rows : joined.rows) {
        first.push_back(rows.empty() ? kNoRow : rows.front());
    }
    for (const auto& name : columns_to_join(call, from)) {
        auto field = from.field(name);
        field.name = free_name(out, name, kSuffix, reserved);
        if (take == "sum" || take == "mean") {
            field.type = Type::real;
            out.set(field, Column::of_reals(summed(from.column(name), joined, take == "mean")));
        } else {
            out.set(field, take_or_null(from.column(name), first));
        }
    }
}

/// The number of matches; null where the feature has no usable geometry. Lists those of none.
Column counts_of(registry::Call& call, const Layer& layer, const Layer& from,
                 const Joined& joined) {
    layer::ColumnBuilder counts(Type::integer);
    std::vector<std::size_t> unmatched;
    for (std::size_t i = 0; i < layer.rows(); ++i) {
        if (layer.geometry().status(i) != geo::Status::ok) {
            counts.null();
            continue;
        }
        counts.integer(static_cast<std::int64_t>(joined.rows[i].size()));
        if (joined.rows[i].empty()) {
            unmatched.push_back(i);
        }
    }
    if (!unmatched.empty()) {
        call.diagnostics->features(
            base::Severity::warning,
            base::msg("overlay.join.unmatched", unmatched.size(), from.name()), layer.name(),
            layer::row_ids(layer, unmatched));
    }
    return counts.build();
}

registry::Outputs run(registry::Call& call) {
    check_params(call.params);
    const bool largest = word(call.params, "take") == "largest";
    const bool nearest = word(call.params, "predicate") == "nearest";
    const std::vector<Shape> shapes =
        largest ? std::vector<Shape>{Shape::polygon}
                : std::vector<Shape>{Shape::point, Shape::line, Shape::polygon};
    const auto& layer = layer_of(call, "layer", shapes);
    const auto& from = layer_of(call, "from", shapes);
    columns_to_join(call, from);  // unknown names are told before the work
    require_same_crs(layer, from);
    report_unusable(call, layer);
    report_unusable(call, from);
    Joined joined = nearest ? join_nearest(call, layer, from) : join_related(call, layer, from);
    if (largest) {
        keep_largest(call, layer, from, joined);
    }
    std::vector<registry::ColumnSpec> results{kCount};
    if (nearest || largest) {
        results.push_back(nearest ? kDistance : kShared);
    }
    auto out = std::make_shared<Layer>(layer);
    add_attributes(call, from, joined, results, *out);
    set_result(call, *out, kCount, counts_of(call, layer, from, joined));
    if (results.size() > 1) {
        set_result(call, *out, results[1], Column::of_reals(std::move(joined.measure)));
    }
    return {{"layer", out}};
}

}  // namespace

void register_join(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::overlay
