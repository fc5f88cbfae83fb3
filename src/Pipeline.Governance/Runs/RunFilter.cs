using System.Globalization;
using System.Text;

namespace Pipeline.Governance.Runs;

/// <summary>
/// A condition on runs, in the words of MLflow's search: <c>roc_auc > 0.9 and trainer = light-gbm</c>. What a run does not have
/// fulfils no comparison, and <c>not</c> turns that round as it does anything else.
/// </summary>
public abstract record RunFilter
{
    private RunFilter()
    {
    }

    /// <summary>The same condition as text that reads as the same condition.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        Write(text, Binding.Or);
        return text.ToString();
    }

    private protected abstract void Write(StringBuilder text, Binding outside);

    /// <summary>How strongly an operator holds its sides, from the weakest.</summary>
    private protected enum Binding
    {
        Or,
        And,
        Not,
    }

    public sealed record Or(RunFilter Left, RunFilter Right) : RunFilter
    {
        private protected override void Write(StringBuilder text, Binding outside) =>
            Infix(text, outside, Binding.Or, Left, "or", Right);
    }

    public sealed record And(RunFilter Left, RunFilter Right) : RunFilter
    {
        private protected override void Write(StringBuilder text, Binding outside) =>
            Infix(text, outside, Binding.And, Left, "and", Right);
    }

    public sealed record Not(RunFilter Inner) : RunFilter
    {
        private protected override void Write(StringBuilder text, Binding outside)
        {
            text.Append("not ");
            Inner.Write(text, Binding.Not);
        }
    }

    /// <param name="Name">What is compared.</param>
    /// <param name="Operator">How.</param>
    /// <param name="Value">With what.</param>
    public sealed record Compare(RunName Name, RunOperator Operator, RunValue Value) : RunFilter
    {
        private protected override void Write(StringBuilder text, Binding outside) =>
            text.Append(CultureInfo.InvariantCulture, $"{Name} {RunOperators.Text(Operator)} {Value}");
    }

    /// <param name="Name">What is compared.</param>
    /// <param name="Values">One of which it must equal; at least one.</param>
    public sealed record In(RunName Name, IReadOnlyList<RunValue> Values) : RunFilter
    {
        public bool Equals(In? other) => other is not null && Name == other.Name && Values.SequenceEqual(other.Values);

        public override int GetHashCode() => Values.Aggregate(Name.GetHashCode(), HashCode.Combine);

        private protected override void Write(StringBuilder text, Binding outside) =>
            text.Append(CultureInfo.InvariantCulture, $"{Name} in ({string.Join(", ", Values)})");
    }

    /// <param name="Name">What is compared.</param>
    /// <param name="Pattern">Of all of its text: "%" stands for any characters, "_" for one. Case counts.</param>
    public sealed record Like(RunName Name, string Pattern) : RunFilter
    {
        private protected override void Write(StringBuilder text, Binding outside) =>
            text.Append(CultureInfo.InvariantCulture, $"{Name} like {RunValue.Quote(Pattern)}");
    }

    // The right side of an operator binds more strongly than the operator itself, so that "a or (b or c)" keeps its form.
    private static void Infix(
        StringBuilder text, Binding outside, Binding own, RunFilter left, string word, RunFilter right)
    {
        var needsBrackets = own < outside;
        if (needsBrackets)
            text.Append('(');
        left.Write(text, own);
        text.Append(CultureInfo.InvariantCulture, $" {word} ");
        right.Write(text, own + 1);
        if (needsBrackets)
            text.Append(')');
    }
}

/// <summary>What a filter or an order asks for: a plain name, or one that says of which kind it is.</summary>
/// <param name="Kind">Null for a plain name, which is looked for among all kinds.</param>
/// <param name="Name">As the run has it.</param>
/// <param name="Column">Where it stands in the text, counted from 1; it is no part of what is asked for.</param>
public sealed record RunName(RunFactKind? Kind, string Name, int Column = 1)
{
    public bool Equals(RunName? other) => other is not null && Kind == other.Kind && Name == other.Name;

    public override int GetHashCode() => HashCode.Combine(Kind, Name);

    public override string ToString()
    {
        var name = Name.Length > 0 && Name.All(RunTokens.IsOfAWord) && !RunTokens.IsKeyword(Name)
            && (Kind is not null || RunTokens.KindOf(Name) is null)
                ? Name
                : $"`{Name.Replace("`", "``", StringComparison.Ordinal)}`";
        return Kind is { } kind ? $"{RunTokens.Word(kind)}.{name}" : name;
    }
}

/// <summary>A number, or a text.</summary>
/// <param name="Text">As it was written, without quotes.</param>
/// <param name="Number">Null where it is no number, or stood in quotes.</param>
public sealed record RunValue(string Text, double? Number = null)
{
    public override string ToString() => Number is { } number ? number.ToString("R", CultureInfo.InvariantCulture) : Quote(Text);

    public bool Equals(RunValue? other) =>
        other is not null && Number.Equals(other.Number) && (Number is not null || Text == other.Text);

    public override int GetHashCode() => Number is { } number ? number.GetHashCode() : Text.GetHashCode(StringComparison.Ordinal);

    internal static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}

/// <summary>How a value is compared. Numbers go by size, texts by the order of their characters.</summary>
public enum RunOperator
{
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// <summary>How operators are written.</summary>
internal static class RunOperators
{
    private static readonly string[] Texts = ["=", "!=", "<", "<=", ">", ">="];

    public static string Text(RunOperator value) => Texts[(int)value];

    /// <summary>Null for what is no operator.</summary>
    public static RunOperator? Read(string text) => text switch
    {
        "==" => RunOperator.Equal,
        "<>" => RunOperator.NotEqual,
        _ => Array.IndexOf(Texts, text) is >= 0 and var at ? (RunOperator)at : null,
    };
}

/// <summary>What runs are ordered by.</summary>
/// <param name="Name">Runs without it come last.</param>
/// <param name="IsDescending">The largest first.</param>
public sealed record RunOrder(RunName Name, bool IsDescending);
