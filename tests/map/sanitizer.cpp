// Cairo 1.16 keeps a few hundred bytes for each group drawn into a PDF or SVG page, and fontconfig
// its patterns: leaks of the libraries, which the leak checker of a sanitizer build leaves aside.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libcairo\nleak:libfontconfig\n";
}
#endif
#endif
