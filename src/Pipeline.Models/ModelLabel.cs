using System.Text.Json.Serialization;
using System.Text;
using Pipeline.Core.Checks;
using Pipeline.Models.Tables;
using Pipeline.Models.Values;

namespace Pipeline.Models;

/// <summary>What a model predicts, found in the rows that it was trained on and kept in its signature.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TwoClasses), "two-classes")]
[JsonDerivedType(typeof(Classes), "classes")]
[JsonDerivedType(typeof(Number), "number")]
public abstract record ModelLabel
{
    private ModelLabel(string column) => Column = column;

    /// <summary>The column that it was trained to predict, as in the data.</summary>
    public string Column { get; init; }

    /// <summary>One of two classes.</summary>
    /// <param name="Column">As in the data.</param>
    /// <param name="Positive">The class whose probability is given.</param>
    /// <param name="Negative">The other one.</param>
    public sealed record TwoClasses(string Column, string Positive, string Negative) : ModelLabel(Column)
    {
        public override string ToString() => $"'{Positive}' from '{Negative}' in '{Column}'";
    }

    /// <summary>One of several classes.</summary>
    /// <param name="Column">As in the data.</param>
    /// <param name="Names">In ordinal order, which settles ties.</param>
    public sealed record Classes(string Column, IReadOnlyList<string> Names) : ModelLabel(Column)
    {
        public bool Equals(Classes? other) => other is not null && Column == other.Column && Names.SequenceEqual(other.Names);

        public override int GetHashCode() => Names.Aggregate(Column.GetHashCode(StringComparison.Ordinal), HashCode.Combine);

        public override string ToString() => $"{string.Join(", ", Names.Select(x => $"'{x}'"))} apart in '{Column}'";
    }

    /// <summary>A number.</summary>
    /// <param name="Column">As in the data.</param>
    public sealed record Number(string Column) : ModelLabel(Column)
    {
        public override string ToString() => $"the number '{Column}'";
    }
}

/// <summary>
/// The values that a model's input was trained on or declared to have. Any other is unseen. Many threads may ask.
/// </summary>
public sealed class KnownValues
{
    private const int ExactDigits = 15;

    private readonly double _low = double.NegativeInfinity;
    private readonly double _high = double.PositiveInfinity;
    private readonly HashSet<double>? _numbers;
    private readonly HashSet<string>? _names;
    private readonly Dictionary<string, string>? _categories;
    private readonly Dictionary<double, string?> _byNumber = [];
    private readonly Dictionary<bool, string?> _byTruth = [];

    public KnownValues(ModelInput input, ValueReader reader)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(reader);
        (_low, _high) = input.Accepts switch
        {
            Criterion.AtLeast x => (x.Limit, _high),
            Criterion.AtMost x => (_low, x.Limit),
            Criterion.Between x => (x.Low, x.High),
            _ => (_low, _high),
        };
        if (input.Accepts is Criterion.OneOf accepted && input.Type == ColumnType.Number)
            _numbers = [.. accepted.Values.Select(x => NumberOf(x, reader)).OfType<double>()];
        else if (input.Accepts is Criterion.OneOf named)
            _names = [.. named.Values.Select(x => NameOf(x, reader)).OfType<string>()];
        _categories = input.Categories?.ToDictionary(x => x, StringComparer.Ordinal);
        foreach (var category in input.Categories ?? [])
            Index(category);
    }

    public bool Has(double number) => number >= _low && number <= _high && _numbers?.Contains(number) != false;

    public bool Has(string name) => _categories?.ContainsKey(name) != false && _names?.Contains(name) != false;

    /// <returns>The category's own instance; null for a text that is none, and where there are no categories.</returns>
    public string? Category(ReadOnlySpan<char> text) =>
        _categories?.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var category) == true ? category : null;

    /// <returns>The only category that reads as this number: "1.0" for 1.</returns>
    public string? Category(double number) => _byNumber.GetValueOrDefault(number);

    /// <returns>The only category that reads as this truth: "True" for true.</returns>
    public string? Category(bool truth) => _byTruth.GetValueOrDefault(truth);

    /// <summary>Two categories of one meaning are told apart by their text alone.</summary>
    private void Index(string category)
    {
        var utf8 = Encoding.UTF8.GetBytes(category);
        if (utf8.Length <= ExactDigits && NumberText.TryParse(utf8, out var number) && !NumberText.HasLeadingZero(utf8))
            _byNumber[number] = _byNumber.ContainsKey(number) ? null : category;
        if (utf8.Length > 1 && BooleanText.TryParse(utf8, out var truth))
            _byTruth[truth] = _byTruth.ContainsKey(truth) ? null : category;
    }

    private static double? NumberOf(string text, ValueReader reader) =>
        reader.TryNumber(Encoding.UTF8.GetBytes(text), out var number) ? number : null;

    private static string? NameOf(string text, ValueReader reader) =>
        reader.TryName(Encoding.UTF8.GetBytes(text), out var name) ? Encoding.UTF8.GetString(name) : null;
}
