#include "source/info.hpp"

#include "base/diagnostic.hpp"
#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "source/codec.hpp"
#include "source/contract.hpp"
#include "source/crs_evidence.hpp"
#include "source/dataset.hpp"
#include "source/geojson_check.hpp"
#include "source/loaded.hpp"
#include "source/read.hpp"
#include "source/repair.hpp"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <set>

namespace jt::source {
namespace {

using nlohmann::json;

json to_json(const base::Message& message) { return {{"id", message.id}, {"args", message.args}}; }

json problem_of(const base::Error& error, const std::string& where) {
    json out =
        base::to_json(base::Diagnostic{base::Severity::error, error.message(), where, {}, 0});
    out["context"] = json::array();
    for (const auto* list : {&error.notes(), &error.context()}) {
        for (const base::Message& message : *list) {
            out["context"].push_back(to_json(message));
        }
    }
    return out;
}

/// Runs the check; what it throws is kept as a problem.
template <class Check>
void try_check(json& problems, const std::string& where, Check&& check) {
    try {
        check();
    } catch (const base::Error& error) {
        if (error.kind() == base::ErrorKind::interrupted) {
            throw;
        }
        problems.push_back(problem_of(error, where));
    }
}

json describe_field(const Loaded& loaded, std::size_t index) {
    const layer::Field& field = loaded.table.fields()[index];
    const layer::Column& column = loaded.table.column(index);
    json out = {{"name", field.name},
                {"type", registry::column_type_name(field.type)},
                {"source_type", loaded.source_types[index]},
                {"nulls", column.null_count()},
                {"examples", json::array()}};
    std::set<std::string> seen;
    double low = 0, high = 0;
    bool any = false;
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (!column.valid(row)) {
            continue;
        }
        if (seen.size() < 3 && seen.insert(column.show(row)).second) {
            out["examples"].push_back(column.show(row));
        }
        if (field.type == layer::Type::integer || field.type == layer::Type::real) {
            const double value = column.number(row);
            low = any ? std::min(low, value) : value;
            high = any ? std::max(high, value) : value;
            any = true;
        }
    }
    if (any) {
        out["min"] = low;
        out["max"] = high;
    }
    return out;
}

/// Features whose coordinates equal those of an earlier one.
std::vector<std::int64_t> duplicates(const Loaded& loaded) {
    const geo::GeometryArray& geometry = loaded.geometry;
    std::vector<std::size_t> rows(geometry.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    const auto less = [&](std::size_t a, std::size_t b) {
        const auto xa = geometry.coordinates(a), xb = geometry.coordinates(b);
        return std::lexicographical_compare(xa.begin(), xa.end(), xb.begin(), xb.end());
    };
    rows.erase(
        std::remove_if(rows.begin(), rows.end(),
                       [&](std::size_t row) { return geometry.status(row) != geo::Status::ok; }),
        rows.end());
    std::stable_sort(rows.begin(), rows.end(), less);
    std::vector<std::int64_t> out;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        if (!less(rows[i - 1], rows[i])) {
            out.push_back(loaded.ids[rows[i]]);
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

void geometry_problems(const Loaded& loaded, base::Diagnostics& diagnostics) {
    if (loaded.mixed()) {
        const auto& by_shape = loaded.findings.by_shape;
        diagnostics.warn(base::msg("source.geometry.mixed", by_shape[0].size(), by_shape[1].size(),
                                   by_shape[2].size(), by_shape[3].size()),
                         loaded.where);
    }
    std::vector<std::int64_t> ids;
    for (const Invalid& one : find_invalid(loaded.geometry, loaded.ids, loaded.findings)) {
        ids.push_back(loaded.ids[one.row]);
        if (ids.size() <= 5) {
            diagnostics.warn(base::msg("source.geometry.invalid_one", ids.back(), one.reason),
                             loaded.where);
        }
    }
    if (!ids.empty()) {
        diagnostics.features(base::Severity::warning, base::msg("source.geometry.invalid_some"),
                             loaded.where, ids);
    }
    if (const auto twice = duplicates(loaded); !twice.empty()) {
        diagnostics.features(base::Severity::warning, base::msg("source.geometry.duplicates"),
                             loaded.where, twice);
    }
}

json describe_crs(const Loaded& loaded, const InfoOptions& options, json& problems,
                  base::Diagnostics& diagnostics) {
    json out;
    try_check(problems, loaded.where, [&] {
        const CrsDecision found = decide_crs(
            {options.crs, loaded.declared_crs, loaded.crs_origin, loaded.geometry.box()});
        for (const base::Message& note : found.notes) {
            diagnostics.warn(note, loaded.where);
        }
        out = {{"code", found.crs.code()},
               {"name", found.crs.name()},
               {"evidence", to_json(found.evidence)}};
    });
    return out;
}

void check_contract(Loaded& loaded, const std::string& role, json& problems,
                    base::Diagnostics& diagnostics) {
    try_check(problems, loaded.where, [&] {
        const Contract& contract = contract_of(role);
        if (loaded.ids.empty()) {
            throw base::data_error("source.contract.no_features", role);
        }
        if (loaded.spatial) {
            check_shape(contract, loaded.geometry.shape());
        }
        conformed(loaded.table, {}, contract, loaded.ids, diagnostics, loaded.where);
    });
}

json describe_layer(Loaded loaded, const InfoOptions& options, base::Diagnostics diagnostics) {
    json problems = json::array(), notes = json::array();
    json out = {{"name", loaded.name},
                {"features", loaded.ids.size()},
                {"extent", nullptr},
                {"crs", nullptr},
                {"encoding",
                 {{"name", loaded.encoding.encoding},
                  {"confidence", loaded.encoding.confidence},
                  {"evidence", to_json(loaded.encoding.evidence)}}},
                {"fields", json::array()}};
    out["geometry"] =
        loaded.spatial ? std::string(geo::shape_name(loaded.geometry.shape())) : "table";
    for (std::size_t i = 0; i < loaded.table.fields().size(); ++i) {
        out["fields"].push_back(describe_field(loaded, i));
    }
    if (loaded.ids.empty()) {
        diagnostics.warn(base::msg("source.layer.empty"), loaded.where);
    }
    if (loaded.spatial) {
        const geo::Box box = loaded.geometry.box();
        if (!box.empty()) {
            out["extent"] = {box.min_x, box.min_y, box.max_x, box.max_y};
        }
        out["crs"] = describe_crs(loaded, options, problems, diagnostics);
        geometry_problems(loaded, diagnostics);
    }
    if (!options.role.empty()) {
        check_contract(loaded, options.role, problems, diagnostics);
    }
    tell_findings(loaded, Repair::repair, diagnostics);
    try_check(problems, loaded.where, [&] { check_text(loaded, Repair::strict, diagnostics); });
    for (const base::Diagnostic& diagnostic : diagnostics.list()) {
        (diagnostic.severity == base::Severity::info ? notes : problems)
            .push_back(base::to_json(diagnostic));
    }
    out["problems"] = problems;
    out["notes"] = notes;
    return out;
}

void describe_layers(const InfoOptions& options, json& out, const base::Progress& progress) {
    if (is_geojson(options.path) && std::filesystem::is_regular_file(options.path)) {
        base::Diagnostics diagnostics;
        judge_geojson(options.path, true, true, diagnostics);
        for (const base::Diagnostic& diagnostic : diagnostics.list()) {
            out["problems"].push_back(base::to_json(diagnostic));
        }
    }
    const auto layers = list_layers(options.path, Repair::repair);
    for (const LayerName& one : layers) {
        if (!options.layer.empty() && one.name != options.layer) {
            continue;
        }
        try_check(out["problems"], one.name, [&] {
            base::Diagnostics diagnostics;
            LoadOptions load_options;
            load_options.path = options.path;
            load_options.layer = one.name;
            load_options.encoding = options.encoding;
            load_options.repair = true;
            load_options.lenient = true;
            Loaded loaded = load(load_options, diagnostics, progress);
            out["driver"] = loaded.driver;
            out["layers"].push_back(
                describe_layer(std::move(loaded), options, std::move(diagnostics)));
        });
    }
    if (out["layers"].empty() && out["problems"].empty()) {
        std::vector<std::string> names;
        for (const LayerName& one : layers) {
            names.push_back(one.name);
        }
        throw unknown_layer(options.layer, names);
    }
}

/// Names of files and layers may be any bytes; JSON takes UTF-8 only.
void clean(json& value) {
    if (value.is_string()) {
        auto& text = value.get_ref<std::string&>();
        if (!base::is_utf8(text)) {
            text = Codec("GBK").decode_lossy(text);
        }
    }
    if (value.is_structured()) {
        for (json& part : value) {
            clean(part);
        }
    }
}

}  // namespace

json describe(const InfoOptions& options, const base::Progress& progress) {
    json out = {{"path", options.path},
                {"driver", ""},
                {"files", json::array()},
                {"layers", json::array()},
                {"problems", json::array()}};
    const std::string where = std::filesystem::path(options.path).filename().string();
    try_check(out["problems"], where, [&] { describe_layers(options, out, progress); });
    try_check(out["problems"], where, [&] {
        std::error_code code;
        if (std::filesystem::is_directory(options.path, code) && out["layers"].empty()) {
            return;
        }
        for (const std::string& file : input_files(options.path)) {
            out["files"].push_back({{"name", std::filesystem::path(file).filename().string()},
                                    {"bytes", std::filesystem::file_size(file, code)},
                                    {"sha256", base::sha256_file(file)}});
        }
    });
    clean(out);
    return out;
}

bool has_errors(const json& description) {
    const auto any = [](const json& problems) {
        return std::any_of(problems.begin(), problems.end(),
                           [](const json& one) { return one.at("severity") == "error"; });
    };
    const json& layers = description.at("layers");
    return any(description.at("problems")) ||
           std::any_of(layers.begin(), layers.end(),
                       [&](const json& one) { return any(one.at("problems")); });
}

}  // namespace jt::source
