-- Runs the examples of the handbook as they are written:
--   lua5.4 run.lua PROGRAM PAGE...          pages as docs/surfaces.md, docs/zh/surfaces.md
-- A block that runs stands below a line <!-- runs -->. The Lua blocks of a page, in their order, are one scenario, which is
-- run as a whole; what they take for granted (data, names) comes from NAME.lua beside this file, with the name of the page:
-- { setup = shell commands, before = Lua text }. Of other blocks each command (a line "$ jiangtian ...") is run and must succeed.
local here = arg[0]:match "^(.*)/[^/]*$" or "."
local program = arg[1]

local function output_of(command)
    local pipe = assert(io.popen(command))
    local text = pipe:read "a"
    assert(pipe:close(), "failed: " .. command)
    return (text:gsub("\n$", ""))
end

local function quoted(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local function write(path, text)
    local handle = assert(io.open(path, "wb"))
    handle:write(text)
    handle:close()
end

local root = output_of("cd " .. quoted(here .. "/../..") .. " && pwd -P")
program = output_of("realpath " .. quoted(program))

-- The blocks of a page that run: { kind = "lua" or "", line = number, text = }.
local function blocks_of(page)
    local blocks, wanted, block, number = {}, false, nil, 0
    for line in assert(io.open(root .. "/" .. page)):lines() do
        number = number + 1
        local fence = line:match "^```(.*)$"
        if block and fence then
            blocks[#blocks + 1] = { kind = block.kind, line = block.line, text = table.concat(block, "\n") .. "\n" }
            block = nil
        elseif block then
            block[#block + 1] = line
        elseif fence then
            block, wanted = { kind = wanted and fence or "skipped", line = number }, false
        else
            wanted = line == "<!-- runs -->" or wanted and line == ""
        end
    end
    local kept = {}
    for _, one in ipairs(blocks) do
        if one.kind ~= "skipped" then
            kept[#kept + 1] = one
        end
    end
    return kept
end

local function shell(folder, commands)
    local script = string.format("set -e\nsource %s\ncd %s\n%s\n", quoted(root .. "/tests/cli/prelude.sh"), quoted(folder .. "/work"),
        commands)
    write(folder .. "/script", script)
    local command = string.format("cd %s/work && JT_PROGRAM=%s JT_SOURCE=%s timeout -k 5 250 bash %s/script >%s/out 2>&1 </dev/null",
        quoted(folder), quoted(program), quoted(root), folder, folder)
    local good = os.execute(command)
    local handle = assert(io.open(folder .. "/out"))
    local text = handle:read "a"
    handle:close()
    return good, text
end

-- What fails, as text; nothing where all of it runs.
local function failure_of(page)
    local given = dofile(here .. "/" .. page:match "([^/]+)%.md$" .. ".lua")
    local scenario, commands = { given.before }, { given.setup }
    local count = 0
    for _, block in ipairs(blocks_of(page)) do
        count = count + 1
        if block.kind == "lua" then
            scenario[#scenario + 1] = string.format("-- %s:%d\n%s", page, block.line, block.text)
        else
            for command in block.text:gmatch "%$ (jiangtian[^\n]*)" do
                commands[#commands + 1] = command
            end
        end
    end
    if count == 0 then
        return "no block of it runs"
    end
    local folder = output_of "mktemp -d"
    assert(os.execute("mkdir " .. folder .. "/work " .. folder .. "/tmp"))
    write(folder .. "/work/plan.lua", table.concat(scenario, "\n") .. "\nreturn P\n")
    local good, text = shell(folder, table.concat(commands, "\n") .. "\njiangtian -q run plan.lua -o run")
    os.execute("rm -rf " .. folder)
    return not good and text or nil
end

local failed = 0
for i = 2, #arg do
    local failure = failure_of(arg[i])
    print((failure and "failed  " or "ran     ") .. arg[i])
    if failure then
        failed = failed + 1
        print(failure)
    end
end
os.exit(failed == 0 and #arg > 1)
