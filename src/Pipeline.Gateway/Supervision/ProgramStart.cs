namespace Pipeline.Gateway.Supervision;

/// <summary>A program, and where it works and writes.</summary>
internal sealed record ProgramStart(string File, IReadOnlyList<string> Arguments)
{
    public required string Folder { get; init; }

    /// <summary>Takes standard output and error, behind what is there.</summary>
    public required string Log { get; init; }

    /// <summary>Beside those of this process.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();
}
