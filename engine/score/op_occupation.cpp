// score.occupation: the table 三线占用情况汇总.
#include "base/error.hpp"
#include "score/constraint_inputs.hpp"
#include "score/occupation.hpp"
#include "score/op_support.hpp"

#include <cmath>
#include <limits>

namespace jt::score {
namespace {

using base::Lang;
using layer::Column;
using layer::Table;
using layer::Type;
using registry::ColumnSpec;
using registry::Kind;
using registry::ParamType;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::vector<ColumnSpec> rule_columns() {
    return {{"rule", Type::text, "", {"规则", "rule"}},
            {"measure", Type::text, "", {"量测", "measure"}},
            {"severity", Type::text, "", {"性质", "severity"}},
            {"limit", Type::text, "", {"限值", "limit"}},
            {"area_mu", Type::real, "mu", {"占用", "area taken"}},
            {"area_ha", Type::real, "ha", {"占用", "area taken"}},
            {"pct", Type::real, "%", {"占比", "share"}},
            {"touched", Type::integer, "", {"涉及数", "features touched"}},
            {"failed", Type::integer, "", {"未通过数", "features that fail"}},
            {"unknown", Type::integer, "", {"未量测数", "not measured"}},
            {"source", Type::text, "", {"依据", "source"}},
            {"clause", Type::text, "", {"条款", "clause"}}};
}

registry::OperatorSpec spec() {
    registry::OperatorSpec out;
    out.name = "score.occupation";
    out.title = {"三线占用情况汇总", "Occupation of control lines"};
    out.help = {
        "每个要素一行加合计，每条按面积量测的规则列出占用面积（亩、公顷）、占比、结论与依据；无占用"
        "为 0；各"
        "项取整后与合计一致",
        "One row for each feature and a total; for each rule on areas the area taken (亩, ha), "
        "percent, finding and source; 0 where nothing is taken; rounded parts add up to the total"};
    out.ports = {
        {"checks",
         Kind::table,
         true,
         false,
         {"score.constraints 的 checks", "the checks of score.constraints"}},
        {"data", Kind::table, false, false, {"要素，用以取名称", "the features, for their names"}}};
    auto digits =
        make_param("digits", ParamType::integer, 2, {"小数位数", "decimals of areas and percent"});
    digits.min = 0;
    digits.max = 6;
    auto lang =
        make_param("lang", ParamType::choice, "zh", {"结论的语言", "language of the findings"});
    lang.choices = {"zh", "en"};
    out.params = {
        make_param("rules", ParamType::list, nullptr,
                   {"列出哪些规则及其次序；缺省为全部按面积量测的规则",
                    "the rules that are listed, in this order; by default all on areas"}),
        make_param("name", ParamType::text, "name", {"data 中的名称列", "column of names in data"}),
        digits, lang, id_param()};
    out.outputs = {
        {"table",
         Kind::table,
         {"三线占用情况汇总", "occupation of control lines"},
         {{"id", Type::text, "", {"标识", "id"}},
          {"name", Type::text, "", {"名称", "name"}},
          {"area_mu", Type::real, "mu", {"面积", "area"}},
          {"area_ha", Type::real, "ha", {"面积", "area"}},
          {"standing", Type::text, "", {"总体结论", "standing"}}}},
        {"rules", Kind::table, {"约束规则及其依据", "rules and their sources"}, rule_columns()}};
    return out;
}

/// Names by id; the ids themselves without a table of features.
std::vector<std::string> feature_names(const registry::Call& call, const Occupation& found) {
    const auto column = call.params.at("name").get<std::string>();
    if (!call.has("data") || !call.in<Table>("data").has(column)) {
        return found.ids;
    }
    const auto& data = call.in<Table>("data");
    const auto rows = row_by_name(names_of(data, call.params));
    const auto names = names_of(data, {{"id", column}});
    std::vector<std::string> out;
    for (const auto& id : found.ids) {
        const auto row = rows.find(id);
        if (row == rows.end()) {
            throw base::data_error("score.occupation.feature", id);
        }
        out.push_back(names[row->second]);
    }
    return out;
}

double rounded(double value, int digits) {
    const double scale = std::pow(10.0, digits);
    return std::round(value * scale) / scale;
}

double sum_of(const std::vector<double>& values) {
    double out = 0;
    for (const double value : values) {
        out += std::isnan(value) ? 0 : value;
    }
    return out;
}

/// Percent of each feature, and of all that were measured.
std::vector<double> percents(const OccupiedZone& zone, const std::vector<double>& feature_m2,
                             int digits) {
    std::vector<double> out;
    double whole = 0;
    for (std::size_t row = 0; row < feature_m2.size(); ++row) {
        out.push_back(rounded(100 * zone.share[row], digits));
        const bool known = !std::isnan(zone.area_m2[row]) && !std::isnan(feature_m2[row]);
        whole += known ? feature_m2[row] : 0;
    }
    out.push_back(whole > 0 ? rounded(100 * sum_of(zone.area_m2) / whole, digits) : kNone);
    return out;
}

std::size_t count_of(const OccupiedZone& zone, Verdict verdict) {
    return static_cast<std::size_t>(std::ranges::count(zone.verdicts, verdict));
}

std::vector<std::string> findings(const OccupiedZone& zone, Lang lang) {
    std::vector<std::string> out;
    for (std::size_t row = 0; row < zone.verdicts.size(); ++row) {
        out.push_back(finding(zone, row, lang));
    }
    const std::size_t failed = count_of(zone, Verdict::failed);
    const char* id = zone.hard ? "score.finding.hard_count" : "score.finding.warning_count";
    out.push_back(failed == 0 ? base::render(base::msg("score.finding.no_count"), lang)
                              : base::render(base::msg(id, failed), lang));
    return out;
}

/// What the rules together say of each feature, and how many are infeasible.
std::vector<std::string> standings(const Occupation& found, Lang lang) {
    std::vector<std::string> out;
    std::size_t infeasible = 0;
    for (std::size_t row = 0; row < found.ids.size(); ++row) {
        bool hard = false, warned = false;
        for (const auto& zone : found.zones) {
            const bool passed = zone.verdicts[row] == Verdict::passed;
            hard = hard || (!passed && zone.hard);
            warned = warned || (!passed && !zone.hard);
        }
        infeasible += hard ? 1 : 0;
        out.push_back(base::render(base::msg(hard     ? "score.finding.hard"
                                             : warned ? "score.finding.warned"
                                                      : "score.finding.feasible"),
                                   lang));
    }
    out.push_back(infeasible == 0
                      ? base::render(base::msg("score.finding.no_count"), lang)
                      : base::render(base::msg("score.finding.hard_count", infeasible), lang));
    return out;
}

base::Text title_of(const OccupiedZone& zone) {
    const bool outside = zone.measure == RuleMeasure::outside;
    return outside ? base::Text{zone.name + "外", "outside " + zone.name}
                   : base::Text{zone.name, zone.name};
}

void add_zone(Table& out, const OccupiedZone& zone, const std::vector<double>& feature_m2,
              int digits, Lang lang) {
    const base::Text title = title_of(zone);
    const auto put = [&](const char* suffix, const char* unit, const base::Text& more,
                         const std::vector<double>& values) {
        out.set({zone.name + suffix, Type::real, unit, {title.zh + more.zh, title.en + more.en}},
                Column::of_reals(values));
    };
    put("_mu", "mu", {}, closed_areas(zone.area_m2, "mu", digits));
    put("_ha", "ha", {}, closed_areas(zone.area_m2, "ha", digits));
    put("_pct", "%", {"占比", ", share"}, percents(zone, feature_m2, digits));
    out.set({zone.name + "_verdict", Type::text, "", {title.zh + "结论", title.en + ", finding"}},
            Column::of_texts(findings(zone, lang)));
    Rule cited;
    cited.source = zone.source;
    cited.clause = zone.clause;
    out.set({zone.name + "_source", Type::text, "", {title.zh + "依据", title.en + ", source"}},
            Column::of_texts(std::vector<std::string>(feature_m2.size() + 1, cited.cited())));
}

base::Message measured(RuleMeasure measure) {
    switch (measure) {
        case RuleMeasure::overlap: return base::msg("score.measure.overlap");
        case RuleMeasure::outside: return base::msg("score.measure.outside");
        case RuleMeasure::share: return base::msg("score.measure.share");
        case RuleMeasure::column: break;
    }
    return base::msg("score.measure.column");
}

std::shared_ptr<Table> rule_table(const Occupation& found, int digits, Lang lang) {
    std::vector<std::string> texts[6];
    std::vector<double> mu, ha, pct;
    std::vector<std::int64_t> counts[3];
    for (const auto& zone : found.zones) {
        const auto severity =
            base::msg(zone.hard ? "score.severity.hard" : "score.severity.warning");
        const std::string words[] = {zone.name,
                                     base::render(measured(zone.measure), lang),
                                     base::render(severity, lang),
                                     zone.limit,
                                     zone.source,
                                     zone.clause};
        for (std::size_t i = 0; i < std::size(words); ++i) {
            texts[i].push_back(words[i]);
        }
        mu.push_back(closed_areas(zone.area_m2, "mu", digits).back());
        ha.push_back(closed_areas(zone.area_m2, "ha", digits).back());
        pct.push_back(percents(zone, found.feature_m2, digits).back());
        counts[0].push_back(std::ranges::count_if(zone.area_m2, [](double m2) { return m2 > 0; }));
        counts[1].push_back(static_cast<std::int64_t>(count_of(zone, Verdict::failed)));
        counts[2].push_back(static_cast<std::int64_t>(count_of(zone, Verdict::unknown)));
    }
    auto out = std::make_shared<Table>(found.zones.size());
    Column columns[] = {Column::of_texts(texts[0]),     Column::of_texts(texts[1]),
                        Column::of_texts(texts[2]),     Column::of_texts(texts[3]),
                        Column::of_reals(mu),           Column::of_reals(ha),
                        Column::of_reals(pct),          Column::of_integers(counts[0]),
                        Column::of_integers(counts[1]), Column::of_integers(counts[2]),
                        Column::of_texts(texts[4]),     Column::of_texts(texts[5])};
    const auto fields = rule_columns();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        out->set(fields[i], std::move(columns[i]));
    }
    return out;
}

registry::Outputs run(registry::Call& call) {
    const auto& params = call.params;
    const auto found = occupation_of(call.in<Table>("checks"), texts_of(params, "rules"));
    const int digits = params.at("digits").get<int>();
    const Lang lang = params.at("lang") == "zh" ? Lang::zh : Lang::en;
    if (found.zones.empty() && !found.ids.empty()) {
        throw base::data_error("score.occupation.none");
    }
    auto ids = found.ids, names = feature_names(call, found);
    for (auto* list : {&ids, &names}) {
        list->push_back(base::render(base::msg("score.finding.total"), lang));
    }
    auto out = std::make_shared<Table>(ids.size());
    const auto fields = spec().outputs.front().columns;
    out->set(fields[0], Column::of_texts(ids));
    out->set(fields[1], Column::of_texts(names));
    out->set(fields[2], Column::of_reals(closed_areas(found.feature_m2, "mu", digits)));
    out->set(fields[3], Column::of_reals(closed_areas(found.feature_m2, "ha", digits)));
    for (const auto& zone : found.zones) {
        add_zone(*out, zone, found.feature_m2, digits, lang);
    }
    out->set(fields[4], Column::of_texts(standings(found, lang)));
    return {{"table", out}, {"rules", rule_table(found, digits, lang)}};
}

}  // namespace

void register_occupation(registry::Registry& registry) { registry.add(spec(), run); }

}  // namespace jt::score
