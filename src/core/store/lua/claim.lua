-- Takes what is due, for the length of a lease: whoever dies with it, it becomes due again.
-- KEYS: due set. ARGV: now, lease (ms), at most so many, what stands before an id in the name of its record, then the
-- record's fields that a question to the provider needs.
-- Answers when the next is due ('' when nothing is), then for each that was taken its id and the texts of the fields.
local now, lease = tonumber(ARGV[1]), tonumber(ARGV[2])
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
local fields, times, taken = {}, {}, {}
for index = 5, #ARGV do fields[#fields + 1] = ARGV[index] end
for index, id in ipairs(ids) do
  times[2 * index - 1], times[2 * index] = now + lease, id
  taken[index] = {id, redis.call('HMGET', ARGV[4] .. id, unpack(fields))}
end
if #ids > 0 then redis.call('ZADD', KEYS[1], unpack(times)) end
return {redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2] or '', taken}
