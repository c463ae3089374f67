#include "report/spec.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <set>

namespace jt::report {
namespace {

using nlohmann::json;

/// An object of the parameters with its place, for messages; unknown keys are refused at the end.
class Fields {
public:
    Fields(const json& object, std::string where, base::Lang lang)
        : m_object(object), m_where(std::move(where)), m_lang(lang) {
        if (!object.is_object()) {
            throw base::data_error("report.spec.type", m_where, object.dump(), "an object");
        }
    }
    ~Fields() = default;
    Fields(const Fields&) = delete;
    Fields& operator=(const Fields&) = delete;

    const json& get(const std::string& key) {
        m_known.insert(key);
        static const json kNull;
        const auto it = m_object.find(key);
        return it == m_object.end() ? kNull : *it;
    }
    std::string place(const std::string& key) const { return m_where + "." + key; }
    std::string text(const std::string& key) { return text_of(get(key), m_lang, place(key)); }
    std::string required(const std::string& key) {
        std::string value = text(key);
        if (value.empty()) {
            throw base::data_error("report.spec.missing", m_where, key);
        }
        return value;
    }
    std::optional<double> number(const std::string& key) {
        const json& value = get(key);
        if (value.is_null()) {
            return std::nullopt;
        }
        if (!value.is_number()) {
            throw base::data_error("report.spec.type", place(key), value.dump(), "a number");
        }
        return value.get<double>();
    }
    std::optional<std::int64_t> integer(const std::string& key) {
        const json& value = get(key);
        if (value.is_null()) {
            return std::nullopt;
        }
        if (!value.is_number_integer()) {
            throw base::data_error("report.spec.type", place(key), value.dump(), "a whole number");
        }
        return value.get<std::int64_t>();
    }
    bool flag(const std::string& key) {
        const json& value = get(key);
        if (!value.is_null() && !value.is_boolean()) {
            throw base::data_error("report.spec.type", place(key), value.dump(), "true or false");
        }
        return value.is_boolean() && value.get<bool>();
    }
    const json& list(const std::string& key) {
        static const json kEmpty = json::array();
        const json& value = get(key);
        // An empty Lua table arrives as an empty object.
        if (value.is_null() || (value.is_object() && value.empty())) {
            return kEmpty;
        }
        if (!value.is_array()) {
            throw base::data_error("report.spec.type", place(key), value.dump(), "a list");
        }
        return value;
    }
    std::vector<std::string> texts(const std::string& key) {
        std::vector<std::string> out;
        for (const auto& item : list(key)) {
            out.push_back(text_of(item, m_lang, place(key)));
        }
        return out;
    }
    std::vector<double> numbers(const std::string& key) { return reals(list(key), place(key)); }
    static std::vector<double> reals(const json& values, const std::string& where) {
        std::vector<double> out;
        for (const auto& item : values) {
            if (!item.is_number()) {
                throw base::data_error("report.spec.type", where, item.dump(), "a number");
            }
            out.push_back(item.get<double>());
        }
        return out;
    }
    Role role() {
        static const std::vector<std::string> kNames = {"result", "compare", "appendix", "hidden",
                                                        "weights"};
        const std::string name = text("role");
        const auto it = std::ranges::find(kNames, name.empty() ? "result" : name);
        if (it == kNames.end()) {
            throw base::data_error("report.spec.type", place("role"), name,
                                   base::join_some(kNames));
        }
        return static_cast<Role>(it - kNames.begin());
    }
    void end() const {
        const std::vector<std::string> known(m_known.begin(), m_known.end());
        for (const auto& item : m_object.items()) {
            if (!m_known.contains(item.key())) {
                throw base::data_error("report.spec.unknown", m_where, item.key(),
                                       base::join_some(known));
            }
        }
    }

private:
    const json& m_object;
    std::string m_where;
    base::Lang m_lang;
    std::set<std::string> m_known;
};

std::string indexed(const std::string& name, std::size_t i) {
    return name + "[" + std::to_string(i + 1) + "]";
}

ColumnView parse_column(const json& value, const std::string& where, base::Lang lang) {
    if (value.is_string()) {
        return {value.get<std::string>(), "", "", std::nullopt, false};
    }
    Fields fields(value, where, lang);
    ColumnView out;
    out.name = fields.required("name");
    out.title = fields.text("title");
    out.unit = fields.text("unit");
    if (const auto digits = fields.integer("digits")) {
        if (*digits < 0 || *digits > 12) {
            throw base::data_error("report.spec.type", fields.place("digits"), *digits, "0 to 12");
        }
        out.digits = static_cast<int>(*digits);
    }
    out.sign = fields.flag("sign");
    fields.end();
    return out;
}

/// A value as people write it: "30", "a, b", rows of a matrix with semicolons.
std::string plain_value(const json& value) {
    if (value.is_string()) {
        return value.get<std::string>();
    }
    if (value.is_number_float()) {
        return fmt::format("{}", value.get<double>());
    }
    if (!value.is_array()) {
        return value.dump();
    }
    std::vector<std::string> items;
    bool rows = false;
    for (const auto& item : value) {
        rows = rows || item.is_array();
        items.push_back(plain_value(item));
    }
    return fmt::format("{}", fmt::join(items, rows ? "; " : ", "));
}

/// Flattens nested parameters into dotted names; empty objects and lists say nothing.
void flatten(const json& value, const std::string& name,
             std::vector<std::pair<std::string, std::string>>& out) {
    if (value.is_object()) {
        for (const auto& item : value.items()) {
            flatten(item.value(), name.empty() ? item.key() : name + "." + item.key(), out);
        }
    } else if (!value.is_null() && !(value.is_array() && value.empty())) {
        out.emplace_back(name, plain_value(value));
    }
}

/// Calls parse(fields) for each object of a list.
template <class T, class Parse>
std::vector<T> parse_list(const json& list, const std::string& where, base::Lang lang,
                          Parse parse) {
    std::vector<T> out;
    for (std::size_t i = 0; i < list.size(); ++i) {
        Fields fields(list[i], indexed(where, i), lang);
        out.push_back(parse(fields));
        fields.end();
    }
    return out;
}

std::vector<base::Diagnostic> parse_diagnostics(const json& list, const std::string& where) {
    std::vector<base::Diagnostic> out;
    for (std::size_t i = 0; i < list.size(); ++i) {
        try {
            out.push_back(base::diagnostic_from_json(list[i]));
        } catch (const json::exception&) {
            throw base::data_error("report.spec.type", indexed(where, i), list[i].dump(),
                                   "a diagnostic");
        }
    }
    return out;
}

/// The first argument of the first message of that id: "GBK" of "source.encoding.decided".
std::string first_argument(const std::vector<base::Diagnostic>& list, const std::string& id) {
    const auto found = std::ranges::find_if(list, [&](const base::Diagnostic& diagnostic) {
        return diagnostic.message.id == id && !diagnostic.message.args.empty();
    });
    return found == list.end() ? std::string() : found->message.args.front();
}

InputFact parse_input(Fields& f) {
    InputFact out;
    out.path = f.required("path");
    out.sha256 = f.text("sha256");
    out.role = f.text("role");
    out.layer = f.text("layer");
    out.encoding = f.text("encoding");
    out.crs = f.text("crs");
    out.beside = f.texts("beside");
    out.evidence = parse_diagnostics(f.list("evidence"), f.place("evidence"));
    out.encoding = out.encoding.empty() ? first_argument(out.evidence, "source.encoding.decided")
                                        : out.encoding;
    out.crs = out.crs.empty() ? first_argument(out.evidence, "source.crs.decided") : out.crs;
    out.features = f.integer("features");
    out.repaired = f.integer("repaired");
    out.fixed = f.integer("fixed");
    out.schematic = f.integer("schematic");
    return out;
}

WeightFact parse_weights(Fields& f) {
    WeightFact out;
    out.name = f.text("name");
    out.method = f.text("method");
    out.ri_source = f.text("ri_source");
    out.names = f.texts("names");
    out.weights = f.numbers("weights");
    for (const auto& row : f.list("matrix")) {
        out.matrix.push_back(Fields::reals(row, f.place("matrix")));
    }
    out.lambda_max = f.number("lambda_max");
    out.ci = f.number("ci");
    out.cr = f.number("cr");
    out.ri = f.number("ri");
    if (out.names.size() != out.weights.size()) {
        throw base::data_error("report.spec.lengths", f.place("weights"), out.weights.size(),
                               out.names.size());
    }
    return out;
}

}  // namespace

std::string text_of(const json& value, base::Lang lang, const std::string& where) {
    if (value.is_null()) {
        return "";
    }
    if (value.is_string()) {
        return value.get<std::string>();
    }
    if (value.is_number()) {
        return value.dump();
    }
    if (value.is_object()) {
        const char* first = lang == base::Lang::zh ? "zh" : "en";
        const char* second = lang == base::Lang::zh ? "en" : "zh";
        for (const char* key : {first, second}) {
            const auto it = value.find(key);
            if (it != value.end() && it->is_string() &&
                !it->get_ref<const std::string&>().empty()) {
                return it->get<std::string>();
            }
        }
        if (value.empty() || value.contains("zh") || value.contains("en")) {
            return "";
        }
    }
    throw base::data_error("report.spec.type", where, value.dump(), "a text or {zh, en}");
}

std::vector<TableSpec> parse_tables(const json& list, base::Lang lang) {
    auto out = parse_list<TableSpec>(list, "tables", lang, [&](Fields& f) {
        TableSpec table;
        table.name = f.required("name");
        table.caption = f.text("caption");
        table.note = f.text("note");
        table.chapter = f.text("chapter");
        table.key = f.text("key");
        table.check = f.text("check");
        table.role = f.role();
        if (const auto rows = f.integer("rows")) {
            if (*rows < 1 || *rows > 100000) {
                throw base::data_error("report.spec.type", f.place("rows"), *rows, "1 to 100000");
            }
            table.rows = static_cast<std::size_t>(*rows);
        }
        const json& columns = f.list("columns");
        for (std::size_t i = 0; i < columns.size(); ++i) {
            table.columns.push_back(parse_column(columns[i], indexed(f.place("columns"), i), lang));
        }
        return table;
    });
    std::set<std::string> names;
    for (const auto& table : out) {
        if (!names.insert(table.name).second) {
            throw base::data_error("report.table.twice", table.name);
        }
    }
    return out;
}

std::vector<FigureSpec> parse_figures(const json& list, base::Lang lang) {
    return parse_list<FigureSpec>(list, "figures", lang, [](Fields& f) {
        FigureSpec figure;
        figure.file = f.required("file");
        for (const char* extension : {".png", ".pdf", ".svg"}) {
            if (figure.file.ends_with(extension)) {
                figure.file.resize(figure.file.size() - 4);
            }
        }
        figure.caption = f.text("caption");
        figure.chapter = f.text("chapter");
        figure.role = f.role();
        return figure;
    });
}

RunFacts parse_run(const json& value, base::Lang lang) {
    if (value.is_null()) {
        return {};
    }
    Fields f(value, "run", lang);
    RunFacts out;
    out.name = f.text("name");
    out.crs = f.text("crs");
    out.seed = f.text("seed");
    out.engine = f.text("engine");
    out.hash = f.text("hash");
    out.inputs = parse_list<InputFact>(f.list("inputs"), "run.inputs", lang, parse_input);
    out.scenarios =
        parse_list<ScenarioFact>(f.list("scenarios"), "run.scenarios", lang, [](Fields& s) {
            return ScenarioFact{s.required("name"), s.text("year"), s.texts("changes")};
        });
    out.diagnostics = parse_diagnostics(f.list("diagnostics"), "run.diagnostics");
    flatten(f.get("params"), "", out.params);
    out.weights = parse_list<WeightFact>(f.list("weights"), "run.weights", lang, parse_weights);
    out.formulas = parse_list<FormulaFact>(f.list("formulas"), "run.formulas", lang, [](Fields& s) {
        return FormulaFact{s.text("title"), s.required("tex"), s.text("where"), s.text("source")};
    });
    out.operations = f.texts("operations");
    out.operators =
        parse_list<OperatorFact>(f.list("operators"), "run.operators", lang, [](Fields& s) {
            return OperatorFact{s.required("name"), s.text("version"), s.text("origin"),
                                s.text("title")};
        });
    flatten(f.get("versions"), "", out.versions);
    f.end();
    return out;
}

}  // namespace jt::report
