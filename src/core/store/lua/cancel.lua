-- Asks for jobs to be given up: all of them are marked before any of them leaves a place that another could take.
-- From here on none is handed over (see transition.lua), and who waits behind one moves up.
-- KEYS: due set, line, then the records. ARGV: JSON {now, ids (of the records), from: {state: true}, channel, platform (as it
-- stands in a record; left out: any)}. Answers the ids of those that can still be given up.
local wanted = cjson.decode(ARGV[1])
local asked = {}
for index, id in ipairs(wanted.ids) do
  local key = KEYS[index + 2]
  local job = redis.call('HMGET', key, 'state', 'platform')
  local state, platform = job[1], job[2]
  if state and wanted.from[string.sub(state, 2, -2)] and (not wanted.platform or platform == wanted.platform) then
    redis.call('HSET', key, 'cancelRequested', 'true')
    redis.call('HDEL', KEYS[2], id)
    redis.call('ZADD', KEYS[1], string.format('%.0f', wanted.now), id)
    asked[#asked + 1] = id
    redis.call('PUBLISH', wanted.channel, id)
  end
end
return asked
