#include "source/quality/quality.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "geo/coverage.hpp"
#include "source/quality/repair.hpp"
#include "source/text/date_text.hpp"
#include "source/text/field_type.hpp"

#include <algorithm>
#include <regex>
#include <set>

namespace jt::source {
namespace {

using Ids = std::vector<std::int64_t>;

constexpr double kTolerated = 1;  ///< m2 of an overlap: what surveys of neighbours may differ by

std::wstring widened(const std::string& utf8) {
    std::wstring out;
    for (const char32_t c : base::code_points(utf8)) {
        out += static_cast<wchar_t>(c);
    }
    return out;
}

/// The form that the rule gives: characters are matched, not bytes; the machine of std::regex
/// recurses on long texts.
class Form {
public:
    explicit Form(const std::string& pattern)
        : m_any(pattern.empty()), m_pattern(widened(pattern)) {}
    bool matches(const std::string& text) const {
        constexpr std::size_t kLongest = 4000;
        return m_any || (text.size() <= kLongest && std::regex_match(widened(text), m_pattern));
    }

private:
    bool m_any;
    std::wregex m_pattern;
};

/// The ids of one field's features by what is wrong with their values.
struct BadValues {
    Ids empty, twice, wide, other, form, range, date;
};

bool in_range(const FieldRule& rule, double value) {
    return !(rule.min && value < *rule.min) && !(rule.max && value > *rule.max);
}

BadValues bad_values(const FieldRule& rule, const layer::Column& column, const Ids& ids) {
    const Form form(rule.pattern);
    const std::set<std::string> allowed(rule.values.begin(), rule.values.end());
    std::set<std::string> seen;
    BadValues out;
    const auto keep_if = [](bool bad, Ids& list, std::int64_t id) {
        if (bad) {
            list.push_back(id);
        }
    };
    for (std::size_t row = 0; row < column.size(); ++row) {
        const std::string text = column.show(row);
        if (!column.valid(row) || base::trim(text).empty()) {
            out.empty.push_back(ids[row]);
            continue;
        }
        const bool is_text = column.type() == layer::Type::text;
        keep_if(rule.unique && !seen.insert(text).second, out.twice, ids[row]);
        keep_if(
            rule.width > 0 && base::code_points(text).size() > static_cast<std::size_t>(rule.width),
            out.wide, ids[row]);
        keep_if(!allowed.empty() && allowed.count(text) == 0, out.other, ids[row]);
        keep_if(!form.matches(text), out.form, ids[row]);
        keep_if(!is_text && !in_range(rule, column.number(row)), out.range, ids[row]);
        keep_if(rule.type == FieldType::date && iso_date(text) != text, out.date, ids[row]);
    }
    return out;
}

std::string limit_text(const std::optional<double>& limit) {
    return limit ? fmt::format("{:g}", *limit) : "-";
}

/// Findings of one layer, in order of the rules.
class Check {
public:
    Check(const Loaded& loaded, const geo::Crs& crs, const Contract& contract)
        : m_loaded(loaded), m_crs(crs), m_contract(contract) {}

    base::Diagnostics found;

    void geometry() {
        check_shape_and_crs();
        if (!m_loaded.spatial) {
            return;
        }
        Ids missing, invalid;
        for (std::size_t row = 0; row < m_loaded.ids.size(); ++row) {
            if (m_loaded.geometry.status(row) != geo::Status::ok) {
                missing.push_back(m_loaded.ids[row]);
            }
        }
        const auto bad = find_invalid(m_loaded.geometry, m_loaded.ids, m_loaded.findings);
        for (const Invalid& one : bad) {
            invalid.push_back(m_loaded.ids[one.row]);
        }
        features(base::msg("source.quality.no_geometry"), "", missing);
        features(base::msg("source.quality.invalid"), "", invalid);
        if (m_contract.no_duplicates) {
            features(base::msg("source.quality.duplicates"), "",
                     duplicates(m_loaded.geometry, m_loaded.ids));
        }
        const bool rules = m_contract.no_overlaps || m_contract.no_gaps;
        if (rules && m_loaded.geometry.shape() == geo::Shape::polygon) {
            check_coverage(bad);
        }
    }

    void fields() {
        std::vector<std::string> others = m_loaded.table.names();
        for (const FieldRule& rule : m_contract.fields) {
            std::erase(others, rule.name);
            if (m_loaded.table.has(rule.name)) {
                values(rule);
            } else if (rule.required) {
                const std::string near = base::did_you_mean(rule.name, m_loaded.table.names());
                const std::string title = rule.title.zh == rule.title.en
                                              ? rule.title.zh
                                              : rule.title.zh + ", " + rule.title.en;
                error(near.empty() ? base::msg("source.quality.no_field", title)
                                   : base::msg("source.quality.no_field_near", title, near),
                      rule.name);
            }
        }
        if (!others.empty() && !m_contract.role) {
            found.info(base::msg("source.quality.others", base::join_some(others)));
        }
    }

private:
    void error(base::Message message, const std::string& field) {
        found.add({base::Severity::error, std::move(message), field, {}, 0});
    }
    void layer(base::Message message) { error(std::move(message), ""); }
    void features(base::Message message, const std::string& field, const Ids& ids) {
        if (!ids.empty()) {
            found.features(base::Severity::error, std::move(message), field, ids);
        }
    }

    void check_shape_and_crs() {
        const geo::Shape shape = m_loaded.geometry.shape();
        const auto& shapes = m_contract.shapes;
        if (!shapes.empty() &&
            (!m_loaded.spatial || std::find(shapes.begin(), shapes.end(), shape) == shapes.end())) {
            std::vector<std::string> names;
            for (const geo::Shape one : shapes) {
                names.emplace_back(geo::shape_name(one));
            }
            layer(base::msg("source.quality.shape", base::join_some(names),
                            m_loaded.spatial ? geo::shape_name(shape) : "-"));
        }
        if (!m_loaded.spatial) {
            return;
        }
        const std::string label = m_crs.known() ? m_crs.label() : "-";
        if (!m_contract.datum.empty() &&
            (!m_crs.known() || !m_crs.geodetic().same(geo::Crs::from("EPSG:4490")))) {
            layer(base::msg("source.quality.datum", m_contract.datum, label));
        }
        const auto& allowed = m_contract.crs;
        if (!allowed.empty() &&
            std::none_of(allowed.begin(), allowed.end(),
                         [&](const geo::Crs& one) { return one.same(m_crs); })) {
            std::vector<std::string> names;
            for (const geo::Crs& one : allowed) {
                names.push_back(one.label());
            }
            layer(base::msg("source.quality.crs", base::join_some(names), label));
        }
    }

    /// Overlaps and gaps; features that are not valid take no part.
    void check_coverage(const std::vector<Invalid>& invalid) {
        if (!m_crs.known() || m_crs.web_mercator()) {
            layer(base::msg("source.quality.not_measured", m_crs.known() ? m_crs.label() : "-"));
            return;
        }
        const geo::GeometryArray geometry = without_invalid(m_loaded.geometry, invalid);
        std::vector<geo::Failure> failures;
        if (m_contract.no_overlaps) {
            std::size_t small = 0;
            const auto list = geo::overlaps(geometry, m_crs, kTolerated, small, failures);
            std::set<std::int64_t> later;
            for (const std::size_t row : list.b) {
                later.insert(m_loaded.ids[row]);
            }
            features(base::msg("source.quality.overlaps"), "", {later.begin(), later.end()});
        }
        if (m_contract.no_gaps) {
            geo::attempt(0, failures, [&] {
                const auto list = geo::gaps(geometry, m_crs, geo::kLargestGap);
                std::set<std::int64_t> beside;
                for (const auto* rows : {&list.a, &list.b}) {
                    for (const std::size_t row : *rows) {
                        if (row != geo::CoverageFaults::kNobody) {
                            beside.insert(m_loaded.ids[row]);
                        }
                    }
                }
                features(base::msg("source.quality.gaps", list.size(), geo::kLargestGap), "",
                         {beside.begin(), beside.end()});
            });
        }
        for (const geo::Failure& failure : failures) {
            layer(base::msg("source.quality.failed", failure.reason));
        }
    }

    void values(const FieldRule& rule) {
        const std::size_t index = m_loaded.table.index_of(rule.name).value();
        const layer::Column& column = m_loaded.table.column(index);
        const bool none = column.null_count() == column.size();
        const bool typeless = m_loaded.driver == "CSV" && rule.type == FieldType::text;
        if (!takes(rule.type, column) && !typeless && !(none && m_contract.role)) {
            error(base::msg("source.quality.type", field_type_name(rule.type),
                            m_loaded.source_types[index]),
                  rule.name);
            return;
        }
        const BadValues bad = bad_values(rule, column, m_loaded.ids);
        if (rule.filled || (rule.required && bad.empty.size() == column.size())) {
            features(base::msg("source.quality.empty"), rule.name, bad.empty);
        }
        features(base::msg("source.quality.twice"), rule.name, bad.twice);
        features(base::msg("source.quality.wide", rule.width), rule.name, bad.wide);
        features(base::msg("source.quality.values", base::join_some(rule.values)), rule.name,
                 bad.other);
        features(base::msg("source.quality.pattern", rule.pattern), rule.name, bad.form);
        features(base::msg("source.quality.date"), rule.name, bad.date);
        features(base::msg("source.quality.range", limit_text(rule.min), limit_text(rule.max)),
                 rule.name, bad.range);
    }

    const Loaded& m_loaded;
    const geo::Crs& m_crs;
    const Contract& m_contract;
};

}  // namespace

base::Diagnostics check_contract(const Loaded& loaded, const geo::Crs& crs,
                                 const Contract& contract) {
    Check check(loaded, crs, contract);
    check.geometry();
    check.fields();
    return check.found;
}

void add_finding(base::Error& error, const base::Diagnostic& finding) {
    std::vector<std::string> ids;
    for (const std::int64_t id : finding.features) {
        ids.push_back(fmt::format("{}", id));
    }
    const bool some = finding.count > 0;
    if (some && finding.where.empty()) {
        error.add_note(base::msg("source.finding.features", finding.count, base::join_some(ids)));
    } else if (some) {
        error.add_note(
            base::msg("source.finding.both", finding.where, finding.count, base::join_some(ids)));
    } else if (!finding.where.empty()) {
        error.add_note(base::msg("source.finding.field", finding.where));
    }
    error.add_note(finding.message);
}

void require_contract(const Loaded& loaded, const geo::Crs& crs, const Contract& contract,
                      const std::string& given) {
    std::vector<base::Diagnostic> faults = check_contract(loaded, crs, contract).list();
    std::erase_if(
        faults, [](const base::Diagnostic& one) { return one.severity != base::Severity::error; });
    if (faults.empty()) {
        return;
    }
    base::Error error =
        base::data_error("source.contract.not_met", contract.name, faults.size(), given);
    for (const base::Diagnostic& fault : faults) {
        add_finding(error, fault);
    }
    throw error;
}

}  // namespace jt::source
