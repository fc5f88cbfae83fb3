using Pipeline.Core.Problems;
using YamlDotNet.Core;

namespace Pipeline.Manifest.Syntax;

/// <summary>The lines of a manifest, for what the parser does not say about them.</summary>
internal sealed class YamlLines(string text, string file)
{
    private readonly string[] _lines = text.Split('\n');

    public SourceLocation At(Mark mark) =>
        new(file, Math.Clamp((int)mark.Line, 1, _lines.Length), Math.Max(1, (int)mark.Column));

    /// <summary>Whether a tab indents what begins here; the parser takes it for one space.</summary>
    public bool IsIndentedByTab(SourceLocation at)
    {
        var before = _lines[at.Line!.Value - 1].AsSpan();
        before = before[..Math.Min(at.Column!.Value - 1, before.Length)];
        return before.IsWhiteSpace() && before.Contains('\t');
    }

    /// <summary>The first tab that indents something; of one that it refuses, the parser does not say where it is.</summary>
    public SourceLocation? FirstTab()
    {
        var line = Array.FindIndex(_lines, x => x.AsSpan().TrimStart(' ') is ['\t', .. var rest] && !rest.IsWhiteSpace());
        return line < 0 ? null : new SourceLocation(file, line + 1, _lines[line].IndexOf('\t', StringComparison.Ordinal) + 1);
    }
}
