// Which columns a field of a contract takes, and what it makes of them. Internal to source/.
#pragma once

#include "layer/column.hpp"
#include "source/quality/contract.hpp"

namespace jt::source {

/// Is the column of the wanted type? A date may be text, whose values are to be looked at.
bool takes(FieldType wanted, const layer::Column& column);

/// The type of column that a role gives a field.
layer::Type column_type_for(FieldType wanted, layer::Type found);

/// "wanted: text or whole numbers"; for any and date, which take every column, an empty message.
base::Message wanted_text(FieldType wanted);

/// The column in another type: numbers and booleans as text, whole reals as integers, integers as
/// reals. Of a column that takes() the type behind it nothing is lost.
layer::Column converted(const layer::Column& column, layer::Type type);

}  // namespace jt::source
