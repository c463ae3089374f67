// Layers, tables, matrices and the other port objects in Lua.
#include "script/lua_objects.hpp"

#include "layer/layer.hpp"
#include "layer/matrix.hpp"
#include "script/lua_json.hpp"
#include "script/lua_state.hpp"

#include <array>
#include <cmath>
#include <new>

namespace jt::script {

void add_column_functions(lua_State* L);  // in lua_column.cpp

namespace {

constexpr const char* kObjectType = "jt.object";
constexpr double kMillisecondsPerMinute = 60'000;

template <class T>
std::shared_ptr<const T> self(lua_State* L, const char* wanted) {
    auto out = std::dynamic_pointer_cast<const T>(check_object(L, 1));
    if (out == nullptr) {
        throw base::data_error("script.object.kind", wanted,
                               registry::kind_name(check_object(L, 1)->kind()));
    }
    return out;
}

std::shared_ptr<const layer::Table> table_at(lua_State* L) {
    return self<layer::Table>(L, "table");
}
std::shared_ptr<const layer::Matrix> matrix_at(lua_State* L) {
    return self<layer::Matrix>(L, "matrix");
}

int collect(lua_State* L) {
    static_cast<registry::ObjectPtr*>(lua_touserdata(L, 1))->~shared_ptr();
    return 0;
}

int table_column(lua_State* L) {
    const auto table = table_at(L);
    const char* name = luaL_checkstring(L, 2);
    push_column(L, {table->field(name), table->column(std::string_view(name))});
    return 1;
}

int table_has(lua_State* L) {
    lua_pushboolean(L, table_at(L)->has(luaL_checkstring(L, 2)) ? 1 : 0);
    return 1;
}

int table_names(lua_State* L) {
    push_json(L, table_at(L)->names());
    return 1;
}

int object_rows(lua_State* L) {
    const auto object = check_object(L, 1);
    if (const auto* matrix = dynamic_cast<const layer::Matrix*>(object.get())) {
        lua_pushinteger(L, static_cast<lua_Integer>(matrix->row_ids.size()));
    } else {
        lua_pushinteger(L, static_cast<lua_Integer>(table_at(L)->rows()));
    }
    return 1;
}

std::shared_ptr<layer::Table> copy_of(const registry::ObjectPtr& object) {
    if (const auto* layer = dynamic_cast<const layer::Layer*>(object.get())) {
        return std::make_shared<layer::Layer>(*layer);
    }
    return std::make_shared<layer::Table>(dynamic_cast<const layer::Table&>(*object));
}

/// Options { unit =, zh =, en = } of a new column; nil for none.
layer::Field field_for(lua_State* L, int options, const std::string& name,
                       const layer::Value& value) {
    layer::Field field = value.field;
    field.name = name;
    field.title = {};
    if (lua_isnoneornil(L, options)) {
        return field;
    }
    const auto json = to_json(L, options);
    if (!json.is_object()) {
        throw base::data_error("script.column.options", name);
    }
    for (const auto& [key, text] : json.items()) {
        if ((key != "unit" && key != "zh" && key != "en") || !text.is_string()) {
            throw base::data_error("script.column.options", name);
        }
    }
    field.unit = json.value("unit", field.unit);
    field.title = {json.value("zh", ""), json.value("en", "")};
    return field;
}

/// A column of length one is repeated to the table's length.
layer::Column fitted(const layer::Value& value, std::size_t rows) {
    if (value.column.size() == rows || value.column.size() != 1) {
        return value.column;
    }
    return value.column.take(std::vector<std::size_t>(rows, 0));
}

/// object:with("name", column, { unit = "min", zh = "...", en = "..." }): a copy with one more
/// column.
int table_with(lua_State* L) {
    const auto copy = copy_of(table_at(L));
    const char* name = luaL_checkstring(L, 2);
    const layer::Value value = check_column(L, 3);
    layer::Column column = fitted(value, copy->rows());
    if (column.size() != copy->rows()) {
        throw base::data_error("script.column.length", name, column.size(), copy->rows());
    }
    copy->set(field_for(L, 4, name, value), std::move(column));
    push_object(L, copy);
    return 1;
}

/// object:keep(mask): the rows where the mask is true.
int table_keep(lua_State* L) {
    const auto table = table_at(L);
    const layer::Value mask = check_column(L, 2);
    if (mask.column.size() != table->rows() || mask.column.type() != layer::Type::boolean) {
        throw base::data_error("script.column.mask", mask.column.size(), table->rows());
    }
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < table->rows(); ++row) {
        if (mask.column.boolean(row)) {
            rows.push_back(row);
        }
    }
    if (const auto* layer = dynamic_cast<const layer::Layer*>(table.get())) {
        push_object(L, std::make_shared<layer::Layer>(take(*layer, rows)));
    } else {
        push_object(L, std::make_shared<layer::Table>(take(*table, rows)));
    }
    return 1;
}

/// Costs of a matrix row or column in minutes (metres, 元 for other units); null where there is no
/// path.
layer::Value costs(const layer::Matrix& matrix, std::size_t first, std::size_t step,
                   std::size_t count) {
    const double scale = matrix.unit == "ms"   ? kMillisecondsPerMinute
                         : matrix.unit == "mm" ? 1000
                                               : 100;
    const char* unit = matrix.unit == "ms" ? "min" : matrix.unit == "mm" ? "m" : "元";
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t cost = matrix.cost[first + i * step];
        values[i] = cost > layer::kMaxCost ? std::nan("") : static_cast<double>(cost) / scale;
    }
    return {{"cost", layer::Type::real, unit, {}}, layer::Column::of_reals(std::move(values))};
}

std::size_t position(lua_State* L, std::size_t size) {
    const lua_Integer at = luaL_checkinteger(L, 2);
    if (at < 1 || at > static_cast<lua_Integer>(size)) {
        throw base::data_error("script.column.row", at, size);
    }
    return static_cast<std::size_t>(at - 1);
}

int matrix_row(lua_State* L) {
    const auto matrix = matrix_at(L);
    const std::size_t row = position(L, matrix->row_ids.size());
    const std::size_t width = matrix->column_ids.size();
    push_column(L, costs(*matrix, row * width, 1, width));
    return 1;
}

int matrix_to(lua_State* L) {
    const auto matrix = matrix_at(L);
    const std::size_t width = matrix->column_ids.size();
    const std::size_t column = position(L, width);
    push_column(L, costs(*matrix, column, width, matrix->row_ids.size()));
    return 1;
}

int matrix_status(lua_State* L) {
    const auto matrix = matrix_at(L);
    const std::size_t row = position(L, matrix->row_ids.size());
    const lua_Integer column = luaL_checkinteger(L, 3);
    if (column < 1 || column > static_cast<lua_Integer>(matrix->column_ids.size())) {
        throw base::data_error("script.column.row", column, matrix->column_ids.size());
    }
    lua_pushstring(L,
                   layer::cost_status_name(matrix->at(row, static_cast<std::size_t>(column - 1))));
    return 1;
}

int matrix_columns(lua_State* L) {
    push_json(L, matrix_at(L)->column_ids);
    return 1;
}

/// layer:layer_name(): the name of the layer, as its file or scenario gave it.
int layer_name(lua_State* L) {
    lua_pushstring(L, self<layer::Layer>(L, "layer")->name().c_str());
    return 1;
}

int object_kind(lua_State* L) {
    const auto kind = registry::kind_name(check_object(L, 1)->kind());
    lua_pushlstring(L, kind.data(), kind.size());
    return 1;
}

/// Methods first; any other name is a column of a layer or table.
int index(lua_State* L) {
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) {
        return 1;
    }
    lua_settop(L, 2);
    return table_column(L);
}

/// table { { "id", column, { unit = } }, ... }: a new table.
int make_table(lua_State* L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    auto out = std::make_shared<layer::Table>();
    for (lua_Integer i = 1; i <= static_cast<lua_Integer>(lua_rawlen(L, 1)); ++i) {
        lua_rawgeti(L, 1, i);
        const int entry = lua_gettop(L);
        luaL_checktype(L, entry, LUA_TTABLE);
        lua_rawgeti(L, entry, 1);
        lua_rawgeti(L, entry, 2);
        lua_rawgeti(L, entry, 3);
        const char* name = luaL_checkstring(L, entry + 1);
        const layer::Value value = check_column(L, entry + 2);
        if (i > 1 && value.column.size() != out->rows()) {
            throw base::data_error("script.column.length", name, value.column.size(), out->rows());
        }
        if (out->has(name)) {
            throw base::data_error("script.column.twice", name);
        }
        out->set(field_for(L, entry + 3, name, value), value.column);
        lua_settop(L, entry - 1);
    }
    push_object(L, out);
    return 1;
}

void push_metatable(lua_State* L) {
    if (luaL_newmetatable(L, kObjectType) == 0) {
        return;
    }
    static constexpr std::array<luaL_Reg, 12> kMethods = {{{"column", guarded<table_column>},
                                                           {"has", guarded<table_has>},
                                                           {"names", guarded<table_names>},
                                                           {"rows", guarded<object_rows>},
                                                           {"with", guarded<table_with>},
                                                           {"keep", guarded<table_keep>},
                                                           {"row", guarded<matrix_row>},
                                                           {"to", guarded<matrix_to>},
                                                           {"status", guarded<matrix_status>},
                                                           {"columns", guarded<matrix_columns>},
                                                           {"object_kind", guarded<object_kind>},
                                                           {"layer_name", guarded<layer_name>}}};
    lua_newtable(L);
    for (const auto& method : kMethods) {
        lua_pushcfunction(L, method.func);
        lua_setfield(L, -2, method.name);
    }
    lua_pushcclosure(L, guarded<index>, 1);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, collect);
    lua_setfield(L, -2, "__gc");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
}

}  // namespace

void push_object(lua_State* L, registry::ObjectPtr object) {
    if (object == nullptr) {
        lua_pushnil(L);
        return;
    }
    void* place = lua_newuserdatauv(L, sizeof(registry::ObjectPtr), 0);
    new (place) registry::ObjectPtr(std::move(object));
    push_metatable(L);
    lua_setmetatable(L, -2);
}

registry::ObjectPtr test_object(lua_State* L, int index_of) {
    const auto* object =
        static_cast<const registry::ObjectPtr*>(luaL_testudata(L, index_of, kObjectType));
    return object == nullptr ? nullptr : *object;
}

registry::ObjectPtr check_object(lua_State* L, int index_of) {
    auto object = test_object(L, index_of);
    if (object == nullptr) {
        throw base::data_error("script.object.wanted", luaL_typename(L, index_of));
    }
    return object;
}

void open_objects(lua_State* L) {
    lua_newtable(L);
    add_column_functions(L);
    lua_pushcfunction(L, guarded<make_table>);
    lua_setfield(L, -2, "table");
    lua_setfield(L, -2, "jiangtian.columns");
}

}  // namespace jt::script
