using System.Globalization;
using System.Text;

namespace Parley.Channels.Redis.Tests;

/// <summary>Replies made by chance, from seeds that are the same each time.</summary>
public sealed class RespFuzzTests
{
    private const int Rounds = 2_000;

    [Fact]
    public void Any_reply_is_read_the_same_in_any_pieces()
    {
        for (int seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var text = new StringBuilder();
            for (int count = random.Next(1, 5); count > 0; count--)
            {
                Write(random, text, depth: 0);
            }

            byte[] bytes = Encoding.Latin1.GetBytes(text.ToString());
            string whole = Reading.Describe(Reading.All(bytes));
            Assert.Equal(whole, Reading.Describe(Reading.InPieces(bytes, 1)));
            Assert.Equal(whole, Reading.Describe(Reading.InPieces(bytes, random.Next(2, 20))));
        }
    }

    [Fact]
    public void Changed_bytes_end_in_a_value_or_in_a_protocol_error_the_same_in_any_pieces()
    {
        for (int seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var text = new StringBuilder();
            Write(random, text, depth: 0);
            byte[] bytes = Encoding.Latin1.GetBytes(text.ToString());
            for (int count = random.Next(1, 4); count > 0; count--)
            {
                ReadOnlySpan<byte> marks = "+-:$*%~>|_#,(!=0159\r\n"u8;
                bytes[random.Next(bytes.Length)] =
                    random.Next(3) == 0 ? (byte)random.Next(256) : marks[random.Next(marks.Length)];
            }

            Assert.Equal(Outcome(bytes, bytes.Length), Outcome(bytes, 1));
        }
    }

    private static string Outcome(byte[] bytes, int length)
    {
        var values = new List<RespValue>();
        var reader = new RespReader(new RedisReplyLimits { MaxBulkLength = 10_000 });
        try
        {
            for (int start = 0; start < bytes.Length; start += length)
            {
                Reading.Feed(reader, bytes.AsSpan(start, Math.Min(length, bytes.Length - start)), values);
            }

            return Reading.Describe(values);
        }
        catch (RedisProtocolException exception)
        {
            return Reading.Describe(values) + exception.Message;
        }
    }

    private static void Write(Random random, StringBuilder text, int depth)
    {
        string bytes = string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => (char)random.Next(256)));
        switch (random.Next(depth < 5 ? 12 : 8))
        {
            case 0: text.Append("+fine\r\n"); break;
            case 1: text.Append("-ERR words\r\n"); break;
            case 2: text.Append(CultureInfo.InvariantCulture, $":{random.NextInt64()}\r\n"); break;
            case 3: text.Append(CultureInfo.InvariantCulture, $"${bytes.Length}\r\n{bytes}\r\n"); break;
            case 4: text.Append("_\r\n"); break;
            case 5: text.Append("#t\r\n"); break;
            case 6: text.Append(CultureInfo.InvariantCulture, $",{random.NextDouble():R}\r\n"); break;
            case 7: text.Append("$-1\r\n"); break;
            case 8: WriteMany(random, text, depth, '*', 1); break;
            case 9: WriteMany(random, text, depth, '>', 1); break;
            case 10: WriteMany(random, text, depth, '%', 2); break;
            default:
                WriteMany(random, text, depth, '|', 2);
                Write(random, text, depth + 1);
                break;
        }
    }

    private static void WriteMany(Random random, StringBuilder text, int depth, char type, int factor)
    {
        int count = random.Next(4);
        text.Append(CultureInfo.InvariantCulture, $"{type}{count}\r\n");
        for (int index = 0; index < count * factor; index++)
        {
            Write(random, text, depth + 1);
        }
    }
}
