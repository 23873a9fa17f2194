-- Sets the version of what is stored; never to a lower one, which a slower process may still ask for.
-- KEYS: schema. ARGV: version.
if tonumber(redis.call('GET', KEYS[1]) or 0) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1]) end
return 1
