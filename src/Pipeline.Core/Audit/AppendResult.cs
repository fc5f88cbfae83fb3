using Pipeline.Core.Identity;

namespace Pipeline.Core.Audit;

/// <summary>What came of a compare-and-swap on the head of a journal.</summary>
public abstract record AppendResult
{
    private AppendResult()
    {
    }

    public sealed record Appended(Digest Head) : AppendResult;

    /// <summary>Somebody else was faster; nothing was written.</summary>
    public sealed record HeadMoved(Digest? Head) : AppendResult;
}
