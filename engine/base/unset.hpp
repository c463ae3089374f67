// Vectors that are filled by many threads: resize() leaves new elements as the memory was, so that
// no single thread writes them all first.
#pragma once

#include "base/parallel.hpp"

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace jt::base {

template <class T>
struct UnsetAllocator : std::allocator<T> {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

    template <class U>
    struct rebind {
        using other = UnsetAllocator<U>;
    };

    template <class U>
    void construct(U* /*place*/) noexcept {}
    template <class U, class... Args>
    void construct(U* place, Args&&... args) {
        std::construct_at(place, std::forward<Args>(args)...);
    }
};

/// Every element that resize() or the constructor with a size gives has to be written.
template <class T>
using UnsetVector = std::vector<T, UnsetAllocator<T>>;

/// As resize() from nothing: the pages of memory are taken by all threads before one sets them.
template <class T>
void resize_in_parallel(std::vector<T>& items, std::size_t size) {
    constexpr std::size_t kPage = 4096, kBlock = std::size_t{2} << 20U;
    items.clear();
    items.reserve(size);
    auto* const bytes = reinterpret_cast<volatile std::byte*>(items.data());
    parallel_blocks(size * sizeof(T), kBlock, [&](std::size_t begin, std::size_t end) {
        for (std::size_t at = begin; at < end; at += kPage) {
            bytes[at] = std::byte{0};
        }
    });
    items.resize(size);
}

}  // namespace jt::base
