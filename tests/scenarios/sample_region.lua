-- gisdata/build.lua rebuilds gisdata/chengyu byte for byte: lua5.4 sample_region.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/../support/?.lua"
local system = require "system"

local source, report = system.source(), system.report()
for _, program in ipairs { "ogr2ogr", "gdal_translate" } do
    if not system.has(program) then
        print("skipped: " .. program .. " (package gdal-bin) is not installed")
        os.exit(77)
    end
end
system.with_folder(function(folder)
    local out = folder .. "/chengyu"
    local code, text = system.run(string.format("%s %s %s", system.quoted(arg[-1]),
        system.quoted(source .. "/gisdata/build.lua"), system.quoted(out)))
    report:check(code == 0, "gisdata/build.lua ends with %s:\n%s", code, text)
    local _, difference = system.run("diff -r -q " .. system.quoted(source .. "/gisdata/chengyu") .. " " .. system.quoted(out))
    report:check(difference == "", "the sample region differs from its source:\n%s", difference)
end)
report:finish()
