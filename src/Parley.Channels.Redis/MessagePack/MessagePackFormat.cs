using System.Buffers;

namespace Parley.Channels.Redis;

/// <summary>Whole values of Django's events in MessagePack.</summary>
internal static class MessagePackFormat
{
    public static byte[] Write(DjangoValue value)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(value, new MessagePackWriter(output));
        return output.WrittenSpan.ToArray();
    }

    public static void Write(DjangoValue value, MessagePackWriter writer)
    {
        switch (value.Kind)
        {
            case DjangoValueKind.None: writer.WriteNil(); break;
            case DjangoValueKind.Boolean: writer.WriteBoolean(value.Boolean); break;
            case DjangoValueKind.Integer: writer.WriteInteger(value.Integer); break;
            case DjangoValueKind.Float: writer.WriteDouble(value.Float); break;
            case DjangoValueKind.Text: writer.WriteString(value.Text); break;
            case DjangoValueKind.Bytes: writer.WriteBinary(value.Bytes.Span); break;
            case DjangoValueKind.List: WriteList(value, writer); break;
            default: WriteDictionary(value, writer); break;
        }
    }

    /// <summary>Reads one value, which must be all there is.</summary>
    /// <exception cref="DjangoFormatException">It is not, or past the limits.</exception>
    public static DjangoValue Read(ReadOnlySpan<byte> bytes, MessagePackLimits? limits = null)
    {
        limits ??= MessagePackLimits.Default;
        var reader = new MessagePackReader(bytes, limits);
        int elements = 0;
        DjangoValue value = Read(ref reader, limits, ref elements, depth: 0);
        return reader.IsAtEnd ? value : throw new DjangoFormatException("A message has bytes after its end.");
    }

    private static void WriteList(DjangoValue value, MessagePackWriter writer)
    {
        writer.WriteArrayHeader(value.Items.Count);
        foreach (DjangoValue item in value.Items)
        {
            Write(item, writer);
        }
    }

    private static void WriteDictionary(DjangoValue value, MessagePackWriter writer)
    {
        writer.WriteMapHeader(value.Entries.Count);
        foreach ((DjangoValue key, DjangoValue item) in value.Entries)
        {
            Write(key, writer);
            Write(item, writer);
        }
    }

    private static DjangoValue Read(ref MessagePackReader reader, MessagePackLimits limits, ref int elements, int depth)
    {
        if (++elements > limits.MaxElements)
        {
            throw new DjangoFormatException($"A message has more than {limits.MaxElements} values.");
        }

        switch (reader.NextType)
        {
            case MessagePackType.Nil: reader.ReadNil(); return DjangoValue.None;
            case MessagePackType.Boolean: return reader.ReadBoolean();
            case MessagePackType.Integer: return reader.ReadInteger();
            case MessagePackType.Double: return reader.ReadDouble();
            case MessagePackType.String: return reader.ReadString();
            case MessagePackType.Binary: return reader.ReadBinary().ToArray();
            case MessagePackType.Array: return ReadList(ref reader, limits, ref elements, Deeper(depth, limits));
            default: return ReadDictionary(ref reader, limits, ref elements, Deeper(depth, limits));
        }
    }

    private static int Deeper(int depth, MessagePackLimits limits) => depth < limits.MaxDepth
        ? depth + 1
        : throw new DjangoFormatException($"A message has values within values, deeper than {limits.MaxDepth}.");

    // The list grows with the values that came, not with the count.
    private static DjangoValue ReadList(ref MessagePackReader reader, MessagePackLimits limits, ref int elements, int depth)
    {
        var items = new List<DjangoValue>();
        for (int left = reader.ReadArrayHeader(); left > 0; left--)
        {
            items.Add(Read(ref reader, limits, ref elements, depth));
        }

        return DjangoValue.List(items);
    }

    private static DjangoValue ReadDictionary(
        ref MessagePackReader reader, MessagePackLimits limits, ref int elements, int depth)
    {
        var entries = new List<KeyValuePair<DjangoValue, DjangoValue>>();
        for (int left = reader.ReadMapHeader(); left > 0; left--)
        {
            if (reader.NextType is not (MessagePackType.String or MessagePackType.Binary))
            {
                throw new DjangoFormatException(
                    $"A key of a message must be a string or bytes; {reader.NextType} came.");
            }

            DjangoValue key = Read(ref reader, limits, ref elements, depth);
            entries.Add(new(key, Read(ref reader, limits, ref elements, depth)));
        }

        return DjangoValue.Dictionary(entries);
    }
}
