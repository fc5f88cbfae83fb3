using Pipeline.Core.Identity;

namespace Pipeline.Core.Audit;

/// <summary>Somebody remembers an event that the journal does not have.</summary>
public sealed class UnknownHeadException(string journal, Digest head) : Exception(
    $"The journal '{journal}' has no event {head}, which it once had: it was cut, replaced, or restored from an older copy. "
    + "Find out which before anything else is written to it.");
