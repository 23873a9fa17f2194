-- Gives a field of a record its new name; done once, it changes nothing more.
-- KEYS: record. ARGV: the old name, the new one. Answers 1 where there was something to rename.
local value = redis.call('HGET', KEYS[1], ARGV[1])
if not value then return 0 end
-- What stands under the new name already was written by a program that knows it.
redis.call('HSETNX', KEYS[1], ARGV[2], value)
redis.call('HDEL', KEYS[1], ARGV[1])
return 1
