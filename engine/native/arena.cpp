#include "native/arena.hpp"

namespace jt::native {
namespace {

/// By the rules of the C Data Interface a release marks the children too, where they were not moved
/// away.
template <class Arrow>
void mark_released(Arrow* item) {
    for (std::int64_t i = 0; i < item->n_children; ++i) {
        if (item->children[i]->release != nullptr) {
            item->children[i]->release(item->children[i]);
        }
    }
    item->release = nullptr;
}

}  // namespace

ArrowSchema* Arena::schema(const char* format, const char* name, std::vector<ArrowSchema*> children,
                           std::string metadata) {
    auto& list = keep(std::move(children));
    ArrowSchema out = {};
    out.format = format;
    out.name = name;
    out.metadata = metadata.empty() ? nullptr : keep(std::move(metadata)).data();
    out.flags = ARROW_FLAG_NULLABLE;
    out.n_children = static_cast<std::int64_t>(list.size());
    out.children = list.data();
    out.release = mark_released<ArrowSchema>;
    return &keep(out);
}

ArrowArray* Arena::array(std::size_t length, std::size_t nulls, std::vector<const void*> buffers,
                         std::vector<ArrowArray*> children) {
    auto& list = keep(std::move(children));
    auto& pointers = keep(std::move(buffers));
    ArrowArray out = {};
    out.length = static_cast<std::int64_t>(length);
    out.null_count = static_cast<std::int64_t>(nulls);
    out.n_buffers = static_cast<std::int64_t>(pointers.size());
    out.n_children = static_cast<std::int64_t>(list.size());
    out.buffers = pointers.data();
    out.children = list.data();
    out.release = mark_released<ArrowArray>;
    return &keep(out);
}

}  // namespace jt::native
