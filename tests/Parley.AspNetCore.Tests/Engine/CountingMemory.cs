using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Parley.AspNetCore.Tests.Engine;

/// <summary>Counts the blocks of memory that an application's pipes hold.</summary>
internal sealed class CountingMemory : IMemoryPoolFactory<byte>
{
    private const int BlockSize = 4096;

    private readonly Lock _lock = new();

    public int Rented { get; private set; }

    /// <summary>The most there have been.</summary>
    public int Peak { get; private set; }

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool(this);

    private void Add(int change)
    {
        lock (_lock)
        {
            Rented += change;
            Peak = Math.Max(Peak, Rented);
        }
    }

    private sealed class Pool(CountingMemory counts) : MemoryPool<byte>
    {
        public override int MaxBufferSize => BlockSize;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            counts.Add(1);
            return new Block(counts);
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class Block(CountingMemory counts) : IMemoryOwner<byte>
    {
        private int _isReturned;

        public Memory<byte> Memory { get; } = new byte[BlockSize];

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isReturned, 1) == 0)
            {
                counts.Add(-1);
            }
        }
    }
}
