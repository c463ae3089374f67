// The program's operator new for blocks of several megabytes (columns, rasters, graphs). Filling
// such a block for the first time is half page faults else, so
// - they are made of pages of 2 MB (where the kernel has none nothing changes), and
// - the pages of those given back become pages of the next ones, whatever their sizes. New memory
//   is taken only when none waits: the peak does not grow by it.
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

constexpr std::size_t kPage = std::size_t{2} << 20U, kSmallest = kPage + kPage / 2;
constexpr std::size_t kHeader = 4096;  // of memory, before the block

/// Stands before a block. Where malloc() keeps the size of a block of its own, there is a mark that
/// is larger than any size.
struct Header {
    std::size_t pages = 0;
    std::uint64_t mark = kMark;
    static constexpr std::uint64_t kMark = 0xB10C'2AFE'B10C'2AFE;
};

/// Pages that belong to no block.
class Waiting {
public:
    /// Moves up to `count` of them to the address; what is mapped there goes.
    void move_to(std::byte* address, std::size_t count) {
        const std::lock_guard lock(m_mutex);
        for (std::size_t i = 0; i < count && m_count > 0; ++i) {
            constexpr int kHow = MREMAP_MAYMOVE | MREMAP_FIXED;
            if (mremap(m_pages[--m_count], kPage, kPage, kHow, address + i * kPage) == MAP_FAILED) {
                munmap(m_pages[m_count], kPage);  // the new one stays
            }
        }
    }

    void add(std::byte* address, std::size_t count) {
        const std::lock_guard lock(m_mutex);
        const std::size_t kept = std::min(count, m_pages.size() - m_count);
        for (std::size_t i = kept; i > 0; --i) {
            m_pages[m_count++] = address + (i - 1) * kPage;
        }
        if (kept < count) {
            munmap(address + kept * kPage, (count - kept) * kPage);
        }
    }

private:
    std::mutex m_mutex;
    std::array<std::byte*, 512> m_pages{};
    std::size_t m_count = 0;
};

constinit Waiting g_waiting;

void* allocate(std::size_t size) {
    if (size < kSmallest) {
        return std::malloc(size == 0 ? 1 : size);
    }
    if (size > PTRDIFF_MAX - 2 * kPage) {
        return nullptr;
    }
    const std::size_t pages = (size + kPage - 1) / kPage, mapped = (pages + 1) * kPage;
    void* const got =
        mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (got == MAP_FAILED) {
        return nullptr;
    }
    auto* const first = static_cast<std::byte*>(got);
    // At most a page is left over, of 2 MB: around the header and the block.
    const auto number = reinterpret_cast<std::uintptr_t>(first);
    const std::size_t before = (number + kHeader + kPage - 1) / kPage * kPage - number;
    std::byte* const block = first + before;
    if (before > kHeader) {
        munmap(first, before - kHeader);
    }
    if (const std::size_t after = mapped - before - pages * kPage; after > 0) {
        munmap(block + pages * kPage, after);
    }
    madvise(block, pages * kPage, MADV_HUGEPAGE);  // advice: a refusal does no harm
    g_waiting.move_to(block, pages);
    new (block - sizeof(Header)) Header{pages};
    return block;
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
    munmap(first - kHeader, kHeader);
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
