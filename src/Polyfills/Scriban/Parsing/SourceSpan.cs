namespace Scriban.Parsing;

/// <summary>A range of a template's text; the end is the last character, not the one after it.</summary>
public struct SourceSpan
{
    public SourceSpan(string fileName, TextPosition start, TextPosition end)
    {
        FileName = fileName;
        Start = start;
        End = end;
    }

    public string FileName { get; set; }

    public TextPosition Start { get; set; }

    public TextPosition End { get; set; }

    public int Length => End.Offset - Start.Offset + 1;

    public override string ToString() => $"{FileName}({Start})-({End})";

    public string ToStringSimple() => $"{FileName}({Start.ToStringSimple()})";
}
