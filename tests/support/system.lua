-- Files, folders and programs, for tests in Lua.
local M = {}

function M.quoted(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

-- Runs a shell command; gives its exit code and what it wrote (standard error too).
function M.run(command)
    local pipe = assert(io.popen("{ " .. command .. "; } 2>&1"))
    local text = pipe:read "a"
    local _, _, code = pipe:close()
    return code, text
end

function M.has(program) return (M.run("command -v " .. program)) == 0 end

function M.read(path)
    local handle = assert(io.open(path, "rb"))
    local text = handle:read "a"
    handle:close()
    return text
end

function M.exists(path)
    local handle = io.open(path, "rb")
    return handle ~= nil and handle:close()
end

-- Names below a folder that match the shell pattern, sorted.
function M.find(folder, pattern)
    local _, text = M.run("cd " .. M.quoted(folder) .. " && find . -type f -name " .. M.quoted(pattern) .. " | LC_ALL=C sort")
    local names = {}
    for name in text:gmatch "%./([^\n]+)" do
        names[#names + 1] = name
    end
    return names
end

-- Runs the body with a folder of its own, gone afterwards.
function M.with_folder(body)
    local _, folder = M.run "mktemp -d"
    folder = folder:gsub("\n$", "")
    local ok, failure = xpcall(body, debug.traceback, folder)
    M.run("rm -rf " .. M.quoted(folder))
    assert(ok, failure)
end

-- The folder of the source tree, from the path of the running script (tests/<x>/<script>).
function M.source()
    local _, text = M.run("cd " .. M.quoted(arg[0]:match "^(.*)/[^/]*$" or ".") .. "/../.. && pwd -P")
    return (text:gsub("\n$", ""))
end

function M.absolute(path)
    local _, text = M.run("realpath -m " .. M.quoted(path))
    return (text:gsub("\n$", ""))
end

-- Runs a scenario of the source tree as `arg` says (PROGRAM [FOLDER]: keep the run there) and gives the folder of the run to
-- the check, with the report to tell failures to; ends the script.
function M.check_scenario(name, check)
    local program, report, kept = M.absolute(arg[1]), M.report(), arg[2]
    local function body(out)
        local code, text = M.run(table.concat({ "cd", M.quoted(M.source()), "&& PROJ_NETWORK=OFF LC_ALL=C.UTF-8", M.quoted(program),
            "--lang zh run", M.quoted("lua/scenarios/" .. name .. ".lua"), "-o", M.quoted(out), "--overwrite --cache off" }, " "))
        if report:check(code == 0, "the run ends with %s:\n%s", code, text) then
            check(out, report)
        end
    end
    if kept then
        body(M.absolute(kept))
    else
        M.with_folder(function(folder) body(folder .. "/run") end)
    end
    report:finish()
end

-- The folder of data that is shared between projects and no part of this one.
function M.shared() return os.getenv "JT_SHARED" or M.source() .. "/../shared" end

-- Collects failures, so that one run tells all of them.
local Report = {}
Report.__index = Report
function M.report() return setmetatable({ failures = {} }, Report) end

function Report:check(ok, what, ...)
    if not ok then
        self.failures[#self.failures + 1] = string.format(what, ...)
    end
    return ok
end

function Report:finish()
    for _, failure in ipairs(self.failures) do
        print("FAILED: " .. failure)
    end
    print(#self.failures == 0 and "all good" or #self.failures .. " failures")
    os.exit(#self.failures == 0)
end

return M
