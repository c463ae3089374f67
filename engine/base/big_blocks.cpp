// The program's operator new for blocks of several megabytes (columns, rasters, graphs). Filling
// such a block for the first time is half page faults else, so
// - they ask the kernel for pages of 2 MB (where it has none nothing changes), and
// - those given back wait for the next one that they fit. They never add to the peak of memory: a
//   block that must be new first sends away as much as it needs.
// Left out under the sanitizers, which bring their own.
#ifndef JT_SANITIZE
#include <malloc.h>
#include <sys/mman.h>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <mutex>
#include <new>
#include <utility>

namespace {

constexpr std::size_t kBig = std::size_t{1} << 19U, kPage = std::size_t{2} << 20U;

/// Blocks given back, the one that waits longest first.
class Waiting {
public:
    /// The smallest block that holds the size and is not much larger; null where none is.
    void* take(std::size_t size) {
        const std::lock_guard lock(m_mutex);
        std::size_t best = m_count;
        for (std::size_t i = 0; i < m_count; ++i) {
            const std::size_t has = m_blocks[i].second;
            if (has >= size && has - size <= size / 8 &&
                (best == m_count || has < m_blocks[best].second)) {
                best = i;
            }
        }
        if (best < m_count) {
            return remove(best);
        }
        for (std::size_t gone = 0; gone < size && m_count > 0;) {
            gone += m_blocks.front().second;
            std::free(remove(0));
        }
        return nullptr;
    }

    void give(void* block, std::size_t size) {
        const std::lock_guard lock(m_mutex);
        while (m_count > 0 && (m_count == m_blocks.size() || m_sum + size > kMost)) {
            std::free(remove(0));
        }
        if (size > kMost) {
            std::free(block);
            return;
        }
        m_blocks[m_count++] = {block, size};
        m_sum += size;
    }

private:
    static constexpr std::size_t kMost = std::size_t{1} << 30U;

    void* remove(std::size_t i) {
        const auto [block, size] = m_blocks[i];
        std::move(m_blocks.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                  m_blocks.begin() + static_cast<std::ptrdiff_t>(m_count),
                  m_blocks.begin() + static_cast<std::ptrdiff_t>(i));
        --m_count;
        m_sum -= size;
        return block;
    }

    std::mutex m_mutex;
    std::array<std::pair<void*, std::size_t>, 256> m_blocks{};
    std::size_t m_count = 0, m_sum = 0;
};

constinit Waiting g_waiting;

void* allocate(std::size_t size) {
    if (size < kBig) {
        return std::malloc(size == 0 ? 1 : size);
    }
    if (void* block = g_waiting.take(size)) {
        return block;
    }
    // Once: big blocks are mappings of their own, gone when freed.
    [[maybe_unused]] static const int own_mappings = mallopt(M_MMAP_THRESHOLD, int{kBig});
    if (size < kPage + kPage / 2) {
        return std::malloc(size);
    }
    void* block = std::aligned_alloc(kPage, (size + kPage - 1) / kPage * kPage);
    if (block != nullptr) {
        madvise(block, size, MADV_HUGEPAGE);  // advice: a refusal does no harm
    }
    return block;
}

void give_back(void* block) {
    const std::size_t size = block == nullptr ? 0 : malloc_usable_size(block);
    if (size < kBig) {
        std::free(block);
    } else {
        g_waiting.give(block, size);
    }
}

}  // namespace

void* operator new(std::size_t size) {
    for (;;) {
        if (void* block = allocate(size)) {
            return block;
        }
        if (const std::new_handler handler = std::get_new_handler()) {
            handler();
        } else {
            throw std::bad_alloc();
        }
    }
}

void operator delete(void* block) noexcept { give_back(block); }

void operator delete(void* block, std::size_t) noexcept { give_back(block); }
#endif
