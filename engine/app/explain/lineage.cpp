#include "app/explain/lineage.hpp"

#include "layer/layer.hpp"
#include "layer/rows.hpp"

#include <algorithm>

namespace jt::app {
namespace {

using layer::Layer;
using layer::Table;

/// The one file of a data set that people know: side files have the same name before the point.
std::string stem_of(const std::string& path) { return path.substr(0, path.rfind('.')); }

std::string word(const nlohmann::json& params, const char* name) {
    const auto found = params.find(name);
    return found != params.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

std::shared_ptr<const Table> Lineage::table(const scenario::Ref& ref) {
    return std::dynamic_pointer_cast<const Table>(m_run.object(ref));
}

std::optional<std::size_t> Lineage::row(const scenario::Ref& ref, const std::string& id) {
    const auto object = table(ref);
    if (object == nullptr) {
        return std::nullopt;
    }
    const std::string asked = word(params(ref.step), "id");
    const auto names = layer::row_names(*object, object->has(asked) ? asked : "");
    for (std::size_t i = 0; i < object->rows(); ++i) {
        if (names.show(i) == id) {
            return i;
        }
    }
    return std::nullopt;
}

const scenario::Ref* Lineage::input(std::size_t step, const std::string& port) const {
    const auto& inputs = m_run.plan().steps[step].inputs;
    const auto found = inputs.find(port);
    return found == inputs.end() || found->second.empty() ? nullptr : &found->second.front();
}

std::optional<Lineage::Before> Lineage::joined(std::size_t step, const std::string& column) {
    const scenario::Ref* right = input(step, "table");
    const std::string prefix = word(params(step), "prefix");
    if (right == nullptr || !column.starts_with(prefix)) {
        return std::nullopt;
    }
    const scenario::Ref* left = input(step, input(step, "layer") != nullptr ? "layer" : "left");
    const std::string name = column.substr(prefix.size());
    const bool of_left = left != nullptr && table(*left) != nullptr && table(*left)->has(column);
    const auto from = table(*right);
    if (of_left || from == nullptr || !from->has(name)) {
        return std::nullopt;
    }
    return Before{*right, name};
}

/// Operators that keep the columns of their rows: what they did not make is as it was.
std::optional<Lineage::Before> Lineage::kept(std::size_t step, const std::string& column) {
    for (const char* port : {"data", "layer", "left", "table"}) {
        const scenario::Ref* ref = input(step, port);
        const auto object = ref == nullptr ? nullptr : table(*ref);
        if (object != nullptr && object->has(column)) {
            return Before{*ref, column};
        }
    }
    return std::nullopt;
}

std::optional<Lineage::Before> Lineage::before(const scenario::Ref& ref, const std::string& column,
                                               std::string& note) {
    const auto& step = m_run.plan().steps[ref.step];
    const auto& given = params(ref.step);
    if (step.op == "score.value" && word(given, "as") == column) {
        note = given.at("function").dump();
        const scenario::Ref* data = input(ref.step, "data");
        return Before{*data, word(given, "column")};
    }
    if (step.op == "layer.compute" && word(given, "name") == column) {
        note = given.contains("value") ? given.at("value").dump() : "";
        return std::nullopt;
    }
    if (step.op.starts_with("table.join")) {
        if (auto from = joined(ref.step, column)) {
            return from;
        }
    }
    if (step.inputs.contains("network") || word(given, "into") == column) {
        return std::nullopt;
    }
    return kept(ref.step, column);
}

std::vector<Made> Lineage::of(scenario::Ref ref, std::string column, const std::string& id) {
    std::vector<Made> out;
    while (true) {
        std::string note;
        const auto from = before(ref, column, note);
        const bool passed = from && from->column == column && note.empty();
        if (!passed) {  // it was made, renamed or joined here
            const auto object = table(ref);
            const auto at = row(ref, id);
            Made made{ref.step, column, "", "", "", note};
            if (object != nullptr && object->has(column)) {
                made.unit = object->field(column).unit;
                const auto& values = object->column(column);
                const bool real = values.type() == layer::Type::real;
                made.value = at ? values.show(*at) : "";
                made.shown = at && real ? fmt::format("{:.6g}", values.number(*at)) : made.value;
            }
            out.push_back(std::move(made));
        }
        if (!from) {
            return out;
        }
        ref = from->ref;
        column = from->column;
    }
}

std::vector<SourceFile> Lineage::files(std::size_t step) const {
    std::vector<SourceFile> out;
    std::set<std::string> stems;
    for (const std::size_t one : m_run.upstream(step)) {
        const auto& external = m_run.result(one).external;
        if (external.empty()) {
            continue;
        }
        const std::string path = word(m_run.result(one).params, "path");
        const auto main = std::ranges::find(external, path, &registry::ExternalInput::path);
        const auto& file = main == external.end() ? external.front() : *main;
        if (stems.insert(stem_of(file.path)).second) {
            out.push_back({file.path, file.sha256});
        }
    }
    std::ranges::sort(out, {}, &SourceFile::path);
    return out;
}

std::optional<Lineage::Feature> Lineage::feature(scenario::Ref ref, const std::string& id) {
    while (true) {
        const auto& step = m_run.plan().steps[ref.step];
        const auto& external = m_run.result(ref.step).external;
        const auto layer = std::dynamic_pointer_cast<const Layer>(m_run.object(ref));
        const auto at = row(ref, id);
        if (layer != nullptr && at && !external.empty() && step.op.starts_with("source.")) {
            const std::string path = word(params(ref.step), "path");
            const auto main = std::ranges::find(external, path, &registry::ExternalInput::path);
            const auto& file = main == external.end() ? external.front() : *main;
            return Feature{layer->ids()[*at], layer->name(), {file.path, file.sha256}};
        }
        const scenario::Ref* next = nullptr;
        for (const char* port : {"data", "layer", "features", "left", "a", "zones"}) {
            next = next == nullptr ? input(ref.step, port) : next;
        }
        if (next == nullptr) {
            return std::nullopt;
        }
        ref = *next;
    }
}

}  // namespace jt::app
