namespace Scriban.Parsing;

public struct TextPosition
{
    public TextPosition(int offset, int line, int column)
    {
        Offset = offset;
        Line = line;
        Column = column;
    }

    public int Offset { get; set; }

    public int Line { get; set; }

    public int Column { get; set; }

    public override string ToString() => $"({Offset}:{Line},{Column})";

    public string ToStringSimple() => $"{Line + 1},{Column + 1}";
}
