// The program's operator new for blocks of a megabyte and more (columns, rasters, graphs). Filling
// such a block for the first time is half page faults else, so
// - they are made of pages of 2 MB (where the kernel has none nothing changes), and
// - those given back wait for the next one of their size, or their pages become pages of the next
//   ones of other sizes. New memory is taken only when none waits: the peak does not grow by it.
// Left out under the sanitizers, which bring their own.
#ifndef JT_SANITIZE
#include <sys/mman.h>
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <new>

namespace {

constexpr std::size_t kPage = std::size_t{2} << 20U, kSmallest = kPage / 2;
constexpr std::size_t kHeader = 4096;  // of memory, before the block

/// Stands before a block. Where malloc() keeps the size of a block of its own, there is a mark that
/// is larger than any size.
struct Header {
    std::size_t pages = 0;
    std::uint64_t mark = kMark;
    static constexpr std::uint64_t kMark = 0xB10C'2AFE'B10C'2AFE;
};

/// Blocks given back, the one that waits longest first.
class Waiting {
public:
    /// One of so many pages; null where none waits.
    std::byte* take(std::size_t pages) {
        const std::lock_guard lock(m_mutex);
        for (std::size_t i = m_count; i > 0; --i) {
            if (m_blocks[i - 1].pages == pages) {
                return remove(i - 1).first;
            }
        }
        return nullptr;
    }

    /// Moves up to `count` pages of them to the address; what is mapped there goes.
    void move_to(std::byte* address, std::size_t count) {
        const std::lock_guard lock(m_mutex);
        for (std::size_t i = 0; i < count && m_count > 0; ++i) {
            Block& from = m_blocks.front();
            --m_pages;
            std::byte* const page = from.first + --from.pages * kPage;
            constexpr int kHow = MREMAP_MAYMOVE | MREMAP_FIXED;
            if (mremap(page, kPage, kPage, kHow, address + i * kPage) == MAP_FAILED) {
                munmap(page, kPage);  // the new one stays
            }
            if (from.pages == 0) {
                munmap(remove(0).first - kHeader, kHeader);
            }
        }
    }

    void add(std::byte* first, std::size_t pages) {
        const std::lock_guard lock(m_mutex);
        if (m_count == m_blocks.size() || m_pages + pages > kMost) {
            munmap(first - kHeader, kHeader + pages * kPage);
            return;
        }
        m_blocks[m_count++] = {first, pages};
        m_pages += pages;
    }

private:
    struct Block {
        std::byte* first = nullptr;
        std::size_t pages = 0;
    };
    static constexpr std::size_t kMost = 512;  // pages

    Block remove(std::size_t i) {
        const Block block = m_blocks[i];
        std::move(m_blocks.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                  m_blocks.begin() + static_cast<std::ptrdiff_t>(m_count),
                  m_blocks.begin() + static_cast<std::ptrdiff_t>(i));
        --m_count;
        m_pages -= block.pages;
        return block;
    }

    std::mutex m_mutex;
    std::array<Block, 256> m_blocks{};
    std::size_t m_count = 0, m_pages = 0;
};

constinit Waiting g_waiting;

/// So many new pages behind a header, those that wait first; null where the system has none.
std::byte* map(std::size_t pages) {
    const std::size_t mapped = (pages + 1) * kPage;  // a page more, for pages at whole addresses
    void* const got =
        mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (got == MAP_FAILED) {
        return nullptr;
    }
    auto* const begin = static_cast<std::byte*>(got);
    const auto number = reinterpret_cast<std::uintptr_t>(begin);
    const std::size_t before = (number + kHeader + kPage - 1) / kPage * kPage - number;
    std::byte* const first = begin + before;
    if (before > kHeader) {
        munmap(begin, before - kHeader);
    }
    if (const std::size_t after = mapped - before - pages * kPage; after > 0) {
        munmap(first + pages * kPage, after);
    }
    madvise(first, pages * kPage, MADV_HUGEPAGE);  // advice: a refusal does no harm
    g_waiting.move_to(first, pages);
    return first;
}

void* allocate(std::size_t size) {
    if (size < kSmallest) {
        return std::malloc(size == 0 ? 1 : size);
    }
    if (size > PTRDIFF_MAX - 2 * kPage) {
        return nullptr;
    }
    const std::size_t pages = (size + kPage - 1) / kPage;
    std::byte* first = g_waiting.take(pages);
    first = first != nullptr ? first : map(pages);
    if (first != nullptr) {
        new (first - sizeof(Header)) Header{pages};
    }
    return first;
}

void give_back(void* block) {
    if (block == nullptr || reinterpret_cast<std::uintptr_t>(block) % kPage != 0) {
        std::free(block);
        return;
    }
    auto* const first = static_cast<std::byte*>(block);
    const Header header = *reinterpret_cast<const Header*>(first - sizeof(Header));
    if (header.mark != Header::kMark) {
        std::free(block);
        return;
    }
    g_waiting.add(first, header.pages);
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
