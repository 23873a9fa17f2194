-- Takes what is due, for the length of a lease: whoever dies with it, it becomes due again.
-- KEYS: due set. ARGV: now, lease (ms), at most so many. Answers the ids.
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, id in ipairs(ids) do redis.call('ZADD', KEYS[1], tonumber(ARGV[1]) + tonumber(ARGV[2]), id) end
return ids
