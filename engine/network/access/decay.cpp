#include "network/access/decay.hpp"

#include "base/error.hpp"
#include "base/units.hpp"
#include "network/declare.hpp"

#include <algorithm>
#include <cmath>

namespace jt::network {
namespace {

using registry::ParamType;

const double kPi = std::acos(-1.0);

bool positive(double value) { return value > 0 && std::isfinite(value); }

void need(const DecaySpec& spec, const char* name, double value) {
    if (!positive(value)) {
        throw base::data_error("network.decay.needs",
                               decay_names()[static_cast<std::size_t>(spec.form)], name);
    }
}

void check_points(const DecaySpec& spec) {
    const std::string& form = decay_names()[static_cast<std::size_t>(spec.form)];
    if (spec.points.empty()) {
        throw base::data_error("network.decay.no_points", form);
    }
    double before = -1;
    for (std::size_t i = 0; i < spec.points.size(); ++i) {
        const auto& [minutes, weight] = spec.points[i];
        if (!std::isfinite(minutes) || minutes < 0 || !std::isfinite(weight) || weight < 0) {
            throw base::data_error("network.decay.point", form, i + 1, minutes, weight);
        }
        if (minutes <= before) {
            throw base::data_error("network.decay.order", form, i + 1, minutes, before);
        }
        before = minutes;
    }
}

/// Pairs of a list parameter: { { minutes, weight }, ... }; minutes may be text with a unit.
std::vector<std::pair<double, double>> pairs_of(const nlohmann::json& params, const char* name) {
    std::vector<std::pair<double, double>> out;
    for (const auto& item : params.at(name)) {
        const bool pair = item.is_array() && item.size() == 2 && item[1].is_number() &&
                          (item[0].is_number() || item[0].is_string());
        if (!pair) {
            throw base::data_error("network.decay.pair", name, out.size() + 1, item.dump());
        }
        const double minutes = item[0].is_number()
                                   ? item[0].get<double>()
                                   : base::parse_quantity(item[0].get<std::string>(), "min");
        out.emplace_back(minutes, item[1].get<double>());
    }
    return out;
}

}  // namespace

Decay::Decay(DecaySpec spec) : m_spec(std::move(spec)) {
    switch (m_spec.form) {
        case DecayForm::step:
        case DecayForm::linear:
        case DecayForm::gaussian_dai: need(m_spec, "threshold", m_spec.threshold); break;
        case DecayForm::power: need(m_spec, "least", m_spec.least); [[fallthrough]];
        case DecayForm::exponential: need(m_spec, "beta", m_spec.beta); break;
        case DecayForm::logistic: need(m_spec, "midpoint", m_spec.midpoint); [[fallthrough]];
        case DecayForm::gaussian: need(m_spec, "sigma", m_spec.sigma); break;
        case DecayForm::zones:
        case DecayForm::table: check_points(m_spec); break;
    }
}

Decay Decay::step(double threshold) { return Decay({.threshold = threshold}); }

double Decay::operator()(double minutes) const {
    return minutes > m_spec.threshold ? 0 : std::max(0.0, raw(minutes));
}

double Decay::raw(double minutes) const {
    const double share = minutes / m_spec.threshold;
    switch (m_spec.form) {
        case DecayForm::step: return 1;
        case DecayForm::linear: return 1 - share;
        case DecayForm::power: return std::pow(std::max(minutes, m_spec.least), -m_spec.beta);
        case DecayForm::exponential: return std::exp(-m_spec.beta * minutes);
        case DecayForm::logistic: {
            const double k = kPi / (m_spec.sigma * std::sqrt(3.0));
            return (1 + std::exp(-m_spec.midpoint * k)) /
                   (1 + std::exp((minutes - m_spec.midpoint) * k));
        }
        case DecayForm::gaussian: {
            const double z = minutes / m_spec.sigma;
            return std::exp(-0.5 * z * z);
        }
        case DecayForm::gaussian_dai: {
            const double floor = std::exp(-0.5);
            return (std::exp(-0.5 * share * share) - floor) / (1 - floor);
        }
        case DecayForm::zones: {
            const auto zone = std::find_if(m_spec.points.begin(), m_spec.points.end(),
                                           [&](const auto& p) { return minutes <= p.first; });
            return zone == m_spec.points.end() ? 0 : zone->second;
        }
        case DecayForm::table: return between(minutes);
    }
    return 0;
}

double Decay::between(double minutes) const {
    const auto& points = m_spec.points;
    const auto after = std::lower_bound(points.begin(), points.end(), minutes,
                                        [](const auto& p, double t) { return p.first < t; });
    if (after == points.end()) {
        return 0;
    }
    if (after == points.begin() || after->first == minutes) {
        return after->second;
    }
    const auto& [t0, w0] = *(after - 1);
    const auto& [t1, w1] = *after;
    return w0 + (w1 - w0) * ((minutes - t0) / (t1 - t0));
}

const std::vector<std::string>& decay_names() {
    static const std::vector<std::string> names = {"step",         "linear",   "power",
                                                   "exponential",  "logistic", "gaussian",
                                                   "gaussian_dai", "zones",    "table"};
    return names;
}

std::vector<registry::ParamSpec> decay_params(std::vector<std::string> forms) {
    registry::ParamSpec table = param("table", ParamType::list, nlohmann::json::array(),
                                      "折点 {{分钟, 权重}, ...}，其间线性，末点以外为 0",
                                      "breakpoints {{minutes, weight}, ...}: linear between, 0 "
                                      "after the last");
    registry::ParamSpec zones = param("zones", ParamType::list, nlohmann::json::array(),
                                      "分区 {{止于分钟, 权重}, ...}（Luo & Qi 2009）",
                                      "zones {{end in minutes, weight}, ...} (Luo & Qi 2009)");
    return {
        choice("decay", std::move(forms), "衰减形式", "form of decay"),
        number("beta", "", 1, 0, 100, "β：power 与 exponential", "beta of power and exponential"),
        number("sigma", "min", nullptr, 0, 60000, "σ：gaussian 与 logistic",
               "sigma of gaussian and logistic"),
        number("midpoint", "min", nullptr, 0, 60000, "logistic 的中点", "midpoint of logistic"),
        number("least", "min", 1, 0.001, 1000, "更短的时间按此计（t^−β 在 0 处无值）",
               "shorter times count as this (t^-beta has no value at 0)"),
        number("threshold", "min", nullptr, 0.01, 60000,
               "时限 T，其外为 0；step、linear、gaussian_dai 必需",
               "threshold T, 0 beyond it; step, linear and gaussian_dai need it"),
        std::move(table),
        std::move(zones)};
}

Decay decay_of(const nlohmann::json& params, base::Diagnostics& diagnostics) {
    const auto& names = decay_names();
    const auto form = std::find(names.begin(), names.end(), params.at("decay"));
    DecaySpec spec;
    spec.form = static_cast<DecayForm>(form - names.begin());
    spec.beta = params.at("beta").get<double>();
    spec.least = params.at("least").get<double>();
    const auto given = [&](const char* name, double fallback) {
        return params.at(name).is_number() ? params.at(name).get<double>() : fallback;
    };
    spec.sigma = given("sigma", 0);
    spec.midpoint = given("midpoint", 0);
    spec.threshold = given("threshold", spec.threshold);
    if (spec.form == DecayForm::table || spec.form == DecayForm::zones) {
        spec.points = pairs_of(params, names[static_cast<std::size_t>(spec.form)].c_str());
    }
    Decay decay(std::move(spec));
    if (decay.spec().form == DecayForm::table) {
        const auto& points = decay.spec().points;
        diagnostics.info(base::msg("network.decay.table", points.size(), points.front().first,
                                   points.back().first));
    }
    return decay;
}

}  // namespace jt::network
