using Pipeline.Core.Audit;

namespace Pipeline.Governance.Journal;

/// <summary>Somebody changed the journal other than by appending; what it says from there on is not to be believed.</summary>
public sealed class JournalBrokenException(string path, ChainStatus.Broken status) : IOException(
    $"'{path}': {status} Keep the file as evidence, and restore the journal from a copy.")
{
    public string Path { get; } = path;

    public ChainStatus.Broken Status { get; } = status;
}
