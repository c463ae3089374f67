#include "overlay/register.hpp"

#include "overlay/op_support.hpp"

namespace jt::overlay {

void register_operators(registry::Registry& registry) {
    register_areas(registry);
    register_points(registry);
    register_shapes(registry);
}

}  // namespace jt::overlay
