-- Writes down that a node has connections in a group, before it enters the first.
--
-- KEYS[1] leases, KEYS[2] the node's groups; ARGV[1] the node, ARGV[2] the group
-- Returns 0 if the node has no lease.
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
redis.call('SADD', KEYS[2], ARGV[2])
return 1
