// Columns in Lua: the part of lua_objects.hpp for values.
#include "base/text.hpp"
#include "script/lua_objects.hpp"
#include "script/lua_state.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <new>

namespace jt::script {
namespace {

constexpr const char* kColumnType = "jt.column";

layer::Value* test_column(lua_State* L, int index) {
    return static_cast<layer::Value*>(luaL_testudata(L, index, kColumnType));
}

layer::Value& self(lua_State* L) {
    auto* value = test_column(L, 1);
    if (value == nullptr) {
        throw base::data_error("script.column.self");
    }
    return *value;
}

int collect(lua_State* L) {
    static_cast<layer::Value*>(lua_touserdata(L, 1))->~Value();
    return 0;
}

/// Each operation is a closure whose first upvalue is its name in layer::apply.
int apply_operation(lua_State* L) {
    const std::string operation = lua_tostring(L, lua_upvalueindex(1));
    std::vector<layer::Value> args;
    // Lua calls unary metamethods with the operand twice
    const int count = operation == "neg" || operation == "not" ? 1 : lua_gettop(L);
    for (int i = 1; i <= count; ++i) {
        args.push_back(check_column(L, i));
    }
    push_column(L, layer::apply(operation, args));
    return 1;
}

int one_of(lua_State* L) {
    std::vector<layer::Value> args = {self(L)};
    luaL_checktype(L, 2, LUA_TTABLE);
    for (lua_Integer i = 1; i <= static_cast<lua_Integer>(lua_rawlen(L, 2)); ++i) {
        lua_rawgeti(L, 2, i);
        args.push_back(check_column(L, -1));
        lua_pop(L, 1);
    }
    push_column(L, layer::apply("in", args));
    return 1;
}

/// The column of the call, which must hold numbers (true counts as 1).
const layer::Column& numbers(lua_State* L, const char* method) {
    const auto& column = self(L).column;
    if (column.type() == layer::Type::text) {
        throw base::data_error("script.column.text", method);
    }
    return column;
}

/// Sum over the values that are not null, in row order.
double sum_of(const layer::Column& column, std::size_t& count) {
    double sum = 0;
    count = 0;
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (column.valid(row)) {
            sum += column.number(row);
            ++count;
        }
    }
    return sum;
}

int sum(lua_State* L) {
    std::size_t count = 0;
    lua_pushnumber(L, sum_of(numbers(L, "sum"), count));
    return 1;
}

int count(lua_State* L) {
    lua_pushinteger(L,
                    static_cast<lua_Integer>(self(L).column.size() - self(L).column.null_count()));
    return 1;
}

int mean(lua_State* L) {
    std::size_t counted = 0;
    const double total = sum_of(numbers(L, "mean"), counted);
    if (counted == 0) {
        lua_pushnil(L);
    } else {
        lua_pushnumber(L, total / static_cast<double>(counted));
    }
    return 1;
}

template <bool least>
int extreme(lua_State* L) {
    const auto& column = numbers(L, least ? "least" : "greatest");
    double best = std::nan("");
    for (std::size_t row = 0; row < column.size(); ++row) {
        const double value = column.number(row);
        if (!std::isnan(value) && (std::isnan(best) || (least ? value < best : value > best))) {
            best = value;
        }
    }
    if (std::isnan(best)) {
        lua_pushnil(L);
    } else {
        lua_pushnumber(L, best);
    }
    return 1;
}

int unit(lua_State* L) {
    lua_pushstring(L, self(L).field.unit.c_str());
    return 1;
}

int length(lua_State* L) {
    lua_pushinteger(L, static_cast<lua_Integer>(self(L).column.size()));
    return 1;
}

void push_value(lua_State* L, const layer::Column& column, std::size_t row) {
    if (!column.valid(row)) {
        lua_pushnil(L);
        return;
    }
    switch (column.type()) {
        case layer::Type::real: lua_pushnumber(L, column.number(row)); return;
        case layer::Type::integer: lua_pushinteger(L, column.integer(row)); return;
        case layer::Type::boolean: lua_pushboolean(L, column.boolean(row) ? 1 : 0); return;
        case layer::Type::text: {
            const auto text = column.text(row);
            lua_pushlstring(L, text.data(), text.size());
            return;
        }
    }
}

/// The keys of the methods, which are the first upvalue.
std::vector<std::string> method_names(lua_State* L) {
    std::vector<std::string> names;
    lua_pushnil(L);
    while (lua_next(L, lua_upvalueindex(1)) != 0) {
        lua_pop(L, 1);
        names.emplace_back(lua_tostring(L, -1));
    }
    std::ranges::sort(names);
    return names;
}

/// column[i] is a value (1-based, nil for null), column.name a method.
int index(lua_State* L) {
    const auto& column = self(L).column;
    if (lua_type(L, 2) == LUA_TNUMBER) {
        int whole = 0;
        const lua_Integer row = lua_tointegerx(L, 2, &whole);
        if (whole == 0 || row < 1 || row > static_cast<lua_Integer>(column.size())) {
            throw base::data_error("script.column.row", luaL_tolstring(L, 2, nullptr),
                                   column.size());
        }
        push_value(L, column, static_cast<std::size_t>(row - 1));
        return 1;
    }
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) == LUA_TNIL) {
        const std::string name = luaL_tolstring(L, 2, nullptr);
        throw base::unknown_name_error("script.column.method", name, method_names(L));
    }
    return 1;
}

std::string text_at(lua_State* L, int position) {
    std::size_t size = 0;
    const char* text = lua_tolstring(L, position, &size);
    return {text, size};
}

/// column { 1, 2, nil, 4, n = 4 } or a list of texts or booleans; an empty list is an empty column
/// of numbers.
int make_column(lua_State* L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_getfield(L, 1, "n");
    const lua_Integer n = lua_isinteger(L, -1) != 0 ? lua_tointeger(L, -1)
                                                    : static_cast<lua_Integer>(lua_rawlen(L, 1));
    layer::Type type = layer::Type::real;
    for (lua_Integer i = 1; i <= n; ++i) {
        const int found = lua_rawgeti(L, 1, i);
        lua_pop(L, 1);
        if (found != LUA_TNIL) {
            type = found == LUA_TSTRING    ? layer::Type::text
                   : found == LUA_TBOOLEAN ? layer::Type::boolean
                                           : layer::Type::real;
            break;
        }
    }
    layer::ColumnBuilder builder(type);
    for (lua_Integer i = 1; i <= n; ++i) {
        const int found = lua_rawgeti(L, 1, i);
        const int wanted = type == layer::Type::text      ? LUA_TSTRING
                           : type == layer::Type::boolean ? LUA_TBOOLEAN
                                                          : LUA_TNUMBER;
        if (found == LUA_TNIL) {
            builder.null();
        } else if (found != wanted) {
            throw base::data_error("script.column.mixed", i, lua_typename(L, found),
                                   lua_typename(L, wanted));
        } else if (type == layer::Type::text) {
            builder.text(text_at(L, -1));
        } else if (type == layer::Type::boolean) {
            builder.integer(lua_toboolean(L, -1));
        } else {
            builder.real(lua_tonumber(L, -1));
        }
        lua_pop(L, 1);
    }
    push_column(L, {{"", type, "", {}}, builder.build()});
    return 1;
}

struct Operation {
    const char* name;
    const char* operation;
};

constexpr std::array<Operation, 9> kEvents = {{{"__add", "+"},
                                               {"__sub", "-"},
                                               {"__mul", "*"},
                                               {"__div", "/"},
                                               {"__pow", "pow"},
                                               {"__unm", "neg"},
                                               {"__band", "and"},
                                               {"__bor", "or"},
                                               {"__bnot", "not"}}};
constexpr std::array<Operation, 18> kMethods = {{{"eq", "eq"},
                                                 {"ne", "ne"},
                                                 {"lt", "lt"},
                                                 {"le", "le"},
                                                 {"gt", "gt"},
                                                 {"ge", "ge"},
                                                 {"is_null", "is_null"},
                                                 {"abs", "abs"},
                                                 {"sqrt", "sqrt"},
                                                 {"exp", "exp"},
                                                 {"log", "log"},
                                                 {"pow", "pow"},
                                                 {"min", "min"},
                                                 {"max", "max"},
                                                 {"clip", "clip"},
                                                 {"choose", "if"},
                                                 {"starts_with", "starts_with"},
                                                 {"contains", "contains"}}};

template <std::size_t n>
void set_operations(lua_State* L, const std::array<Operation, n>& operations) {
    for (const auto& entry : operations) {
        lua_pushstring(L, entry.operation);
        lua_pushcclosure(L, guarded<apply_operation>, 1);
        lua_setfield(L, -2, entry.name);
    }
}

void push_methods(lua_State* L) {
    lua_newtable(L);
    set_operations(L, kMethods);
    static constexpr std::array<luaL_Reg, 8> kPlain = {{{"one_of", guarded<one_of>},
                                                        {"sum", guarded<sum>},
                                                        {"mean", guarded<mean>},
                                                        {"count", guarded<count>},
                                                        {"least", guarded<extreme<true>>},
                                                        {"greatest", guarded<extreme<false>>},
                                                        {"unit", guarded<unit>},
                                                        {"size", guarded<length>}}};
    for (const auto& entry : kPlain) {
        lua_pushcfunction(L, entry.func);
        lua_setfield(L, -2, entry.name);
    }
}

void push_metatable(lua_State* L) {
    if (luaL_newmetatable(L, kColumnType) == 0) {
        return;
    }
    set_operations(L, kEvents);
    lua_pushcfunction(L, guarded<length>);
    lua_setfield(L, -2, "__len");
    lua_pushcfunction(L, collect);
    lua_setfield(L, -2, "__gc");
    push_methods(L);
    lua_pushcclosure(L, guarded<index>, 1);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
}

/// A literal of a column expression: the same one that a scenario would write.
nlohmann::json leaf_at(lua_State* L, int position) {
    if (lua_type(L, position) == LUA_TSTRING) {
        return {{"text", text_at(L, position)}};
    }
    if (lua_type(L, position) == LUA_TBOOLEAN) {
        return {{"bool", lua_toboolean(L, position) != 0}};
    }
    return lua_isinteger(L, position) != 0
               ? nlohmann::json{{"num", std::int64_t{lua_tointeger(L, position)}}}
               : nlohmann::json{{"num", lua_tonumber(L, position)}};
}

}  // namespace

void push_column(lua_State* L, layer::Value value) {
    const std::size_t kilobytes = value.column.size() * sizeof(double) / 1024;
    void* place = lua_newuserdatauv(L, sizeof(layer::Value), 0);
    new (place) layer::Value(std::move(value));
    push_metatable(L);
    lua_setmetatable(L, -2);
    if (kilobytes > 64) {  // the collector sees the handle only: tell it what hangs on it
        lua_gc(L, LUA_GCSTEP, static_cast<int>(std::min<std::size_t>(kilobytes, 1U << 20U)));
    }
}

layer::Value check_column(lua_State* L, int position) {
    if (const auto* value = test_column(L, position)) {
        return *value;
    }
    switch (lua_type(L, position)) {
        case LUA_TNUMBER:
        case LUA_TBOOLEAN:
        case LUA_TSTRING: return layer::literal(leaf_at(L, position));
        default: throw base::data_error("script.column.wanted", luaL_typename(L, position));
    }
}

void add_column_functions(lua_State* L) {
    lua_pushcfunction(L, guarded<make_column>);
    lua_setfield(L, -2, "column");
}

}  // namespace jt::script
