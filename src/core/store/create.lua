-- Creates a job once for each request key. KEYS: record, due set, request key, requester's live set.
-- ARGV: id, now, due, how long the request key is remembered (ms), channel, then field, JSON text, ...
-- Answers the id of the job that stands for the key: this one, or the one that was there first; '' if the id is taken.
local known = redis.call('GET', KEYS[3])
if known then return known end
if redis.call('EXISTS', KEYS[1]) == 1 then return '' end

redis.call('SET', KEYS[3], ARGV[1], 'PX', ARGV[4])
for i = 6, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
redis.call('HSET', KEYS[1], 'version', '1', 'state', '"accepted"', 'createdAt', ARGV[2], 'changedAt', ARGV[2], 'hold', '"reserved"')
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
redis.call('SADD', KEYS[4], ARGV[1])
redis.call('PUBLISH', ARGV[5], ARGV[1])
return ARGV[1]
