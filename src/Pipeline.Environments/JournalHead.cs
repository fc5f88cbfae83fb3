using Pipeline.Core.Identity;

namespace Pipeline.Environments;

/// <summary>The committed part of an environment's journal. What lies behind it in the file never happened.</summary>
public sealed record JournalHead
{
    /// <summary>The hash of the last committed event; null while there is none.</summary>
    public Digest? Head { get; init; }

    /// <summary>In bytes.</summary>
    public long Length { get; init; }

    public long Count { get; init; }
}
