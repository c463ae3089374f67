#include "layer/crosstab.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jt::layer {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kHectare = 1e4, kMu = 1e4 / 15;
constexpr const char* kNone = "-";

}  // namespace

void Crossing::add(const Crossing& other) {
    count += other.count;
    area += other.area;
    doubtful += other.doubtful;
    doubtful_area += other.doubtful_area;
}

ClassScale::ClassScale(std::vector<std::string> names, Best best)
    : m_names(std::move(names)), m_best(best) {}

std::vector<registry::ParamSpec> class_scale_params() {
    return {make_param("classes", registry::ParamType::list, nullptr,
                       {"类别名称，依次为 1、2、…；文本类别按此排序",
                        "names of classes 1, 2, ...; texts are ordered by them"}),
            registry::choice_param("best", {"none", "first", "last"},
                                   {"哪一端为好：first 第一类，last 最后一类，none 不分好坏",
                                    "which end is good: first, last or none"})};
}

ClassScale ClassScale::of(const nlohmann::json& params) {
    std::vector<std::string> names;
    const nlohmann::json list =
        params.at("classes").is_null() ? nlohmann::json::array() : params.at("classes");
    for (const auto& one : list) {
        if (!one.is_string()) {
            throw base::data_error("score.texts", "classes");
        }
        names.push_back(one.get<std::string>());
    }
    const auto& best = params.at("best");
    return {std::move(names), best == "first"  ? Best::first
                              : best == "last" ? Best::last
                                               : Best::none};
}

std::string ClassScale::value(const ClassKey& key) const {
    return !key.known ? kNone : key.text.empty() ? fmt::format("{:.10g}", key.number) : key.text;
}

std::string ClassScale::name(const ClassKey& key) const {
    const bool numbered = key.known && key.text.empty() && key.number >= 1 &&
                          key.number <= static_cast<double>(m_names.size()) &&
                          key.number == std::floor(key.number);
    return numbered ? m_names[static_cast<std::size_t>(key.number) - 1] : value(key);
}

double ClassScale::place(const ClassKey& key) const {
    if (key.text.empty()) {
        return key.number;
    }
    const auto at = std::ranges::find(m_names, key.text);
    return at == m_names.end() ? kNaN : static_cast<double>(at - m_names.begin());
}

std::string ClassScale::change(const ClassKey& from, const ClassKey& to) const {
    if (from == to) {
        return "same";
    }
    if (!from.known || !to.known) {
        return from.known ? "gone" : "new";
    }
    const double step = place(to) - place(from);
    if (m_best == Best::none || std::isnan(step) || step == 0) {
        return "changed";
    }
    return (step < 0) == (m_best == Best::first) ? "better" : "worse";
}

std::vector<registry::ColumnSpec> crosstab_columns() {
    return {{"from", Type::text, "", {"原类别", "class before"}},
            {"to", Type::text, "", {"现类别", "class after"}},
            {"from_name", Type::text, "", {"原类别名", "name before"}},
            {"to_name", Type::text, "", {"现类别名", "name after"}},
            {"change", Type::text, "", {"变化", "change"}},
            {"count", Type::integer, "", {"个数", "count"}},
            {"area_ha", Type::real, "ha", {"面积（公顷）", "area (ha)"}},
            {"area_mu", Type::real, "亩", {"面积（亩）", "area (mu)"}},
            {"share", Type::real, "", {"占比", "share"}},
            {"doubtful", Type::integer, "", {"其中存疑的个数", "of these doubtful"}},
            {"doubtful_ha", Type::real, "ha", {"其中存疑的面积（公顷）", "doubtful area (ha)"}}};
}

std::shared_ptr<Table> crosstab_table(const Crossings& crossings, const ClassScale& scale,
                                      bool areas, bool doubts) {
    Crossing all;
    for (const auto& [key, one] : crossings) {
        all.add(one);
    }
    std::vector<std::string> texts[5];
    std::vector<double> area, mu, share, doubtful_area;
    ColumnBuilder count(Type::integer), doubtful(Type::integer);
    for (const auto& [key, one] : crossings) {
        const auto& [from, to] = key;
        texts[0].push_back(scale.value(from));
        texts[1].push_back(scale.value(to));
        texts[2].push_back(scale.name(from));
        texts[3].push_back(scale.name(to));
        texts[4].push_back(scale.change(from, to));
        count.integer(static_cast<std::int64_t>(one.count));
        area.push_back(areas ? one.area / kHectare : kNaN);
        mu.push_back(areas ? one.area / kMu : kNaN);
        share.push_back(areas ? one.area / all.area : one.count / all.count);
        if (doubts) {
            doubtful.integer(static_cast<std::int64_t>(one.doubtful));
        } else {
            doubtful.null();
        }
        doubtful_area.push_back(areas && doubts ? one.doubtful_area / kHectare : kNaN);
    }
    const auto fields = crosstab_columns();
    auto out = std::make_shared<Table>(crossings.size());
    for (std::size_t k = 0; k < 5; ++k) {
        out->set(fields[k], Column::of_texts(texts[k]));
    }
    out->set(fields[5], count.build());
    out->set(fields[6], Column::of_reals(std::move(area)));
    out->set(fields[7], Column::of_reals(std::move(mu)));
    out->set(fields[8], Column::of_reals(std::move(share)));
    out->set(fields[9], doubtful.build());
    out->set(fields[10], Column::of_reals(std::move(doubtful_area)));
    return out;
}

}  // namespace jt::layer
