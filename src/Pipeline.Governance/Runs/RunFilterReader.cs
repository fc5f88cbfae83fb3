using System.Globalization;
using Pipeline.Core.Problems;

namespace Pipeline.Governance.Runs;

/// <summary>
/// Reads filters and orders. From the weakest: <c>or</c>, <c>and</c>, <c>not</c>, comparisons; brackets as usual. What is wrong
/// is one sentence with the column at which it stands.
/// </summary>
public sealed class RunFilterReader
{
    private const int Deepest = 100;
    /// <summary>SQLite takes conditions that are 1,000 levels deep, and a condition of this length has fewer.</summary>
    private const int MostCharacters = 4000;
    private const string Comparisons = "=, !=, <, <=, >, >=, in or like";

    private readonly string _option;
    private readonly List<RunToken> _tokens;
    private int _at;
    private int _depth;

    private RunFilterReader(string option, string text)
    {
        _option = option;
        if (text.Length > MostCharacters)
            throw Wrong(1, "The text is too long", $"At most {MostCharacters} characters are read.");
        _tokens = new RunTokenReader(text, Wrong).Read();
    }

    private RunToken Now => _tokens[_at];

    /// <param name="text">The condition.</param>
    /// <param name="option">The option that it was given by, for sentences: "--where".</param>
    public static Validated<RunFilter> ReadFilter(string text, string option = "--where")
    {
        ArgumentNullException.ThrowIfNull(text);
        return Try(() => new RunFilterReader(option, text).Whole(reader => reader.Or()));
    }

    /// <param name="text">Names with or without "asc" or "desc", separated by commas: "roc_auc desc, started".</param>
    /// <param name="option">The option that it was given by, for sentences.</param>
    public static Validated<IReadOnlyList<RunOrder>> ReadOrder(string text, string option = "--order-by")
    {
        ArgumentNullException.ThrowIfNull(text);
        return Try(() => new RunFilterReader(option, text).Whole(reader => reader.Orders()));
    }

    private static Validated<T> Try<T>(Func<T> read)
        where T : notnull
    {
        try
        {
            return Validated.Valid(read());
        }
        catch (WrongFilterException exception)
        {
            return Validated.Invalid<T>(exception.Problem);
        }
    }

    private T Whole<T>(Func<RunFilterReader, T> read)
    {
        var result = read(this);
        return Now.Kind == RunTokenKind.End ? result : throw Wrong(Now, "'and', 'or' or the end is expected");
    }

    private RunFilter Or()
    {
        var left = And();
        while (Takes("or"))
            left = new RunFilter.Or(left, And());
        return left;
    }

    private RunFilter And()
    {
        var left = Not();
        while (Takes("and"))
            left = new RunFilter.And(left, Not());
        return left;
    }

    private RunFilter Not()
    {
        // Each bracket and each "not" is a call of its own, and a stack has an end.
        if (++_depth > Deepest)
            throw Wrong(Now.Column, "Brackets are too deep", $"At most {Deepest} brackets and 'not' may stand in each other.");
        var read = Takes("not") ? new RunFilter.Not(Not()) : Takes("(") ? Bracket() : Comparison();
        _depth--;
        return read;
    }

    private RunFilter Bracket()
    {
        var inner = Or();
        return Takes(")") ? inner : throw Wrong(Now, "')' is expected");
    }

    private RunFilter Comparison()
    {
        var name = Name();
        if (Takes("not"))
        {
            return Takes("in") ? new RunFilter.Not(In(name))
                : Takes("like") ? new RunFilter.Not(Like(name))
                : throw Wrong(Now, "'in' or 'like' is expected behind 'not'");
        }

        if (Takes("in"))
            return In(name);
        if (Takes("like"))
            return Like(name);
        if (Now.Kind != RunTokenKind.Symbol || RunOperators.Read(Now.Text) is not { } comparison)
            throw Wrong(Now, $"{Comparisons} is expected");
        _at++;
        return new RunFilter.Compare(name, comparison, Value());
    }

    private RunFilter.In In(RunName name)
    {
        if (!Takes("("))
            throw Wrong(Now, "'(' is expected");
        List<RunValue> values = [Value()];
        while (Takes(","))
            values.Add(Value());
        return Takes(")") ? new RunFilter.In(name, values) : throw Wrong(Now, "',' or ')' is expected");
    }

    private RunFilter.Like Like(RunName name) => new(name, Value().Text);

    private RunName Name()
    {
        if (Now.Kind is not (RunTokenKind.Word or RunTokenKind.Name) || RunTokens.IsKeyword(Now))
            throw Wrong(Now, "A name is expected, such as roc_auc, trainer or params.trees");
        return Now.Name(_tokens[_at++].Column);
    }

    private RunValue Value()
    {
        if (Now.Kind is not (RunTokenKind.Word or RunTokenKind.Text) || RunTokens.IsKeyword(Now))
            throw Wrong(Now, "A value is expected, such as 0.9, light-gbm or 'some text'");
        var token = _tokens[_at++];
        var isNumber = token.Kind == RunTokenKind.Word
            && double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number);
        return new RunValue(token.Text, isNumber ? double.Parse(token.Text, CultureInfo.InvariantCulture) : null);
    }

    private IReadOnlyList<RunOrder> Orders()
    {
        List<RunOrder> orders = [Order()];
        while (Takes(","))
            orders.Add(Order());
        return orders;
    }

    private RunOrder Order()
    {
        var name = Name();
        var isDescending = Takes("desc");
        if (!isDescending)
            Takes("asc");
        return new RunOrder(name, isDescending);
    }

    private bool Takes(string word)
    {
        var isThere = Now.Kind is RunTokenKind.Word or RunTokenKind.Symbol
            && Now.Text.Equals(word, StringComparison.OrdinalIgnoreCase);
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private WrongFilterException Wrong(RunToken found, string expected) => Wrong(
        found.Column, $"{expected}, and {(found.Kind == RunTokenKind.End ? "the text ends" : $"'{found.Text}' is there")}", null);

    private WrongFilterException Wrong(int column, string what, string? hint) =>
        new(new Problem($"'{_option}', column {column}: {what}.", hint));
}

/// <summary>Ends the reading of a filter; nobody outside sees it.</summary>
internal sealed class WrongFilterException(Problem problem) : Exception(problem.Message)
{
    public Problem Problem { get; } = problem;
}
