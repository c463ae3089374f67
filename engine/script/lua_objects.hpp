// What plugin bodies hold: columns with whole-column arithmetic, and the objects of ports. The
// values stay in C++.
#pragma once

#include "layer/expression.hpp"
#include "registry/object.hpp"

#include <lua.hpp>

namespace jt::script {

/// Registers the metatables and puts `jiangtian.columns` into package.loaded-like table `loaded` on
/// top of the stack. That module has column { values }, text, constant and table { { "name", column
/// }, ... }. Stack: 0.
void open_objects(lua_State* L);

/// Pushes an object (nil for null). Stack: +1.
void push_object(lua_State* L, registry::ObjectPtr object);
/// The object at the index; data error "script.object.wanted" when it is none.
registry::ObjectPtr check_object(lua_State* L, int index);
/// The same, or null.
registry::ObjectPtr test_object(lua_State* L, int index);

void push_column(lua_State* L, layer::Value value);
/// A column, or a number, text or boolean taken as a column of length one.
layer::Value check_column(lua_State* L, int index);

}  // namespace jt::script
