-- Runs lua/scenarios/01_half_hour_circle.lua and holds the results to facts, the sheets to their rules, and the bytes to
-- themselves: lua5.4 half_hour_circle.lua PROGRAM [--bless | --quick]
-- --quick leaves out the runs again with other threads and without the cache, for builds that are slow.
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../support/?.lua"
local facts = require "facts"
local json = require "json"
local sheets = require "sheets"
local system = require "system"

io.stdout:setvbuf "line"
local program, mode = system.absolute(arg[1]), arg[2]
local source = system.source()
local report = system.report()
local quoted = system.quoted

-- Runs the program in the source tree, where the scenario's paths lead.
local function jiangtian(...)
    local words = { quoted(program), ... }
    local code, text = system.run("cd " .. quoted(source) .. " && PROJ_NETWORK=OFF " .. table.concat(words, " "))
    report:check(code == 0, "%s ends with %s:\n%s", table.concat(words, " "), code, text)
    return text
end

local function run(out, cache, threads)
    local start = os.time()
    local text = jiangtian("--lang", "zh", "--threads", threads, "--json", "-q", "run", "lua/scenarios/01_half_hour_circle.lua",
        "-o", quoted(out), "--cache", quoted(cache))
    print(string.format("run with --threads %d, cache %s: %d s", threads, cache:match "[^/]+$", os.time() - start))
    local ok, summary = pcall(json.parse, text)
    return ok and summary or {}
end

local function same_bytes(a, b)
    local _, text = system.run("diff -r -q -x log " .. quoted(a) .. " " .. quoted(b))
    if text ~= "" then
        local _, lines = system.run(string.format("diff %s/run.json %s/run.json | head -n 20", quoted(a), quoted(b)))
        report:check(false, "the bytes of two runs differ:\n%s\n%s", text, lines)
    end
end

local function check_texts(folder)
    if system.has "pdftotext" then
        sheets.check_text(report, folder)
    else
        print "skipped: pdftotext is not installed, so the text of the PDFs was not looked at"
    end
end

local function check_cache(folder, first, cache)
    local again = run(folder .. "/again", cache, 2)
    report:check(again.steps and again.cached == again.steps, "a second run takes %s of %s steps from the cache",
        again.cached, again.steps)
    same_bytes(first, folder .. "/again")
end

local function check_repeats(folder, first)
    for _, threads in ipairs { 1, 2 } do
        local out = folder .. "/threads" .. threads
        run(out, "off", threads)
        same_bytes(first, out)
    end
    print(jiangtian("verify", quoted(first)))
end

system.with_folder(function(folder)
    local first, cache = folder .. "/first", folder .. "/cache"
    run(first, cache, 2)
    if not system.exists(first .. "/run.json") then
        return
    end
    print(facts.check(report, first, here .. "/half_hour_circle.txt", mode == "--bless") .. " facts")
    print(sheets.check(report, first) .. " sheets")
    check_texts(first)
    if mode == "--bless" then
        return
    end
    check_cache(folder, first, cache)
    if mode ~= "--quick" then
        check_repeats(folder, first)
    end
end)
report:finish()
