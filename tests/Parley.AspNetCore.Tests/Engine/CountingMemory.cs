using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Parley.AspNetCore.Tests.Engine;

/// <summary>Counts the blocks of memory that an application's pipes hold.</summary>
internal sealed class CountingMemory : IMemoryPoolFactory<byte>
{
    private const int BlockSize = 4096;

    private int _rented;

    public int Rented => Volatile.Read(ref _rented);

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool(this);

    private sealed class Pool(CountingMemory counts) : MemoryPool<byte>
    {
        public override int MaxBufferSize => BlockSize;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            Interlocked.Increment(ref counts._rented);
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
                Interlocked.Decrement(ref counts._rented);
            }
        }
    }
}
