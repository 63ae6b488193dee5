-- Sends to every channel of a group: one message for each process, which says for which of its channels it is.
--
-- KEYS[1] the group's set; ARGV[1] the prefix of channels' sets, ARGV[2] now, ARGV[3] expiry and ARGV[4] group expiry in seconds,
-- ARGV[5] capacity, ARGV[6] msgpack or json, ARGV[7] the message, with an empty list of channels at its end
-- Returns for how many processes it was dropped.
local now = math.floor(tonumber(ARGV[2]))
redis.call('ZREMRANGEBYSCORE', KEYS[1], 0, now - tonumber(ARGV[4]))

local keys, channels = {}, {}
for _, channel in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local key = ARGV[1] .. (string.match(channel, '^[^!]*!') or channel)
  if not channels[key] then
    keys[#keys + 1] = key
    channels[key] = {}
  end
  table.insert(channels[key], channel)
end

local function message_for(names)
  if ARGV[6] == 'json' then
    -- Names are ASCII without quotation marks.
    return string.sub(ARGV[7], 1, -3) .. '"' .. table.concat(names, '", "') .. '"]}'
  end
  local parts = {string.sub(ARGV[7], 1, -2)}
  if #names < 16 then
    parts[2] = string.char(0x90 + #names)
  elseif #names < 65536 then
    parts[2] = string.char(0xdc, math.floor(#names / 256), #names % 256)
  else
    parts[2] = string.char(0xdd, math.floor(#names / 16777216), math.floor(#names / 65536) % 256, math.floor(#names / 256) % 256, #names % 256)
  end
  for _, name in ipairs(names) do
    parts[#parts + 1] = (#name < 32 and string.char(0xa0 + #name) or string.char(0xd9, #name)) .. name
  end
  return table.concat(parts)
end

local dropped = 0
for _, key in ipairs(keys) do
  redis.call('ZREMRANGEBYSCORE', key, 0, now - tonumber(ARGV[3]))
  if redis.call('ZCOUNT', key, '-inf', '+inf') < tonumber(ARGV[5]) then
    redis.call('ZADD', key, ARGV[2], message_for(channels[key]))
    redis.call('EXPIRE', key, ARGV[3])
  else
    dropped = dropped + 1
  end
end
return dropped
