using System.Globalization;

namespace Pipeline.Core.Problems;

/// <summary>A place in an input, counted as in <see cref="Problem"/>.</summary>
public sealed record SourceLocation(string File, long? Line = null, int? Column = null)
{
    public Problem Problem(string message, string? hint = null) => new(File, Line, Column, message, hint);

    /// <summary>"model.yml:12:5", as editors and terminals link it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{File}{(Line is null ? "" : $":{Line}")}{(Line is null || Column is null ? "" : $":{Column}")}");
}
