-- Steps of the plan. A node is made when something needs it; equal nodes (same operator, parameters and inputs) are one.
local host = require "jiangtian.host"

local M = {}

-- One emitter a plan: `steps` is the list that the engine runs, inputs point to earlier entries (0-based).
function M.emitter()
    return setmetatable({ steps = {}, known = {} }, { __index = M })
end

-- Adds a step, or finds the equal one. `inputs`: port -> list of refs { step =, output = }. Returns its 0-based index.
function M:add(step)
    local key = host.encode { op = step.op, params = step.params, inputs = step.inputs }
    local known = self.known[key]
    if known then
        return known
    end
    local index = #self.steps
    self.steps[index + 1] = {
        op = step.op,
        params = step.params,
        inputs = step.inputs,
        label = step.label or step.op,
        scenario = step.scenario or "",
        where = step.where or "",
    }
    self.known[key] = index
    return index
end

-- The same, as a reference to one of its outputs ("" = the main one).
function M:ref(step, output)
    return { step = self:add(step), output = output or "" }
end

return M
