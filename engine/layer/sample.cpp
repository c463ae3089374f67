#include "layer/sample.hpp"

#include "base/error.hpp"
#include "registry/registry.hpp"

#include <algorithm>
#include <random>
#include <set>

namespace jt::layer {
namespace {

using registry::Kind;
using registry::ParamType;

registry::OperatorSpec sample_spec() {
    registry::OperatorSpec spec;
    spec.name = "layer.sample_points";
    spec.title = {"抽样点", "Sample points"};
    spec.help = {"从线的端点或点中按种子不重复抽取若干个位置，各位置机会均等；编号为前缀加序号",
                 "Draws places without repeating from the ends of lines, or from points, each as "
                 "likely as another, by a seed; ids are the prefix and a number"};
    spec.ports = {{"layer", Kind::layer, true, false, {"线或点图层", "lines or points"}}};
    spec.params = {
        {"count", ParamType::integer, "", nullptr, true, 1, 1e6, {}, {"个数", "how many"}},
        {"seed", ParamType::integer, "", nullptr, true, 0, {}, {}, {"随机种子", "random seed"}},
        {"prefix",
         ParamType::text,
         "",
         "S",
         false,
         {},
         {},
         {},
         {"编号前缀", "what the ids begin with"}}};
    spec.outputs = {{"points",
                     Kind::layer,
                     {"抽样点，按要素次序", "the points, in the order of features"},
                     {{"id", Type::text, "", {"编号", "id"}},
                      {"name", Type::text, "", {"名称", "name"}},
                      {"feature", Type::integer, "", {"所在要素", "feature it lies on"}}}}};
    return spec;
}

/// "S01" .. "S24": of one length, so that they sort as they count.
std::vector<std::string> numbered(const std::string& prefix, std::size_t count) {
    const std::size_t digits = std::to_string(count).size();
    std::vector<std::string> out;
    for (std::size_t i = 1; i <= count; ++i) {
        const std::string number = std::to_string(i);
        out.push_back(prefix + std::string(digits - number.size(), '0') + number);
    }
    return out;
}

registry::Outputs run_sample(registry::Call& call) {
    const auto& layer = call.in<Layer>("layer");
    const auto count = call.params.at("count").get<std::size_t>();
    const Places places =
        base::within(base::msg("layer.layer", layer.name()), [&] { return places_of(layer); });
    const std::size_t total = places.features.size();
    if (count > total) {
        throw base::data_error("layer.sample.few", count, layer.name(), total);
    }
    geo::GeometryArray points(geo::Shape::point);
    std::vector<std::int64_t> ids, features;
    for (const std::size_t i : draw(total, count, call.params.at("seed").get<std::uint64_t>())) {
        points.add_point(places.xy[2 * i], places.xy[2 * i + 1]);
        features.push_back(places.features[i]);
        ids.push_back(static_cast<std::int64_t>(ids.size()) + 1);
    }
    call.diagnostics->info(
        base::msg("layer.sample.drawn", count, total, call.params.at("seed").get<std::int64_t>()),
        layer.name());
    const auto columns = sample_spec().outputs[0].columns;
    const auto names = numbered(call.params.at("prefix").get<std::string>(), count);
    auto out =
        std::make_shared<Layer>(layer.name(), layer.crs(), std::move(points), std::move(ids));
    out->set(columns[0], Column::of_texts(names));
    out->set(columns[1], Column::of_texts(names));
    out->set(columns[2], Column::of_integers(std::move(features)));
    return {{"points", out}};
}

}  // namespace

Places places_of(const Layer& layer) {
    const geo::GeometryArray& geometry = layer.geometry();
    if (layer.rows() > 0 && geometry.shape() != geo::Shape::line &&
        geometry.shape() != geo::Shape::point) {
        throw base::data_error("layer.sample.shape", geo::shape_name(geometry.shape()));
    }
    Places out;
    std::set<std::pair<double, double>> known;
    const auto add = [&](double x, double y, std::size_t row) {
        if (known.emplace(x, y).second) {
            out.xy.insert(out.xy.end(), {x, y});
            out.features.push_back(layer.ids()[row]);
        }
    };
    for (std::size_t row = 0; row < layer.rows(); ++row) {
        if (geometry.status(row) != geo::Status::ok) {
            continue;
        }
        for (std::size_t part = geometry.parts_begin(row); part < geometry.parts_end(row); ++part) {
            const auto xy = geometry.ring(geometry.rings_begin(part));
            add(xy[0], xy[1], row);
            add(xy[xy.size() - 2], xy[xy.size() - 1], row);
        }
    }
    return out;
}

std::vector<std::size_t> draw(std::size_t total, std::size_t count, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    const auto below = [&](std::uint64_t limit) {
        const std::uint64_t top = UINT64_MAX - UINT64_MAX % limit;
        std::uint64_t number = random();
        while (number >= top) {
            number = random();
        }
        return static_cast<std::size_t>(number % limit);
    };
    std::set<std::size_t> taken;
    for (std::size_t last = total - count; last < total; ++last) {
        if (!taken.insert(below(last + 1)).second) {
            taken.insert(last);
        }
    }
    return {taken.begin(), taken.end()};
}

void register_sample(registry::Registry& registry) { registry.add(sample_spec(), run_sample); }

}  // namespace jt::layer
