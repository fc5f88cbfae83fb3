namespace Scriban.Parsing;

/// <summary>A part of an interpolated string: text, or the range of an expression when the text is null.</summary>
internal sealed record TextPart(string Text, int Start, int End);
