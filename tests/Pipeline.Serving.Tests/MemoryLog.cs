using System.Collections.Concurrent;
using Pipeline.Models.Predictions;

namespace Pipeline.Serving;

/// <summary>A log that remembers, or that has no room.</summary>
internal sealed class MemoryLog : IPredictionLog
{
    private long _dropped;

    public bool IsFull { get; set; }

    public ConcurrentQueue<PredictionLogEntry> Entries { get; } = [];

    public long Dropped => _dropped;

    public bool TryWrite(PredictionLogEntry entry)
    {
        if (IsFull)
            Interlocked.Increment(ref _dropped);
        else
            Entries.Enqueue(entry);
        return !IsFull;
    }

    public Task<bool> WriteAsync(IReadOnlyList<PredictionLogEntry> entries) => Task.FromResult(entries.All(TryWrite));
}
