using System;
using System.Collections.Generic;

namespace Scriban.Parsing;

/// <summary>The text of a template and the lines in it.</summary>
internal sealed class SourceText
{
    private readonly List<int> _lines = [0];

    public SourceText(string text, string path)
    {
        Text = text;
        Path = path;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
                _lines.Add(i + 1);
        }
    }

    public string Text { get; }

    public string Path { get; }

    /// <summary>The span from the start to before the end.</summary>
    public SourceSpan Span(int start, int end) => new(Path, Position(start), Position(Math.Max(start, end - 1)));

    /// <summary>The text of a span; empty at the end of the file.</summary>
    public string Slice(SourceSpan span) => Text[span.Start.Offset..Math.Min(Text.Length, span.End.Offset + 1)];

    private TextPosition Position(int offset)
    {
        var found = _lines.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        return new TextPosition(offset, line, offset - _lines[line]);
    }
}
