-- Writes a record that Redis has forgotten, unless there is one. KEYS: record, due set, the person's jobs by time.
-- ARGV: id, now, channel, then fields and their JSON texts. Answers 1 where it was written.
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
for index = 4, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[index], ARGV[index + 1]) end
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
redis.call('ZADD', KEYS[3], ARGV[2], ARGV[1])
redis.call('PUBLISH', ARGV[3], ARGV[1])
return 1
