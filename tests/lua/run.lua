-- Tests of lua/jiangtian with plain Lua and a host of our own:
--   lua5.4 tests/lua/run.lua [FILTER]
-- Each file test_*.lua returns a list of { "sentence", function }. Exit code 1 where one fails.
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../lua/?.lua;" .. here .. "/../../lua/?/init.lua"

local files = { "test_errors", "test_expressions", "test_nodes", "test_scenarios", "test_changes", "test_outputs", "test_exports",
    "test_decay", "test_value", "test_criteria", "test_surfaces" }
local filter = arg[1] or ""
local passed, failed = 0, 0

for _, name in ipairs(files) do
    for _, test in ipairs(require(name)) do
        local title = name:gsub("^test_", "") .. ": " .. test[1]
        if title:find(filter, 1, true) then
            local ok, message = xpcall(test[2], debug.traceback)
            if ok then
                passed = passed + 1
            else
                failed = failed + 1
                io.stderr:write("FAILED ", title, "\n  ", (message:gsub("\n", "\n  ")), "\n")
            end
        end
    end
end
print(string.format("%d passed, %d failed", passed, failed))
os.exit(failed == 0 and passed > 0)
