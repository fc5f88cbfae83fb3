using Pipeline.Core.Problems;

namespace Pipeline.Data.Versions;

/// <summary>A .dvc file as it was read: which data belongs at a path.</summary>
internal sealed record Pointer
{
    public const string Extension = ".dvc";

    /// <summary>Absolute.</summary>
    public required string File { get; init; }

    /// <summary>As the user knows it: from the project's root, with '/'.</summary>
    public required string Shown { get; init; }

    /// <summary>Where the data belongs, absolute and inside of the project.</summary>
    public required string Target { get; init; }

    public required PointerState State { get; init; }

    /// <summary>The remote that this data goes to; null for the project's default.</summary>
    public string? Remote { get; init; }

    /// <summary>False where its owner keeps it from every remote.</summary>
    public bool CanPush { get; init; } = true;

    /// <summary>The whole file, of which a rewrite keeps everything that is not the state.</summary>
    public required string Text { get; init; }

    public Problem Problem(string message, string? hint = null) => new(Shown, null, null, message, hint);
}
