#include "source/info.hpp"

#include "base/diagnostic.hpp"
#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "geo/shift.hpp"
#include "source/crs/advice.hpp"
#include "source/crs/crs_evidence.hpp"
#include "source/database/connection.hpp"
#include "source/database/load_database.hpp"
#include "source/dataset.hpp"
#include "source/gdal/geojson_check.hpp"
#include "source/gdal/zip_input.hpp"
#include "source/loaded.hpp"
#include "source/quality/quality.hpp"
#include "source/quality/repair.hpp"
#include "source/quality/role.hpp"
#include "source/quality/topology.hpp"
#include "source/read.hpp"
#include "source/text/codec.hpp"
#include "source/text/dictionary.hpp"
#include "source/transit/load_timetable.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <tuple>

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
    if (!field.title.zh.empty() && field.title.zh != field.name) {
        out["title"] = {{"zh", field.title.zh}, {"en", field.title.en}};
    }
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
    if (const auto twice = duplicates(loaded.geometry, loaded.ids); !twice.empty()) {
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

/// In degrees, for holding against a reference.
geo::GeometryArray degrees_of(const geo::GeometryArray& geometry, const geo::Crs& crs) {
    geo::GeometryArray out = geometry;
    geo::Transform(crs, geo::Crs::from("EPSG:4490")).apply(out.xy());
    return out;
}

/// Does the layer lie as data from a web map would, against the reference?
void check_shift(const Loaded& loaded, const InfoOptions& options, json& problems,
                 base::Diagnostics& diagnostics) {
    try_check(problems, loaded.where, [&] {
        ReadOptions read;
        std::tie(read.path, read.layer) = split_layer(options.reference);
        read.repair = Repair::repair;
        base::Diagnostics unused;
        const layer::Layer reference = read_layer(read, unused);
        const geo::Crs crs =
            decide_crs({options.crs, loaded.declared_crs, loaded.crs_origin, loaded.geometry.box()})
                .crs;
        const geo::ShiftEstimate found = geo::estimate_shift(
            degrees_of(loaded.geometry, crs), degrees_of(reference.geometry(), reference.crs()));
        const auto metres = [](double value) { return fmt::format("{:.0f}", value); };
        if (!found.comparable()) {
            diagnostics.warn(base::msg("source.datum.apart", shown_path(options.reference)),
                             loaded.where);
        } else if (found.shifted()) {
            diagnostics.warn(base::msg("source.datum.suspect", geo::web_datum_name(found.datum),
                                       metres(found.east_m), metres(found.north_m),
                                       metres(found.before_m), metres(found.after_m)),
                             loaded.where);
        } else {
            diagnostics.info(base::msg("source.datum.fits", metres(found.before_m)), loaded.where);
        }
    });
}

/// The CRS; an unknown one where it cannot be decided, which is told as a problem.
geo::Crs crs_of(const Loaded& loaded, const InfoOptions& options) {
    try {
        return decide_crs(
                   {options.crs, loaded.declared_crs, loaded.crs_origin, loaded.geometry.box()})
            .crs;
    } catch (const base::Error&) {
        return {};
    }
}

/// The findings against a contract; they are not among the problems.
json describe_quality(const Loaded& loaded, const InfoOptions& options) {
    const Contract contract = find_contract(options.contract);
    json findings = json::array();
    bool passed = true;
    const base::Diagnostics found = check_contract(loaded, crs_of(loaded, options), contract);
    for (const base::Diagnostic& one : found.list()) {
        passed = passed && one.severity != base::Severity::error;
        findings.push_back(base::to_json(one));
    }
    return {{"name", contract.name},
            {"title", {{"zh", contract.title.zh}, {"en", contract.title.en}}},
            {"source", contract.source},
            {"passed", passed},
            {"findings", findings}};
}

/// The fields as the dictionary describes them; the mapping that it gives to the role.
FieldMap describe_fields(Loaded& loaded, const InfoOptions& options, json& problems,
                         base::Diagnostics& diagnostics) {
    FieldMap out;
    if (options.dictionary.empty()) {
        return out;
    }
    try_check(problems, loaded.where, [&] {
        const Contract* role = options.role.empty() ? nullptr : &role_of(options.role);
        Described found = described(loaded.table, read_dictionary(options.dictionary, diagnostics),
                                    {}, role, false, diagnostics, loaded.where);
        loaded.table = std::move(found.table);
        out = std::move(found.fields);
    });
    return out;
}

/// All that reading the layer in the role would refuse.
void check_role(const Loaded& loaded, const FieldMap& fields, const std::string& name,
                json& problems, base::Diagnostics& diagnostics) {
    try_check(problems, loaded.where, [&] {
        const Contract& role = role_of(name);
        if (loaded.ids.empty()) {
            throw base::data_error("source.contract.no_features", name);
        }
        if (loaded.spatial) {
            try_check(problems, loaded.where, [&] { check_shape(role, loaded.geometry.shape()); });
        }
        const layer::Table table = mapped(loaded.table, fields, &role, diagnostics, loaded.where);
        const auto errors = role_errors(table, fields, role, loaded.ids);
        for (const base::Error& error : errors) {
            problems.push_back(problem_of(error, loaded.where));
        }
        if (errors.empty()) {  // for what it tells
            conformed(table, fields, role, loaded.ids, diagnostics, loaded.where);
        }
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
    const FieldMap fields = describe_fields(loaded, options, problems, diagnostics);
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
        out["advice"] = advice_of(crs_of(loaded, options), box);
        geometry_problems(loaded, diagnostics);
    }
    if (loaded.spatial && !options.reference.empty()) {
        check_shift(loaded, options, problems, diagnostics);
    }
    if (loaded.spatial && options.topology) {
        out["topology"] = describe_topology(loaded, crs_of(loaded, options), diagnostics);
    }
    if (!options.contract.empty()) {
        out["standard"] = describe_quality(loaded, options);
    }
    if (!options.role.empty()) {
        check_role(loaded, fields, options.role, problems, diagnostics);
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
    const std::string file = unpacked(options.path);
    if (is_geojson(file) && std::filesystem::is_regular_file(file)) {
        base::Diagnostics diagnostics;
        judge_geojson(file, true, true, diagnostics);
        for (const base::Diagnostic& diagnostic : diagnostics.list()) {
            out["problems"].push_back(base::to_json(diagnostic));
        }
    }
    const bool database = is_connection(options.path);  // all of it would be too much to read
    auto layers = database ? std::vector{database_table(options.path, options.layer)}
                           : list_layers(options.path, Repair::repair);
    if (is_service_layer(options.layer) && check_path(file, true) == Format::csv &&
        layers.front().name != options.layer) {
        layers.push_back({options.layer, true});  // which a timetable has besides
    }
    const std::string wanted = database ? layers.front().name : options.layer;
    for (const LayerName& one : layers) {
        if (!wanted.empty() && one.name != wanted) {
            continue;
        }
        try_check(out["problems"], one.name, [&] {
            base::Diagnostics diagnostics;
            LoadOptions load_options;
            load_options.path = options.path;
            load_options.layer = one.name;
            load_options.encoding = options.encoding;
            load_options.service = options.service;
            load_options.crs = options.crs;
            load_options.repair = true;
            load_options.lenient = true;
            Loaded loaded = load(load_options, diagnostics, progress);
            out["driver"] = loaded.driver;
            out["layers"].push_back(
                describe_layer(std::move(loaded), options, std::move(diagnostics)));
        });
    }
    const bool named = std::any_of(layers.begin(), layers.end(),
                                   [&](const LayerName& one) { return one.name == wanted; });
    if (!wanted.empty() && !named) {
        std::vector<std::string> names;
        for (const LayerName& one : layers) {
            names.push_back(one.name);
        }
        throw unknown_layer(wanted, names);
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
    json out = {{"path", shown_path(options.path)},
                {"driver", ""},
                {"files", json::array()},
                {"layers", json::array()},
                {"problems", json::array()}};
    const std::string where = short_name(options.path);
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
           std::any_of(layers.begin(), layers.end(), [&](const json& one) {
               const bool failed = one.contains("standard") && !one["standard"].at("passed");
               return failed || any(one.at("problems"));
           });
}

}  // namespace jt::source
