-- Some hashes are read once by a script and written once at its end, however many fields it asks for and changes: one call
-- of the server for each field was most of what a script cost. `scripts.ts` puts this around the scripts that move jobs and
-- credits; they call Redis as always and do not know of it. Never for a hash that grows, which would be read whole.
-- keys: of these hashes. Answers what the script is given instead of `redis`, and what writes the changes.
local function held(keys)
  local server, hashes = redis, {}
  for _, key in ipairs(keys) do hashes[key] = {changed = {}} end

  local function stored(key, hash)
    if not hash.stored then
      hash.stored = {}
      local flat = server.call('HGETALL', key)
      for index = 1, #flat, 2 do hash.stored[flat[index]] = flat[index + 1] end
    end
    return hash.stored
  end

  -- As Redis answers for a field that is not there.
  local function read(key, hash, field)
    if hash.changed[field] ~= nil then return hash.changed[field] end
    return stored(key, hash)[field] or false
  end

  local commands = {
    HGET = function(key, hash, field) return read(key, hash, field) end,
    HMGET = function(key, hash, ...)
      local values = {}
      for index, field in ipairs({...}) do values[index] = read(key, hash, field) end
      return values
    end,
    HGETALL = function(key, hash)
      local flat = {}
      for field, value in pairs(stored(key, hash)) do
        if hash.changed[field] == nil then flat[#flat + 1], flat[#flat + 2] = field, value end
      end
      for field, value in pairs(hash.changed) do
        if value then flat[#flat + 1], flat[#flat + 2] = field, value end
      end
      return flat
    end,
    HSET = function(_, hash, ...)
      local texts = {...}
      for index = 1, #texts, 2 do hash.changed[texts[index]] = texts[index + 1] end
      return #texts / 2
    end,
    HSETNX = function(key, hash, field, value)
      if read(key, hash, field) then return 0 end
      hash.changed[field] = value
      return 1
    end,
    HINCRBY = function(key, hash, field, change)
      local sum = tonumber(read(key, hash, field) or '0') + tonumber(change)
      hash.changed[field] = string.format('%.0f', sum)
      return sum
    end,
    HDEL = function(_, hash, ...)
      for _, field in ipairs({...}) do hash.changed[field] = false end
      return 0
    end,
  }

  local function call(command, key, ...)
    local hash = hashes[key]
    if not hash then return server.call(command, key, ...) end
    local own = commands[command]
    if own then return own(key, hash, ...) end
    -- EXISTS, PEXPIRE and the like are asked of the key itself, as it was before the script.
    return server.call(command, key, ...)
  end

  local function write()
    for _, key in ipairs(keys) do
      local hash, fields, gone = hashes[key], {}, {}
      for field, value in pairs(hash.changed) do
        if value then
          fields[#fields + 1], fields[#fields + 2] = field, value
        elseif not hash.stored or hash.stored[field] then
          gone[#gone + 1] = field
        end
      end
      if #fields > 0 then server.call('HSET', key, unpack(fields)) end
      if #gone > 0 then server.call('HDEL', key, unpack(gone)) end
    end
  end
  return {call = call}, write
end
