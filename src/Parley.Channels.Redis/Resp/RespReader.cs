namespace Parley.Channels.Redis;

/// <summary>
/// Reads replies of Redis, RESP2 and RESP3, from bytes as they come: no I/O. Memory grows with the bytes that came, never
/// with a length that was claimed. After an exception the stream is beyond repair.
/// </summary>
internal sealed class RespReader(RedisReplyLimits limits)
{
    private readonly RespLine _line = new(limits.MaxLineLength);
    private readonly RespBudget _budget = new(limits);
    private readonly Stack<RespAggregate> _open = new();
    private RespBulk? _bulk;

    /// <summary>Reads the next whole reply, and moves the input past what was read.</summary>
    /// <returns>False when the input is used up and the reply is not whole yet.</returns>
    /// <exception cref="RedisProtocolException">It is no RESP, or larger than the limits allow.</exception>
    public bool TryRead(ref ReadOnlySpan<byte> input, out RespValue value)
    {
        while (TryReadItem(ref input, out RespValue? item))
        {
            if (item is not null && TryComplete(item.Value, out value))
            {
                _budget.Reset();
                return true;
            }
        }

        value = default;
        return false;
    }

    // False: more bytes are needed. A null item: a bulk string, an array or an attribute has begun.
    private bool TryReadItem(ref ReadOnlySpan<byte> input, out RespValue? item)
    {
        item = null;
        if (_bulk is null)
        {
            if (!_line.TryRead(ref input, out ReadOnlySpan<byte> line))
            {
                return false;
            }

            item = Interpret(line);
            _line.Clear();
        }
        else
        {
            if (!_bulk.TryRead(ref input, out RespValue read))
            {
                return false;
            }

            _bulk = null;
            item = read;
        }

        return true;
    }

    private RespValue? Interpret(ReadOnlySpan<byte> line)
    {
        char type = (char)line[0];
        ReadOnlySpan<byte> rest = line[1..];
        _budget.Take(rest.Length);
        return type switch
        {
            '+' => RespValue.OfBytes(RespKind.SimpleString, rest.ToArray()),
            '-' => RespValue.OfBytes(RespKind.Error, rest.ToArray()),
            ':' => RespValue.OfNumber(RespKind.Integer, RespNumber.Integer(rest)),
            '_' => default(RespValue),
            '#' => RespValue.OfNumber(RespKind.Boolean, RespNumber.Boolean(rest)),
            ',' => RespValue.OfDouble(RespNumber.Double(rest)),
            '(' => RespValue.OfBytes(RespKind.BigNumber, RespNumber.Digits(rest).ToArray()),
            '$' => BeginBulk(RespKind.BulkString, rest),
            '!' => BeginBulk(RespKind.Error, rest),
            '=' => BeginBulk(RespKind.VerbatimString, rest),
            '*' => BeginAggregate(RespKind.Array, rest, 1),
            '~' => BeginAggregate(RespKind.Set, rest, 1),
            '>' => BeginAggregate(RespKind.Push, rest, 1),
            '%' => BeginAggregate(RespKind.Map, rest, 2),
            '|' => BeginAggregate(RespKind.Attribute, rest, 2),
            _ => throw RespLine.UnknownType(line[0]),
        };
    }

    private RespValue? BeginBulk(RespKind kind, ReadOnlySpan<byte> digits)
    {
        long length = RespNumber.Integer(digits);
        if (length == -1 && kind == RespKind.BulkString)
        {
            return default(RespValue);
        }

        _bulk = new RespBulk(kind, _budget.CheckLength(length));
        return null;
    }

    private RespValue? BeginAggregate(RespKind kind, ReadOnlySpan<byte> digits, int factor)
    {
        long count = RespNumber.Integer(digits);
        if (count == -1 && kind == RespKind.Array)
        {
            return default(RespValue);
        }

        int items = _budget.CheckCount(count, factor);
        _budget.CheckDepth(_open.Count + 1);
        if (items == 0)
        {
            return kind == RespKind.Attribute ? null : RespValue.OfItems(kind, []);
        }

        _open.Push(new RespAggregate(kind, items));
        return null;
    }

    private bool TryComplete(RespValue item, out RespValue value)
    {
        while (_open.TryPeek(out RespAggregate? aggregate))
        {
            aggregate.Add(item);
            if (!aggregate.IsWhole)
            {
                value = default;
                return false;
            }

            _open.Pop();
            if (aggregate.Kind == RespKind.Attribute)
            {
                value = default;
                return false;
            }

            item = aggregate.ToValue();
        }

        value = item;
        return true;
    }
}
