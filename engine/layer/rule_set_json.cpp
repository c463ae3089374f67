// Reading a rule set from its JSON form, with every mistake named.
#include "base/error.hpp"
#include "layer/rule_set.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace jt::layer {

using nlohmann::json;

/// Fills one RuleSet; a mistake is told with the step it is in.
class RuleReader {
public:
    explicit RuleReader(const json& object) : m_object(object) {}

    RuleSet read() {
        check_keys(m_object, {"name", "edition", "source", "grades", "inputs", "steps", "classes"});
        m_out.m_name = text(m_object, "name");
        m_out.m_edition = text(m_object, "edition");
        m_out.m_source = text(m_object, "source");
        m_out.m_worst = m_object.contains("grades") ? number(m_object, "grades") : 5;
        if (!m_object.contains("inputs") || !m_object["inputs"].is_object()) {
            throw base::data_error("rules.key", "inputs");
        }
        for (const auto& [name, about] : m_object["inputs"].items()) {
            m_out.m_inputs.push_back(name);
            m_numbers.emplace(name, m_numbers.size());
        }
        const json& steps = list(m_object, "steps");
        if (steps.empty()) {
            throw base::data_error("rules.no_steps");
        }
        for (const json& one : steps) {
            read_step(one);
        }
        for (const json& one : m_object.value("classes", json::array())) {
            m_out.m_classes.push_back(title(one));
        }
        return std::move(m_out);
    }

private:
    static void check_keys(const json& object, const std::vector<std::string>& known) {
        if (!object.is_object()) {
            throw base::data_error("rules.object");
        }
        for (const auto& item : object.items()) {
            if (std::ranges::find(known, item.key()) == known.end()) {
                throw base::unknown_name_error("rules.key_unknown", item.key(), known);
            }
        }
    }

    static std::string text(const json& object, const char* key) {
        if (!object.contains(key) || !object[key].is_string() || object[key].empty()) {
            throw base::data_error("rules.key", key);
        }
        return object[key].get<std::string>();
    }

    static const json& list(const json& object, const char* key) {
        if (!object.contains(key) || !object[key].is_array()) {
            throw base::data_error("rules.list", key);
        }
        return object[key];
    }

    static double real(const json& value, const char* key) {
        if (!value.is_number() || !std::isfinite(value.get<double>())) {
            throw base::data_error("rules.number", key);
        }
        return value.get<double>();
    }

    static double number(const json& object, const char* key) {
        if (!object.contains(key)) {
            throw base::data_error("rules.key", key);
        }
        return real(object[key], key);
    }

    static std::vector<double> numbers(const json& object, const char* key) {
        std::vector<double> out;
        for (const json& one : list(object, key)) {
            out.push_back(real(one, key));
        }
        return out;
    }

    static base::Text title(const json& object) {
        return {object.value("zh", ""), object.value("en", "")};
    }

    std::size_t source(const std::string& name) const {
        if (const auto found = m_numbers.find(name); found != m_numbers.end()) {
            return found->second;
        }
        std::vector<std::string> known;
        for (const auto& [one, number] : m_numbers) {
            known.push_back(one);
        }
        throw base::unknown_name_error("rules.name_unknown", name, known);
    }

    void read_step(const json& object) {
        const std::string id = object.is_object() ? object.value("id", "") : "";
        base::within(base::msg("rules.in_step", id), [&] {
            RuleStep step;
            step.id = text(object, "id");
            step.title = title(object);
            step.clause = text(object, "clause");
            step.doubtful = object.value("doubtful", "");
            step.optional = object.value("optional", false);
            step.when_from = -std::numeric_limits<double>::infinity();
            step.when_to = std::numeric_limits<double>::infinity();
            read_kind(object, step);
            if (!m_numbers.emplace(step.id, m_numbers.size()).second) {
                throw base::data_error("rules.twice", step.id);
            }
            m_out.m_steps.push_back(std::move(step));
        });
    }

    void read_kind(const json& object, RuleStep& step) {
        using Read = void (RuleReader::*)(const json&, RuleStep&);
        struct About {
            RuleStep::Kind kind;
            Read read;
            std::vector<std::string> keys;
        };
        static const std::map<std::string, About> kinds = {
            {"grades",
             {RuleStep::Kind::grades,
              &RuleReader::read_grades,
              {"of", "breaks", "grades", "closed"}}},
            {"shift",
             {RuleStep::Kind::shift, &RuleReader::read_shift, {"start", "of", "cases", "when"}}},
            {"count",
             {RuleStep::Kind::count,
              &RuleReader::read_count,
              {"start", "of", "is", "add", "when"}}},
            {"matrix",
             {RuleStep::Kind::matrix, &RuleReader::read_matrix, {"rows", "columns", "grades"}}},
            {"worst", {RuleStep::Kind::worst, &RuleReader::read_worst, {"of"}}},
            {"fold", {RuleStep::Kind::fold, &RuleReader::read_fold, {"of", "groups"}}},
        };
        const std::string kind = text(object, "kind");
        const auto found = kinds.find(kind);
        if (found == kinds.end()) {
            std::vector<std::string> names;
            for (const auto& [name, about] : kinds) {
                names.push_back(name);
            }
            throw base::unknown_name_error("rules.kind_unknown", kind, names);
        }
        std::vector<std::string> keys = {"id",       "zh",       "en",  "clause",
                                         "doubtful", "optional", "kind"};
        keys.insert(keys.end(), found->second.keys.begin(), found->second.keys.end());
        check_keys(object, keys);
        step.kind = found->second.kind;
        (this->*found->second.read)(object, step);
    }

    void read_grades(const json& object, RuleStep& step) {
        step.of = {source(text(object, "of"))};
        step.breaks = numbers(object, "breaks");
        step.grades = numbers(object, "grades");
        for (std::size_t i = 1; i < step.breaks.size(); ++i) {
            if (step.breaks[i] <= step.breaks[i - 1]) {
                throw base::data_error("rules.ascending");
            }
        }
        if (step.grades.size() != step.breaks.size() + 1) {
            throw base::data_error("rules.grade_count", step.breaks.size(), step.grades.size());
        }
        const std::string closed = object.value("closed", "right");
        if (closed != "left" && closed != "right") {
            throw base::data_error("rules.closed", closed);
        }
        step.closed_left = closed == "left";
    }

    void read_when(const json& object, RuleStep& step) const {
        step.start = source(text(object, "start"));
        if (object.contains("when")) {
            const auto range = numbers(object, "when");
            if (range.size() != 2 || range[0] > range[1]) {
                throw base::data_error("rules.when");
            }
            step.when_from = range[0];
            step.when_to = range[1];
        }
    }

    void read_shift(const json& object, RuleStep& step) {
        read_when(object, step);
        step.of = {source(text(object, "of"))};
        for (const json& one : list(object, "cases")) {
            check_keys(one, {"is", "from", "above", "below", "add", "set"});
            const int starts = (one.contains("is") ? 1 : 0) + (one.contains("from") ? 1 : 0) +
                               (one.contains("above") ? 1 : 0);
            if (starts != 1 || one.contains("add") == one.contains("set")) {
                throw base::data_error("rules.case");
            }
            RuleCase made;
            made.from =
                one.contains("above")
                    ? std::nextafter(number(one, "above"), std::numeric_limits<double>::infinity())
                    : number(one, one.contains("is") ? "is" : "from");
            made.below = one.contains("is")      ? made.from
                         : one.contains("below") ? number(one, "below")
                                                 : std::numeric_limits<double>::infinity();
            made.sets = one.contains("set");
            made.by = number(one, made.sets ? "set" : "add");
            step.cases.push_back(made);
        }
    }

    std::vector<std::size_t> sources(const json& object) const {
        std::vector<std::size_t> out;
        for (const json& one : list(object, "of")) {
            out.push_back(source(one.is_string() ? one.get<std::string>() : ""));
        }
        if (out.empty()) {
            throw base::data_error("rules.list", "of");
        }
        return out;
    }

    void read_count(const json& object, RuleStep& step) {
        read_when(object, step);
        step.of = sources(object);
        step.is = number(object, "is");
        step.grades = numbers(object, "add");
        if (step.grades.size() != step.of.size() + 1) {
            throw base::data_error("rules.count_count", step.of.size(), step.grades.size());
        }
    }

    void read_matrix(const json& object, RuleStep& step) {
        step.of = {source(text(object, "rows")), source(text(object, "columns"))};
        for (const json& row : list(object, "grades")) {
            if (!row.is_array() || row.empty() ||
                (step.columns != 0 && row.size() != step.columns)) {
                throw base::data_error("rules.matrix");
            }
            step.columns = row.size();
            for (const json& one : row) {
                step.grades.push_back(real(one, "grades"));
            }
        }
    }

    void read_worst(const json& object, RuleStep& step) { step.of = sources(object); }

    void read_fold(const json& object, RuleStep& step) {
        step.of = {source(text(object, "of"))};
        const double missing = std::numeric_limits<double>::quiet_NaN();
        double group = 0;
        for (const json& members : list(object, "groups")) {
            ++group;
            for (const json& one : members) {
                const double grade = real(one, "groups");
                const auto at = static_cast<std::size_t>(std::clamp(grade, 1.0, 1000.0)) - 1;
                if (grade < 1 || grade != std::floor(grade) || grade > 1000 ||
                    (at < step.grades.size() && !std::isnan(step.grades[at]))) {
                    throw base::data_error("rules.fold", grade);
                }
                step.grades.resize(std::max(step.grades.size(), at + 1), missing);
                step.grades[at] = group;
            }
        }
    }

    const json& m_object;
    RuleSet m_out;
    std::map<std::string, std::size_t> m_numbers;  ///< of inputs, then steps
};

RuleSet RuleSet::from_json(const json& object) {
    return base::within(base::msg("rules.in_set", object.is_object() && object.contains("name") &&
                                                          object["name"].is_string()
                                                      ? object["name"].get<std::string>()
                                                      : ""),
                        [&] { return RuleReader(object).read(); });
}

}  // namespace jt::layer
