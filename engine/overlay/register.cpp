#include "overlay/register.hpp"

#include "overlay/op_support.hpp"

namespace jt::overlay {

void register_operators(registry::Registry& registry) {
    register_areas(registry);
    register_buffer(registry);
    register_check(registry);
    register_clip(registry);
    register_interpolation(registry);
    register_join(registry);
    register_measure(registry);
    register_occupation(registry);
    register_pieces(registry);
    register_points(registry);
    register_reference(registry);
    register_shapes(registry);
}

}  // namespace jt::overlay
