#include "script/host_module.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "geo/crs.hpp"
#include "layer/expression.hpp"
#include "score/ahp.hpp"
#include "script/lua_json.hpp"
#include "script/modules.hpp"
#include "script/spec_json.hpp"
#include "source/crs/crs_file.hpp"
#include "source/database/connection.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

namespace fs = std::filesystem;

namespace jt::script {
namespace {

HostContext& context_of(lua_State* L) {
    return *static_cast<HostContext*>(lua_touserdata(L, lua_upvalueindex(1)));
}

const registry::OperatorSpec& spec_at(lua_State* L, int index) {
    return context_of(L).registry->find(luaL_checkstring(L, index)).spec;
}

/// where() -> "file.lua:12"
int where(lua_State* L) {
    lua_pushstring(L, user_line(L).c_str());
    return 1;
}

int is_error(lua_State* L) {
    lua_pushboolean(L, to_error(L, 1) != nullptr ? 1 : 0);
    return 1;
}

/// unknown(id, word, names, place): the error of a name that is none of the names, with the closest
int unknown(lua_State* L) {
    const auto names = to_json(L, 3);
    throw base::unknown_name_error(
        luaL_checkstring(L, 1), luaL_checkstring(L, 2),
        names.is_array() ? names.get<std::vector<std::string>>() : std::vector<std::string>(),
        luaL_checkstring(L, 4));
}

/// operator(name) -> declaration
int find_operator(lua_State* L) {
    push_json(L, spec_to_json(spec_at(L, 1)));
    return 1;
}

/// validate(operator, params) -> params, complete
int validate(lua_State* L) {
    const auto& spec = spec_at(L, 1);
    push_json(L, registry::validate_params(spec, to_json(L, 2)));
    return 1;
}

/// probe(operator, params) -> columns of the main output, from headers alone
int probe(lua_State* L) {
    const auto& spec = spec_at(L, 1);
    const auto params = registry::validate_params(spec, to_json(L, 2));
    nlohmann::json columns = nlohmann::json::array();
    for (const auto& column : spec.probe ? spec.probe(params) : spec.outputs.front().columns) {
        columns.push_back({{"name", column.name},
                           {"type", registry::column_type_name(column.type)},
                           {"unit", column.unit},
                           {"title", {{"zh", column.title.zh}, {"en", column.title.en}}}});
    }
    push_json(L, columns);
    return 1;
}

/// crs(definition, projected) -> nothing; one that PROJ does not know is an error, and, where it
/// must be projected, one in degrees
int crs(lua_State* L) {
    const geo::Crs found = source::crs_of(luaL_checkstring(L, 1));
    if (lua_toboolean(L, 2) != 0 && found.geographic()) {
        throw base::data_error("script.project.geographic", found.label());
    }
    return 0;
}

/// crs_text(definition) -> the WKT in a file that keeps a CRS; another definition as it is
int crs_text(lua_State* L) {
    const std::string text = luaL_checkstring(L, 1);
    const geo::Crs found = source::crs_of(text);
    lua_pushstring(L, source::names_crs_file(text) ? found.wkt().c_str() : text.c_str());
    return 1;
}

/// crs_place(folder, definition) -> the path below the folder of a file that keeps a CRS; another
/// definition as it is
int crs_place(lua_State* L) {
    const std::string text = luaL_checkstring(L, 2);
    const std::string path =
        (fs::path(luaL_checkstring(L, 1)) / text).lexically_normal().generic_string();
    lua_pushstring(L, source::names_crs_file(text) ? path.c_str() : text.c_str());
    return 1;
}

/// check_expression(tree, fields) -> field of the result
int check_expression(lua_State* L) {
    std::vector<layer::Field> fields;
    for (const auto& field : to_json(L, 2)) {
        fields.push_back({field.at("name"),
                          registry::column_type_from_name(field.at("type").get<std::string>()),
                          field.value("unit", ""),
                          {}});
    }
    const auto field = layer::check(to_json(L, 1), fields);
    push_json(L, {{"name", field.name},
                  {"type", registry::column_type_name(field.type)},
                  {"unit", field.unit}});
    return 1;
}

int encode(lua_State* L) {
    lua_pushstring(L, to_json(L, 1).dump().c_str());
    return 1;
}

/// text { zh =, en = } -> in the language of the program
int text(lua_State* L) {
    const auto json = to_json(L, 1);
    lua_pushstring(L, json.value(context_of(L).lang == base::Lang::zh ? "zh" : "en", "").c_str());
    return 1;
}

/// lang() -> "zh" | "en"
int lang(lua_State* L) {
    lua_pushstring(L, context_of(L).lang == base::Lang::zh ? "zh" : "en");
    return 1;
}

/// find_path(path) -> the path as found: from the working folder, else from the scenario's folder
/// or one above it
int find_path(lua_State* L) {
    const fs::path given = luaL_checkstring(L, 1);
    fs::path found = given;
    if (given.is_relative() && !fs::exists(given)) {
        for (fs::path up = context_of(L).scenario_folder; !up.empty(); up = up.parent_path()) {
            if (fs::exists(up / given)) {
                found = up / given;
                break;
            }
            if (up == up.parent_path()) {
                break;
            }
        }
    }
    lua_pushstring(L, found.lexically_normal().generic_string().c_str());
    return 1;
}

/// readable(path) -> nothing; a data error where there is no such file
int readable(lua_State* L) {
    const std::string path = luaL_checkstring(L, 1);
    if (!fs::is_regular_file(path)) {
        throw base::data_error("script.file.missing", path);
    }
    return 0;
}

/// files(folder) -> names of the files in it, sorted; nil where it is no folder
int files(lua_State* L) {
    const fs::path folder = luaL_checkstring(L, 1);
    std::error_code code;
    std::vector<std::string> names;
    fs::directory_iterator it(folder, code);
    if (code) {
        lua_pushnil(L);
        return 1;
    }
    for (const fs::directory_iterator end; !code && it != end; it.increment(code)) {
        if (it->is_regular_file(code)) {
            names.push_back(it->path().filename().string());
        }
    }
    std::ranges::sort(names);
    push_json(L, names);
    return 1;
}

/// data_path(folder, path): the path below the folder; an absolute path stays, and so does a
/// connection ("PG:...")
int data_path(lua_State* L) {
    const fs::path joined = fs::path(luaL_checkstring(L, 1)) / luaL_checkstring(L, 2);
    std::error_code code;
    if (source::looks_foreign(lua_tostring(L, 2)) && !fs::exists(joined, code)) {
        lua_pushvalue(L, 2);
        return 1;
    }
    lua_pushstring(L, joined.lexically_normal().generic_string().c_str());
    return 1;
}

/// read_text(path) -> the file's text; a file that is not UTF-8 is a data error
int read_text(lua_State* L) {
    const std::string path = luaL_checkstring(L, 1);
    if (!fs::is_regular_file(path)) {
        throw base::data_error("script.file.missing", path);
    }
    const std::string bytes = base::read_file(path);
    if (!base::is_utf8(bytes)) {
        throw base::data_error("script.text.utf8", path);
    }
    lua_pushlstring(L, bytes.data(), bytes.size());
    return 1;
}

/// ahp { names, matrix, accept_cr } -> nothing; an unacceptable comparison matrix is an error
int ahp(lua_State* L) {
    const auto given = to_json(L, 1);
    try {
        score::ahp_accepted(given.at("names"), given.at("matrix"), given.value("accept_cr", 0.10));
    } catch (const nlohmann::json::exception&) {
        throw base::data_error("script.ahp.shape");
    }
    return 0;
}

/// param(name) -> value given by --param, or nil
int param(lua_State* L) {
    auto& context = context_of(L);
    const std::string name = luaL_checkstring(L, 1);
    context.asked[name] = true;
    const auto it = context.params.find(name);
    if (it == context.params.end()) {
        lua_pushnil(L);
    } else {
        lua_pushstring(L, it->second.c_str());
    }
    return 1;
}

}  // namespace

void open_host(lua_State* L, HostContext& context) {
    static constexpr std::array<luaL_Reg, 20> kFunctions = {
        {{"where", guarded<where>},       {"is_error", guarded<is_error>},
         {"unknown", guarded<unknown>},   {"operator", guarded<find_operator>},
         {"validate", guarded<validate>}, {"probe", guarded<probe>},
         {"crs", guarded<crs>},           {"crs_place", guarded<crs_place>},
         {"crs_text", guarded<crs_text>}, {"check_expression", guarded<check_expression>},
         {"encode", guarded<encode>},     {"text", guarded<text>},
         {"lang", guarded<lang>},         {"find_path", guarded<find_path>},
         {"files", guarded<files>},       {"data_path", guarded<data_path>},
         {"readable", guarded<readable>}, {"read_text", guarded<read_text>},
         {"ahp", guarded<ahp>},           {"param", guarded<param>}}};
    push_loaded(L);
    lua_newtable(L);
    for (const auto& entry : kFunctions) {
        lua_pushlightuserdata(L, &context);
        lua_pushcclosure(L, entry.func, 1);
        lua_setfield(L, -2, entry.name);
    }
    lua_setfield(L, -2, "jiangtian.host");
    lua_pop(L, 1);
}

}  // namespace jt::script
