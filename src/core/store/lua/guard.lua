-- Keeps, gives up or hands on a name that a process holds. KEYS: name. ARGV: its token, ms to keep it ('0': give it up),
-- and the token of whoever takes it over, if anybody does. Answers 1, or 0 when another process has it by now.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[2] == '0' then redis.call('DEL', KEYS[1])
else redis.call('SET', KEYS[1], ARGV[3] or ARGV[1], 'PX', ARGV[2]) end
return 1
