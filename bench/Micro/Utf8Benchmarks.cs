using System.Text;
using System.Text.Unicode;
using BenchmarkDotNet.Attributes;
using Parley.Protocol;

namespace Parley.Micro;

/// <summary>Checking text that comes in pieces, against the framework's check of the whole.</summary>
public class Utf8Benchmarks
{
    private const int Size = 64 * 1024;
    private const int PieceSize = 4 * 1024;

    private byte[] _text = [];

    [Params("ASCII", "Chinese")]
    public string Script { get; set; } = "";

    [GlobalSetup]
    public void Write()
    {
        string sentence = Script == "ASCII"
            ? "The quick brown fox jumps over the lazy dog. "
            : "敏捷的棕色狐狸跳过了那只懒惰的狗。";
        byte[] bytes = Encoding.UTF8.GetBytes(sentence);
        var text = new List<byte>(Size);
        while (text.Count + bytes.Length <= Size)
        {
            text.AddRange(bytes);
        }

        // Filled up with ASCII at the front: 4,096 is no multiple of three, so that pieces split characters anyway.
        text.InsertRange(0, Enumerable.Repeat((byte)' ', Size - text.Count));
        _text = [.. text];
    }

    [Benchmark(Baseline = true)]
    public bool FrameworkWhole() => Utf8.IsValid(_text);

    [Benchmark]
    public bool OursInPieces()
    {
        var validator = default(Utf8Validator);
        for (int start = 0; start < Size; start += PieceSize)
        {
            if (!validator.Append(_text.AsSpan(start, PieceSize)))
            {
                return false;
            }
        }

        return validator.IsComplete;
    }
}
