-- Replaces a value if it is still the one that is expected.
-- KEYS: the value. ARGV: 1 if there is one to be expected, else 0; the expected value; the new one.
-- Answers 1 if it has been replaced, else 0.
local current = redis.call('GET', KEYS[1])
local expected = ARGV[1] == '1' and ARGV[2] or false
if current ~= expected then
    return 0
end
redis.call('SET', KEYS[1], ARGV[3])
return 1
