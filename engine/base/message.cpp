#include "base/message.hpp"

#include <fmt/args.h>

#include <algorithm>

namespace jt::base {
namespace {

std::vector<CatalogueEntry> sorted_catalogue() {
    std::vector<CatalogueEntry> entries = {
#define JT_MSG(id, en, zh) {id, en, zh},
#include "base/messages/all.inc"
#undef JT_MSG
    };
    std::ranges::sort(entries, {}, &CatalogueEntry::id);
    return entries;
}

const CatalogueEntry* find_entry(std::string_view id) {
    const auto& all = catalogue();
    const auto it = std::ranges::lower_bound(all, id, {}, &CatalogueEntry::id);
    return it != all.end() && it->id == id ? &*it : nullptr;
}

std::string fill(std::string_view pattern, const std::vector<std::string>& args) {
    fmt::dynamic_format_arg_store<fmt::format_context> store;
    for (const auto& arg : args) {
        store.push_back(arg);
    }
    try {
        return fmt::vformat(pattern, store);
    } catch (const fmt::format_error&) {  // too few arguments: an error must still be told
        return fmt::format("{} {}", pattern, fmt::join(args, " "));
    }
}

}  // namespace

const std::vector<CatalogueEntry>& catalogue() {
    static const std::vector<CatalogueEntry> entries = sorted_catalogue();
    return entries;
}

std::string render(const Message& message, Lang lang) {
    if (const auto* entry = find_entry(message.id)) {
        return fill(lang == Lang::zh ? entry->zh : entry->en, message.args);
    }
    return message.id + (message.args.empty() ? "" : " ") +
           fmt::format("{}", fmt::join(message.args, " "));
}

std::string render_hint(const Message& message, Lang lang) {
    const auto* entry = find_entry(message.id + ".hint");
    return entry == nullptr ? "" : fill(lang == Lang::zh ? entry->zh : entry->en, message.args);
}

Lang lang_of(std::string_view locale) { return locale.substr(0, 2) == "zh" ? Lang::zh : Lang::en; }

}  // namespace jt::base
