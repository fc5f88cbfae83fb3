using System.Text;
using Pipeline.Core.Problems;

namespace Pipeline.Governance.Runs;

/// <summary>What a text of a filter is made of.</summary>
internal enum RunTokenKind
{
    /// <summary>A name, a keyword, a number, or a text without quotes.</summary>
    Word,

    /// <summary>In backticks, or with a kind before it.</summary>
    Name,

    /// <summary>In quotes.</summary>
    Text,
    Symbol,
    End,
}

/// <param name="Kind">What it is.</param>
/// <param name="Text">Without quotes.</param>
/// <param name="Column">Counted from 1.</param>
/// <param name="Of">Of a name in backticks, the kind before it.</param>
internal readonly record struct RunToken(RunTokenKind Kind, string Text, int Column, RunFactKind? Of = null)
{
    public RunName Name(int column)
    {
        if (Kind == RunTokenKind.Name)
            return new RunName(Of, Text, column);
        var kind = RunTokens.KindOf(Text);
        return new RunName(kind, kind is null ? Text : Text[(Text.IndexOf('.', StringComparison.Ordinal) + 1)..], column);
    }
}

/// <summary>Which words mean something in a filter.</summary>
internal static class RunTokens
{
    private static readonly string[] Keywords = ["and", "or", "not", "in", "like", "asc", "desc"];

    private static readonly (string Word, RunFactKind Kind)[] Kinds =
    [
        ("params", RunFactKind.Parameter), ("metrics", RunFactKind.Metric), ("tags", RunFactKind.Tag),
        ("attributes", RunFactKind.Attribute), ("param", RunFactKind.Parameter), ("parameters", RunFactKind.Parameter),
        ("metric", RunFactKind.Metric), ("tag", RunFactKind.Tag), ("attribute", RunFactKind.Attribute),
    ];

    public static string Word(RunFactKind kind) => Kinds.First(known => known.Kind == kind).Word;

    /// <summary>The kind that a name says before its first dot; null where it says none.</summary>
    public static RunFactKind? KindOf(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var found = dot < 0 ? default : Kinds.FirstOrDefault(known => known.Word == name[..dot]);
        return found.Word is null || dot + 1 == name.Length ? null : found.Kind;
    }

    public static bool IsOfAWord(char character) => char.IsLetterOrDigit(character) || "_-+.:/@*".Contains(character);

    public static bool IsKeyword(string text) => Keywords.Contains(text, StringComparer.OrdinalIgnoreCase);

    public static bool IsKeyword(RunToken token) => token.Kind == RunTokenKind.Word && IsKeyword(token.Text);
}

/// <summary>Cuts the text of a filter into words, texts and symbols.</summary>
/// <param name="text">All of it.</param>
/// <param name="wrong">Makes the exception of what stands at a column.</param>
internal sealed class RunTokenReader(string text, Func<int, string, string?, WrongFilterException> wrong)
{
    private static readonly string[] Symbols = ["<=", ">=", "!=", "==", "<>", "=", "<", ">", "(", ")", ","];

    private int _at;

    /// <summary>The last one is the end.</summary>
    public List<RunToken> Read()
    {
        var tokens = new List<RunToken>();
        while (SkipSpace())
            tokens.Add(Next());
        tokens.Add(new RunToken(RunTokenKind.End, "", text.Length + 1));
        return tokens;
    }

    private bool SkipSpace()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
        return _at < text.Length;
    }

    private RunToken Next()
    {
        var column = _at + 1;
        if (text[_at] is '\'' or '"')
            return new RunToken(RunTokenKind.Text, Quoted(), column);
        if (text[_at] == '`')
            return new RunToken(RunTokenKind.Name, Quoted(), column);
        if (Symbols.FirstOrDefault(symbol => string.CompareOrdinal(text, _at, symbol, 0, symbol.Length) == 0) is { } found)
        {
            _at += found.Length;
            return new RunToken(RunTokenKind.Symbol, found, column);
        }

        return RunTokens.IsOfAWord(text[_at])
            ? Word(column)
            : throw wrong(column, $"'{text[_at]}' means nothing here", "Put texts in quotes: tags.name = 'a & b'.");
    }

    /// <summary>A kind, a dot and a name in backticks are one name: <c>params.`my option`</c>.</summary>
    private RunToken Word(int column)
    {
        var begin = _at;
        while (_at < text.Length && RunTokens.IsOfAWord(text[_at]))
            _at++;
        var word = text[begin.._at];
        return _at < text.Length && text[_at] == '`'
            && RunTokens.KindOf($"{word}x") is { } kind && word.IndexOf('.', StringComparison.Ordinal) == word.Length - 1
            ? new RunToken(RunTokenKind.Name, Quoted(), column, kind)
            : new RunToken(RunTokenKind.Word, word, column);
    }

    /// <summary>The quote itself stands twice inside.</summary>
    private string Quoted()
    {
        var (quote, begin, inside) = (text[_at], _at, new StringBuilder());
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] != quote)
                inside.Append(text[_at]);
            else if (_at + 1 < text.Length && text[_at + 1] == quote)
                inside.Append(text[_at++]);
            else
                return Ended(inside.ToString());
        }

        throw wrong(begin + 1, $"the {quote} here has no second one", null);
    }

    private string Ended(string inside)
    {
        _at++;
        return inside;
    }
}
