// Tables whose rows belong to the rows or columns of a matrix: those of layer/, by their names
// here.
#pragma once

#include "layer/keyed.hpp"

namespace jt::network {

using layer::amounts;
using layer::by_id;
using layer::Keyed;
using layer::keyed;
using layer::rows_of;

}  // namespace jt::network
