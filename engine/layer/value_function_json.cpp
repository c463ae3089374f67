// Reading a value function from its JSON form, with every mistake named.
#include "base/error.hpp"
#include "base/text.hpp"
#include "base/units.hpp"
#include "layer/value_function.hpp"

#include <algorithm>
#include <cmath>

namespace jt::layer {

using nlohmann::json;

namespace {

struct FormKeys {
    Form form;
    std::string name;
    std::vector<std::string> required, optional;
};

const std::vector<FormKeys>& forms() {
    static const std::vector<FormKeys> all = {
        {Form::categorical, "categorical", {"scores"}, {"other"}},
        {Form::ranges, "ranges", {"breaks", "scores"}, {"closed", "bounds", "outside"}},
        {Form::linear, "linear", {"from"}, {"to", "outside"}},
        {Form::triangular, "triangular", {"from"}, {"to", "outside"}},
        {Form::piecewise, "piecewise", {"points"}, {"outside", "error"}},
        {Form::sigmoid, "sigmoid", {"mid", "slope"}, {"to", "bounds", "outside"}},
        {Form::gaussian, "gaussian", {"mid", "width"}, {"to", "bounds", "outside"}},
        {Form::small, "small", {"mid", "spread"}, {"to", "bounds", "outside"}},
        {Form::large, "large", {"mid", "spread"}, {"to", "bounds", "outside"}},
    };
    return all;
}

const FormKeys& find_form(const json& object) {
    if (!object.is_object() || !object.contains("kind") || !object["kind"].is_string()) {
        throw base::data_error("score.value.kind");
    }
    const auto kind = object["kind"].get<std::string>();
    std::vector<std::string> names;
    for (const auto& form : forms()) {
        if (form.name == kind) {
            return form;
        }
        names.push_back(form.name);
    }
    throw base::unknown_name_error("score.value.kind_unknown", kind, names);
}

void check_keys(const json& object, const FormKeys& form) {
    std::vector<std::string> known = form.required;
    known.insert(known.end(), form.optional.begin(), form.optional.end());
    for (const auto& key : form.required) {
        if (!object.contains(key)) {
            throw base::data_error("score.value.key_missing", form.name, key);
        }
    }
    for (const auto& item : object.items()) {
        if (item.key() != "kind" && std::ranges::find(known, item.key()) == known.end()) {
            throw base::unknown_name_error("score.value.key_unknown", item.key(), known, form.name);
        }
    }
}

}  // namespace

/// Fills one ValueFunction; each member reads one group of keys.
class ValueFunctionReader {
public:
    ValueFunctionReader(const json& object, std::string unit)
        : m_object(object), m_keys(find_form(object)), m_unit(std::move(unit)) {
        check_keys(object, m_keys);
        m_out.m_form = m_keys.form;
    }

    ValueFunction read() {
        read_bounds();
        read_to();
        switch (m_out.m_form) {
            case Form::categorical: read_categories(); break;
            case Form::ranges: read_ranges(); break;
            case Form::linear: read_linear(); break;
            case Form::triangular: read_triangle(); break;
            case Form::piecewise: read_points(); break;
            case Form::sigmoid: read_curve("slope"); break;
            case Form::gaussian: read_curve("width"); break;
            case Form::small:
            case Form::large: read_curve("spread"); break;
        }
        return std::move(m_out);
    }

private:
    base::Error wrong(const std::string& key, const char* id) const {
        return base::data_error(id, m_keys.name, key);
    }

    double number(const json& value, const std::string& key, const std::string& unit) const {
        double out = NAN;
        if (value.is_number()) {
            out = value.get<double>();
        } else if (value.is_string()) {
            out = base::parse_quantity(value.get<std::string>(), unit);
        }
        if (!std::isfinite(out)) {
            throw wrong(key, "score.value.number");
        }
        return out;
    }

    std::vector<double> numbers(const std::string& key, const std::string& unit) const {
        const json& list = m_object[key];
        if (!list.is_array()) {
            throw wrong(key, "score.value.list");
        }
        std::vector<double> out;
        for (const auto& item : list) {
            out.push_back(number(item, key, unit));
        }
        return out;
    }

    std::pair<double, double> pair(const std::string& key, const std::string& unit) const {
        const auto list = numbers(key, unit);
        if (list.size() != 2 || list[0] == list[1]) {
            throw wrong(key, "score.value.pair");
        }
        return {list[0], list[1]};
    }

    void read_bounds() {
        if (m_object.contains("bounds")) {
            std::tie(m_out.m_low, m_out.m_high) = pair("bounds", m_unit);
            if (m_out.m_low > m_out.m_high) {
                throw wrong("bounds", "score.value.ascending");
            }
        }
        if (!m_object.contains("outside")) {
            return;
        }
        const json& outside = m_object["outside"];
        if (outside == "clamp") {
            m_out.m_outside = Outside::clamp;
        } else if (outside == "missing") {
            m_out.m_outside = Outside::missing;
        } else if (outside == "error") {
            m_out.m_outside = Outside::error;
        } else {
            throw wrong("outside", "score.value.outside_word");
        }
    }

    void read_to() {
        if (m_object.contains("to")) {
            std::tie(m_out.m_to[0], m_out.m_to[1]) = pair("to", "");
        }
    }

    void read_categories() {
        const json& scores = m_object["scores"];
        if (!scores.is_object() || scores.empty()) {
            throw wrong("scores", "score.value.table");
        }
        for (const auto& [name, score] : scores.items()) {
            m_out.m_scores[name] = number(score, "scores", "");
        }
        if (m_object.contains("other") && !m_object["other"].is_null()) {
            m_out.m_has_other = true;
            m_out.m_other = number(m_object["other"], "other", "");
        }
    }

    void expect_ascending(const std::vector<double>& values, const std::string& key) const {
        for (std::size_t i = 1; i < values.size(); ++i) {
            if (values[i] <= values[i - 1]) {
                throw wrong(key, "score.value.ascending");
            }
        }
    }

    void read_ranges() {
        m_out.m_x = numbers("breaks", m_unit);
        m_out.m_y = numbers("scores", "");
        expect_ascending(m_out.m_x, "breaks");
        if (m_out.m_y.size() != m_out.m_x.size() + 1) {
            throw base::data_error("score.value.range_count", m_out.m_x.size(), m_out.m_y.size());
        }
        const auto closed = m_object.contains("closed") ? m_object["closed"] : json("right");
        if (closed != "left" && closed != "right") {
            throw wrong("closed", "score.value.closed");
        }
        m_out.m_closed_left = closed == "left";
    }

    void read_linear() {
        const auto [first, second] = pair("from", m_unit);
        m_out.m_x = {std::min(first, second), std::max(first, second)};
        m_out.m_y = {m_out.m_to[0], m_out.m_to[1]};
        if (first > second) {
            std::swap(m_out.m_y[0], m_out.m_y[1]);
        }
        m_out.m_low = m_out.m_x[0];
        m_out.m_high = m_out.m_x[1];
    }

    void read_triangle() {
        m_out.m_x = numbers("from", m_unit);
        if (m_out.m_x.size() != 3) {
            throw wrong("from", "score.value.three");
        }
        expect_ascending(m_out.m_x, "from");
        m_out.m_y = {m_out.m_to[0], m_out.m_to[1], m_out.m_to[0]};
        m_out.m_low = m_out.m_x.front();
        m_out.m_high = m_out.m_x.back();
    }

    void read_points() {
        const json& points = m_object["points"];
        if (!points.is_array() || points.size() < 2) {
            throw wrong("points", "score.value.points");
        }
        for (const auto& point : points) {
            if (!point.is_array() || point.size() != 2) {
                throw wrong("points", "score.value.points");
            }
            m_out.m_x.push_back(number(point[0], "points", m_unit));
            m_out.m_y.push_back(number(point[1], "points", ""));
        }
        expect_ascending(m_out.m_x, "points");
        m_out.m_low = m_out.m_x.front();
        m_out.m_high = m_out.m_x.back();
        if (m_object.contains("error")) {
            m_out.m_error = number(m_object["error"], "error", "");
        }
    }

    void read_curve(const std::string& shape) {
        m_out.m_mid = number(m_object["mid"], "mid", m_unit);
        // A width is measured like the values; slopes and spreads are bare numbers.
        m_out.m_shape = number(m_object[shape], shape, shape == "width" ? m_unit : "");
        if (shape == "slope" ? m_out.m_shape == 0 : m_out.m_shape <= 0) {
            throw wrong(shape, shape == "slope" ? "score.value.zero" : "score.value.positive");
        }
        if (shape == "spread") {
            if (m_out.m_mid <= 0) {
                throw wrong("mid", "score.value.positive");
            }
            m_out.m_low = std::max(m_out.m_low, 0.0);
        }
    }

    const json& m_object;
    const FormKeys& m_keys;
    std::string m_unit;
    ValueFunction m_out;
};

ValueFunction ValueFunction::from_json(const json& object, const std::string& unit) {
    return ValueFunctionReader(object, unit).read();
}

}  // namespace jt::layer
