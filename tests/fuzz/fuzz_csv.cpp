// CSV: the parser, and the types it gives to columns.
#include "base/text.hpp"
#include "fuzz/fuzz.hpp"
#include "source/text/csv.hpp"

using namespace jt;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    if (!base::is_utf8(std::string(text))) {
        return 0;  // decoded before it gets there
    }
    for (const bool lenient : {true, false}) {
        fuzz::answered([&] {
            base::Diagnostics diagnostics;
            const source::Csv csv = source::parse_csv(text, lenient, diagnostics, "fuzz");
            for (const auto& row : csv.rows) {
                if (row.size() != csv.header.size()) {
                    __builtin_trap();
                }
            }
        });
    }
    return 0;
}
