-- Replaces a job's address if it is still the one that was read.
-- KEYS: the job. ARGV: the address as it was read, the new one.
if redis.call('HGET', KEYS[1], 'address') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'address', ARGV[2])
return 1
