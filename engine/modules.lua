-- The include order of the engine: each module, then the modules whose headers it may include.
-- CMake reads this table to link tests and programs; tests/house/check_includes.lua holds the code to it.
return {
    { "base" },
    { "geo", "base" },
    { "registry", "base" },
    { "layer", "base", "geo", "registry" },
    { "source", "base", "geo", "registry", "layer" },
    { "overlay", "base", "geo", "registry", "layer" },
    { "network", "base", "geo", "registry", "layer" },
    { "surface", "base", "geo", "registry", "layer" },
    { "score", "base", "geo", "registry", "layer" },
    { "locate", "base", "geo", "registry", "layer" },
    { "scenario", "base", "registry", "layer" },
    { "map", "base", "geo", "registry", "layer", "surface" },
    { "report", "base", "geo", "registry", "layer", "surface", "source", "map", "scenario" },
    { "script", "base", "geo", "registry", "layer", "source", "overlay", "network", "surface", "score", "locate", "scenario", "map", "report" },
    { "native", "base", "geo", "registry", "layer", "source", "overlay", "network", "surface", "score", "locate", "scenario", "map", "report" },
    { "app", "base", "geo", "registry", "layer", "source", "overlay", "network", "surface", "score", "locate", "scenario", "map", "report", "script", "native" },
}
