// vector.intersection and vector.union.
#include "overlay/op_support.hpp"

#include "geo/measure.hpp"

namespace jt::overlay {
namespace {

using geo::GeometryArray;
using geo::Shape;
using layer::Column;
using layer::Layer;
using layer::Type;
using registry::Kind;
using registry::ParamType;

constexpr const char* kSuffix = "_b";

const registry::ColumnSpec kArea{
    "area_m2", Type::real, "m2", {"椭球面积", "area on the ellipsoid"}};
const registry::ColumnSpec kLength{
    "length_m", Type::real, "m", {"椭球长度（线）", "length on the ellipsoid (lines)"}};
const registry::ColumnSpec kSliver{
    "sliver", Type::boolean, "", {"是否为碎片", "smaller than the parameter sliver"}};

registry::ParamSpec area_param(std::string name, base::Text help) {
    auto out = make_param(std::move(name), ParamType::number, 0.0, std::move(help));
    out.unit = "m2";
    out.min = 0;
    return out;
}

registry::OperatorSpec intersection_spec() {
    registry::OperatorSpec out;
    out.name = "vector.intersection";
    out.title = {"相交", "Intersection"};
    out.help = {
        "a（面或线）落在 b 各面内的部分，每对要素一个结果，带双方属性（b 的重名列加后缀 _b）",
        "Pieces of the polygons or lines of a inside the polygons of b, one feature for each "
        "pair, with the attributes of both (names of b that are taken get the suffix _b)"};
    out.ports = {layer_port("a", {"面或线图层", "polygons or lines"}),
                 layer_port("b", {"面图层", "polygons"})};
    out.params = {area_param("min_area", {"小于此面积的面只计数，不输出",
                                          "smaller pieces of polygons are only counted"})};
    out.outputs = {{"layer",
                    Kind::layer,
                    {"相交部分", "pieces in common"},
                    {kArea, kLength},
                    {{"a"}, {"b", kSuffix}}}};
    return out;
}

registry::OperatorSpec union_spec() {
    registry::OperatorSpec out;
    out.name = "vector.union";
    out.title = {"联合", "Union"};
    out.help = {
        "两个面图层的平面叠置：a∩b、a−b、b−a "
        "各部分，带双方属性（没有的一方为空）；核对每个要素的面积",
        "Planar overlay of two polygon layers: the pieces of both, of a alone and of b "
        "alone, with the attributes of both (null where absent); the pieces of a feature "
        "must add up to it"};
    out.ports = {layer_port("a", {"面图层", "polygons"}), layer_port("b", {"面图层", "polygons"})};
    out.params = {area_param("sliver", {"小于此面积的部分标为碎片并列出",
                                        "smaller pieces are marked as slivers and listed"})};
    out.outputs = {{"layer",
                    Kind::layer,
                    {"叠置后的各部分", "pieces"},
                    {kArea, kSliver},
                    {{"a"}, {"b", kSuffix}}}};
    return out;
}

/// New features, each with the rows of a and b that it comes from (kNoRow: none).
struct Made {
    GeometryArray geometry{Shape::polygon};
    std::vector<std::size_t> a, b;

    void add(const GeometryArray& from, std::size_t feature, std::size_t a_row, std::size_t b_row) {
        geometry.append(from, feature);
        a.push_back(a_row);
        b.push_back(b_row);
    }
};

std::shared_ptr<Layer> layer_with_both(const Layer& a, const Layer& b, const Made& made,
                                       const std::vector<registry::ColumnSpec>& reserved) {
    auto out = std::make_shared<Layer>(a.name() + "_" + b.name(), a.crs(), made.geometry,
                                       new_ids(made.a.size()));
    for (const auto& field : a.fields()) {
        out->set(field, take_or_null(a.column(field.name), made.a));
    }
    for (auto field : b.fields()) {
        const auto& column = b.column(field.name);
        field.name = free_name(*out, field.name, kSuffix, reserved);
        out->set(field, take_or_null(column, made.b));
    }
    return out;
}

void check_inputs(registry::Call& call, const Layer& a, const Layer& b) {
    require_same_crs(a, b);
    report_unusable(call, a);
    report_unusable(call, b);
}

registry::Outputs run_intersection(registry::Call& call) {
    const auto& a = layer_of(call, "a", std::vector<Shape>{Shape::polygon, Shape::line});
    const auto& b = layer_of(call, "b", Shape::polygon);
    check_inputs(call, a, b);
    const Pieces pieces = common_pieces(a.geometry(), b.geometry());
    report_failures(call, a, pieces.failures);
    const bool lines = pieces.geometry.shape() == Shape::line;
    const auto sizes =
        lines ? geo::lengths(pieces.geometry, a.crs()) : geo::areas(pieces.geometry, a.crs());
    const double least = lines ? 0 : call.params.at("min_area").get<double>();
    Made made{GeometryArray(pieces.geometry.shape()), {}, {}};
    std::vector<double> kept;
    for (std::size_t k = 0; k < pieces.size(); ++k) {
        if (!(sizes[k] < least)) {
            made.add(pieces.geometry, k, pieces.a[k], pieces.b[k]);
            kept.push_back(sizes[k]);
        }
    }
    if (kept.size() < pieces.size()) {
        call.diagnostics->info(base::msg("overlay.slivers", pieces.size() - kept.size(), least));
    }
    const auto& field = lines ? kLength : kArea;
    auto out = layer_with_both(a, b, made, {field});
    set_result(call, *out, field, Column::of_reals(std::move(kept)));
    return {{"layer", out}};
}

/// The pieces of each feature of a, then what is left of it; at the end what is left of b.
Made all_pieces(const Pieces& both, const Carved& a_alone, const Carved& b_alone) {
    Made out;
    std::size_t k = 0;
    for (std::size_t i = 0; i < a_alone.cut.size(); ++i) {
        for (; k < both.size() && both.a[k] == i; ++k) {
            out.add(both.geometry, k, i, both.b[k]);
        }
        if (a_alone.cut[i] != geo::Cut::none) {
            out.add(a_alone.geometry, i, i, kNoRow);
        }
    }
    for (std::size_t j = 0; j < b_alone.cut.size(); ++j) {
        if (b_alone.cut[j] != geo::Cut::none) {
            out.add(b_alone.geometry, j, kNoRow, j);
        }
    }
    return out;
}

/// Features whose pieces overlap or are missing: the other layer overlaps itself, or GEOS failed.
void report_unbalanced(registry::Call& call, const Layer& layer, const Layer& other,
                       const std::vector<std::size_t>& rows, const std::vector<double>& planar) {
    std::vector<double> sums(layer.rows(), 0);
    for (std::size_t k = 0; k < rows.size(); ++k) {
        if (rows[k] != kNoRow) {
            sums[rows[k]] += planar[k];
        }
    }
    const auto wrong = unbalanced(layer.geometry(), sums);
    if (!wrong.empty()) {
        call.diagnostics->features(
            base::Severity::warning,
            base::msg("overlay.union.unbalanced", wrong.size(), other.name()), layer.name(),
            layer::row_ids(layer, wrong));
    }
}

std::vector<bool> slivers_of(registry::Call& call, const Layer& pieces,
                             const std::vector<double>& areas) {
    const double limit = call.params.at("sliver").get<double>();
    std::vector<bool> out(areas.size(), false);
    std::vector<std::size_t> rows;
    for (std::size_t k = 0; k < areas.size(); ++k) {
        if (areas[k] < limit) {
            out[k] = true;
            rows.push_back(k);
        }
    }
    if (!rows.empty()) {
        call.diagnostics->features(base::Severity::warning,
                                   base::msg("overlay.union.slivers", rows.size(), limit),
                                   pieces.name(), layer::row_ids(pieces, rows));
    }
    return out;
}

registry::Outputs run_union(registry::Call& call) {
    const auto& a = layer_of(call, "a", Shape::polygon);
    const auto& b = layer_of(call, "b", Shape::polygon);
    check_inputs(call, a, b);
    const Pieces both = common_pieces(a.geometry(), b.geometry());
    const Carved a_alone = carve(a.geometry(), b.geometry(), Keep::outside);
    const Carved b_alone = carve(b.geometry(), a.geometry(), Keep::outside);
    report_failures(call, a, both.failures);
    report_failures(call, a, a_alone.failures);
    report_failures(call, b, b_alone.failures);
    const Made made = all_pieces(both, a_alone, b_alone);
    const auto planar = geo::planar_areas(made.geometry);
    report_unbalanced(call, a, b, made.a, planar);
    report_unbalanced(call, b, a, made.b, planar);
    auto out = layer_with_both(a, b, made, {kArea, kSliver});
    auto areas = geo::areas(made.geometry, a.crs());
    const auto slivers = slivers_of(call, *out, areas);
    set_result(call, *out, kArea, Column::of_reals(std::move(areas)));
    set_result(call, *out, kSliver, Column::of_booleans(slivers));
    return {{"layer", out}};
}

}  // namespace

void register_pieces(registry::Registry& registry) {
    registry.add(intersection_spec(), run_intersection);
    registry.add(union_spec(), run_union);
}

}  // namespace jt::overlay
