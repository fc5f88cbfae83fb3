namespace Scriban.Parsing;

/// <summary>A word of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Where it is.</param>
/// <param name="Text">Its text in the template; of raw text, what is left of it after whitespace control.</param>
/// <param name="Value">The value of a literal, or the parts of an interpolated string.</param>
internal sealed record Token(TokenKind Kind, SourceSpan Span, string Text, object Value = null)
{
    /// <summary>Whether whitespace precedes it, which tells an index from a list and a call from an argument.</summary>
    public bool HasSpaceBefore { get; init; }

    /// <summary>Of the start of a code block: only blanks, and at least one, precede it on its line.</summary>
    public bool IsIndented { get; init; }

    public bool Is(string text) => Kind is TokenKind.Operator && Text == text;

    public bool IsWord(string text) => Kind is TokenKind.Identifier && Text == text;

    public override string ToString() => Kind switch
    {
        TokenKind.EndOfFile => "<end-of-file>",
        TokenKind.NewLine => "<end-of-line>",
        _ => Text,
    };
}
