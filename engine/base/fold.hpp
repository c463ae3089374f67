// Spellings of one name made equal, for comparing names and for nothing else: folded text is never
// shown or written.
#pragma once

#include <string>
#include <string_view>

namespace jt::base {

/// Traditional characters to simplified ones (兩江新區 -> 两江新区), variants of Taiwan and Hong
/// Kong among them (衞, 峯), by the dictionaries of OpenCC. Each character for itself: simplified
/// text folds as its traditional form does (乾縣 and 乾县 both to 干县), which whole words would
/// not give. Characters that the dictionaries do not know stay. Machine error where the
/// dictionaries are not installed.
std::string fold_traditional(std::string_view utf8);

/// Full-width letters, digits and signs (Ａ１（　) to their ASCII forms.
std::string fold_width(std::string_view utf8);

/// Without white space of any width and without invisible joiners.
std::string fold_spaces(std::string_view utf8);

/// All three, for finding what a misspelt name may have meant; without the dictionaries, the other
/// two.
std::string fold_spelling(std::string_view utf8);

}  // namespace jt::base
